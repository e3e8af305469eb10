"""OpenDocument text, slides and drawings: body with tables, notes, comments, headers, footers, and files inside."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.image import pages_of_picture
from reassess.reading.files.formats.office.embedded import unpacked
from reassess.reading.files.formats.office.package import Package
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OLD_NAMESPACE = "http://openoffice.org/2000/"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MATHS = "http://www.w3.org/1998/Math/MathML"


def _tag(space: str, name: str) -> str:
    return f"{{{_NAMESPACE.format(space)}}}{name}"


_BODY, _ANNOTATION = _tag("office", "body"), _tag("office", "annotation")
_PARAGRAPHS = (_tag("text", "p"), _tag("text", "h"))
_ROW, _CELLS = _tag("table", "table-row"), (_tag("table", "table-cell"), _tag("table", "covered-table-cell"))
_REPEATED, _SPACES = _tag("table", "number-columns-repeated"), _tag("text", "c")
_NOTES = (_tag("text", "note"), _tag("text", "footnote"), _tag("text", "endnote"))
_NOTE_BODIES = (_tag("text", "note-body"), _tag("text", "footnote-body"), _tag("text", "endnote-body"))
_TEXT_BOX, _SLIDE_NOTES = _tag("draw", "text-box"), _tag("presentation", "notes")
_CHARACTERS = {_tag("text", "tab"): "\t", _tag("text", "tab-stop"): "\t", _tag("text", "line-break"): "\n"}
_NOT_SHOWN = {
    *(_tag("text", name) for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")),
    *(_tag("office", name) for name in ("forms", "annotation-end", "scripts")),
    *(_tag("svg", name) for name in ("title", "desc")),
}
_HEADERS = {
    _tag("style", name): title
    for title in ("Header", "Footer")
    for name in (title.lower(), f"{title.lower()}-left", f"{title.lower()}-first")
}
_FILES = (_tag("draw", "object"), _tag("draw", "object-ole"))
_FORM_VALUES = (_tag("form", "current-value"), _tag("form", "value"))
_PICTURES = "Pictures/"


@dataclass
class _Around:
    """The texts that do not stand in the body, by title, and the number of each."""

    lines: list[str] = field(default_factory=list)
    kinds: list[PartKind] = field(default_factory=list)

    def add(self, kind: PartKind, title: str, text: str) -> None:
        """Add a text that has words."""
        if text.strip():
            self.kinds.append(kind)
            self.lines.append(f"{title}: {text.strip()}")


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of an .odt, .odp or .odg file, then its pictures and embedded files.

    Raises `Unreadable`: broken, encrypted or over a limit. Words deleted while changes were tracked are not shown.
    """
    package = Package.open(content, container.limits)
    root = _xml(package, "content.xml")
    body = next(iter(root.iter(_BODY)), None)
    if body is None:
        raise Unreadable(Status.UNREADABLE, "not a whole OpenDocument text (it has no body)")
    around = _Around()
    lines = list(_blocks(body, around))
    container.read_part(PartKind.BODY)
    try:
        _headers(package, around)
    except Unreadable as failure:
        container.refuse_part(PartKind.HEADER_FOOTER, "headers and footers", failure.reason)
    lines += [*_form_values(body, container), *around.lines]
    for kind in around.kinds:
        container.read_part(kind)
    yield from split_pages(clean_text("\n".join(lines)))
    yield from _inner_pages(package, root, container)


def _xml(package: Package, name: str) -> Any:
    """Return the root of a part, with the names of OpenOffice 1 turned into those of OpenDocument."""
    content = package.content(name)
    if _OLD_NAMESPACE.encode() in content:
        for space in ("office", "text", "table", "drawing", "style", "presentation", "form", "svg"):
            content = content.replace(f"{_OLD_NAMESPACE}{space}".encode(), _NAMESPACE.format(space).encode())
    content = content.replace(b"xmlns:drawing:1.0", b"xmlns:draw:1.0")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole OpenDocument text ({name}: {error})") from error


def _blocks(parent: Any, around: _Around) -> Iterator[str]:
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield from "".join(_inline(child, around)).split("\n")
        elif child.tag == _ROW:
            yield table_row(list(_cells(child, around)))
        elif child.tag == _SLIDE_NOTES:
            around.add(PartKind.NOTE, "Notes", "\n".join(_blocks(child, around)))
        elif child.tag == _ANNOTATION:
            _add_comment(child, around)
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child, around)


def _cells(row: Any, around: _Around) -> Iterator[str]:
    for cell in row.iterchildren(*_CELLS):
        text = "\n".join(_blocks(cell, around))
        repeated = cell.get(_REPEATED, "1")
        # Empty cells are repeated to the edge of the sheet.
        yield from [text] * (int(repeated) if text and repeated.isdigit() and int(repeated) < 1_000 else 1)


def _inline(element: Any, around: _Around) -> Iterator[str]:
    yield _collapsed(element.text)
    for child in element:
        if child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == _tag("text", "s"):
            count = child.get(_SPACES, "1")
            yield " " * (min(int(count), 1_000) if count.isdigit() else 1)
        elif child.tag == _ANNOTATION:
            _add_comment(child, around)
        elif child.tag in _NOTES:
            for body in child.iterchildren(*_NOTE_BODIES):
                around.add(PartKind.NOTE, "Notes", "\n".join(_blocks(body, around)))
        elif child.tag == _TEXT_BOX:
            around.add(PartKind.TEXT_BOX, "Text box", "\n".join(_blocks(child, around)))
        elif child.tag in _PARAGRAPHS:
            yield from ("\n", *_inline(child, around), "\n")
        elif child.tag not in _NOT_SHOWN:
            yield from _inline(child, around)
        yield _collapsed(child.tail)


def _collapsed(text: str | None) -> str:
    """Return characters with line ends and runs of blanks as one blank, as OpenDocument shows them."""
    if not text or text.isspace():
        return " " if text else ""
    inner = " ".join(text.split())
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _add_comment(comment: Any, around: _Around) -> None:
    creator = next((each.text for each in comment.iter("{http://purl.org/dc/elements/1.1/}creator")), None)
    lines = "\n".join("".join(_inline(each, around)) for each in comment.iter(*_PARAGRAPHS))
    around.add(PartKind.COMMENT, f"Comment ({creator})" if creator else "Comment", lines)


def _headers(package: Package, around: _Around) -> None:
    if "styles.xml" not in package.archive.NameToInfo:
        return
    found = []
    for each in _xml(package, "styles.xml").iter(*_HEADERS):
        text = "\n".join(line for line in _blocks(each, around) if line.strip())
        if text and (_HEADERS[each.tag], text) not in found:
            found.append((_HEADERS[each.tag], text))
    for title, text in found:
        around.add(PartKind.HEADER_FOOTER, title, text)


def _form_values(body: Any, container: Container) -> Iterator[str]:
    """Yield a line for each form control that has a value: its name and its value."""
    for forms in body.iter(_tag("office", "forms")):
        for control in forms.iter():
            shown = next((control.get(key) for key in _FORM_VALUES if control.get(key)), None)
            ticked = control.get(_tag("form", "current-state")) == "checked"
            if shown or ticked:
                container.read_part(PartKind.FORM, "form field")
                name = control.get(_tag("form", "label")) or control.get(_tag("form", "name"), "")
                yield f"{name}: {'yes' if ticked else shown}"


def _inner_pages(package: Package, root: Any, container: Container) -> Iterator[Page]:
    """Yield the pages of pictures and embedded files. The picture of an embedded file only shows what it looks like."""
    files, previews = [], set()
    for frame in root.iter(*_FILES):
        files.append(frame.get(_LINK, "").removeprefix("./"))
        previews |= {each.get(_LINK) for each in frame.itersiblings(_tag("draw", "image"))}
    names = set(package.archive.NameToInfo)
    for name in filter(None, dict.fromkeys(files)):
        if name in names:
            yield from container.member_pages(*_unpacked(package, name), PartKind.EMBEDDED)
        elif f"{name}/content.xml" in names:
            yield from _inner_document(package, name, container)
    for name in sorted(names - previews):
        if name.startswith(_PICTURES) and not name.endswith("/"):
            yield from pages_of_picture(package.content(name), posixpath.basename(name), container)


def _unpacked(package: Package, name: str) -> tuple[bytes, str]:
    inner_name, content = unpacked(package.content(name), posixpath.basename(name))
    return content, inner_name


def _inner_document(package: Package, name: str, container: Container) -> Iterator[Page]:
    """Yield the words of a table, text, chart or formula that is embedded as a folder of this package."""
    with container.part(PartKind.EMBEDDED, name):
        around = _Around()
        root = _xml(package, f"{name}/content.xml")
        if etree.QName(root).namespace == _MATHS:
            lines = [" ".join("".join(root.itertext()).split())]
        else:
            lines = [*_blocks(root, around), *around.lines]
        text = clean_text("\n".join(line for line in lines if line.strip()))
        yield from split_pages(f"Attachment: {name}\n{text}") if text else []
