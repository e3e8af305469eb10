"""Write the pairs for people to judge, with both records and what a judgement would change."""

import json
from typing import NamedTuple, TypedDict

import duckdb
from django.db import transaction

from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import outside_name
from reassess.workspace.links.models import Judgement, Pair, PairCase

FIELDS = (
    "forename",
    "middle_names",
    "surname",
    "nicknames",
    "sex",
    "born_on",
    "age_from",
    "age_to",
    "pnc_id",
    "occupation",
    "description",
)
"""Fields of a person that the page shows. Ethnicity and nationality are left out: identity never rests on them."""

BATCH = 1_000


class PairSide(TypedDict):
    """One of the two records of a pair, as the page of the pair shows it."""

    person_id: str
    fields: dict[str, object]
    shown: str
    cases: list[str]
    roles: list[str]


class PairSides(TypedDict):
    """Both records of a pair."""

    left: PairSide
    right: PairSide


class PairEffect(TypedDict):
    """What changes if both records are of one person."""

    joins: list[str]
    suspect_elsewhere: bool
    victim_is_suspect: bool


class _PairRow(NamedTuple):
    """One row of `_SELECT`."""

    left_id: str
    right_id: str
    probability: float
    weight: float
    evidence: str | None
    left: str
    right: str
    left_cases: list[str] | None
    right_cases: list[str] | None
    left_roles: list[str] | None
    right_roles: list[str] | None

    def cases(self) -> list[str]:
        """The cases of either record."""
        return sorted({*(self.left_cases or ()), *(self.right_cases or ())})


_SELECT = """
SELECT p.left_id, p.right_id, p.probability, p.weight, p.evidence, to_json(l), to_json(r),
       lc.cases, rc.cases, lc.roles, rc.roles
FROM linking.pair p
JOIN records.person l ON l.person_id = p.left_id JOIN records.person r ON r.person_id = p.right_id
LEFT JOIN side lc ON lc.person_id = p.left_id LEFT JOIN side rc ON rc.person_id = p.right_id
WHERE p.band = 'review' ORDER BY p.left_id, p.right_id
"""

_SIDE = """
CREATE TEMP TABLE side AS
SELECT person_id, list(DISTINCT investigation_id ORDER BY investigation_id) AS cases,
       list(DISTINCT role ORDER BY role) AS roles
FROM records.involvement GROUP BY person_id
"""


def write_pairs(con: duckdb.DuckDBPyConnection) -> int:
    """Write the pairs for review; return how many. Pairs of earlier runs are kept but not listed."""
    con.execute(_SIDE).fetchall()
    rows = [_PairRow(*row) for row in con.execute(_SELECT).fetchall()]
    cases = dict(Case.objects.values_list("reference", "pk"))
    bands = dict(Case.objects.values_list("reference", "band_rank"))
    judged = {(j.left, j.right): j.verdict for j in Judgement.objects.order_by("number")}
    pairs = [_pair(row, bands, judged) for row in rows]
    names = ["probability", "weight", "value", "evidence", "sides", "effect", "in_newest_run", "judged"]
    with transaction.atomic():
        Pair.objects.update(in_newest_run=False)
        Pair.objects.bulk_create(
            pairs, BATCH, update_conflicts=True, update_fields=names, unique_fields=["left", "right"]
        )
        keys = {(left, right): pk for left, right, pk in Pair.objects.values_list("left", "right", "pk")}
        PairCase.objects.all().delete()
        PairCase.objects.bulk_create(
            (
                PairCase(pair_id=keys[row.left_id, row.right_id], case_id=cases[name])
                for row in rows
                for name in row.cases()
                if name in cases
            ),
            BATCH,
        )
    return len(pairs)


def _pair(row: _PairRow, bands: dict[str, int], judged: dict[tuple[str, str], str]) -> Pair:
    sides: PairSides = {
        "left": _side(row.left, row.left_cases, row.left_roles),
        "right": _side(row.right, row.right_cases, row.right_roles),
    }
    return Pair(
        left=row.left_id,
        right=row.right_id,
        probability=row.probability,
        weight=row.weight,
        value=_value(row.probability, row.cases(), bands, sides),
        evidence=json.loads(row.evidence) if row.evidence else [],
        sides=sides,
        effect=_effect(sides, row.cases()),
        judged=judged.get((row.left_id, row.right_id), ""),
    )


def _side(record: str, cases: list[str] | None, roles: list[str] | None) -> PairSide:
    person: dict[str, object] = json.loads(record)
    return {
        "person_id": str(person["person_id"]),
        "fields": {name: person.get(name) for name in FIELDS},
        "shown": outside_name(person, set(roles or ())),
        "cases": cases or [],
        "roles": roles or [],
    }


def _effect(sides: PairSides, joined: list[str]) -> PairEffect:
    left, right = sides["left"], sides["right"]
    across = bool(set(left["cases"]) ^ set(right["cases"]))
    return {
        "joins": joined if across else [],
        "suspect_elsewhere": across and "suspect" in left["roles"] and "suspect" in right["roles"],
        "victim_is_suspect": {"victim", "suspect"} <= {*left["roles"], *right["roles"]},
    }


def _value(probability: float, joined: list[str], bands: dict[str, int], sides: PairSides) -> float:
    """Priority of a pair: its uncertainty (highest at a probability of one half) times the cases that it would join.
    Cases of the first two bands and records of suspects count more."""
    doubt = 4 * probability * (1 - probability)
    reach = sum(2.0 if bands.get(name, 9) <= 1 else 1.0 for name in joined)
    suspects = sum("suspect" in side["roles"] for side in (sides["left"], sides["right"]))
    return round(doubt * reach * (1 + suspects), 6)
