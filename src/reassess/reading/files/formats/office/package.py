"""Office Open XML packages (.docx, .pptx): XML parts in a ZIP archive, linked by relationships."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
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
# The 'strict' variant of the format uses other namespaces for the same elements.
_STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", DRAWING.encode()),
    (b"http://purl.oclc.org/ooxml/presentationml/main", PRESENTATION.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.encode()),
)
# Links to how a document looks, and to what it was made from: nothing there is shown as its content.
_LAYOUT = {
    *("slideLayout", "slideMaster", "notesMaster", "handoutMaster", "theme", "themeOverride", "styles", "settings"),
    *("stylesWithEffects", "fontTable", "font", "numbering", "webSettings", "glossaryDocument", "printerSettings"),
    *("customXml", "externalLink", "tags", "viewProps", "presProps", "tableStyles", "sharedStrings", "calcChain"),
}


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another: the last word of its type, its id, and the name of the target part."""

    kind: str
    key: str
    target: str


@dataclass(frozen=True)
class Package:
    """An Office Open XML file that has passed the safety checks."""

    archive: zipfile.ZipFile
    _links: dict[str, list[Relationship]] = field(default_factory=dict)

    @classmethod
    def open(cls, content: bytes, limits: Limits) -> "Package":
        """Return the package. Raises `Unreadable`: broken, encrypted, over a limit, or with XML entities."""
        archive = opened(content, limits)
        refuse_entities(archive)
        return cls(archive)

    def xml(self, name: str) -> Any:
        """Return the root element of a part. Raises `Unreadable` if it is missing or not well-formed XML."""
        content = self.content(name)
        for strict, transitional in _STRICT_NAMESPACES:
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.parse(BytesIO(content), parser).getroot()
        except etree.XMLSyntaxError as error:
            raise Unreadable(Status.UNREADABLE, f"not a whole office file: {name}: {error}") from error

    def relationships(self, name: str = "") -> list[Relationship]:
        """Return the links of a part to parts of the package, by id. The name `""` stands for the package itself."""
        if name not in self._links:
            self._links[name] = list(self._read_relationships(name))
        return self._links[name]

    def _read_relationships(self, name: str) -> Iterator[Relationship]:
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self.archive.NameToInfo:
            return
        internal = (each for each in self.xml(listing) if each.get("TargetMode") != "External")
        for each in sorted(internal, key=lambda each: (len(each.get("Id", "")), each.get("Id", ""))):
            target = each.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield Relationship(each.get("Type", "").rsplit("/", 1)[-1], each.get("Id", ""), part)

    def linked(self, name: str) -> Iterator[tuple[str, Relationship]]:
        """Yield the links to all parts that can be reached from a part, each once, with the part it starts from."""
        seen, pending = {name}, [name]
        while pending:
            source = pending.pop(0)
            for link in self.relationships(source):
                if link.target not in seen and link.kind not in _LAYOUT:
                    seen.add(link.target)
                    pending.append(link.target)
                    yield source, link

    def content(self, name: str) -> bytes:
        """Return the bytes of a part. Raises `Unreadable` if it is missing or broken."""
        try:
            return self.archive.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise Unreadable(Status.UNREADABLE, f"not a whole office file: {name} is missing or broken") from error

    def main_part(self, default: str) -> str:
        """Return the name of the part that holds the document itself."""
        return next((link.target for link in self.relationships() if link.kind == "officeDocument"), default)
