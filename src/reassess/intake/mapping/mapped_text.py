"""The lines of a mapping as SQL over the text of cells."""

from collections.abc import Sequence

from reassess.intake.cells.cell_check import CellCheck
from reassess.intake.cells.plausibility import flags_sql
from reassess.intake.mapping.schema import Column, Defaults
from reassess.intake.readers.raw import BLANKS
from reassess.records.model import Field
from reassess.records.store import quoted


def text_of_column(column: Column, cells: Sequence[str], defaults: Defaults) -> str:
    """SQL of the text that a line of the mapping makes from its cells: joined, emptied, split. NULL if empty."""
    if column.value is not None:
        return quoted(column.value)
    return _piece(column, _whole(column, cells, defaults))


def _whole(column: Column, cells: Sequence[str], defaults: Defaults) -> str:
    """The cells joined, without those that are empty or hold a word for empty."""
    words = sorted({word.strip().lower() for word in (*column.empty, *defaults.empty)})
    filled = [_emptied(cell, words) for cell in cells]
    return filled[0] if len(filled) == 1 else f"nullif(concat_ws({quoted(column.join)}, {', '.join(filled)}), '')"


def _emptied(cell: str, words: Sequence[str]) -> str:
    listed = ", ".join(quoted(word) for word in words)
    return f"CASE WHEN lower({cell}) NOT IN ({listed}) THEN {cell} END" if words else cell


def _piece(column: Column, text: str) -> str:
    if column.split is not None:
        return _trimmed(f"string_split({text}, {quoted(column.split)})[{column.part}]")
    if column.pattern is not None:
        return _trimmed(f"regexp_extract({text}, {quoted(column.pattern)}, 1)")
    if column.name is not None:
        return _trimmed(_NAME_PIECES[column.order or ""][column.name].format(text=text))
    return text


def _trimmed(text: str) -> str:
    return f"nullif(trim({text}, {BLANKS}), '')"


# Surname first: 'LINDQVIST, Tobias Jan', 'LINDQVIST Tobias Jan'. Forename first: 'Tobias Jan LINDQVIST'.
# A comma ends the surname. Without a comma the surname is one word. A single word is a surname.
_SURNAME_FIRST = r"'^([^,]+?)(?:\s*,\s*|\s+|$)([^\s,]*)\s*(.*)$'"
_WITH_COMMA = r"'^([^,]*?)\s*,\s*(\S*)\s*(.*)$'"
_FORENAME_FIRST = r"'^(?:(\S+)\s+)?(?:(.*\S)\s+)?(\S+)$'"


def _surname_first(group: int) -> str:
    with_comma = f"regexp_extract({{text}}, {_WITH_COMMA}, {group})"
    return (
        f"CASE WHEN contains({{text}}, ',') THEN {with_comma}"
        f" ELSE regexp_extract({{text}}, {_SURNAME_FIRST}, {group}) END"
    )


_NAME_PIECES = {
    "surname-first": {
        "surname": _surname_first(1),
        "forename": _surname_first(2),
        "middle_names": _surname_first(3),
    },
    "forename-first": {
        "forename": f"regexp_extract({{text}}, {_FORENAME_FIRST}, 1)",
        "middle_names": f"regexp_extract({{text}}, {_FORENAME_FIRST}, 2)",
        "surname": f"regexp_extract({{text}}, {_FORENAME_FIRST}, 3)",
    },
}


def faults_of_column(column: Column, cells: Sequence[str], defaults: Defaults) -> list[CellCheck]:
    """Checks that come from the mapping: a text that its pattern or its order of names does not fit."""
    if column.value is not None or not cells:
        return []
    whole = _whole(column, cells, defaults)
    if column.pattern is not None:
        bad = f"{whole} IS NOT NULL AND NOT regexp_matches({whole}, {quoted(column.pattern)})"
        return [CellCheck(bad, "value", quoted("the pattern of the mapping does not match it"), value=whole)]
    if column.order == "forename-first":
        reason = "a comma in a name that the mapping reads as forename-first: write surname-first, or correct the name"
        return [CellCheck(f"contains({whole}, ',')", "value", quoted(reason), value=whole)]
    return []


# ---- codes


def coded_sql(field: Field, column: Column, text: str, defaults: Defaults) -> str | None:
    """SQL of the model's code for the force's code in `text`, NULL if no line maps it; None if no codes are mapped."""
    codes = _codes(field, column, defaults)
    if not codes:
        return None
    if column.each is not None:
        words = flags_sql(text) if field.name == "flags" and column.each == ";" else text
        return _each(words, column.each, codes)
    return _one(text, codes)


def _codes(field: Field, column: Column, defaults: Defaults) -> dict[str, str]:
    """Codes in lower case, because letter case makes no difference."""
    if field.type == "boolean":
        true, false = column.true or defaults.true, column.false or defaults.false
        return {word.strip().lower(): "true" for word in true} | {word.strip().lower(): "false" for word in false}
    return {code.strip().lower(): to for code, to in (column.codes or {}).items()}


def _one(text: str, codes: dict[str, str]) -> str:
    lines = " ".join(f"WHEN {quoted(code)} THEN {quoted(to)}" for code, to in codes.items())
    return f"CASE lower({text}) {lines} END"


def _each(text: str, mark: str, codes: dict[str, str]) -> str:
    """Each word of a list mapped, joined by semicolons; NULL if one is not mapped."""
    words = f"list_filter(string_split({text}, {quoted(mark)}), lambda w: trim(w, {BLANKS}) <> '')"
    mapped = f"list_transform({words}, lambda w: {_one(f'trim(w, {BLANKS})', codes)})"
    all_mapped = f"len(list_filter({mapped}, lambda w: w IS NULL)) = 0"
    return f"CASE WHEN {all_mapped} THEN array_to_string({mapped}, ';') END"
