"""The audit pages: who did and read what, when; filter and export."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.pages.audit.words import VERBS, verb_words
from reassess.workspace.pages.csv_responses import csv_response
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.votes.blindness import hide_votes

SHOWN = 50
ACCOUNT_VERBS = ("account.", "session.", "conduct.")


def visible_entries(user: User) -> QuerySet[Entry]:
    """Entries that a person may see: the administrator those on accounts, others those on cases they may see."""
    if user.may(May.READ_AUDIT):
        return Entry.objects.filter(Q(case=None) | Q(case__in=visible_cases(user)))
    accounts = Q()
    for verb in ACCOUNT_VERBS:
        accounts |= Q(verb__startswith=verb)
    return Entry.objects.filter(accounts)


def _filtered(request: SignedIn) -> QuerySet[Entry]:
    entries = visible_entries(request.user).select_related("case")
    for name, lookup in (
        ("who", "actor_name"),
        ("verb", "verb__startswith"),
        ("case", "case__reference"),
        ("from", "at__date__gte"),
        ("to", "at__date__lte"),
    ):
        value = request.GET.get(name, "").strip()[:100]
        if value and (not lookup.startswith("at__") or _is_day(value)):
            entries = entries.filter(**{lookup: value})
    return entries


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _verbs(request: SignedIn) -> list[tuple[str, str]]:
    """What the filter offers to this role, with what the address asks for among it, known or not."""
    asked = request.GET.get("verb", "")[:60]
    offered = VERBS if request.user.may(May.READ_AUDIT) else [verb for verb in VERBS if verb.startswith(ACCOUNT_VERBS)]
    known = {verb: verb_words(verb) for verb in [*offered, *([asked] if asked else [])]}
    return sorted(known.items(), key=lambda pair: pair[1])


@needs(May.READ_AUDIT, May.READ_ACCOUNT_AUDIT)
def audit(request: SignedIn) -> HttpResponse:
    """Entries, newest first. Pages go by sequence, so that a long trail is as fast as a short one."""
    entries = _filtered(request)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 16:
        entries = entries.filter(sequence__lt=int(before))
    listed = list(entries[: SHOWN + 1])
    hide_votes(request.user, listed)
    context: dict[str, Any] = {
        "entries": listed[:SHOWN],
        "older": listed[SHOWN - 1].sequence if len(listed) > SHOWN else None,
        "chosen": {name: request.GET.get(name, "") for name in ("who", "verb", "case", "from", "to")},
        "query_string": request.GET.urlencode(),
        "verbs": _verbs(request),
    }
    return render(request, "audit/entries.html", context)


@needs(May.READ_AUDIT, May.READ_ACCOUNT_AUDIT)
def export(request: SignedIn) -> HttpResponseBase:
    """The filtered entries as CSV; the export is itself an entry."""
    entries = _filtered(request)
    with audited_transaction(request.user) as ledger:
        ledger.add("audit.exported", query=request.GET.urlencode()[:1000])
    columns = ("sequence", "at", "actor_name", "verb", "case__reference", "subject", "detail", "digest")
    return csv_response("audit.csv", columns, _rows(request.user, entries))


def _rows(user: User, entries: QuerySet[Entry]) -> Iterator[list[Any]]:
    waiting = entries.iterator(chunk_size=SHOWN)
    while part := list(islice(waiting, SHOWN)):
        hide_votes(user, part)
        for entry in part:
            reference = entry.case.reference if entry.case else None
            yield [
                entry.sequence,
                entry.at,
                entry.actor_name,
                entry.verb,
                reference,
                entry.subject,
                entry.detail,
                entry.digest,
            ]
