"""The features of a run are kept, and a refit from them is the order that a whole new run would make."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.triage import forecast_run, order_cases
from reassess.triage.forecast.team import team_of
from reassess.triage.order.features.build import cached_features, load_features, make_features, save_features
from reassess.triage.order.features.pool import read_pool
from reassess.triage.order.order_archive import archive_order, archived_orders, model_of
from reassess.triage.order.refit import refit, refit_is_due
from reassess.triage.published_statements import (
    agreement_in_words,
    assurance_statement,
    forecast_statement,
    read_answers,
)
from tests.triage.runs import make_run, references, write_decisions

AT = datetime(2026, 3, 3, 12)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    made = make_run(tmp_path_factory.mktemp("run") / "0001")
    order_cases(made, seed="1")
    return made


def queue(order_of: Run) -> list[tuple[object, ...]]:
    with order_of.connect() as con:
        return con.execute("SELECT investigation_id, band, score, position, main_reason FROM triage.queue").fetchall()


def test_kept_features_are_those_that_were_made(run: Run, tmp_path: Path) -> None:
    made = make_features(read_pool(run))
    save_features(made, tmp_path / "features")
    held = load_features(tmp_path / "features")
    assert (held.cases, held.word_counts, held.prior_findings, held.case_groups) == (
        made.cases, list(made.word_counts), list(made.prior_findings), made.case_groups
    )  # fmt: skip
    assert np.array_equal(held.prior, made.prior)
    for one, other in zip(held.blocks, made.blocks, strict=True):
        assert (one.name, one.terms, one.weight, one.strength, one.limit) == (
            other.name, other.terms, other.weight, other.strength, other.limit
        )  # fmt: skip
        assert (one.matrix != other.matrix).nnz == 0


def test_a_refit_is_the_order_of_a_new_run_and_leaves_the_run_alone(run: Run, tmp_path: Path) -> None:
    decisions = write_decisions(tmp_path, range(30))
    before = run.file("triage.queue").read_bytes()
    made = refit(run, tmp_path / "orders", tmp_path / "cache", seed="1", decisions=decisions, at=AT)
    assert run.file("triage.queue").read_bytes() == before
    whole = make_run(tmp_path / "whole" / "0001")
    order_cases(whole, seed="1", decisions=decisions)
    assert queue(Run(made.folder)) == queue(whole)
    assert made.decided == 30


def test_features_are_made_once_a_run(run: Run, tmp_path: Path) -> None:
    steps: list[str] = []
    cached_features(run, tmp_path, progress=steps.append)
    cached_features(run, tmp_path, progress=steps.append)
    assert len(steps) == 1


def test_a_case_unseen_for_too_long_moves_up_at_a_refit(run: Run, tmp_path: Path) -> None:
    case = next(str(row[0]) for row in reversed(queue(run)) if row[1] == "rest")
    unseen = {case: 91, references()[1]: 90}
    made = refit(run, tmp_path / "orders", tmp_path / "cache", seed="1", decisions=None, at=AT, unseen=unseen)
    bands = {row[0]: row[1] for row in queue(Run(made.folder))}
    assert bands[case] == "unseen_too_long"
    assert list(bands.values()).count("unseen_too_long") == 1


def test_a_refit_keeps_the_audit_order_that_was_committed(run: Run, tmp_path: Path) -> None:
    first = archive_order(run, tmp_path / "orders", datetime(2026, 3, 1))
    made = refit(
        run, tmp_path / "orders", tmp_path / "cache", decisions=write_decisions(tmp_path, range(9)), at=AT, seed="5"
    )
    assert Run(made.folder).file("triage.audit").read_bytes() != b""
    with Run(first).connect() as one, Run(made.folder).connect() as other:
        select = "SELECT draw, investigation_id, tranche FROM triage.audit ORDER BY draw"
        assert one.execute(select).fetchall() == other.execute(select).fetchall()


def test_every_order_says_what_made_it(run: Run, tmp_path: Path) -> None:
    decisions = write_decisions(tmp_path, range(12))
    made = refit(run, tmp_path / "orders", tmp_path / "cache", seed="1", decisions=decisions, at=AT)
    facts = model_of(Run(made.folder))
    assert made.folder.name == f"20260303T120000-{facts['order']}"
    assert facts["cases decided"] == "12"
    assert archived_orders(tmp_path / "orders") == [(AT, made.folder)]
    with pytest.raises(UserError, match="never replaced"):
        refit(run, tmp_path / "orders", tmp_path / "cache", seed="1", decisions=None, at=AT)


def test_an_order_that_cannot_be_made_leaves_nothing_that_looks_like_one(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "decisions.csv"
    broken.write_text("case,who\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read as an export of decisions"):
        refit(run, tmp_path / "orders", tmp_path / "cache", seed="1", decisions=broken, at=AT)
    assert archived_orders(tmp_path / "orders") == []


@pytest.mark.parametrize(
    ("then", "now", "due"),
    [(0, 0, False), (0, 1, True), (19, 20, True), (40, 41, False), (40, 42, True), (1000, 1049, False)],
)
def test_a_twentieth_more_is_enough(then: int, now: int, due: bool) -> None:
    assert refit_is_due(then, now) is due


# What the pages are given


def test_the_statement_of_assurance_has_no_reference_and_every_number(run: Run, tmp_path: Path) -> None:
    body = assurance_statement(run, write_decisions(tmp_path, range(30)), None, seed=1)
    assert (body["population"], body["read"]) == (54, 27)
    assert "At most" in body["sentence"]
    assert len(body["commitment"]) == 64
    assert {row["group"] for row in body["agreement"]} == {"all", "question", "area", "year"}
    assert body["fairness"][0]["characteristic"] == "all"
    assert not any(case in str({**body, "problems": []}) for case in references())


def test_answers_of_readers_are_part_of_the_agreement(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    lines = [f"C{n},log-gap,Brent,2014,reader {reader},yes" for n in range(25) for reader in (1, 2)]
    file.write_text("\n".join(["investigation_id,question,area,year,reader,value", *lines]) + "\n", encoding="utf-8")
    body = assurance_statement(run, write_decisions(tmp_path, range(3)), file, seed=1)
    rows = {(row["group"], row["value"]): row["units"] for row in body["agreement"]}
    assert rows["question", "log-gap"] == 25
    lines = {line[1]: line[2:] for line in agreement_in_words(run, write_decisions(tmp_path, range(3)), file)}
    assert lines["log-gap"] == ("25", "one answer only", "")
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read as an export of answers"):
        read_answers(file)
    with pytest.raises(UserError, match="no such file"):
        read_answers(tmp_path / "none.csv")


def test_the_statement_of_the_forecast_says_what_one_more_reader_does(run: Run, tmp_path: Path) -> None:
    decisions = write_decisions(tmp_path, range(20))
    outlook = forecast_run(run, decisions, deadline=date(2026, 3, 13), today=date(2026, 3, 3))
    body = forecast_statement(outlook, team_of(["a", "b", "c"]))
    assert body["one_more"]["chance"] >= body["chance"]
    assert body["one_more"]["dates"]["85%"] <= body["dates"]["85%"]
    assert body["from_assumptions"]
    assert "stated assumptions" in body["sentence"]
    assert body["done"] + len(outlook.remaining.classes) == body["total"]
    assert {row["series"] for row in body["burn_up"]} == {"read", "late", "likely", "early"}
