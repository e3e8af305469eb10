"""Names in comparable forms: Latin letters without accents, parts, forms of a given name, and how a name sounds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import jellyfish
from anyascii import anyascii

_WORDS = re.compile(r"[a-z0-9]+")
# Titles and joining words come and go between the records of one person.
_IGNORED = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "prof",
        "jr",
        "sr",
        "the",
        "of",
        "and",
    )
)


@dataclass(frozen=True)
class Name:
    """A name in the forms that comparisons use; every field is empty if the text holds no name."""

    plain: str
    """Lower-case Latin letters and digits, one space between parts."""
    parts: tuple[str, ...]
    """The distinct parts of two letters or more, sorted."""
    sound: str
    """How the whole name sounds in English (Metaphone)."""
    forms: tuple[str, ...]
    """The numbers of the sets of given-name forms (Robert, Rob, Bobby) that its first part belongs to."""


@lru_cache(maxsize=200_000)
def read_name(text: str) -> Name:
    """Return the comparable forms of one name field.

    A placeholder ("UNKNOWN MALE", "refused", "not known") gives an empty Name. So a table full of placeholders is a
    table of missing names, and not one person.

    >>> read_name("O’Neill-Szabó").parts
    ('neill', 'szabo')
    >>> read_name("UNKNOWN MALE").plain
    ''
    """
    # O'Neill and d'Souza: an apostrophe separates two parts.
    latin = anyascii(text).lower().replace("'", " ").replace("`", " ")
    words = [word for word in _WORDS.findall(latin) if word not in _IGNORED]
    if all(word in placeholder_names() for word in words):
        return Name("", (), "", ())
    plain = " ".join(words)
    parts = tuple(sorted({word for word in words if len(word) > 1}))
    return Name(plain, parts, jellyfish.metaphone(plain.replace(" ", "")), given_name_forms().get(words[0], ()))


@cache
def given_name_forms() -> Mapping[str, tuple[str, ...]]:
    """Return, for each given name in `given_name_forms.txt`, the numbers of the lines that list it."""
    found: dict[str, list[str]] = {}
    for number, names in enumerate(_lines("given_name_forms.txt")):
        for name in names.split():
            found.setdefault(name, []).append(str(number))
    return {name: tuple(numbers) for name, numbers in found.items()}


@cache
def placeholder_names() -> frozenset[str]:
    """Return the words of `placeholder_names.txt`, written in a name field when the name is not known."""
    return frozenset(_lines("placeholder_names.txt"))


def _lines(resource: str) -> Iterable[str]:
    text = files("reassess.linking.model").joinpath("word_lists", resource).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
