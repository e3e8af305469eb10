"""An invented caseload linked and scored against its truth, whole, by slices, and with one new case."""

import resource
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.linkage import customs
from benchmarks.linkage.scores import Scores, scores, slices
from reassess.intake import load
from reassess.linking import link
from reassess.records.store import Run

MIN_PAIRS = 100
"""A slice of fewer true pairs is reported but never named as the worst."""


def caseload(folder: Path) -> dict[str, object]:
    """Return the scores of a caseload (a folder with extract/ and truth/) and the cost of linking it."""
    with TemporaryDirectory() as work:
        run = Run(Path(work) / "run")
        load(run, [folder / "extract"])
        cost = _cost(lambda: link(run))
        truth = _rows(f"SELECT person_id, human FROM read_csv('{folder}/truth/people.csv', all_varchar = true)")
        found = _rows(f"SELECT person_id, entity_id FROM '{run.file('linking.entity')}'")
        known = _rows(f"SELECT person_id, person_id FROM '{run.file('linking.record')}'")
        identified = {person: truth[person] for person in known}
        return {
            "everybody": scores(found, truth).rounded(),
            "identified": scores(found, identified).rounded(),
            "worst slices": _worst(sliced := _slices(run, found, identified)),
            "slices": {by: {name: score.rounded() for name, score in parts.items()} for by, parts in sliced.items()},
            "kept apart": _kept_apart(folder, found),
            "cost": cost | {"peak GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)},
            "one new case": _one_case_more(run, Path(work)),
        }


def _rows(sql: str) -> dict[str, str]:
    con = duckdb.connect()
    found = dict(con.execute(sql).fetchall())
    con.close()
    return found


def _cost(work: Callable[[], object]) -> dict[str, float]:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(time.perf_counter() - start, 1), "CPU seconds": round(busy, 1)}


def _slices(run: Run, found: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, dict[str, Scores]]:
    person = run.file("records.person")
    born = _rows(
        "SELECT person_id, CASE WHEN born_on IS NULL THEN 'no date' ELSE 'born ' || year(born_on) // 10 * 10 END"
        f" FROM '{person}' WHERE person_id IN (SELECT person_id FROM '{run.file('linking.record')}')"
    )
    recorded = customs.names(person, truth)
    parts = {
        "born": born,
        "name origin": customs.origins(recorded, truth),
        "name variation": customs.variations(recorded, truth),
    }
    return {by: slices(found, truth, slice_of) for by, slice_of in parts.items()}


def _worst(sliced: Mapping[str, Mapping[str, Scores]]) -> dict[str, object]:
    worst: dict[str, object] = {}
    for by, parts in sliced.items():
        large = {name: score for name, score in parts.items() if score.true_pairs >= MIN_PAIRS}
        if large:
            name = min(large, key=lambda name: (large[name].f1, name))
            worst[by] = {"slice": name, "f1": round(large[name].f1, 4), "b3": round(large[name].b3, 4)}
    return worst


def _kept_apart(folder: Path, found: Mapping[str, str]) -> dict[str, str]:
    con = duckdb.connect()
    pairs = con.execute(f"SELECT person_id, other_person_id, why FROM read_csv('{folder}/truth/apart.csv')").fetchall()
    con.close()
    counts: dict[str, list[bool]] = {}
    for left, right, why in pairs:
        counts.setdefault(why, []).append(found[left] == found[right])
    return {why: f"{sum(merged)} merged of {len(merged)}" for why, merged in sorted(counts.items())}


def _one_case_more(run: Run, work: Path) -> dict[str, object]:
    """The cost of linking again with one more case, and whether comparing everything gives the same pairs."""
    before, whole = Run(work / "before"), Run(work / "whole")
    for copy in (before, whole):
        shutil.copytree(run.path / "records", copy.path / "records")
    _without_last_case(before)
    link(before)
    cost: dict[str, object] = dict(_cost(lambda: link(run, previous=before.path)))
    before.file("linking.pair").unlink()  # the model is reused, the pairs are not
    link(whole, previous=before.path)
    files = [(run.file(table), whole.file(table)) for table in ("linking.pair", "linking.entity")]
    same = all(one.read_bytes() == other.read_bytes() for one, other in files)
    return cost | {"same as comparing everything": same}


def _without_last_case(run: Run) -> None:
    with run.connect() as con:
        con.execute("CREATE TABLE last AS SELECT max(investigation_id) AS investigation_id FROM records.investigation")
        con.execute(
            "CREATE TABLE gone AS SELECT person_id FROM records.involvement SEMI JOIN last USING (investigation_id)"
        )
        for table in ("involvement", "identifier", "presence"):
            con.execute(f"CREATE TABLE kept_{table} AS FROM records.{table} ANTI JOIN last USING (investigation_id)")
        con.execute("CREATE TABLE kept_person AS FROM records.person ANTI JOIN gone USING (person_id)")
        for table in ("involvement", "identifier", "presence", "person"):
            run.write(con, f"records.{table}", f"FROM kept_{table}", "row_key, source_row")
