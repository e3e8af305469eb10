"""Addresses by their form: a house number, or a flat, before the name of a street."""

import re
from collections.abc import Iterator

from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import Found
from reassess.reading.mentions.prefilter import beginnings, begun_at

_STREETS = (
    *(
        "Road",
        "Rd",
        "Street",
        "St",
        "Lane",
        "Ln",
        "Avenue",
        "Ave",
        "Drive",
        "Dr",
        "Close",
        "Way",
        "Court",
        "Ct",
        "Place",
    ),
    *("Pl", "Square", "Sq", "Terrace", "Crescent", "Cres", "Gardens", "Gdns", "Grove", "Park", "Hill", "Row", "Parade"),
    *("Rise", "Walk", "Mews", "Yard", "Green", "Common", "Hall", "House", "Broadway", "Quay", "Wharf", "Vale", "View"),
    *("Villas", "Estate"),
)
_STREET = f"(?:{'|'.join((*_STREETS, *map(str.upper, _STREETS)))})"
_NAME = r"[A-Z][\w'\u2019-]+"
_NUMBERED = re.compile(rf"\d(?<!\w\d)\d{{0,3}}[A-Za-z]?(?:-\d{{1,4}}[A-Za-z]?)?,? (?:{_NAME} ){{1,3}}{_STREET}\b")
_FLAT_BEFORE = re.compile(r"\b(?:Flat|Unit|Apartment|Apt|Room)\.? \d{1,4}[A-Za-z]?,? \Z")
_LONGEST_FLAT = len("Apartment. 1234A, ") + 1
_FLAT = re.compile(rf"\b(?:Flat|Apartment|Apt)\.? \d{{1,4}}[A-Za-z]?,? (?:{_NAME} ){{1,3}}{_STREET}\b")

_FLATS = ("Flat", "Apartment", "Apt")


def addresses(text: str) -> Iterator[Found]:
    """Addresses with a house or flat number, folded for comparing with `reading.place_key`."""
    for match in _NUMBERED.finditer(text):
        start = _with_flat(text, match.start())
        yield Found(start, match.end(), "address", folded(text[start : match.end()]))
    for match in begun_at(_FLAT, text, beginnings(text, _FLATS)):
        yield Found(match.start(), match.end(), "address", folded(match.group()))


def _with_flat(text: str, number: int) -> int:
    """Where an address begins whose house number stands here: at the flat in front of it, if there is one."""
    before = max(0, number - _LONGEST_FLAT)
    flat = _FLAT_BEFORE.search(text[before:number])
    return before + flat.start() if flat else number
