"""Components rendered in Python because they appear on every page, or hundreds of times on one.

The template engine walks each of their nodes for every item; these join strings and escape each value once, which
takes a tenth of the time. What they write is what the templates around them would.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reassess.workspace.accounts.roles import May, allowed
from reassess.workspace.platform.wording import moment
from reassess.workspace.risks.clock import time_left

register = template.Library()

NAVIGATION: tuple[tuple[str, str, tuple[May, ...]], ...] = (
    ("my_work", "My work", (May.READ_CASES,)),
    ("queue", "Queue", (May.READ_CASES,)),
    ("risks", "Risks", (May.WORK_RISKS,)),
    ("enquiries", "Enquiries", (May.RAISE_ENQUIRIES,)),
    ("links", "Links to judge", (May.JUDGE_LINKS,)),
    ("search", "Search", (May.SEARCH,)),
    ("people", "People and places", (May.SEARCH,)),
    ("reports", "External reports", (May.RECORD_REPORTS,)),
    ("progress", "Progress", (May.SEE_PROGRESS,)),
    ("assurance", "Assurance", (May.SEE_PROGRESS,)),
    ("forecast", "Forecast", (May.SEE_PROGRESS,)),
    ("publications", "Publications", (May.SEE_PUBLICATIONS,)),
    ("accounts", "Accounts", (May.MANAGE_ACCOUNTS,)),
    ("audit", "Audit", (May.READ_AUDIT, May.READ_ACCOUNT_AUDIT)),
)
"""URL name, words, and the permissions of which any one shows the entry."""

_ITEM = '<li class="govuk-service-navigation__item{}"><a class="govuk-service-navigation__link" href="{}"{}>{}</a></li>'


@register.simple_tag
@cache
def navigation(role: str, here: str) -> SafeString:
    """The main navigation of a role, with the current page marked."""
    may = allowed(role)
    active, current = " govuk-service-navigation__item--active", mark_safe(' aria-current="page"')
    return format_html_join(
        "",
        _ITEM,
        (
            (active if name == here else "", reverse(name), current if name == here else "", words)
            for name, words, needed in NAVIGATION
            if may.intersection(needed)
        ),
    )


@register.simple_tag
def options(choices: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a select element."""
    listed = _options(tuple(choices))
    plain = mark_safe("".join(listed.values()))
    if chosen not in listed:
        return plain
    return mark_safe(plain.replace(listed[chosen], listed[chosen].replace("<option", "<option selected", 1), 1))


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {value: format_html('<option value="{}">{}</option>', value, words) for value, words in choices}


_RADIO = (
    '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" id="{0}-{1}" name="verdict" '
    'value="{1}"{2}><label class="govuk-label govuk-radios__label" for="{0}-{1}">{3}</label></div>'
)


@register.simple_tag
@lru_cache(maxsize=2_048)
def verdict_radios(anchor: str, chosen: str) -> SafeString:
    """The 5 answers to a question as radios; `anchor` is the prefix of their ids."""
    from reassess.workspace.answers.models import Verdict

    checked = mark_safe(" checked")
    return format_html_join(
        "", _RADIO, ((anchor, value, checked if value == chosen else "", words) for value, words in Verdict.choices)
    )


@register.simple_tag
def terms(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Rows of a description list."""
    return mark_safe("".join(f"<div><dt>{escape(term)}</dt><dd>{escape(value)}</dd></div>" for term, value in rows))


_RISK = (
    '<tr><td class="app-much"><a class="govuk-link" href="{}" data-item>{}</a><br>'
    '<span class="app-quiet">{}</span></td><td>{}{}</td><td class="app-some">{}</td><td>{}</td>'
    '<td class="app-much">{}; {}{}{}</td><td class="app-some">{}</td></tr>'
)
_STOP = mark_safe(' <strong class="govuk-tag govuk-tag--red">Do not contact</strong>')
_ESCALATED = mark_safe(' <strong class="govuk-tag govuk-tag--red">Escalated</strong>')
_GONE = mark_safe(' <strong class="govuk-tag govuk-tag--grey">Not in the newest run</strong>')


@register.simple_tag
def risk_rows(rows: Iterable[tuple[Any, str, bool]]) -> SafeString:
    """The rows of one band of the risks page, from (risk, title of its rule, whether not to contact its person)."""
    now = timezone.now()
    return format_html_join(
        "",
        _RISK,
        (
            (
                reverse("risk", args=[risk.pk]),
                title,
                risk.case.reference,
                risk.who or "No one named",
                _STOP if stop else "",
                moment(risk.starts_at),
                risk.owner or "No owner",
                risk.get_state_display(),
                risk.route,
                _ESCALATED if risk.escalated_at else "",
                "" if risk.found else _GONE,
                time_left(risk.due_at, now),
            )
            for risk, title, stop in rows
        ),
    )
