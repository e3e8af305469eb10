"""The search index on a million passages: time to build it, and time to the first ten hits.

Run: python -m benchmarks.search.measure RUN [--passages 1000000]
RUN is the folder of a finished run (runs/0001 of a review). Its passages are repeated, each copy under cases of its
own, until there are enough.
"""

import argparse
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from reassess.reading.search import Filters, Index, build_index, open_index
from reassess.records.store import Run

TABLES = ("records.investigation", "records.involvement", "records.identifier", "records.presence")
KEYED = ("records.entry", "records.document", "records.decision", "records.intelligence")


def repeated(source: Run, folder: Path, wanted: int) -> Run:
    """Return a run that repeats the passages and mentions of another."""
    run = Run(folder)
    with source.connect() as con:
        have = int(con.execute("SELECT count(*) FROM reading.passage").fetchall()[0][0])
        copies = -(-wanted // have)
        con.execute(f"CREATE TEMP TABLE copy AS SELECT range AS n FROM range({copies})")
        for table in ("reading.passage", "reading.mention", *TABLES):
            select = f"SELECT t.* REPLACE (t.investigation_id || '#' || n AS investigation_id) FROM {table} t, copy"
            if table == "reading.passage":
                select = f"SELECT * FROM ({select}) ORDER BY source_table, source_key, investigation_id LIMIT {wanted}"
            run.write(con, table, select, "ALL")
        for table in (*KEYED, "records.person", "records.location", "reading.name_key"):
            run.write(con, table, f"SELECT * FROM {table}", "ALL")
    return run


def queries(source: Run) -> list[str]:
    """Return typical queries: full names, surnames, numbers, phrases, prefixes, two words."""
    with source.connect() as con:
        asked = [
            "SELECT words FROM reading.mention WHERE kind = 'name' ORDER BY mention_id LIMIT 25",
            "SELECT surname FROM records.person WHERE length(surname) > 4 ORDER BY md5(person_id) LIMIT 25",
            "SELECT words FROM reading.mention WHERE kind IN ('phone', 'vehicle', 'email')"
            " ORDER BY mention_id LIMIT 25",
            """SELECT '"' || words || '"' FROM reading.mention WHERE kind IN ('language', 'self_harm', 'threat_to_life')
               ORDER BY mention_id LIMIT 15""",
            "SELECT left(surname, 5) || '*' FROM records.person WHERE length(surname) > 5"
            " ORDER BY md5(surname) LIMIT 10",
        ]
        found = [str(row[0]) for sql in asked for row in con.execute(sql).fetchall()]
    return [*found, "victim interviewed", "phone seized", "no further action", "supervisor review", "hotel", "missing"]


def timed(index: Index, words: list[str], allowed: list[str] | None, filters: Filters | None) -> list[float]:
    """Return the milliseconds to the first ten hits of each query."""
    taken = []
    for each in words:
        began = time.perf_counter()
        index.search(each, allowed=allowed, filters=filters)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Build the index, run the queries and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    options = parser.parse_args()
    source = Run(options.run)
    with TemporaryDirectory() as name:
        run = repeated(source, Path(name) / "run", options.passages)
        began = time.perf_counter()
        count = build_index(run, Path(name) / "search.sqlite3")
        seconds = time.perf_counter() - began
        size = (Path(name) / "search.sqlite3").stat().st_size / 1e6
        print(f"index of {count:,} passages in {seconds:.1f} s: {count / seconds:,.0f} a second, {size:,.0f} MB")
        with open_index(Path(name) / "search.sqlite3") as index:
            _report(index, queries(source))


def _report(index: Index, words: list[str]) -> None:
    cases = [row[0] for row in index.connection.execute("SELECT investigation_id FROM investigation ORDER BY number")]
    ways = {
        "all cases": (None, None),
        "9 cases in 10 allowed": ([case for n, case in enumerate(cases) if n % 10], None),
        "100 cases allowed": (cases[:: max(1, len(cases) // 100)][:100], None),
        "entries of five years": (None, Filters(years=(2014, 2018), kinds=["entry"])),
    }
    for name, (allowed, filters) in ways.items():
        taken = sorted(timed(index, words, allowed, filters))
        high = taken[int(len(taken) * 0.95)]
        print(f"{name:24} {len(words)} queries: median {statistics.median(taken):6.1f} ms, 95% under {high:6.1f} ms")


if __name__ == "__main__":
    main()
