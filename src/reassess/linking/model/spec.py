"""The people model as declared in `model.yaml`, read into typed values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reassess.records.yaml_text import load_yaml

FUNCTIONS: Mapping[str, Mapping[str, str]] = {
    "duckdb": {
        "jaro_winkler": "jaro_winkler_similarity",
        "typing_slips": "damerau_levenshtein",
        "overlap": "list_has_any",
        "intersect": "list_intersect",
        "count": "len",
    },
    "spark": {
        "jaro_winkler": "jaro_winkler",
        "typing_slips": "damerau_levenshtein",
        "overlap": "arrays_overlap",
        "intersect": "array_intersect",
        "count": "size",
    },
}
"""What `model.yaml` writes in braces, in the words of each engine."""


@dataclass(frozen=True)
class Level:
    """One answer of a comparison: its words, its condition, its starting m and u, the column whose rarity scales it."""

    words: str
    when: str
    m: float
    u: float
    rarity: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What is compared and why; `needs` are prepared columns, `missing` the condition under which it says nothing."""

    name: str
    needs: tuple[str, ...]
    reason: str
    levels: tuple[Level, ...]
    missing: str


@dataclass(frozen=True)
class Apart:
    """A pattern that keeps two records from being linked whatever else agrees.

    A firm one keeps them out of one group. One that is not only keeps the link between the two from being drawn, so
    that a third record which fits both still brings them together, and asks nothing of two national numbers.
    """

    name: str
    needs: tuple[str, ...]
    reason: str
    words: str
    when: str
    firm: bool


@dataclass(frozen=True)
class Block:
    """A key that two records must share to be compared: SQL on one record, or a list column to take apart."""

    needs: tuple[str, ...]
    reason: str
    key: str | None = None
    explode: str | None = None


@dataclass(frozen=True)
class Thresholds:
    """Probabilities at which a pair is linked, looked at, listed, and a link is beyond doubt."""

    linked: float
    look: float
    keep: float
    sure: float


@dataclass(frozen=True)
class Learning:
    """How a table corrects the starting values; the fields are explained in `model.yaml`."""

    least_records: int
    prior_matches: int
    prior_pairs: int
    sample_pairs: int
    training_pairs: int
    sure_rules: tuple[tuple[str, ...], ...]
    sure_recall: float
    least_duplicates: float
    train_on: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Limits:
    """Bounds that keep one common value from taking the time or memory of all."""

    block: int
    repeats: int
    contact_holders: int
    default_dates: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """The whole declaration."""

    version: int
    thresholds: Thresholds
    learning: Learning
    limits: Limits
    comparisons: tuple[Comparison, ...]
    apart: tuple[Apart, ...]
    blocks: tuple[Block, ...]

    def for_columns(self, columns: Collection[str]) -> "Model":
        """The part of the model that prepared columns allow: whatever needs another column is left out."""

        def fits(part: Comparison | Apart | Block) -> bool:
            return set(part.needs) <= set(columns)

        return Model(
            self.version,
            self.thresholds,
            self.learning,
            self.limits,
            tuple(part for part in self.comparisons if fits(part)),
            tuple(part for part in self.apart if fits(part)),
            tuple(part for part in self.blocks if fits(part)),
        )


@cache
def people_model() -> Model:
    """The model of `model.yaml`."""
    raw = load_yaml(files("reassess.linking.model").joinpath("model.yaml").read_text(encoding="utf-8"))
    learning = raw["learning"]
    return Model(
        version=raw["version"],
        thresholds=Thresholds(**raw["thresholds"]),
        learning=Learning(**learning | {name: _nested(learning[name]) for name in ("sure_rules", "train_on")}),
        limits=Limits(**raw["limits"] | {"default_dates": tuple(raw["limits"]["default_dates"])}),
        comparisons=tuple(_comparison(part) for part in raw["comparisons"]),
        apart=tuple(Apart(**_with_tuple(part)) for part in raw["apart"]),
        blocks=tuple(Block(**_with_tuple(part)) for part in raw["blocks"]),
    )


def _nested(lists: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part) for part in lists)


def _with_tuple(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"needs": tuple(raw["needs"])}


def _comparison(raw: dict[str, Any]) -> Comparison:
    first = raw["needs"][0]
    return Comparison(
        name=raw["name"],
        needs=tuple(raw["needs"]),
        reason=raw["reason"],
        levels=tuple(Level(**level) for level in raw["levels"]),
        missing=raw.get("missing", f"{first}_l IS NULL OR {first}_r IS NULL"),
    )
