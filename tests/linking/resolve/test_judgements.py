"""Judgements as constraints, stable entity ids, and linking again after a small change."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reassess.linking import judge, judge_file, link
from reassess.linking.resolve.judgements import current_judgements, import_judgements, read_judgements
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.linking.extract import run_from_rows

AT = datetime(2026, 4, 30, 9, 0, tzinfo=UTC)


def _person(person_id: str, forename: str, surname: str, born_on: str, **more: str) -> dict[str, str]:
    return {"person_id": person_id, "forename": forename, "surname": surname, "born_on": born_on} | more


# A and B are one man by the evidence; C shares his surname and nothing else; D and E share a forename.
PEOPLE = [
    _person("A", "Samuel", "Okonkwo", "1984-03-02", pnc_id="08/123456X"),
    _person("B", "Sam", "Okonkwo", "1984-03-02", pnc_id="08/123456X"),
    _person("C", "Peter", "Okonkwo", "1990-12-24"),
    _person("D", "Maria", "Lindgren", "1979-07-19"),
    _person("E", "Maria", "Farouk", "1986-11-02"),
]


def _linked(folder: Path, people: list[dict[str, str]], **options: Path | None) -> Run:
    run = run_from_rows(folder, person=people)
    link(run, **options)
    return run


def _entities(run: Run) -> dict[str, str]:
    with run.connect() as con:
        return dict(con.execute("SELECT person_id, entity_id FROM linking.entity").fetchall())


def _rows(run: Run, sql: str) -> list[tuple[object, ...]]:
    with run.connect() as con:
        return con.execute(sql).fetchall()


def _judged(review: Path, *verdicts: tuple[str, str, str]) -> Path:
    for a, b, verdict in verdicts:
        judge(review, a, b, verdict, reason="compared the files", by="D. Reader", at=AT)
    return review / "judgements.csv"


def test_the_model_alone_links_one_pair(tmp_path: Path) -> None:
    entities = _entities(_linked(tmp_path / "run", PEOPLE))
    assert entities["A"] == entities["B"]
    assert len(set(entities.values())) == 4


def test_judged_different_overrides_the_model(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("A", "B", "different"))
    entities = _entities(_linked(tmp_path / "run", PEOPLE, judgements=file))
    assert entities["A"] != entities["B"]


def test_judged_same_is_transitive(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("C", "D", "same"), ("D", "E", "same"))
    run = _linked(tmp_path / "run", PEOPLE, judgements=file)
    entities = _entities(run)
    assert entities["C"] == entities["D"] == entities["E"]
    assert _rows(run, "SELECT how FROM linking.entity WHERE person_id = 'C'") == [("judgement",)]


def test_different_holds_against_a_third_record(tmp_path: Path) -> None:
    # B is linked to A by evidence, and A is judged another than C: C judged the same as B cannot be joined.
    file = _judged(tmp_path, ("A", "C", "different"), ("B", "C", "same"))
    entities = _entities(_linked(tmp_path / "run", PEOPLE, judgements=file))
    assert entities["B"] == entities["C"]
    assert entities["A"] != entities["C"]


def test_contradictions_are_reported_and_not_merged(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("C", "D", "same"), ("D", "E", "same"), ("C", "E", "different"))
    run = _linked(tmp_path / "run", PEOPLE, judgements=file)
    entities = _entities(run)
    assert entities["C"] == entities["D"] != entities["E"]
    notes = _rows(run, "SELECT kind, left_id, right_id, words FROM linking.judgement_note")
    assert [note[:3] for note in notes] == [("contradiction", "D", "E")]
    words = str(notes[0][3])
    assert "D and E were judged the same by D. Reader on 2026-04-30T09:00:00+00:00 (compared the files)" in words
    assert "C and E one person, but they were judged different by D. Reader" in words


def test_a_contradiction_names_both_people(tmp_path: Path) -> None:
    judge(tmp_path, "C", "D", "different", reason="two prints", by="A. First", at=AT)
    judge(tmp_path, "C", "B", "same", reason="one scar", by="B. Second", at=AT)
    judge(tmp_path, "D", "B", "same", reason="one address", by="C. Third", at=AT)
    run = _linked(tmp_path / "run", PEOPLE, judgements=tmp_path / "judgements.csv")
    (words,) = _rows(run, "SELECT words FROM linking.judgement_note")[0]
    assert "B and D were judged the same by C. Third" in str(words)
    assert "C and D one person, but they were judged different by A. First" in str(words)


def test_a_later_judgement_replaces_and_unsure_withdraws(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("A", "B", "different"), ("B", "A", "unsure"))
    entities = _entities(_linked(tmp_path / "run", PEOPLE, judgements=file))
    assert entities["A"] == entities["B"]
    assert [judgement.verdict for judgement in read_judgements(file)] == ["different", "unsure"]


def test_a_judgement_on_a_missing_record_is_noted_and_ignored(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("A", "Z", "same"))
    run = _linked(tmp_path / "run", PEOPLE, judgements=file)
    assert _rows(run, "SELECT kind, left_id, right_id FROM linking.judgement_note") == [("gone", "A", "Z")]


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason", "words"),
    [
        ("A", "B", "maybe", "x", "Use same, different or unsure"),
        ("A", "A", "same", "x", "Give two different person records"),
        ("A", "B", "same", " ", "the reason or the name is missing"),
    ],
)
def test_an_invalid_judgement_is_refused(tmp_path: Path, a: str, b: str, verdict: str, reason: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        judge(tmp_path, a, b, verdict, reason=reason, by="D. Reader", at=AT)
    assert not (tmp_path / "judgements.csv").exists()


def test_a_file_of_judgements_is_accepted_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text("left_id,right_id,verdict,reason\nA,B,same,seen\nA,C,perhaps,seen\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"given\.csv, row 3: verdict is 'perhaps'"):
        judge_file(tmp_path, file, by="D. Reader", at=AT)
    assert not (tmp_path / "judgements.csv").exists()
    file.write_text("left_id,right_id,verdict,reason\nA,B,same,seen\n", encoding="utf-8")
    assert len(judge_file(tmp_path, file, by="D. Reader", at=AT)) == 1


def test_a_judgement_made_again_counts_as_made_last(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("A", "C", "same"), ("C", "D", "same"), ("A", "D", "different"), ("A", "C", "same"))
    current = current_judgements(read_judgements(file))
    assert [judgement.pair for judgement in current] == [("C", "D"), ("A", "D"), ("A", "C")]


def test_a_judgement_on_a_record_unknown_to_the_latest_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="judgement: the latest run has no person record N9999"):
        judge(tmp_path, "A", "N9999", "same", reason="x", by="D. Reader", at=AT, known={"A", "B"})
    file = tmp_path / "given.csv"
    file.write_text("left_id,right_id,verdict,reason\nA,B,same,seen\nA,Q,same,seen\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"given\.csv, row 3: the latest run has no person record Q"):
        judge_file(tmp_path, file, by="D. Reader", at=AT, known={"A", "B"})
    assert not (tmp_path / "judgements.csv").exists()


@pytest.fixture
def _usual_cells() -> Iterator[None]:
    """Python's own field size limit, which reading an extract in the same process raises for good."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("_usual_cells")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"left_id,right_id,verdict\nA,B,same\n", "has no column reason"),
        (b"left_id,right_id,verdict,reason\nA,B,same\n", "row 2: the reason or the name is missing"),
        (b"left_id,right_id,verdict,reason\nA,,same,seen\n", "row 2: the records are 'A' and ''"),
        (b"left_id,right_id,verdict,reason\nA,B,same,Zo\xeb\n", "is not UTF-8 text"),
        (b"left_id,right_id,verdict,reason\nA,B,same," + b"x" * 140_000, "row .*: field larger than"),
        (b"left_id,right_id,verdict,reason\nA,B,Same,seen\n", "row 2: verdict is 'Same'. Use same"),
        (b"left_id;right_id;verdict;reason\nA;B;same;seen\n", "has no column left_id"),
        (b"", "has no column left_id"),
        (None, "there is no such file"),
    ],
)
def test_an_unreadable_file_of_judgements_says_where(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "given.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError, match=words):
        judge_file(tmp_path, file, by="D. Reader", at=AT)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text("\ufeffleft_id,right_id,verdict,reason\nA,B,same,seen\n", encoding="utf-8")
    assert [judgement.pair for judgement in judge_file(tmp_path, file, by="D. Reader", at=AT)] == [("A", "B")]


def test_a_missing_final_line_break_is_added(tmp_path: Path) -> None:
    file = _judged(tmp_path, ("A", "B", "same"))
    file.write_bytes(file.read_bytes().rstrip())
    _judged(tmp_path, ("A", "C", "different"))
    assert [judgement.pair for judgement in read_judgements(file)] == [("A", "B"), ("A", "C")]


def test_quotation_marks_and_line_breaks_survive_a_round_trip(tmp_path: Path) -> None:
    reason = 'He said "no",\nthen left; =1+1'
    judge(tmp_path, "A", "B", "same", reason=reason, by="O'Neill, D.", at=AT)
    (held,) = read_judgements(tmp_path / "judgements.csv")
    assert (held.reason, held.by) == (reason, "O'Neill, D.")


def test_all_pairs_judged_different_leave_all_apart(tmp_path: Path) -> None:
    names = "ABCDE"
    file = _judged(tmp_path, *((a, b, "different") for a in names for b in names if a < b))
    assert len(set(_entities(_linked(tmp_path / "run", PEOPLE, judgements=file)).values())) == 5


def test_judgements_of_another_file_are_imported_once(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = _judged(tmp_path / "other", ("A", "B", "same"), ("A", "C", "different"))
    _judged(tmp_path, ("A", "B", "same"))
    assert [import_judgements(tmp_path, other), import_judgements(tmp_path, other)] == [1, 0]
    assert len(read_judgements(tmp_path / "judgements.csv")) == 2


def test_a_split_by_judgement_keeps_ids_and_records_the_cause(tmp_path: Path) -> None:
    first = _linked(tmp_path / "first", PEOPLE)
    file = _judged(tmp_path, ("A", "B", "different"))
    second = _linked(tmp_path / "second", PEOPLE, judgements=file, previous=first.path)
    before, after = _entities(first), _entities(second)
    assert after["A"] == before["A"]
    assert {record: after[record] for record in "CDE"} == {record: before[record] for record in "CDE"}
    changes = _rows(second, "SELECT change, entity_id, previous_entity_id, records, cause FROM linking.change")
    assert [change[:4] for change in changes] == [("split", after["B"], before["B"], 1)]
    assert "judgement by D. Reader" in str(changes[0][4])


def test_a_new_record_keeps_ids_and_a_merge_names_its_cause(tmp_path: Path) -> None:
    first = _linked(tmp_path / "first", PEOPLE)
    file = _judged(tmp_path, ("C", "D", "same"))
    more = [*PEOPLE, _person("AA", "Samuel", "Okonkwo", "1984-03-02", pnc_id="08/123456X")]
    second = _linked(tmp_path / "second", more, judgements=file, previous=first.path)
    before, after = _entities(first), _entities(second)
    assert after["A"] == after["B"] == after["AA"] == before["A"]
    changes = _rows(second, "SELECT change, entity_id, previous_entity_id, cause FROM linking.change")
    assert [change[:3] for change in changes] == [("merged", before["C"], before["D"])]
    assert "same (compared the files)" in str(changes[0][3])


def test_a_small_change_compares_only_what_changed_and_gives_the_same_links(tmp_path: Path) -> None:
    syllables = ["Bel", "Dor", "Fan", "Gil", "Hux", "Kim", "Lor", "Mav"]
    crowd = [
        _person(f"P{n}{k}", one + two.lower(), two + one.lower(), f"19{50 + 6 * n + k}-0{1 + k}-1{n}")
        for n, one in enumerate(syllables)
        for k, two in enumerate(syllables)
    ]
    first = _linked(tmp_path / "first", [*PEOPLE, *crowd])
    more = [*PEOPLE, *crowd, _person("AA", "Samuel", "Okonkwo", "1984-03-02", pnc_id="08/123456X")]
    second = _linked(tmp_path / "second", more, previous=first.path)
    afresh = _linked(tmp_path / "afresh", more)
    pairs = "SELECT left_id, right_id, band FROM linking.pair WHERE band = 'linked' ORDER BY ALL"
    assert _rows(second, pairs) == _rows(afresh, pairs) != []
    taken_over = "SELECT weight FROM linking.pair WHERE left_id = 'A' AND right_id = 'B'"
    assert _rows(second, taken_over) == _rows(first, taken_over) != _rows(afresh, taken_over)
