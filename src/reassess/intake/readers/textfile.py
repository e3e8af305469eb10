"""Text files as forces export them: encoding, delimiter and header.

Encodings: UTF-8 with or without a byte-order mark, UTF-16, Windows-1252, and files that mix UTF-8 with
Windows-1252 line by line (exports that were joined). All are converted to UTF-8 before a reader sees them.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reassess.records.files.text_encoding import encoding_by_mark, utf16_without_mark

SAMPLE = 65_536
CHUNK = 4 * 1024**2
# In order of preference where a header has several equally often. A force may use any other character.
DELIMITERS = ",;\t|^~"
_LINE_END = re.compile(r"\r\n?|\n")
_NEVER_DELIMITERS = set("_-. \"'()[]{}/\\&%£$@#?!+*=<>:\r\n\ufeff")


@dataclass(frozen=True)
class TextFile:
    """A delimited text file, ready to be read as UTF-8.

    `skip` is the number of lines before the header (Excel's `sep=;` line), `remarks` are messages about the file.
    """

    path: Path
    delimiter: str
    headers: tuple[str, ...]
    skip: int
    remarks: tuple[str, ...]


def prepare(path: Path, scratch: Path, *, delimiter: str | None = None, encoding: str | None = None) -> TextFile:
    """Detect encoding, delimiter and header of a file. A file that is not UTF-8 is copied as UTF-8 to `scratch`.

    A delimiter or an encoding from the mapping is used as given. A file without a header has no `headers`.
    """
    encoding = encoding or detect_encoding(path)
    remarks = () if encoding == "utf-8" else (f"read as {encoding}",)
    utf8 = as_utf8(path, scratch, encoding)
    with utf8.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        top = handle.read(SAMPLE)
    skip, declared = _separator_line(top)
    delimiter = delimiter or declared or detect_delimiter(top)
    return TextFile(utf8, delimiter, _header(utf8, delimiter, skip), skip, remarks)


def detect_encoding(path: Path) -> str:
    """The encoding of a file: utf-8, utf-16, utf-32 or windows-1252.

    Windows-1252 means that not all of it is UTF-8: such a file is decoded line by line.
    """
    with path.open("rb") as handle:
        top = handle.read(SAMPLE)
    found = encoding_by_mark(top) or utf16_without_mark(top)
    if found and found != "utf-8-sig":
        return found
    return "utf-8" if _is_utf8(path) else "windows-1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            # isascii is ten times as fast as decoding, and most of an export is ASCII.
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def as_utf8(path: Path, scratch: Path, encoding: str) -> Path:
    """The file in UTF-8: the file itself, or a copy in `scratch`."""
    if encoding == "utf-8":
        return path
    target = scratch / f"{len(list(scratch.iterdir()))}.utf8"
    with target.open("w", encoding="utf-8", newline="", errors="replace") as sink:
        if encoding == "windows-1252":
            sink.writelines(_line_by_line(path))
        else:
            with path.open(encoding=encoding, errors="replace", newline="") as source:
                while text := source.read(CHUNK):
                    sink.write(text)
    return target


def _line_by_line(path: Path) -> Iterator[str]:
    """Yield each line decoded as UTF-8, or else as Windows-1252 (its five unused bytes become U+FFFD)."""
    with path.open("rb") as handle:
        for line in handle:
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                yield line.decode("windows-1252", errors="replace")


def _separator_line(top: str) -> tuple[int, str | None]:
    first = _LINE_END.split(top.lstrip("\ufeff"), maxsplit=1)[0]
    if first.lower().startswith("sep=") and len(first) == 5:
        return 1, first[4]
    return 0, None


def detect_delimiter(top: str) -> str:
    """The character that divides the header into most cells: a usual one, or else any that column names do not use.

    >>> detect_delimiter("person_id;forename;surname")
    ';'
    >>> detect_delimiter("person_id\\x01forename")
    '\\x01'
    """
    line = "".join(_LINE_END.split(top, maxsplit=1)[0].split('"')[::2])
    seen = Counter(character for character in line if not character.isalnum() and character not in _NEVER_DELIMITERS)
    usual = [mark for mark in DELIMITERS if seen[mark]]
    return max(usual or seen or [","], key=lambda mark: seen[mark])


def _header(path: Path, delimiter: str, skip: int) -> tuple[str, ...]:
    """The cells of the header row, which may hold quoted line breaks; empty if the file has no rows."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        for _ in range(skip):
            handle.readline()
        limited = io.StringIO(handle.read(SAMPLE), newline="")
    row = next(csv.reader(limited, delimiter=delimiter, skipinitialspace=True), [])
    return tuple(cell.strip().strip("\x00") for cell in row)
