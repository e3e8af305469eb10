"""Parse what people type into a query of the index (SQLite FTS5).

All words must match, in any order. "..." is a phrase, `word*` a prefix, and `-word` excludes a word. Numbers, plates
and postcodes match in any format. Names of four letters or more also match near spellings, unless quoted.
"""

import re
import sqlite3
from dataclasses import dataclass

from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.mentions.phones import uk_number
from reassess.reading.search.spelling import near_spellings
from reassess.records.errors import UserError

_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_DIGITS_ONLY = re.compile(r"(?=(?:\D*\d){5})[\d\s+()\-.]+$")
_WORD = re.compile(r"\w+")
NUMBER_KINDS = ("phone", "vehicle", "imei", "bank_account", "postcode")


@dataclass(frozen=True)
class Query:
    """A query in FTS5 syntax, the same without near spellings, and its numbers in normal form."""

    match: str
    exact: str
    numbers: tuple[str, ...]


def parse_query(connection: sqlite3.Connection, words: str) -> Query:
    """Return the query for what somebody typed. Raises `UserError` if it contains nothing to search for."""
    # A zero byte or half a surrogate pair cannot be typed, and the index does not accept either.
    words = words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    rest, numbers = _extract_numbers(words)
    required = [(f"numbers : {_quoted(number)}",) * 2 for number in numbers]
    if not numbers and _DIGITS_ONLY.match(words.strip()):
        numbers, term = _bare_number(words.strip())
        required, rest = [(term, term)], ""
    excluded = []
    for minus, phrase, word in _TERM.findall(rest):
        exact = _term(phrase, word)
        if exact and minus:
            excluded.append(exact)
        elif exact:
            required.append((_with_near_spellings(connection, exact, word), exact))
    if not required:
        raise UserError("Nothing to search for. Enter a word, a name, a number, or a phrase in quotation marks.")
    match, exact_match = (
        " AND ".join(terms) + "".join(f" NOT {term}" for term in excluded) for terms in zip(*required, strict=True)
    )
    return Query(match, exact_match, tuple(numbers))


def _extract_numbers(words: str) -> tuple[str, list[str]]:
    """Return the words without their numbers, and the numbers as the index stores them."""
    numbers = []
    rest = words
    found = [f for f in identifiers(words) if f.kind in NUMBER_KINDS and not (f.doubtful and f.kind == "phone")]
    for each in sorted(found, reverse=True):
        if '"' not in words[each.start : each.end]:
            rest = rest[: each.start] + " " + rest[each.end :]
            is_account = each.kind == "bank_account"
            numbers.append(each.value[-8:] if is_account else each.value.lstrip("+").replace(" ", ""))
    return rest, sorted(set(numbers))


def _bare_number(typed: str) -> tuple[list[str], str]:
    """Return the number that digits alone may be, and its term.

    The digits may start a phone or account number, lack its first zero, or stand in the text as they were typed: a
    custody record, an incident, a ticket.
    """
    digits = re.sub(r"\D", "", typed)
    number = uk_number(typed) or uk_number(f"0{digits}") or digits
    forms = sorted({number, digits})
    terms = {f"numbers : {_quoted(form)} *" for form in forms} | {f"text : {_quoted(form)}" for form in (typed, digits)}
    return [number], f"({' OR '.join(sorted(terms))})"


def _term(phrase: str, word: str) -> str:
    if phrase:
        return f"text : {_quoted(phrase)}"
    if word.endswith("*") and _WORD.fullmatch(word[:-1]):
        return f"({_quoted(word[:-1])} *)"
    return _quoted(word) if _WORD.search(word) else ""


def _with_near_spellings(connection: sqlite3.Connection, exact: str, word: str) -> str:
    spellings = near_spellings(connection, word) if _WORD.fullmatch(word) else []
    return "(" + " OR ".join([exact, *map(_quoted, spellings)]) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
