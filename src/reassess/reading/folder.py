"""Reading without a review: a folder of files to text, a single file, or a pasted text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from reassess.reading.components import require_components
from reassess.reading.files.cache import text_cache
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, PartStatus
from reassess.reading.files.pool import Request, read_all
from reassess.reading.mentions.dictionary.entries import Dictionary
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Found, Unit
from reassess.reading.mentions.persons.unknown_text import persons
from reassess.records.errors import UserError
from reassess.records.progress import Progress, no_progress

_BOX = pa.struct(
    [
        *((end, pa.int32()) for end in ("start_at", "end_at")),
        *((number, pa.float64()) for number in ("x0", "y0", "x1", "y1", "confidence")),
    ]
)
_PART = pa.struct(
    [*((name, pa.string()) for name in ("kind", "name", "status", "reason")), ("count", pa.int32())]
)
PAGES = pa.schema(
    [
        ("path", pa.string()),
        ("sha256", pa.string()),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("reason", pa.string()),
        ("page", pa.int32()),
        ("text", pa.string()),
        ("boxes", pa.list_(_BOX)),
        ("parts", pa.list_(_PART)),
    ]
)


@dataclass(frozen=True)
class FolderCounts:
    """The number of files in a folder, of pages read from them, of files and parts by status, and what was refused.

    refused: the path of a file, the name of its part, and the reason, for each part that was not read.
    """

    files: int
    pages: int
    by_status: dict[str, int]
    parts_by_status: dict[str, int]
    refused: tuple[tuple[str, str, str], ...]


def read_folder(
    folder: Path,
    out: Path,
    *,
    workers: int = 2,
    cache: Path | None = None,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> FolderCounts:
    """Write the text of every file under a folder to one Parquet file, a row for each page.

    Columns: path (relative to the folder), sha256, kind, status, reason, page (from 1; NULL if the file gave none),
    text, boxes(start_at, end_at, x0, y0, x1, y1, confidence) of scanned words, and, on a file's first row, its
    parts(kind, name, status, reason, count). Every file has at least one row. folder: may be a single file. cache: a
    folder that keeps texts between calls. Raises `UserError` if the folder or a component does not exist.
    """
    if not folder.exists():
        raise UserError(f"{folder}: no such folder or file. Give the folder that holds the files.")
    require_components(names=False)
    files = [folder] if folder.is_file() else sorted(file for file in folder.rglob("*") if file.is_file())
    base = folder.parent if folder.is_file() else folder
    with TemporaryDirectory() as own:
        texts = _read(files, cache or Path(own), workers, limits or Limits(), progress)
    rows = [row for file in files for row in _rows(file.relative_to(base).as_posix(), *texts[file])]
    _write(rows, out)
    return _counted({file.relative_to(base).as_posix(): texts[file][1] for file in files})


def _counted(texts: Mapping[str, FileText]) -> FolderCounts:
    parts = [(path, part) for path, text in texts.items() for part in text.parts]
    return FolderCounts(
        files=len(texts),
        pages=sum(len(text.pages) for text in texts.values()),
        by_status=dict(sorted(Counter(str(text.status) for text in texts.values()).items())),
        parts_by_status={
            str(status): sum(part.count for _, part in parts if part.status is status) for status in PartStatus
        },
        refused=tuple((path, part.name, part.reason) for path, part in parts if part.status is PartStatus.REFUSED),
    )


def _read(
    files: Sequence[Path], cache: Path, workers: int, limits: Limits, progress: Progress
) -> dict[Path, tuple[str, FileText]]:
    """Return the SHA-256 and the text of each file; equal files are read once."""
    digests = {file: _sha256(file) for file in files}
    with text_cache(cache, limits) as cached:
        keys = {file: cached.key(digests[file], file.name) for file in files}
        texts = {key: text for key in set(keys.values()) if (text := cached.get(key)) is not None}
        fresh = {keys[file]: file for file in files if keys[file] not in texts}
        requests = [Request(key, file, file.name) for key, file in fresh.items()]
        for done, (request, text) in enumerate(read_all(requests, limits, workers), 1):
            cached.put(request.key, text)
            texts[request.key] = text
            progress(f"file {done:,} of {len(fresh):,}")
    return {file: (digests[file], texts[keys[file]]) for file in files}


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def _rows(path: str, digest: str, text: FileText) -> Iterator[tuple[object, ...]]:
    head = (path, digest, text.kind, str(text.status), text.reason)
    parts = [asdict(part) for part in text.parts]
    if not text.pages:
        yield (*head, None, None, [], parts)
    for number, page in enumerate(text.pages, 1):
        yield (*head, number, page.text, [asdict(box) for box in page.boxes], parts if number == 1 else [])


def _write(rows: Sequence[tuple[object, ...]], out: Path) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(PAGES)
    arrays = [pa.array(list(column), field.type) for column, field in zip(columns, PAGES, strict=True)]
    partial = out.with_name(out.name + ".making")
    partial.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_arrays(arrays, schema=PAGES), partial, compression="zstd")
    partial.replace(out)


def read_file(file: Path, *, name: str = "", limits: Limits | None = None) -> FileText:
    """Return the text of one file, read in a process of its own. Never raises for what the file holds.

    name: the original name, if the file is stored under another one, as an upload is.
    """
    ((_, text),) = read_all([Request("", file, name or file.name)], limits or Limits(), workers=1)
    return text


def find_mentions(text: str, dictionary: Dictionary | None = None, *, voice: str = "unknown") -> list[Found]:
    """Return the mentions in a pasted text, sorted by position.

    dictionary: the people and places known by name. Without one, anyone who may be a person is a doubtful name.
    """
    found = Finder.of(dictionary or Dictionary()).find([Unit(text, voice)])[0]
    if dictionary is not None:
        return found
    people = list(persons(text))
    described = [_extend_to_person(each, people) for each in found if each.kind == "name" and each.detail]
    rest = [each for each in found if each.kind not in ("name", "part_name")]
    others = [each for each in people if not any(s.start < each.end and each.start < s.end for s in described)]
    return sorted([*rest, *described, *others])


def _extend_to_person(name: Found, people: Sequence[Found]) -> Found:
    """Return a name with the bounds of the person around it: 'Ines Duarte PhD' for 'Ines Duarte'."""
    around = (each for each in people if each.start <= name.start and name.end <= each.end)
    return next((name._replace(start=each.start, end=each.end, value=each.value) for each in around), name)
