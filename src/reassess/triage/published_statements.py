"""The published statements on assurance and the forecast: JSON-ready numbers and sentences for the pages.

`run_evaluation` works the results out; this module words them.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted
from reassess.triage.assurance.agreement import MIN_UNITS, Agreement, Answer, agreements
from reassess.triage.assurance.assure import Assurance
from reassess.triage.assurance.wording import assurance_sentences
from reassess.triage.decisions import Decision, first_decisions, read_decisions
from reassess.triage.forecast.burnup import burn_up_table
from reassess.triage.forecast.monte_carlo import Forecast, what_if
from reassess.triage.forecast.team import Team
from reassess.triage.forecast.wording import forecast_sentences
from reassess.triage.order.order_archive import model_of
from reassess.triage.run_evaluation import NO_DRAWS, BlindReviewDraws, RunForecast, assure_run, fairness_run

Body = dict[str, Any]

# A page shows only the newest looks; all of them follow from the export of decisions.
LOOKS_SHOWN = 60
ANSWER_COLUMNS = ("investigation_id", "question", "area", "year", "reader", "value")


def assurance_statement(
    run: Run, decisions: Path, answers: Path | None, *, seed: int = 1, reviews: BlindReviewDraws = NO_DRAWS
) -> Body:
    """The content of the assurance page, from the exports of the workspace.

    Args:
        seed: the seed of the bootstrap of fairness, which is no secret.
        reviews: how cases left closed were drawn for a blind review.
    Raises:
        UserError: an export cannot be used.
    """
    assured = assure_run(run, decisions, reviews=reviews)
    taken = read_decisions(decisions)
    given = votes_as_answers(run, taken) + (read_answers(answers) if answers is not None else [])
    return {
        "sentence": assurance_sentences(assured),
        "commitment": model_of(run)["seed commitment"],
        **_numbers(assured),
        "looks": [
            {"at": look.at.isoformat(), "read": look.read, "found": look.found, "max_missed": look.max_missed}
            for look in assured.looks[-LOOKS_SHOWN:]
        ],
        "all_looks": len(assured.looks),
        "agreement": [{**asdict(row), "says": _alpha_in_words(row)} for row in agreements(given)],
        "fairness": [asdict(row) for row in fairness_run(run, decisions, seed=seed)],
    }


def _numbers(assured: Assurance) -> Body:
    names = ("population", "read", "found", "draws", "hits", "skipped", "max_missed", "outside_population")
    missed = assured.blind_review.missed
    return {
        **{name: getattr(assured, name) for name in names},
        "problems": list(assured.problems[-10:]),
        "blind_review": {
            "left_closed": assured.blind_review.left_closed,
            "pending": assured.blind_review.pending,
            "read_again": missed.of,
            "found": missed.hits,
            "share": missed.value,
            "low": missed.low,
            "high": missed.high,
            "max_missed": assured.blind_review.max_missed,
        },
    }


def agreement_in_words(run: Run, decisions: Path, answers: Path) -> list[tuple[str, str, str, str, str]]:
    """Agreement between readers as rows of text: group, value, units, alpha with its interval, kappa."""
    answered = votes_as_answers(run, read_decisions(decisions)) + read_answers(answers)
    return [
        (
            row.group,
            row.value,
            f"{row.units:,}",
            _alpha_in_words(row),
            "" if row.kappa is None else f"{row.kappa:.2f}",
        )
        for row in agreements(answered)
    ]


def _alpha_in_words(row: Agreement) -> str:
    """Alpha with its interval, or why there is none: too few units, or all answers the same."""
    if row.alpha is not None:
        return f"{row.alpha:.2f} ({row.low:.2f} to {row.high:.2f})"
    return "too few" if row.units < MIN_UNITS else "one answer only"


def votes_as_answers(run: Run, decisions: Sequence[Decision]) -> list[Answer]:
    """The blind first and second readings of each case as answers to one question: does the case go further?"""
    with run.connect() as con:
        about = {
            reference: (area, year)
            for reference, area, year in con.execute(
                "SELECT investigation_id, area, extract(year FROM recorded_on)::INTEGER FROM records.investigation"
            ).fetchall()
        }
    return [
        Answer(
            investigation_id=one.investigation_id,
            question="the case goes further",
            area=about[one.investigation_id][0],
            year=about[one.investigation_id][1],
            reader=one.reader,
            value="yes" if one.positive else "no",
        )
        for one in decisions
        if one.stream != "reread" and one.investigation_id in about
    ]


def read_answers(file: Path) -> list[Answer]:
    """Readers' answers to the catalogue questions, from the export of the workspace.

    Raises:
        UserError: the file is missing or lacks a column.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file. Give the answers that the workspace exported.")
    kinds = {"year": "INTEGER"}
    columns = ", ".join(f"CAST({name} AS {kinds.get(name, 'VARCHAR')})" for name in ANSWER_COLUMNS)
    with duckdb.connect() as con:
        try:
            rows = con.execute(f"SELECT {columns} FROM read_csv({quoted(str(file))}, header = true) ORDER BY ALL")
            return [Answer(*row) for row in rows.fetchall()]
        except duckdb.Error as error:
            raise UserError(
                f"{file}: cannot be read as an export of answers ({str(error).splitlines()[0]})."
                f" It needs the columns {', '.join(ANSWER_COLUMNS)}."
            ) from error


def forecast_statement(run_forecast: RunForecast, team: Team) -> Body:
    """The content of the forecast page, including what one more reader would change."""
    result = run_forecast.forecast
    more = what_if(result, run_forecast.remaining, run_forecast.history, team)
    done = len(first_decisions(run_forecast.history))
    return {
        "sentence": forecast_sentences(result),
        **_expected(result),
        "one_more": _expected(more),
        "readers": len(team.readers),
        "history_days": result.history_days,
        "from_assumptions": result.from_assumptions,
        "further_readers": result.further_readers,
        "efforts": result.efforts,
        "done": done,
        "total": done + len(run_forecast.remaining.classes),
        "backtest": asdict(run_forecast.backtest),
        "burn_up": burn_up_table(result, run_forecast.remaining, run_forecast.history),
    }


def _expected(result: Forecast) -> Body:
    dates = {f"{level:.0%}": day.isoformat() if day else None for level, day in result.dates.items()}
    return {
        "today": result.today.isoformat(),
        "deadline": result.deadline.isoformat(),
        "chance": result.chance,
        "dates": dates,
    }


def deadline_of(text: str, file: Path) -> date | None:
    """The deadline in the settings of a workspace; None if it is empty.

    Raises:
        UserError: it is not a date.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{file}: deadline is {text!r}. Write a date such as 2026-12-18.") from None
