"""From a table of people, its columns named by role, to the prepared columns that the model compares.

A role is what a column means (`forename`, `born_on`, `postcode`, ...), whatever its name in the source. Preparation
runs in DuckDB for both engines, so Spark compares the same values.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from reassess.linking.model.blocking import write_blocking_keys
from reassess.linking.model.name_forms import read_name
from reassess.linking.model.spec import Limits, ModelSpec
from reassess.records.normal import load_macros

NAME_ROLES = ("forename", "middle_names", "surname", "full_name")
CONTACT_ROLES = ("phone", "email", "vehicle", "handle", "imei")
ROLES: Mapping[str, str] = {
    "forename": "given name",
    "middle_names": "further given names",
    "surname": "family name",
    "full_name": "the whole name in one field",
    "nicknames": "street names or aliases, semicolon-separated",
    "sex": "f, m, x or a word that starts with one of them",
    "born_on": "date of birth in any usual form",
    "age_from": "earliest year of birth for the estimated age",
    "age_to": "latest year of birth for the estimated age",
    "postcode": "postcode",
    "address": "address line",
    "place": "town, suburb or place of birth",
    "occupation": "occupation",
    "national_id": "a number issued to one person",
    "phone": "phone numbers, semicolon-separated",
    "email": "email addresses, semicolon-separated",
    "vehicle": "vehicle registrations, semicolon-separated",
    "handle": "account names, semicolon-separated",
    "imei": "handset numbers, semicolon-separated",
}
"""The roles that a column of a table of people can have, with what each means."""

LIST_ROLES = ("contacts", "addresses", "company")
"""Roles that the record model fills with lists: identifiers, homes, and the other people in their investigations."""
CASES = "cases"
"""The investigations of a record: two records of one investigation share company for that reason alone."""


def prepare(con: duckdb.DuckDBPyConnection, people: str, model: ModelSpec) -> ModelSpec:
    """Make the table `prepared` from the relation `people`; returns the part of the model that fits its columns.

    Args:
        con: the connection that holds `people` and will hold `prepared` (unique_id, source, the prepared columns, and
            `key_0`, `key_1`, ... for the blocking rules of the returned model).
        people: a table or view with unique_id, source and columns named as in ROLES or LIST_ROLES.
        model: the specification.
    """
    load_macros(con)
    roles = _roles_of(con, people)
    _read_names(con, [role for role in NAME_ROLES if role in roles])
    con.execute(f"CREATE OR REPLACE TEMP TABLE derived AS {_derive(roles, model.limits)}")
    _drop_common(con, model.limits.records_per_contact)
    fitting = model.for_columns(_filled(con))
    write_blocking_keys(con, fitting)
    return fitting


def _roles_of(con: duckdb.DuckDBPyConnection, people: str) -> set[str]:
    listed = {*LIST_ROLES, CASES}
    has = {row[0] for row in con.execute(f"DESCRIBE {people}").fetchall()} & (ROLES.keys() | listed)
    chosen = [f"{role}::VARCHAR AS {role}" for role in sorted(has & ROLES.keys())] + sorted(has & listed)
    for role, placeholder in _missing_partners(has).items():
        chosen.append(f"{placeholder}::VARCHAR AS {role}")
        has.add(role)
    if "full_name" in has and not has & {"forename", "surname"}:
        chosen += [f"{sql} AS {role}" for role, sql in _SPLIT_NAME.items()]
        has |= _SPLIT_NAME.keys()
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW roles AS SELECT {', '.join(['unique_id', 'source', *chosen])} FROM {people}"
    )
    return has


# Comparisons may look for a forename in the surname field, or use an age with a date of birth. A table with only one of
# the two gets the other as an empty column, so the SQL still runs.
_NAMES, _AGES = ("forename", "surname"), ("age_from", "age_to")


def _missing_partners(has: Collection[str]) -> dict[str, str]:
    """The roles missing from a table that has their partner, each with the SQL used instead."""
    lacking = {role: "NULL" for role in _NAMES if any(name in has for name in _NAMES) and role not in has}
    if ages := [age for age in _AGES if age in has]:
        lacking |= {age: ages[0] for age in _AGES if age not in has}
        lacking |= {} if "born_on" in has else {"born_on": "NULL"}
    return lacking


# "Marsh, Ada" and "Ada Marsh"
_SPLIT_NAME: Mapping[str, str] = {
    "forename": "CASE WHEN full_name LIKE '%,%' THEN trim(split_part(full_name, ',', 2))"
    " ELSE split_part(trim(full_name), ' ', 1) END",
    "surname": "CASE WHEN full_name LIKE '%,%' THEN split_part(full_name, ',', 1) WHEN trim(full_name) LIKE '% %'"
    " THEN split_part(trim(full_name), ' ', -1) END",
}


def _read_names(con: duckdb.DuckDBPyConnection, roles: Sequence[str]) -> None:
    wanted = " UNION ".join(f"SELECT {role} AS raw FROM roles" for role in roles) or "SELECT NULL AS raw"
    texts = [row[0] for row in con.execute(f"SELECT raw FROM ({wanted}) WHERE raw IS NOT NULL ORDER BY raw").fetchall()]
    names = [read_name(text) for text in texts]
    listed = pa.list_(pa.string())
    con.register(
        "names_arrow",
        pa.table(
            {
                "raw": pa.array(texts, pa.string()),
                "plain": pa.array([name.plain or None for name in names], pa.string()),
                "parts": pa.array([name.parts or None for name in names], listed),
                "sound": pa.array([name.sound or None for name in names], pa.string()),
                "forms": pa.array([name.forms or None for name in names], listed),
            }
        ),
    )
    con.execute("CREATE OR REPLACE TEMP TABLE read_names AS FROM names_arrow")
    con.unregister("names_arrow")


def _derive(roles: set[str], limits: Limits) -> str:
    names = [role for role in NAME_ROLES if role in roles]
    joins = " ".join(f"LEFT JOIN read_names {role}_n ON {role}_n.raw = roles.{role}" for role in names)
    derived = _derivations(roles, limits)
    chosen = ", ".join(f"{sql} AS {column}" for column, sql in derived.items())
    return f"SELECT unique_id, source, {chosen} FROM roles {joins}" if chosen else "SELECT unique_id, source FROM roles"


def _derivations(roles: set[str], limits: Limits) -> dict[str, str]:
    derivations = {
        "forename": ("forename", "forename_n.plain"),
        "forename_forms": ("forename", "forename_n.forms"),
        "forename_sound": ("forename", "forename_n.sound"),
        "forename_parts": ("forename", _joined(roles, ("forename", "middle_names"))),
        "surname": ("surname", "surname_n.plain"),
        "surname_sound": ("surname", "surname_n.sound"),
        "surname_parts": ("surname", "surname_n.parts"),
        "name_parts": ("forename", _joined(roles, NAME_ROLES)),
        "nicknames": ("nicknames", _split("nicknames", "lower(x)")),
        "sex": ("sex", "CASE WHEN lower(sex[1:1]) IN ('m', 'f', 'x') THEN lower(sex[1:1]) END"),
        "born": ("born_on", _born(limits)),
        "born_year": ("born_on", f"try_cast(({_born(limits)})[1:4] AS INTEGER)"),
        "age_from": (
            "age_from",
            "coalesce(try_cast(age_from AS INTEGER), try_cast(normal_born(born_on)[1:4] AS INTEGER))",
        ),
        "age_to": ("age_from", "coalesce(try_cast(age_to AS INTEGER), try_cast(normal_born(born_on)[1:4] AS INTEGER))"),
        "postcode": ("postcode", "normal_postcode(postcode)"),
        "postcode_district": ("postcode", "postcode_district(normal_postcode(postcode))"),
        "postcode_area": ("postcode", "postcode_area(normal_postcode(postcode))"),
        "place": ("place", "blank_to_null(lower(place))"),
        "place_parts": (
            "place",
            "list_filter(string_split_regex(lower(place), '[^a-z0-9]+'), lambda x: length(x) > 3)",
        ),
        "occupation": ("occupation", "blank_to_null(lower(occupation))"),
        "national_id": ("national_id", "normal_pnc(national_id)"),
        "contacts": ("contacts", "contacts"),
        "addresses": ("addresses", "addresses"),
        "company": ("company", "company"),
        "cases": ("cases", "cases"),
    }
    if contacts := [role for role in CONTACT_ROLES if role in roles]:
        derivations["contacts"] = (contacts[0], _contacts(contacts))
    if "address" in roles:
        derivations["addresses"] = ("address", _address(roles))
    return {column: sql for column, (role, sql) in derivations.items() if role in roles}


def _born(limits: Limits) -> str:
    default_dates = ", ".join(f"'{date}'" for date in limits.default_dates)
    return f"CASE WHEN normal_born(born_on) NOT IN ({default_dates}) THEN normal_born(born_on) END"


def _joined(roles: set[str], wanted: Iterable[str]) -> str:
    lists = ", ".join(f"coalesce({role}_n.parts, [])" for role in wanted if role in roles)
    return f"list_sort(list_distinct(flatten([{lists}])))"


def _split(role: str, each: str) -> str:
    return (
        f"list_sort(list_distinct(list_filter(list_transform(string_split({role}, ';'), lambda x: trim({each})),"
        " lambda x: x != '')))"
    )


def _contacts(roles: Sequence[str]) -> str:
    normal = {role: f"'{role}:' || normal_identifier('{role}', x)" for role in roles}
    each = ", ".join(f"coalesce({_split(role, sql)}, [])" for role, sql in normal.items())
    return f"list_sort(list_distinct(list_filter(flatten([{each}]), lambda x: x IS NOT NULL)))"


def _address(roles: set[str]) -> str:
    within = " || coalesce(normal_postcode(postcode), '')" if "postcode" in roles else ""
    return f"CASE WHEN normal_address(address) IS NOT NULL THEN [normal_address(address){within}] END"


def _drop_common(con: duckdb.DuckDBPyConnection, most: int) -> None:
    """Drop values of more than `most` records from the list columns; a list left empty becomes NULL."""
    columns = {row[0]: row[1] for row in con.execute("DESCRIBE derived").fetchall()}
    lists = [name for name, kind in columns.items() if kind.endswith("[]")]
    held = {column: column for column in lists}
    joins = ""
    for column in (column for column in lists if column in LIST_ROLES):
        con.execute(_KEPT.format(column=column, most=most))
        joins += f" LEFT JOIN kept_{column} ON kept_{column}.unique_id = derived.unique_id"
        held[column] = f"coalesce(kept_{column}.kept, {column})"
    kept = ", ".join(f"CASE WHEN len({sql}) > 0 THEN {sql} END AS {column}" for column, sql in held.items())
    if kept:
        con.execute(f"CREATE OR REPLACE TEMP TABLE derived AS SELECT derived.* REPLACE ({kept}) FROM derived{joins}")


# The records with a common value, and the values they keep.
_KEPT = """
    CREATE OR REPLACE TEMP TABLE kept_{column} AS
    WITH held AS (SELECT unique_id, unnest({column}) AS value FROM derived),
    common AS (SELECT value AS common FROM held GROUP BY value HAVING count(*) > {most})
    SELECT unique_id, coalesce(list(value ORDER BY value) FILTER (common IS NULL), []) AS kept
    FROM held LEFT JOIN common ON common = value GROUP BY unique_id HAVING count(common) > 0
"""


def _filled(con: duckdb.DuckDBPyConnection) -> set[str]:
    columns = [row[0] for row in con.execute("DESCRIBE derived").fetchall()]
    counted = ", ".join(f"count({column})" for column in columns)
    (counts,) = con.execute(f"SELECT {counted} FROM derived").fetchall()
    return {column for column, count in zip(columns, counts, strict=True) if count}
