"""Decisions on their way back to triage."""

from itertools import groupby

from reassess.workspace.cases.models import Standing
from reassess.workspace.votes.models import THIRD, Vote
from reassess.workspace.votes.policy import settling_vote

ACTION = frozenset({"O3", "O4", "O5", "O6", "O7", "O8", "O9"})
"""Outcomes that take a case further or protect somebody: what the order of work should find early."""


def decisions() -> list[tuple[object, ...]]:
    """One row a decided case: that of its newest settled round, in order of reference."""
    votes = (
        Vote.objects.filter(case__standing__in=(Standing.DECIDED, Standing.APPROVAL))
        .select_related("case", "user")
        .order_by("case__reference", "round", "place")
    )
    newest = {
        reference: list(rows) for (reference, _), rows in groupby(votes, key=lambda v: (v.case.reference, v.round))
    }
    rows = (_row(reference, listed) for reference, listed in newest.items())
    return [row for row in rows if row is not None]


def _row(reference: str, votes: list[Vote]) -> tuple[object, ...] | None:
    settled = settling_vote(votes)
    if settled is None:
        return None
    last = votes[-1]
    action = "yes" if ACTION & set(settled.outcomes) else "no"
    agreed = "no" if any(vote.place == THIRD for vote in votes) else "yes"
    return (
        reference,
        last.at.isoformat(timespec="seconds"),
        last.round,
        ";".join(settled.outcomes),
        ";".join(settled.reasons),
        action,
        len(votes),
        agreed,
        ";".join(vote.user.username for vote in votes),
    )
