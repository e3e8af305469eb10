"""Headers and footers of the sheets of an Excel workbook, as they are printed on paper."""

import re
from html import unescape

from reassess.reading.files.formats.office.package import Package
from reassess.reading.files.pages import Status, Unreadable
from reassess.records.files.zip_guard import BROKEN

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# They are found in the bytes: a sheet may be too large to be parsed a second time for a few words at its end.
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
# [ECMA-376] 18.3.1.39: '&L' begins the left section, '&"Arial"' and '&12' set the font, '&P' is the page number.
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f+-]{6}|[A-Za-z])')


def margins(package: Package) -> list[str]:
    """Return the words of the headers and footers of all sheets, each once. Raises `Unreadable` for a broken sheet."""
    try:
        sheets = [package.archive.read(name) for name in sorted(filter(_SHEET.fullmatch, package.archive.NameToInfo))]
    except BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"a sheet is broken ({error})") from error
    found = (unescape(text.decode("utf-8", "replace")) for sheet in sheets for text in _MARGIN.findall(sheet))
    lines = (" ".join(_CODE.sub(" ", text.replace("&&", "\0")).replace("\0", "&").split()) for text in found)
    return [line for line in dict.fromkeys(lines) if line]
