"""Pools at their edges: nobody, one case, no words, a very long file, and labels that teach nothing or contradict."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reassess.records.store import Run
from reassess.triage import assure_run, fairness_run, forecast_run, order_cases
from reassess.triage.assurance.wording import assurance_sentences
from reassess.triage.forecast.wording import forecast_sentences
from reassess.triage.order.features.pool import read_pool
from tests.triage.runs import make_run, references, write_decisions

ONE = references()[1]


def kept_only(folder: Path, condition: str) -> Run:
    """The made run with only those investigations, and what hangs on them, that meet a condition."""
    run = make_run(folder / "0001")
    with run.connect() as con:
        con.execute(f"CREATE TEMP TABLE left_in AS FROM records.investigation WHERE {condition}")
        for table in run.tables():
            columns = {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
            some = "SEMI JOIN left_in USING (investigation_id)" if "investigation_id" in columns else ""
            con.execute(f"CREATE OR REPLACE TEMP TABLE kept AS FROM {table} {some}")
            run.write(con, table, "FROM kept", "ALL")
    return run


def queue(run: Run) -> list[tuple[str, float, bool]]:
    with run.connect() as con:
        return con.execute("SELECT investigation_id, score, decided FROM triage.queue ORDER BY position").fetchall()


def test_a_run_without_investigations_has_an_empty_order(tmp_path: Path) -> None:
    run = kept_only(tmp_path, "false")
    counts = order_cases(run, seed="1")
    assert {counts[f"triage.{name}"] for name in ("queue", "reason", "audit", "highlight")} == {0}
    assured = assure_run(run, write_decisions(tmp_path, [3]))
    assert (assured.population, assured.max_missed, assured.outside_population) == (0, 0, 1)
    assert "0 of 0 investigations have been read" in assurance_sentences(assured)
    assert fairness_run(run, write_decisions(tmp_path, [3]))[0].draws == 0


def test_one_case_is_first_before_and_after_it_is_decided(tmp_path: Path) -> None:
    run = kept_only(tmp_path, f"investigation_id = '{ONE}'")
    order_cases(run, seed="1")
    assert queue(run) == [(ONE, 0.0, False)]
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, [1]))
    assert queue(run) == [(ONE, 0.0, True)]


@pytest.mark.parametrize("numbers", [range(1, 60, 4), range(0, 60, 4), range(60)])
def test_labels_of_one_kind_or_of_every_case_give_an_order_of_all(tmp_path: Path, numbers: range) -> None:
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, numbers))
    placed = queue(run)
    assert sorted(case for case, _, _ in placed) == sorted(references())
    assert all(np.isfinite(score) for _, score, _ in placed)
    assert sum(decided for _, _, decided in placed) == len(numbers)


def test_of_two_first_readings_that_contradict_each_other_the_earlier_teaches(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    file = write_decisions(tmp_path, range(20))
    order_cases(run, seed="1", decisions=file)
    before = queue(run)
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    again = [
        line.replace(" 10:", " 11:").replace("true", "x").replace("false", "true").replace("x", "false")
        for line in lines
    ]
    unknown = lines[0].replace(references()[0], "99999/99")
    file.write_text("\n".join([head, *again, unknown, *lines]) + "\n", encoding="utf-8")
    order_cases(run, seed="1", decisions=file)
    assert queue(run) == before


def test_cases_without_any_text_are_ordered_by_what_else_is_known(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    with run.connect() as con:
        con.execute("CREATE TEMP TABLE none AS FROM reading.passage WHERE false")
        run.write(con, "reading.passage", "FROM none", "ALL")
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, range(30)))
    with run.connect() as con:
        assert con.execute("SELECT bool_and(text_poor), count(DISTINCT score) > 3 FROM triage.queue").fetchall() == [
            (True, True)
        ]


def test_a_case_of_four_thousand_entries_is_one_case_of_many_words(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    before = dict(zip(read_pool(run).references, read_pool(run).word_counts, strict=True))
    with run.connect() as con:
        con.execute(
            "CREATE TEMP TABLE longer AS FROM reading.passage UNION ALL BY NAME"
            f" SELECT '{ONE}' AS investigation_id, 'entry' AS source_table, 'L' || n AS source_key,"
            " 'text' AS source_field, 0 AS page, 'letter sent, no reply' AS text FROM range(4000) AS numbers(n)"
        )
        run.write(con, "reading.passage", "FROM longer", "ALL")
    after = dict(zip(read_pool(run).references, read_pool(run).word_counts, strict=True))
    assert after == before | {ONE: before[ONE] + 4000 * 4}
    order_cases(run, seed="1", decisions=write_decisions(tmp_path, range(30)))
    assert len(queue(run)) == len(references())


def test_a_forecast_of_nothing_left_says_so(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1")
    outlook = forecast_run(run, write_decisions(tmp_path, range(60)), deadline=date(2026, 6, 1), today=date(2026, 3, 3))
    assert forecast_sentences(outlook.forecast) == "Nothing is left to read."
