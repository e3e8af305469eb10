"""Parsing and checking of each field type, as SQL: the typed value of a text, and why a text is not valid.

Every expression takes `text`, the SQL of the trimmed text of a cell (NULL if it is empty). Dates and times are
ISO 8601 unless the mapping gives a format. Nothing is guessed.
"""

import re
from collections.abc import Sequence

from reassess.intake.cells.cell_check import CellCheck
from reassess.intake.cells.excel import SERIAL, excel_faults, is_lost_sql, lost_value, moment_sql, restored_sql
from reassess.intake.cells.plausibility import flags_sql
from reassess.records.model import Field
from reassess.records.store import quoted

EARLIEST, LATEST = "1850-01-01", "2199-12-31"
TRUE_WORDS = ("true", "t", "yes", "y", "1")
FALSE_WORDS = ("false", "f", "no", "n", "0")

_ISO_MOMENT = r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ZONE = r" ?(?i:Z|GMT|UTC|BST|[+-]\d{2}(:?\d{2})?)"
_DAY_FIRST = r"\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})( .*)?"
ZONED = _ISO_MOMENT + _ZONE
"""Pattern of an ISO time that names its zone."""


def value_sql(field: Field, text: str, formats: Sequence[str] = ()) -> str:
    """SQL of the typed value; NULL if the text is empty or not valid.

    `formats` are strptime formats, or `iso` and `excel`, that the mapping gives for dates and times.
    """
    if field.enum:
        codes = ", ".join(quoted(code) for code in field.enum)
        return f"CASE WHEN lower({text}) IN ({codes}) THEN lower({text}) END"
    if field.type in ("date", "datetime"):
        moment = "coalesce(" + ", ".join(_moments(field, text, formats)) + ")"
        # A day outside these cannot stand in a police record: it is a placeholder or a slip.
        return f"CASE WHEN ({moment}) BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}' THEN ({moment}) END"
    if field.type == "string":
        return flags_sql(text) if field.name == "flags" else restored_sql(field, text)
    return _PLAIN[field.type](text)


def checks(field: Field, text: str, coded: str | None = None, formats: Sequence[str] = ()) -> list[CellCheck]:
    """The checks of a text of this field.

    `coded` is the SQL of the text in the model's codes, if the mapping maps codes; `formats` as in `value_sql`.
    """
    missing = CellCheck(f"{text} IS NULL", "missing", quoted(f"{field.name} is empty, and it is required"))
    found = [*([missing] if field.required else []), lost_value(text)]
    if coded is not None:
        words = "true or false" if field.type == "boolean" else "codes"
        unmapped = f"the mapping has no line for this code of {field.name}: add it under {words}"
        return [*found, CellCheck(_is_invalid(text, coded), "code", quoted(unmapped))]
    if field.type == "string" and not field.enum:
        return [*found, *excel_faults(field, text)]
    value = value_sql(field, text, formats)
    if len(formats) > 1:
        found.append(_ambiguous(field, text, formats))
    kind = "code" if field.enum else "value"
    return [*found, CellCheck(_is_invalid(text, value), kind, _reason(field, text, formats))]


def _is_invalid(text: str, value: str) -> str:
    """SQL condition of a text that gives no value; lost values have a check of their own."""
    return f"{text} IS NOT NULL AND ({value}) IS NULL AND NOT {is_lost_sql(text)}"


# ---- dates and times


def _moments(field: Field, text: str, formats: Sequence[str]) -> list[str]:
    given = formats or ("iso",)
    return [_date(text, form) if field.type == "date" else _datetime(text, form) for form in given]


def _date(text: str, form: str) -> str:
    if form == "iso":
        moment = f"regexp_full_match({text}, {quoted(_ISO_MOMENT)})"
        return (
            f"CASE WHEN length({text}) = 10 AND {text} LIKE '____-__-__' THEN try_cast({text} AS DATE)"
            f" WHEN length({text}) > 10 AND {moment} THEN try_cast(left({text}, 10) AS DATE)"
            f" WHEN length({text}) > 10 THEN CAST({_uk_time(text)} AS DATE) END"
        )
    if form == "excel":
        return f"CAST({moment_sql(text)} AS DATE)"
    return f"CAST({_parsed(text, form)} AS DATE)"


def _uk_time(text: str) -> str:
    """SQL of the UK time of an ISO time that names a zone; NULL for any other text."""
    zone_name = f"regexp_replace({text}, '(?i) ?(Z|GMT|UTC)$', '+00')"
    numeric = f"regexp_replace(regexp_replace({zone_name}, '(?i) ?BST$', '+01'), ' ([+-])', '\\1')"
    zoned = f"CASE WHEN regexp_full_match({text}, {quoted(ZONED)}) THEN {numeric} END"
    return f"(try_cast({zoned} AS TIMESTAMPTZ) AT TIME ZONE 'Europe/London')"


def _datetime(text: str, form: str) -> str:
    """Local time of the force: a time with a zone is converted to UK time."""
    if form == "iso":
        moment = (
            f"(length({text}) = 10 AND {text} LIKE '____-__-__') OR regexp_full_match({text}, {quoted(_ISO_MOMENT)})"
        )
        return (
            f"CASE WHEN {moment} THEN try_cast({text} AS TIMESTAMP) WHEN length({text}) > 10 THEN {_uk_time(text)} END"
        )
    return moment_sql(text) if form == "excel" else _parsed(text, form)


def _parsed(text: str, form: str) -> str:
    parsed = f"try_strptime({text}, {quoted(form)})"
    return f"({parsed} AT TIME ZONE 'Europe/London')" if re.search("%[zZ]", form) else parsed


def _ambiguous(field: Field, text: str, formats: Sequence[str]) -> CellCheck:
    days = ", ".join(_moments(field, text, formats))
    reason = "two formats of the mapping read it as different days: give this column one format"
    distinct = f"len(list_distinct(list_filter([{days}], lambda d: d IS NOT NULL))) > 1"
    return CellCheck(f"{text} IS NOT NULL AND {distinct}", "value", quoted(reason))


# ---- the other types


def _boolean(text: str) -> str:
    true = ", ".join(quoted(word) for word in TRUE_WORDS)
    false = ", ".join(quoted(word) for word in FALSE_WORDS)
    return f"CASE WHEN lower({text}) IN ({true}) THEN true WHEN lower({text}) IN ({false}) THEN false END"


def _integer(text: str) -> str:
    """Whole numbers; Excel and pandas write 23 as 23.0."""
    return f"CASE WHEN regexp_full_match({text}, '[+-]?\\d{{1,18}}(\\.0+)?') THEN try_cast({text} AS BIGINT) END"


def _number(text: str) -> str:
    pattern = quoted(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
    return f"CASE WHEN regexp_full_match({text}, {pattern}) THEN try_cast({text} AS DOUBLE) END"


_PLAIN = {"boolean": _boolean, "integer": _integer, "number": _number}


# ---- reasons


def _reason(field: Field, text: str, formats: Sequence[str]) -> str:
    """SQL of the message: what was expected and what to write in the mapping."""
    if field.enum:
        return quoted(f"not a code of {field.name} ({', '.join(field.enum)}): map it under codes in the mapping")
    if field.type not in ("date", "datetime"):
        return quoted(_EXPECTED[field.type].format(name=field.name))
    moment = "coalesce(" + ", ".join(_moments(field, text, formats)) + ")"
    placeholder = quoted(
        f"a day before {EARLIEST[:4]} or after {LATEST[:4]}: correct it, or if it means unknown write"
        ' empty = ["<it>"] for it in the mapping'
    )
    format_reason = quoted(f"not a date in the format of the mapping ({', '.join(formats)})")
    reason = format_reason if formats else _date_reason(field, text)
    return f"CASE WHEN ({moment}) IS NOT NULL THEN {placeholder} ELSE {reason} END"


def _date_reason(field: Field, text: str) -> str:
    hint = f'for this column write in the mapping {field.name} = {{from = "<its column>", format = '
    no_day = quoted('no such day: correct it, or if it means unknown write empty = ["<it>"] for it in the mapping')
    no_time = quoted("the day is valid, the time after it is not (hh:mm:ss, then +hh:mm or Z for a zone): correct it")
    either = quoted(f"not ISO (YYYY-MM-DD), day and month could be either way round: {hint}")
    excel = quoted(f'?): {hint}"excel"}}')
    other = quoted(f'not a date (YYYY-MM-DD): correct it, or {hint}"..."}}')
    neither = f"try_strptime({text}, '%d/%m/%Y') IS NULL AND try_strptime({text}, '%m/%d/%Y') IS NULL"
    return (
        f"CASE WHEN regexp_full_match({text}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') AND {neither} THEN {no_day}"
        f" WHEN regexp_full_match({text}, {quoted(_DAY_FIRST)}) THEN {either} || {_day_first_format(text)}"
        f" WHEN regexp_full_match({text}, '{SERIAL}')"
        f" THEN 'an Excel serial date (' || strftime({moment_sql(text)}, '%Y-%m-%d') || {excel}"
        f" WHEN {text} LIKE '____-__-__%'"
        f" THEN CASE WHEN try_cast(left({text}, 10) AS DATE) IS NULL THEN {no_day} ELSE {no_time} END"
        f" ELSE {other} END"
    )


def _day_first_format(text: str) -> str:
    """SQL of the format to write for a date with the day first: with its separator, and its time if it has one."""
    separator = f"regexp_extract({text}, '[/.-]')"
    year = f"CASE WHEN regexp_matches({text}, '[/.-]\\d{{2}}( |$)') THEN '%y' ELSE '%Y' END"
    time = (
        f"CASE WHEN regexp_matches({text}, '(?i) \\d+:\\d+:\\d+ [AP]M$') THEN ' %I:%M:%S %p'"
        f" WHEN regexp_matches({text}, '(?i) \\d+:\\d+ [AP]M$') THEN ' %I:%M %p'"
        f" WHEN regexp_matches({text}, ' \\d+:\\d+:\\d+$') THEN ' %H:%M:%S'"
        f" WHEN regexp_matches({text}, ' \\d+:\\d+$') THEN ' %H:%M' ELSE '' END"
    )
    return f"concat('\"%d', {separator}, '%m', {separator}, {year}, {time}, '\"}}')"


_EXPECTED = {
    "boolean": "neither true nor false: write true = [...] and false = [...] for {name} in the mapping",
    "integer": "not a whole number",
    "number": "not a number",
}
