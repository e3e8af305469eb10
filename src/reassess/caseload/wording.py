"""The words of the invented record, from `words.yaml`: steps, dates, people, places and decisions, and nothing else."""

from importlib.resources import files
from random import Random
from typing import Any

from reassess.records.yaml_text import load_yaml

_TEXT: dict[str, Any] = load_yaml(files("reassess.caseload").joinpath("words.yaml").read_text("utf-8"))
WORDS: dict[str, list[str]] = _TEXT["lists"]
_COMPOSED: dict[str, list[list[str]]] = _TEXT["composed"]
# How often a decision with a planted missed line is worded like one, and how often any other one is.
_WORDED_SO = {True: 0.75, False: 0.16}


def compose(rng: Random, kind: str, missed: bool) -> str:
    """A closing text or rationale, put together from one phrase of each list.

    The lists 'thin' are those of decisions that left something undone; they are used more often where `missed`, and
    sometimes where not, as in life: what an order of work can learn from words is a tendency, never a mark.
    """
    style = "thin" if rng.random() < _WORDED_SO[missed] else "full"
    return " ".join(rng.choice(phrases) for phrases in _COMPOSED[f"{kind}_{style}"])
