"""Judgements on pairs of records: an append-only file that the next run follows.

One CSV line for each judgement: at, by, left_id, right_id, verdict, reason. A later judgement on the same two records
replaces the earlier one; both stay in the file.
"""

import csv
import fcntl
import io
import os
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from reassess.records.errors import UserError

FILE_NAME = "judgements.csv"
SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
VERDICTS = (SAME, DIFFERENT, UNSURE)
COLUMNS = ("at", "by", "left_id", "right_id", "verdict", "reason")


@dataclass(frozen=True)
class Judgement:
    """One person's verdict on whether two records are the same person."""

    at: str
    by: str
    left_id: str
    right_id: str
    verdict: str
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two records in alphabetical order."""
        return min(self.left_id, self.right_id), max(self.left_id, self.right_id)


def judge(
    review: Path,
    a: str,
    b: str,
    verdict: str,
    reason: str,
    by: str,
    at: datetime,
    known: Collection[str] | None = None,
) -> Judgement:
    """Append a judgement to the file of a review folder and return it.

    Args:
        review: the review's folder.
        a: a person record.
        b: another.
        verdict: one of VERDICTS.
        reason: why, in words.
        by: who made the judgement.
        at: when.
        known: the records of the latest run, to catch a mistyped id before it is kept for good; None if there is no
        run.

    Raises:
        UserError: the verdict is not one of VERDICTS, a reason or name is missing, the two records are the same, or one
            is not known.
    """
    judgement = Judgement(at.isoformat(timespec="seconds"), by.strip(), a.strip(), b.strip(), verdict, reason.strip())
    _check(judgement, "judgement", known)
    _append(review / FILE_NAME, [judgement])
    return judgement


def judge_file(
    review: Path, file: Path, by: str, at: datetime, known: Collection[str] | None = None
) -> list[Judgement]:
    """Append every line of a CSV with left_id, right_id, verdict and reason; none if one is wrong.

    `known` is as in `judge`.

    Raises:
        UserError: naming the file and the row.
    """
    made = []
    for number, row in enumerate(_rows(file, ("left_id", "right_id", "verdict", "reason")), start=2):
        judgement = Judgement(
            at.isoformat(timespec="seconds"), by, row["left_id"], row["right_id"], row["verdict"], row["reason"]
        )
        _check(judgement, f"{file}, row {number}", known)
        made.append(judgement)
    _append(review / FILE_NAME, made)
    return made


def import_judgements(review: Path, file: Path) -> int:
    """Append the judgements of another file (the workspace's export) that the review does not have; returns how many.

    Raises:
        UserError: the file lacks a column, or a line is not a valid judgement.
    """
    held = set(read_judgements(review / FILE_NAME))
    new = [judgement for judgement in read_judgements(file) if judgement not in held]
    if new:
        _append(review / FILE_NAME, new)
    return len(new)


def read_judgements(file: Path | None) -> list[Judgement]:
    """Return all judgements of a file in the order they were made; none if there is no file.

    Raises:
        UserError: the file lacks a column, or a line is not a valid judgement.
    """
    if file is None or not file.exists():
        return []
    made = []
    for number, row in enumerate(_rows(file, COLUMNS), start=2):
        judgement = Judgement(*(row[column] for column in COLUMNS))
        _check(judgement, f"{file}, row {number}")
        made.append(judgement)
    return made


def current_judgements(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the last judgement on each pair, in the order made; `unsure` withdraws an earlier verdict."""
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        last.pop(judgement.pair, None)  # a judgement made again counts as made now
        last[judgement.pair] = judgement
    return [judgement for judgement in last.values() if judgement.verdict != UNSURE]


def _check(judgement: Judgement, where: str, known: Collection[str] | None = None) -> None:
    if judgement.verdict not in VERDICTS:
        raise UserError(f"{where}: verdict is '{judgement.verdict}'. Use {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}.")
    if not judgement.left_id or not judgement.right_id or judgement.left_id == judgement.right_id:
        raise UserError(
            f"{where}: the records are '{judgement.left_id}' and '{judgement.right_id}'."
            " Give two different person records."
        )
    if not judgement.reason or not judgement.by:
        raise UserError(f"{where}: the reason or the name is missing. Give both.")
    for record in judgement.pair:
        if known is not None and record not in known:
            raise UserError(f"{where}: the latest run has no person record {record}. Give a person_id of that run.")


def _rows(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    if not file.is_file():
        raise UserError(f"{file}: there is no such file. Give a CSV of judgements.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: is not UTF-8 text (byte {error.start}). Save it as CSV in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise UserError(f"{file}: has no column {missing[0]}. The columns must be {', '.join(columns)}.")
    try:
        return [{column: (row[column] or "").strip() for column in columns} for row in reader]
    except csv.Error as error:
        raise UserError(
            f"{file}, row {reader.line_num}: {error}. Shorten the field, or close its quotation mark."
        ) from error


def _append(file: Path, judgements: Iterable[Judgement]) -> None:
    with file.open("a", encoding="utf-8", newline="") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0, os.SEEK_END)
        writer = csv.writer(handle)
        if handle.tell() == 0:
            writer.writerow(COLUMNS)
        elif not file.read_bytes().endswith(b"\n"):
            handle.write("\r\n")  # an editor saved the file without a final line break
        writer.writerows(astuple(judgement) for judgement in judgements)
        handle.flush()
        os.fsync(handle.fileno())
