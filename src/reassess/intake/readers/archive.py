"""Zip archives: looked at before they are opened, unpacked only inside the folder that they are given."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from reassess.records.errors import UserError

MAX_MEMBERS = 500_000
MAX_BYTES = 64 * 1024**3
# Text packs to about a tenth, the XML of a workbook to about a fiftieth; a bomb to a thousandth or less.
MAX_RATIO = 200
SMALL = 20 * 1024**2
CHUNK = 1024**2


def is_zip(path: Path) -> bool:
    """Whether the path is a zip archive by its name and content."""
    return path.is_file() and path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def refuse_bomb(path: Path, label: str) -> None:
    """Raise UserError if the archive unpacks to far more than any honest file of its size; other files pass."""
    if not zipfile.is_zipfile(path):
        return
    with _readable(path, label) as archive:
        members = archive.infolist()
    size = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if len(members) > MAX_MEMBERS or size > MAX_BYTES or (size > SMALL and size / packed > MAX_RATIO):
        raise UserError(
            f"{label}: refused, {packed:,} bytes would unpack to {size:,} in {len(members):,} files (a zip bomb?)."
            " If the file is honest, unpack it yourself and give the folder."
        )


def unpack(path: Path, into: Path) -> None:
    """Unpack a zip into a new folder, each member written as it is read and never more than it declared.

    Raises UserError, before anything is written, for a bomb, a path that climbs out, a link or a password.
    """
    label = path.name
    refuse_bomb(path, label)
    with _readable(path, label) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        targets = [into / _safe(member, label) for member in members]
        into.mkdir(parents=True)
        for member, target in zip(members, targets, strict=True):
            _write(archive, member, target, label)


@contextmanager
def _readable(path: Path, label: str) -> Iterator[zipfile.ZipFile]:
    """The archive, with what can go wrong while it is read or written said in words."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise UserError(f"{label}: the zip is damaged ({error}). Ask for it again.") from error
    except OSError as error:
        raise UserError(f"{label}: cannot be unpacked ({error}). Unpack it yourself and give the folder.") from error


def _safe(member: zipfile.ZipInfo, label: str) -> PurePosixPath:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or (name.parts and name.parts[0].endswith(":")):
        raise UserError(f"{label}: refused, the path {member.filename!r} in it climbs out of the zip. Ask who made it.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UserError(
            f"{label}: refused, {member.filename!r} in it is a link. Ask for a zip of the files themselves."
        )
    if member.flag_bits & 0x1:
        raise UserError(f"{label}: {member.filename!r} has a password. Unpack the zip yourself and give the folder.")
    return name


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, label: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as source, target.open("xb") as sink:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > member.file_size:
                raise UserError(f"{label}: refused, {member.filename!r} holds more than it declares (a zip bomb?).")
            sink.write(chunk)
