"""Reading without a review: any folder of files to text, a single file, a text that somebody pasted."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from reassess.reading.components import require_components
from reassess.reading.files.cache import text_cache
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText
from reassess.reading.files.pool import Request, read_all
from reassess.reading.mentions.dictionary.entries import Dictionary
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Found, Unit
from reassess.reading.mentions.persons.unknown_text import persons
from reassess.records.errors import UserError

_BOX = pa.struct(
    [("start_at", pa.int32()), ("end_at", pa.int32()), *((side, pa.float64()) for side in ("x0", "y0", "x1", "y1"))]
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
    ]
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class FolderCounts:
    """What became of the files of a folder: how many there are of each status, and how many pages they gave."""

    files: int
    pages: int
    by_status: dict[str, int]


def read_folder(
    folder: Path,
    out: Path,
    *,
    workers: int = 2,
    cache: Path | None = None,
    limits: Limits | None = None,
    progress: Progress = lambda _: None,
) -> FolderCounts:
    """Turn every file under a folder into text, in one Parquet file with a row a page.

    Columns: path (relative to the folder), sha256, kind, status, reason, page (from 1; NULL where a file gave none),
    text, and boxes(start_at, end_at, x0, y0, x1, y1) of scanned words. Every file has at least one row. cache: a
    folder that keeps texts between calls. Raises `UserError`: no such folder, or a component that is missing.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder. Give the folder that holds the files.")
    require_components(names=False)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    with TemporaryDirectory() as own:
        texts = _read(files, cache or Path(own), workers, limits or Limits(), progress)
    rows = [row for file in files for row in _rows(file.relative_to(folder).as_posix(), *texts[file])]
    _write(rows, out)
    statuses = Counter(str(text.status) for _, text in texts.values())
    return FolderCounts(len(files), sum(len(text.pages) for _, text in texts.values()), dict(sorted(statuses.items())))


def _read(
    files: Sequence[Path], cache: Path, workers: int, limits: Limits, progress: Progress
) -> dict[Path, tuple[str, FileText]]:
    """The hash and text of each file; equal files are read once."""
    digests = {file: _digest(file) for file in files}
    with text_cache(cache, limits) as kept:
        keys = {file: kept.key(digests[file], file.name) for file in files}
        texts = {key: text for key in set(keys.values()) if (text := kept.get(key)) is not None}
        fresh = {keys[file]: file for file in files if keys[file] not in texts}
        requests = [Request(key, file, file.name) for key, file in fresh.items()]
        for done, (request, text) in enumerate(read_all(requests, limits, workers), 1):
            kept.put(request.key, text)
            texts[request.key] = text
            progress(f"file {done:,} of {len(fresh):,}")
    return {file: (digests[file], texts[keys[file]]) for file in files}


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def _rows(path: str, digest: str, text: FileText) -> Iterator[tuple[object, ...]]:
    head = (path, digest, text.kind, str(text.status), text.reason)
    if not text.pages:
        yield (*head, None, None, [])
    for number, page in enumerate(text.pages, 1):
        yield (*head, number, page.text, [asdict(box) for box in page.boxes])


def _write(rows: Sequence[tuple[object, ...]], out: Path) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(PAGES)
    arrays = [pa.array(list(column), field.type) for column, field in zip(columns, PAGES, strict=True)]
    making = out.with_name(out.name + ".making")
    making.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_arrays(arrays, schema=PAGES), making, compression="zstd")
    making.replace(out)


def read_file(file: Path, *, name: str = "", limits: Limits | None = None) -> FileText:
    """The text of one file, read in a process of its own; never raises for what a file holds.

    name: what the file was called where it lies under another name, as an upload does.
    """
    ((_, text),) = read_all([Request("", file, name or file.name)], limits or Limits(), workers=1)
    return text


def find_mentions(text: str, dictionary: Dictionary | None = None, *, voice: str = "unknown") -> list[Found]:
    """The mentions of a text that somebody pasted, sorted by place.

    dictionary: the people and places to know by name. Without one, whoever may be a person is a name, and doubtful.
    """
    found = Finder.of(dictionary or Dictionary()).find([Unit(text, voice)])[0]
    if dictionary is not None:
        return found
    people = list(persons(text))
    said = [_whole(each, people) for each in found if each.kind == "name" and each.detail]
    rest = [each for each in found if each.kind not in ("name", "part_name")]
    apart = [each for each in people if not any(s.start < each.end and each.start < s.end for s in said)]
    return sorted([*rest, *said, *apart])


def _whole(said: Found, people: Sequence[Found]) -> Found:
    """A name of which something is said, as far as the name goes: 'Ines Duarte PhD', not 'Ines Duarte'."""
    whole = (each for each in people if each.start <= said.start and said.end <= each.end)
    return next((said._replace(start=each.start, end=each.end, value=each.value) for each in whole), said)
