"""Safety checks of ZIP-based files (ZIP, Word, Excel, OpenDocument) before any parser opens them."""

import re
import zipfile
import zlib
from io import BytesIO

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Status, Unreadable

SMALL = 10_000_000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError)
"""Errors that zipfile raises for an archive that is broken, encrypted or compressed by an unknown method."""
_PARTS = "META-INF/manifest.xml"
_ENTITY = re.compile(rb"<!ENTITY|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y", re.IGNORECASE)
_XML_HEAD = 100_000


def opened(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the archive if its directory keeps to the limits.

    Raises `Unreadable`: broken directory, encrypted members, too many members, too large, or compressed too much.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"the archive is broken ({error})") from error
    _check_size(archive, len(content), limits)
    if any(member.flag_bits & 0x1 for member in archive.infolist()) or _is_locked_document(archive):
        raise Unreadable(Status.ENCRYPTED, "the file is protected by a password")
    return archive


def _is_locked_document(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file lists encrypted parts in its manifest."""
    if _PARTS not in archive.namelist():
        return False
    with archive.open(_PARTS) as listing:
        return b"encryption-data" in listing.read(SMALL)


def _check_size(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members:
        raise Unreadable(Status.TOO_LONG, f"holds {len(members):,} files, more than the {limits.members:,} allowed")
    if unpacked > limits.unpacked:
        raise Unreadable(Status.TOO_LONG, f"unpacks to {unpacked:,} bytes, more than the {limits.unpacked:,} allowed")
    if unpacked > SMALL and unpacked > limits.unpacked_ratio * size:
        raise Unreadable(Status.TOO_LONG, f"unpacks to {unpacked // max(size, 1)} times its size: not opened")


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Raise `Unreadable` for an office document whose XML declares entities: only attacks need them."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if _ENTITY.search(part.read(_XML_HEAD)):
                    raise Unreadable(Status.UNREADABLE, f"{member.filename} declares XML entities: not opened")
