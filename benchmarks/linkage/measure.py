"""Measures of linking; run as `python -m benchmarks.linkage.measure WHAT ...` (see README.md)."""

import argparse
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.linkage.peers import goldenmatch, plain_splink
from benchmarks.linkage.scores import scores, slices
from reassess.intake import load
from reassess.linking import link, link_table
from reassess.records.store import Run

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
    """historical_50k beside the peers, with a curve over thresholds and slices by missing date and century."""
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
    """FEBRL 3 (one table) and 4 (two to join)."""
    report: Report = {}
    for name, files in {"febrl3": ["dataset3.csv"], "febrl4": ["dataset4a.csv", "dataset4b.csv"]}.items():
        tables = [DATA / file for file in files]
        found, seconds = _timed(lambda tables=tables: _ours(tables, "rec_id", FEBRL_COLUMNS, None))  # type: ignore[misc]
        truth = {record: record.split("-")[1] for record in found}
        report[name] = scores(found, truth).rounded() | {"seconds": seconds}
    return report


def caseload(folder: Path) -> Report:
    """An invented caseload (a folder with extract/ and truth/) against its truth, and one new case after it."""
    with TemporaryDirectory() as work:
        run = Run(Path(work) / "run")
        load(run, [folder / "extract"])
        start = time.perf_counter()
        link(run)
        seconds = round(time.perf_counter() - start, 1)
        truth = _rows(f"SELECT person_id, human FROM read_csv('{folder}/truth/people.csv', all_varchar = true)")
        found = _rows(f"SELECT person_id, entity_id FROM '{run.file('linking.entity')}'")
        known = _rows(f"SELECT person_id, person_id FROM '{run.file('linking.record')}'")
        sliced = _rows(
            "SELECT person_id, CASE WHEN born_on IS NULL THEN 'no date' ELSE 'born ' || year(born_on) // 10 * 10"
            f" END FROM '{run.file('records.person')}'"
            f" WHERE person_id IN (SELECT person_id FROM '{run.file('linking.record')}')"
        )
        return {
            "everybody": scores(found, truth).rounded(),
            "identified": scores(found, {person: truth[person] for person in known}).rounded(),
            "slices": {name: score.rounded() for name, score in slices(found, truth, sliced).items()},
            "kept apart": _kept_apart(folder, found),
            "seconds": seconds,
            "one new case, seconds": _one_case_more(run, Path(work)),
            "peak GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        }


def _kept_apart(folder: Path, found: dict[str, str]) -> dict[str, str]:
    con = duckdb.connect()
    pairs = con.execute(f"SELECT person_id, other_person_id, why FROM read_csv('{folder}/truth/apart.csv')").fetchall()
    con.close()
    counts: dict[str, list[bool]] = {}
    for left, right, why in pairs:
        counts.setdefault(why, []).append(found[left] == found[right])
    return {why: f"{sum(merged)} merged of {len(merged)}" for why, merged in sorted(counts.items())}


def _one_case_more(run: Run, work: Path) -> float:
    """Seconds to link again when one case more has come: the run before is the same without its last case."""
    before = Run(work / "before")
    shutil.copytree(run.path, before.path)
    with before.connect() as con:
        last = "(SELECT max(investigation_id) FROM records.investigation)"
        con.execute(
            f"CREATE TABLE fewer AS FROM records.person WHERE person_id NOT IN"
            f" (SELECT person_id FROM records.involvement WHERE investigation_id = {last})"
        )
        before.write(con, "records.person", "FROM fewer", "row_key")
    link(before)
    start = time.perf_counter()
    link(run, previous=before.path)
    return round(time.perf_counter() - start, 1)


def million() -> Report:
    """1,011,560 records: historical_50k twenty times, letters rotated and years shifted: copies are other people."""
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


def main() -> None:
    """Run one measure and print its report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["historical", "febrl", "caseload", "million"])
    parser.add_argument("folder", nargs="?", type=Path, help="caseload: the folder with extract/ and truth/")
    chosen = parser.parse_args()
    if chosen.what == "caseload":
        if chosen.folder is None:
            parser.error("caseload needs the folder that `reassess caseload` made")
        report = caseload(chosen.folder)
    else:
        report = {"historical": historical, "febrl": febrl, "million": million}[chosen.what]()
    json.dump(report, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
