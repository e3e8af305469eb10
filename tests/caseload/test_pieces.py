"""The pieces that the caseload is made of, one by one: cases and their claims, scope, bands, slips, marks and files."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.caseload import days, marks, skeleton, slips
from reassess.caseload.case import Case, Decision, Part
from reassess.caseload.dirt import soil
from reassess.caseload.finalise import RISK_BANDS, suspect_nfa
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.output import Tables, block
from reassess.caseload.persons import new_person
from reassess.caseload.plants import NEAR_MISSES, PLANTS, RISKS
from reassess.caseload.plants.registry import take
from reassess.caseload.rows import table_rows
from reassess.caseload.scope import scope_rows
from reassess.caseload.truth import risk_band
from reassess.records.normal import load_macros
from reassess.rules.catalogue import load, package_folder
from tests.caseload.conftest import Rows

few = settings(max_examples=50, deadline=None)
OPENED, CLOSED = (date(2015, month, 1).toordinal() for month in (3, 9))
seeds = st.integers(0, 10_000)


def case_of(**more: object) -> Case:
    """A closed investigation of 2015 with nobody in it."""
    given = {"number": 1, "ref": "1/15", "area": 0, "opened": OPENED, "closed": CLOSED, "end": CLOSED, "course": "nfa",
             "offence_from": OPENED - 10, "oic": "MP1", "supervisor": "MP2", "outcome": "16", "codes": ["22B"],
             **more}  # fmt: skip
    return Case(**given)  # type: ignore[arg-type]


def part_of(role: str, born: int | None = None, at: int = 1, **more: object) -> Part:
    person = new_person(Random(at), f"human-{at}", at, born or date(1980, 5, 4).toordinal())
    record = slips.record_of(Random(at), person, f"N{at}", exact=True)
    identified = True if role == "suspect" else None
    return Part(record, role, f"{role[0].upper()}{at}", OPENED, identified=identified, **more)  # type: ignore[arg-type]


def decided(kind: str) -> Decision:
    return Decision(kind, CLOSED, "MP2", "evidential", "Test not met.")


def usual(**more: object) -> Case:
    """Two suspects and a child, closed without further action: in scope on every element."""
    case = case_of(**more)
    case.parts = [
        part_of("victim", OPENED - 14 * 366),
        part_of("suspect", at=2, decisions=[decided("police_nfa")]),
        part_of("suspect", at=3, decisions=[decided("cps_nfa")]),
    ]
    return case


def verdicts(case: Case) -> dict[str, str]:
    return {row[3]: row[2] for row in scope_rows(case)}


def _charge_one(case: Case) -> None:
    case.suspects[0].decisions.append(decided("charge"))


def _charge_all(case: Case) -> None:
    for part in case.suspects:
        part.decisions.append(decided("charge"))


def _one_suspect(case: Case) -> None:
    del case.parts[2]


def _one_suspect_of_a_group(case: Case) -> None:
    del case.parts[2]
    case.claims.add("group")


def _one_human_twice(case: Case) -> None:
    case.parts[2] = Part(slips.record_of(Random(9), case.parts[1].record.person, "N9"), "suspect", "S2", OPENED)


def _adult(case: Case) -> None:
    case.parts[0] = part_of("victim", OPENED - 30 * 366)


def _no_birth(case: Case) -> None:
    case.parts[0].record.born = None


def _images(case: Case) -> None:
    case.codes = ["86"]


def _contact_open(case: Case) -> None:
    case.codes = ["88A"]


def _reviewed(case: Case) -> None:
    case.reviewed = CLOSED + 300


def _open(case: Case) -> None:
    case.closed = None


def _late(case: Case) -> None:
    case.closed = case.end = days.SCOPE_END + 1


@pytest.mark.parametrize(
    ("change", "element", "verdict", "whole"),
    [
        (_charge_one, "no-further-action", None, None), (_charge_all, "no-further-action", "out", "out"),
        (_one_suspect, "two-suspects", "out", "out"), (_one_suspect_of_a_group, "two-suspects", None, None),
        (_one_human_twice, "two-suspects", None, None), (_adult, "child-victim", "out", "out"),
        (_no_birth, "child-victim", None, None), (_images, "contact-offence", "out", "out"),
        (_contact_open, "contact-offence", None, None), (_reviewed, "not-reviewed", "out", "out"),
        (_open, "no-further-action", "out", "out"), (_open, "in-period", None, "out"),
        (_late, "in-period", None, None),
    ],
)  # fmt: skip
def test_each_element_of_the_scope_is_stated_where_the_record_leaves_no_doubt(
    change: Callable[[Case], None], element: str, verdict: str | None, whole: str | None
) -> None:
    assert set(verdicts(usual()).values()) == {"in"}
    case = usual()
    change(case)
    assert verdicts(case).get(element) == verdict
    assert verdicts(case).get("") == whole


def test_a_case_without_decisions_goes_by_its_outcome_and_an_old_one_by_its_words() -> None:
    for change, verdict in (({"outcome": "16"}, "in"), ({"outcome": "1"}, None), ({"outcome": ""}, None)):
        case = usual(**change)
        for part in case.suspects:
            part.decisions = []
        assert verdicts(case).get("no-further-action") == verdict
    old = usual(outcome="", reason="Undetected. Filed.", closed=days.OUTCOME_CODES_FROM - 1)
    for part in old.suspects:
        part.decisions = []
    assert verdicts(old)["no-further-action"] == "in"


def test_nobody_is_nfa_by_the_outcome_where_somebody_has_a_decision() -> None:
    case = usual(outcome="15")
    case.suspects[1].decisions = []
    assert [suspect_nfa(case, part) for part in case.suspects] == [True, False]


def test_a_part_is_reserved_once() -> None:
    case = usual()
    first, second = take(case, case.suspects), take(case, case.suspects)
    assert (first, second) == tuple(case.suspects)
    assert take(case, case.suspects) is None
    assert case.claim("log", "closing")
    assert not case.claim("closing", "else")
    assert "else" not in case.claims


def test_a_note_stays_within_the_case() -> None:
    case = usual()
    case.note(OPENED - 400, "Early.")
    case.note(CLOSED + 400, "Late.", "MP9")
    assert case.notes == [(OPENED, "MP1", "Early."), (CLOSED, "MP9", "Late.")]


def test_the_most_urgent_band_counts() -> None:
    case = usual()
    assert risk_band(case) == ""
    for rule, band in (("log-gap", ""), ("suspect-may-leave", "next_working_day"), ("suspect-active", "same_day"),
                       ("self-harm-recorded", "immediate"), ("suspect-police", "immediate")):  # fmt: skip
        case.found(rule, "N1")
        assert risk_band(case) == band


def test_planted_rules_and_bands_are_those_of_the_library() -> None:
    rules = {rule.slug: rule for rule in load([package_folder()])}
    assert {plant.rule for plant in (*PLANTS, *NEAR_MISSES, *RISKS)} <= set(rules)
    assert {slug: rule.front.band for slug, rule in rules.items() if rule.group == "risk"} == RISK_BANDS
    assert {plant.rule for plant in RISKS} <= set(RISK_BANDS)


@few
@given(seeds, st.integers(date(1950, 1, 1).toordinal(), date(2012, 12, 31).toordinal()))
def test_a_slip_of_the_date_is_a_day_or_none_and_the_human_stays_who_they_are(seed: int, born: int) -> None:
    person = new_person(Random(seed), "human-1", seed, born)
    for slip in slips._DATE_SLIPS:
        record = slips.record_of(Random(seed), person, "N1", exact=True)
        slip(Random(seed), record)
        assert record.born is None or abs(record.born - born) < 11 * 366
        assert person.born == born


@few
@given(seeds)
def test_a_slip_of_the_name_leaves_a_forename_and_a_surname(seed: int) -> None:
    person = new_person(Random(seed), "human-1", seed, date(1990, 5, 4).toordinal())
    for slip in slips._NAME_SLIPS:
        record = slips.record_of(Random(seed), person, "N1", exact=True)
        slip(Random(seed), record)
        assert record.forename.strip()
        assert record.surname.strip()


@pytest.fixture(scope="module")
def normal() -> Iterator[Callable[[str, str], str]]:
    """The normal form that linking gives an identifier."""
    con = duckdb.connect()
    load_macros(con)
    yield lambda kind, value: str(con.execute("SELECT normal_identifier(?, ?)", [kind, value]).fetchall()[0][0])
    con.close()


@few
@given(seed=seeds, number=st.integers(0, 80_000_000))
def test_however_an_identifier_is_written_its_normal_form_is_the_same(
    normal: Callable[[str, str], str], seed: int, number: int
) -> None:
    made = {"phone": f"{marks.MOBILE_RANGE}{number % 1000:03d}", "vehicle": marks.plate(number),
            "handle": marks.handle(number), "email": f"{marks.handle(number)}@example.org"}  # fmt: skip
    for kind, value in made.items():
        assert normal(kind, marks.written(Random(seed), kind, value)) == value


@few
@given(st.integers(0, 80_000_000))
def test_an_imei_ends_in_its_check_digit(number: int) -> None:
    digits = [int(digit) for digit in marks.imei(number)]
    doubled = [sum(divmod(digit * 2, 10)) if at % 2 else digit for at, digit in enumerate(digits)]
    assert len(digits) == 15
    assert sum(doubled) % 10 == 0


@few
@given(seeds, st.integers(1, 250))
def test_opening_days_are_in_order_and_within_the_years(seed: int, count: int) -> None:
    opened = skeleton.opening_days(Random(seed), count)
    assert opened == sorted(opened)
    assert opened[0] >= days.FIRST_DAY
    assert opened[-1] <= days.LAST_DAY


@pytest.mark.parametrize(
    ("opened", "ref"),
    [(date(2022, 10, 31), "2000007/22"), (date(2022, 11, 1), "01/7000007/22"), (date(2010, 1, 1), "2000007/10")],
)
def test_a_reference_is_of_the_system_of_its_day(opened: date, ref: str) -> None:
    assert skeleton.reference(2_000_007, opened.toordinal()) == ref


@few
@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers()), max_size=8))
def test_a_block_of_rows_is_read_back_as_written(rows: list[tuple[str, int]]) -> None:
    text, count = block(rows)
    assert count == len(rows)
    assert list(csv.reader(text.splitlines())) == [[words, str(number)] for words, number in rows]


def test_tables_grow_block_by_block_and_count_their_rows(tmp_path: Path) -> None:
    with Tables(tmp_path, {"one": ["a", "b"], "none": ["c"]}) as made:
        made.append({"one": block([(1, "x, y")])})
        made.append_rows("one", [(2, ""), (3, 'z"')])
        assert made.rows == {"one": 3, "none": 0}
    assert (tmp_path / "one.csv").read_text("utf-8") == 'a,b\n1,"x, y"\n2,\n3,"z"""\n'
    assert (tmp_path / "none.csv").read_text("utf-8") == "c\n"


@few
@given(seed=seeds, share=st.floats(0.0, 1.0))
def test_soiled_rows_are_all_stated_and_the_others_stay_as_they_were(seed: int, share: float) -> None:
    state = GeneratorState(seed, 0, 10)
    case = usual()
    state.persons = [part.record.person for part in case.parts]
    clean = {name: rows for name, rows in table_rows(state, [case]).items() if name in ("investigation", "involvement")}
    made, broken = soil(Random(seed), clean, share)
    for name, rows in clean.items():
        stated = {int(str(row[1])) - 1: row[4] for row in broken if row[0] == name}
        kept = [row for at, row in enumerate(made[name]) if at not in stated]
        in_order = iter(rows)
        assert all(row in in_order for row in kept)
        assert len(kept) == len(rows) - sum(how != "duplicate_key" for how in stated.values())
    assert share > 0 or not broken


def test_the_flag_of_exploitation_is_as_rare_as_the_progress_report_says(read: Rows) -> None:
    rows = [row for row in read("extract/investigation.csv") if not row["summary"].startswith("Matter of")]
    assert 0.31 < sum("cse" in row["flags"].split(";") for row in rows) / len(rows) < 0.43
