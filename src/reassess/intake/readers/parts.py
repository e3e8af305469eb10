"""Contents of an extract: its parts (one table each), its documents, and ignored files.

A part is a CSV, Parquet or JSON Lines file or one sheet of a workbook. Parts are found anywhere in the folder
except under `documents/`. Hidden files and temporary files of other systems are skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reassess.intake.naming import normalise_name
from reassess.intake.readers.workbook import sheet_names
from reassess.records.errors import UserError

KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".psv": "csv",
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "workbook"),
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Part:
    """One file, or one sheet of a workbook, that holds rows of one table.

    `label` is the path relative to the extract, with `#sheet` for a sheet: the `source_file` of its rows.
    `names` are the table names it may have, normalised.
    """

    path: Path
    label: str
    kind: str
    sheet: str | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Extract:
    """An extract that was opened: its folder, its parts in order of their labels, and files of no known kind."""

    root: Path
    name: str
    parts: tuple[Part, ...]
    documents: Path | None
    ignored: tuple[str, ...]


def open_folder(path: Path, *, name: str) -> Extract:
    """Open an extract that is a folder, or a single file of a known kind.

    Raises UserError if there is nothing there, or nothing that a reader can read.
    """
    root = _root(path)
    files = [path] if path.is_file() else sorted(_files(root))
    base = path.parent if path.is_file() else root
    parts = [part for file in files for part in _parts(file, base)]
    if not parts:
        raise UserError(_nothing_to_read(path, files))
    return Extract(
        root=base,
        name=name,
        parts=tuple(sorted(parts, key=lambda part: part.label)),
        documents=None if path.is_file() else _documents(root),
        ignored=tuple(file.relative_to(base).as_posix() for file in files if file.suffix.lower() not in KINDS),
    )


def _root(path: Path) -> Path:
    """The folder that holds the files: the subfolder, if there is only one (as zips often have)."""
    if not path.exists():
        raise UserError(f"{path}: there is no such file or folder. Give the folder or zip that the force handed over.")
    found = [] if path.is_file() else list(path.iterdir())
    entries = [entry for entry in found if not entry.name.startswith((".", "__MACOSX"))]
    lone = len(entries) == 1 and entries[0].is_dir() and entries[0].name.lower() != DOCUMENTS
    return _root(entries[0]) if lone else path


def _files(root: Path) -> Iterator[Path]:
    for file in root.rglob("*"):
        inside = file.relative_to(root)
        hidden = any(name.startswith((".", "~$", "__MACOSX")) for name in inside.parts)
        if file.is_file() and not hidden and inside.parts[0].lower() != DOCUMENTS:
            yield file


def _parts(file: Path, base: Path) -> list[Part]:
    kind = KINDS.get(file.suffix.lower())
    label = file.relative_to(base).as_posix()
    if kind is None:
        return []
    if kind == "workbook":
        return _sheets(file, label)
    return [Part(file, label, kind, None, (normalise_name(file.stem),))]


def _sheets(file: Path, label: str) -> list[Part]:
    """One part for each sheet. A single sheet may also be named after the workbook."""
    sheets = sheet_names(file, label)
    stem = (normalise_name(file.stem),) if len(sheets) == 1 else ()
    return [Part(file, f"{label}#{sheet}", "workbook", sheet, (normalise_name(sheet), *stem)) for sheet in sheets]


def _documents(root: Path) -> Path | None:
    found = sorted(entry for entry in root.iterdir() if entry.is_dir() and entry.name.lower() == DOCUMENTS)
    return found[0] if found else None


def _nothing_to_read(path: Path, files: list[Path]) -> str:
    kinds = ", ".join(sorted(KINDS))
    if path.is_file():
        return (
            f"{path}: not a folder, a zip or a file of a known kind ({kinds}). Give the folder or zip of the extract."
        )
    if not files:
        return f"{path}: the folder is empty. Give the folder or zip that the force handed over."
    return f"{path}: none of its {len(files)} files is of a known kind ({kinds}). Ask the force for one of these."
