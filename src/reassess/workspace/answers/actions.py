"""Answers, notes, first views and drafts: what a reader writes."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.models import Answer, FirstView, Note, Verdict
from reassess.workspace.answers.quotes import Quote
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.errors import Conflict, Refused

LONGEST = 20_000
"""Characters of one answer, note or draft."""


def give_answer(
    *,
    acting_user: User,
    case: Case,
    rule: str,
    subject: str,
    verdict: str,
    words: str,
    quotes: Sequence[Quote],
    version: int,
) -> Answer:
    """Answer one question for oneself. `version` is the number of the answer that the form was filled from.

    Raises `Refused` for another role or an incomplete answer, and `Conflict` where a later answer of
    the same person is there (another tab, another machine).
    """
    _allow_reader(acting_user, words)
    if verdict not in Verdict.values:
        raise Refused("Select one of the 5 answers")
    last = last_answer(acting_user, case, rule, subject)
    number = last.number if last else 0
    if version != number and last is not None:
        raise Conflict("Your answer", words, f"{last.get_verdict_display()}: {last.words}", number)
    with audited_transaction(acting_user) as ledger:
        try:
            answer = Answer.objects.create(
                case=case,
                rule=rule,
                subject=subject,
                user=acting_user,
                number=number + 1,
                verdict=verdict,
                words=words.strip(),
                quotes=list(quotes),
                at=timezone.now(),
            )
        except IntegrityError:
            raise Conflict("Your answer", words, "", number) from None
        delete_draft(acting_user=acting_user, key=answer_key(case, rule, subject))
        ledger.add(
            "answer.given", case=case, subject=answer, rule=rule, of=subject, verdict=verdict, number=answer.number
        )
    return answer


def last_answer(user: User, case: Case, rule: str, subject: str) -> Answer | None:
    """A person's present answer to one question."""
    return Answer.objects.filter(case=case, user=user, rule=rule, subject=subject).order_by("-number").first()


def answer_key(case: Case, rule: str, subject: str) -> str:
    """The key under which the draft of an answer is kept."""
    return f"answer:{case.pk}:{rule}:{subject}"[:400]


def write_note(*, acting_user: User, case: Case, text: str, version: int) -> Note:
    """Save the team's note on a case. Raises `Conflict` with both texts where somebody saved first."""
    _allow_reader(acting_user, text)
    last = case.notes.first()
    number = last.number if last else 0
    if version != number:
        raise Conflict("The team's note", text, last.text if last else "", number)
    with audited_transaction(acting_user) as ledger:
        try:
            with transaction.atomic():
                note = Note.objects.create(case=case, number=number + 1, text=text, user=acting_user, at=timezone.now())
        except IntegrityError:
            newest = Note.objects.filter(case=case).first()
            raise Conflict("The team's note", text, newest.text if newest else "", number + 1) from None
        delete_draft(acting_user=acting_user, key=f"note:{case.pk}")
        ledger.add("note.written", case=case, subject=note, number=note.number)
    return note


def write_first_view(*, acting_user: User, case: Case, text: str) -> FirstView:
    """Record what a reader thinks before the machine's findings are shown. It cannot be changed afterwards."""
    _allow_reader(acting_user, text)
    if len(text.strip()) < 20:
        raise Refused("Enter your own view in 20 characters or more")
    with audited_transaction(acting_user) as ledger:
        view, made = FirstView.objects.get_or_create(
            case=case, user=acting_user, defaults={"text": text.strip(), "at": timezone.now()}
        )
        if made:
            delete_draft(acting_user=acting_user, key=f"first:{case.pk}")
            ledger.add("first_view.written", case=case, subject=view)
    return view


def _allow_reader(user: User, text: str) -> None:
    if not user.may(May.VOTE) and not user.may(May.WORK_RISKS):
        raise Refused("You do not have permission to write on cases")
    if len(text) > LONGEST:
        raise Refused(f"Write {LONGEST:,} characters or fewer")
