"""Extracts as received: hashed, copied once, read-only, never edited.

    <into>/<12 hex>/            the files of an extract that is a folder or a single file
    <into>/<12 hex>/<name>.zip  and unpacked/, where it is a zip

The twelve digits are the start of the fingerprint of the whole extract.
"""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from reassess.intake.readers.archive import is_zip, unpack
from reassess.intake.readers.parts import Extract, open_folder
from reassess.records.errors import UserError

UNPACKED = "unpacked"

Fingerprint = list[tuple[str, str, int]]


def fingerprint(extract: Path) -> Fingerprint:
    """Relative path, SHA-256 and size in bytes of every file of an extract, in order of the paths.

    Raises UserError if there is no such file or folder.
    """
    if not extract.exists():
        raise UserError(
            f"{extract}: there is no such file or folder. Give the folder or zip that the force handed over."
        )
    refuse_links(extract)
    files = [extract] if extract.is_file() else sorted(file for file in extract.rglob("*") if file.is_file())
    base = extract.parent if extract.is_file() else extract
    return sorted((file.relative_to(base).as_posix(), sha256(file), file.stat().st_size) for file in files)


def refuse_links(extract: Path) -> None:
    """Raise UserError if a link in the extract leads out of it: its target was not handed over."""
    base = extract.resolve()
    for path in extract.rglob("*") if extract.is_dir() else ():
        if path.is_symlink() and base not in path.resolve().parents:
            raise UserError(f"{path}: a link that leads out of the extract. Replace it with the file itself.")


def short_name(files: Fingerprint) -> str:
    """The first twelve digits of the hash over paths and hashes: the name of the kept extract."""
    lines = "".join(f"{digest}  {path}\n" for path, digest, _ in files)
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hex."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def receive(extract: Path, into: Path) -> Path:
    """Copy an extract into `into` and return the folder to load from. An extract is not copied twice.

    The copy gets its final name when it is complete. Raises UserError if there is no such extract, a zip is refused,
    or the copy was changed since it was received.
    """
    if into.resolve() in extract.resolve().parents:
        return _unchanged(extract, into)
    name = short_name(fingerprint(extract))
    kept = into / name
    if not kept.exists():
        making = into / f".receiving-{name}"
        shutil.rmtree(making, ignore_errors=True)
        _copy(extract, making)
        for path in making.rglob("*"):
            if path.is_file():  # folders stay writable, so that the owner of the review can move it
                path.chmod(0o444)
        making.rename(kept)
    return kept / UNPACKED if is_zip(extract) else kept


def open_extracts(extracts: Sequence[Path], unpack_into: Path) -> list[Extract]:
    """Open the extracts. Zips are unpacked below `unpack_into`."""
    folders = [receive(path, unpack_into) if is_zip(path) else path for path in extracts]
    for folder in folders:
        refuse_links(folder)
    return [open_folder(folder, name=extract_name(folder)) for folder in folders]


def extract_name(folder: Path) -> str:
    """Name of an extract: its folder or file; for an unpacked zip, the folder of its copy."""
    return folder.parent.name if folder.name == UNPACKED else folder.name


def _unchanged(extract: Path, into: Path) -> Path:
    kept = into / extract.resolve().relative_to(into.resolve()).parts[0]
    archives = sorted(kept.glob("*.zip")) if (kept / UNPACKED).is_dir() else []
    if short_name(fingerprint(archives[0] if archives else kept)) != kept.name:
        raise UserError(f"{kept}: the copy of this extract was changed since it was received. Use the original again.")
    return into / extract.resolve().relative_to(into.resolve())


def _copy(extract: Path, target: Path) -> None:
    try:
        _copy_files(extract, target)
    except OSError as error:
        raise UserError(f"{extract}: cannot be kept in {target.parent} ({error}). Make room or give rights.") from error


def _copy_files(extract: Path, target: Path) -> None:
    if extract.is_dir():
        shutil.copytree(extract, target, copy_function=shutil.copyfile)
        return
    target.mkdir(parents=True)
    shutil.copyfile(extract, target / extract.name)
    if is_zip(extract):
        unpack(extract, target / UNPACKED)
