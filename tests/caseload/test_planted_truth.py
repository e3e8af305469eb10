"""What the truth states as planted is found by rules written by hand; what it states as a near miss is not."""

import csv
from collections import defaultdict

import duckdb
import pytest

from reassess.caseload import Summary
from tests.caseload.by_hand import RULES

Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def planted(caseload: Summary) -> dict[str, Pairs]:
    return _by_rule(caseload, "findings")


@pytest.fixture(scope="module")
def near(caseload: Summary) -> dict[str, Pairs]:
    return _by_rule(caseload, "near_misses")


def _by_rule(caseload: Summary, name: str) -> dict[str, Pairs]:
    rows: dict[str, Pairs] = defaultdict(set)
    with (caseload.directory / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["rule"]].add((row["investigation_id"], row["subject"]))
    return rows


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_planted_finding_is_found(rule: str, con: duckdb.DuckDBPyConnection, planted: dict[str, Pairs]) -> None:
    found = set(con.execute(RULES[rule]).fetchall())
    assert planted[rule] - found == set()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_near_miss_is_found(rule: str, con: duckdb.DuckDBPyConnection, near: dict[str, Pairs]) -> None:
    found = set(con.execute(RULES[rule]).fetchall())
    assert near[rule] & found == set()
