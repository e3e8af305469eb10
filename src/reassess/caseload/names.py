"""Invented names: forename and surname are drawn apart, evenly from many backgrounds, and say nothing about a role.

The lists are those of Faker's person providers; joining a forename and a surname at random keeps the names of real
people out as far as chance allows. Prepared once a process, since a Faker call a row would take minutes.
"""

import importlib
import re
from dataclasses import dataclass
from functools import cache
from random import Random

from anyascii import anyascii

BACKGROUNDS: tuple[tuple[str, ...], ...] = (
    ("en_GB",),
    ("en_IE",),
    ("ro_RO",),
    ("pt_PT",),
    ("tr_TR",),
    ("en_IN",),
    ("bn_BD", "en_PK"),
    ("yo_NG", "ig_NG", "ha_NG"),
    ("tw_GH",),
    ("en_KE", "sw"),
    ("zu_ZA",),
    ("fr_FR",),
    ("es_ES",),
    ("it_IT",),
    ("de_DE",),
    ("nl_NL",),
    ("el_GR",),
    ("uk_UA",),
    ("bg_BG",),
    ("hr_HR",),
    ("sk_SK",),
    ("hu_HU",),
    ("az_AZ",),
    ("hy_AM",),
    ("ka_GE",),
    ("ne_NP",),
    ("zh_CN", "ja_JP", "vi_VN"),
)
"""One line a background: the Faker locales whose lists are pooled. Small lists are pooled with their neighbours'."""
_PLAIN = re.compile(r"(?:O')?[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?")
# Words of the log that would turn a surname into a sentence, or a sentence into a name.
_WORDS = frozenset(
    [
        "Park",
        "Street",
        "Road",
        "House",
        "Court",
        "Hotel",
        "Street",
        "Home",
        "School",
        "Station",
        "March",
        "April",
        "May",
        "June",
        "August",
    ]
)


@dataclass(frozen=True, slots=True)
class Background:
    """The lists of one background: forenames by sex ('f', 'm') and surnames by sex."""

    forenames: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[str, ...]]


@cache
def backgrounds() -> tuple[Background, ...]:
    """All backgrounds, in a fixed order; the same lists in every process."""
    return tuple(_background(locales) for locales in BACKGROUNDS)


def draw_name(rng: Random, sex: str) -> tuple[str, str, str]:
    """A forename, a middle name and a surname of one background, each drawn on its own."""
    background = rng.choice(backgrounds())
    forenames = background.forenames[sex]
    return rng.choice(forenames), rng.choice(forenames), rng.choice(background.surnames[sex])


def _background(locales: tuple[str, ...]) -> Background:
    forenames = {sex: _pool(locales, _forename_fields(sex)) for sex in "fm"}
    surnames = {sex: _pool(locales, _surname_fields(sex)) for sex in "fm"}
    return Background(forenames, surnames)


def _forename_fields(sex: str) -> tuple[str, ...]:
    word = "female" if sex == "f" else "male"
    return ("first_romanized_names", f"first_names_{word}", "first_names")


def _surname_fields(sex: str) -> tuple[str, ...]:
    word = "female" if sex == "f" else "male"
    return ("last_romanized_names", f"last_names_{word}", "last_names")


def _pool(locales: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    names = {_plain(name) for locale in locales for name in _first_list(locale, fields)}
    return tuple(
        sorted(name for name in names if _PLAIN.fullmatch(name) and 3 <= len(name) <= 14 and name not in _WORDS)
    )


def _first_list(locale: str, fields: tuple[str, ...]) -> list[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return next([str(name) for name in getattr(provider, field)] for field in fields if hasattr(provider, field))


def _plain(name: str) -> str:
    latin = str(anyascii(name)).strip()
    if not latin.startswith("O'"):
        latin = latin.replace("'", "").replace("`", "")
    return latin[:1].upper() + latin[1:]
