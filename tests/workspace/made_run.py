"""A small invented run, made by hand: fourteen cases with everything that a page can show."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from reassess.records.manifest import LAYOUT
from reassess.records.model import tables
from reassess.records.store import Run

ARROW = {"VARCHAR": pa.string(), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"), "BOOLEAN": pa.bool_(),
         "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "INTEGER": pa.int32()}  # fmt: skip

TABS = (
    "",
    "questions/",
    "timeline/",
    "people/",
    "links/",
    "places/",
    "documents/",
    "definitions/",
    "order/",
    "decide/",
)
"""The pages of a case, below its own address."""

OTHER_TABLES = {
    "records.document_file": "document_id VARCHAR, path VARCHAR, sha256 VARCHAR, size BIGINT",
    "reading.passage": "investigation_id VARCHAR, source_table VARCHAR, source_key VARCHAR, source_field VARCHAR,"
    " page INTEGER, text VARCHAR",
    "reading.file": "document_id VARCHAR, status VARCHAR, reason VARCHAR, pages INTEGER, characters BIGINT,"
    " kind VARCHAR",
    "reading.document_part": "document_id VARCHAR, number INTEGER, kind VARCHAR, name VARCHAR, status VARCHAR,"
    " reason VARCHAR, parts INTEGER",
    "reading.mention": "mention_id VARCHAR, investigation_id VARCHAR, source_table VARCHAR, source_key VARCHAR,"
    " source_field VARCHAR, page INTEGER, start_at INTEGER, end_at INTEGER, kind VARCHAR, words VARCHAR,"
    " value VARCHAR, negated BOOLEAN, doubtful BOOLEAN, speaker VARCHAR, detail VARCHAR",
    "reading.box": "document_id VARCHAR, page INTEGER, start_at INTEGER, end_at INTEGER, x0 DOUBLE, y0 DOUBLE,"
    " x1 DOUBLE, y1 DOUBLE",
    "linking.place": "location_id VARCHAR, place_id VARCHAR, premises BOOLEAN",
    "linking.hub": "kind VARCHAR, value VARCHAR, investigations BIGINT, entities BIGINT, over_limit BOOLEAN,"
    " reason VARCHAR",
    "reading.name_key": "person_id VARCHAR, how VARCHAR, value VARCHAR",
    "linking.entity": "person_id VARCHAR, entity_id VARCHAR, confirmed BOOLEAN, weight DOUBLE, how VARCHAR",
    "linking.pair": "left_id VARCHAR, right_id VARCHAR, weight DOUBLE, probability DOUBLE, band VARCHAR,"
    " evidence VARCHAR",
    "linking.shared": "kind VARCHAR, value VARCHAR, investigations BIGINT, entities BIGINT, hub BOOLEAN,"
    " explained BOOLEAN",
    "linking.identifier": "kind VARCHAR, value VARCHAR, investigation_id VARCHAR, person_id VARCHAR, row_key VARCHAR",
    "rules.scope": "investigation_id VARCHAR, criteria VARCHAR, element VARCHAR, verdict VARCHAR, note VARCHAR",
    "rules.definition": "investigation_id VARCHAR, definition VARCHAR, element VARCHAR, verdict VARCHAR, note VARCHAR",
    "rules.finding": 'finding_id VARCHAR, investigation_id VARCHAR, rule VARCHAR, "group" VARCHAR, subject VARCHAR,'
    " verdict VARCHAR,"
    " band VARCHAR, says VARCHAR, note VARCHAR, before_standard BOOLEAN, doubtful BOOLEAN",
    "rules.evidence": "finding_id VARCHAR, n INTEGER, source_table VARCHAR, source_key VARCHAR, source_field VARCHAR,"
    " page INTEGER, start_at INTEGER, end_at INTEGER, words VARCHAR",
    "rules.rule": "slug VARCHAR, title VARCHAR, question VARCHAR, says VARCHAR, why VARCHAR, source VARCHAR,"
    ' "group" VARCHAR, subject VARCHAR, expected_from VARCHAR, version INTEGER, band VARCHAR, route VARCHAR',
    "rules.named": "kind VARCHAR, slug VARCHAR, title VARCHAR, source VARCHAR, version INTEGER, words VARCHAR",
    "rules.asked": "rule VARCHAR, asked BIGINT, found BIGINT, not_found BIGINT, not_assessable BIGINT",
    "triage.queue": "investigation_id VARCHAR, band VARCHAR, score DOUBLE, age_days INTEGER, position INTEGER,"
    " main_reason VARCHAR, text_poor BOOLEAN, case_group VARCHAR",
}

RULES = [
    ("suspect-not-interviewed", "missed", "A suspect was not interviewed", "person", "", ""),
    ("device-not-examined", "missed", "A seized device was not examined", "exhibit", "", ""),
    ("log-gap", "missed", "The log is silent for more than 90 days", "investigation", "", ""),
    ("suspect-in-other-investigation", "new", "A suspect is a suspect elsewhere", "person", "", ""),
    ("victim-still-child", "risk", "A victim is still a child", "person", "same_day", "MASH"),
    ("victim-missing-now", "risk", "A child victim is missing now", "person", "immediate", "missing-persons unit"),
    ("suspect-may-leave", "risk", "A suspect may leave the country", "person", "next_working_day", "officer in case"),
    ("review-right-not-offered", "justice", "The right to a review was not offered", "person", "", ""),
    ("language-in-decision", "record", "Wording in a decision", "investigation", "", ""),
]

NAMED = [
    ("criteria", "national-2025", "The national review of group-based child sexual exploitation", "What it covers."),
    ("definition", "cse-2017", "Child sexual exploitation, as defined in 2017", None),
    ("element", "two-suspects", "Two or more distinct suspects", "Are two or more recorded?"),
]
"""What some criteria, definitions and elements are called; the others go by their slugs."""

NAMES = [("Rhys", "Calloway"), ("Ana", "Okoye"), ("Imran", "Sadiq"), ("Mei", "Lindqvist"), ("Tomasz", "Bielski"),
         ("Grace", "Adeyemi"), ("Owen", "Prys"), ("Leila", "Haddad")]  # fmt: skip
CASES = 14


@dataclass
class Made:
    """Rows of every table, by table name."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **columns: Any) -> dict[str, Any]:
        """Add a row; record tables get their key and source."""
        rows = self.rows.setdefault(table, [])
        if table.startswith("records.") and table.split(".")[1] in tables():
            columns |= {"row_key": _key(table.split(".")[1], columns), "source_file": f"{table[8:]}.csv",
                        "source_row": len(rows) + 2}  # fmt: skip
        rows.append(columns)
        return columns

    def passage(self, case: str, row: dict[str, Any], table: str, field_name: str) -> None:
        """Make the text of a row a passage."""
        self.add("reading.passage", investigation_id=case, source_table=table, source_key=row["row_key"],
                 source_field=field_name, page=0, text=row[field_name])  # fmt: skip

    def finding(self, case: str, rule: str, subject: str, says: str, *evidence: dict[str, Any], **more: Any) -> None:
        """Add a finding with its evidence."""
        finding_id = hashlib.md5(f"{case}|{rule}|{subject}".encode()).hexdigest()[:16]
        groups = {slug: group for slug, group, *_ in RULES}
        columns = {
            "group": groups[rule],
            "verdict": "found",
            "band": None,
            "note": None,
            "before_standard": False,
            "doubtful": False,
        } | more
        self.add("rules.finding", finding_id=finding_id, investigation_id=case, rule=rule, subject=subject, says=says,
                 **columns)  # fmt: skip
        for n, item in enumerate(evidence, start=1):
            self.add("rules.evidence", finding_id=finding_id, n=n, **item)


def _key(table: str, columns: dict[str, Any]) -> str:
    primary = tables()[table].primary_key
    if primary:
        return "|".join(str(columns[name]) for name in primary)
    return hashlib.md5(json.dumps(columns, sort_keys=True, default=str).encode()).hexdigest()[:16]


def make(cases: int = CASES, *, more: bool = False) -> Made:
    """The rows of an invented caseload. `more`: a later delivery in which the second case has one more finding."""
    made = Made()
    for slug, group, title, subject, band, route in RULES:
        made.add("rules.rule", slug=slug, title=title, question=f"{title}?", says=title, why=f"Why {slug} matters.",
                 source="domain 5.3", group=group, subject=subject, expected_from="2009-01-01", version=1, band=band,
                 route=route)  # fmt: skip
        made.add("rules.asked", rule=slug, asked=cases * 2, found=4, not_found=cases * 2 - 4, not_assessable=3)
    for kind, slug, title, words in NAMED:
        made.add("rules.named", kind=kind, slug=slug, title=title, source="domain 1.2", version=1, words=words)
    for number in range(cases):
        _case(made, number)
    _across(made)
    if more:
        made.finding("INV/0002", "device-not-examined", "INV/0002-X1", "No record that the phone was examined.",
                     _row("exhibit", "INV/0002-X1"))  # fmt: skip
    return made


def _case(made: Made, number: int) -> None:
    case = f"INV/{number + 1:04d}"
    year = 2010 + number % 10
    made.add("records.investigation", investigation_id=case, force="EXA", area=("Northbank", "Southgate")[number % 2],
             recorded_on=f"{year}-03-03", closed_on=f"{year}-11-09", outcome_code="16" if year > 2013 else None,
             closure_reason="Insufficient evidence to proceed.", closed_by=f"S{number:03d}",
             officer_in_case=f"P{number:03d}", supervisor="SUP1", flags="cse", setting="non_familial",
             summary="A report was made to the front counter and an officer was assigned.")  # fmt: skip
    made.add("records.offence", offence_id=f"{case}-O1", investigation_id=case, offence_code="22B",
             offence_title="Sexual activity with a child", began_on=f"{year}-02-01")  # fmt: skip
    _people(made, case, number, year)
    _log(made, case, number, year)
    made.add("records.exhibit", exhibit_id=f"{case}-X1", investigation_id=case, kind="phone", description="A phone",
             person_id=f"{case}-S1", seized_on=f"{year}-03-10")  # fmt: skip
    made.add("records.decision", investigation_id=case, person_id=f"{case}-S1", kind="police_nfa",
             decided_on=f"{year}-11-09", decided_by=f"D{number:03d}", test="evidential",
             rationale="The account was not supported.")  # fmt: skip
    for criteria in ("national-2025", "force-trawl"):
        verdict = ("in", "in", "unknown", "out")[number % 4] if criteria == "national-2025" else "in"
        made.add("rules.scope", investigation_id=case, criteria=criteria, element="", verdict=verdict, note="")
        made.add("rules.scope", investigation_id=case, criteria=criteria, element="two-suspects", verdict=verdict,
                 note="Two suspect records")  # fmt: skip
    for definition in ("cse-2017", "group-two-or-more"):
        verdict = ("in", "unknown")[number % 2]
        made.add("rules.definition", investigation_id=case, definition=definition, element="", verdict=verdict, note="")
        made.add("rules.definition", investigation_id=case, definition=definition, element="exchange",
                 verdict="unknown", note="Nothing recorded")  # fmt: skip
    made.add(
        "triage.queue",
        investigation_id=case,
        band=("same_day" if number < 4 else "rest"),
        score=1 - number / 100,
        age_days=100 + number,
        position=number + 1,
        main_reason="risk rule victim-still-child" if number < 4 else "age",
    )
    _findings(made, case, number)


def _people(made: Made, case: str, number: int, year: int) -> None:
    for letter, role, offset in (("V1", "victim", 0), ("S1", "suspect", 1), ("S2", "suspect", 2), ("W1", "witness", 3)):
        forename, surname = NAMES[(number + offset) % len(NAMES)]
        person = f"{case}-{letter}"
        born = f"{year - 14}-05-05" if role == "victim" else "1975-01-01"
        made.add("records.person", person_id=person, forename=forename, surname=surname, sex="unknown", born_on=born)
        made.add("records.involvement", investigation_id=case, person_id=person, role=role, named_on=f"{year}-03-05",
                 identified=True if role == "suspect" else None, supports="yes" if role == "victim" else None,
                 interviewed_on=f"{year}-04-01" if letter == "S2" else None)  # fmt: skip
        made.add("reading.name_key", person_id=person, how="full", value=f"{forename} {surname}".lower())
        entity = f"E-{person}" if letter != "S1" or number > 2 else "E-shared-suspect"
        made.add("linking.entity", person_id=person, entity_id=entity, confirmed=True, weight=12.0, how="model")
    made.add("records.identifier", investigation_id=case, kind="phone", value=f"0770090{number % 5:04d}",
             person_id=f"{case}-S1", noted_on=f"{year}-03-08")  # fmt: skip
    made.add("linking.identifier", kind="phone", value=f"0770090{number % 5:04d}", investigation_id=case,
             person_id=f"{case}-S1", row_key="")  # fmt: skip


def _log(made: Made, case: str, number: int, year: int) -> None:
    texts = ("Report taken at the front counter by the duty officer.",
             f"Call to 07700 90{number % 5:04d}, no reply. Officer to try again.",
             "<script>alert('log')</script> File passed to the supervisor & closed.")  # fmt: skip
    for n, (month, text) in enumerate(zip((3, 4, 11), texts, strict=True), start=1):
        row = made.add("records.entry", entry_id=f"{case}-E{n}", investigation_id=case,
                       written_at=f"{year}-{month:02d}-09 10:00:00", author=f"P{number:03d}", text=text)  # fmt: skip
        made.passage(case, row, "entry", "text")
    made.add("reading.mention", mention_id=f"{case}-m1", investigation_id=case, source_table="entry",
             source_key=f"{case}-E2", source_field="text", page=0, start_at=8, end_at=20, kind="phone",
             words="07700 900000", value="07700900000", negated=False, doubtful=False)  # fmt: skip
    made.add("records.document", document_id=f"{case}-D1", investigation_id=case, path=f"{number}/report.pdf",
             kind="officer_report", title="Officer's report", made_on=f"{year}-05-05")  # fmt: skip
    made.add("records.document", document_id=f"{case}-D2", investigation_id=case, path=f"{number}/lost.pdf",
             kind="minutes", title="Minutes", made_on=f"{year}-06-06")  # fmt: skip
    made.add("records.document_file", document_id=f"{case}-D1", path=f"{number}/report.pdf", sha256="0" * 64, size=900)
    made.add("records.document_file", document_id=f"{case}-D2", path=f"{number}/lost.pdf", sha256=None, size=None)
    made.add("reading.file", document_id=f"{case}-D1", status="read", reason="", pages=2, characters=120, kind="pdf")
    made.add("reading.file", document_id=f"{case}-D2", status="absent", reason="The file was not handed over", pages=0,
             characters=0, kind="")  # fmt: skip
    made.add("reading.document_part", document_id=f"{case}-D1", number=1, kind="page", name="page", status="read",
             reason="", parts=2)  # fmt: skip
    made.add("reading.document_part", document_id=f"{case}-D1", number=2, kind="attachment", name="rota.bin",
             status="refused", reason="a file of a kind that is not known", parts=1)  # fmt: skip
    for page, text in (
        (1, f"Report on {case}. The second person named was not spoken to."),
        (2, "Signed, the officer."),
    ):
        made.add("reading.passage", investigation_id=case, source_table="document", source_key=f"{case}-D1",
                 source_field="text", page=page, text=text)  # fmt: skip
        _boxes(made, f"{case}-D1", page, text)
    made.add("records.location", location_id=f"{case}-L1", kind="taxi_office", name=f"Office {number % 3}",
             postcode="EX1 1AA", latitude=51.5 + number / 100, longitude=-0.1)  # fmt: skip
    made.add("linking.place", location_id=f"{case}-L1", place_id=f"{case}-L1", premises=True)
    made.add("records.presence", investigation_id=case, location_id=f"{case}-L1", person_id=f"{case}-S1",
             seen_on=f"{year}-03-01")  # fmt: skip


def _boxes(made: Made, document: str, page: int, text: str) -> None:
    """Each word of a page on one line, its place the share of the line."""
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        made.add("reading.box", document_id=document, page=page, start_at=start, end_at=at,
                 x0=round(start / len(text), 5), y0=0.1, x1=round(at / len(text), 5), y1=0.125)  # fmt: skip


def _row(table: str, key: str, **more: Any) -> dict[str, Any]:
    return {"source_table": table, "source_key": key, "source_field": None, "page": None, "start_at": None,
            "end_at": None, "words": None} | more  # fmt: skip


def _findings(made: Made, case: str, number: int) -> None:
    involvement = f"{case}|{case}-S1|suspect"
    made.finding(
        case,
        "suspect-not-interviewed",
        f"{case}-S1",
        f"No record that {NAMES[(number + 1) % 8][0]} was interviewed.",
        _row("involvement", involvement),
    )
    made.finding(case, "log-gap", "", "No entry for 214 days.", _row("entry", f"{case}-E3"))
    quoted = _row(
        "document",
        f"{case}-D1",
        source_field="text",
        page=1,
        start_at=len(f"Report on {case}. "),
        end_at=len(f"Report on {case}. The second person named"),
        words="The second person named",
    )
    made.finding(case, "language-in-decision", "", "A wording in the report.", quoted, doubtful=True)
    made.finding(case, "device-not-examined", f"{case}-X9", "", verdict="not_assessable", note="exhibit.examined_on")
    if number < 4:
        made.finding(case, "victim-still-child", f"{case}-V1", "A victim is still a child.",
                     _row("involvement", f"{case}|{case}-V1|victim"), band="same_day")  # fmt: skip
    if number == 0:
        made.finding(case, "victim-missing-now", f"{case}-V1", "A child victim is missing.",
                     _row("involvement", f"{case}|{case}-V1|victim"), band="immediate")  # fmt: skip
    if number == 5:
        made.finding(case, "suspect-may-leave", f"{case}-S2", "A suspect may leave.",
                     _row("involvement", f"{case}|{case}-S2|suspect"), band="next_working_day")  # fmt: skip
    if number < 3:
        other = f"INV/{(number + 1) % 3 + 1:04d}"
        made.finding(case, "suspect-in-other-investigation", f"{case}-S1", f"A suspect here is a suspect in {other}.",
                     _row("involvement", f"{other}|{other}-S1|suspect"))  # fmt: skip


def _across(made: Made) -> None:
    evidence = json.dumps([
        {"comparison": "surname", "label": "The surnames agree", "weight": 6.1, "left": "Okoye", "right": "Okoye"},
        {"comparison": "born_on", "label": "The dates of birth differ by a digit", "weight": -1.5,
         "left": "1975-01-01", "right": "1975-01-07"},
    ])  # fmt: skip
    for left, right, p in (("INV/0004-S1", "INV/0005-S1", 0.55), ("INV/0006-S1", "INV/0007-V1", 0.7)):
        made.add(
            "linking.pair", left_id=left, right_id=right, weight=3.5, probability=p, band="review", evidence=evidence
        )
    made.add("linking.shared", kind="phone", value="07700900004", investigations=2, hub=True, explained=False)
    made.add("linking.hub", kind="phone", value="07700900004", investigations=2, entities=9, over_limit=False,
             reason="in 2 investigations; 0 in 100 pairs of them have a person in common")  # fmt: skip
    made.add("linking.hub", kind="place", value="INV/0001-L1", investigations=5, entities=9, over_limit=False,
             reason="in 5 investigations; 0 in 100 pairs of them have a person in common")  # fmt: skip
    for row in made.rows["triage.queue"]:
        row["text_poor"] = True
        if row["investigation_id"] in ("INV/0002", "INV/0003"):
            row["case_group"] = "INV/0001"


def write(folder: Path, made: Made) -> Path:
    """Write the rows as a finished run folder and return it."""
    run = Run(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shapes = {f"records.{name}": _record_columns(name) for name in tables()} | {
        name: [tuple(column.strip().split()) for column in columns.split(",")] for name, columns in OTHER_TABLES.items()
    }
    with run.connect() as con:
        for table, columns in shapes.items():
            _write_table(run, con, table, columns, made.rows.get(table, []))
    manifest = {
        "run": folder.name,
        "layout": LAYOUT,
        "settings": {"as_of": "2026-04-30"},
        "rules": {},
        "finished_at": "2026-05-01T09:00:00+00:00",
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _record_columns(name: str) -> list[tuple[str, str]]:
    columns = [(item.name, item.duckdb_type) for item in tables()[name].fields]
    return [*columns, ("row_key", "VARCHAR"), ("source_file", "VARCHAR"), ("source_row", "BIGINT")]


def _write_table(
    run: Run, con: duckdb.DuckDBPyConnection, table: str, columns: list[tuple[str, str]], rows: list[dict[str, Any]]
) -> None:
    text = {name.strip('"'): [_as_text(row.get(name.strip('"'))) for row in rows] for name, _ in columns}
    con.register("made_rows", pa.table({name: pa.array(values, pa.string()) for name, values in text.items()}))
    casts = ", ".join(f'"{name.strip(chr(34))}"::{kind} AS "{name.strip(chr(34))}"' for name, kind in columns)
    order = ", ".join(str(n + 1) for n in range(len(columns)))
    run.write(con, table, f"SELECT {casts} FROM made_rows", order)
    con.unregister("made_rows")


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
