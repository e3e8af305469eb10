"""The same row twice, and rows that changed: within an extract and from one extract to the next."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.intake import load
from reassess.intake.counts import LoadCounts, TableCount
from reassess.intake.validation.references import load_order
from reassess.records.model import tables
from reassess.records.store import Run
from tests.intake.conftest import SMALL, rows

Write = Callable[..., Path]

HEAD = "person_id,surname,born_on\n"


def test_the_same_extract_twice_adds_nothing(run: Run, extract: Write) -> None:
    source = extract()
    counts = load(run, [source, source])
    assert counts.total == TableCount(rows_in=14, loaded=7, duplicates=7)
    assert rows(run, "SELECT count(*) FROM records.superseded") == [(0,)]


def test_exact_duplicates_within_a_file_are_counted_once(run: Run, extract: Write) -> None:
    ties = (
        "person_id,other_person_id,kind,from_on\nP1,P2,friend,2010-01-01\n" + "P1,P2,friend,2010-01-01 00:00:00\n" * 2
    )
    counts = load(run, [extract({"person.csv": SMALL["person.csv"] * 2, "relationship.csv": ties})])
    assert counts.tables["relationship"] == TableCount(rows_in=3, loaded=1, duplicates=2)
    assert counts.tables["person"].quarantined == 1  # the header that stands in the middle is a row with a bad date
    assert counts.tables["person"].duplicates == 2


def test_a_changed_row_of_a_later_extract_is_the_newer_version(run: Run, extract: Write) -> None:
    first = extract({"person.csv": HEAD + "P1,Osei,1998-05-01\nP2,Rowe,1990-01-01\n"})
    later = extract({"person.csv": HEAD + "P2,Rowe,1990-01-01\nP1,Osei-Grant,1998-05-01\n"}, bare=True)
    counts = load(run, [first, later])
    assert counts.tables["person"] == TableCount(rows_in=4, loaded=2, duplicates=1, superseded=1)
    assert rows(run, "SELECT surname, source_row FROM records.person WHERE person_id = 'P1'") == [("Osei-Grant", 3)]
    assert rows(run, "FROM records.superseded") == [
        ("person", "P1", "person.csv", 2, "extract-1",
         '{"person_id":"P1","surname":"Osei","born_on":"1998-05-01"}'),
    ]  # fmt: skip


def test_a_row_that_changes_back_is_the_row_it_was(run: Run, extract: Write) -> None:
    versions = [extract({"person.csv": f"{HEAD}P1,{name},\n"}, bare=True) for name in ("Osei", "Grant", "Osei")]
    counts = load(run, versions)
    assert counts.tables["person"] == TableCount(rows_in=3, loaded=1, duplicates=1, superseded=1)
    assert rows(run, "SELECT surname FROM records.person") == [("Osei",)]


def test_a_contradiction_in_a_later_extract_leaves_the_earlier_version(run: Run, extract: Write) -> None:
    first = extract({"person.csv": HEAD + "P1,Osei,\n"}, bare=True)
    later = extract({"person.csv": HEAD + "P1,Grant,\nP1,Rowe,\n"}, bare=True)
    counts = load(run, [first, later])
    assert counts.tables["person"] == TableCount(rows_in=3, loaded=1, quarantined=2)
    assert rows(run, "SELECT surname FROM records.person") == [("Osei",)]


def test_an_unusable_later_version_leaves_the_earlier_one(run: Run, extract: Write) -> None:
    first = extract({"person.csv": HEAD + "P1,Osei,1998-05-01\n"}, bare=True)
    later = extract({"person.csv": HEAD + "P1,Osei,01/05/98\n"}, bare=True)
    counts = load(run, [first, later])
    assert counts.tables["person"] == TableCount(rows_in=2, loaded=1, quarantined=1)


def test_rows_without_a_key_are_known_by_their_content(run: Run, tmp_path: Path, extract: Write) -> None:
    content = "person_id,location_id,from_on\nP1,L1,2010-01-01\nP1,,2010-01-01\nP1,L1,\n"
    source = extract({"residence.csv": content, "location.csv": None})
    load(run, [source])
    keys = rows(run, "SELECT row_key, source_row FROM records.residence")
    assert len({key for key, _ in keys}) == 2
    assert all(len(str(key)) == 16 for key, _ in keys)
    (tmp_path / "again").mkdir()
    again = Run(tmp_path / "again")
    shuffled = "from_on,person_id,location_id\n,P1,L1\n2010-01-01,P1,L1\n"
    load(again, [extract({"residence.csv": shuffled})])
    assert {key for (key,) in rows(again, "SELECT row_key FROM records.residence")} == {key for key, _ in keys}


def test_a_row_that_points_into_quarantine_says_where(run: Run, extract: Write) -> None:
    load(run, [extract({"person.csv": HEAD + "P1,Osei,1998-05-01\nP2,Rowe,31/02/1990\n"})])
    assert rows(run, "SELECT table_name, value, reason FROM records.quarantine WHERE table_name = 'involvement'") == [
        ("involvement", "P2", "the person it refers to is in quarantine (person.csv row 3)")
    ]


def test_every_table_comes_after_those_it_refers_to() -> None:
    seen: set[str] = set()
    for table in load_order():
        assert {reference.table for reference in table.references} <= seen
        seen.add(table.name)
    assert seen == set(tables())


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(AssertionError, match="person: 3 rows came in, 2 are accounted for"):
        LoadCounts({"person": TableCount(rows_in=3, loaded=1, quarantined=1)}, (), ())


NAMES = st.sampled_from(["", "Osei", "Rowe", '"Grant"', "x,y", "31/02/2014"])
DELIVERY = st.lists(
    st.tuples(st.sampled_from(["", "P1", "P2"]), NAMES, st.sampled_from(["", "1990-01-01", "1/1/90"])), max_size=5
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DELIVERY, min_size=1, max_size=3))
def test_whatever_comes_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, deliveries: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("deliveries")
    for number, delivery in enumerate(deliveries):
        (folder / str(number)).mkdir()
        lines = HEAD + "".join(",".join(row) + "\n" for row in delivery)
        (folder / str(number) / "person.csv").write_text(lines)
    (folder / "run").mkdir()
    run = Run(folder / "run")
    counts = load(run, [folder / str(number) for number in range(len(deliveries))])
    written = sum(any(row) for delivery in deliveries for row in delivery)
    assert counts.tables["person"].rows_in == written
    count = counts.tables["person"]
    for table, expected in (
        ("person", count.loaded),
        ("quarantine", count.quarantined),
        ("superseded", count.superseded),
    ):
        assert rows(run, f"SELECT count(*) FROM records.{table}") == [(expected,)]
    assert rows(run, "SELECT count(DISTINCT person_id) FROM records.person") == [(count.loaded,)]
