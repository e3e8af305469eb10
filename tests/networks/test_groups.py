"""Groups of a run: found, described, and marked where they rest on doubtful links."""

from pathlib import Path

import pytest

from reassess.linking import link
from reassess.networks import group
from reassess.networks.description import Names, describe_group
from reassess.networks.groups import Tie, find_groups, firm_core, weakest_link
from reassess.records.store import Run
from tests.linking.extract import run_from_extract, run_from_rows
from tests.shared import SHARED, needs_shared


def _tie(left: str, right: str, tie: str = "suspect", *, doubtful: bool = False) -> Tie:
    return Tie(left, right, tie, 1.0, doubtful)


# Two pairs of suspects in two cases each, connected by one phone that P1 and P3 share.
TWO_PAIRS = [
    *(_tie(f"person:P{n}", f"case:C{c}") for n in (1, 2) for c in (1, 2)),
    *(_tie(f"person:P{n}", f"case:C{c}") for n in (3, 4) for c in (3, 4)),
    _tie("person:P1", "phone:07700900101", "identifier"),
    _tie("person:P3", "phone:07700900101", "identifier", doubtful=True),
]


def test_a_shared_phone_that_connects_two_pairs_is_their_weakest_link() -> None:
    (found,) = find_groups(TWO_PAIRS)
    weakest = weakest_link(found)
    assert found.group_id == "G-P1"
    assert weakest is not None
    assert (weakest.tie.right_id, weakest.separated) == ("phone:07700900101", 2)


def test_the_firm_core_leaves_out_a_doubtful_link() -> None:
    (found,) = find_groups(TWO_PAIRS)
    assert {node for node in firm_core(found) if node.startswith("person:")} == {"person:P1", "person:P2"}


def test_two_suspects_of_one_case_are_not_a_group() -> None:
    assert find_groups([_tie("person:P1", "case:C1"), _tie("person:P2", "case:C1")]) == []


def _described(ties: list[Tie]) -> str:
    (found,) = find_groups(ties)
    called = {f"person:P{n}": f"Person {n}" for n in range(1, 10)} | {"place:L1": "Star Grill"}
    names = Names(called, {"case:C1": 2011, "case:C2": 2012, "case:C3": 2015, "case:C4": 2015})
    return describe_group(found, names, weakest_link(found), firm_core(found))


def test_a_group_is_described_in_full() -> None:
    assert _described(TWO_PAIRS) == (
        "Person 1, Person 2, Person 3 and Person 4: suspects in 4 investigations of 2011 to 2015, with 0 victims."
        " No place in common."
        " Connected by 4 people suspected in two or more of its investigations and numbers and accounts in common"
        " (07700900101)."
        " It depends on one link: Person 1 is tied to 07700900101. Without it, 2 suspects would be separate."
        " If every doubtful link is wrong, 2 of its 4 suspects and 2 of its 4 investigations are still connected."
    )


def test_a_ring_without_weak_or_doubtful_links_says_so() -> None:
    ties = [
        *(_tie(f"person:P{n}", f"case:C{c}") for n in (1, 2, 3) for c in (1, 2)),
        _tie("person:P9", "case:C1", "victim"),
        _tie("person:P1", "place:L1", "place"),
        _tie("person:P2", "place:L1", "place"),
        _tie("person:P1", "person:P2", "relationship"),
    ]
    words = _described(ties)
    assert "with 1 victim. Places: Star Grill." in words
    assert "and 1 recorded relationship." in words
    assert words.endswith("No single link holds it together. No link in it is doubtful.")


def test_a_doubtful_link_that_changes_nothing_says_so() -> None:
    ties = [_tie(f"person:P{n}", f"case:C{c}") for n in (1, 2) for c in (1, 2)]
    ties.append(_tie("person:P1", "person:P2", "relationship", doubtful=True))
    assert _described(ties).endswith("It would stay connected even if every doubtful link were wrong.")


def test_more_names_than_six_are_counted() -> None:
    words = _described([_tie(f"person:P{n}", f"case:C{c}") for n in range(1, 10) for c in (1, 2)])
    assert words.startswith("Person 1, Person 2, Person 3, Person 4, Person 5, Person 6 and 3 more: suspects in 2")


def test_a_hub_of_five_thousand_gives_readable_groups() -> None:
    """One number shared by five thousand suspects, each in a different case."""
    ties = [
        tie
        for n in range(5000)
        for tie in (
            _tie(f"person:P{n:04}", f"case:C{n:04}"),
            _tie(f"person:P{n:04}", "phone:02079460100", "identifier", doubtful=n % 2 == 0),
        )
    ]
    found = find_groups(ties)
    assert all(len(group.nodes) <= 200 for group in found)
    words = [describe_group(group, Names({}, {}), weakest_link(group), firm_core(group)) for group in found]
    assert all(len(text) < 1500 for text in words)


def test_a_chain_of_cases_is_several_groups() -> None:
    ties = [_tie(f"person:P{n:04}", f"case:C{n + step:04}") for n in range(1000) for step in (0, 1)]
    found = find_groups(ties)
    assert len(found) > 50
    assert find_groups(list(reversed(ties))) == found


def test_repeated_ties_give_the_same_group() -> None:
    (once,), (twice,) = find_groups(TWO_PAIRS), find_groups([*TWO_PAIRS, *TWO_PAIRS])
    assert (once.nodes, once.suspects, once.group_id) == (twice.nodes, twice.suspects, twice.group_id)


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = run_from_extract(tmp_path_factory.mktemp("groups") / "run", SHARED / "casebook" / "extract")
    link(run, supplied_identities=SHARED / "casebook" / "expected" / "people.csv")
    group(run)
    return run


@needs_shared
def test_the_group_around_the_star_grill_is_described(casebook: Run) -> None:
    with casebook.connect() as con:
        words = con.execute(
            "SELECT description FROM networks.group JOIN networks.member USING (group_id) WHERE id = 'rhys-calloway'"
        ).fetchall()[0][0]
    for part in ("Rhys Calloway", "Tobias Lindqvist", "Star Grill", "07700900101", "of 2011 to"):
        assert part in words
    assert "even if every doubtful link were wrong" in words


@needs_shared
def test_the_custody_desk_connects_nobody(casebook: Run) -> None:
    with casebook.connect() as con:
        ties = con.execute("SELECT count(*) FROM networks.tie WHERE right_id = 'phone:02079460100'").fetchall()
    assert ties == [(0,)]


@needs_shared
def test_victims_are_counted_and_never_named(casebook: Run) -> None:
    with casebook.connect() as con:
        words = " ".join(row[0] for row in con.execute("SELECT description FROM networks.group").fetchall())
        victims = con.execute(
            "SELECT DISTINCT surname FROM records.person JOIN records.involvement USING (person_id)"
            " WHERE role = 'victim'"
            " AND person_id NOT IN (SELECT person_id FROM records.involvement WHERE role = 'suspect')"
        ).fetchall()
    assert not [surname for (surname,) in victims if surname and f" {surname}" in words]


def test_a_victim_who_connects_two_cases_is_shown_by_initials(tmp_path: Path) -> None:
    cases = [{"investigation_id": f"C{n}", "force": "MPS", "recorded_on": "2015-01-01"} for n in (1, 2)]
    people = [{"person_id": "V", "forename": "Zofia", "surname": "Wrona", "born_on": "2001-02-03"}]
    involved = [{"investigation_id": f"C{n}", "person_id": "V", "role": "victim"} for n in (1, 2)]
    for n, (forename, surname) in enumerate([("Aled", "Probert"), ("Kwame", "Boateng"), ("Ivo", "Salcher"),
                                             ("Tariq", "Munir")]):  # fmt: skip
        people.append(
            {"person_id": f"S{n}", "forename": forename, "surname": surname, "born_on": f"198{n}-0{n + 1}-11"}
        )
        involved.append({"investigation_id": f"C{1 + n % 2}", "person_id": f"S{n}", "role": "suspect"})
    run = run_from_rows(tmp_path / "run", investigation=cases, person=people, involvement=involved)
    link(run)
    group(run)
    with run.connect() as con:
        rows = con.execute("SELECT description, weakest_link FROM networks.group").fetchall()
    assert len(rows) == 1
    assert "victim Z. W. is a victim in C1" in rows[0][0]
    assert "Wrona" not in f"{rows}"
    assert "Zofia" not in f"{rows}"


@needs_shared
def test_a_second_run_gives_the_same_bytes(casebook: Run) -> None:
    before = {name: casebook.file(name).read_bytes() for name in casebook.tables() if name.startswith("networks.")}
    group(casebook)
    assert {name: casebook.file(name).read_bytes() for name in before} == before
