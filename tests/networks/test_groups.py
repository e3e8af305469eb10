"""Groups of a run: found through people, numbers and places, described, with the doubt of links carried through."""

import pytest

from reassess.linking import link
from reassess.networks import group
from reassess.networks.groups import Tie, find_groups, standing, weakest_link
from reassess.records.store import Run
from tests.linking.extract import run_from_extract
from tests.shared import SHARED, needs_shared


def _tie(left: str, right: str, tie: str = "suspect", *, doubtful: bool = False) -> Tie:
    return Tie(left, right, tie, 1.0, doubtful)


# Two pairs of suspects in two cases each, held together by one phone that P1 and P3 share.
TWO_PAIRS = [
    *(_tie(f"person:P{n}", f"case:C{c}") for n in (1, 2) for c in (1, 2)),
    *(_tie(f"person:P{n}", f"case:C{c}") for n in (3, 4) for c in (3, 4)),
    _tie("person:P1", "phone:07700900101", "identifier"),
    _tie("person:P3", "phone:07700900101", "identifier", doubtful=True),
]


def test_a_shared_phone_holds_two_pairs_together_and_is_their_weakest_link() -> None:
    (found,) = find_groups(TWO_PAIRS)
    weakest = weakest_link(found)
    assert found.group_id == "G-P1"
    assert weakest is not None
    assert (weakest.tie.right_id, weakest.parted) == ("phone:07700900101", 2)


def test_without_the_doubtful_link_half_of_the_group_stands() -> None:
    (found,) = find_groups(TWO_PAIRS)
    assert {node for node in standing(found) if node.startswith("person:")} == {"person:P1", "person:P2"}


def test_one_suspect_in_one_case_is_no_group() -> None:
    assert find_groups([_tie("person:P1", "case:C1"), _tie("person:P2", "case:C1")]) == []


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = run_from_extract(tmp_path_factory.mktemp("groups") / "run", SHARED / "casebook" / "extract")
    link(run, people=SHARED / "casebook" / "expected" / "people.csv")
    group(run)
    return run


@needs_shared
def test_the_group_around_the_star_grill_is_found_and_told(casebook: Run) -> None:
    with casebook.connect() as con:
        words = con.execute(
            "SELECT words FROM networks.group JOIN networks.member USING (group_id) WHERE id = 'rhys-calloway'"
        ).fetchall()[0][0]
    for part in ("Rhys Calloway", "Tobias Lindqvist", "Star Grill", "07700900101", "of 2011 to"):
        assert part in words
    assert "If every doubtful link is wrong" in words


@needs_shared
def test_the_custody_desk_holds_nobody_together(casebook: Run) -> None:
    with casebook.connect() as con:
        ties = con.execute("SELECT count(*) FROM networks.tie WHERE right_id = 'phone:02079460100'").fetchall()
    assert ties == [(0,)]


@needs_shared
def test_victims_are_counted_and_never_named(casebook: Run) -> None:
    with casebook.connect() as con:
        words = " ".join(row[0] for row in con.execute("SELECT words FROM networks.group").fetchall())
        victims = con.execute(
            "SELECT DISTINCT surname FROM records.person JOIN records.involvement USING (person_id)"
            " WHERE role = 'victim'"
            " AND person_id NOT IN (SELECT person_id FROM records.involvement WHERE role = 'suspect')"
        ).fetchall()
    assert not [surname for (surname,) in victims if surname and f" {surname}" in words]


@needs_shared
def test_a_second_run_gives_the_same_bytes(casebook: Run) -> None:
    before = {name: casebook.file(name).read_bytes() for name in casebook.tables() if name.startswith("networks.")}
    group(casebook)
    assert {name: casebook.file(name).read_bytes() for name in before} == before
