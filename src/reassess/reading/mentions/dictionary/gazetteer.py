"""Forenames and surnames of many countries, from two packages that carry them: mimesis (some fifty locales) and names
(the forenames and surnames of the United States census, which hold those of most people who ever moved there). Also
the countries of the world, and the counties and towns of the United Kingdom, which are often forenames too."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from reassess.reading.mentions.dictionary.normalise import folded

PACKAGES = ("mimesis", "names")
LEAST_LETTERS = 2
_CENSUS = {"forenames": ("dist.female.first", "dist.male.first"), "surnames": ("dist.all.last",)}
_LOCALES = {"forenames": "names", "surnames": "surnames"}


@cache
def forenames() -> frozenset[str]:
    """Forenames, folded."""
    return _listed("forenames")


@cache
def surnames() -> frozenset[str]:
    """Surnames, folded."""
    return _listed("surnames")


@cache
def places() -> frozenset[str]:
    """Countries, and counties and towns of the United Kingdom, folded."""
    world, kingdom = (_address(locale) for locale in ("en", "en-gb"))
    return frozenset(map(folded, _strings([world["country"], kingdom["country"], kingdom["state"], kingdom["city"]])))


def _address(locale: str) -> dict[str, Any]:
    file = files("mimesis").joinpath("datasets", locale, "address.json")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _listed(what: str) -> frozenset[str]:
    found = {folded(name) for name in (*_of_locales(_LOCALES[what]), *_of_census(_CENSUS[what]))}
    return frozenset(name for name in found if len(name) >= LEAST_LETTERS)


def _of_locales(field: str) -> Iterator[str]:
    for locale in files("mimesis").joinpath("datasets").iterdir():
        file = locale.joinpath("person.json")
        if file.is_file():
            yield from _strings(json.loads(file.read_text(encoding="utf-8")).get(field, ()))


def _strings(value: Any) -> Iterator[str]:
    """All strings in lists, however deep: some languages part their names by sex."""
    if isinstance(value, str):
        yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _of_census(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from (line.split()[0] for line in _lines(files("names").joinpath(name)))


def _lines(file: Traversable) -> list[str]:
    return file.read_text(encoding="ascii").splitlines()
