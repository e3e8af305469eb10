"""Phrase lists: data files that say which words carry which meaning, and the small language they are written in.

A phrase is words in order. `word*` takes any ending, `a|b` is a choice (`going_to` inside a choice means two words),
`(word)` may be missing, `..` stands for up to two further words and `...` for up to six, never past the end of a
sentence; `<set>` is a named choice from `sets` of the list or of `sets.yaml`. A match that an `except` phrase touches
is dropped. Small and capital letters are the same, words may be parted by spaces, line ends or hyphens.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from reassess.records.yaml_text import load_yaml

GAP = r"[\s\-\u2010-\u2013/]+"
_WORD = r"[\w'\u2019&\u00a3]+"
_FEW = rf"(?:[^\w.;!?\ue000]+{_WORD}){{0,2}}?[^\w.;!?\ue000]+"
_MANY = rf"(?:[^\w.;!?\ue000]+{_WORD}){{0,6}}?[^\w.;!?\ue000]+"
_GAPS = {"..": _FEW, "...": _MANY}
BEFORE_CUE, AFTER_CUE = 160, 240
"""How far from a cue a phrase may begin and end at the most."""
_GAP_REACH = 12
_ANY_ENDING_REACH = 40


class Cue(NamedTuple):
    """A word, or the beginning of one, that stands in every match of a phrase that has it."""

    word: str
    whole: bool


@dataclass(frozen=True)
class Phrase:
    """One phrase of a list, ready to search with.

    `about` says on which side of the phrase the person stands that it is about: before, after, or nothing.

    Of `cues` one stands in every match: the search looks for them first, all lists at once. The match begins no more
    than `before` characters before it and ends no more than `after` characters behind its beginning.
    """

    kind: str
    value: str
    group: str
    say: str
    advice: str
    doubtful: bool
    negatable: bool
    about: str
    pattern: re.Pattern[str]
    excepted: tuple[re.Pattern[str], ...]
    cues: tuple[Cue, ...]
    before: int
    after: int


@dataclass(frozen=True)
class PhraseList:
    """A phrase list as it stands in its file: what it is for, where it comes from, its version and its examples."""

    kind: str
    title: str
    version: int
    source: str
    phrases: tuple[Phrase, ...]
    examples: tuple[Mapping[str, Any], ...] = field(repr=False)


@cache
def phrase_lists() -> tuple[PhraseList, ...]:
    """Every list that the package ships, by file name; ValueError names the file and phrase that cannot be read."""
    folder = files("reassess.reading.mentions.phrases.data")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml") and item.name != "sets.yaml")
    shared = _shared()["sets"]
    return tuple(_list(name, load_yaml(folder.joinpath(name).read_text(encoding="utf-8")), shared) for name in names)


@cache
def _shared() -> Mapping[str, Any]:
    text = files("reassess.reading.mentions.phrases.data").joinpath("sets.yaml").read_text(encoding="utf-8")
    raw = load_yaml(text)
    often = {word: cost for cost, words in raw["often"].items() for word in words.split()}
    return {"sets": raw["sets"], "often": often}


@cache
def shorthand() -> Mapping[str, str]:
    """Abbreviations of police records, as written, and what each stands for."""
    text = files("reassess.reading.mentions.phrases.data").joinpath("names/shorthand.yaml").read_text(encoding="utf-8")
    raw = load_yaml(text)
    numbered = {
        f"{letter}{number}": f"{role} {number}" for letter, role in raw["numbered"].items() for number in range(1, 10)
    }
    return {**numbered, **dict.fromkeys(raw["appearance"], "appearance code"), **raw["words"]}


def _list(name: str, raw: Mapping[str, Any], shared: Mapping[str, str]) -> PhraseList:
    sets = {**shared, **raw.get("sets", {})}
    try:
        phrases = tuple(_phrase(entry, raw, sets, say) for entry in raw["phrases"] for say in entry["say"])
    except (KeyError, ValueError, re.error) as error:
        raise ValueError(f"phrase list {name}: {error}") from error
    return PhraseList(
        raw["kind"], raw["title"], raw["version"], " ".join(raw["source"].split()), phrases, tuple(raw["examples"])
    )


def _phrase(entry: Mapping[str, Any], raw: Mapping[str, Any], sets: Mapping[str, str], say: str) -> Phrase:
    words = _words(say, sets)
    at = _rarest(words, say)
    return Phrase(
        kind=raw["kind"],
        value=entry["value"],
        group=entry.get("group", ""),
        say=say,
        advice=entry.get("advice", ""),
        doubtful=entry.get("doubtful", False),
        negatable=entry.get("negatable", raw.get("negatable", True)),
        about=entry.get("about", raw.get("about", "")),
        pattern=re.compile(_regex(words)),
        excepted=tuple(re.compile(_regex(_words(other, sets))) for other in entry.get("except", ())),
        cues=tuple(map(_cue, words[at].split("|"))),
        before=min(BEFORE_CUE, sum(map(_longest, words[:at]))),
        after=min(AFTER_CUE, sum(map(_longest, words[at:]))),
    )


def _words(say: str, sets: Mapping[str, str]) -> list[str]:
    words = re.sub(r"<(\w+)>", lambda match: sets[match.group(1)], say.lower()).split()
    if any(word.count("(") != word.count(")") for word in words):
        raise ValueError(f"'{say}': what may be missing is one word or choice in brackets; join words with _")
    return words


def _regex(words: list[str]) -> str:
    """The words as one regular expression over text in small letters."""
    pieces: list[str] = []
    glue = ""
    for word in words:
        if word in _GAPS:
            glue = _GAPS[word]
        elif word.startswith("("):
            pieces.append(f"(?:{glue}{_choice(word[1:-1])})?" if pieces else f"(?:{_choice(word[1:-1])}{GAP})?")
            glue = GAP if pieces[-1].endswith("?") and len(pieces) > 1 else ""
        else:
            pieces.append(glue + _choice(word))
            glue = GAP
    return r"(?<![\w])" + "".join(pieces) + r"(?![\w])"


def _choice(word: str) -> str:
    return "(?:" + "|".join(_one(option) for option in word.split("|")) + ")"


def _one(option: str) -> str:
    escaped = re.escape(option.removesuffix("*")).replace("_", GAP).replace("'", "['\u2019]?")
    return escaped + (r"[\w'\u2019]*" if option.endswith("*") else "")


def _rarest(words: list[str], say: str) -> int:
    """The place of the word that is hardest to meet by chance: its choices stand in few records; then the first word,
    where one place only has to be tried; then the one whose shortest choice is longest."""
    firm = [at for at, word in enumerate(words) if word not in _GAPS and not word.startswith("(")]
    if not firm:
        raise ValueError(f"'{say}' has no word that must stand in it")
    return min(firm, key=lambda at: (_often_met(words[at]), at > 0, -min(map(len, _cue_words(words[at])))))


def _often_met(word: str) -> int:
    often = _shared()["often"]
    return sum(often.get(cue, 0) if len(cue) > 1 else max(often.values()) for cue in _cue_words(word))


def _cue_words(word: str) -> list[str]:
    return [_cue(option).word for option in word.split("|")]


def _cue(option: str) -> Cue:
    # Apostrophes and spaces are written in several ways: only what stands before the first of them is looked for.
    word = re.split(r"[_'*]", option)[0]
    return Cue(word, whole=option[len(word) :][:1] in ("", "_"))


def _longest(word: str) -> int:
    """The characters that a word of a phrase takes at the most, with what parts it from the next."""
    if word in _GAPS:
        return BEFORE_CUE
    options = word.strip("()").split("|")
    return max(len(o) + _GAP_REACH * (1 + o.count("_")) + _ANY_ENDING_REACH * o.count("*") for o in options)
