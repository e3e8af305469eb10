"""The mentions of a whole corpus: distinct passages in portions, in several processes, kept from run to run."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from reassess.reading.mentions.dictionary.lexicon import Lexicon
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Unit
from reassess.reading.mentions.version import mentions_version
from reassess.records.errors import UserError
from reassess.records.progress import Progress, no_progress

FOUND = pa.schema(
    [
        ("unit", pa.int32()),
        ("start_at", pa.int32()),
        ("end_at", pa.int32()),
        ("kind", pa.string()),
        ("words", pa.string()),
        ("value", pa.string()),
        ("negated", pa.bool_()),
        ("doubtful", pa.bool_()),
        ("speaker", pa.string()),
        ("detail", pa.string()),
    ]
)
SMALL = 4
"""So few portions are done here: starting processes costs more than they do."""

_finder: Finder | None = None


@dataclass(frozen=True)
class Portion:
    """Units `first` to `last` of a corpus, both included, with a digest of all that they hold."""

    first: int
    last: int
    digest: str


@dataclass(frozen=True)
class Corpus:
    """The portions of a corpus and how to fetch the units of one: their text is in memory only while it is read."""

    portions: Sequence[Portion]
    units: Callable[[Portion], list[Unit]]


def find_all(
    corpus: Corpus, lexicon: Lexicon, cache: Path, workers: int, progress: Progress = no_progress
) -> list[Path]:
    """The mentions of each portion as a Parquet file; `unit` counts from the first unit of its portion.

    cache: folder in which the mentions of a portion are kept under a hash of all that they depend on; those of other
    corpora are removed. Raises `UserError` where the machine ends a process that reads.
    """
    cache.mkdir(parents=True, exist_ok=True)
    basis = f"{mentions_version()}/{lexicon.fingerprint}"
    files = [cache / f"{sha256(f'{basis}/{each.digest}'.encode()).hexdigest()}.parquet" for each in corpus.portions]
    missing = [number for number, file in enumerate(files) if not file.exists()]
    work = ((corpus.units(corpus.portions[number]), files[number]) for number in missing)
    if len(missing) <= SMALL or workers < 2:
        done = _in_this_process(work, lexicon)
    else:
        done = _in_processes(work, lexicon, cache, workers)
    for count, _ in enumerate(done, 1):
        progress(f"mentions of portion {count:,} of {len(missing):,}")
    _forget_others(cache, files)
    return files


def _in_this_process(work: Iterator[tuple[list[Unit], Path]], lexicon: Lexicon) -> Iterator[Path]:
    finder = Finder(lexicon)
    for units, file in work:
        _keep(finder, units, file)
        yield file


def _in_processes(
    work: Iterator[tuple[list[Unit], Path]], lexicon: Lexicon, cache: Path, workers: int
) -> Iterator[Path]:
    with TemporaryDirectory(dir=cache, prefix="lexicon-") as folder:
        lexicon.write(Path(folder))
        # 'spawn' and not 'fork': the database of the run has threads, and a forked copy of them may wait for ever.
        with ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (Path(folder),)) as processes:
            waiting: deque[Future[Path]] = deque()
            try:
                for units, file in work:
                    waiting.append(processes.submit(_in_process, units, file))
                    if len(waiting) > workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as error:
                raise UserError(
                    "Reading: the machine ended a process that looks for mentions, most likely for want of memory."
                    " Free some, or set fewer 'workers' in review.toml; what was found so far is kept."
                ) from error


def _prepare(folder: Path) -> None:
    global _finder
    _finder = Finder(Lexicon.at(folder))
    _finder.find([Unit("")])
    # What is loaded now stays for good: the collector need not walk through it again and again.
    gc.freeze()


def _in_process(units: list[Unit], file: Path) -> Path:
    if _finder is None:
        raise RuntimeError("the process was not prepared")
    _keep(_finder, units, file)
    return file


def _keep(finder: Finder, units: Sequence[Unit], file: Path) -> None:
    making = file.with_suffix(".making")
    pq.write_table(_table_of(finder, units), making, compression="zstd")
    making.replace(file)


def _table_of(finder: Finder, units: Sequence[Unit]) -> pa.Table:
    rows = [
        (
            number,
            m.start,
            m.end,
            m.kind,
            unit.text[m.start : m.end],
            m.value,
            m.negated,
            m.doubtful,
            m.speaker,
            m.detail,
        )
        for number, (unit, found) in enumerate(zip(units, finder.find(units), strict=True))
        for m in found
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(FOUND)
    return pa.Table.from_arrays([pa.array(list(c), f.type) for c, f in zip(columns, FOUND, strict=True)], schema=FOUND)


def _forget_others(cache: Path, files: Sequence[Path]) -> None:
    """Portions of other texts are made again when they are wanted: only the latest run's are kept."""
    wanted = set(files)
    for pattern in ("*.parquet", "*.feather", "*.making"):
        for file in cache.glob(pattern):
            if file not in wanted:
                file.unlink()
