"""Restrict a case, open it again, name people for it, keep a filter, log a read."""

from typing import Any

from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.models import Case, CaseRead, Draft, Grant, Lease, SavedFilter
from reassess.workspace.platform.errors import Refused

LONGEST = 20_000
"""Characters of one draft."""


def restrict_case(*, acting_user: User, case: Case, people: list[User], words: str) -> None:
    """Show a case to named people only, the one who restricts it among them. Leases of others end."""
    if not acting_user.may(May.RESTRICT):
        raise Refused("You do not have permission to restrict cases")
    if len(words.strip()) < 10:
        raise Refused("Explain why, in 10 characters or more")
    unfit = sorted(person.username for person in people if not person.may(May.READ_CASES))
    if unfit:
        raise Refused(f"These users' roles cannot read cases: {', '.join(unfit)}")
    named = {person.pk: person for person in (acting_user, *people)}
    with audited_transaction(acting_user) as ledger:
        Grant.objects.filter(case=case).exclude(user__in=named).delete()
        for person in named.values():
            Grant.objects.get_or_create(case=case, user=person)
        Case.objects.filter(pk=case.pk).update(restricted=True)
        for lease in case.leases.filter(ended_at=None).exclude(user__in=named):
            end_leases(pk=lease.pk, how="restricted")
        ledger.add("case.restricted", case=case, people=sorted(p.username for p in named.values()), words=words.strip())


def unrestrict_case(*, acting_user: User, case: Case, words: str) -> None:
    """Show a case to the whole team again."""
    if not acting_user.may(May.RESTRICT):
        raise Refused("You do not have permission to restrict cases")
    if len(words.strip()) < 10:
        raise Refused("Explain why, in 10 characters or more")
    with audited_transaction(acting_user) as ledger:
        Case.objects.filter(pk=case.pk).update(restricted=False)
        Grant.objects.filter(case=case).delete()
        ledger.add("case.unrestricted", case=case, words=words.strip())


def log_glance(*, acting_user: User, case: Case, page: str) -> None:
    """Record that a person saw something of a case on a page that is not the case's own, such as a risk's.

    It does not count as reading: the case stays unseen, and its changes are still to be shown.
    """
    with audited_transaction(acting_user) as ledger:
        ledger.add("case.read", case=case, page=page)


def log_read(*, acting_user: User, case: Case, page: str) -> None:
    """Record that a person read a page of a case; the first read of anybody ends 'unseen'."""
    now = timezone.now()
    with audited_transaction(acting_user) as ledger:
        read = CaseRead(case=case, user=acting_user, at=now, heavy=case.risk > 0 or case.band_rank == 0)
        CaseRead.objects.bulk_create(
            [read], update_conflicts=True, update_fields=["at", "heavy"], unique_fields=["case", "user"]
        )
        if case.seen_at is None:
            Case.objects.filter(pk=case.pk).update(seen_at=now)
        ledger.add("case.read", case=case, page=page)


def save_filter(*, acting_user: User, name: str, query: str) -> SavedFilter:
    """Keep a query of the queue under a name; the same name again replaces it."""
    if not name.strip() or len(name) > 60 or len(query) > 1000:
        raise Refused("Enter a name for the filters of 60 characters or fewer")
    with audited_transaction(acting_user) as ledger:
        kept, _ = SavedFilter.objects.update_or_create(user=acting_user, name=name.strip(), defaults={"query": query})
        ledger.add("filter.saved", subject=kept, name=kept.name)
    return kept


def drop_filter(*, acting_user: User, name: str) -> None:
    """Delete one of one's own saved filters."""
    with audited_transaction(acting_user) as ledger:
        if SavedFilter.objects.filter(user=acting_user, name=name).delete()[0]:
            ledger.add("filter.dropped", name=name)


def hand_back(*, acting_user: User, case: Case) -> None:
    """Hand a case back: end one's own lease. No reason is asked for or stored."""
    with audited_transaction(acting_user) as ledger:
        if end_leases(case=case, user=acting_user, how="handed back"):
            ledger.add("case.handed_back", case=case)


def end_leases(*, how: str, **which: Any) -> int:
    """End the running leases that fit (`case`, `user`); returns how many. For use inside another action."""
    return Lease.objects.filter(ended_at=None, **which).update(ended_at=timezone.now(), how=how)


def save_draft(*, acting_user: User, key: str, text: str) -> Draft:
    """Keep unfinished words for their writer. Not audited: nobody else ever sees them."""
    if len(text) > LONGEST or len(key) > 400:
        raise Refused(f"A draft holds {LONGEST:,} characters")
    draft, _ = Draft.objects.update_or_create(
        user=acting_user, key=key, defaults={"text": text, "saved_at": timezone.now()}
    )
    return draft


def delete_draft(*, acting_user: User, key: str) -> None:
    """Delete a draft whose text has been submitted."""
    Draft.objects.filter(user=acting_user, key=key).delete()
