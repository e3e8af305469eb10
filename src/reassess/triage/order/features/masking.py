"""Takes out of a text what no score may look at: names, places, numbers and words of protected characteristics.

A word with a capital or a digit goes, unless it is on a short list of procedural words; so a name goes whether or
not anybody recognised it as one, and names from every background go alike. A break is left where something was taken.
"""

import re
from collections.abc import Sequence
from functools import cache

from reassess.triage.config import read_config
from reassess.triage.order.features.word_matrix import BREAK

# A handle or mail address is one word here, so that its parts do not stay.
WORD = re.compile(rf"[\w@.'’-]*[^\W_][\w@.'’-]*|{BREAK}")


def masked(text: str, spans: Sequence[tuple[int, int]] = ()) -> str:
    """The text without protected words and without the characters in `spans` (start, end), in small letters."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {BREAK} {text[end:]}"
    return " ".join(map(_plain, WORD.findall(text)))


@cache
def _plain(word: str) -> str:
    """The word in small letters, or a break if it must not be looked at."""
    stripped = word.strip(".'’-_")
    small = stripped.lower()
    if not stripped.isalpha() and not _is_compound(stripped):
        return BREAK
    if stripped != small and small not in _kept():
        return BREAK
    return BREAK if _protected().fullmatch(small) else small


def _is_compound(word: str) -> bool:
    """Whether the word is small words joined by hyphens or apostrophes, such as follow-up or isn't."""
    return bool(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word)) and word == word.lower()


@cache
def _kept() -> frozenset[str]:
    return frozenset(read_config("not-features.yaml")["allowed_with_a_capital"].split())


@cache
def _protected() -> re.Pattern[str]:
    words = [word for group in read_config("not-features.yaml")["words"].values() for word in group.split()]
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in sorted(words)))


def masked_mention_kinds() -> tuple[str, ...]:
    """The kinds of mention that are taken out of every text."""
    return tuple(read_config("not-features.yaml")["masked_mentions"])


def excluded_tables() -> tuple[str, ...]:
    """The tables whose texts the order does not read."""
    return tuple(read_config("not-features.yaml")["excluded_tables"])


def excluded_rules() -> frozenset[str]:
    """The rules whose findings feed no score."""
    return frozenset(read_config("not-features.yaml")["rules"])
