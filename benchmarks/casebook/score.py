"""Hold a run against a casebook's known answers, and print each difference.

Usage: python -m benchmarks.casebook.score [CASEBOOK] [--linked]

CASEBOOK defaults to the shared casebook beside this checkout. Identity is given by the casebook's people.csv;
--linked leaves it to the linking room instead.
"""

import argparse
import csv
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reassess.records.store import Run
from reassess.review import init, run

SHARED = Path(__file__).resolve().parents[3] / "shared" / "casebook"
Answer = tuple[str, ...]


@dataclass
class Score:
    """Right, missed and false answers of one part of a casebook, each with the key it stands under."""

    part: str
    right: int = 0
    missed: list[tuple[Answer, str]] = field(default_factory=list)
    false: list[tuple[Answer, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Right over all that the casebook holds; 1 where it holds nothing."""
        return self.right / max(1, self.right + len(self.missed)) if self.right + len(self.missed) else 1.0

    @property
    def precision(self) -> float:
        """Right over all that the run said; 1 where it said nothing."""
        return self.right / max(1, self.right + len(self.false)) if self.right + len(self.false) else 1.0


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of the casebook."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def run_casebook(casebook: Path, review: Path, *, people: bool = True) -> Run:
    """Run the whole job on a casebook's extract, with its settings, and identity given unless `people` is False."""
    settings = tomllib.loads((casebook / "expected" / "settings.toml").read_text(encoding="utf-8"))
    as_of = settings["as_of"]
    held = init(review, settings["force"], as_of if isinstance(as_of, date) else date.fromisoformat(as_of))
    given = casebook / "expected" / "people.csv" if people else None
    return run(held, [casebook / "extract"], supplied_identities=given)


def score(casebook: Path, made: Run) -> list[Score]:
    """Score of scope, definitions, each covered rule, and people."""
    expected = casebook / "expected"
    with made.connect() as con:
        scope = con.execute("SELECT investigation_id, criteria, element, verdict FROM rules.scope").fetchall()
        definitions = con.execute(
            "SELECT investigation_id, definition, verdict FROM rules.definition WHERE element = ''"
        ).fetchall()
        findings = con.execute("SELECT investigation_id, rule, subject, verdict FROM rules.finding").fetchall()
        entities = dict(con.execute("SELECT person_id, entity_id FROM linking.entity").fetchall())
    return [
        _verdicts("scope", _keyed(read_rows(expected / "scope.csv"), "investigation_id", "criteria", "element"),
                  {row[:3]: row[3] for row in scope}),
        _verdicts("definitions", _keyed(read_rows(expected / "definitions.csv"), "investigation_id", "definition"),
                  {row[:2]: row[2] for row in definitions}),
        *_rules(expected, findings),
        _people(read_rows(expected / "people.csv"), entities),
    ]  # fmt: skip


def _keyed(rows: Iterable[Mapping[str, str]], *names: str) -> dict[Answer, tuple[str, str]]:
    return {tuple(row[name] for name in names): (row["verdict"], row["note"]) for row in rows}


def _verdicts(part: str, wanted: Mapping[Answer, tuple[str, str]], came: Mapping[Answer, str]) -> Score:
    result = Score(part)
    for key, (verdict, note) in wanted.items():
        if came.get(key) == verdict:
            result.right += 1
        else:
            result.missed.append((key, f"expected {verdict}, came {came.get(key)}; {note}"))
    return result


def _rules(expected: Path, findings: Iterable[tuple[str, str, str, str]]) -> list[Score]:
    covered = (expected / "rules_covered.txt").read_text(encoding="utf-8").split()
    wanted: dict[Answer, str] = {
        (row["investigation_id"], row["rule"], row["subject"], row["verdict"]): row["note"]
        for row in read_rows(expected / "findings.csv")
    }
    came = {row for row in findings if row[1] in covered}
    return [_one_rule(slug, wanted, came) for slug in covered]


def _one_rule(slug: str, wanted: Mapping[Answer, str], came: set[tuple[str, str, str, str]]) -> Score:
    result = Score(slug)
    result.right = sum(1 for key in wanted if key[1] == slug and key in came)
    result.missed = [(key, note) for key, note in wanted.items() if key[1] == slug and key not in came]
    result.false = [(key, "not expected") for key in sorted(came) if key[1] == slug and key not in wanted]
    return result


def _people(rows: Iterable[Mapping[str, str]], entities: Mapping[str, str]) -> Score:
    human = {row["person_id"]: row["human"] for row in rows}
    ids = sorted(human)
    result = Score("people")
    for number, left in enumerate(ids):
        for right in ids[number + 1 :]:
            same, linked = human[left] == human[right], entities.get(left, left) == entities.get(right, right)
            if same and linked:
                result.right += 1
            elif same:
                result.missed.append(((left, right), human[left]))
            elif linked:
                result.false.append(((left, right), f"{human[left]} is not {human[right]}"))
    return result


def show(scores: Iterable[Score]) -> bool:
    """Print the scores and each difference; returns whether there was none."""
    clean = True
    for item in scores:
        print(f"{item.part:38} right {item.right:4}  missed {len(item.missed):3}  false {len(item.false):3}"
              f"  precision {item.precision:.3f}  recall {item.recall:.3f}")  # fmt: skip
        for word, answers in (("missed", item.missed), ("false", item.false)):
            for key, note in answers:
                clean = False
                print(f"    {word}: {' | '.join(key)}  ({note})")
    return clean


def main() -> None:
    """Run and score a casebook from the command line; exit code 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--linked", action="store_true", help="leave identity to the linking room")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = run_casebook(chosen.casebook, Path(folder) / "review", people=not chosen.linked)
        sys.exit(0 if show(score(chosen.casebook, made)) else 1)


if __name__ == "__main__":
    main()
