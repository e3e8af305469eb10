"""What an extract consists of: its parts (one table each), its documents, and what was left aside.

A part is a CSV, Parquet or JSON Lines file or one sheet of a workbook. Parts are found anywhere in the folder
except under `documents/`; hidden files and the leavings of other systems are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reassess.intake.readers.workbook import sheet_names
from reassess.intake.spelling import plain
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
    `names` are the names it may be known by, in the model's form.
    """

    path: Path
    label: str
    kind: str
    sheet: str | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Extract:
    """A force's export, opened: where it lies, its parts in order of their labels, and files of no known kind."""

    root: Path
    name: str
    parts: tuple[Part, ...]
    documents: Path | None
    ignored: tuple[str, ...]


def open_folder(path: Path, *, name: str) -> Extract:
    """The parts of an extract that is a folder, or a single file of a known kind.

    Raises UserError if there is nothing there, or nothing that any reader can read.
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
    """The folder that holds the files: a lone subfolder (as zips often have) is stepped into."""
    if not path.exists():
        raise UserError(f"{path}: there is no such file or folder. Give the folder or zip that the force handed over.")
    entries = [] if path.is_file() else [entry for entry in path.iterdir() if not _is_hidden(entry)]
    lone = len(entries) == 1 and entries[0].is_dir() and entries[0].name.lower() != DOCUMENTS
    return _root(entries[0]) if lone else path


def _files(root: Path) -> Iterator[Path]:
    for file in root.rglob("*"):
        inside = file.relative_to(root)
        hidden = any(name.startswith((".", "~$", "__MACOSX")) for name in inside.parts)
        if file.is_file() and not hidden and inside.parts[0].lower() != DOCUMENTS:
            yield file


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "__MACOSX"))


def _parts(file: Path, base: Path) -> list[Part]:
    kind = KINDS.get(file.suffix.lower())
    label = file.relative_to(base).as_posix()
    if kind is None:
        return []
    if kind == "workbook":
        return _sheets(file, label)
    return [Part(file, label, kind, None, (plain(file.stem),))]


def _sheets(file: Path, label: str) -> list[Part]:
    """A part a sheet; the only sheet of a workbook may also go by the workbook's name."""
    sheets = sheet_names(file, label)
    stem = (plain(file.stem),) if len(sheets) == 1 else ()
    return [Part(file, f"{label}#{sheet}", "workbook", sheet, (plain(sheet), *stem)) for sheet in sheets]


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
