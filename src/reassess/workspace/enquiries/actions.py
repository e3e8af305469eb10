"""Every step of a line of enquiry: raised, allocated, completed, resulted, filed."""

from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import Ledger, audited_transaction
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.models import Enquiry, EnquiryStep, State
from reassess.workspace.platform.errors import Conflict, Refused

NEXT: dict[str, tuple[State, ...]] = {
    State.RAISED: (State.ALLOCATED,),
    State.ALLOCATED: (State.ALLOCATED, State.COMPLETED),
    State.COMPLETED: (State.ALLOCATED, State.RESULTED),
    State.RESULTED: (State.ALLOCATED, State.FILED),
    State.FILED: (),
}
"""Where an enquiry can go from each state; back to 'allocated' where more is to be done."""


def raise_enquiry(
    *, acting_user: User, case: Case, title: str, text: str = "", rule: str = "", subject: str = ""
) -> Enquiry:
    """Raise a line of enquiry, from a finding or of one's own."""
    if not acting_user.may(May.RAISE_ENQUIRIES):
        raise Refused("You do not have permission to raise lines of enquiry")
    if not title.strip() or len(title) > 200:
        raise Refused("Enter what needs to be done, in 200 characters or fewer")
    now = timezone.now()
    with audited_transaction(acting_user) as ledger:
        enquiry = Enquiry.objects.create(
            case=case,
            title=title.strip(),
            text=text.strip(),
            rule=rule,
            subject=subject,
            raised_by=acting_user,
            raised_at=now,
        )
        step = EnquiryStep.objects.create(enquiry=enquiry, number=1, state=State.RAISED, user=acting_user, at=now)
        delete_draft(acting_user=acting_user, key=f"enquiry:{case.pk}")
        ledger.add("enquiry.raised", case=case, subject=enquiry, rows=[enquiry, step], title=enquiry.title, rule=rule)
    return enquiry


def allocate_enquiry(*, acting_user: User, enquiry: Enquiry, version: int, owner: User, due_on: date) -> EnquiryStep:
    """Give an enquiry to somebody until a day. The owner must be somebody who may see its case."""
    if not acting_user.may(May.ALLOCATE_ENQUIRIES):
        raise Refused("You do not have permission to allocate lines of enquiry")
    if not owner.may(May.RAISE_ENQUIRIES):
        raise Refused("That person's role cannot work on lines of enquiry")
    if not visible_cases(owner).filter(pk=enquiry.case_id).exists():
        raise Refused("That person does not have access to this case")
    words = f"To {owner.username}, due {due_on:%-d %B %Y}"
    return _step(acting_user, enquiry, version, State.ALLOCATED, words, owner=owner, due_on=due_on)


def complete_enquiry(*, acting_user: User, enquiry: Enquiry, version: int, words: str) -> EnquiryStep:
    """Say that what was asked has been done."""
    return _step(acting_user, enquiry, version, State.COMPLETED, words)


def result_enquiry(*, acting_user: User, enquiry: Enquiry, version: int, result: str, evidence: str) -> EnquiryStep:
    """Record what came of it and on what that rests."""
    if not result.strip() or not evidence.strip():
        raise Refused("Enter the result and the evidence for it")
    return _step(
        acting_user, enquiry, version, State.RESULTED, result, result=result.strip(), evidence=evidence.strip()
    )


def file_enquiry(*, acting_user: User, enquiry: Enquiry, version: int, words: str = "") -> EnquiryStep:
    """File a resulted enquiry: the supervisor is content with it."""
    if not acting_user.may(May.ALLOCATE_ENQUIRIES):
        raise Refused("You do not have permission to file lines of enquiry")
    return _step(acting_user, enquiry, version, State.FILED, words)


def return_enquiries(*, acting_user: User, owner: User) -> int:
    """Take every unfiled enquiry from somebody, so that the supervisor sees it without an owner."""
    enquiries = list(Enquiry.objects.filter(owner=owner).exclude(state=State.FILED).select_related("case"))
    with audited_transaction(acting_user) as ledger:
        for enquiry in enquiries:
            enquiry.owner = None
            _write_step(ledger, acting_user, enquiry, State(enquiry.state), f"{owner.username} left the team")
    return len(enquiries)


def _step(user: User, enquiry: Enquiry, version: int, state: State, words: str, **changes: object) -> EnquiryStep:
    if not user.may(May.RAISE_ENQUIRIES):
        raise Refused("You do not have permission to work on lines of enquiry")
    with audited_transaction(user) as ledger:
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        if enquiry.version != version:
            last = enquiry.steps.last()
            theirs = f"{last.get_state_display()}: {last.words}" if last else ""
            raise Conflict("This line of enquiry", words, theirs, enquiry.version)
        if state not in NEXT[enquiry.state]:
            raise Refused(f"A line of enquiry that is {enquiry.state} cannot become {state}")
        for name, value in changes.items():
            setattr(enquiry, name, value)
        delete_draft(acting_user=user, key=f"enquiry-step:{enquiry.pk}")
        return _write_step(ledger, user, enquiry, state, words)


def _write_step(ledger: Ledger, user: User, enquiry: Enquiry, state: State, words: str) -> EnquiryStep:
    enquiry.version += 1
    enquiry.state = state
    try:
        step = EnquiryStep.objects.create(
            enquiry=enquiry, number=enquiry.version, state=state, user=user, words=words, at=timezone.now()
        )
    except IntegrityError:
        raise Conflict("This line of enquiry", words, "", enquiry.version) from None
    enquiry.save()
    ledger.add(
        f"enquiry.{state}",
        case=enquiry.case,
        subject=enquiry,
        rows=[enquiry, step],
        version=enquiry.version,
        words=words,
    )
    return step
