"""Assurance, fairness and forecast of a whole run, from an export of decisions."""

from datetime import date
from pathlib import Path

import pytest

from reassess.records.store import Run
from reassess.triage import assure_run, fairness_run, forecast_run, order_cases
from reassess.triage.decisions import read_decisions
from reassess.triage.run_evaluation import audit_draws, committed_population, queue_order, weight_classes
from tests.triage.runs import make_run, references, write_decisions


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    made = make_run(tmp_path_factory.mktemp("run") / "0001")
    order_cases(made, seed="1")
    return made


def audited(run: Run, folder: Path, number: int) -> Path:
    """Decisions on the first audit draws."""
    drawn = committed_population(run)[:number]
    file = write_decisions(folder, [references().index(case) for case in drawn])
    lines = file.read_text(encoding="utf-8").replace(",order,", ",audit,").splitlines()
    by_case = {line.split(",")[0]: line for line in lines[1:]}
    ordered = [by_case[case].replace(":00,O1", f":{number:02},O1") for number, case in enumerate(drawn)]
    times = [line.replace(line.split(",")[3], f"2026-03-02 10:{at:02}:00") for at, line in enumerate(ordered)]
    file.write_text("\n".join([lines[0], *times]) + "\n", encoding="utf-8")
    return file


def test_assurance_covers_what_is_not_known_to_be_out_of_scope(run: Run, tmp_path: Path) -> None:
    assured = assure_run(run, audited(run, tmp_path, 20))
    assert (assured.population, assured.draws, assured.skipped, assured.problems) == (54, 20, 0, ())
    assert 0 < assured.max_missed < 34



def test_fairness_uses_audit_draws_only(run: Run, tmp_path: Path) -> None:
    rows = fairness_run(run, audited(run, tmp_path, 20))
    assert rows[0].draws == 20
    assert "too few draws" in rows[0].says
    assert {row.characteristic for row in rows} == {"all", "area"}
    assert fairness_run(run, write_decisions(tmp_path, range(20)))[0].draws == 0


def test_draws_know_how_many_were_unread_and_where_they_stood(run: Run, tmp_path: Path) -> None:
    decisions = read_decisions(audited(run, tmp_path, 3))
    within = [case for case in queue_order(run) if case in set(committed_population(run))]
    draws = audit_draws(within, decisions, {})
    assert [draw.unread for draw in draws] == [54, 53, 52]
    assert draws[0].position == pytest.approx(within.index(draws[0].investigation_id) / 53)


def test_forecast_of_a_run_counts_what_is_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(
        'region = "SCT"\n[[reader]]\nname = "officer-0"\naway = [[2026-03-09, 2026-03-13]]\n', encoding="utf-8"
    )
    decisions = audited(run, tmp_path, 20)
    outlook = forecast_run(
        run, decisions, deadline=date(2026, 6, 1), today=date(2026, 3, 3), team=tmp_path / "team.toml"
    )
    assert len(outlook.remaining.classes) == 34
    assert outlook.forecast.from_assumptions
    assert outlook.backtest.brier is None
    assert set(weight_classes(run).values()) == {"light", "ordinary", "heavy"}
