"""Guard against zip bombs, for every room that opens a zip-based file: extracts, workbooks, documents."""

import struct
import zipfile
import zlib
from dataclasses import dataclass

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError, struct.error, KeyError)
"""Errors that zipfile raises for an archive that is broken, encrypted or compressed by an unknown method."""


@dataclass(frozen=True)
class ZipLimits:
    """Limits on what an archive declares. `ratio` (unpacked to packed size) counts only above `small` bytes.

    Text packs to about a tenth, the XML of a workbook to about a fiftieth, a bomb to a thousandth or less.
    """

    members: int
    unpacked: int
    ratio: int
    small: int = 10_000_000


def excess(archive: zipfile.ZipFile, packed: int, limits: ZipLimits) -> str | None:
    """The limit that the archive exceeds, in words; None if it keeps to all. `packed` is the size of its file."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members:
        return f"holds {len(members):,} files, more than the {limits.members:,} allowed"
    if unpacked > limits.unpacked:
        return f"unpacks to {unpacked:,} bytes, more than the {limits.unpacked:,} allowed"
    if unpacked > limits.small and unpacked > limits.ratio * packed:
        return f"unpacks to {unpacked // max(packed, 1)} times its size: not opened"
    return None
