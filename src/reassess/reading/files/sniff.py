"""Detect the kind of a file by its content. The name only decides between kinds of plain text."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

import olefile
import puremagic

from reassess.reading.files.mailbox import mails
from reassess.reading.files.zip_safety import open_zip
from reassess.records.files.text_encoding import utf16_without_mark
from reassess.records.files.zip_guard import BROKEN

_TEXT_CONTROLS = b"\x00\x07\x08\t\n\x0b\x0c\r\x1a\x1b"
_PICTURE_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("__properties_version1.0", "msg"),
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "sheet"),
    ("Book", "sheet"),
)
"""Streams of the root of a compound file, and what they make of it. Their names count in any letter case."""
_ZIP_KINDS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "sheet"),
    ("xl/workbook.bin", "sheet"),
    ("ppt/presentation.xml", "pptx"),
    ("Index/Document.iwa", "iwork"),
    ("Index.zip", "iwork"),
)
_OFFICE_FOLDERS = {"word": "docx", "xl": "sheet", "ppt": "pptx"}
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PART = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/officeDocument[\"'][^>]*>")
_TARGET = re.compile(rb"\bTarget=[\"']\s*/?([^\"']+)[\"']")
_ODF_KINDS = {
    b"application/vnd.oasis.opendocument." + ending: kind
    for ending, kind in (
        (b"text", "odt"),
        (b"text-template", "odt"),
        (b"text-master", "odt"),
        (b"presentation", "odt"),
        (b"presentation-template", "odt"),
        (b"graphics", "odt"),
        (b"spreadsheet", "sheet"),
        (b"spreadsheet-template", "sheet"),
    )
}
_REFUSED_MAGIC = (
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\xffWPC", "wordperfect"),
    (b"!BDN", "mailbox"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
)
_HEADER_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)
_BEFORE_HEADERS = re.compile(rb"\s*(?:\d+ *\r?\n|>?From [^\r\n]*\r?\n)?")
_MAIL_HEADERS = {b"from", b"to", b"cc", b"subject", b"date", b"sent", b"reply-to", b"sender"}
_MAIL_ONLY_HEADERS = {
    *(b"received", b"return-path", b"message-id", b"mime-version", b"content-type", b"delivered-to", b"x-mailer"),
    *(b"authentication-results", b"thread-topic", b"dkim-signature", b"content-transfer-encoding", b"envelope-to"),
}
_MAIL_ENDINGS = {".eml", ".emlx", ".mht", ".mhtml", ".mbox", ".mbx", ".mai"}
_XML_KINDS = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "word2003"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "flat_opc"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "excel2003"),
    (b"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "flat_odf"),
)
"""Office documents in one XML file, by the namespace of their root."""
_HTML = re.compile(rb"<(!doctype html|html|head|body|table|div|p)\b", re.IGNORECASE)


def detect_kind(content: bytes, name: str) -> str:
    """Return the kind of a file: pdf, docx, doc, pptx, ppt, odt, rtf, sheet, html, mail, mbox, msg, zip, image, csv.

    Or `text`, an office document in one XML file (word2003, excel2003, flat_opc, flat_odf), `encrypted` (an office
    file with a password), `empty`, a kind that is known but cannot be read (iwork, archive, wordperfect, mailbox,
    tnef, recording, office_package), or `unsupported`.
    """
    if not content.strip(b"\x00 \t\r\n"):
        return "empty"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_OLE):
        return _ole_kind(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(content)
    if _is_picture(content):
        return "image"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    return _refused_kind(content) or _text_kind(content, PurePath(name).suffix.lower())


def _refused_kind(content: bytes) -> str | None:
    """Return a kind that is known but cannot be read. In RIFF and MP4 files the type follows the length field."""
    riff = content[:4] == b"RIFF" and content[8:12] in (b"WAVE", b"AVI ")
    if riff or content[4:8] == b"ftyp":
        return "recording"
    return next((kind for magic, kind in _REFUSED_MAGIC if content.startswith(magic)), None)


def _is_picture(content: bytes) -> bool:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    # 'BM' also begins ordinary words, so check the file size that follows it in a bitmap's header.
    if content.startswith(b"BM"):
        return int.from_bytes(content[2:6], "little") == len(content)
    return content.startswith(_PICTURE_MAGIC)


def _ole_kind(content: bytes) -> str:
    """Return the kind of a compound file, by the streams of its root: those deeper belong to files inside it."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            names = {entry[0].lower() for entry in file.listdir(streams=True, storages=True) if len(entry) == 1}
            is_whole = not file.parsing_issues
    except Exception:  # noqa: BLE001 - the directory of a broken file raises anything
        names, is_whole = set(), False
    if not is_whole:
        head = content[:2_000_000].lower()
        names |= {name.lower() for name, _ in _OLE_KINDS if name.encode("utf-16-le").lower() in head}
    return next((kind for name, kind in _OLE_KINDS if name.lower() in names), "unsupported")


def _zip_kind(content: bytes) -> str:
    try:
        archive = open_zip(content)
        names = set(archive.NameToInfo)
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            return _kind_by_mimetype(archive.read("mimetype").strip())
        return _package_kind(archive, names)
    except BROKEN:
        return "zip"


def _kind_by_mimetype(mimetype: bytes) -> str:
    is_office = mimetype.startswith(b"application/vnd.oasis.opendocument")
    return _ODF_KINDS.get(mimetype, "office_package" if is_office else "zip")


def _package_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the kind of an office package by its main part, which its relationships name. Other archives: zip."""
    usual = next((kind for name, kind in _ZIP_KINDS if name in names), None)
    if usual or _CONTENT_TYPES not in names:
        return usual or "zip"
    main = _MAIN_PART.search(archive.read("_rels/.rels")) if "_rels/.rels" in names else None
    target = _TARGET.search(main.group()) if main else None
    folder = target.group(1).decode("utf-8", "replace").replace("\\", "/").split("/")[0] if target else ""
    return _OFFICE_FOLDERS.get(folder, "office_package")


def _text_kind(content: bytes, suffix: str) -> str:
    head = content[:4096]
    if not _looks_like_text(head):
        return "unsupported"
    if _is_mail(content[:16_384], suffix):
        return "mbox" if len(mails(content)) > 1 else "mail"
    plain = head.replace(b"\x00", b"")
    is_markup = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
    xml = next((kind for namespace, kind in _XML_KINDS if is_markup and namespace in plain), None)
    if xml:
        return xml
    if _HTML.search(plain) and (suffix in (".html", ".htm") or is_markup):
        return "html"
    return "csv" if suffix in (".csv", ".tsv") else "text"


def _looks_like_text(head: bytes) -> bool:
    """Whether the start of a file is text: UTF-16, or bytes with hardly any control characters.

    Printers and old programs leave a form feed, an end mark (^Z), or some NUL among the words.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    zeros = head.count(0)
    control = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    if control > max(len(head) // 100, int(len(head) >= 32)):
        return False
    return zeros <= max(len(head) // 10, int(len(head) >= 32)) or utf16_without_mark(head) is not None


def _is_mail(head: bytes, suffix: str) -> bool:
    start = _BEFORE_HEADERS.match(head)
    block = re.split(rb"\r?\n\r?\n", head[start.end() :] if start else head, maxsplit=1)[0]
    if not _HEADER_NAME.match(block):
        return False
    names = {match.group(1).lower() for match in _HEADER_NAME.finditer(block)}
    if suffix in _MAIL_ENDINGS:
        return len(names) >= 2 and bool(names & (_MAIL_HEADERS | _MAIL_ONLY_HEADERS))
    return bool(names & _MAIL_HEADERS) and bool(names & _MAIL_ONLY_HEADERS)


def describe_unsupported(content: bytes) -> str:
    """Return in words what an unsupported file seems to be: 'of a kind that is not known', or its type and ending."""
    try:
        matches = puremagic.magic_string(content[:8192])
    except (puremagic.PureError, ValueError):
        return "of a kind that is not known"
    return f"{matches[0].name} ({matches[0].extension})" if matches else "of a kind that is not known"
