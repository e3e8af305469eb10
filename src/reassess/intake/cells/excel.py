"""Damage that Excel does to an extract: how it is detected, and what is reported. Nothing is repaired by a guess.

Excel turns dates into serial numbers, drops leading zeros, writes long numbers as 4.4E+11, reads a code such as
19/08 as a day in August, cuts a cell at 32,767 characters and shows #REF! for a lost value. Where a value is
certainly lost, the row goes to quarantine. Where it may be, a notice says so. Only outcome codes are repaired,
because they have one meaning: a number from 0 to 22, so 07 and 7.0 are 7.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reassess.intake.cells.cell_check import CellCheck
from reassess.records.model import Field
from reassess.records.store import quoted

CELL_LIMIT = 32_767
ERRORS = (
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#EXTERNAL!",
    "#PYTHON!",
    "#BUSY!",
    "#GETTING_DATA",
)
NOT_CALCULATED = "#FORMULA!"
"""Text that the workbook reader gives for a formula that was never calculated."""
SERIAL = r"\d{5}(\.\d+)?"

_SCIENTIFIC = r"-?\d([.,]\d+)?[eE]\+\d+"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAY_OF_MONTH = rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}-({_MONTHS})|({_MONTHS})-\d{{1,2}}"
_OUTCOME = r"0*(\d{1,2})(\.0)?"


def moment_sql(text: str) -> str:
    """SQL of the date and time of an Excel serial number; NULL if the text is not one.

    Excel counts days from 30 December 1899. Seconds are rounded because its fractions are not exact.
    """
    days = f"try_cast(CASE WHEN regexp_full_match({text}, '\\d{{4,5}}(\\.\\d+)?') THEN {text} END AS DOUBLE)"
    return f"(TIMESTAMP '1899-12-30 00:00:00' + to_seconds(CAST(round({days} * 86400) AS BIGINT)))"


def restored_sql(field: Field, text: str) -> str:
    """SQL of a text with Excel's changes undone, where only one meaning is possible."""
    if field.name != "outcome_code":
        return text
    number = f"CAST(CAST(try_cast({text} AS DOUBLE) AS INTEGER) AS VARCHAR)"
    return f"CASE WHEN regexp_full_match({text}, '{_OUTCOME}') THEN {number} ELSE {text} END"


def is_lost_sql(text: str) -> str:
    """SQL condition of a text that stands for a value which Excel has lost."""
    listed = ", ".join(quoted(error) for error in (*ERRORS, NOT_CALCULATED))
    # LibreOffice writes Err:502. The quick tests come first: a pattern on every cell of every row would cost seconds.
    return (
        f"CASE WHEN {text} < '#' OR {text} >= 'F' THEN false WHEN starts_with({text}, '#') THEN {text} IN ({listed})"
        f" WHEN starts_with({text}, 'Err:') THEN regexp_full_match({text}, 'Err:\\d{{3}}') ELSE false END"
    )


def lost_value(text: str) -> CellCheck:
    """Check for an error cell, or a formula that was never calculated, in a field of any type."""
    formula = "a formula that was never calculated: open the workbook in Excel, save it and export it again"
    error = "an error of Excel in place of the value: correct it in the source, or export the column as text"
    reason = f"CASE WHEN {text} = {quoted(NOT_CALCULATED)} THEN {quoted(formula)} ELSE {quoted(error)} END"
    return CellCheck(is_lost_sql(text), "excel", reason)


def excel_faults(field: Field, text: str) -> Iterator[CellCheck]:
    """Checks for text fields that Excel has certainly damaged, besides `lost_value`."""
    reason = "a long number whose last digits are lost: export the column as text"
    short = f"{text} < ':' AND strlen({text}) < 40 AND (contains({text}, 'E+') OR contains({text}, 'e+'))"
    bad = f"{short} AND regexp_full_match({text}, {quoted(_SCIENTIFIC)})"
    yield CellCheck(bad, "excel", quoted(reason))
    if field.name == "offence_code":
        reason = "Excel turned a code such as 019/08 into a date: export the column as text"
        yield CellCheck(f"regexp_full_match({text}, {quoted(_DAY_OF_MONTH)})", "excel", quoted(reason))


@dataclass(frozen=True)
class Sign:
    """A sign that the cells of a field may be wrong: the SQL that finds them, and the message.

    It is reported from `least_share` of the filled cells; with `examples`, some of the values are shown.
    """

    table: str
    field: str
    found: str
    message: str
    least_share: float = 0.0
    examples: bool = False


SIGNS = (
    Sign(
        "investigation",
        "outcome_code",
        f"regexp_full_match({{text}}, '{_OUTCOME}') AND NOT regexp_full_match({{text}}, '0|[1-9]\\d?')",
        "outcome codes written as 07 or 7.0 were read as 7",
    ),
    Sign(
        "offence",
        "offence_code",
        r"regexp_full_match({text}, '\d{1,2}/\d{1,2}|\d{3}/\d')",
        "offence codes have fewer digits than 019/08: leading zeros lost by Excel? They were kept as they stand",
    ),
    Sign(
        "identifier",
        "value",
        r"strlen({text}) = 10 AND regexp_full_match({text}, '[1-9]\d{9}')",
        "numbers of ten digits have no leading zero: phone numbers cut by Excel? They were kept as they stand",
    ),
    Sign(
        "person",
        "pnc_id",
        r"regexp_full_match({text}, '\d/\d+[A-Za-z]')",
        "PNC ids have a year of one digit: leading zeros lost by Excel? They were kept as they stand",
    ),
    *(
        Sign(
            table,
            field,
            f"strlen({{text}}) >= {CELL_LIMIT} AND length({{text}}) = {CELL_LIMIT}",
            "texts end at Excel's limit of 32,767 characters: cut off?",
        )
        for table, field in (("entry", "text"), ("intelligence", "text"), ("investigation", "summary"))
    ),
)
