"""Persons in a text of which nothing is known: no corpus, no roles, names of any country.

Each run of words that may be a name is weighed by reasons; one whose reasons outweigh what is asked for is a person. In
a run of the review the corpus is the dictionary and `names` does this work; here it is for pasted and uploaded text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reassess.reading.mentions.found import Found
from reassess.reading.mentions.persons.candidates import Candidate, candidates
from reassess.reading.mentions.persons.reasons import reasons
from reassess.reading.mentions.persons.tokens import parts
from reassess.records.yaml_text import load_yaml

BLOCK = 20_000
"""Characters looked at together: a name told in full explains its parts as far as this."""


@dataclass(frozen=True)
class Weights:
    """What each reason weighs, and the sum that a candidate has to outweigh."""

    of: Mapping[str, float]
    asked: float


@cache
def weights() -> Weights:
    """The weights of `phrases/names/persons.yaml`."""
    text = files("reassess.reading.mentions.phrases.data").joinpath("names/persons.yaml").read_text(encoding="utf-8")
    content = load_yaml(text)
    return Weights(content["weights"], content["asked"])


def persons(text: str) -> Iterator[Found]:
    """Persons in the text: whole names as `name`, single ones as `part_name`, all of them doubtful.

    Raises `UserError` where the model for names is not installed.
    """
    for start, end in parts(text, BLOCK):
        for each in chosen(((each, weight(each)) for each in candidates(text[start:end])), weights().asked):
            kind = "part_name" if len(each.words) == 1 else "name"
            yield Found(start + each.start, start + each.end, kind, " ".join(each.words), "", doubtful=True)


def weight(candidate: Candidate) -> float:
    """The sum of the weights of the reasons, each as far as it holds."""
    return sum(weights().of[name] * value for name, value in reasons(candidate).items())


def chosen(weighed: Iterable[tuple[Candidate, float]], asked: float) -> Sequence[Candidate]:
    """Of candidates that overlap the weightiest, where it weighs more than what is asked for; in order of place."""
    enough = [pair for pair in weighed if pair[1] > asked]
    taken: list[Candidate] = []
    for each, _ in sorted(enough, key=lambda pair: (-pair[1], pair[0].start, -pair[0].end)):
        if not any(each.start < other.end and other.start < each.end for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.start)
