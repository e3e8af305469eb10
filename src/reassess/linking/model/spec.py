"""The specification of the linkage model (`model.yaml`) as typed values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from reassess.records.yaml_text import load_yaml

FUNCTIONS: Mapping[str, Mapping[str, str]] = {
    "duckdb": {
        "jaro_winkler": "jaro_winkler_similarity",
        "damerau_levenshtein": "damerau_levenshtein",
        "overlap": "list_has_any",
        "intersect": "list_intersect",
        "count": "len",
    },
    "spark": {
        "jaro_winkler": "jaro_winkler",
        "damerau_levenshtein": "damerau_levenshtein",
        "overlap": "arrays_overlap",
        "intersect": "array_intersect",
        "count": "size",
    },
}
"""For each SQL dialect, the functions that `model.yaml` names in braces."""


@dataclass(frozen=True)
class ComparisonLevel:
    """One level of a comparison: its label, SQL condition and starting m and u probabilities.

    `term_frequency` names the column of the term frequency adjustment, if the level has one.
    """

    label: str
    when: str
    m: float
    u: float
    term_frequency: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What is compared and why: the prepared columns it needs, its levels, and the condition of its null level."""

    name: str
    needs: tuple[str, ...]
    reason: str
    levels: tuple[ComparisonLevel, ...]
    null_when: str


@dataclass(frozen=True)
class DoubtfulLink:
    """A pattern that makes the link of a pair doubtful, however high its match weight."""

    name: str
    needs: tuple[str, ...]
    reason: str
    label: str
    when: str


@dataclass(frozen=True)
class CannotLink:
    """A cannot-link constraint: a pattern that stops a pair from being linked, whatever else agrees.

    A hard constraint keeps the two records out of one cluster. A soft one only stops the link between the two: a third
    record that matches both can still bring them together, and it does not apply where both have a national number.
    """

    name: str
    needs: tuple[str, ...]
    reason: str
    label: str
    when: str
    hard: bool


@dataclass(frozen=True)
class BlockingRule:
    """A key that two records must share to be compared: SQL on one record, or a list column to explode."""

    needs: tuple[str, ...]
    reason: str
    key: str | None = None
    explode: str | None = None


@dataclass(frozen=True)
class Thresholds:
    """Match probabilities from which a pair is linked, sent for review or listed, and a link is certain."""

    linked: float
    review: float
    listed: float
    certain: float


@dataclass(frozen=True)
class Training:
    """How a table's own records adjust the starting m and u; `model.yaml` explains each field."""

    min_records: int
    m_pseudo_count: int
    u_pseudo_count: int
    u_pairs: int
    em_pairs: int
    deterministic_rules: tuple[tuple[str, ...], ...]
    deterministic_recall: float
    min_duplicate_share: float
    em_blocking_rules: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Limits:
    """Limits that stop one common value from using all the time or memory."""

    records_per_key: int
    records_per_person: int
    records_per_contact: int
    default_dates: tuple[str, ...]


@dataclass(frozen=True)
class ModelSpec:
    """The whole specification."""

    version: int
    thresholds: Thresholds
    training: Training
    limits: Limits
    comparisons: tuple[Comparison, ...]
    cannot_link: tuple[CannotLink, ...]
    doubtful_link: tuple[DoubtfulLink, ...]
    blocking_rules: tuple[BlockingRule, ...]

    def for_columns(self, columns: Collection[str]) -> "ModelSpec":
        """Return the part of the specification that needs none but these prepared columns."""

        def fits(part: Comparison | CannotLink | DoubtfulLink | BlockingRule) -> bool:
            return set(part.needs) <= set(columns)

        return replace(
            self,
            comparisons=tuple(filter(fits, self.comparisons)),
            cannot_link=tuple(filter(fits, self.cannot_link)),
            doubtful_link=tuple(filter(fits, self.doubtful_link)),
            blocking_rules=tuple(filter(fits, self.blocking_rules)),
        )


@cache
def people_model() -> ModelSpec:
    """Return the specification in `model.yaml`."""
    raw = load_yaml(files("reassess.linking.model").joinpath("model.yaml").read_text(encoding="utf-8"))
    training = raw["training"]
    column_lists = {
        name: tuple(tuple(columns) for columns in training[name])
        for name in ("deterministic_rules", "em_blocking_rules")
    }
    return ModelSpec(
        version=raw["version"],
        thresholds=Thresholds(**raw["thresholds"]),
        training=Training(**training | column_lists),
        limits=Limits(**raw["limits"] | {"default_dates": tuple(raw["limits"]["default_dates"])}),
        comparisons=tuple(_comparison(part) for part in raw["comparisons"]),
        cannot_link=tuple(CannotLink(**_with_tuple(part)) for part in raw["cannot_link"]),
        doubtful_link=tuple(DoubtfulLink(**_with_tuple(part)) for part in raw["doubtful_link"]),
        blocking_rules=tuple(BlockingRule(**_with_tuple(part)) for part in raw["blocking_rules"]),
    )


def _with_tuple(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"needs": tuple(raw["needs"])}


def _comparison(raw: dict[str, Any]) -> Comparison:
    first = raw["needs"][0]
    return Comparison(
        name=raw["name"],
        needs=tuple(raw["needs"]),
        reason=raw["reason"],
        levels=tuple(ComparisonLevel(**level) for level in raw["levels"]),
        null_when=raw.get("null_when", f"{first}_l IS NULL OR {first}_r IS NULL"),
    )
