"""Persons in a text of which nothing is known: no corpus, no roles, names of any country.

Each run of words with capital letters is weighed by a short list of reasons; what reaches `ENOUGH` is a person. In a
run of the review the corpus is the dictionary and `names` does this work; here it is for pasted and uploaded text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from reassess.reading.mentions import model
from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.found import Found
from reassess.reading.mentions.names import plain_words

ENOUGH = 1.7
LEAST_LETTERS = 3
_UPPER = "A-Z\u00c0-\u00de\u0100-\u017f"
# A full stop belongs to an initial or a title, never to a longer word: there a sentence ends.
_TOKEN = rf"(?:[{_UPPER}][^\W\d_]{{0,2}}\.|[{_UPPER}][^\W\d_]*(?:['\u2019-][{_UPPER}][^\W\d_]+)*)"
_PARTICLE = r"(?:van der|van den|van de|von der|van|von|de la|de|der|den|di|da|dos|del|al|el|bin|la|le)\b"
_RUN = re.compile(rf"(?<![\w]){_TOKEN}(?: (?:{_TOKEN}|{_PARTICLE}(?= {_TOKEN})))*")
_FIRM = re.compile(
    r"\b(?:Inc|LLC|Ltd|Corp|Corporation|Company|Co|Group|Bank|University|Technologies|Systems|Studios?|Records|Club"
    r"|Apt|Suite|Unit|Box|Street|St|Road|Rd|Avenue|Ave|School|Council|Police|Hotel|Hospital|Court)\b\.?"
)
_SAID_BEFORE = re.compile(
    r"(?:\bname is|\bname:|\bname\?|\bcalled|\bcalls? (?:me|him|her)|\bnamed(?: him| her)?"
    r"|\bI'm|\bsays|\bsaid|\bshouted at"
    r"|\bby|\bwith|\b(?:kid|child|son|daughter|partner|wife|husband|friend|mother|father|brother|sister"
    r"|founders)(?:'s name)?:?"
    r"|\buser:|\badd|\bto|\bproducer|\bdirector|\bplayer|\bsongwriter|\bstarring|\bMr\.?|\bMrs\.?|\bMs\.?|\bMiss|\bDr\.?"
    r"|\bDear|\bHi|\bHello|\bunder|\btribute to|\bassistant to|\bheard|\bup with|,|\band|\bfrom (?:his|her))\s*$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"['\u2019]s\b|,? (?:lives|lived|said|says|had given|has|shouted|listed|began|spent|flew|is (?:very|from|a|the|of)"
    r"|was|were|will|speaks?|employs|points|explained|from|version|novel|concert|fan|rang|told|and|so)\b|:|,|\?|\.?$"
)
_STREET_BEFORE = re.compile(r"\d[\d ,]*\W*$")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|University of)\s$")


@dataclass(frozen=True)
class Candidate:
    """A run of words with capitals, its folded words, what stands around it, and whether the model sees a person."""

    words: Sequence[str]
    before: str
    after: str
    line: str
    modelled: bool


@cache
def _forenames() -> frozenset[str]:
    return _listed("first_")


@cache
def _surnames() -> frozenset[str]:
    return _listed("last_")


def _listed(prefix: str) -> frozenset[str]:
    """The names of all languages that the Faker package lists, folded."""
    import faker.providers.person as providers

    found: set[str] = set()
    for each in iter_modules(providers.__path__):
        provider = import_module(f"{providers.__name__}.{each.name}").Provider
        for name in dir(provider):
            listed = getattr(provider, name)
            if name.startswith(prefix) and isinstance(listed, tuple | list | dict):
                found.update(folded(str(item)) for item in listed)
    return frozenset(name for name in found if len(name) >= LEAST_LETTERS)


# Each reason with its weight. Weights were set by hand on one of two sets of marked texts and measured on the other.
REASONS: tuple[tuple[str, float, Callable[[Candidate], bool]], ...] = (
    ("begins with a forename", 1.2, lambda c: c.words[0] in _forenames()),
    ("ends with a surname", 1.0, lambda c: c.words[-1] in _surnames()),
    ("is more than one word", 0.3, lambda c: len(c.words) > 1),
    ("follows words that introduce a person", 1.2, lambda c: _SAID_BEFORE.search(c.before) is not None),
    ("is followed by what persons do", 0.7, lambda c: _SAID_AFTER.match(c.after) is not None),
    ("the model takes it for a person", 1.0, lambda c: c.modelled),
    ("stands alone at the top", 1.5, lambda c: not c.before and c.after.startswith("\n")),
    ("follows a house number", -2.0, lambda c: _STREET_BEFORE.search(c.before) is not None),
    ("stands in a line with a long number", -1.5, lambda c: re.search(r"\d{3,}", c.line) is not None),
    ("follows 'in' or 'at'", -0.8, lambda c: _PLACE_BEFORE.search(c.before) is not None),
)


def persons(text: str) -> Iterator[Found]:
    """Persons in the text: whole names as `name`, single ones as `part_name`, all of them doubtful."""
    (modelled,) = model.people([text])
    for start, end in _runs(text):
        words = folded(text[start:end]).split()
        if words and weight(_candidate(text, start, end, words, modelled)) >= ENOUGH:
            yield Found(start, end, "name" if len(words) > 1 else "part_name", " ".join(words), "", doubtful=True)


def weight(candidate: Candidate) -> float:
    """The sum of the reasons that hold."""
    return sum(value for _, value, holds in REASONS if holds(candidate))


def _candidate(text: str, start: int, end: int, words: Sequence[str], modelled: Sequence[tuple[int, int]]) -> Candidate:
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    seen = any(start < until and since < end for since, until in modelled)
    return Candidate(words, text[max(0, start - 40) : start], text[end : end + 24], line, seen)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals, without words that are no names at their ends."""
    for run in _RUN.finditer(text):
        tokens = [(run.start() + t.start(), run.start() + t.end()) for t in re.finditer(r"\S+", run.group())]
        while tokens and _no_name(text, tokens[0]):
            tokens = tokens[1:]
        while tokens and _no_name(text, tokens[-1]):
            tokens = tokens[:-1]
        if tokens and not _FIRM.search(text, tokens[0][0], tokens[-1][1]):
            start, end = tokens[0][0], tokens[-1][1]
            yield start, end - (text[end - 1] == ".")


def _no_name(text: str, token: tuple[int, int]) -> bool:
    word = text[token[0] : token[1]].lower().rstrip(".")
    return word in plain_words() or word in ("a", "i")
