"""The lines of a proposed mapping for one column: its name, its date format, its codes."""

import re
from collections.abc import Sequence

from reassess.intake.cells.fields import ZONED
from reassess.intake.cells.plausibility import FLAGS
from reassess.intake.mapping.matching import Pair
from reassess.intake.mapping.synonyms import (
    LIKELY,
    SURE,
    code_similarity,
    field_similarity,
    is_word_for_nothing,
    truth_of,
)
from reassess.intake.naming import normalise_name, on_one_line, toml_text
from reassess.records.model import Field, Table

LAST_OUTCOME = 22
"""The last outcome type of the Home Office; 0 means that none is recorded yet."""


def column_lines(table: Table, pair: Pair) -> list[str]:
    """The lines of a column: none if it needs none, one for most, a section of its own if codes are mapped."""
    if pair.field.type == "boolean":
        return _truth(pair)
    if pair.field.type in ("date", "datetime"):
        return _date(pair)
    if pair.field.enum and any(value.lower() not in pair.field.enum for value, _ in pair.column.values):
        return _coded(table, pair)
    if pair.field.name == "outcome_code" and any(not value.isdigit() for value, _ in pair.column.values):
        return _outcome(table, pair)
    if pair.field.name == "flags" and any(word.lower() not in FLAGS for word, _ in pair.column.words):
        return _flags(table, pair)
    return _renamed(pair)


def _outcome(table: Table, pair: Pair) -> list[str]:
    """Outcome codes with letters before the number (OC18); a line for each where some of them are words."""
    if not all(re.fullmatch(r"\D*\d{1,2}", value) for value, _ in pair.column.values):
        return _outcome_words(table, pair)
    items = [("from", toml_text(pair.column.name)), ("pattern", "'^\\D*(\\d{1,2})$'")]
    return [_line(pair.field, items, [*_doubt(pair), "the letters before the number are dropped"])]


def _outcome_words(table: Table, pair: Pair) -> list[str]:
    """A section with a line for each value. Words are comments, because only a person knows their outcome type."""
    lines = []
    for value, rows in pair.column.values:
        number = re.fullmatch(r"\D*?0*(\d{1,2})(\.0)?", value)
        if number and int(number[1]) <= LAST_OUTCOME:
            lines.append(f'{toml_text(value)} = "{number[1]}"')
        else:
            lines.append(f'# {toml_text(value)} = ""  # unsure: {rows:,} rows, which outcome type (1 to 22)?')
    return _section(table, pair, [], lines)


def _flags(table: Table, pair: Pair) -> list[str]:
    """A section with a line for each flag, each cell split. Flags that no rule knows are kept as they are."""
    codes = {}
    for word, rows in pair.column.words:
        known = normalise_name(word)
        doubt = "" if known in FLAGS else f"  # unsure: {rows:,} rows, one of {', '.join(FLAGS)}?"
        codes[word.lower()] = f"{toml_text(word)} = {toml_text(known if known in FLAGS else word)}{doubt}"
    return _section(table, pair, ['each = ";"'], list(codes.values()))


def _section(table: Table, pair: Pair, settings: Sequence[str], codes: Sequence[str]) -> list[str]:
    section = f"tables.{table.name}.columns.{pair.field.name}"
    doubt = f"  # unsure: {'; '.join(_doubt(pair))}" if _doubt(pair) else ""
    head = [f"\n[{section}]", f"from = {toml_text(pair.column.name)}{doubt}", *settings]
    return [*head, f"\n[{section}.codes]", *codes]


def _renamed(pair: Pair) -> list[str]:
    if normalise_name(pair.column.name) == pair.field.name:
        return []
    return [_line(pair.field, [("from", toml_text(pair.column.name))], _doubt(pair))]


def _line(field: Field, items: Sequence[tuple[str, str]], doubts: Sequence[str]) -> str:
    pairs = ", ".join(f"{key} = {value}" for key, value in items)
    value = items[0][1] if len(items) == 1 else f"{{ {pairs} }}"
    return f"{field.name} = {value}" + (f"  # unsure: {'; '.join(doubts)}" if doubts else "")


def _doubt(pair: Pair) -> list[str]:
    """Why a pair is not certain."""
    if not pair.sure:
        alike = field_similarity(pair.column.name, pair.field.name) >= LIKELY
        return ["the names are only similar" if alike else f"the values look like {pair.field.name}, the name does not"]
    values = pair.column.values
    if pair.field.name in ("summary", "text") and 0 < len(values) * 3 < sum(rows for _, rows in values):
        return [f"only {len(values)} different values: is it a code rather than a text?"]
    return []


# ---- dates


def _date(pair: Pair) -> list[str]:
    found = pair.column.dates
    if found is None or (found.format == "iso" and found.share == 1):
        zoned = pair.field.type == "date" and pair.column.share_with(ZONED)
        items = [("from", toml_text(pair.column.name))]
        doubt = "times with a zone: read as the day in UK time"
        return [_line(pair.field, items, [*_doubt(pair), doubt])] if zoned else _renamed(pair)
    failing = pair.column.failing(found.format)
    empty = [value for value, _ in failing if is_word_for_nothing(value) or not re.search("[1-9A-Za-z]", value)]
    items = [("from", toml_text(pair.column.name)), ("format", toml_text(found.format))]
    doubts = _doubt(pair)
    if "%y" in found.format:
        items.append(("latest", '"2030-12-31"'))
        doubts.append("the year has two digits: latest says which century")
    if found.format.startswith("%m/%d") and not found.rival:
        doubts.append("the month comes first, as in America")
    if found.rival:
        doubts.append(f"{found.rival} fits as well, no day is over 12")
    if found.format == "excel":
        doubts.append("serial numbers of Excel")
    if empty:
        items.append(("empty", _texts(empty)))
    others = [f"{value} ({count})" for value, count in failing if value not in empty]
    if others:
        doubts.append(f"does not fit {', '.join(on_one_line(other) for other in others[:3])}")
    return [_line(pair.field, items, doubts)]


# ---- codes


def _coded(table: Table, pair: Pair) -> list[str]:
    """A section with a line for each code. Codes that match nothing are written as comments."""
    empty = [value for value, _ in pair.column.values if is_word_for_nothing(value)]
    seen: set[str] = set(empty)
    codes = []
    for value, rows in pair.column.values:
        if value.lower() not in {word.lower() for word in seen}:
            codes.append(_code(pair.field, value, rows))
            seen.add(value)
    return _section(table, pair, [f"empty = {_texts(empty)}"] if empty else [], codes)


def _code(field: Field, value: str, rows: int) -> str:
    best = max(field.enum, key=lambda code: code_similarity(value, field.name, code))
    similarity = code_similarity(value, field.name, best)
    if similarity < LIKELY:
        return f'# {toml_text(value)} = ""  # unsure: {rows:,} rows, similar to none of {", ".join(field.enum)}'
    doubt = "" if similarity >= SURE else f"  # unsure: only similar, {rows:,} rows"
    return f'{toml_text(value)} = "{best}"{doubt}'


def _truth(pair: Pair) -> list[str]:
    """The words for true and false, unless they are read without a mapping."""
    words = {value: truth_of(value) for value, _ in pair.column.values}
    if not words or all(truth is not None for truth in words.values()):
        return _renamed(pair)
    empty = [word for word in words if is_word_for_nothing(word)]
    unknown = [word for word, truth in words.items() if truth is None and word not in empty]
    items = [("from", toml_text(pair.column.name))]
    items += [("true", _texts([word for word, truth in words.items() if truth]))]
    items += [("false", _texts([word for word, truth in words.items() if truth is False]))]
    items += [("empty", _texts(empty))] if empty else []
    doubts = [*_doubt(pair), *([f"what do {on_one_line(', '.join(unknown))} mean?"] if unknown else [])]
    return [_line(pair.field, items, doubts)]


def _texts(values: Sequence[str]) -> str:
    return "[" + ", ".join(toml_text(value) for value in values) + "]"
