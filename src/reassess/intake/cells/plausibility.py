"""Signs that a column was mapped to the wrong field: its values do not look like what the field holds.

Such rows load, because every value could be right. A message gives the number of cells and what to do.
"""

from reassess.intake.cells.excel import Sign
from reassess.records.model import tables
from reassess.records.store import quoted

FLAGS = ("cse", "cce", "county_lines", "group", "missing", "modern_slavery", "online", "repeat_victim")
"""The flags that rules know, as the record model lists them."""

MOST = 0.5
"""Share of the filled cells from which an odd value is a sign of a wrong column, not of a slip."""

OUTCOME_TYPE = r"0*(\d|1\d|2[0-2])(\.0|[A-Za-z])?"


def flags_sql(text: str) -> str:
    """SQL of flags in the form of the model, joined by semicolons, however the force separates them.

    A list in JSON, and words divided by commas, bars, slashes or line breaks are split: no flag holds such a mark.
    """
    bare = f"regexp_replace({text}, '[\\[\\]{{}}\"'']', '', 'g')"
    return f"nullif(trim(regexp_replace({bare}, '\\s*[;,|/\\n\\r]+\\s*', ';', 'g'), '; '), '')"


def _unknown_flag(text: str) -> str:
    known = ", ".join(map(quoted, FLAGS))
    return f"len(list_filter(string_split(lower({flags_sql(text)}), ';'), lambda f: trim(f) NOT IN ({known}))) > 0"


def _code_of(table: str, text: str) -> str:
    """SQL condition of a text that is a code of a field of the table, such as 'Non-familial'."""
    codes = sorted({code for field in tables()[table].fields for code in field.enum})
    listed = ", ".join(map(quoted, codes)) or "NULL"
    # CASE, because the database may try the costly side of AND first.
    word = f"CASE WHEN strlen({text}) < 40 THEN regexp_replace(lower({text}), '[^a-z]+', '_', 'g') END"
    return f"({word} IN ({listed}))"


def _no_letter(text: str) -> str:
    return f"NOT regexp_matches({text}, '\\pL')"


_FREE_TEXT = (
    ("investigation", "summary"),
    ("investigation", "closure_reason"),
    ("entry", "text"),
    ("intelligence", "text"),
    ("person", "description"),
    ("offence", "offence_title"),
    ("action", "text"),
    ("decision", "rationale"),
)

PLAUSIBILITY = (
    Sign(
        "investigation",
        "outcome_code",
        f"NOT regexp_full_match({{text}}, '{OUTCOME_TYPE}')",
        "cells hold no outcome type of the Home Office (0 to 22), so no rule knows them. Map them under codes",
        examples=True,
    ),
    Sign(
        "investigation",
        "flags",
        _unknown_flag("{text}"),
        f"cells hold flags that no rule knows (rules know {', '.join(FLAGS)}). Map them with each and codes",
        examples=True,
    ),
    Sign(
        "offence",
        "offence_code",
        "NOT regexp_matches({text}, '\\d')",
        "codes hold no digit. Are they titles?",
        examples=True,
    ),
    Sign("person", "pnc_id", "NOT regexp_matches({text}, '\\d')", "PNC ids hold no digit. Is this the right column?"),
    Sign(
        "location",
        "postcode",
        "NOT regexp_full_match(upper({text}), '[A-Z]{1,2}\\d[A-Z\\d]? ?(\\d[A-Z]{2})?')",
        "cells are no postcode. Is this the right column?",
        MOST,
    ),
    Sign(
        "identifier",
        "value",
        "lower(t_kind) = 'phone' AND length(regexp_replace({text}, '\\D', '', 'g')) < 5",
        "phone numbers have fewer than 5 digits. Is this the right column?",
    ),
    Sign(
        "identifier",
        "value",
        "lower(t_kind) = 'email' AND NOT contains({text}, '@')",
        "mail addresses have no @. Is this the right column?",
    ),
    *(
        sign
        for field in ("forename", "surname")
        for sign in (
            Sign(
                "person", field, "regexp_matches({text}, '\\d')", "names hold digits. Is this the right column?", MOST
            ),
            Sign(
                "person",
                field,
                "contains({text}, ',')",
                "names hold a comma. If they are whole names, split them with name and order in the mapping",
                MOST,
            ),
        )
    ),
    *(
        sign
        for table, field in _FREE_TEXT
        if table in tables() and field in tables()[table].field_names
        for sign in (
            Sign(
                table,
                field,
                _code_of(table, "{text}"),
                "cells hold a code of another field, not a text. Is this the right column?",
                MOST,
                examples=True,
            ),
            Sign(table, field, _no_letter("{text}"), "texts hold no letter. Is this the right column?", MOST),
        )
    ),
)
