"""What the Decide tab shows to this user now."""

from dataclasses import dataclass

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.models import Case, Draft, Standing
from reassess.workspace.pages.cases.tabs.findings import case_findings
from reassess.workspace.votes.actions import current_round, may_vote
from reassess.workspace.votes.blindness import is_blind, visible_votes
from reassess.workspace.votes.models import BlindReview, Vote
from reassess.workspace.votes.policy import OUTCOME_TITLES, OUTCOMES, REASONS, STANDS_BECAUSE
from reassess.workspace.votes.review_draws import is_blind_reviewer

PAGES_TO_READ = {
    "findings": "the findings",
    "timeline": "the timeline",
    "people": "the people",
    "documents": "the documents",
}


@dataclass(frozen=True)
class ShownVote:
    """A vote or blind review in words; `number` is the round that it is about."""

    vote: Vote | BlindReview
    number: int
    outcomes: list[str]
    reasons: list[str]
    stands: str


def decide_context(file: CaseFile, user: User) -> dict[str, object]:
    """Choices, what the person has seen and answered, and the votes that they may see."""
    case = file.case
    found = case_findings(file, user)
    again = is_blind_reviewer(user, case)
    refusal = "" if again else may_vote(user, case)
    blind = is_blind(user, case)
    draft = Draft.objects.filter(user=user, key=f"vote:{case.pk}").first()
    return {
        "outcomes": OUTCOMES,
        "reasons": REASONS,
        "stands_reasons": STANDS_BECAUSE,
        "refusal": refusal,
        "asked": found.asked,
        "answered": found.answered,
        "unread": _unread(file, user) if not refusal else [],
        "votes": [_shown(vote, vote.round) for vote in visible_votes(user, case)],
        "blind": blind,
        "round": current_round(case),
        "approvals": [] if blind else list(case.approvals.select_related("user")),
        "rereadings": [] if blind else _rereadings(case),
        "may_approve": _may_approve(user, case),
        "draft": draft.text if draft else "",
        "may_reopen": user.may(May.APPROVE) and case.standing in (Standing.DECIDED, Standing.APPROVAL),
        "differ": case.standing == Standing.THIRD,
    }


def _rereadings(case: Case) -> list[ShownVote]:
    done = BlindReview.objects.filter(draw__case=case).select_related("user", "draw").order_by("at")
    return [_shown(read, read.draw.round) for read in done]


def _may_approve(user: User, case: Case) -> bool:
    waits = case.standing == Standing.APPROVAL and user.may(May.APPROVE)
    return waits and not case.votes.filter(user=user).exists()


def _unread(file: CaseFile, user: User) -> list[str]:
    """Parts of the case that hold something and that the user has never opened."""
    empty = {page for page, piece in (("people", "involvement"), ("documents", "document")) if not file.rows(piece)}
    reads = Entry.objects.filter(case=file.case, actor=user, verb="case.read").values_list("detail", flat=True)
    seen = set(reads)
    pages = {page: words for page, words in PAGES_TO_READ.items() if page not in empty}
    return [words for page, words in pages.items() if not any(f'"page": "{page}"' in detail for detail in seen)]


def _shown(vote: Vote | BlindReview, number: int) -> ShownVote:
    return ShownVote(
        vote,
        number,
        outcomes=[f"{code} {OUTCOME_TITLES[code]}" for code in vote.outcomes],
        reasons=[REASONS[code] for code in vote.reasons],
        stands=STANDS_BECAUSE.get(vote.stands_because, ""),
    )
