"""Decisions and answers on their way to triage: the blind readings of every case of which a round is settled."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from reassess.workspace.answers.models import Answer
from reassess.workspace.assurance.models import AuditDraw
from reassess.workspace.cases.models import Case, CaseRead, Lease
from reassess.workspace.votes.models import FIRST, THIRD, Approval, BlindReview, Vote
from reassess.workspace.votes.policy import STANDS, VoteRow, settling_vote

ACTION = frozenset({"O3", "O4", "O5", "O6", "O7", "O8", "O9"})
"""Outcomes that take a case further or protect somebody: what the order of work should find early."""

COLUMNS = (
    "investigation_id",
    "reader",
    "opened_at",
    "decided_at",
    "outcome",
    "positive",
    "stream",
    "weight_class",
    "round",
    "reasons",
    "settled",
    "drawn_at",
    "closed",
)
ANSWER_COLUMNS = ("investigation_id", "question", "area", "year", "reader", "value")

Row = tuple[object, ...]


def decisions() -> Iterator[Row]:
    """A row (see COLUMNS) for each blind reading of each case of which a round is settled.

    positive: the reading's own outcomes take the case further. stream: `order` or `audit` for the first reader, by what
    handed the case out; `second` for the second; `reread` for a quality assurer who read an approved 'no further action
    stands' again. settled: the outcomes that the newest settled round ended with. drawn_at: when the audit drew it.
    closed: whether the decision was to let no further action stand, and was approved. A third reader's vote settles and
    is no blind reading.
    """
    known = _Known()
    votes = Vote.objects.select_related("case", "user").order_by("case__reference", "round", "vote_number")
    for _, listed in groupby(votes, key=lambda vote: vote.case.reference):
        yield from _of_a_case([list(own) for _, own in groupby(listed, key=lambda vote: vote.round)], known)
    for read in BlindReview.objects.select_related("draw__case", "user").order_by("draw__case__reference", "pk"):
        yield _reread_row(read, known)


class _Known:
    """What every row needs, read once: leases, weights, draws, approvals."""

    def __init__(self) -> None:
        self.opened: dict[tuple[int, int], list[datetime]] = {}
        for case, user, at in Lease.objects.order_by("taken_at").values_list("case_id", "user_id", "taken_at"):
            self.opened.setdefault((case, user), []).append(at)
        heavy = CaseRead.objects.values_list("case_id", "user_id", "heavy")
        self.weights = {(case, user): "heavy" if is_heavy else "ordinary" for case, user, is_heavy in heavy}
        self.draws = dict(AuditDraw.objects.values_list("case_id", "at"))
        self.approved = set(Approval.objects.filter(approved=True).values_list("case_id", "round"))


def _of_a_case(rounds: list[list[Vote]], known: _Known) -> Iterator[Row]:
    """The blind readings of the newest settled round that has them; none where no round is settled yet."""
    settled = [(votes, vote) for votes in rounds if (vote := settling_vote(votes)) is not None]
    blind = [votes for votes, _ in settled if votes[0].vote_number == FIRST]
    if not blind:
        return
    last = settled[-1][1]
    for vote in blind[-1]:
        if vote.vote_number != THIRD:
            yield _row(vote, last, known)


def _row(vote: Vote, settled: VoteRow, known: _Known) -> Row:
    key = (vote.case_id, vote.user_id)
    taken = max((at for at in known.opened.get(key, ()) if at <= vote.at), default=vote.at)
    drawn = known.draws.get(vote.case_id) if vote.vote_number == FIRST else None
    stream = "second" if vote.vote_number != FIRST else "audit" if drawn else "order"
    closed = (
        isinstance(settled, Vote) and STANDS in settled.outcomes and (settled.case_id, settled.round) in known.approved
    )
    return (
        vote.case.reference,
        vote.user.username,
        _plain(taken),
        _plain(vote.at),
        ";".join(vote.outcomes),
        bool(ACTION & set(vote.outcomes)),
        stream,
        known.weights.get(key, ""),
        vote.round,
        ";".join(vote.reasons),
        ";".join(settled.outcomes),
        _plain(drawn) if drawn else "",
        closed,
    )


def _reread_row(read: BlindReview, known: _Known) -> Row:
    case, key = read.draw.case, (read.draw.case_id, read.user_id)
    return (
        case.reference,
        read.user.username,
        _plain(read.opened_at),
        _plain(read.at),
        ";".join(read.outcomes),
        bool(ACTION & set(read.outcomes)),
        "reread",
        known.weights.get(key, ""),
        read.draw.round,
        ";".join(read.reasons),
        STANDS,
        "",
        True,
    )


def answers() -> Iterator[Row]:
    """A row (see ANSWER_COLUMNS) for each voter's newest answer to each question, on cases of which a round is settled.

    Answers on a case that is still being read blind do not leave it, not even as numbers.
    """
    settled = {row[0] for row in decisions()}
    voted = set(Vote.objects.values_list("case_id", "user_id"))
    cases = Case.objects.in_bulk({case for case, _ in voted})
    newest: dict[tuple[int, str, str, int], str] = {}
    for case, rule, subject, user, verdict in Answer.objects.order_by("number").values_list(
        "case_id", "rule", "subject", "user_id", "verdict"
    ):
        newest[case, rule, subject, user] = verdict
    for (pk, rule, subject, user), verdict in sorted(newest.items()):
        about = cases.get(pk)
        if about is not None and (pk, user) in voted and about.reference in settled:
            yield f"{about.reference} {subject}".strip(), rule, about.area, about.year, f"reader {user}", verdict


def _plain(at: datetime) -> str:
    """A moment in UTC without its offset, as the analysis rooms keep moments."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds")
