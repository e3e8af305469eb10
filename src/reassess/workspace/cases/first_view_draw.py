"""Which cases are drawn for a first view: a share that rests on the reference alone."""

import hashlib

from django.conf import settings

from reassess.workspace.cases.models import Case


def drawn_for_first_view(case: Case) -> bool:
    """Whether this case is one of the share."""
    return draw(case.reference) < settings.OPTIONS.first_view_share


def draw(reference: str) -> float:
    """The number from 0 to 1 that decides it. It rests on the reference alone, so that it never changes; publishing
    writes it beside the case for filters."""
    return int.from_bytes(hashlib.sha256(f"first view {reference}".encode()).digest()[:4]) / 2**32
