"""Tags and filters of the pages."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Draft
from reassess.workspace.pages.audit.words import detail_words, subject_page, subject_words, verb_words
from reassess.workspace.platform.wording import code_words, day, moment
from reassess.workspace.risks.clock import time_left

register = template.Library()
for plain_filter in (code_words, day, moment):
    register.filter(plain_filter)

TAG_COLOURS = {
    "Immediate": "red",
    "Immediate risk": "red",
    "Same day": "orange",
    "Same-day risk": "orange",
    "Next working day": "yellow",
    "Before contact": "purple",
    "Risk by the next working day": "yellow",
    "Risk today": "red",
    "Met": "green",
    "Not met": "grey",
    "Not known": "yellow",
    "In scope": "green",
    "Out of scope": "grey",
    "Scope not known": "yellow",
    "Decided": "green",
    "To be read": "blue",
    "Closed": "grey",
}
SCOPE_WORDS = {"in": "In scope", "out": "Out of scope", "unknown": "Scope not known"}


@register.filter
def left(due_at: datetime | None) -> str:
    """The time left until a deadline, in words."""
    return time_left(due_at, timezone.now())


@register.filter
def days_ago(value: datetime | None) -> str:
    """How many days have passed since a time, in words."""
    if value is None:
        return "never"
    number = (timezone.now() - value).days
    return "less than a day" if number == 0 else f"{number} day{'' if number == 1 else 's'}"


@register.filter
def scope_words(verdict: str) -> str:
    """A scope verdict in words."""
    return SCOPE_WORDS.get(verdict, verdict)


@register.filter
def said(entry: Entry) -> dict[str, str]:
    """An audit entry in words: `what`, `about`, `detail`, and `page`, the address of its subject."""
    page = subject_page(entry.subject)
    return {
        "page": reverse(page[0], args=[page[1]]) if page else "",
        "what": verb_words(entry.verb),
        "about": subject_words(entry.subject),
        "detail": detail_words(entry.detail),
    }


OPENED_BY = {
    "risks": "WORK_RISKS",
    "enquiries": "RAISE_ENQUIRIES",
    "people": "SEARCH",
    "places": "SEARCH",
    "links": "JUDGE_LINKS",
    "reports": "RECORD_REPORTS",
    "accounts": "MANAGE_ACCOUNTS",
}


@register.filter
def opens(page: str, may: Collection[str]) -> bool:
    """Whether a role can open a page, so that no link leads to a refusal."""
    return OPENED_BY.get(page.strip("/").split("/")[0], "") in may


@register.filter
def strength(weight: float) -> str:
    """How strong a link is, in words, from its weight (log 2 of the odds).

    >>> strength(12.0), strength(2.5)
    ('strong link', 'weak link')
    """
    return "strong link" if weight >= 7 else "fair link" if weight >= 4 else "weak link"


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a mapping for a key; empty if there is none."""
    return mapping.get(key, "")


@register.filter
def spaced(code: str | None) -> str:
    """A code as words: 'next_working_day' becomes 'next working day'."""
    return (code or "").replace("_", " ").replace("-", " ")


@register.simple_tag
def tag(words: str, colour: str = "") -> SafeString:
    """A GOV.UK tag: always words, with a colour beside them that follows from the words unless one is given."""
    colour = colour or TAG_COLOURS.get(words, "blue")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some values replaced (None takes one away)."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def turned(context: template.Context, name: str, page: int, by: int) -> str:
    """The query string of this page with the list `name` moved by `by` pages."""
    return query(context, **{name: page + by})


@register.filter
def joined(beginning: str, end: object) -> str:
    """Two values joined as text, such as the prefix and the id of a key."""
    return f"{beginning}{end}"


@register.simple_tag(takes_context=True)
def draft(context: template.Context, key: str, saved: str = "") -> str:
    """The reader's draft of a field, or else its saved text. One query for all fields of a page."""
    request = context["request"]
    if not hasattr(request, "drafts"):
        request.drafts = dict(Draft.objects.filter(user=request.user).values_list("key", "text"))
    return str(request.drafts.get(key) or saved or "")


@register.filter
def minus(value: float, less: float) -> str:
    """A coordinate minus a number, formatted for SVG."""
    return f"{float(value) - float(less):g}"


@register.filter
def unlocalized(value: float) -> str:
    """A number formatted for SVG, whatever the language of the page."""
    return f"{float(value):g}"


@register.filter
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.filter
def fields(text: str) -> list[list[str]]:
    """'name:Title:kind name:Title:kind' as rows, for forms with several text fields."""
    return [part.split(":") for part in text.split()]


@register.filter
def pairs(text: str) -> list[list[str]]:
    """'key:words|key:words' as rows."""
    return [part.split(":", 1) for part in text.split("|")]
