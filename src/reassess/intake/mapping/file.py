"""Reading a mapping file: TOML, checked against the schema. Each error names its line."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from reassess.intake.mapping.schema import Mapping
from reassess.records.errors import UserError

Place = tuple[str, ...]


def read_mapping(path: Path | None) -> Mapping:
    """The mapping in a file; for None, the empty mapping (the model's own names).

    Raises UserError that lists each error with its line, what was expected and what to do.
    """
    if path is None:
        return Mapping()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(
            f"{path}: cannot be read ({error.strerror}). Make one with: reassess map EXTRACT --out {path}"
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: is not UTF-8 ({error}). Save it as UTF-8.") from error
    return parse_mapping(text, str(path))


def parse_mapping(text: str, name: str) -> Mapping:
    """As `read_mapping`, from the text of a file of that name."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(f"{name}: not TOML: {error}") from error
    try:
        mapping = Mapping.model_validate(content)
        errors = list(mapping.misfits())
    except ValidationError as error:
        faults = [(fault["loc"], fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        errors = [(tuple(map(str, path)), message) for path, message in faults]
    if errors:
        raise UserError(_report(name, text, errors))
    return mapping


def _report(name: str, text: str, errors: Sequence[tuple[Place, str]]) -> str:
    lines = line_numbers(text)
    said = [(_line(lines, place), f"{'.'.join(place)}: {why}") for place, why in errors]
    listed = "\n".join(f"  line {number}: {words}" for number, words in sorted(said))
    return f"{name}: the mapping has {len(errors)} error(s):\n{listed}"


def _line(lines: dict[Place, int], place: Place) -> int:
    """Line of the innermost key that is in the file; 1 if none is."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def line_numbers(text: str) -> dict[Place, int]:
    """Line number of each key of a TOML text, by its path.

    >>> line_numbers("[tables.person]\\nfiles = 'a.csv'\\ncolumns.sex = 'S'")[("tables", "person", "columns", "sex")]
    3
    """
    found: dict[Place, int] = {}
    section: Place = ()
    for number, line in enumerate(text.split("\n"), start=1):
        for place, is_section in _keys(line):
            section = place if is_section else section
            full = place if is_section else (*section, *place)
            for length in range(1, len(full) + 1):
                found.setdefault(full[:length], number)
    return found


_SECTION = re.compile(r"\s*\[+\s*(?P<key>[^\]]+?)\s*\]+\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?P<key>(?:[\w.\- ]|"[^"]*"|'[^']*')+?)\s*=""")


def _keys(line: str) -> Iterator[tuple[Place, bool]]:
    for pattern, is_section in ((_SECTION, True), (_KEY, False)):
        matched = pattern.match(line)
        if matched:
            yield _split(matched["key"]), is_section
            return


def _split(key: str) -> Place:
    """The parts of a dotted key, as TOML reads it; empty if it is not a key."""
    try:
        content: object = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    steps: list[str] = []
    while isinstance(content, dict):
        step = next(iter(content))
        steps.append(step)
        content = content[step]
    return tuple(steps)
