"""What police systems call the tables, fields and codes of the record model, from the list in `synonyms.toml`."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from reassess.intake.naming import normalise_name

# A similarity below SURE is marked for a person to check; below LIKELY it is not proposed.
SURE = 0.93
LIKELY = 0.78


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("reassess.intake.mapping").joinpath("synonyms.toml").read_text(encoding="utf-8"))


def table_similarity(name: str, table: str) -> float:
    """Similarity of a file's name and a table of the model, from 0 to 1 (equal, or a listed wording)."""
    return _best(name, (table, *_lists()["tables"].get(table, ())))


def field_similarity(column: str, field: str) -> float:
    """Similarity of a column's name and a field of the model, from 0 to 1."""
    return _best(column, (field, *_lists()["fields"].get(field, ())))


def is_whole_name(column: str) -> bool:
    """Whether a column of that name holds forename and surname together."""
    return _words(column) in _lists()["whole_name"]["wordings"]


def code_similarity(value: str, field: str, code: str) -> float:
    """Similarity of a force's code and a code of a field of the model, from 0 to 1."""
    wordings = _lists()["codes"].get(field, {}).get(code, ())
    if len(_words(value)) <= 3:
        return 1.0 if _words(value) in (_words(code), *wordings) else 0.0
    return _best(value, (code, *wordings))


def truth_of(word: str) -> bool | None:
    """The truth value of a word for yes or no; None if it is not listed."""
    words = _lists()["words"]
    return True if _words(word) in words["true"] else False if _words(word) in words["false"] else None


def is_word_for_nothing(word: str) -> bool:
    """Whether a word means 'nothing recorded'."""
    return word.strip().lower() in _lists()["words"]["empty"]


def _best(name: str, wordings: Sequence[str]) -> float:
    words, compared = _words(name), [_words(wording) for wording in wordings]
    if words in compared:
        return 1.0
    # Similar letters count less than equal words: 'date closed' and 'date created' have similar letters.
    return max(0.95 * fuzz.token_sort_ratio(words, wording) / 100 for wording in compared)


def _words(name: str) -> str:
    return normalise_name(name).replace("_", " ")
