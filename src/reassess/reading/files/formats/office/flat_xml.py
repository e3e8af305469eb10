"""Office documents in one XML file: Word and Excel 2003, Word's flat package (Flat OPC), and Flat OpenDocument.

The last two hold what the usual packages hold: they are put into such a package, and its own reader reads it.
"""

from base64 import b64decode
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable
from reassess.reading.files.zip_safety import declares_entities

_WORD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NOT_SHOWN = {"instrText", "fldData", "delText", "binData", "pPr", "rPr", "sectPr", "docPr", "fonts", "styles", "lists"}
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_CONTENT = ("scripts", "font-face-decls", "automatic-styles", "body")
_STYLES = ("font-face-decls", "styles", "automatic-styles", "master-styles")


def read_word(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a Word 2003 XML document: body with notes, headers and footers. Deleted text is not shown."""
    root = _root(content)
    margins = [line for each in root.iter(f"{_WORD}hdr", f"{_WORD}ftr") for line in _word_lines(each)]
    yield from split_pages(clean_text("\n".join([*_word_lines(root), *margins])))
    container.read_part(PartKind.BODY)
    if margins:
        container.read_part(PartKind.HEADER_FOOTER)
    pictures = [b64decode("".join(each.itertext())) for each in root.iter(f"{_WORD}binData")]
    for number, picture in enumerate(pictures, 1):
        yield from container.member_pages(picture, f"picture {number}", PartKind.PICTURE)


def _word_lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if not isinstance(child.tag, str) or _is_deleted(child):
            continue
        if child.tag == f"{_WORD}p":
            yield from "".join(_word_text(child)).split("\n")
        elif child.tag == f"{_WORD}tr":
            yield table_row(["\n".join(_word_lines(cell)) for cell in child.iter(f"{_WORD}tc")])
        elif child.tag.removeprefix(_WORD) not in _NOT_SHOWN:
            yield from _word_lines(child)


def _word_text(parent: Any) -> Iterator[str]:
    for child in parent:
        if not isinstance(child.tag, str) or _is_deleted(child):
            continue
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == f"{_WORD}p":
            # The paragraph of a note, a comment or a text box, which stands inside the one it belongs to.
            yield "\n" + "".join(_word_text(child)) + "\n"
        elif child.tag.removeprefix(_WORD) not in _NOT_SHOWN:
            yield from _word_text(child)


def _is_deleted(element: Any) -> bool:
    return bool(element.tag == _ANNOTATION and element.get(f"{_WORD}type") == "Word.Deletion")


def read_excel(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the sheets of an Excel 2003 XML workbook: the sheet's name, a line for each row, then its comments."""
    for sheet in _root(content).iter(f"{_SHEET}Worksheet"):
        rows = [table_row(list(_cells(row))) for row in sheet.iter(f"{_SHEET}Row")]
        comments = [" ".join("".join(each.itertext()).split()) for each in sheet.iter(f"{_SHEET}Comment")]
        lines = [sheet.get(f"{_SHEET}Name", ""), *rows, *(f"Comment: {comment}" for comment in comments)]
        yield from split_pages(clean_text("\n".join(lines)))
        container.read_part(PartKind.SHEET)
        if comments:
            container.read_part(PartKind.COMMENT, count=len(comments))


def _cells(row: Any) -> Iterator[str]:
    column = 1
    for cell in row.iter(f"{_SHEET}Cell"):
        index = cell.get(f"{_SHEET}Index", "")
        while index.isdigit() and column < min(int(index), 16_384):
            yield ""
            column += 1
        yield "".join("".join(data.itertext()) for data in cell.iterchildren(f"{_SHEET}Data"))
        column += 1


def read_package(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of an office package written as one XML file (Flat OPC)."""
    members = {}
    for part in _root(content).iter(f"{_PACKAGE}part"):
        xml, binary = part.find(f"{_PACKAGE}xmlData"), part.find(f"{_PACKAGE}binaryData")
        root = None if xml is None else next(iter(xml.iterchildren("*")), None)
        packed = b64decode(binary.text or "") if binary is not None else b""
        members[part.get(f"{_PACKAGE}name", "").lstrip("/")] = packed if root is None else etree.tostring(root)
    yield from container.read_pages(_zipped(members), "document", container)


def read_opendocument(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of an OpenDocument file written as one XML file (.fodt, .fods, .fodp)."""
    root = _root(content)
    kind = root.get(f"{_OFFICE}mimetype", "application/vnd.oasis.opendocument.text")
    listing = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {
        "mimetype": kind.encode(),
        "content.xml": _document_part(root, "document-content", _CONTENT),
        "styles.xml": _document_part(root, "document-styles", _STYLES),
        "META-INF/manifest.xml": listing.encode(),
    }
    yield from container.read_pages(_zipped(members), "document", container)
    for number, picture in enumerate(root.iter(f"{_OFFICE}binary-data"), 1):
        packed = b64decode("".join(picture.itertext()))
        yield from container.member_pages(packed, f"picture {number}", PartKind.PICTURE)


def _document_part(root: Any, name: str, children: tuple[str, ...]) -> bytes:
    part = etree.Element(f"{_OFFICE}{name}", nsmap=root.nsmap)
    part.set(f"{_OFFICE}version", root.get(f"{_OFFICE}version", "1.2"))
    part.extend(deepcopy(child) for child in root if child.tag in {f"{_OFFICE}{each}" for each in children})
    for picture in list(part.iter(f"{_OFFICE}binary-data")):
        picture.getparent().remove(picture)
    return bytes(etree.tostring(part, xml_declaration=True, encoding="UTF-8"))


def _zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _root(content: bytes) -> Any:
    if declares_entities(content):
        raise Unreadable(Status.UNREADABLE, "the file declares XML entities: not opened")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole office file ({error})") from error
