"""Zip archives: checked before they are opened, and unpacked only into the given folder."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from reassess.records.errors import UserError
from reassess.records.files.zip_guard import BROKEN, ZipLimits, excess

LIMITS = ZipLimits(members=500_000, unpacked=64 * 1024**3, ratio=200, small=20 * 1024**2)
CHUNK = 1024**2


def is_zip(path: Path) -> bool:
    """Whether the path is a zip archive, by its name and content."""
    return path.is_file() and path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def refuse_bomb(path: Path, label: str) -> None:
    """Raise UserError if the archive unpacks to far more than an ordinary file of its size. Other files pass."""
    if not zipfile.is_zipfile(path):
        return
    with _readable(path, label) as archive:
        too_much = excess(archive, path.stat().st_size, LIMITS)
    if too_much:
        raise UserError(
            f"{label}: refused as a possible zip bomb, it {too_much}. If you trust it, unpack it and give the folder."
        )


def unpack(path: Path, into: Path) -> None:
    """Unpack a zip into a new folder, each member up to the size that it declares.

    Raises UserError, before anything is written, for a bomb, a path that leads out of it, a link or a password.
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
    """Open the archive; turn errors of reading or writing into UserError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise UserError(f"{label}: cannot be unpacked ({error}). Unpack it yourself and give the folder.") from error
    except BROKEN as error:
        raise UserError(f"{label}: the zip is damaged ({error}). Ask for it again.") from error


def _safe(member: zipfile.ZipInfo, label: str) -> PurePosixPath:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or (name.parts and name.parts[0].endswith(":")):
        raise UserError(f"{label}: refused, the path {member.filename!r} in it leads out of the zip. Ask who made it.")
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
                raise UserError(f"{label}: refused, {member.filename!r} holds more than it declares. Ask for it again.")
            sink.write(chunk)
