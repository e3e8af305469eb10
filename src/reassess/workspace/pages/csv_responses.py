"""Lists as CSV for people: a cell that a spreadsheet could take for a formula is defused."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, value: str) -> str:
        """Hand back what the CSV writer writes."""
        return value


def defused(value: Any) -> str:
    """A cell that no spreadsheet runs: what begins like a formula gets an apostrophe before it.

    >>> defused("=1+1"), defused(" @x"), defused(None), defused("plain")
    ("'=1+1", "' @x", '', 'plain')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA) else text


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file as a download, streamed."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(header)
        for row in rows:
            yield writer.writerow([defused(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
