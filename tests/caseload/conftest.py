"""One small caseload for the whole room: 500 investigations, two chunks."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from reassess.caseload import Summary, generate
from tests.caseload.by_hand import open_caseload

Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A caseload of 500 investigations, seed 11."""
    return generate(tmp_path_factory.mktemp("caseload") / "made", 500, 11, cores=1)


@pytest.fixture(scope="session")
def con(caseload: Summary) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its tables in DuckDB."""
    opened = open_caseload(caseload.directory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def read(caseload: Summary) -> Rows:
    """Reads a file of it ('extract/person.csv') into rows."""

    def rows(name: str) -> list[dict[str, str]]:
        return read_rows(caseload.directory / name)

    return rows


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
