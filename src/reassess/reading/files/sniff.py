"""Detect the kind of a file by its content. The name only decides between kinds of plain text."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

import puremagic

from reassess.reading.files.zip_safety import BROKEN

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
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "sheet"),
    ("Book", "sheet"),
)
_ZIP_KINDS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "sheet"),
    ("xl/workbook.bin", "sheet"),
    ("ppt/presentation.xml", "pptx"),
    ("Index/Document.iwa", "iwork"),
    ("Index.zip", "iwork"),
)
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
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
)
_MAIL_HEADER = re.compile(
    rb"^(From|To|Cc|Subject|Date|Sent|Received|Return-Path|Message-ID|MIME-Version|Content-Type"
    rb"|Delivered-To|X-[\w-]+|Reply-To|Content-Transfer-Encoding|DKIM-Signature|Content-Disposition):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_ONLY_HEADERS = {b"received", b"return-path", b"message-id", b"mime-version", b"content-type", b"delivered-to"}
_HTML = re.compile(rb"<(!doctype html|html|head|body|table|div|p)\b", re.IGNORECASE)


def detect_kind(content: bytes, name: str) -> str:
    """Return the kind of a file: pdf, docx, doc, pptx, ppt, odt, rtf, sheet, html, mail, msg, zip, image, csv, text.

    Or `encrypted` (an office file with a password), `empty`, a kind that is known but cannot be read (iwork, archive,
    wordperfect, mailbox, recording), or `unsupported`.
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
    head = content[:2_000_000]
    for name, kind in _OLE_KINDS:
        if name.encode("utf-16-le") in head:
            return kind
    return "unsupported"


def _zip_kind(content: bytes) -> str:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        names = set(archive.namelist())
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            return _ODF_KINDS.get(archive.read("mimetype").strip(), "zip")
    except BROKEN:
        return "zip"
    return next((kind for name, kind in _ZIP_KINDS if name in names), "zip")


def _text_kind(content: bytes, suffix: str) -> str:
    head = content[:4096]
    if not _looks_like_text(head):
        return "unsupported"
    if _is_mail(head, suffix):
        return "mail"
    if _HTML.search(head) and (suffix in (".html", ".htm") or head.lstrip()[:1] == b"<"):
        return "html"
    return "csv" if suffix in (".csv", ".tsv") else "text"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    zeros = head.count(0)
    # UTF-16 without a byte order mark: about every second byte is zero, and few are other control characters.
    return control - zeros <= len(head) // 100 and (zeros == 0 or len(head) * 0.2 < zeros < len(head) * 0.55)


def _is_mail(head: bytes, suffix: str) -> bool:
    block = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    if not _MAIL_HEADER.match(block):
        return False
    names = {match.group(1).lower() for match in _MAIL_HEADER.finditer(block)}
    return len(names) >= 2 and (suffix == ".eml" or bool(names & _MAIL_ONLY_HEADERS))


def describe_unsupported(content: bytes) -> str:
    """Return in words what an unsupported file seems to be: 'of a kind that is not known', or its type and ending."""
    try:
        matches = puremagic.magic_string(content[:8192])
    except (puremagic.PureError, ValueError):
        return "of a kind that is not known"
    return f"{matches[0].name} ({matches[0].extension})" if matches else "of a kind that is not known"
