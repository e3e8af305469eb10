"""The people of a run as input for the linkage model: one row for each identified record, its columns named by role.

Ethnicity, nationality and religion are never selected: only what helps to identify somebody is.
"""

import duckdb

from reassess.linking.identifiers import HUB_INVESTIGATIONS

_PERSON_IDENTIFIED = """
    CREATE OR REPLACE TEMP TABLE person_identified AS
    SELECT person_id,
           coalesce(recorded, true) AND coalesce(trim(forename), trim(surname), trim(middle_names), '') != '' AS
           identified
    FROM records.person
    LEFT JOIN (SELECT person_id, bool_and(identified) AS recorded FROM records.involvement GROUP BY person_id)
        USING (person_id)
"""

# People by forename and surname in either order: enough to tell them apart before anybody is resolved.
_NAMED = """
    CREATE OR REPLACE TEMP TABLE person_named AS
    SELECT person_id, array_to_string(list_sort([lower(trim(forename)), lower(trim(surname))]), ' ') AS name
    FROM records.person WHERE forename IS NOT NULL AND surname IS NOT NULL
"""

# A value in very many investigations is shared, such as the number of a custody desk or a school, and identifies
# nobody. The exception: if one name has it in more than half of those investigations, it is the number of that person.
_SHARED_CONTACT = """
    CREATE OR REPLACE TEMP TABLE shared_contact AS
    WITH busy AS (FROM shared_value WHERE investigations > {hub}),
    by_name AS (
        SELECT kind, value, count(DISTINCT investigation_id) AS investigations
        FROM identifier_value SEMI JOIN busy USING (kind, value) JOIN person_named USING (person_id)
        GROUP BY kind, value, name
    ),
    owned AS (SELECT kind, value, max(investigations) AS owned FROM by_name GROUP BY kind, value)
    SELECT kind, value FROM busy LEFT JOIN owned USING (kind, value) WHERE 2 * coalesce(owned, 0) <= investigations
"""

_CONTACTS = """
    CREATE OR REPLACE TEMP TABLE person_contacts AS
    SELECT person_id, list_sort(list(DISTINCT kind || ':' || value)) AS contacts
    FROM identifier_value ANTI JOIN shared_contact USING (kind, value)
    WHERE person_id IS NOT NULL AND value IS NOT NULL
      AND kind IN ('phone', 'vehicle', 'email', 'handle', 'imei', 'bank_account')
    GROUP BY person_id
"""

_HOMES = """
    CREATE OR REPLACE TEMP TABLE person_homes AS
    WITH lived AS (
        SELECT person_id, location_id, from_on FROM records.residence
        UNION ALL
        SELECT person_id, location_id, seen_on FROM records.presence JOIN records.location USING (location_id)
        WHERE kind = 'home' AND person_id IS NOT NULL
    )
    SELECT person_id, list_sort(list(DISTINCT place_id)) AS addresses,
           arg_max(postcode, (coalesce(from_on, DATE '0001-01-01'), location_id)) AS postcode
    FROM lived JOIN linking.place USING (location_id) JOIN records.location USING (location_id)
    GROUP BY person_id
"""

# Company: the other people in their investigations, except professionals (one social worker is in hundreds), and
# those in a recorded relationship with them. By name in either order, because the same companion has other records
# elsewhere.
_COMPANY = """
    CREATE OR REPLACE TEMP TABLE person_company AS
    WITH tied AS (
        SELECT mine.person_id, other.person_id AS other_id
        FROM records.involvement mine JOIN records.involvement other USING (investigation_id)
        WHERE mine.person_id != other.person_id AND other.role != 'professional'
        UNION SELECT person_id, other_person_id FROM records.relationship
        UNION SELECT other_person_id, person_id FROM records.relationship
    )
    SELECT tied.person_id, list_sort(list(DISTINCT name)) AS company
    FROM tied JOIN person_named named ON named.person_id = other_id GROUP BY tied.person_id
"""

_CASES = """
    CREATE OR REPLACE TEMP TABLE person_cases AS
    SELECT person_id, list_sort(list(DISTINCT investigation_id)) AS cases, min(named_on) AS named_on
    FROM records.involvement GROUP BY person_id
"""

# An age of 20 to 25 estimated in 2018 allows the birth years 1992 to 1998: the birthday may be later in the year.
_PEOPLE = """
    CREATE OR REPLACE TEMP VIEW people AS
    SELECT person_id AS unique_id, '' AS source, forename, middle_names, surname, nicknames,
           nullif(sex, 'unknown') AS sex, born_on,
           year(coalesce(age_estimated_on, named_on)) - coalesce(age_to, age_from) - 1 AS age_from,
           year(coalesce(age_estimated_on, named_on)) - coalesce(age_from, age_to) AS age_to,
           occupation, pnc_id AS national_id, contacts, addresses, postcode, company, cases
    FROM records.person JOIN person_identified USING (person_id)
    LEFT JOIN person_contacts USING (person_id) LEFT JOIN person_homes USING (person_id)
    LEFT JOIN person_company USING (person_id) LEFT JOIN person_cases USING (person_id)
    WHERE identified
"""


def write_person_identified(con: duckdb.DuckDBPyConnection) -> None:
    """Make person_identified(person_id, identified); false for records without a name or recorded as not identified."""
    con.execute(_PERSON_IDENTIFIED)


def create_people_view(con: duckdb.DuckDBPyConnection, hub_investigations: int = HUB_INVESTIGATIONS) -> None:
    """Make the view `people` for the model, and `shared_contact`(kind, value): identifiers shared too widely to use.

    Needs the macros of `normal.sql`, linking.place, `person_identified` and the tables of `normalise_identifiers`.
    """
    shared_contact = _SHARED_CONTACT.format(hub=int(hub_investigations))
    for statement in (_NAMED, shared_contact, _CONTACTS, _HOMES, _COMPANY, _CASES, _PEOPLE):
        con.execute(statement)
