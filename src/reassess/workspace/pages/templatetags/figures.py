"""Shares and chances in words."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share as a percentage; empty for None.

    >>> percent(0.1234), percent(0.004), percent(0), percent(1)
    ('12%', '0.4%', '0%', '100%')
    """
    if share is None:
        return ""
    return f"{share:.1%}" if 0 < share < 0.1 else f"{share:.0%}"


@register.filter
def chance(share: float) -> str:
    """A chance as a percentage; a forecast is never certain.

    >>> chance(0.851), chance(1.0), chance(0.0)
    ('85%', 'over 99%', 'under 1%')
    """
    return "over 99%" if share > 0.99 else "under 1%" if share < 0.01 else f"{share:.0%}"


@register.filter
def one_in(share: float) -> str:
    """A share as a number of cases: 0.05 is '20'.

    >>> one_in(0.05), one_in(0.1), one_in(0)
    ('20', '10', 'none')
    """
    return f"{1 / share:.0f}" if share else "none"
