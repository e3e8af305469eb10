"""`reassess order`: refit the order within the day and put it in force, once or until it is stopped.

This is the only module where the analysis reads the exports of the workspace and publishes its results there during
a run's life. The run itself does not change: the new order is archived, and only positions and reasons are published.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from reassess.feedback import decisions_so_far
from reassess.records.errors import UserError
from reassess.records.progress import Progress, no_progress
from reassess.review import Review
from reassess.workspace import ordering_api as exchange
from reassess.workspace.platform.options import FOLDER, SETTINGS_FILE

TEAM = "team.toml"


@dataclass(frozen=True)
class Ordered:
    """The result: the folder of the new order (None if not due), the decided cases, and the statements published."""

    folder: Path | None
    decided: int
    statements: tuple[str, ...]


def reorder(review: Review, *, only_if_due: bool = False, progress: Progress = no_progress) -> Ordered:
    """Refit the order to the decisions so far, put it in force, and publish assurance and forecast.

    Args:
        only_if_due: leave the order as it is unless the decided cases have grown by a twentieth since it was made.
    Raises:
        UserError: nothing is published yet, or an export or a setting cannot be used.
    """
    from reassess.triage.assurance.audit_sample import secret_seed
    from reassess.triage.decisions import first_decisions, read_decisions
    from reassess.triage.order.refit import refit, refit_is_due

    decisions = decisions_so_far(review.path)
    state = _published(review)
    run = review.run_named(state.run)
    decided = len(first_decisions(read_decisions(decisions))) if decisions else 0
    folder = None
    if not only_if_due or refit_is_due(state.decided, decided):
        made = refit(
            run,
            review.path / "orders",
            review.path / "cache",
            decisions=decisions,
            at=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
            seed=secret_seed(review.path),
            unseen=exchange.unseen_days(review.path),
            closed=exchange.closed_risks(review.path),
            progress=progress,
        )
        folder = made.folder
        exchange.put_in_force(review.path, folder)
    progress("assurance and forecast")
    return Ordered(folder, decided, publish_statements(review, decisions))


def _published(review: Review) -> exchange.State:
    if not exchange.is_there(review.path):
        raise UserError(f"{review.path}: nothing is published yet. Run: reassess publish {review.path}")
    state = exchange.state(review.path)
    if not state.run:
        raise UserError(f"{review.path}: nothing is published yet. Run: reassess publish {review.path}")
    return state


def publish_statements(review: Review, decisions: Path | None) -> tuple[str, ...]:
    """Work out the assurance and the forecast of today and publish them; return the names of those published."""
    from reassess.triage.forecast.team import team_of
    from reassess.triage.forecast.team_file import read_team
    from reassess.triage.published_statements import assurance_statement, deadline_of, forecast_statement
    from reassess.triage.run_evaluation import BlindReviewDraws, forecast_run

    run, said = review.run_named(_published(review).run), []
    if decisions is not None:
        answers = review.path / "cache" / "answers.csv"
        exchange.export_answers(review.path, answers)
        body = assurance_statement(
            run,
            decisions,
            answers,
            seed=review.settings.seed,
            reviews=BlindReviewDraws(*exchange.blind_review_draws(review.path)),
        )
        exchange.publish_statement(review.path, "assurance", body)
        said.append("assurance")
    file = review.path / TEAM
    settings = exchange.options(review.path)
    deadline = deadline_of(settings.deadline, review.path / FOLDER / SETTINGS_FILE)
    if deadline is not None and (file.is_file() or decisions is not None):
        team = file if file.is_file() else None
        outlook = forecast_run(
            run, decisions, deadline=deadline, today=date.today(), team=team, seed=review.settings.seed
        )
        readers = read_team(file) if team else team_of(one.reader for one in outlook.history)
        exchange.publish_statement(review.path, "forecast", forecast_statement(outlook, readers))
        said.append("forecast")
    return tuple(said)


def watch(
    review: Review,
    *,
    every: int,
    goes_on: Callable[[], bool] = lambda: True,
    wait: Callable[[float], None] = time.sleep,
    say: Progress = no_progress,
) -> None:
    """Refit the order whenever it is due, until `goes_on` returns False.

    A failed refit is recorded in the workspace with its cause. The previous order stays in force, and the refit is
    tried again after the next decisions.
    """
    seen: tuple[object, ...] | None = None
    waited = 0
    while goes_on():
        if waited < every:
            wait(1)
            waited += 1
            continue
        waited = 0
        now = (exchange.state(review.path), date.today()) if exchange.is_there(review.path) else None
        if now is not None and now != seen and now[0].run and (now[0].votes or (review.path / TEAM).is_file()):
            say(_tried(review))
            now = (exchange.state(review.path), date.today())
        seen = now
        exchange.close_connection()


def _tried(review: Review) -> str:
    """Refit the order if it is due and return a message; a failure is recorded in the workspace."""
    try:
        done = reorder(review, only_if_due=True)
    except Exception as error:  # noqa: BLE001 -- any failure must leave the order in force and be reported
        exchange.record_failure(review.path, f"{type(error).__name__}: {error}")
        return f"The new order could not be made. The previous order stays in force. {error}"
    if done.folder is None:
        return f"{done.decided} cases are decided. A new order is not due yet."
    return f"New order in force, learnt from {done.decided} decided cases: {done.folder.name}"
