"""Persons in a text of which nothing is known: no corpus, no roles, names of any country.

Each run of words with capital letters is weighed by reasons; a run whose reasons outweigh `AGAINST` is a person. In a
run of the review the corpus is the dictionary and `names` does this work; here it is for pasted and uploaded text.
"""

import re
from collections.abc import Callable, Iterator

from reassess.reading.mentions.candidates import INTRODUCED, TITLE_BEFORE, Candidate, candidates, common_words
from reassess.reading.mentions.found import Found
from reassess.reading.mentions.gazetteer import forenames, places, surnames

AGAINST = 2.34
_DOES = re.compile(
    r"['\u2019]s\b|,? (?:lives?|lived|said|says|told|asked|had|has|have|was|were|is|will|would|went|came|began|started"
    r"|spent|flew|rang|called|wrote|writes|spoke|speaks?|works?|worked|explained|pointed|points|reports?|reported|who)\b"
)
_CLAUSE_BEGINS = re.compile(r"(?:^|[.!?\n])\W*$")
_SENTENCE_BEFORE = re.compile(r"[.!?]\W*\s$")
_NUMBER_BEFORE = re.compile(r"\d[\d ,]*\W*$")
_NUMBER_AFTER = re.compile(r",? \d")
_LONG_NUMBER = re.compile(r"\d{2,}")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|to|from|near|city|of the)\s$")
_STREET_BEFORE = re.compile(
    r"\b(?:rue|via|ul\.|calle|rua|avenida|avenue|plaza|corner of|street|piazza|strada)\W.{0,20}$", re.IGNORECASE
)
_REGION_AFTER = re.compile(r"\s*\n\s*,|, [A-Z]{2}\b")
_PLACES = {"GPE", "LOC", "FAC", "NORP"}
_FIRMS = {"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"}
Holds = Callable[[Candidate], object]


def _single(c: Candidate) -> bool:
    return len(c.words) == 1


def _introduced(c: Candidate) -> object:
    return INTRODUCED.search(c.before)


def _alone_on_its_line(c: Candidate) -> object:
    return re.fullmatch(r"\W*", c.line.replace(c.written, "", 1))


REASONS: tuple[tuple[str, float, Holds], ...] = (
    ("is one word, a forename", 2.16, lambda c: _single(c) and c.words[0] in forenames()),
    ("is one word, a surname", 0.13, lambda c: _single(c) and c.words[0] in surnames()),
    ("has more words", 0.40, lambda c: not _single(c)),
    ("has more words, the first a forename", 2.10, lambda c: not _single(c) and c.words[0] in forenames()),
    ("has a surname after the first word", -0.48, lambda c: any(word in surnames() for word in c.words[1:])),
    ("is a forename and then a surname", 1.13, lambda c: c.words[0] in forenames() and c.words[-1] in surnames()
     and not _single(c)),
    ("has more than three words", -0.66, lambda c: len(c.words) > 3),
    ("has an initial", 1.06, lambda c: not _single(c) and any(len(word) == 1 for word in c.words)),
    ("has no word of any list", -1.30, lambda c: not any(w in forenames() or w in surnames() for w in c.words)),
    ("is a common word", -0.86, lambda c: all(word in common_words() for word in c.words)),
    ("follows a title", 1.41, lambda c: TITLE_BEFORE.search(c.before)),
    ("follows what introduces a person", 3.20, _introduced),
    ("is followed by what persons do", 0.47, lambda c: _DOES.match(c.after)),
    ("begins a clause as one word and does it", 1.29, lambda c: _single(c) and _DOES.match(c.after)
     and _CLAUSE_BEGINS.search(c.before)),
    ("the model sees a person", 0.90, lambda c: "PERSON" in c.seen.labels),
    ("the model sees just this person", 0.84, lambda c: c.seen.exact),
    ("the model sees a place", -0.65, lambda c: c.seen.labels & _PLACES),
    ("the model sees a firm or a thing", -0.33, lambda c: c.seen.labels & _FIRMS),
    ("the model takes it for a proper noun", 0.92, lambda c: c.seen.proper),
    ("stands alone on its line", -0.21, _alone_on_its_line),
    ("begins its line", 0.23, lambda c: not c.before.strip(" ") or c.before.endswith("\n")),
    ("begins a sentence", -0.21, lambda c: _SENTENCE_BEFORE.search(c.before)),
    ("follows a number", -1.18, lambda c: _NUMBER_BEFORE.search(c.before)),
    ("stands before a number", -1.92, lambda c: _NUMBER_AFTER.match(c.after)),
    ("stands in a line with a number", -2.02, lambda c: _LONG_NUMBER.search(c.line)),
    ("follows 'in' or 'at'", -0.99, lambda c: _PLACE_BEFORE.search(c.before)),
    ("follows a word for a street", -1.28, lambda c: _STREET_BEFORE.search(c.before)),
    ("is listed with forenames", 1.30, lambda c: c.fellows and c.among_forenames),
    ("is no forename, listed with forenames", 1.14, lambda c: c.fellows and c.among_forenames and _single(c)
     and c.words[0] not in forenames()),
    ("is listed with other words", -0.46, lambda c: c.fellows and not c.among_forenames),
    ("is a country, a county or a town", -2.50, lambda c: " ".join(c.words) in places()),
    ("is written in capitals", -1.76, lambda c: len(c.written) > 2 and c.written.isupper()),
    ("stands before a region", -0.87, lambda c: _REGION_AFTER.match(c.after)),
    ("stands in a text of small letters", -0.80, lambda c: c.small),
    ("is introduced in a text of small letters", -1.30, lambda c: c.small
     and (_introduced(c) or TITLE_BEFORE.search(c.before))),
    ("shares a word with a full name", 0.97, lambda c: c.known),
)  # fmt: skip
"""Each reason with its weight. The weights are those of a logistic regression on one half of the marked texts, parted
by template; `benchmarks.reading.presidio_spans` measures both halves."""


def persons(text: str) -> Iterator[Found]:
    """Persons in the text: whole names as `name`, single ones as `part_name`, all of them doubtful."""
    for each in candidates(text):
        if weight(each) > AGAINST:
            kind = "part_name" if _single(each) else "name"
            yield Found(each.start, each.end, kind, " ".join(each.words), "", doubtful=True)


def weight(candidate: Candidate) -> float:
    """The sum of the reasons that hold."""
    return sum(value for _, value, holds in REASONS if holds(candidate))
