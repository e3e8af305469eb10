"""What people type, as a query of the index.

Words must all be there, in any order. "..." is a phrase, `word*` a beginning, `-word` must not be there. Numbers,
plates and postcodes are found in any spelling. Names of four letters or more are found in near spellings too, unless
quoted.
"""

import re
import sqlite3
from dataclasses import dataclass

from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.mentions.phones import uk_number
from reassess.reading.search.spelling import near
from reassess.records.errors import UserError

_PIECE = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_DIGITS_ONLY = re.compile(r"[\d\s+()\-.]{5,}$")
_WORD = re.compile(r"\w+")
NUMBER_KINDS = ("phone", "vehicle", "imei", "bank_account", "postcode")
LEAST_PART_OF_NUMBER = 5


@dataclass(frozen=True)
class Asked:
    """A query in the language of the index, the same without near spellings, and the identifiers by normal form."""

    match: str
    exact: str
    numbers: tuple[str, ...]


def understood(connection: sqlite3.Connection, words: str) -> Asked:
    """The query for what somebody typed; `UserError` where there is nothing to look for."""
    rest, numbers = _numbers_out(_typed(words))
    wanted = [(f"numbers : {_quoted(number)}",) * 2 for number in numbers]
    unwanted = []
    for minus, phrase, word in _PIECE.findall(rest):
        exact = _term(phrase, word)
        if exact and minus:
            unwanted.append(exact)
        elif exact:
            wanted.append((_with_near(connection, exact, word), exact))
    if not wanted:
        raise UserError("Nothing to look for: give a word, a name, a number, or a phrase in quotation marks.")
    match, plain = (
        " AND ".join(terms) + "".join(f" NOT {term}" for term in unwanted) for terms in zip(*wanted, strict=True)
    )
    return Asked(match, plain, tuple(numbers))


def _typed(words: str) -> str:
    """What was typed without what no keyboard writes and no index takes: a zero byte, half a character."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _numbers_out(words: str) -> tuple[str, list[str]]:
    """The identifiers in what was typed, by normal form, and what is left."""
    numbers = []
    left = words
    found = [f for f in identifiers(words) if f.kind in NUMBER_KINDS and not (f.doubtful and f.kind == "phone")]
    for each in sorted(found, reverse=True):
        if '"' not in words[each.start : each.end]:
            left = left[: each.start] + " " + left[each.end :]
            numbers.append(_as_indexed(each.kind, each.value))
    if not numbers and _DIGITS_ONLY.match(words.strip()):
        digits = re.sub(r"\D", "", words)
        if len(digits) >= LEAST_PART_OF_NUMBER:
            return "", [uk_number(words.strip()) or digits]
    return left, sorted(set(numbers))


def _as_indexed(kind: str, value: str) -> str:
    return value.lstrip("+").replace(" ", "") if kind != "bank_account" else value[-8:]


def _term(phrase: str, word: str) -> str:
    if phrase:
        return f"text : {_quoted(phrase)}"
    if word.endswith("*") and _WORD.fullmatch(word[:-1]):
        return f"({_quoted(word[:-1])} *)"
    return _quoted(word) if _WORD.search(word) else ""


def _with_near(connection: sqlite3.Connection, exact: str, word: str) -> str:
    spellings = near(connection, word) if _WORD.fullmatch(word) else []
    return "(" + " OR ".join([exact, *map(_quoted, spellings)]) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
