"""The people of the casebook: every pair is right, and ethnicity, nationality and religion change nothing."""

from pathlib import Path

import pytest

from reassess.linking import explain_pair, link
from reassess.linking.waterfall import waterfall
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.linking.extract import run_from_extract
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = run_from_extract(tmp_path_factory.mktemp("casebook") / "run", SHARED / "casebook" / "extract")
    link(run)
    return run


def _people(run: Run) -> set[frozenset[str]]:
    with run.connect() as con:
        rows = con.execute("SELECT list(person_id) FROM linking.entity GROUP BY entity_id").fetchall()
    return {frozenset(members) for (members,) in rows}


def _expected() -> set[frozenset[str]]:
    people: dict[str, set[str]] = {}
    for line in (SHARED / "casebook" / "expected" / "people.csv").read_text(encoding="utf-8").splitlines()[1:]:
        person, entity = line.split(",")[:2]
        people.setdefault(entity, set()).add(person)
    return {frozenset(members) for members in people.values()}


def test_every_record_is_with_its_person_and_nobody_else(linked: Run) -> None:
    assert _people(linked) == _expected()


def test_unidentified_suspects_are_joined_but_not_confirmed(linked: Run) -> None:
    with linked.connect() as con:
        rows = con.execute(
            "SELECT person_id, how, doubtful FROM linking.entity WHERE NOT confirmed ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("N0102", "shared identifier", True),
        ("N0103", "nickname and place", True),
        ("N0501", "shared identifier", True),
        ("N1501", "shared identifier", True),
        ("N3102", "shared identifier", True),
    ]


def test_a_second_run_gives_the_same_bytes(linked: Run, tmp_path: Path) -> None:
    again = run_from_extract(tmp_path / "run", SHARED / "casebook" / "extract")
    link(again)
    for table in (name for name in linked.tables() if name.startswith("linking.")):
        assert again.file(table).read_bytes() == linked.file(table).read_bytes(), table


def test_ethnicity_nationality_and_religion_change_nothing(linked: Run, tmp_path: Path) -> None:
    changed = run_from_extract(tmp_path / "run", SHARED / "casebook" / "extract")
    with changed.connect() as con:
        con.execute("CREATE TABLE other AS FROM records.person")
        con.execute(
            "UPDATE other SET ethnicity_self_defined = 'A1', ethnicity_officer_observed = 'IC4', nationality = 'None'"
        )
        changed.write(con, "records.person", "FROM other", "person_id")
    link(changed)
    for table in ("linking.entity", "linking.pair"):
        assert changed.file(table).read_bytes() == linked.file(table).read_bytes()


def test_a_pair_is_explained_in_words_and_as_a_chart(linked: Run, tmp_path: Path) -> None:
    explanation = explain_pair(linked, "N1201", "N0201")
    said = "\n".join(explanation.sentences())
    assert explanation.band == "linked"
    assert "same national number (04/218833K / 04/218833K)" in said
    assert "day and month of birth swapped (1986-03-09 / 1986-09-03)" in said
    waterfall(explanation).save(tmp_path / "pair.svg")
    assert "surnames differ by one typing error" in (tmp_path / "pair.svg").read_text(encoding="utf-8")


def test_match_weights_of_a_pair_add_up_to_its_probability(linked: Run) -> None:
    explanation = explain_pair(linked, "N1003", "N1105")
    total = explanation.prior_weight + sum(part.weight for part in explanation.evidence)
    assert 1 / (1 + 2**-total) == pytest.approx(explanation.probability, abs=1e-4)


def test_a_pair_that_was_not_compared_is_scored_on_request(linked: Run) -> None:
    explanation = explain_pair(linked, "N0101", "N3001")
    assert explanation.band == "not_linked"
    assert any(part.label == "different forenames" for part in explanation.evidence)


def test_the_reason_for_joining_an_unidentified_record_is_shown(linked: Run) -> None:
    sentences = explain_pair(linked, "N0102", "N0201").sentences()
    assert any("by shared identifier (phone 07700900101, held by N0201)" in line for line in sentences)


def test_an_unknown_record_is_named_in_the_error(linked: Run) -> None:
    with pytest.raises(UserError, match="no person record N9999"):
        explain_pair(linked, "N0101", "N9999")


def test_the_custody_desk_is_a_hub_and_says_why(linked: Run) -> None:
    with linked.connect() as con:
        hubs = con.execute("SELECT value, over_limit, reason FROM linking.hub WHERE kind = 'phone'").fetchall()
    assert [hub[:2] for hub in hubs] == [("02079460100", True)]
    assert "more than the fixed limit of 20" in hubs[0][2]
