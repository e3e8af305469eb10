"""What a run reuses: after a small change, the same result as comparing everything with the same model."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.linking import link
from reassess.linking.resolve import previous
from reassess.records.store import Run
from tests.linking.extract import run_from_rows

Row = dict[str, str]
SYLLABLES = ("Bel", "Dor", "Fan", "Gil", "Hux")
# Every forename meets every surname, so that records share blocking keys with many others.
CROWD: list[Row] = [
    {
        "person_id": f"P{n:02}",
        "forename": SYLLABLES[n % 5] + "an",
        "surname": SYLLABLES[n // 5 % 5] + "er",
        "born_on": f"19{60 + n % 7}-0{1 + n % 3}-1{n % 4}",
    }
    for n in range(40)
]
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 39),
        st.sampled_from(("forename", "surname", "born_on", "gone", "new")),
        st.sampled_from(("Belan", "Dorer", "1961-02-11", "1960-01-10")),
    ),
    max_size=4,
)


def _changed(changes: list[tuple[int, str, str]]) -> list[Row]:
    people = {row["person_id"]: dict(row) for row in CROWD}
    for n, what, value in changes:
        name = f"P{n:02}"
        if what == "gone":
            people.pop(name, None)
        elif what == "new":
            people[f"{name}N"] = CROWD[n] | {"person_id": f"{name}N"}
        elif name in people and (what == "born_on") == value[0].isdigit():
            people[name][what] = value
    return [people[name] for name in sorted(people)]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = run_from_rows(tmp_path_factory.mktemp("previous") / "first", person=CROWD)
    link(run)
    return run


@given(changes=CHANGES)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_comparing_what_changed_gives_the_bytes_of_comparing_everything(
    first: Run, monkeypatch: pytest.MonkeyPatch, changes: list[tuple[int, str, str]]
) -> None:
    monkeypatch.setattr(previous, "RETRAIN_SHARE", 1.0)
    with TemporaryDirectory() as work:
        only_model = Path(work) / "only-model"
        shutil.copytree(first.path, only_model)
        (only_model / "linking" / "pair.parquet").unlink()
        people = _changed(changes)
        found = []
        for name, before in (("small", first.path), ("whole", only_model)):
            run = run_from_rows(Path(work) / name, person=people)
            link(run, previous=before)
            found.append(
                {table: run.file(table).read_bytes() for table in run.tables() if table.startswith("linking.")}
            )
    assert found[0] == found[1]


def _trained_on(run: Run) -> tuple[int, int]:
    con = duckdb.connect()
    record, model = run.file("linking.record"), run.file("linking.model")
    (row,) = con.execute(
        f"SELECT (SELECT count(*) FROM '{record}' WHERE trained_on), max(training_records) FROM '{model}'"
    ).fetchall()
    con.close()
    return row[0], row[1]


def test_many_small_changes_in_a_row_train_the_model_again(first: Run, tmp_path: Path) -> None:
    people, before = [dict(row) for row in CROWD], first
    trained_on = []
    for n in range(4):
        people[n]["surname"] = f"Other{n}"
        run = run_from_rows(tmp_path / str(n), person=people)
        link(run, previous=before.path)
        trained_on.append(_trained_on(run))
        before = run
    # Two records of forty are 5%. The third is more, so the model is trained on all forty again.
    assert trained_on == [(39, 40), (38, 40), (40, 40), (39, 40)]


def test_a_model_of_another_specification_is_not_reused(first: Run, tmp_path: Path) -> None:
    other = Run(tmp_path / "other")
    shutil.copytree(first.path, other.path)
    with other.connect() as con:
        con.execute("CREATE TABLE model AS SELECT * REPLACE ('another' AS spec_digest) FROM linking.model")
        other.write(con, "linking.model", "FROM model", "comparison, level")
    run = run_from_rows(tmp_path / "run", person=CROWD[:-1])
    link(run, previous=other.path)
    assert _trained_on(run) == (39, 39)


def test_a_run_with_supplied_identities_leaves_no_model_to_reuse(tmp_path: Path) -> None:
    given_ids = tmp_path / "people.csv"
    given_ids.write_text("person_id,entity_id\n" + "".join(f"{row['person_id']},E{n}\n" for n, row in enumerate(CROWD)))
    before = run_from_rows(tmp_path / "before", person=CROWD)
    link(before, supplied_identities=given_ids)
    run = run_from_rows(tmp_path / "run", person=CROWD)
    link(run, previous=before.path)
    assert _trained_on(run) == (40, 40)
    con = duckdb.connect()
    kept = con.execute(f"SELECT count(*) FROM '{run.file('linking.entity')}' WHERE entity_id LIKE 'E%'").fetchall()
    con.close()
    assert kept == [(40,)]
