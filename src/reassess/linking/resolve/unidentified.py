"""Unidentified suspects who can be joined to a person, by an identifier held elsewhere or by nickname and place.

The meaning of rules.md ("Person", unidentified-suspect-now-identifiable): a phone, vehicle, email, handle or imei of
the unidentified record that an identified person holds in another investigation, or a nickname in common together with
a location where both records were present or lived. One holder: joined, the identity not confirmed. Several: joined to
none, and each is a candidate. A judgement outweighs both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from reassess.linking.resolve.clusters import Groups

IDENTIFIER, NICKNAME = "shared identifier", "nickname and place"

# Whoever is recorded by name in the investigation of the unidentified record is somebody else there (_BESIDE).
_HOLDERS = """
    WITH held AS MATERIALIZED (
        SELECT DISTINCT kind, value, investigation_id, person_id, identified
        FROM numbered SEMI JOIN common_value USING (kind, value) ANTI JOIN desk USING (kind, value)
        JOIN person_known USING (person_id) WHERE kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')
    ),
    by_identifier AS (
        SELECT DISTINCT mine.person_id, theirs.person_id AS holder_id, '{identifier}' AS how,
               mine.kind || ' ' || mine.value AS what
        FROM held mine JOIN held theirs USING (kind, value)
        WHERE NOT mine.identified AND theirs.identified AND mine.investigation_id != theirs.investigation_id
    ),
    named AS (
        SELECT person_id, identified, lower(trim(unnest(string_split(nicknames, ';')))) AS nickname
        FROM records.person JOIN person_known USING (person_id) WHERE nicknames IS NOT NULL
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

_BESIDE = """
    SELECT DISTINCT mine.person_id, theirs.person_id AS other_id
    FROM records.involvement mine
    JOIN person_known nameless ON nameless.person_id = mine.person_id AND NOT nameless.identified
    JOIN records.involvement theirs ON theirs.investigation_id = mine.investigation_id
    JOIN person_known named ON named.person_id = theirs.person_id AND named.identified
    ORDER BY ALL
"""


@dataclass(frozen=True)
class Claim:
    """An identified record that holds what an unidentified record is known by."""

    person_id: str
    holder_id: str
    how: str
    what: str


@dataclass(frozen=True)
class Candidate:
    """One of several people that an unidentified record may be."""

    person_id: str
    holder_id: str
    reason: str


def join_unidentified(con: duckdb.DuckDBPyConnection, groups: Groups) -> tuple[dict[str, Claim], list[Candidate]]:
    """Join each unidentified record that only one person can be; returns the claims that joined and the candidates.

    Args:
        con: a connection of a run with linking.place and what features.py makes; the values of `desk` join nobody.
        groups: the people as resolved so far; the joined records are added.
    """
    joined: dict[str, Claim] = {}
    candidates: list[Candidate] = []
    beside = _by_person(con.execute(_BESIDE).fetchall())
    identified = {person for (person,) in con.execute("SELECT person_id FROM person_known WHERE identified").fetchall()}
    for person, claims in sorted(_claims(con).items()):
        if identified & set(groups.members(person)):
            continue  # a judgement has said who this is
        present = {groups.root(other) for (other,) in beside.get(person, ())}
        elsewhere = [claim for claim in claims if groups.root(claim.holder_id) not in present]
        one = len({groups.root(claim.holder_id) for claim in elsewhere}) == 1
        if one and groups.join(person, elsewhere[0].holder_id) is None:
            joined[person] = elsewhere[0]
        else:
            candidates += _several(elsewhere, groups)
    return joined, candidates


def _claims(con: duckdb.DuckDBPyConnection) -> dict[str, list[Claim]]:
    sql = _HOLDERS.format(identifier=IDENTIFIER, nickname=NICKNAME)
    found = _by_person(con.execute(sql).fetchall())
    # Where both grounds hold, the identifier is the one to show.
    return {
        person: sorted((Claim(person, *row) for row in rows), key=lambda claim: claim.how != IDENTIFIER)
        for person, rows in found.items()
    }


def _by_person(rows: Iterable[Sequence[str]]) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = {}
    for person, *rest in rows:
        found.setdefault(person, []).append(tuple(rest))
    return found


def _several(claims: Iterable[Claim], groups: Groups) -> list[Candidate]:
    said: dict[str, list[str]] = {}
    for claim in claims:
        said.setdefault(groups.root(claim.holder_id), []).append(f"{claim.what}, held by {claim.holder_id}")
    person = next(iter(claim.person_id for claim in claims), "")
    return [Candidate(person, holder, "; ".join(sorted(set(reasons)))) for holder, reasons in sorted(said.items())]
