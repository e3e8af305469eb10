"""What is said of assurance and forecast, as plain numbers and sentences that a page can show and a file can keep."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted
from reassess.triage.assurance.agreement import LEAST_UNITS, Agreement, Answer, agreements
from reassess.triage.assurance.assure import Assurance, sentence
from reassess.triage.decisions import Decision, first_decisions, read_decisions
from reassess.triage.forecast.burnup import burn_up_table
from reassess.triage.forecast.monte_carlo import BackTest, Forecast, what_if
from reassess.triage.forecast.team import Team
from reassess.triage.forecast.wording import in_words
from reassess.triage.order.order_archive import model_of
from reassess.triage.run_evaluation import Outlook, assure_run, fairness_run

Body = dict[str, Any]

# A page shows the newest looks of the daily bound; the export of decisions has them all.
LOOKS_SHOWN = 60
ANSWER_COLUMNS = ("investigation_id", "question", "area", "year", "reader", "value")


def assurance_statement(run: Run, decisions: Path, answers: Path | None, *, seed: int) -> Body:
    """Everything that the page of assurance shows, from the exports of the workspace.

    Raises:
        UserError: an export cannot be used.
    """
    assured = assure_run(run, decisions, seed=seed)
    taken = read_decisions(decisions)
    said = votes_as_answers(run, taken) + (read_answers(answers) if answers is not None else [])
    return {
        "sentence": sentence(assured),
        "commitment": model_of(run)["seed commitment"],
        **_numbers(assured),
        "looks": [
            {"at": look.at.isoformat(), "read": look.read, "found": look.found, "most": look.most_missed}
            for look in assured.looks[-LOOKS_SHOWN:]
        ],
        "all_looks": len(assured.looks),
        "agreement": [{**asdict(row), "says": _alpha_in_words(row)} for row in agreements(said)],
        "fairness": [asdict(row) for row in fairness_run(run, decisions, seed=seed)],
    }


def _numbers(assured: Assurance) -> Body:
    names = ("population", "read", "found", "draws", "hits", "skipped", "most_missed", "strangers")
    missed = assured.reread.missed
    return {
        **{name: getattr(assured, name) for name in names},
        "problems": list(assured.problems[-10:]),
        "reread": {
            "left_closed": assured.reread.left_closed,
            "read_again": missed.of,
            "found": missed.hits,
            "share": missed.value,
            "low": missed.low,
            "high": missed.high,
            "most_missed": assured.reread.most_missed,
        },
    }


def agreement_in_words(run: Run, decisions: Path, answers: Path) -> list[tuple[str, str, str, str, str]]:
    """How far readers agree, as lines for the screen: by, value, answered twice, alpha with its interval, kappa."""
    said = votes_as_answers(run, read_decisions(decisions)) + read_answers(answers)
    return [
        (
            row.group,
            row.value,
            f"{row.units:,}",
            _alpha_in_words(row),
            "" if row.kappa is None else f"{row.kappa:.2f}",
        )
        for row in agreements(said)
    ]


def _alpha_in_words(row: Agreement) -> str:
    """Alpha with its interval; where there is none, whether for want of cases or because all answers are the same."""
    if row.alpha is not None:
        return f"{row.alpha:.2f} ({row.low:.2f} to {row.high:.2f})"
    return "too few" if row.units < LEAST_UNITS else "one answer only"


def votes_as_answers(run: Run, decisions: Sequence[Decision]) -> list[Answer]:
    """The two blind readings of each case as answers to one question: does the case go further?"""
    with run.connect() as con:
        about = {
            reference: (area, year)
            for reference, area, year in con.execute(
                "SELECT investigation_id, area, extract(year FROM recorded_on)::INTEGER FROM records.investigation"
            ).fetchall()
        }
    return [
        Answer(
            one.investigation_id, "the case goes further", *about[one.investigation_id], one.reader,
            "yes" if one.positive else "no",
        )
        for one in decisions
        if one.stream != "reread" and one.investigation_id in about
    ]  # fmt: skip


def read_answers(file: Path) -> list[Answer]:
    """The answers of readers to the questions of the catalogue, as the workspace exports them.

    Raises:
        UserError: the file is not there or lacks a column.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file; it is written by the workspace's export of answers")
    kinds = {"year": "INTEGER"}
    columns = ", ".join(f"CAST({name} AS {kinds.get(name, 'VARCHAR')})" for name in ANSWER_COLUMNS)
    with duckdb.connect() as con:
        try:
            rows = con.execute(f"SELECT {columns} FROM read_csv({quoted(str(file))}, header = true) ORDER BY ALL")
            return [Answer(*row) for row in rows.fetchall()]
        except duckdb.Error as error:
            raise UserError(
                f"{file}: is not an export of answers ({', '.join(ANSWER_COLUMNS)}): {str(error).splitlines()[0]}"
            ) from error


def forecast_statement(outlook: Outlook, team: Team) -> Body:
    """Everything that the page of the forecast shows, and what one more reader would do."""
    result = outlook.forecast
    more = what_if(result, outlook.remaining, outlook.history, team)
    done = len(first_decisions(outlook.history))
    return {
        "sentence": in_words(result),
        **_expected(result),
        "one_more": _expected(more),
        "readers": len(team.readers),
        "history_days": result.history_days,
        "from_assumptions": result.from_assumptions,
        "further_readers": result.further_readers,
        "efforts": result.efforts,
        "done": done,
        "total": done + len(outlook.remaining.classes),
        "scored": _scored(outlook.scored),
        "burn_up": burn_up_table(result, outlook.remaining, outlook.history),
    }


def _expected(result: Forecast) -> Body:
    dates = {f"{level:.0%}": day.isoformat() if day else None for level, day in result.dates.items()}
    return {
        "today": result.today.isoformat(),
        "deadline": result.deadline.isoformat(),
        "chance": result.chance,
        "dates": dates,
    }


def _scored(scored: BackTest) -> Mapping[str, object]:
    return {"forecasts": scored.forecasts, "brier": scored.brier, "promised": scored.promised}


def deadline_of(text: str, file: Path) -> date | None:
    """The deadline that a review has set; None where it set none.

    Raises:
        UserError: it is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{file}: deadline must be a day such as 2026-12-18, not {text!r}.") from None
