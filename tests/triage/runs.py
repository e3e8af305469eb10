"""Small run folders made by hand, with the tables that the order reads."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import yaml

from reassess.records.manifest import LAYOUT
from reassess.records.model import tables
from reassess.records.store import Run

STAGES = Path(__file__).resolve().parents[2] / "src/reassess/records/stages.yaml"
WORDS = ("statement", "taken", "phone", "viewed", "letter", "sent", "visit", "result", "received", "update", "checked")
CASES = 60
# The tables that the order reads.
READ = {
    *(f"records.{name}" for name in ("investigation", "person", "involvement", "offence", "presence", "decision")),
    *("reading.passage", "reading.mention"),
    *(f"linking.{name}" for name in ("entity", "identifier", "shared", "place")),
    *("rules.scope", "rules.finding", "rules.rule"),
}

Row = dict[str, object]


def make_run(folder: Path, *, changed: bool = False) -> Run:
    """Sixty invented investigations: findings, risks, links and procedural words.

    Args:
        changed: every name, postcode, nationality, ethnicity, language and sex is another; the work done is the same.
    """
    run = Run(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"layout": LAYOUT, "run": "0001"}), encoding="utf-8")
    content = _content(changed)
    with run.connect() as con:
        for name, columns in _shapes().items():
            declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            con.execute(f"CREATE TEMP TABLE made ({declared})")
            rows = content.get(name, [])
            for given, alike in groupby(sorted(rows, key=lambda row: list(row)), key=lambda row: list(row)):
                marks = ", ".join("?" * len(given))
                values = [list(row.values()) for row in alike]
                con.executemany(f"INSERT INTO made ({', '.join(map(_name, given))}) VALUES ({marks})", values)
            run.write(con, name, "SELECT * FROM made", "ALL")
            con.execute("DROP TABLE made")
    return run


def _name(column: str) -> str:
    return '"' + column + '"'


def _shapes() -> dict[str, dict[str, str]]:
    records = {
        f"records.{name}": {field.name: field.duckdb_type for field in table.fields} for name, table in tables().items()
    }
    stages = yaml.safe_load(STAGES.read_text(encoding="utf-8"))
    text = {"investigation_id": "VARCHAR", "verdict": "VARCHAR", "note": "VARCHAR"}
    rules = {
        "rules.scope": {**text, "criteria": "VARCHAR", "element": "VARCHAR"},
        "rules.finding": {
            **text,
            **dict.fromkeys(("finding_id", "rule", "group", "subject", "band", "says"), "VARCHAR"),
        },
        "rules.rule": {"slug": "VARCHAR", "title": "VARCHAR"},
    }
    return {name: columns for name, columns in {**records, **stages, **rules}.items() if name in READ}


def references() -> list[str]:
    """The references of the investigations."""
    return [f"28{number:05}/14" for number in range(CASES)]


def is_positive(number: int) -> bool:
    """Whether a reader would find a line in this case: one in four."""
    return number % 4 == 1


def _content(changed: bool) -> dict[str, list[Row]]:
    generator = np.random.default_rng(5)
    names = (
        ("Wojciechowska", "Ngozi", "BD7 1AA", "romanian", "he")
        if changed
        else ("Pennycook", "Ruth", "N1 9GU", "polish", "she")
    )
    rows: dict[str, list[Row]] = {}

    def add(table: str, **row: object) -> None:
        rows.setdefault(table, []).append(row)

    for number, reference in enumerate(references()):
        surname, forename, postcode, nationality, pronoun = names
        add(
            "records.investigation", investigation_id=reference, force="MPS", area="Camden" if changed else "Brent",
            recorded_on="2014-01-01", closed_on=f"2014-0{1 + number % 8}-20", outcome_code="16", setting="non_familial",
        )  # fmt: skip
        add("records.person", person_id=f"N{number}", forename=forename, surname=surname, sex="m" if changed else "f",
            nationality=nationality, ethnicity_self_defined="W1" if changed else "A1")  # fmt: skip
        add("records.involvement", investigation_id=reference, person_id=f"N{number}", role="suspect")
        add("records.offence", offence_id=f"O{number}", investigation_id=reference,
            offence_code=["19D", "17B", "86"][number % 3])  # fmt: skip
        add("linking.entity", person_id=f"N{number}", entity_id=f"E{number // 3}", confirmed=True)
        add("rules.scope", investigation_id=reference, criteria="national-2025", element="",
            verdict="out" if number % 10 == 9 else "in")  # fmt: skip
        words = " ".join(generator.choice(WORDS, 24))
        line = "not yet viewed download outstanding" if is_positive(number) else "viewed and returned"
        text = (
            f"Officer {surname} seen at {postcode}, {pronoun} speaks {nationality}. {words} {line}."
            if number % 12
            else "x"
        )
        add("reading.passage", investigation_id=reference, source_table="entry", source_key=f"T{number}",
            source_field="text", page=0, text=text)  # fmt: skip
        if is_positive(number):
            _finding(add, number, reference, "device-not-examined", "missed", None)
        if number % 3 == 0:
            _finding(add, number, reference, "log-gap", "missed", None)
        if number % 7 == 3:
            _finding(add, number, reference, "victim-missing-now", "risk", ["immediate", "same_day"][number % 2])
        if changed:
            _finding(add, number, reference, "demographics-missing", "record", None)
    add("rules.finding", finding_id="F-na", investigation_id=references()[0], rule="sample-retestable", group="new",
        verdict="not_assessable", says="Cannot be assessed: no table exhibit.")  # fmt: skip
    add("rules.rule", slug="device-not-examined", title="A device was not examined")
    return rows


def _finding(add: object, number: int, reference: str, rule: str, group: str, band: str | None) -> None:
    assert callable(add)
    add("rules.finding", finding_id=f"F{number}-{rule}", investigation_id=reference, rule=rule, group=group,
        verdict="found", band=band, says=f"No record ({rule}).")  # fmt: skip


def write_decisions(folder: Path, numbers: Sequence[int]) -> Path:
    """An export of decisions on these cases, an hour each."""
    file = folder / "decisions.csv"
    lines = ["investigation_id,reader,opened_at,decided_at,outcome,positive,stream,weight_class"]
    lines += [
        f"{references()[number]},officer-{number % 3},2026-03-02 09:00:00,2026-03-02 10:{number:02}:00,O1,"
        f"{'true' if is_positive(number) else 'false'},order,ordinary"
        for number in numbers
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
