"""The mentions of a whole corpus: distinct passages in portions, in several processes, kept from run to run."""

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

from reassess.reading.mentions.dictionary import Dictionary
from reassess.reading.mentions.finder import VERSION, Finder
from reassess.reading.mentions.found import Unit
from reassess.reading.mentions.phrases import phrase_lists

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
PORTION = 400_000
SMALL = 1_500_000
Progress = Callable[[str], None]

_finder: Finder | None = None


def find_all(
    units: Sequence[Unit], dictionary: Dictionary, cache: Path, workers: int, progress: Progress = lambda _: None
) -> pa.Table:
    """The mentions of all units as an Arrow table: `unit` is the number of the unit, positions are code points.

    cache: folder in which the mentions of a portion are kept under a hash of all that they depend on.
    """
    cache.mkdir(parents=True, exist_ok=True)
    basis = _basis(dictionary)
    portions = list(_portions(units))
    files = [cache / f"{_key(basis, units[first:last])}.feather" for first, last in portions]
    missing = [n for n, file in enumerate(files) if not file.exists()]
    work = [[units[i] for i in range(*portions[n])] for n in missing]
    for number, found in zip(missing, _found(work, dictionary, workers), strict=True):
        _keep(found, files[number])
        progress(f"mentions of portion {number + 1:,} of {len(portions):,}")
    _forget_others(cache, files)
    tables = [_shifted(feather.read_table(file), first) for file, (first, _) in zip(files, portions, strict=True)]
    return pa.concat_tables(tables) if tables else FOUND.empty_table()


def _portions(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Stretches of units of about one size, the same stretches for the same units."""
    first, size = 0, 0
    for number, unit in enumerate(units):
        size += len(unit.text)
        if size >= PORTION:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(units):
        yield first, len(units)


def _basis(dictionary: Dictionary) -> str:
    """A hash of what the mentions of a text depend on beside the text."""
    lists = [(each.kind, each.version, [phrase.say for phrase in each.phrases]) for each in phrase_lists()]
    parts = (VERSION, lists, dictionary.people, dictionary.places, dictionary.staff, dictionary.handles)
    return sha256(json.dumps(parts).encode()).hexdigest()


def _key(basis: str, units: Sequence[Unit]) -> str:
    digest = sha256(basis.encode())
    for unit in units:
        digest.update(f"{unit.voice}|{unit.party}|{unit.mail}|{len(unit.text)}|{unit.text}".encode("utf-8", "replace"))
    return digest.hexdigest()


def _found(work: Sequence[list[Unit]], dictionary: Dictionary, workers: int) -> Iterator[pa.Table]:
    # Starting processes costs more than a small corpus does.
    if sum(len(unit.text) for portion in work for unit in portion) < SMALL or workers < 2:
        finder = Finder.of(dictionary)
        yield from (_table_of(finder, portion) for portion in work)
        return
    # 'spawn' and not 'fork': the database of the run has threads, and a forked copy of them may wait for ever.
    with ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (dictionary,)) as processes:
        yield from processes.map(_in_process, work)


def _prepare(dictionary: Dictionary) -> None:
    global _finder
    _finder = Finder.of(dictionary)
    _finder.find([Unit("")])
    # The dictionary stays for good: the collector need not walk through it again and again.
    gc.freeze()


def _in_process(units: list[Unit]) -> pa.Table:
    if _finder is None:
        raise RuntimeError("the process was not prepared")
    return _table_of(_finder, units)


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


def _keep(found: pa.Table, file: Path) -> None:
    making = file.with_suffix(".making")
    feather.write_feather(found, making, compression="zstd")
    making.replace(file)


def _forget_others(cache: Path, files: Sequence[Path]) -> None:
    """Portions of other texts are made again when they are wanted: only the latest run's are kept."""
    wanted = set(files)
    for file in cache.glob("*.feather"):
        if file not in wanted:
            file.unlink()


def _shifted(found: pa.Table, first: int) -> pa.Table:
    units = pa.array([number + first for number in found["unit"].to_pylist()], pa.int32())
    return found.set_column(0, FOUND.field("unit"), units)
