"""What speaks for and against a run of words being a person's name, each reason in words with how it is told.

How much each weighs is in `phrases/names/persons.yaml`, which `benchmarks.reading.weigh_persons` writes.
"""

import re
from collections.abc import Callable, Mapping

from reassess.reading.mentions.dictionary.gazetteer import forenames, places, surnames
from reassess.reading.mentions.persons.candidates import Candidate
from reassess.reading.mentions.persons.runs import common_words

_DOES = re.compile(
    r"['\u2019]s\b|,? (?:lives?|lived|said|says|told|asked|had|has|have|was|were|is|will|would|went|came|began|started"
    r"|spent|flew|rang|called|wrote|writes|spoke|speaks?|works?|worked|explained|pointed|points|reports?|reported|who)\b"
)
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev)\.?\s$", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:\bnames? (?:is|was|are)|\bnames?[:?]|\bcalled|\bcalls? (?:me|him|her|them)|\bnamed(?: him| her| them)?|\bI'm"
    r"|\bI am|\bsays?|\bsaid|\btold|\basked|\brang|\bmet|\bshouted at|\bby|\bwith|\bof|\bDear|\bHi|\bHello|\bHey"
    r"|\bThanks"
    r"|\b(?:kid|child|son|daughter|partner|wife|husband|friend|mother|father|brother|sister|boss|manager|assistant to"
    r"|founder|director|producer|player|teacher|doctor|singer|author|writer|user)s?(?:'s name)?:?)\s*$",
    re.IGNORECASE,
)
_CLAUSE_BEGINS = re.compile(r"(?:^|[.!?\n])\W*$")
_SENTENCE_BEFORE = re.compile(r"[.!?]\W*\s$")
_NUMBER_AFTER = re.compile(r",? \d")
_LONG_NUMBER = re.compile(r"\d{2,}")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|to|from|near|city|of the)\s$")
_FIRM_AFTER = re.compile(
    r",? (?:(?:and|&) (?:sons?|company|co|associates|partners)|inc|incorporated|ltd|limited|llc|llp|plc|gmbh|corp)\b",
    re.IGNORECASE,
)
_FIRM_BEFORE = re.compile(r"\b(?:The|the|at|from)\s$")
_LINE_BEGINS = re.compile(r"(?:^|[\n>])\s*$")
_PLACES = {"GPE", "LOC", "FAC", "NORP"}
_FIRMS = {"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"}
Holds = Callable[[Candidate], object]
Measured = Callable[[Candidate], float]


def _single(c: Candidate) -> bool:
    return len(c.words) == 1


def _alone_on_its_line(c: Candidate) -> object:
    return re.fullmatch(r"\W*", c.line.replace(c.written, "", 1))


REASONS: Mapping[str, Holds] = {
    "is one word, a forename": lambda c: _single(c) and c.words[0] in forenames(),
    "is one word, a surname": lambda c: _single(c) and c.words[0] in surnames(),
    "has more words": lambda c: not _single(c),
    "has more words, the first a forename": lambda c: not _single(c) and c.words[0] in forenames(),
    "has a surname after the first word": lambda c: any(word in surnames() for word in c.words[1:]),
    "is a forename and then a surname": lambda c: (
        not _single(c) and c.words[0] in forenames() and c.words[-1] in surnames()
    ),
    "has more than three words": lambda c: len(c.words) > 3,
    "has an initial": lambda c: not _single(c) and any(len(word) == 1 for word in c.words),
    "has no word of any list": lambda c: not any(w in forenames() or w in surnames() for w in c.words),
    "is a common word": lambda c: all(word in common_words() for word in c.words),
    "follows a title": lambda c: _TITLE_BEFORE.search(c.before),
    "follows what introduces a person": lambda c: _INTRODUCED.search(c.before),
    "begins a clause as one word and does it": lambda c: (
        _single(c) and _DOES.match(c.after) and _CLAUSE_BEGINS.search(c.before)
    ),
    "spaCy sees just this person": lambda c: c.seen.exact,
    "spaCy sees a place": lambda c: c.seen.labels & _PLACES,
    "spaCy sees a firm or a thing": lambda c: c.seen.labels & _FIRMS,
    "spaCy takes it for a proper noun": lambda c: c.seen.proper,
    "the token model sees just this name": lambda c: c.named,
    "the token model sees a surname at its end": lambda c: c.judged.ends_in_surname,
    "has capitals as names have": lambda c: c.capitals,
    "stands alone on its line": _alone_on_its_line,
    "begins its line": lambda c: not c.before.strip(" ") or c.before.endswith("\n"),
    "begins a sentence": lambda c: _SENTENCE_BEFORE.search(c.before),
    "stands before a number": lambda c: _NUMBER_AFTER.match(c.after),
    "stands in a line with a number": lambda c: _LONG_NUMBER.search(c.line),
    "follows 'in' or 'at'": lambda c: _PLACE_BEFORE.search(c.before),
    "is no forename, listed with forenames": lambda c: (
        c.listed and c.listed.among_forenames and _single(c) and c.words[0] not in forenames()
    ),
    "is listed with other words": lambda c: c.listed and not c.listed.among_forenames,
    "is in a list that follows what introduces persons": lambda c: c.listed and _INTRODUCED.search(c.listed.before),
    "is in a list that stands where a firm does": lambda c: c.listed and _FIRM_BEFORE.search(c.listed.before),
    "is in a list that begins its line": lambda c: c.listed and _LINE_BEGINS.search(c.listed.before),
    "stands before a word for a firm": lambda c: _FIRM_AFTER.match(c.after),
    "is a country, a county or a town": lambda c: " ".join(c.words) in places(),
    "is one and no forename": lambda c: " ".join(c.words) in places() and " ".join(c.words) not in forenames(),
    "is written in capitals": lambda c: len(c.written) > 2 and c.written.isupper(),
    "shares a word with a full name": lambda c: c.known,
}
"""Reasons that hold or do not."""

MEASURES: Mapping[str, Measured] = {
    "how far the token model takes it for a name": lambda c: c.judged.name,
    "how far it takes it for a town": lambda c: c.judged.town,
    "how far it takes it for an address": lambda c: c.judged.address,
    "how likely a name goes on before it": lambda c: c.judged.before,
    "how likely a name goes on behind it": lambda c: c.judged.behind,
    "how far its words are names anywhere in the text": lambda c: c.elsewhere,
    "how far the words listed with it are names": lambda c: c.listed.mean if c.listed else 0.0,
}
"""Reasons that hold more or less: log odds and likelihoods of the token model."""


def reasons(candidate: Candidate) -> dict[str, float]:
    """How far each reason holds: 0 or 1, or what it measures."""
    holding = {name: float(bool(holds(candidate))) for name, holds in REASONS.items()}
    return holding | {name: measured(candidate) for name, measured in MEASURES.items()}
