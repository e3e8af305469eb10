"""The settings of the order as they stand in the data files of this room, typed, with their versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reassess.records.yaml_text import load_yaml


@dataclass(frozen=True)
class BlockSettings:
    """Weight, strength and limit of one block or part of one, as `blocks.yaml` explains them."""

    weight: float
    strength: float
    limit: float | None
    why: str


@cache
def read_config(name: str) -> Mapping[str, Any]:
    """A data file of this room, read once."""
    content: dict[str, Any] = load_yaml(files("reassess.triage").joinpath("data", name).read_text(encoding="utf-8"))
    return content


def block_settings(name: str) -> BlockSettings:
    """The settings of a part named in `blocks.yaml`: words, themes, likeness or tokens."""
    raw = read_config("blocks.yaml")[name]
    return BlockSettings(raw["weight"], raw.get("strength", 0.0), raw.get("limit"), raw["why"].strip())


def theme_count() -> int:
    """How many themes the words of a caseload are gathered into."""
    return int(read_config("blocks.yaml")["themes"]["dimensions"])


def words_for_full_weight() -> int:
    """A case with fewer words is text-poor: a stratum of its own, in which other blocks count for more."""
    return int(read_config("blocks.yaml")["words_for_full_weight"])
