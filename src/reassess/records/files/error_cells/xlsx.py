"""Error cells of Excel workbooks in XML (.xlsx, .xlsm). Source: ECMA-376 part 1, 18.3.1.4 `c` and 18.3.1.40 `f`."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from lxml import etree

from reassess.records.files.error_cells.codes import NOT_CALCULATED, Cells, Source

_CHUNK = 1024**2
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)$")
# A quick look: most sheets hold neither an error nor a formula, and need not be parsed.
_WORTH_PARSING = re.compile(rb"<(?:\w+:)?f[\s>/]|\bt\s*=\s*[\"']e[\"']")


def member_names(path: Source) -> dict[str, str]:
    """Names of the members of a zip by their lower-case form with forward slashes; empty if it is not a zip."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        return {name.replace("\\", "/").lower(): name for name in archive.namelist()}


def error_cells(path: Source, sheet: int) -> Cells:
    """Error cells of one sheet."""
    names = member_names(path)
    with zipfile.ZipFile(path) as archive:
        with archive.open(names["xl/workbook.xml"]) as workbook:
            ids, recalculated = _sheets(workbook)
        member = names.get(_targets(archive, names["xl/_rels/workbook.xml.rels"]).get(ids[sheet], ""))
        if member is None or not contains(archive, member, _WORTH_PARSING):
            return {}
        with archive.open(member) as content:
            return dict(_found(content, recalculated))


def _sheets(workbook: IO[bytes]) -> tuple[list[str], bool]:
    """Relationship id of each sheet, and whether the file asks Excel to calculate all formulas on opening."""
    root = etree.parse(workbook, _parser()).getroot()
    sheets = [node for node in root.iter("{*}sheet") if isinstance(node.tag, str)]
    ids = [next(value for name, value in node.attrib.items() if str(name).endswith("}id")) for node in sheets]
    settings = next(root.iter("{*}calcPr"), None)
    recalculated = settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")
    return [str(value) for value in ids], recalculated


def _targets(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    return {key: resolved("xl", target) for key, target in relationships(archive, member).items()}


def relationships(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """Targets of a relationships part by their ids."""
    with archive.open(member) as content:
        root = etree.parse(content, _parser()).getroot()
    nodes = [node for node in root if isinstance(node.tag, str)]
    return {str(node.get("Id")): str(node.get("Target")) for node in nodes}


def resolved(folder: str, target: str) -> str:
    """Name of the member that a relationship points to, in the form of `member_names`."""
    target = target.replace("\\", "/").lower()
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath(folder) / target)


def contains(archive: zipfile.ZipFile, member: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a member contains a pattern (of up to 100 bytes)."""
    tail = b""
    with archive.open(member) as content:
        while chunk := content.read(_CHUNK):
            if pattern.search(tail + chunk):
                return True
            tail = chunk[-100:]
    return False


def _found(content: IO[bytes], recalculated: bool) -> Iterator[tuple[tuple[int, int], str]]:
    row, column = -1, -1
    for event, node in etree.iterparse(content, events=("start", "end"), tag=("{*}row", "{*}c"), **SAFE):
        if event == "start":
            row, column = _position(node, row, column)
        elif node.tag.endswith("}c"):
            text = _error(node, recalculated)
            if text:
                yield (row, column), text
        else:
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]


def _position(node: etree._Element, row: int, column: int) -> tuple[int, int]:
    """Row and column of a `row` or `c` element; references may be left out, and then follow the one before."""
    reference = node.get("r")
    if str(node.tag).endswith("}row"):
        return (int(reference) - 1 if reference else row + 1), -1
    matched = _CELL.match(reference or "")
    if matched is None:
        return row, column + 1
    return int(matched[2]) - 1, _column(matched[1])


def _column(letters: str) -> int:
    """
    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _error(cell: etree._Element, recalculated: bool) -> str | None:
    formula, value = cell.find("{*}f"), cell.findtext("{*}v")
    if cell.get("t") == "e":
        return value or "#N/A"
    if formula is None or cell.get("t") in ("str", "s", "inlineStr"):
        return None
    return NOT_CALCULATED if not value or (recalculated and value == "0") else None


SAFE = {"resolve_entities": False, "huge_tree": True, "no_network": True}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, huge_tree=True, no_network=True)
