"""What stands beside the planted truth: settings, the rules planted, and how to read it."""

from pathlib import Path

from reassess.caseload.days import AS_OF, iso
from reassess.caseload.truth import FILES

_MEANING = {
    "people": "every person record once, with the person behind it",
    "findings": "findings that were planted or that follow from how the case was made: each of them must be found",
    "near_misses": "what looks like a finding and is not: none of these may be found",
    "scope": "verdicts of national-2025, whole (element empty) and by element, where the record leaves no doubt",
    "groups": "people who work together across cases; a person record can stand in one group only",
    "apart": "pairs of records of different people that must not be merged, and why",
    "planted": "for simulating an order of work: 1 where a missed line was planted; the most urgent planted risk",
    "hubs": "numbers that half the force rings; in more than 20 investigations they are hubs, not findings",
    "scans": "the words of every scanned page, line by line: what recognition should read there",
    "broken": "rows that were broken on purpose (only with dirt): row counts from 1 below the header",
}
_NOTES = """# The planted truth of an invented caseload

Made by `reassess caseload DIR --investigations {investigations} --seed {seed}`{dirt}. Everything in it is invented;
the text
is procedural. Names are drawn evenly from many backgrounds and say nothing about a role; phone numbers come from the
ranges
reserved for drama, mail addresses are at example.org, vehicle marks were never issued.

| file | rows |
| --- | --- |
{files}

- The day of the assessment is {as_of} (settings.toml).
- findings.csv is not complete: a caseload of this size also holds findings that nobody planted (two people who
  happen to share
  a place, a case that happens to be slow). So measure recall on findings.csv and false alarms on near_misses.csv,
  and do not count
  other findings as wrong. rules_planted.txt names the rules that findings.csv holds.
- A finding that rests on one person in two cases is stated only where both records hold enough to be linked: a record
  that is
  one nickname or an initial is in people.csv, but nothing rests on it unless a shared number or a nickname with a
  place gives it away.
- rules that rest on definitions (exploitation-flag-missing) are not planted.
- Rates (how often a step is missing, how often a name is mistyped) are ours, chosen to give every part of the work
  something to do.
  They are no estimate of any force's practice.
- planted.csv follows what a record shows: planted lines, the words of the closing, links to other cases. About one
  closed case in
  eight carries a planted missed line; one in ten of the others carries a single one that led nowhere.
"""


def write_notes(truth: Path, investigations: int, seed: int, dirt: float, rules: list[str]) -> None:
    """Write settings.toml, rules_planted.txt and README.md into the truth folder."""
    name = f"invented caseload of {investigations}, seed {seed}"
    settings = f'name = "{name}"\nas_of = {iso(AS_OF)}\nforce = "MPS"\nhub_investigations = 20\n'
    (truth / "settings.toml").write_text(settings, "utf-8")
    (truth / "rules_planted.txt").write_text("".join(f"{rule}\n" for rule in rules), "utf-8")
    files = "\n".join(f"| {name}.csv ({', '.join(FILES[name])}) | {meaning} |" for name, meaning in _MEANING.items())
    broken = f", dirt {dirt}" if dirt else ""
    text = _NOTES.format(investigations=investigations, seed=seed, dirt=broken, files=files, as_of=iso(AS_OF))
    (truth / "README.md").write_text(text, "utf-8")
