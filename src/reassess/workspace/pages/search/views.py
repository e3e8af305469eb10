"""Search over everything that the person may see; the index is asked with their cases, never filtered after."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reassess.records.errors import UserError
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.catalogue import visible_references
from reassess.workspace.cases.models import Publication
from reassess.workspace.cases.person_names import initials
from reassess.workspace.pages.marked_text import marked
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import not_to_contact
from reassess.workspace.platform.reading_room import Found
from reassess.workspace.platform.reading_room import search as search_text
from reassess.workspace.platform.search_index import index_file

SHOWN = 20
LONGEST = 200

KINDS = (
    ("entry", "Log entries"),
    ("document", "Documents"),
    ("person", "Names"),
    ("identifier", "Identifiers"),
    ("location", "Places"),
    ("intelligence", "Intelligence"),
    ("decision", "Decisions"),
)
ONE_OF = {"entry": "log entry", "person": "name", "location": "place", "investigation": "case details"}
TABS = {"document": "case_documents", "person": "case_people", "identifier": "case_links", "location": "case_places"}


@dataclass
class Hit:
    """One hit as the page shows it."""

    reference: str
    url: str
    where: str
    html: SafeString
    person: str = ""
    do_not_contact: bool = False


@needs(May.SEARCH)
def search(request: SignedIn) -> HttpResponse:
    """Hits with their words in context, best first."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(KINDS) else ""
    year = request.GET.get("year", "").strip()[:4]
    context: dict[str, Any] = {"q": words, "kinds": KINDS, "kind": kind, "year": year}
    if words:
        context |= _answer(request, words, kind, year)
    return render(request, "search/search.html", context)


def _answer(request: SignedIn, words: str, kind: str, year: str) -> dict[str, Any]:
    publication = Publication.objects.exclude(finished_at=None).first()
    if publication is None:
        return {"unavailable": "There is nothing to search yet. Publish a run first."}
    cases = visible_references(request.user)
    years = (int(year), int(year)) if year.isascii() and year.isdigit() else None
    first = _first(request)
    with audited_transaction(request.user) as ledger:
        ledger.add("search.asked", words=words, kind=kind, year=year)
    try:
        found, more = search_text(
            index_file(publication.run), words, allowed=cases.keys(), years=years, kind=kind, first=first, count=SHOWN
        )
    except UserError as error:
        return {"unavailable": str(error)}
    where = dict(KINDS).get(kind, "everything that you have access to").lower() + (f", {year}" if years else "")
    hits = [_hit(one, cases[one.reference]) for one in found]
    stop = not_to_contact(request.user, {hit.person for hit in hits if hit.person})
    for hit in hits:
        hit.do_not_contact = hit.person in stop
    return {
        "hits": hits,
        "searched": f"{where}, {len(cases):,} cases",
        "next": first + SHOWN if more else None,
        "first": first + 1,
    }


def _first(request: SignedIn) -> int:
    asked = request.GET.get("from", "0")
    return min(int(asked), 1000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _hit(found: Found, pk: int) -> Hit:
    url = reverse(TABS.get(found.table, "case_timeline"), args=[pk])
    if found.table == "document":
        url = f"{url}?{urlencode({'open': found.key})}"
    noun = ONE_OF.get(found.table, found.table)
    where = f"{noun}, page {found.page}" if found.page else noun
    return Hit(found.reference, url, where, _shown(found), found.key if found.table == "person" else "")


def _shown(found: Found) -> SafeString:
    """The excerpt with the words marked; the name of a victim as initials, since this is no page of their case."""
    if found.table == "person" and found.excerpt.rstrip().endswith("victim"):
        name = found.excerpt.split(",")[0].split("(")[0]
        return marked(f"{initials({'forename': name})} (victim)", [])
    html = marked(found.excerpt, [(start, end, "hit") for start, end in found.marks])
    return mark_safe(html.replace(" , ", ", ")) if found.table == "person" else html
