"""Reading: documents become text, text becomes mentions, and both can be searched.

`read` is the stage of a run. `read_folder` turns any folder of files into text. `build_index` and `open_index` are
the search that the command line and the workspace share. `read_file` and `find_mentions` read what somebody uploads
or pastes.

What the stage writes
---------------------

`reading.passage`: every piece of text once. Text fields of records have page 0 and the field's name as
`source_field`; pages of documents count from 1 and have `source_table` 'document' and `source_field` 'text'.
`source_key` is the `row_key` of the row (for documents the document_id). A person's description appears once for each
investigation of the person; intelligence that was never attached has no investigation_id. Titles of offences are
statute and are not read.

`reading.file(document_id, status, reason, pages, characters, kind)`: one row a document. `read`: all of it. `partly`:
read, but an attachment inside gave nothing (the reason names it). Every other status means that the document is
missing for the review: `absent`, `empty`, `unreadable`, `encrypted`, `too_long` (what was read before the limit is
kept), `unsupported`.

`reading.box(document_id, page, start_at, end_at, x0, y0, x1, y1)`: where the words of a scanned page stand, as shares
of its width and height from the top left. Join on document, page and overlapping characters to show a quotation on
its picture.

`reading.name_key(person_id, how, value)` and `reading.place_key(location_id, how, value)`: join a mention's `value`
with them to know whom or what it means. `how` is full or nickname; name, address (with a house number), street, or
postcode.

`reading.term(kind, value, term_group, say, advice, title, version, source)`: the phrase lists that were used, with
the wording advised instead of a term of the language list.

`reading.mention`: see below. `start_at` and `end_at` are code points in `passage.text`, `end_at` exclusive.

Kinds of mention, with what `value` and `detail` hold
-----------------------------------------------------

Identifiers (normal forms are those of the rule catalogue):

- `phone`: digits from 0; + and digits abroad. Doubtful where only grouping or a word beside it makes it a number.
- `vehicle`: capitals without spaces. `email`, `handle`: small letters, a handle without @; handles that the corpus
  knows are found without their @ too. `imei`: 15 digits with a right check digit, doubtful behind 'card'.
  `bank_account`: '00-00-00 12345678'.
- `postcode`: 'N17 9ZA', doubtful in small letters or over a line end. `address`: house number and street, folded.

Dates and ages: `date` as ISO 8601 with unknown parts left out ('2013-10', '--10-05'); `age` '15' or '18-19'.

People and places ('folded' is small letters without accents or punctuation, `mentions.folding.folded`):

- `name`: a full name, folded, forename first. detail: what the text says of the person: friend, family, victim,
  suspect, witness, professional (social worker, teacher, officer ...), named, or empty. Doubtful where no record and
  no list of forenames knows it, or where a line ends inside it. To find names that are not recorded: anti-join
  `value` with `name_key` over the persons of the investigation.
- `part_name`: title and surname ('Mr Calloway'). `nickname`: folded; detail 'record' (the corpus knows it) or 'said'
  ('known as').
- `place`: a name, address or street that `location` holds, folded; detail name, address or street. Join with
  `place_key`.
- `staff`: a staff id as recorded (detail 'record'), or rank and number, or rank and name.
- `shorthand`: value what it stands for ('victim 1', 'no further action'), detail as written. Appearance codes have no
  meaning kept.

Phrases; `negated`, `doubtful` and `speaker` are set for these only (see below):

- `group`: more than one offender; value 2, 3 (three or more) or more.
- `threat_to_life`: threat_to_kill, warning, fear_for_life. `self_harm`: suicidal, self_harm, overdose, end_life.
  `leave_country`: leave_country, leave_for_country, passport. detail says whom it is about: 'name:FOLDED NAME' where
  a full name stands in the clause, else 'role:victim' (or another role), else empty.
- `exchange`: goods, in_return. `coercion`: debt, threat, control, deception, dependency (an instruction alone is not
  on the list). `association`: friends, family, work, shared; negated in 'no record of how the two know each other'.
  `movement`: driven, taken, sent. `county_lines`: dedicated_line, importing_area, activity, supply; detail line, area
  or activity.
- `language`: value is the term, detail its group: credibility, consent, conduct (the three of cps-decision-on-myths),
  adult, relationship, missing, engagement. Where it stands tells decision from record: source_table decision, field
  rationale; investigation, closure_reason; entry with the supervisor as author.
- `direction`: a ground to close that is no evidence; value and detail instruction, workload, resources or scope.
- `closing_ground`: set phrases of closing decisions. `device_not_reviewed`: in `exhibit.result`, an entry or a
  document.
- `missing`: the text speaks of somebody missing. `review_right`: of the right to review. `evidence_led`: of a
  prosecution without the victim. `reapproach`: of another approach to the victim.
- `forensic`: value hit (detail: whom it names, as above) or no_profile.

`negated` is TRUE where the sentence says that it is not so ('no threats to kill were made'). `negated AND doubtful`
means that somebody denies it ('denies suicidal thoughts'): for risks to life treat it as found and doubtful.
`doubtful` alone marks a question, a form, a rumour, or a term that often means something else.

`speaker`: police, prosecutor, partner, victim, suspect, witness or unknown: who writes. `reported:ROLE`: the sentence
says what somebody said. `quoted:ROLE`: inside quotation marks. In mail, mentions of every kind carry `header` or
`signature` where they stand in one: the catalogue leaves these out of the text of an investigation.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reassess.reading.components import missing_components
    from reassess.reading.folder import find_mentions, read_file, read_folder
    from reassess.reading.search import build_index, open_index
    from reassess.reading.stage import read

__all__ = ["build_index", "find_mentions", "missing_components", "open_index", "read", "read_file", "read_folder"]

# Loaded as they are asked for: a child process that only reads files starts without the database and the model.
_WHERE = {
    "missing_components": "components",
    "find_mentions": "folder",
    "read_file": "folder",
    "read_folder": "folder",
    "build_index": "search",
    "open_index": "search",
    "read": "stage",
}


def __getattr__(name: str) -> object:
    """The names above, from the modules that hold them; AttributeError for any other."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
