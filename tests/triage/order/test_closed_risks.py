"""A risk that people closed is no extant risk: its case falls to the band of its offences, and the order says so."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.store import Run
from reassess.triage import order_cases
from reassess.triage.order.bands import band_of
from reassess.triage.order.features.pool import Case, case_of, read_pool
from reassess.triage.order.order_archive import model_of
from reassess.triage.order.refit import refit
from reassess.triage.simulation.replay import COLUMN, simulate_run
from tests.triage.runs import is_positive, make_run, references

AT = datetime(2026, 3, 3, 12)
RULE = "victim-missing-now"
# 3, 17, 31, 45 and 59 carry a same-day risk, 10, 24, 38 and 52 an immediate one.
SAME_DAY, IMMEDIATE = references()[31], references()[10]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("run") / "0001")


def case(*risks: tuple[str, str, str], scope: str = "in") -> Case:
    return case_of("C1", 30, risks, scope, ["19"])


def test_the_last_open_risk_sets_the_band_and_without_one_the_offence_does() -> None:
    two = case((RULE, "N1", "immediate"), ("suspect-active", "N2", "same_day"))
    bands = [
        band_of(two.with_workspace_state(None, closed).facts).name
        for closed in (
            frozenset(),
            {("C1", RULE, "N1")},
            {("C1", RULE, "N1"), ("C1", "suspect-active", "N2")},
        )
    ]
    assert bands == ["immediate", "same_day", "rape"]


@pytest.mark.parametrize("other", [("C2", RULE, "N1"), ("C1", "suspect-active", "N1"), ("C1", RULE, "N2")])
def test_only_the_risk_itself_is_closed(other: tuple[str, str, str]) -> None:
    assert band_of(case((RULE, "N1", "immediate")).with_workspace_state(None, {other}).facts).name == "immediate"


RISKS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("NM"), st.sampled_from(["immediate", "same_day"])))


@given(RISKS, st.sets(st.tuples(st.just("C1"), st.sampled_from("ab"), st.sampled_from("NM"))))
def test_closing_never_moves_a_case_up_nor_one_with_a_risk_still_open_below_the_risks(
    risks: list[tuple[str, str, str]], closed: set[tuple[str, str, str]]
) -> None:
    none_closed = frozenset[tuple[str, str, str]]()
    before, after = (case(*risks).with_workspace_state(None, some) for some in (none_closed, closed))
    assert band_of(after.facts).rank >= band_of(before.facts).rank
    still_open = {band for rule, subject, band in risks if ("C1", rule, subject) not in closed}
    assert after.facts.risk_bands == still_open


def bands_in(order_of: Run) -> dict[str, tuple[str, str]]:
    with order_of.connect() as con:
        rows = con.execute("SELECT investigation_id, band, main_reason FROM triage.queue").fetchall()
    return {row[0]: row[1:] for row in rows}


def test_a_refit_and_a_new_run_place_a_case_whose_risk_is_closed_by_its_offence(run: Run, tmp_path: Path) -> None:
    closed = frozenset({(SAME_DAY, RULE, "")})
    made = refit(run, tmp_path / "orders", tmp_path / "cache", decisions=None, at=AT, seed="1", closed=closed)
    whole = make_run(tmp_path / "whole" / "0001")
    order_cases(whole, seed="1", closed=closed)
    again, anew = bands_in(Run(made.folder)), bands_in(whole)
    assert again == anew
    assert again[SAME_DAY][0] == "priority"
    assert RULE not in again[SAME_DAY][1]
    assert again[IMMEDIATE][0] == "immediate"
    assert f"Found: {RULE}." in again[IMMEDIATE][1]


def test_an_order_says_how_many_risks_were_closed_and_two_that_differ_in_them_have_two_names(
    run: Run, tmp_path: Path
) -> None:
    facts = [
        model_of(
            Run(
                refit(
                    run, tmp_path / str(n), tmp_path / "cache", decisions=None, at=AT, seed="1", closed=closed
                ).folder
            )
        )
        for n, closed in enumerate([frozenset(), {(SAME_DAY, RULE, "")}, {(IMMEDIATE, RULE, "")}])
    ]
    assert [one["risks closed"] for one in facts] == ["0", "1", "1"]
    assert len({one["order"] for one in facts}) == 3


def test_features_kept_in_the_layout_of_before_are_made_anew(run: Run, tmp_path: Path, monkeypatch: object) -> None:
    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setattr("reassess.triage.order.features.build.LAYOUT", "1")
    refit(run, tmp_path / "orders", tmp_path / "cache", decisions=None, at=AT, seed="1")
    monkeypatch.undo()
    for kept in (tmp_path / "cache").glob("*/pool.json"):
        kept.write_text("{}", encoding="utf-8")
    made = refit(run, tmp_path / "other", tmp_path / "cache", decisions=None, at=AT, seed="1")
    assert len(bands_in(Run(made.folder))) == len(read_pool(run).cases)


def test_the_replay_tells_what_the_risk_bands_cost(run: Run, tmp_path: Path) -> None:
    planted = tmp_path / "planted.csv"
    with planted.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["investigation_id", COLUMN])
        writer.writerows([reference, int(is_positive(n))] for n, reference in enumerate(references()))
    replay = simulate_run(run, planted)
    assert replay.share_to_target <= replay.share_risks_closed <= replay.share_in_bands
    assert replay.least_in_bands <= replay.share_in_bands
