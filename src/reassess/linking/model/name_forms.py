"""Names made comparable: letters without accents in any script's Latin form, parts, given forms, and how they sound."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import jellyfish
from anyascii import anyascii

_WORDS = re.compile(r"[a-z0-9]+")
# Forms of address and joining words come and go between the records of one person.
_NOT_KEPT = frozenset(
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
    """A name in the forms that comparisons use; every field is empty where the text holds no name."""

    plain: str
    """Small Latin letters and digits, one space between parts."""
    parts: tuple[str, ...]
    """The different parts of two letters and more, sorted."""
    sound: str
    """How the whole sounds to an English ear (metaphone), for spellings that an ear cannot tell apart."""
    forms: tuple[str, ...]
    """The sets of given forms that its first part belongs to (Robert, Rob, Bobby), by number."""


@lru_cache(maxsize=200_000)
def read_name(text: str) -> Name:
    """The comparable forms of one name field.

    A stand-in for a name ("UNKNOWN MALE", "refused", "not known") gives an empty Name, so that half a table of
    stand-ins is half a table of missing names and not one person.

    >>> read_name("O’Neill-Szabó").parts
    ('neill', 'szabo')
    >>> read_name("UNKNOWN MALE").plain
    ''
    """
    words = [word for word in _WORDS.findall(_folded(text)) if word not in _NOT_KEPT]
    if all(word in not_names() for word in words):
        return Name("", (), "", ())
    plain = " ".join(words)
    parts = tuple(sorted({word for word in words if len(word) > 1}))
    return Name(plain, parts, jellyfish.metaphone(plain.replace(" ", "")), given_forms().get(words[0], ()))


def _folded(text: str) -> str:
    # O'Neill and d'Souza: an apostrophe after one letter parts nothing that a record would keep apart.
    return anyascii(text).lower().replace("'", " ").replace("`", " ")


@cache
def given_forms() -> Mapping[str, tuple[str, ...]]:
    """For each given name in `given_forms.txt`, the numbers of the lines that hold it."""
    found: dict[str, list[str]] = {}
    for number, names in enumerate(_lines("given_name_forms.txt")):
        for name in names.split():
            found.setdefault(name, []).append(str(number))
    return {name: tuple(numbers) for name, numbers in found.items()}


@cache
def not_names() -> frozenset[str]:
    """The words of `not_names.txt`, which stand in a name field where no name is known."""
    return frozenset(_lines("placeholder_names.txt"))


def _lines(resource: str) -> Iterable[str]:
    text = files("reassess.linking.model").joinpath("word_lists", resource).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
