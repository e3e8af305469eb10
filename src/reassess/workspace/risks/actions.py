"""Every step on a risk. A step names the version that the person saw, so the second of two gets a conflict."""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import Ledger, audited_transaction
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.risks.models import Band, Risk, RiskStep, State

Kind = RiskStep.Kind

MOVES: dict[str, State] = {
    Kind.OWNED: State.OWNED,
    Kind.ACKNOWLEDGED: State.ACKNOWLEDGED,
    Kind.REFERRED: State.REFERRED,
    Kind.RESPONDED: State.RESPONDED,
    Kind.PROPOSED: State.CLOSING,
    Kind.REFUSED: State.ACKNOWLEDGED,
    Kind.CLOSED: State.CLOSED,
    Kind.HANDED_BACK: State.OPEN,
}
"""Which state a step leads to; a step that is not here moves nothing."""

WAITING = (State.OPEN, State.OWNED, State.ACKNOWLEDGED)
"""States in which a risk still waits to be referred: its clock runs."""

NEARLY = timedelta(hours=2)
"""How long before its clock passes a risk counts as nearly out of time."""

CLOSING_REASONS: dict[str, str] = {
    "referred_accepted": "The receiving body has it and has answered",
    "no_longer": "The circumstance no longer exists, and how that is known is stated",
    "known_managed": "It was known and is being managed, by whom is stated",
    "not_a_risk": "It was not a risk, and why is stated",
    "same_as": "It is dealt with under another risk, which is named",
}


def take_risk(*, acting_user: User, risk: Risk, version: int) -> RiskStep:
    """Become the owner of a risk."""
    return _step(acting_user, risk, version, Kind.OWNED)


def acknowledge_risk(*, acting_user: User, risk: Risk, version: int, words: str = "") -> RiskStep:
    """Say that the risk has been read and understood. Who acknowledges owns it."""
    return _step(acting_user, risk, version, Kind.ACKNOWLEDGED, words=words)


def refer_risk(*, acting_user: User, risk: Risk, version: int, to: str, words: str) -> RiskStep:
    """Note to which body the risk was referred, and how. The software sends nothing."""
    if not to.strip():
        raise Refused("Enter who it was referred to")
    return _step(acting_user, risk, version, Kind.REFERRED, to=to.strip(), words=words)


def respond_risk(*, acting_user: User, risk: Risk, version: int, words: str) -> RiskStep:
    """Note what the receiving body answered."""
    if not words.strip():
        raise Refused("Enter what the response was")
    return _step(acting_user, risk, version, Kind.RESPONDED, words=words)


def note_risk(*, acting_user: User, risk: Risk, version: int, words: str) -> RiskStep:
    """Add a note."""
    if not words.strip():
        raise Refused("Enter the note")
    return _step(acting_user, risk, version, Kind.NOTE, words=words)


def close_risk(*, acting_user: User, risk: Risk, version: int, reason: str, words: str) -> RiskStep:
    """Close a risk with a reason. Immediate and same-day risks need a second person: the first proposes."""
    if not acting_user.may(May.CLOSE_RISKS):
        raise Refused("You do not have permission to close risks")
    if reason not in CLOSING_REASONS or len(words.strip()) < 10:
        raise Refused("Choose a reason and explain it in 10 characters or more")
    kind = Kind.CLOSED if risk.band == Band.NEXT else Kind.PROPOSED
    return _step(acting_user, risk, version, kind, reason=reason, words=words)


def answer_closing(*, acting_user: User, risk: Risk, version: int, agreed: bool, words: str = "") -> RiskStep:
    """The second person's answer to a proposal to close. Raises `Refused` for who proposed it."""
    if not acting_user.may(May.CLOSE_RISKS):
        raise Refused("You do not have permission to close risks")
    proposal = risk.steps.filter(kind=Kind.PROPOSED).last()
    if risk.state != State.CLOSING or proposal is None:
        raise Refused("No one has asked to close this risk")
    if proposal.user_id == acting_user.pk:
        raise Refused("You asked to close this risk, so a second person must agree")
    kind = Kind.CLOSED if agreed else Kind.REFUSED
    return _step(acting_user, risk, version, kind, reason=proposal.reason if agreed else "", words=words)


def return_risks(*, acting_user: User, owner: User) -> int:
    """Take every open risk from somebody, so that each is without an owner on the board; returns how many."""
    risks = list(Risk.objects.filter(owner=owner).exclude(state=State.CLOSED))
    with audited_transaction(acting_user) as ledger:
        for risk in risks:
            add_step(ledger, risk, Kind.HANDED_BACK, user=acting_user, words=f"{owner.username} left the team")
    return len(risks)


def overdue(now: datetime) -> QuerySet[Risk]:
    """Immediate and same-day risks whose clock has passed and which have neither been referred nor escalated."""
    return Risk.objects.filter(band_rank__lte=1, due_at__lte=now, escalated_at=None, state__in=WAITING)


def past_their_clock(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """Those of some risks, of every band, whose clock has passed and which nobody has referred."""
    return risks.filter(due_at__lt=timezone.now(), state__in=WAITING)


def escalate_overdue(*, now: datetime | None = None) -> list[Risk]:
    """Escalate every risk whose clock has passed, once; returns them. Runs by itself while the server stands."""
    now = now or timezone.now()
    with audited_transaction(None) as ledger:
        risks = list(overdue(now).select_for_update(of=("self",)).select_related("case", "owner"))
        for risk in risks:
            risk.escalated_at = now
            add_step(ledger, risk, Kind.ESCALATED, user=None, words="The clock passed before it was referred")
    return risks


def _step(user: User, risk: Risk, version: int, kind: str, **columns: str) -> RiskStep:
    if not user.may(May.WORK_RISKS):
        raise Refused("You do not have permission to work on risks")
    with audited_transaction(user) as ledger:
        risk = Risk.objects.select_for_update().get(pk=risk.pk)
        if risk.version != version:
            last = risk.steps.last()
            theirs = f"{last.get_kind_display()}: {last.words}" if last else ""
            raise Conflict("This risk", columns.get("words", ""), theirs, risk.version)
        if risk.state == State.CLOSED:
            raise Refused("This risk is closed")
        delete_draft(acting_user=user, key=f"risk:{risk.pk}:{kind}")
        return add_step(ledger, risk, kind, user=user, **columns)


def add_step(ledger: Ledger, risk: Risk, kind: str, *, user: User | None, **columns: str) -> RiskStep:
    """Add a step and bring state, owner and version of the risk up to it. Call it inside `audited_transaction`."""
    number = risk.version + 1
    try:
        step = RiskStep.objects.create(risk=risk, number=number, kind=kind, user=user, at=timezone.now(), **columns)
    except IntegrityError:
        raise Conflict("This risk", columns.get("words", ""), "", number) from None
    if kind in (Kind.OWNED, Kind.ACKNOWLEDGED):
        risk.owner = user
    elif kind == Kind.HANDED_BACK:
        risk.owner = None
    risk.state = MOVES.get(kind, State(risk.state))
    risk.version = number
    risk.save(update_fields=["owner", "state", "version", "escalated_at", "found"])
    ledger.add(f"risk.{kind}", case=risk.case, subject=risk, rows=[step], version=number, **columns)
    return step


def without_owner(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """Those of some risks that are open and that nobody owns."""
    return risks.filter(owner=None).exclude(state=State.CLOSED)


def nearly_due(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """Those of some risks that still wait to be referred and whose clock passes within `NEARLY`."""
    now = timezone.now()
    return risks.filter(due_at__gte=now, due_at__lte=now + NEARLY, state__in=WAITING)


def board(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """Open risks in the order of the board: by band, then by clock."""
    return risks.exclude(state=State.CLOSED).order_by("band_rank", F("due_at"), "pk")
