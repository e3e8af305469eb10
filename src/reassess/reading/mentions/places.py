"""Addresses by their form: a house number, or a flat, before the name of a street."""

import re
from collections.abc import Iterator

from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.found import Found

_STREET = (
    r"(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Way|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Cres|Gardens"
    r"|Gdns|Grove|Park|Hill|Row|Parade|Rise|Walk|Mews|Yard|Green|Common|Hall|House|Broadway|Quay|Wharf|Vale|View|Villas|Estate)"
)
_NAME = r"[A-Z][\w'\u2019-]+"
_NUMBERED = re.compile(
    rf"(?:\b(?:Flat|Unit|Apartment|Apt|Room)\.? \d{{1,4}}[A-Za-z]?,? )?"
    rf"\b\d{{1,4}}[A-Za-z]?,? (?:{_NAME} ){{1,3}}{_STREET}\b"
)
_FLAT = re.compile(rf"\b(?:Flat|Apartment|Apt)\.? \d{{1,4}}[A-Za-z]?,? (?:{_NAME} ){{1,3}}{_STREET}\b")


def addresses(text: str) -> Iterator[Found]:
    """Addresses with a house or flat number, folded for comparing with `reading.place_key`."""
    for pattern in (_NUMBERED, _FLAT):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "address", folded(match.group()))
