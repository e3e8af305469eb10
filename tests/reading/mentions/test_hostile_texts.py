"""Texts written to make a pattern try every way of splitting them are read in linear time."""

import re
import time
from importlib import import_module
from pkgutil import walk_packages

import pytest

from reassess.reading import mentions
from reassess.reading.mentions.found import Unit
from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.mentions.persons.names import unknown_names
from reassess.reading.mentions.phrases.negation import negated
from tests.reading.known import FINDER

SECONDS = 2.0
UNITS = ("Aa-", "Aa Aa-", "O'Aa-", "-", "'", " ", "\n", "1 ", "1-", "a ", "aa-", "de la ", "her ", "ly also ")
OPENINGS = ("", "denied ", "username", "snap", "12-34-56", "PC ", "account", "no ", "phone", "aged", "11 May 2014")


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern at the top of a module of the mention finders."""
    modules = [import_module(each.name) for each in walk_packages(mentions.__path__, f"{mentions.__name__}.")]
    return [
        (f"{module.__name__.rpartition('.')[2]}.{name}", value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]


@pytest.mark.parametrize(("name", "pattern"), patterns())
def test_no_pattern_hangs_on_a_repeated_unit(name: str, pattern: re.Pattern[str]) -> None:
    began = time.process_time()
    for opening in OPENINGS:
        for unit in UNITS:
            pattern.search(f"{opening}{unit * 40}!")
    assert time.process_time() - began < SECONDS, name


def test_a_long_run_of_hyphenated_parts_is_read_in_linear_time() -> None:
    began = time.process_time()
    assert not list(unknown_names("Aa-" * 20_000, []))
    assert time.process_time() - began < SECONDS


def test_a_denial_before_a_row_of_hyphens_is_read_at_once() -> None:
    began = time.process_time()
    assert negated("denied " + "-" * 230 + "1", "") == (False, False)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("opening", ["username", "snap", "12-34-56"])
def test_a_cue_before_many_spaces_is_read_at_once(opening: str) -> None:
    began = time.process_time()
    list(identifiers(opening + " " * 3_000 + "!"))
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("unit", ["will kill ", "Aa-", "A'", "no evidence that a ", "Tia HOLT ", "HOLT, Tia "])
def test_reading_costs_no_more_for_each_character_of_a_long_passage(unit: str) -> None:
    times = []
    for length in (10_000, 40_000):
        text = (unit * length)[:length]
        began = time.process_time()
        FINDER.find([Unit(text)])
        times.append(time.process_time() - began)
    # Four times the text takes about four times as long; a square would be sixteen.
    assert times[1] < max(8 * times[0], SECONDS)
