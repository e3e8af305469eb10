"""Dates, times and codes in words."""

from datetime import date, datetime

from django.utils import timezone


def day(value: date | str | None) -> str:
    """A date as '3 March 2014'; empty for None."""
    if not value:
        return ""
    on = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{on.day} {on:%B %Y}"


def moment(value: datetime | None) -> str:
    """A time as '3 March 2014, 09:05', in local time; empty for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M}"


SHORT = {"cctv", "isva", "cps", "imei", "mash", "lado", "nrm", "nca", "pnc", "anpr", "nfa", "abe", "cse"}
"""Abbreviations, written in capitals."""


def code_words(code: str | None) -> str:
    """A code of the record in words.

    >>> code_words("bank_account"), code_words("cctv"), code_words("police_nfa")
    ('bank account', 'CCTV', 'police NFA')
    """
    words = (code or "").replace("_", " ").replace("-", " ").split()
    return " ".join(word.upper() if word.lower() in SHORT else word for word in words)
