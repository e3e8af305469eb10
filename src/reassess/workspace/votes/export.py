"""Decisions on their way back to triage: the two blind readings of every case whose round is settled."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from reassess.workspace.cases.models import Lease, Reading, Standing
from reassess.workspace.votes.models import FIRST, THIRD, Vote
from reassess.workspace.votes.policy import VoteRow, settling_vote

ACTION = frozenset({"O3", "O4", "O5", "O6", "O7", "O8", "O9"})
"""Outcomes that take a case further or protect somebody: what the order of work should find early."""

COLUMNS = (
    "investigation_id", "reader", "opened_at", "decided_at", "outcome", "positive", "stream", "weight_class", "round",
    "reasons", "settled",
)  # fmt: skip


def decisions() -> Iterator[tuple[object, ...]]:
    """A row (see COLUMNS) for each blind reading of the newest settled round of each decided case.

    positive: the reading's own outcomes take the case further. stream: `order` for the first reader, `reread` for the
    second. settled: the outcomes that the round ended with. A third reader's vote settles and is no blind reading.
    """
    votes = (
        Vote.objects.filter(case__standing__in=(Standing.DECIDED, Standing.APPROVAL))
        .select_related("case", "user")
        .order_by("case__reference", "round", "place")
    )
    rounds = groupby(votes, key=lambda vote: (vote.case.reference, vote.round))
    newest = {reference: list(listed) for (reference, _), listed in rounds}
    opened, heavy = _openings(), _weights()
    for listed in newest.values():
        settled = settling_vote(listed)
        if settled is not None:
            blind = [vote for vote in listed if vote.place != THIRD]
            yield from (_row(vote, settled, opened, heavy) for vote in blind)


def _openings() -> dict[tuple[int, int], list[datetime]]:
    """When each person took each case, in order."""
    openings: dict[tuple[int, int], list[datetime]] = {}
    for case, user, at in Lease.objects.order_by("taken_at").values_list("case_id", "user_id", "taken_at"):
        openings.setdefault((case, user), []).append(at)
    return openings


def _weights() -> dict[tuple[int, int], str]:
    rows = Reading.objects.values_list("case_id", "user_id", "heavy")
    return {(case, user): "heavy" if heavy else "ordinary" for case, user, heavy in rows}


def _row(
    vote: Vote, settled: VoteRow, opened: dict[tuple[int, int], list[datetime]], heavy: dict[tuple[int, int], str]
) -> tuple[object, ...]:
    key = (vote.case_id, vote.user_id)
    taken = max((at for at in opened.get(key, ()) if at <= vote.at), default=vote.at)
    return (
        vote.case.reference, vote.user.username, _plain(taken), _plain(vote.at), ";".join(vote.outcomes),
        bool(ACTION & set(vote.outcomes)), "order" if vote.place == FIRST else "reread", heavy.get(key, ""), vote.round,
        ";".join(vote.reasons), ";".join(settled.outcomes),
    )  # fmt: skip


def _plain(at: datetime) -> str:
    """A moment in UTC without its offset, as the analysis rooms keep moments."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds")
