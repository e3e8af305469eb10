"""Taking a case is a lease with an end; two people never hold the same one."""

from django.db.models import QuerySet
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.models import Case, Lease


def live_leases() -> QuerySet[Lease]:
    """Leases that are running now."""
    return Lease.objects.filter(ended_at=None, ends_at__gt=timezone.now())


def holder(case: Case) -> User | None:
    """Who holds a case now."""
    lease = live_leases().filter(case=case).select_related("user").first()
    return lease.user if lease else None
