"""The two CSV readers: what each refuses or puts aside, and that they agree wherever both can read."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.intake.readers.csv_careful import read_careful
from reassess.intake.readers.csv_fast import count_rows, read_fast
from reassess.intake.readers.raw import Raw, cell_sql
from reassess.intake.readers.textfile import detect_delimiter, detect_encoding, prepare

Cells = list[tuple[object, ...]]


@dataclass
class Bench:
    """A connection, a folder for files and one for rewritten files."""

    con: duckdb.DuckDBPyConnection
    folder: Path

    def fast(self, content: bytes) -> Cells | None:
        raw = read_fast(self.con, prepare(self._file(content), self._scratch()), "fast")
        return None if raw is None else self.cells(raw)

    def careful(self, content: bytes) -> Cells:
        return self.cells(read_careful(self.con, prepare(self._file(content), self._scratch()), "careful"))

    def broken(self) -> Cells:
        return self.con.execute("SELECT source_row, line, reason FROM careful_broken ORDER BY 1").fetchall()

    def cells(self, raw: Raw) -> Cells:
        cells = "".join(f", {cell_sql(place)}" for place in range(len(raw.headers)))
        return self.con.execute(f"SELECT {raw.row_number} AS n{cells} FROM {raw.table} ORDER BY n").fetchall()

    def _file(self, content: bytes) -> Path:
        file = self.folder / "part.csv"
        file.write_bytes(content)
        return file

    def _scratch(self) -> Path:
        scratch = self.folder / "scratch"
        scratch.mkdir(exist_ok=True)
        return scratch


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with duckdb.connect(config={"threads": 1}) as con:
        yield Bench(con, tmp_path_factory.mktemp("csv"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n3,4\n", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\n1,2\n3,4", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\r\n1,2\r\n3,4\r\n", [(2, "1", "2"), (3, "3", "4")]),
        (b'a,b\n1,"x\ny"\n3,4\n', [(2, "1", "x\ny"), (3, "3", "4")]),
        (b'"a\nb",b\n1,2\n', [(2, "1", "2")]),
        (b'a,b\n1,"say ""no"""\n,""\n', [(2, "1", 'say "no"'), (3, None, None)]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [(2, "1", "2")]),
        (b"a;b\n1,5;2\n", [(2, "1,5", "2")]),
        (b"a\x01b\n1\x012\n", [(2, "1", "2")]),
        ("a,b\né,ž\n".encode(), [(2, "é", "ž")]),
        (b"a,b\n1,2,\n", [(2, "1", "2")]),
        (b"a,b\n", []),
    ],
)
def test_well_made_files_are_read_fast_and_both_readers_agree(bench: Bench, content: bytes, expected: Cells) -> None:
    assert bench.fast(content) == expected
    assert bench.careful(content) == expected
    assert bench.broken() == []


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n\n3,4\n",
        b"a,b\r\n1,2\r\n\r\n3,4\r\n",
        b"a,b\n1,x\x00y\n",
        b"a,b\r1,2\r",
        b'a,b\n1,"x" \n',
        b'a,b\n1, "x"\n',
        b'a,b\n1,5" nail\n',
        b'a,b\n1,"never closed\n3,4\n',
        b'a,b\n1,"closed" early\n',
        b"a,b\n1,2,3\n",
        b"a,b\n1\n",
        b"",
        b"sep=;\na;b\n1;2\n",
    ],
)
def test_the_fast_reader_leaves_doubtful_files_to_the_careful_one(bench: Bench, content: bytes) -> None:
    assert bench.fast(content) is None


@pytest.mark.parametrize(
    ("content", "kept", "broken"),
    [
        (b"a,b\n1,2\n\n3,4\n", [(2, "1", "2"), (3, None, None), (4, "3", "4")], []),
        (b"a,b\n1,x\x00y\n", [(2, "1", "xy")], []),
        (b"a,b\r1,2\r3,4\r", [(2, "1", "2"), (3, "3", "4")], []),
        (b'a,b\n1, "x,y" \n', [(2, "1", "x,y")], []),
        (b'a,b\n1,5" nail\n', [(2, "1", '5" nail')], []),
        (b"sep=;\na;b\n1;2\n", [(3, "1", "2")], []),
        (b'a,b\n1,"never\n3,4\n5,6\n', [(3, "3", "4"), (4, "5", "6")], [(2, '1,"never', "never closes")]),
        (b'a,b\n1,"x"y\n3,4\n', [(3, "3", "4")], [(2, '1,"x"y', "follows a closing quote")]),
        (b"a,b\n1,2,3\n3,4\n", [(3, "3", "4")], [(2, "1,2,3", "3 cells where the header has 2")]),
        (b"a,b\n1\n3,4\n", [(3, "3", "4")], [(2, "1", "1 cells where the header has 2")]),
    ],
)
def test_the_careful_reader_loses_nothing(bench: Bench, content: bytes, kept: Cells, broken: Cells) -> None:
    assert bench.careful(content) == kept
    found = bench.broken()
    assert [row[:2] for row in found] == [row[:2] for row in broken]
    assert all(str(said[2]) in str(row[2]) for row, said in zip(found, broken, strict=True))


def test_ten_megabytes_in_one_cell(bench: Bench) -> None:
    text = "Line of the log.\n" * 620_000
    content = f'a,b\n1,"{text}"\n2,end\n'.encode()
    assert len(text) > 10 * 1024**2
    careful = bench.careful(content)
    assert [len(str(row[2])) for row in careful] == [len(text.strip()), 3]
    fast = bench.fast(content)
    assert fast is None or fast == careful


def test_a_quote_that_never_closes_costs_one_line_of_a_long_file(bench: Bench) -> None:
    lines = ["a,b"] + [f"{number},text" for number in range(5_000)]
    lines[100] = '99,"opened'
    kept = bench.careful("\n".join(lines).encode())
    assert len(kept) == 4_999
    assert [row[0] for row in bench.broken()] == [101]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("windows-1252", "windows-1252")],
)  # fmt: skip
def test_encodings_are_told_and_read(bench: Bench, encoding: str, name: str) -> None:
    content = "name;note\nZoë;it’s £5\nRenée;ok\n".encode(encoding)
    assert bench.fast(content) == [(2, "Zoë", "it’s £5"), (3, "Renée", "ok")]
    assert detect_encoding(bench.folder / "part.csv") == name


def test_a_file_that_mixes_encodings_is_read_line_by_line(bench: Bench) -> None:
    content = "name,note\nZoë,utf-8\n".encode() + "Renée,windows\n".encode("windows-1252")
    assert bench.fast(content) == [(2, "Zoë", "utf-8"), (3, "Renée", "windows")]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("a,b,c", ","), ("a;b;c", ";"), ("a\tb\tc", "\t"), ("a|b|c", "|"), ("a^b", "^"), ("a~b", "~"), ("a\x1fb", "\x1f"),
     ("person_id", ","), ('"a,x";"b,y";c', ";"), ("first name,last name", ",")],
)  # fmt: skip
def test_the_delimiter_is_told_by_the_header(header: str, delimiter: str) -> None:
    assert detect_delimiter(f"{header}\n1") == delimiter


# Letters that make trouble are drawn far more often than others.
TROUBLE = st.text(st.sampled_from('ab1 ",;\n\r\tÅ'), max_size=6)
TABLES = st.lists(st.tuples(TROUBLE, TROUBLE, TROUBLE), min_size=1, max_size=6)
FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(TABLES, st.sampled_from([("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]))
def test_what_a_csv_writer_writes_is_read_back_by_both(
    bench: Bench, table: list[tuple[str, str, str]], style: tuple[str, int]
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=style[0], quoting=style[1])
    writer.writerow(["c1", "c2", "c3"])
    writer.writerows(table)
    content = out.getvalue().encode()
    expected = [(number, *(_trimmed(cell) for cell in row)) for number, row in enumerate(table, start=2)]
    assert bench.careful(content) == expected
    assert bench.broken() == []
    assert bench.fast(content) in (None, expected)


def _trimmed(cell: str) -> str | None:
    return cell.strip(" \t\r\n\xa0") or None


@FUZZ
@given(st.text(st.sampled_from('a,"\n\r \x00'), max_size=40))
def test_of_any_text_the_readers_agree_and_no_line_is_lost(bench: Bench, body: str) -> None:
    content = f"c1,c2\n{body}".encode()
    careful = bench.careful(content)
    fast = bench.fast(content)
    assert fast is None or (fast == careful and bench.broken() == [])
    held = "".join(str(cell) for row in careful for cell in row[1:] if cell)
    held += "".join(str(row[1]) for row in bench.broken())
    assert held.count("a") == body.count("a")


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(bench: Bench, body: bytes) -> None:
    fast = bench.fast(body)
    assert fast is None or fast == bench.careful(body)


def test_rows_are_counted_across_the_edges_of_blocks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reassess.intake.readers.csv_fast.CHUNK", 7)
    file = bench.folder / "blocks.csv"
    file.write_bytes(b'a,b\r\n1,"x\r\n""y"""\r\n3,4\r\n"5",""\r\n')
    assert count_rows(file, ",") == 4
    file.write_bytes(b'a,b\r\n1,"x\r\n"\r\n\r\n3,4')
    assert count_rows(file, ",") is None
