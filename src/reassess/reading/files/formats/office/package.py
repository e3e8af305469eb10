"""What Word and PowerPoint files of today have in common: parts in a ZIP, joined by relationships."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Status, Unreadable
from reassess.reading.files.zip_safety import opened, refuse_entities

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The 'strict' kind of these files says the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", DRAWING.encode()),
    (b"http://purl.oclc.org/ooxml/presentationml/main", PRESENTATION.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.encode()),
)


@dataclass(frozen=True)
class Related:
    """A part that another one points to: the last word of the relationship's type, its id, and where it lies."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class Package:
    """An office file that was looked at and may be opened."""

    archive: zipfile.ZipFile

    @classmethod
    def of(cls, content: bytes, limits: Limits) -> "Package":
        """The package; raises `Unreadable` for a broken, protected, bursting or booby-trapped one."""
        archive = opened(content, limits)
        refuse_entities(archive)
        return cls(archive)

    def xml(self, name: str) -> Any:
        """The root of a part; `Unreadable` where the part is missing or no whole XML."""
        try:
            content = self.archive.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise Unreadable(Status.UNREADABLE, f"not a whole office file: {name} is missing or broken") from error
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.parse(BytesIO(content), parser).getroot()
        except etree.XMLSyntaxError as error:
            raise Unreadable(Status.UNREADABLE, f"not a whole office file: {name}: {error}") from error

    def related(self, name: str = "") -> Iterator[Related]:
        """The parts inside the package that a part points to, in the order of their ids; `""` is the package."""
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self.archive.namelist():
            return
        found = (each for each in self.xml(listing) if each.get("TargetMode") != "External")
        for each in sorted(found, key=lambda each: (len(each.get("Id", "")), each.get("Id", ""))):
            target = each.get("Target", "")
            where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield Related(each.get("Type", "").rsplit("/", 1)[-1], each.get("Id", ""), where)

    def main_part(self, usual: str) -> str:
        """Where the document itself lies."""
        return next((part.name for part in self.related() if part.kind == "officeDocument"), usual)
