"""Runs of words with capitals that may be a name, and capitals for a text that has none."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reassess.reading.mentions.dictionary.gazetteer import forenames, surnames
from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.persons.names import plain_words
from reassess.reading.mentions.persons.tokens import Judgement

_UPPER = "A-Z\u00c0-\u00de\u0100-\u017f"
# A full stop belongs to an initial, never to a longer word: there a sentence ends.
_TOKEN = rf"(?:[{_UPPER}]\.|[{_UPPER}][^\W\d_]*(?:['\u2019][{_UPPER}][^\W\d_]+|-[^\W\d_]+)*)"
_PARTICLE = r"(?:van der|van den|van de|von der|van|ten|ter|von|de la|de|der|den|di|da|dos|del|al|el|bin|la|le|y)\b"
_GAP = r"[ \u00a0\ufeff]{1,2}"
_RUN = re.compile(rf"(?<!\w){_TOKEN}(?:{_GAP}(?:{_TOKEN}|{_PARTICLE}(?={_GAP}{_TOKEN})))*")
_PART = re.compile(r"[^\s\ufeff]+")
_SUFFIX = re.compile(r",? (?:[JS]r\b\.?|(?:II|III|IV|MD|PhD|DDS|DVM)\b|Esq\b\.?)", re.IGNORECASE)
_SHORT = ("jr.", "sr.")
_HYPHENED = re.compile(r"-[^\W\d_]+")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? ", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:Inc|Incorporated|LLC|LLP|PLC|Ltd|Limited|Corp|Corporation|Company|Co|Group|Bank|University|Technologies|Systems|Studios?|Records|Club"
    r"|Apt|Suite|Unit|Box|Street|St|Road|Rd|Avenue|Ave|School|Council|Police|Hotel|Hospital|Court|Drive|Lane|Associates"
    r"|Labs|Orchestra|Weekly|Insurance|Software|Solutions|Partners|Services|Capital|Media|Foundation|Institute)\b\.?"
)
_CONTRACTED = ("'t", "\u2019t", "'m", "'l", "'v", "'d", "'r")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_MONTH_NAMES = ("april", "june", "may")
_DAY_BEFORE = re.compile(r"\d\s?(?:st|nd|rd|th)?\s?(?:of )?$|\b(?:in|on|since|until|by|of|from|last|next|this)\s$")
_DAY_AFTER = re.compile(r"\s?\d")
_PERHAPS = 0.3


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Every run of words with capitals that is no firm or street, without words at its ends that are no names."""
    for run in _RUN.finditer(text):
        tokens = [(run.start() + t.start(), run.start() + t.end()) for t in _PART.finditer(run.group())]
        while tokens and _no_beginning(text, tokens):
            tokens = tokens[1:]
        while tokens and _no_end(text, tokens):
            tokens = tokens[:-1]
        if tokens and not _FIRM.search(text, tokens[0][0], tokens[-1][1]):
            start, end = tokens[0][0], tokens[-1][1]
            if text[end : end + 2] not in _CONTRACTED:
                yield start, _with_suffix(text, start, end)


def judged_runs(text: str, judgement: Judgement) -> Iterator[tuple[int, int]]:
    """Where the token model sees names: whole words, without a title before them.

    In small letters only what begins with a forename: the model takes 'rang' for a name in 'her brother rang'.
    """
    for start, end in judgement.names(text):
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        title, hyphened = _TITLE.match(text, start, end), _HYPHENED.match(text, end)
        start, end = title.end() if title else start, hyphened.end() if hyphened else end
        if text[start:end] and (text[start].isupper() or _begins_with_forename(text[start:end])):
            yield start, _with_suffix(text, start, end)


def _begins_with_forename(written: str) -> bool:
    return any(word in forenames() for word in folded(written).split()[:1])


def with_capitals(text: str, judgement: Judgement) -> str:
    """A text in small letters with capitals where the token model may see a name, letter for letter."""
    letters = list(text)
    for word in _WORD.finditer(text):
        likely = any(piece.name > _PERHAPS for piece in judgement.within(word.start(), word.end()))
        capital = word.group()[0].upper()
        if likely and len(capital) == 1 and folded(word.group()) not in common_words():
            letters[word.start()] = capital
    return "".join(letters)


def _with_suffix(text: str, start: int, end: int) -> int:
    """Where a name ends: behind 'Jr.' or 'PhD', before the full stop of a sentence."""
    suffix = _SUFFIX.match(text, end)
    if suffix and " " in text[start:end]:
        return suffix.end()
    if text[end - 2 : end + 1].lower() in _SHORT:
        return end + 1
    return end - (text[end - 1] == "." and text[end - 3 : end].lower() not in _SHORT)


def _no_beginning(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    start, end = tokens[0]
    dated = _DAY_AFTER.match(text, end) or _DAY_BEFORE.search(text[max(0, start - 8) : start])
    if text[start:end].lower() in _MONTH_NAMES and not dated:
        return False
    return _plain(text[start:end])


def _no_end(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    """'Young' ends no run but where a forename stands before it."""
    words = [text[start:end] for start, end in tokens]
    whole = len(words) == 2 and folded(words[0]) in forenames() and folded(words[1]) in surnames()
    return _plain(words[-1]) and not (whole and not _plain(words[0]))


def _plain(word: str) -> bool:
    return word.lower().rstrip(".") in plain_words() or word.lower() in ("a", "i")


@cache
def common_words() -> frozenset[str]:
    """The commonest words of English."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)
