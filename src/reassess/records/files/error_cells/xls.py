"""Error cells of workbooks from before 2007 (.xls). Source: [MS-XLS] 2.4.24, 2.4.28, 2.4.127."""

from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from
from typing import IO

import olefile

from reassess.records.files.error_cells.codes import ERROR_CODES, Cells, Source

_STREAMS = ("Workbook", "Book")
_BEGIN, _END, _SHEET, _BOOL_OR_ERROR, _FORMULA = (0x0809, 0x0409, 0x0209), 0x000A, 0x0085, 0x0205, (0x0006, 0x0406)


def is_compound_file(path: Source) -> bool:
    """Whether the file has the container format of Office before 2007."""
    return bool(olefile.isOleFile(_opened(path)))


def error_cells(path: Source, sheet: int) -> Cells:
    """Error cells of one sheet."""
    with olefile.OleFileIO(_opened(path)) as file:
        stream = next((file.openstream(name).read() for name in _STREAMS if file.exists(name)), b"")
    starts = [unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET]
    return dict(_found(stream, starts[sheet])) if sheet < len(starts) else {}


def _opened(path: Source) -> str | IO[bytes]:
    return str(path) if isinstance(path, Path) else path


def _found(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(stream, start):
        if kind == _BOOL_OR_ERROR and body[7]:
            yield _position(body), ERROR_CODES.get(body[6], "#N/A")
        elif kind in _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            yield _position(body), ERROR_CODES.get(body[8], "#N/A")


def _position(body: bytes) -> tuple[int, int]:
    row, column = unpack_from("<HH", body)
    return row, column


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream, up to its end. Parts inside it, such as charts, belong to it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        depth += (kind in _BEGIN) - (kind == _END)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if depth <= 0:
            return
