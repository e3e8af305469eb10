"""JSON Lines: one object a line, its keys are the columns. Any other line is set aside as broken."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from reassess.intake.readers.raw import Raw, create
from reassess.intake.readers.rowwise import Batch
from reassess.intake.readers.textfile import as_utf8, detect_encoding


def read_json_lines(con: duckdb.DuckDBPyConnection, path: Path, table: str, scratch: Path) -> Raw:
    """Read the file into the temporary table `table`. Rows are numbered by their lines.

    The columns are all keys of all lines, in order of first appearance. Numbers and booleans become text as JSON
    writes them. The items of a list are joined by semicolons; other structures become their JSON.
    """
    encoding = detect_encoding(path)
    path = as_utf8(path, scratch, encoding)
    headers = _keys(path)
    create(con, table, len(headers))
    batch = Batch(con, table, len(headers))
    for number, line, content in _lines(path):
        if isinstance(content, str):
            batch.add_broken(number, line, content)
        else:
            batch.add(number, [_text(content.get(header)) for header in headers])
    batch.flush()
    remarks = () if encoding == "utf-8" else (f"read as {encoding}",)
    return Raw(table, headers, "source_row", f"{table}_broken", remarks)


def _keys(path: Path) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for _, _, content in _lines(path):
        if not isinstance(content, str):
            keys.update(dict.fromkeys(content))
    return tuple(keys)


def _lines(path: Path) -> Iterator[tuple[int, str, Mapping[str, object] | str]]:
    """Yield number, text and content of each line that is not blank; a str as content is an error message."""
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        for number, line in enumerate(handle, start=1):
            text = line.strip().replace("\x00", "")
            if text:
                yield number, text, _parse(text)


def _parse(text: str) -> Mapping[str, object] | str:
    try:
        content = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON ({error})"
    if not isinstance(content, dict):
        return "the line is JSON, but not an object with one key for each column"
    return content


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        # A lone surrogate can be written in JSON but not in UTF-8.
        return value.encode("utf-8", "replace").decode().replace("\x00", "") or None if value else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return ";".join(filter(None, map(_text, value))) or None
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
