"""What each field of the model takes, as SQL: the value of a text, and why a text cannot be a value.

Every expression here works on `text`, the SQL of the trimmed text of a cell (NULL where it is empty). Dates and
times are ISO 8601 unless the mapping gives a format; nothing is guessed.
"""

from collections.abc import Sequence

from reassess.intake.cells.check_sql import Check
from reassess.intake.cells.excel import SERIAL, excel_faults, moment_sql, restored_sql
from reassess.records.model import Field
from reassess.records.store import quoted

EARLIEST, LATEST = "1850-01-01", "2199-12-31"
TRUE_WORDS = ("true", "t", "yes", "y", "1")
FALSE_WORDS = ("false", "f", "no", "n", "0")

_ISO_MOMENT = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"
_DAY_FIRST = r"\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})( .*)?"


def value_sql(field: Field, text: str, formats: Sequence[str] = ()) -> str:
    """The SQL of the typed value: NULL where the text is empty or cannot be one.

    `formats` are strptime formats, or `iso` and `excel`, that the mapping gives for dates and times.
    """
    if field.enum:
        codes = ", ".join(quoted(code) for code in field.enum)
        return f"CASE WHEN lower({text}) IN ({codes}) THEN lower({text}) END"
    if field.type in ("date", "datetime"):
        return _in_range(field, "coalesce(" + ", ".join(_moments(field, text, formats)) + ")")
    return restored_sql(field, text) if field.type == "string" else _PLAIN[field.type](text)


def checks(field: Field, text: str, coded: str | None = None, formats: Sequence[str] = ()) -> list[Check]:
    """The faults that a text of this field can have.

    `coded` is the SQL of the text in the model's codes where the mapping maps codes; `formats` as in `value_sql`.
    """
    found = [Check(f"{text} IS NULL", "missing", quoted(_missing(field)))] if field.required else []
    if coded is not None:
        return [*found, Check(f"{text} IS NOT NULL AND ({coded}) IS NULL", "code", quoted(_unmapped(field)))]
    if field.type == "string" and not field.enum:
        return [*found, *excel_faults(field, text)]
    value = value_sql(field, text, formats)
    if len(formats) > 1:
        found.append(_ambiguous(field, text, formats))
    kind = "code" if field.enum else "value"
    return [*found, Check(f"{text} IS NOT NULL AND ({value}) IS NULL", kind, _reason(field, text, formats))]


def _unmapped(field: Field) -> str:
    words = "true or false" if field.type == "boolean" else "codes"
    return f"no line of the mapping maps this code of {field.name}: add it under {words}"


def _missing(field: Field) -> str:
    return f"{field.name} is empty: a row without it cannot be used"


# ---- dates and times


def _moments(field: Field, text: str, formats: Sequence[str]) -> list[str]:
    given = formats or ("iso",)
    return [_date(text, form) if field.type == "date" else _datetime(text, form) for form in given]


def _in_range(field: Field, value: str) -> str:
    """Only days that can stand in a police record: what lies outside is a placeholder or a slip."""
    return f"CASE WHEN ({value}) BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}' THEN ({value}) END"


def _date(text: str, form: str) -> str:
    if form == "iso":
        moment = f"regexp_full_match({text}, {quoted(_ISO_MOMENT)})"
        return (
            f"CASE WHEN length({text}) = 10 AND {text} LIKE '____-__-__' THEN try_cast({text} AS DATE)"
            f" WHEN length({text}) > 10 AND {moment} THEN try_cast(left({text}, 10) AS DATE) END"
        )
    if form == "excel":
        return f"CAST({moment_sql(text)} AS DATE)"
    return f"CAST({_parsed(text, form)} AS DATE)"


def _datetime(text: str, form: str) -> str:
    """Wall-clock time where the force is: a text that names a zone is brought to UK time."""
    if form == "iso":
        zoned = f"regexp_full_match({text}, {quoted(_ISO_MOMENT + _ZONE)})"
        moment = (
            f"(length({text}) = 10 AND {text} LIKE '____-__-__') OR regexp_full_match({text}, {quoted(_ISO_MOMENT)})"
        )
        return (
            f"CASE WHEN {moment} THEN try_cast({text} AS TIMESTAMP)"
            f" WHEN {zoned} THEN try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE 'Europe/London' END"
        )
    return moment_sql(text) if form == "excel" else _parsed(text, form)


def _parsed(text: str, form: str) -> str:
    return f"try_strptime({text}, {quoted(form)})"


def _ambiguous(field: Field, text: str, formats: Sequence[str]) -> Check:
    days = ", ".join(_moments(field, text, formats))
    reason = "two of the formats in the mapping read it as different days: give this column one format"
    distinct = f"len(list_distinct(list_filter([{days}], lambda d: d IS NOT NULL))) > 1"
    return Check(f"{text} IS NOT NULL AND {distinct}", "value", quoted(reason))


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
    """The SQL of the sentence that says what was expected and what to write in the mapping."""
    if field.enum:
        return quoted(f"not a code of {field.name} ({', '.join(field.enum)}): map it under codes in the mapping")
    if field.type not in ("date", "datetime"):
        return quoted(_EXPECTED[field.type].format(name=field.name))
    if formats:
        return quoted(f"not a date in the format of the mapping ({', '.join(formats)})")
    return _date_reason(field, text)


def _date_reason(field: Field, text: str) -> str:
    hint = f'for this column write in the mapping {field.name} = {{from = "<its column>", format = '
    no_day = quoted('no such day: correct it, or if it stands for unknown write empty = ["<it>"] for it in the mapping')
    either = quoted(f'not ISO (YYYY-MM-DD), day and month could be either way round: {hint}"%d/%m/%Y"}}')
    excel = quoted(f'?): {hint}"excel"}}')
    other = quoted(f'not a date (YYYY-MM-DD): correct it, or {hint}"..."}}')
    neither = f"try_strptime({text}, '%d/%m/%Y') IS NULL AND try_strptime({text}, '%m/%d/%Y') IS NULL"
    return (
        f"CASE WHEN regexp_full_match({text}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') AND {neither} THEN {no_day}"
        f" WHEN regexp_full_match({text}, {quoted(_DAY_FIRST)}) THEN {either}"
        f" WHEN regexp_full_match({text}, '{SERIAL}')"
        f" THEN 'an Excel serial date (' || strftime({moment_sql(text)}, '%Y-%m-%d') || {excel}"
        f" WHEN {text} LIKE '____-__-__%' THEN {no_day} ELSE {other} END"
    )


_EXPECTED = {
    "boolean": "neither true nor false: write true = [...] and false = [...] for {name} in the mapping",
    "integer": "not a whole number",
    "number": "not a number",
}
