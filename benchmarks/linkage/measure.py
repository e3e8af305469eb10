"""Measures of linking; run as `python -m benchmarks.linkage.measure WHAT ...` (see README.md)."""

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.linkage.bad import bad
from benchmarks.linkage.caseload import caseload
from benchmarks.linkage.peers import goldenmatch, plain_splink
from benchmarks.linkage.scores import scores, slices
from reassess.linking import link_table

Report = dict[str, object]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"
HISTORICAL = DATA / "historical_figures_with_errors_50k.parquet"
CURVE = (0.5, 0.7, 0.9, 0.99, 0.999)
HISTORICAL_COLUMNS = {
    "forename": "first_name",
    "surname": "surname",
    "full_name": "full_name",
    "born_on": "dob",
    "postcode": "postcode_fake",
    "place": "birth_place",
    "occupation": "occupation",
    "sex": "gender",
}
FAKE_COLUMNS = {"forename": "first_name", "surname": "surname", "born_on": "dob", "place": "city", "email": "email"}
FEBRL_COLUMNS = {
    "forename": "given_name",
    "surname": "surname",
    "address": "address_1",
    "place": "suburb",
    "postcode": "postcode",
    "born_on": "date_of_birth",
    "national_id": "soc_sec_id",
}


def _rows(sql: str) -> dict[str, str]:
    con = duckdb.connect()
    found = dict(con.execute(sql).fetchall())
    con.close()
    return found


def _timed(work: Callable[[], dict[str, str]]) -> tuple[dict[str, str], float]:
    start = time.perf_counter()
    return work(), round(time.perf_counter() - start, 1)


def _ours(tables: list[Path], id_column: str, columns: dict[str, str], threshold: float | None) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "linked.parquet"
        link_table(tables, id_column, columns, out, threshold=threshold)
        return _rows(f"SELECT {id_column}, entity_id FROM '{out}'")


def historical() -> Report:
    """Scores on historical_50k next to the peers, by threshold, and by missing date and century."""
    truth = _rows(f"SELECT unique_id, cluster FROM '{HISTORICAL}'")
    runs: dict[str, Callable[[], dict[str, str]]] = {
        "reassess": lambda: _ours([HISTORICAL], "unique_id", HISTORICAL_COLUMNS, None),
        "plain splink": lambda: plain_splink(HISTORICAL),
        "goldenmatch": lambda: goldenmatch(HISTORICAL),
    }
    report: Report = {}
    sliced = _rows(
        "SELECT unique_id, CASE WHEN dob IS NULL THEN 'no date' ELSE 'born in the ' || substr(dob, 1, 2) || '00s' END"
        f" FROM '{HISTORICAL}' WHERE dob IS NULL OR try_cast(substr(dob, 1, 2) AS INTEGER) BETWEEN 14 AND 19"
    )
    for name, run in runs.items():
        found, seconds = _timed(run)
        by_slice = {part: score.rounded() for part, score in slices(found, truth, sliced).items()}
        report[name] = scores(found, truth).rounded() | {"seconds": seconds, "slices": by_slice}
    report["curve"] = {
        threshold: scores(_ours([HISTORICAL], "unique_id", HISTORICAL_COLUMNS, threshold), truth).rounded()
        for threshold in CURVE
    }
    return report


def febrl() -> Report:
    """Scores on FEBRL 3 (one table) and 4 (two tables to link)."""
    report: Report = {}
    for name, files in {"febrl3": ["dataset3.csv"], "febrl4": ["dataset4a.csv", "dataset4b.csv"]}.items():
        tables = [DATA / file for file in files]
        found, seconds = _timed(lambda tables=tables: _ours(tables, "rec_id", FEBRL_COLUMNS, None))  # type: ignore[misc]
        truth = {record: record.split("-")[1] for record in found}
        report[name] = scores(found, truth).rounded() | {"seconds": seconds}
    return report


def blind() -> Report:
    """Scores on data that played no part in the design: fake_1000 and FEBRL 3 with more errors.
    """
    fake = DATA / "fake_1000.csv"
    truth = _rows(f"SELECT unique_id::VARCHAR, cluster::VARCHAR FROM read_csv('{fake}')")
    found, seconds = _timed(lambda: _ours([fake], "unique_id", FAKE_COLUMNS, None))
    report: Report = {"fake_1000": scores(found, truth).rounded() | {"seconds": seconds}}
    with TemporaryDirectory() as work:
        for share in (0.1, 0.2):
            table = with_errors(DATA / "dataset3.csv", Path(work) / f"errors-{share}.csv", share)
            columns = {role: column for role, column in FEBRL_COLUMNS.items() if role != "national_id"}
            found, seconds = _timed(lambda: _ours([table], "rec_id", columns, None))  # noqa: B023
            truth = {record: record.split("-")[1] for record in found}
            name = f"febrl3 without its number, {share:.0%} of its fields with errors"
            report[name] = scores(found, truth).rounded() | {"seconds": seconds}
    return report


def with_errors(table: Path, to: Path, share: float) -> Path:
    """Write a copy of a table with this share of the fields emptied, cut to a letter, or given a typing error."""
    rng = Random(2026)
    with table.open(encoding="utf-8", newline="") as source, to.open("w", encoding="utf-8", newline="") as made:
        rows = csv.reader(source, skipinitialspace=True)
        writer = csv.writer(made)
        writer.writerow([name.strip() for name in next(rows)])
        writer.writerows([row[0], *(_with_error(rng, value.strip(), share) for value in row[1:])] for row in rows)
    return to


def _with_error(rng: Random, value: str, share: float) -> str:
    if len(value) < 3 or rng.random() >= share:
        return value
    at = rng.randrange(len(value) - 1)
    return rng.choice(
        ("", value[:1], value[:at] + value[at + 1] + value[at] + value[at + 2 :], value[:at] + value[at:])
    )


def million() -> Report:
    """Scores on 1,011,560 records: historical_50k twenty times, each copy turned into other people."""
    copies = 20
    with TemporaryDirectory() as work:
        table = Path(work) / "million.parquet"
        con = duckdb.connect()
        con.execute(f"COPY ({_copies(copies)}) TO '{table}' (FORMAT parquet)").fetchall()
        con.close()
        columns = {role: column for role, column in HISTORICAL_COLUMNS.items() if role not in ("place", "occupation")}
        found, seconds = _timed(lambda: _ours([table], "unique_id", columns, None))
        truth = _rows(f"SELECT unique_id, cluster FROM '{table}'")
        peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
        return scores(found, truth).rounded() | {"records": len(found), "seconds": seconds, "peak GB": peak}


def _copies(copies: int) -> str:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    parts = []
    for n in range(copies):
        turned = alphabet[n:] + alphabet[:n]
        names = ", ".join(
            f"translate({column}, '{alphabet}', '{turned}') AS {column}"
            for column in ("first_name", "surname", "full_name", "postcode_fake")
        )
        parts.append(
            f"SELECT unique_id || '-{n}' AS unique_id, cluster || '-{n}' AS cluster, {names}, gender,"
            f" (try_cast(substr(dob, 1, 4) AS INTEGER) + {n})::VARCHAR || substr(dob, 5) AS dob FROM '{HISTORICAL}'"
        )
    return " UNION ALL ".join(parts)


WITHOUT_FOLDER: dict[str, Callable[[], Report]] = {
    "historical": historical,
    "febrl": febrl,
    "blind": blind,
    "million": million,
    "bad": bad,
}


def main() -> None:
    """Run one measure and print its report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["historical", "febrl", "blind", "caseload", "million", "bad"])
    parser.add_argument("folder", nargs="?", type=Path, help="caseload: the folder with extract/ and truth/")
    chosen = parser.parse_args()
    if chosen.what == "caseload":
        if chosen.folder is None:
            parser.error("caseload needs the folder that `reassess caseload` made")
        report = caseload(chosen.folder)
    else:
        report = WITHOUT_FOLDER[chosen.what]()
    json.dump(report, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
