"""What the verb `order` asks of a workspace, and what it hands back: plain functions on a review's folder.

The export of decisions (`workspace.commands`) comes first and brings the database up to date; none of these does.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reassess.workspace.platform.csv_files import write_csv
from reassess.workspace.platform.options import FOLDER, Options, read_options
from reassess.workspace.platform.server.start import open_workspace


@dataclass(frozen=True)
class State:
    """What has happened in a workspace, as numbers that change when it does.

    run: the newest publication's; empty before the first. decided: how many cases the order in force was learnt from.
    """

    run: str
    publication: int
    votes: int
    rereadings: int
    decided: int


def is_there(review: Path) -> bool:
    """Whether the review has a workspace yet."""
    return (review / FOLDER).is_dir()


def options(review: Path) -> Options:
    """What the review has set about its workspace."""
    return read_options(review)


def state(review: Path) -> State:
    """What has happened so far. Cheap: a few counts."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.orders import order_in_force
    from reassess.workspace.cases.models import Publication
    from reassess.workspace.votes.models import BlindReview, Vote

    newest = Publication.objects.exclude(finished_at=None).first()
    order = order_in_force()
    return State(
        run=newest.run if newest else "",
        publication=newest.pk if newest else 0,
        votes=Vote.objects.count(),
        rereadings=BlindReview.objects.count(),
        decided=order.decided if order else 0,
    )


def export_answers(review: Path, file: Path) -> int:
    """Write the answers of readers on settled cases as CSV (see decision_export.py); returns how many."""
    open_workspace(review, migrate=False)
    from reassess.workspace.decision_export import ANSWER_COLUMNS, answers

    return write_csv(file, ANSWER_COLUMNS, list(answers()))


def unseen_days(review: Path) -> dict[str, int]:
    """For each case that nobody has seen, by reference: for how many days it has waited."""
    if not is_there(review):
        return {}
    open_workspace(review, migrate=False)
    from django.utils import timezone

    from reassess.workspace.cases.models import Case

    now = timezone.now()
    waiting = Case.objects.filter(seen_at=None, in_newest_run=True).values_list("reference", "published_at")
    return {reference: (now - published).days for reference, published in waiting}


def closed_risks(review: Path) -> frozenset[tuple[str, str, str]]:
    """The risks that people closed, each by case, rule and subject; one that was found again since is open."""
    if not is_there(review):
        return frozenset()
    open_workspace(review, migrate=False)
    from reassess.workspace.risks.models import Risk, State

    return frozenset(Risk.objects.filter(state=State.CLOSED).values_list("case__reference", "rule", "subject"))


def blind_review_draws(review: Path) -> tuple[float, int]:
    """The lowest share of cases left closed that was drawn for a blind review, and the draws without a review yet.

    A share that was set and drew nothing leaves no trace, so only the shares of draws and the one set now are known.
    """
    open_workspace(review, migrate=False)
    from reassess.workspace.votes.models import ReviewDraw
    from reassess.workspace.votes.review_draws import open_review_draws

    shares = [*ReviewDraw.objects.values_list("share", flat=True).distinct(), read_options(review).reread_share]
    return min(shares), open_review_draws().count()


def drawn_cases(review: Path) -> list[str]:
    """The references of the audit draws, in the order in which they were handed out."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.models import AuditDraw

    return list(AuditDraw.objects.order_by("at", "number").values_list("case__reference", flat=True))


def published_commitment(review: Path) -> str:
    """The hash of the audit seed as the first order in force published it; empty before that."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.models import WorkOrder

    first = WorkOrder.objects.filter(in_force=True).order_by("pk").first()
    return str(first.facts.get("seed commitment", "")) if first else ""


def record_reveal(review: Path, seed: str) -> None:
    """Record in the audit trail that the seed of the audit draws was revealed."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.actions import record_reveal as record

    record(seed=seed)


def put_in_force(review: Path, folder: Path) -> datetime:
    """Publish a kept order: positions and reasons only. Returns the time from which it is in force."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.actions import put_in_force as put

    return put(folder=folder).at


def record_failure(review: Path, message: str) -> None:
    """Record that an order could not be made. The one before it stays in force, and the pages say so."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.actions import record_failure as record

    record(message=message)


def publish_statement(review: Path, kind: str, body: dict[str, Any]) -> None:
    """Store the statement on `assurance` or `forecast` for its page."""
    open_workspace(review, migrate=False)
    from reassess.workspace.assurance.actions import publish_statement as keep

    keep(kind=kind, body=body)


def close_connection() -> None:
    """Close the connection to the database while the process waits, unless a transaction is open."""
    from django.db import connection

    if not connection.in_atomic_block:
        connection.close()
