"""The casebook under every change: print each answer that should not have changed, or should have and did not.

Usage: python -m benchmarks.casebook.sweep [CASEBOOK]

Neutral changes (`changes.py`) are made one by one and all at once; then every table is left out in turn, every step is
filled in and every step is taken out (`directional_changes.py`).
"""

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.casebook.changes import NEUTRAL, Extract, all_neutral, read_extract, write_extract
from benchmarks.casebook.directional_changes import CLEARED, emptied, filled, raised
from benchmarks.casebook.score import SHARED
from reassess.review import init, run
from reassess.rules.catalogue import load, package_folder

Answer = tuple[str, ...]

EXCUSED = {
    ("decision", "suspect-not-interviewed"): "the table only takes out who was charged (rules.md)",
    ("whereabouts", "suspect-not-interviewed"): "the table only takes out who had died (rules.md)",
    ("whereabouts", "suspect-licensed-driver"): "the table only takes out who is in custody (rules.md)",
    ("location", "named-in-text-not-recorded"): "what a place is called is known from the table only",
}
"""What may be newly found without a table, by table and rule, and why."""


@dataclass(frozen=True)
class Answers:
    """What a run said, under the casebook's own names: findings, and verdicts of criteria and definitions by key."""

    findings: frozenset[Answer]
    verdicts: frozenset[Answer]

    def differences(self, other: "Answers") -> Iterator[str]:
        """Each answer that only one of the two gives: '-' only this one, '+' only the other."""
        for mine, theirs in ((self.findings, other.findings), (self.verdicts, other.verdicts)):
            yield from (f"- {' | '.join(row)}" for row in sorted(mine - theirs))
            yield from (f"+ {' | '.join(row)}" for row in sorted(theirs - mine))


def judged(extract: Extract, folder: Path) -> Answers:
    """Run the whole job on an extract in an empty folder; the names that a change gave are taken off again."""
    write_extract(extract, folder)
    review = init(folder / "review", "MPS", extract.as_of)
    settings = folder / "review" / "review.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + _parameters(extract), encoding="utf-8")
    mapping = folder / "mapping.toml" if extract.mapping else None
    made = run(review, [folder / "extract"], mapping=mapping, supplied_identities=folder / "people.csv")
    with made.connect() as con:
        findings = con.execute("SELECT investigation_id, rule, subject, verdict FROM rules.finding").fetchall()
        verdicts = con.execute(
            "SELECT investigation_id, criteria, element, verdict FROM rules.scope"
            " UNION ALL SELECT investigation_id, definition, element, verdict FROM rules.definition"
        ).fetchall()
    own = len(extract.prefix)
    return Answers(
        frozenset(_named(row, own) for row in findings if row[0][own:] not in extract.added),
        frozenset((row[0][own:], *row[1:]) for row in verdicts if row[0][own:] not in extract.added),
    )


def _named(row: Answer, own: int) -> Answer:
    """Only subjects that are references carry the prefix; names, numbers and plates are as they were."""
    subject = row[2][own:] if own and row[2].startswith("Z") else row[2]
    return (row[0][own:], row[1], subject, row[3])


def _parameters(extract: Extract) -> str:
    lines = [
        f'parameters."{rule}".{name} = {day.isoformat()}'
        for rule, values in extract.parameters.items()
        for name, day in values.items()
    ]
    return "".join(f"{line}\n" for line in lines)


def not_raised(extract: Extract, folder: Path) -> list[Answer]:
    """What must be found once every step is taken out, and is not."""
    changed = emptied(extract)
    came = {row[:3] for row in judged(changed, folder).findings if row[3] == "found"}
    return sorted(raised(changed) - came)


def not_cleared(extract: Extract, folder: Path) -> list[Answer]:
    """What is still found although every step is filled in."""
    came = judged(filled(extract), folder).findings
    return sorted(row for row in came if row[1] in CLEARED and row[3] == "found")


def without_table(base: Answers, extract: Extract, table: str, folder: Path) -> Iterator[str]:
    """What a table left out changed besides the rules that need it, and what these still claim to have looked at."""
    rows = {name: content for name, content in extract.rows.items() if name != table}
    needing = {rule.slug: rule for rule in load([package_folder()]) if table in rule.front.needs}
    came = judged(replace(extract, rows=rows), folder)
    for row in sorted(came.findings):
        if row[1] in needing and row[3] == "found":
            yield f"found without the table: {' | '.join(row)}"
    for row in sorted(came.findings - base.findings):
        if row[1] not in needing and row[3] == "found" and (table, row[1]) not in EXCUSED:
            yield f"newly found: {' | '.join(row)}"


def main() -> None:
    """Make every change and print every difference; exit code 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", nargs="?", type=Path, default=SHARED)
    casebook = parser.parse_args().casebook
    as_of = tomllib.loads((casebook / "expected" / "settings.toml").read_text(encoding="utf-8"))["as_of"]
    extract = read_extract(casebook, as_of if isinstance(as_of, date) else date.fromisoformat(as_of))
    with tempfile.TemporaryDirectory() as place:
        sys.exit(1 if sum(_sweep(extract, Path(place))) else 0)


def _sweep(extract: Extract, place: Path) -> Iterator[int]:
    base = judged(extract, place / "base")
    for number, (what, change) in enumerate([*NEUTRAL.items(), ("all at once", all_neutral)]):
        yield _say(what, list(base.differences(judged(change(extract), place / f"neutral-{number}"))))
    yield _say("every step taken out", [" | ".join(row) for row in not_raised(extract, place / "emptied")])
    yield _say("every step filled in", [" | ".join(row) for row in not_cleared(extract, place / "filled")])
    for table in sorted(set(extract.rows) - {"investigation", "person", "involvement"}):
        yield _say(f"without {table}", list(without_table(base, extract, table, place / f"without-{table}")))


def _say(what: str, differences: list[str]) -> int:
    print(f"{what:36} {len(differences)} differences", flush=True)
    for line in differences:
        print(f"    {line}")
    return len(differences)


if __name__ == "__main__":
    main()
