"""The invented caseload as a folder: extract/ as a force would hand it over, truth/ with what was planted in it.

Chunks of 250 investigations are made apart, in as many processes as there are cores, and written in order; each chunk
draws from a random source of its own, so that equal seeds give equal bytes on any machine and memory stays bounded.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from reassess.caseload.case import Row
from reassess.caseload.chunk import Written, write_chunk
from reassess.caseload.generator_state import CHUNK
from reassess.caseload.output import Tables
from reassess.caseload.readme import write_notes
from reassess.caseload.truth import FILES
from reassess.records.errors import UserError
from reassess.records.model import tables

FEWEST, MOST = 10, 1_000_000
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Summary:
    """What was written: rows by table, rows by truth file, documents, and findings by rule."""

    directory: Path
    investigations: int
    seed: int
    rows: dict[str, int] = field(default_factory=dict)
    truth: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)

    @property
    def total_rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.rows.values())


def generate(
    directory: Path,
    investigations: int,
    seed: int,
    *,
    progress: Progress | None = None,
    dirt: float = 0.0,
    cores: int | None = None,
) -> Summary:
    """Write an invented caseload into directory (extract/ and truth/), replacing one that stands there.

    `progress(done, total)` is called in investigations; `dirt` is the share of rows that are broken on purpose, each
    stated in truth/broken.csv; `cores` changes the time and nothing else.
    Raises UserError for a size outside 10 to 1,000,000, a dirt outside 0 to 1, or a folder that holds something else.
    """
    _check(investigations, dirt)
    extract, truth = _fresh(directory)
    summary = Summary(directory, investigations, seed)
    make = partial(write_chunk, seed, investigations, extract / "documents", dirt)
    hubs: Counter[tuple[str, ...]] = Counter()
    columns = {name: table.field_names for name, table in tables().items()}
    with Tables(extract, columns) as data, Tables(truth, FILES) as known:
        for done, written in enumerate(_in_order(make, range(-(-investigations // CHUNK)), cores), 1):
            known.append_rows("broken", _placed(written.broken, data.rows))
            data.append(written.tables)
            known.append(written.truth)
            summary.findings = dict(Counter(summary.findings) + written.findings)
            hubs += written.hubs
            if progress is not None:
                progress(min(done * CHUNK, investigations), investigations)
        known.append_rows("hubs", [(*hub, count) for hub, count in sorted(hubs.items())])
        summary.rows, summary.truth = dict(data.rows), dict(known.rows)
    write_notes(truth, investigations, seed, dirt, sorted(summary.findings))
    return summary


def _placed(broken: Sequence[Row], rows: Mapping[str, int]) -> list[Row]:
    """The broken rows of a chunk, counted from the head of the file instead of the head of the chunk."""
    return [(row[0], rows[str(row[0])] + int(str(row[1])), *row[2:]) for row in broken]


def _check(investigations: int, dirt: float) -> None:
    if not FEWEST <= investigations <= MOST:
        raise UserError(
            f"A caseload has {FEWEST} to {MOST:,} investigations, not {investigations:,}. Give another number."
        )
    if not 0 <= dirt <= 1:
        raise UserError(f"The share of broken rows lies between 0 and 1, not {dirt}. Give another share.")


def _fresh(directory: Path) -> tuple[Path, Path]:
    """Empty extract/ and truth/ folders; an earlier caseload gives way, anything else is left alone."""
    extract, truth = directory / "extract", directory / "truth"
    if directory.exists() and not directory.is_dir():
        raise UserError(f"{directory} is a file. Name a folder for the caseload.")
    strange = {path.name for path in directory.iterdir()} - {"extract", "truth"} if directory.exists() else set()
    if strange:
        raise UserError(
            f"{directory} holds something else ({sorted(strange)[0]}). Name an empty folder for the caseload."
        )
    for folder in (extract, truth):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    (extract / "documents").mkdir()
    return extract, truth


def _in_order(make: Callable[[int], Written], chunks: Sequence[int], cores: int | None) -> Iterator[Written]:
    """The chunks in order, made by several processes where there are several chunks."""
    workers = min(cores or os.cpu_count() or 1, len(chunks))
    if workers == 1:
        yield from map(make, chunks)
        return
    # An executor ends with an error where a process cannot start; a Pool would start it again for ever.
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        yield from processes.map(make, chunks)
