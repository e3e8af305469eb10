"""Unidentified suspects who can be joined to a person, by a shared identifier or by nickname and place.

As rules.md says ("Person", unidentified-suspect-now-identifiable), either an identified person in another investigation
has the same phone, vehicle, email, handle or IMEI, or the two share a nickname and a place where both were present or
lived. If one person fits, the record is joined to them with the identity not confirmed. If several fit, it is joined to
none and each is a candidate. A judgement overrides both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from reassess.linking.resolve.clusters import Clusters

IDENTIFIER, NICKNAME = "shared identifier", "nickname and place"

# A person recorded by name in the same investigation is somebody else (_SAME_INVESTIGATION).
_HOLDERS = """
    WITH held AS MATERIALIZED (
        SELECT DISTINCT kind, value, investigation_id, person_id, identified
        FROM identifier_value SEMI JOIN shared_value USING (kind, value) ANTI JOIN shared_contact USING (kind, value)
        JOIN person_identified USING (person_id) WHERE kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')
    ),
    by_identifier AS (
        SELECT DISTINCT mine.person_id, theirs.person_id AS holder_id, '{identifier}' AS how,
               mine.kind || ' ' || mine.value AS what
        FROM held mine JOIN held theirs USING (kind, value)
        WHERE NOT mine.identified AND theirs.identified AND mine.investigation_id != theirs.investigation_id
    ),
    named AS (
        SELECT person_id, identified, lower(trim(unnest(string_split(nicknames, ';')))) AS nickname
        FROM records.person JOIN person_identified USING (person_id) WHERE nicknames IS NOT NULL
    ),
    at_place AS (
        SELECT DISTINCT person_id, place_id FROM (
            SELECT person_id, location_id FROM records.presence WHERE person_id IS NOT NULL
            UNION ALL SELECT person_id, location_id FROM records.residence
        ) JOIN linking.place USING (location_id)
    ),
    by_nickname AS (
        SELECT DISTINCT mine.person_id, theirs.person_id AS holder_id, '{nickname}' AS how,
               'nickname ' || nickname || ' at ' || here.place_id AS what
        FROM named mine JOIN named theirs USING (nickname)
        JOIN at_place here ON here.person_id = mine.person_id
        JOIN at_place there ON there.person_id = theirs.person_id AND there.place_id = here.place_id
        WHERE NOT mine.identified AND theirs.identified AND nickname != ''
    )
    FROM by_identifier UNION ALL FROM by_nickname ORDER BY ALL
"""

_SAME_INVESTIGATION = """
    SELECT DISTINCT mine.person_id, theirs.person_id AS other_id
    FROM records.involvement mine
    JOIN person_identified nameless ON nameless.person_id = mine.person_id AND NOT nameless.identified
    JOIN records.involvement theirs ON theirs.investigation_id = mine.investigation_id
    JOIN person_identified named ON named.person_id = theirs.person_id AND named.identified
    ORDER BY ALL
"""


@dataclass(frozen=True)
class Claim:
    """An identified record with the identifier, or nickname and place, of an unidentified one."""

    person_id: str
    holder_id: str
    how: str
    what: str


@dataclass(frozen=True)
class Candidate:
    """One of several people that an unidentified record may be the same person as."""

    person_id: str
    holder_id: str
    reason: str


def join_unidentified(con: duckdb.DuckDBPyConnection, clusters: Clusters) -> tuple[dict[str, Claim], list[Candidate]]:
    """Join each unidentified record that only one person fits; returns the claims used and the candidates.

    Args:
        con: a connection of a run with linking.place and the tables of features.py; a `shared_contact` joins nobody.
        clusters: the people resolved so far; the joined records are added.
    """
    joined: dict[str, Claim] = {}
    candidates: list[Candidate] = []
    named_there = _by_person(con.execute(_SAME_INVESTIGATION).fetchall())
    identified = {
        person for (person,) in con.execute("SELECT person_id FROM person_identified WHERE identified").fetchall()
    }
    for person, claims in sorted(_claims(con).items()):
        if identified & set(clusters.members(person)):
            continue  # a judgement has settled who this is
        present = {clusters.root(other) for (other,) in named_there.get(person, ())}
        elsewhere = [claim for claim in claims if clusters.root(claim.holder_id) not in present]
        one = len({clusters.root(claim.holder_id) for claim in elsewhere}) == 1
        if one and clusters.merge(person, elsewhere[0].holder_id) is None:
            joined[person] = elsewhere[0]
        else:
            candidates += _candidates(elsewhere, clusters)
    return joined, candidates


def _claims(con: duckdb.DuckDBPyConnection) -> dict[str, list[Claim]]:
    sql = _HOLDERS.format(identifier=IDENTIFIER, nickname=NICKNAME)
    found = _by_person(con.execute(sql).fetchall())
    # The identifier is shown first where both apply.
    return {
        person: sorted((Claim(person, *row) for row in rows), key=lambda claim: claim.how != IDENTIFIER)
        for person, rows in found.items()
    }


def _by_person(rows: Iterable[Sequence[str]]) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = {}
    for person, *rest in rows:
        found.setdefault(person, []).append(tuple(rest))
    return found


def _candidates(claims: Iterable[Claim], clusters: Clusters) -> list[Candidate]:
    reasons: dict[str, list[str]] = {}
    for claim in claims:
        reasons.setdefault(clusters.root(claim.holder_id), []).append(f"{claim.what}, held by {claim.holder_id}")
    person = next(iter(claim.person_id for claim in claims), "")
    return [Candidate(person, holder, "; ".join(sorted(set(found)))) for holder, found in sorted(reasons.items())]
