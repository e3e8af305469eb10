"""Reading: documents become text, text becomes mentions, and both can be searched.

- `read` is the stage of a run.
- `read_folder` turns any folder of files into text.
- `read_file` and `find_mentions` read an uploaded file or a pasted text.
- `build_index` and `open_index` are the search that the command line and the workspace share.

Tables of the stage
-------------------

`reading.passage`: every piece of text, once. Fields of records have page 0 and their name in `source_field`. Pages of
documents count from 1 and have `source_table` 'document' and `source_field` 'text'. `source_key` is the `row_key` of
the row, which for documents is the document_id. A person's description appears once for each investigation of that
person. Intelligence that was never attached has no investigation_id. Offence titles are not read: they are the words
of statutes.

`reading.file(document_id, status, reason, pages, characters, kind)`: one row a document. The status is `read`;
`partly`, if a part of it gave no text (the reason names it); or a status that counts the document as missing:
`absent`, `empty`, `unreadable`, `encrypted`, `unsupported`, or `too_long` (the text before the limit is kept).

`reading.document_part(document_id, number, kind, name, status, reason, parts)`: what each file consists of, and what
became of it. A row counts `parts` alike parts: a body, an alternative, attachments, embedded files, forms, notes,
comments, headers, tracked changes, pictures, pages. The status is `read`, `recognised` (from a picture) or `refused`,
with the reason. The parts of a document are those read, recognised and refused together, so nothing is left out in
silence.

`reading.box(document_id, page, start_at, end_at, x0, y0, x1, y1, confidence)`: the bounding boxes of words on
scanned pages, as shares of the page's width and height from the top left, and how sure the recognition of the word is,
from 0 to 1. To show a quotation on its page image, join on document, page and overlapping characters.

`reading.name_key(person_id, how, value)` and `reading.place_key(location_id, how, value)`: join a mention's `value`
to them to find the person or place it may mean. `how` is full or nickname for people; name, address (with a house
number), street or postcode for places.

`reading.term(kind, value, term_group, say, advice, title, version, source)`: the phrase lists that were used, with
the advised wording for each term of the language list.

`reading.mention`: see below. `start_at` and `end_at` are code points in `passage.text`; `end_at` is exclusive.

Kinds of mention, and their `value` and `detail`
------------------------------------------------

Identifiers, in the normal forms of the rule catalogue:

- `phone`: digits from 0, or + and digits for a number abroad. Doubtful if only its grouping or a word beside it makes
  it a number.
- `vehicle`: capitals without spaces. `email` and `handle`: lower case, a handle without @. Handles in the records are
  also found without their @. `imei`: 15 digits with a valid check digit; doubtful after 'card'. `bank_account`:
  '00-00-00 12345678'.
- `postcode`: 'N17 9ZA'; doubtful in lower case or across a line end. `address`: house number and street, normalised.

Dates and ages: `date` is ISO 8601 without its unknown parts ('2013-10', '--10-05'). `age` is '15' or '18-19'.

People and places. 'Normalised' means lower case without accents or punctuation (`mentions.dictionary.normalise`):

- `name`: a full name, normalised, forename first. detail: what the text says the person is: friend, family, victim,
  suspect, witness, professional (social worker, teacher, officer ...), named, or empty. Doubtful if neither the
  records nor a list of forenames contain it, or if a line ends inside it. To find names that are not recorded,
  anti-join `value` with `name_key` over the persons of the investigation.
- `part_name`: title and surname ('Mr Calloway'). `nickname`: normalised; detail is 'record' if the records contain it,
  or 'said' ('known as').
- `place`: a name, address or street in `location`, normalised; detail is name, address or street. Join with
  `place_key`.
- `staff`: a staff id as recorded (detail 'record'), or rank and number, or rank and name.
- `shorthand`: value is what it stands for ('victim 1', 'no further action'), detail is the text as written.
  Appearance codes are found without their meaning.

Phrases. Only these set `negated`, `doubtful` and `speaker` (see below):

- `group`: more than one offender. value: 2, 3 (three or more) or more.
- `threat_to_life`: threat_to_kill, warning, fear_for_life. `self_harm`: suicidal, self_harm, overdose, end_life.
  `leave_country`: leave_country, leave_for_country, passport. detail is the person it concerns: 'name:NAME',
  normalised, if the clause holds a full name; 'role:victim' or another role; or empty.
- `exchange`: goods, in_return. `coercion`: debt, threat, control, deception, dependency (an instruction alone is not
  on the list). `association`: friends, family, work, shared; negated in 'no record of how the two know each other'.
  `movement`: driven, taken, sent. `county_lines`: dedicated_line, importing_area, activity, supply; detail is line,
  area or activity.
- `language`: value is the term, detail its group: credibility, consent, conduct (the three of cps-decision-on-myths),
  adult, relationship, missing, engagement. Its source tells a decision from a record: source_table decision, field
  rationale; investigation, closure_reason; or an entry with the supervisor as author.
- `direction`: a reason to close that is not evidence; value and detail: instruction, workload, resources or scope.
- `closing_ground`: set phrases of closing decisions. `device_not_reviewed`: in `exhibit.result`, an entry or a
  document.
- `missing`: somebody is missing. `review_right`: the right to review. `evidence_led`: a prosecution without the
  victim. `reapproach`: another approach to the victim.
- `forensic`: value is hit (detail: the person it names, as above) or no_profile.

`negated` is TRUE if the sentence says that it is not so ('no threats to kill were made'). `negated AND doubtful` means
that somebody denies it ('denies suicidal thoughts'): for risks to life, treat it as found and doubtful. `doubtful`
alone marks a question, a form, a rumour, or a term that often means something else.

`speaker` is the writer: police, prosecutor, partner, victim, suspect, witness or unknown. `reported:ROLE`: the
sentence reports what somebody said. `quoted:ROLE`: inside quotation marks. In mail, mentions of every kind have
`header` or `signature` if they are in one, and the rule catalogue ignores those in the text of an investigation.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reassess.reading.components import missing_components
    from reassess.reading.folder import find_mentions, read_file, read_folder
    from reassess.reading.search import build_index, open_index
    from reassess.reading.stage import read

__all__ = ["build_index", "find_mentions", "missing_components", "open_index", "read", "read_file", "read_folder"]

# Loaded on first use, so that a child process that only reads files starts without the database and the model.
_MODULES = {
    "missing_components": "components",
    "find_mentions": "folder",
    "read_file": "folder",
    "read_folder": "folder",
    "build_index": "search",
    "open_index": "search",
    "read": "stage",
}


def __getattr__(name: str) -> object:
    """Return one of the names above from its module. Raises AttributeError for any other."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
