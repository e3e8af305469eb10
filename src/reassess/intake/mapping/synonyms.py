"""What police systems call the tables, fields and codes of the record model, from the list in `synonyms.toml`."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from reassess.intake.spelling import plain

# Below SURE a likeness of wordings is marked for a person to look at; below LIKELY it is not proposed.
SURE = 0.93
LIKELY = 0.78


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("reassess.intake.mapping").joinpath("synonyms.toml").read_text(encoding="utf-8"))


def table_likeness(name: str, table: str) -> float:
    """How alike a file's name and a table of the model are, from 0 to 1 (the same, or a listed wording)."""
    return _best(name, (table, *_lists()["tables"].get(table, ())))


def field_likeness(column: str, field: str) -> float:
    """How alike a column's name and a field of the model are, from 0 to 1."""
    return _best(column, (field, *_lists()["fields"].get(field, ())))


def is_whole_name(column: str) -> bool:
    """Whether a column of that name holds forename and surname in one."""
    return _words(column) in _lists()["whole_name"]["wordings"]


def code_likeness(value: str, field: str, code: str) -> float:
    """How alike a force's code and a code of a field of the model are, from 0 to 1."""
    wordings = _lists()["codes"].get(field, {}).get(code, ())
    if len(_words(value)) <= 3:
        return 1.0 if _words(value) in (_words(code), *wordings) else 0.0
    return _best(value, (code, *wordings))


def truth_of(word: str) -> bool | None:
    """What a word says where only yes or no can stand; None for a word that is not listed."""
    words = _lists()["words"]
    return True if _words(word) in words["true"] else False if _words(word) in words["false"] else None


def is_word_for_nothing(word: str) -> bool:
    """Whether a word stands for 'nothing recorded'."""
    return word.strip().lower() in _lists()["words"]["empty"]


def _best(name: str, wordings: Sequence[str]) -> float:
    words = _words(name)
    return max(_likeness(words, _words(wording)) for wording in wordings)


def _likeness(left: str, right: str) -> float:
    """1 for the same words; alike in letters counts less, for 'date closed' and 'date created' are alike."""
    return 1.0 if left == right else 0.95 * fuzz.token_sort_ratio(left, right) / 100


def _words(name: str) -> str:
    return plain(name).replace("_", " ")
