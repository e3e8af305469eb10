"""Runs of words that may be a person's name, each with what stands around it, in a text of which nothing is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reassess.reading.mentions.dictionary.gazetteer import forenames
from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import lowered
from reassess.reading.mentions.persons import model, tokens
from reassess.reading.mentions.persons.all_caps import is_shouted
from reassess.reading.mentions.persons.runs import judged_runs, runs, with_capitals

_LISTED = re.compile(r"\s*(?:,|, and|and|&)\s+")
LOOK_BACK, LOOK_ON = 40, 24
Place = tuple[int, int]
Run = tuple[int, int, Sequence[str]]
"""Where a run begins and ends, and its folded words."""


@dataclass(frozen=True)
class Candidate:
    """A run of words: its place, its folded words, what stands around it, and what the two models see there.

    `capitals` says that the run was found by its capitals, `named` that the token model sees a name of this extent,
    `known` that it is a part of a full name elsewhere in the text, `elsewhere` how sure the token model is, at best,
    of any of its words anywhere in the text (log odds).
    """

    start: int
    end: int
    words: Sequence[str]
    written: str
    before: str
    after: str
    line: str
    seen: model.Seen
    judged: tokens.Judged
    elsewhere: float
    listed: "Listed | None"
    capitals: bool
    named: bool
    known: bool


@dataclass(frozen=True)
class Listed:
    """The list that a run is a part of ('Ann, Bob and Cas'): what stands before it, the first words of the others
    and how far the token model takes all of them for names on average (log odds)."""

    before: str
    fellows: Sequence[str]
    mean: float

    @property
    def among_forenames(self) -> bool:
        """Whether most of what the run is listed with are forenames."""
        return sum(word in forenames() for word in self.fellows) * 2 > len(self.fellows)


def candidates(text: str) -> Iterator[Candidate]:
    """Every run that capitals or the token model propose, in order; they may overlap.

    Raises `UserError` where the token model is not installed.
    """
    if is_shouted(text):
        text = lowered(text)
    judgement = tokens.judge(text)
    shown = text if any(letter.isupper() for letter in text) else with_capitals(text, judgement)
    view = model.view(shown)
    by_capitals, by_model = set(runs(shown)), set(judged_runs(shown, judgement))
    found = _with_words(shown, by_capitals | by_model)
    judged = {run[:2]: judgement.at(run[0], run[1]) for run in found}
    full = {word for *_, words in found if len(words) > 1 and words[0] in forenames() for word in words}
    best = _best(found, judged)
    lists = _lists(shown, [run for run in found if run[:2] in by_capitals], judged)
    for start, end, words in found:
        first, last = shown.rfind("\n", 0, start) + 1, shown.find("\n", end)
        yield Candidate(
            start,
            end,
            words,
            shown[start:end],
            shown[max(0, start - LOOK_BACK) : start],
            shown[end : end + LOOK_ON],
            shown[first : last if last >= 0 else len(shown)],
            view.at(start, end),
            judged[start, end],
            max(best[word] for word in words),
            lists.get((start, end)),
            (start, end) in by_capitals,
            (start, end) in by_model,
            len(words) == 1 and words[0] in full,
        )


def _with_words(text: str, places: set[Place]) -> list[Run]:
    """The runs in order, without those that have no letters."""
    found = [(start, end, tuple(folded(text[start:end]).split())) for start, end in sorted(places)]
    return [run for run in found if run[2]]


def _best(found: Sequence[Run], judged: Mapping[Place, tokens.Judged]) -> Mapping[str, float]:
    """For each word the most that the token model thinks of a run with it."""
    best: dict[str, float] = {}
    for start, end, words in found:
        sure = judged[start, end].name
        best |= {word: max(best.get(word, sure), sure) for word in words}
    return best


def _lists(text: str, found: Sequence[Run], judged: Mapping[Place, tokens.Judged]) -> Mapping[Place, Listed]:
    """For each run that stands in a list, that list."""
    lists: list[list[Run]] = []
    for run in found:
        if lists and _LISTED.fullmatch(text[lists[-1][-1][1] : run[0]]):
            lists[-1].append(run)
        else:
            lists.append([run])
    return {run[:2]: _listed(text, run, fellows, judged) for fellows in lists if len(fellows) > 1 for run in fellows}


def _listed(text: str, run: Run, fellows: Sequence[Run], judged: Mapping[Place, tokens.Judged]) -> Listed:
    start, sure = fellows[0][0], [judged[each[:2]].name for each in fellows]
    others = [each[2][0] for each in fellows if each is not run]
    return Listed(text[max(0, start - LOOK_BACK) : start], others, sum(sure) / len(sure))
