"""Safety checks of ZIP-based files (ZIP, Word, Excel, OpenDocument) before any parser opens them."""

import re
import zipfile
from io import BytesIO

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Status, Unreadable
from reassess.records.files.zip_guard import BROKEN, ZipLimits, excess

SMALL = 10_000_000
_PARTS = "META-INF/manifest.xml"
_ENTITY = re.compile(rb"<!ENTITY|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y", re.IGNORECASE)
_XML_HEAD = 100_000


def opened(content: bytes, limits: Limits, *, all_locked: bool = False) -> zipfile.ZipFile:
    """Return the archive if its directory keeps to the limits. Paths with backslashes read like any other.

    all_locked: refuse it only where a password protects every member, not where it protects some.
    Raises `Unreadable`: broken directory, encrypted members, too many members, too large, or compressed too much.
    """
    try:
        archive = open_zip(content)
    except BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"the archive is broken ({error})") from error
    too_much = excess(archive, len(content), ZipLimits(limits.members, limits.unpacked, limits.unpacked_ratio, SMALL))
    if too_much:
        raise Unreadable(Status.TOO_LONG, too_much)
    locked = [is_locked(member) for member in archive.infolist() if not member.is_dir()]
    if ((all(locked) if all_locked else any(locked)) and locked) or _is_locked_document(archive):
        raise Unreadable(Status.ENCRYPTED, "the file is protected by a password")
    return archive


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Return the archive, with '/' for the backslashes that some programs write in paths. Raises one of `BROKEN`."""
    archive = zipfile.ZipFile(BytesIO(content))
    for member in archive.infolist():
        if "\\" in member.filename:
            member.filename = member.filename.replace("\\", "/")
            archive.NameToInfo[member.filename] = member
    return archive


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Whether a password protects a member of an archive."""
    return bool(member.flag_bits & 0x1)


def _is_locked_document(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file lists encrypted parts in its manifest."""
    if _PARTS not in archive.namelist():
        return False
    with archive.open(_PARTS) as listing:
        return b"encryption-data" in listing.read(SMALL)


def declares_entities(content: bytes) -> bool:
    """Whether the head of an XML file declares entities: only attacks need them in office documents."""
    return bool(_ENTITY.search(content[:_XML_HEAD]))


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Raise `Unreadable` for an office document whose XML declares entities: only attacks need them.

    A part that is broken is passed over here: its own reader says so, and the other parts are still read.
    """
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")) and declares_entities(_head(archive, member)):
            raise Unreadable(Status.UNREADABLE, f"{member.filename} declares XML entities: not opened")


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as part:
            return part.read(_XML_HEAD)
    except BROKEN:
        return b""
