"""The order learnt anew inside the day and put into force: what `reassess order` does, once or until it is stopped.

The analysis reads what the workspace exports and the workspace takes what the analysis made, here and nowhere else.
Nothing of the run changes: a new order is kept beside the others, and only places and why are published.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reassess.records.errors import UserError
from reassess.review import Review, decisions_so_far
from reassess.workspace import ordering_api as exchange
from reassess.workspace.platform.options import FOLDER, SETTINGS_FILE

Progress = Callable[[str], None]
TEAM = "team.toml"


@dataclass(frozen=True)
class Ordered:
    """What was done: the folder of the new order (None: it was not due) and from how many decided cases it learnt."""

    folder: Path | None
    decided: int
    statements: tuple[str, ...]


def reorder(review: Review, *, only_if_due: bool = False, progress: Progress = lambda _: None) -> Ordered:
    """Learn the order anew from the decisions so far, put it into force, and say what can be said today.

    Args:
        only_if_due: leave the order as it is unless the decided cases have grown by a twentieth since it was made.
    Raises:
        UserError: nothing is published yet, or an export or a setting cannot be used.
    """
    from reassess.triage.decisions import first_decisions, read_decisions
    from reassess.triage.order.refit import refit, refit_is_due

    decisions = decisions_so_far(review)
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
            at=datetime.now().replace(microsecond=0),
            seed=review.settings.seed,
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
    """Work out what can be said of assurance and forecast today, and publish it; returns which was said."""
    from reassess.triage.forecast.team import team_of
    from reassess.triage.forecast.team_file import read_team
    from reassess.triage.published_statements import assurance_statement, deadline_of, forecast_statement
    from reassess.triage.run_evaluation import forecast_run

    run, said = review.run_named(_published(review).run), []
    if decisions is not None:
        answers = review.path / "cache" / "answers.csv"
        exchange.export_answers(review.path, answers)
        body = assurance_statement(run, decisions, answers, seed=review.settings.seed)
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
    say: Progress = lambda _: None,
) -> None:
    """Learn the order anew whenever it is due, until `goes_on` says no.

    A refit that fails is written down in the workspace, with why; the order in force stands, and the next decisions
    are tried again.
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
        exchange.let_go()


def _tried(review: Review) -> str:
    """Order again if it is due, and say what came of it; a failure is recorded, never passed over."""
    try:
        done = reorder(review, only_if_due=True)
    except Exception as error:  # noqa: BLE001 -- whatever it was, the order must stand and people must be told
        exchange.note_failure(review.path, f"{type(error).__name__}: {error}")
        return f"The order could not be made; the one before it stands. {error}"
    if done.folder is None:
        return f"{done.decided} cases are decided; the order stands."
    return f"A new order, learnt from {done.decided} decided cases, is in force: {done.folder.name}"
