"""The planted words: each stands in the text of its case, and the tables hold, or do not hold, what the plant says."""

import re
from collections import defaultdict

import pytest

from reassess.caseload import Summary
from tests.caseload.conftest import Rows

# What the planted entry of a rule says, in words of the rule (rules.md), and what its near miss says instead.
_SAID = {
    "threat-to-life-recorded": r"threat to kill|fear for life",
    "self-harm-recorded": r"suicidal thoughts|self-harm",
    "language-in-record": r"streetwise|poor choices|at risk|out of control|know her own mind",
}
_DENIED = {
    "threat-to-life-recorded": r"[Nn]o threats|none reported",
    "self-harm-recorded": r"not suicidal|no suicidal|denies",
    "language-in-record": r'"She knows her own mind',
    "closed-by-direction": r"workload checked",
    "group-not-recorded": r"Two male officers",
}


@pytest.fixture(scope="module")
def text(read: Rows) -> dict[str, str]:
    lines: dict[str, list[str]] = defaultdict(list)
    for row in read("extract/entry.csv"):
        lines[row["investigation_id"]].append(row["text"])
    return {ref: "\n".join(rows) for ref, rows in lines.items()}


def _planted(read: Rows, rule: str, name: str = "findings") -> list[tuple[str, str]]:
    """What is planted in the log; scanned pages have tests of their own."""
    rows = [row for row in read(f"truth/{name}.csv") if row["rule"] == rule]
    return [
        (row["investigation_id"], row["subject"])
        for row in rows
        if "scanned page" not in row.get("note", row.get("why", ""))
    ]


@pytest.mark.parametrize("rule", sorted(_SAID))
def test_the_planted_words_are_in_the_log(rule: str, read: Rows, text: dict[str, str]) -> None:
    planted = _planted(read, rule)
    assert planted
    assert [ref for ref, _ in planted if not re.search(_SAID[rule], text[ref])] == []


@pytest.mark.parametrize("rule", sorted(_DENIED))
def test_the_words_of_a_near_miss_are_in_the_log(rule: str, read: Rows, text: dict[str, str]) -> None:
    near = _planted(read, rule, "near_misses")
    assert near
    assert [ref for ref, _ in near if not re.search(_DENIED[rule], text[ref])] == []


@pytest.mark.parametrize("rule", sorted(_SAID))
def test_nothing_but_a_plant_says_such_a_thing(rule: str, read: Rows, text: dict[str, str]) -> None:
    stated = {ref for ref, _ in [*_planted(read, rule), *_planted(read, rule, "near_misses")]}
    stated |= {ref for ref, _ in _planted(read, "language-in-decision")}
    assert [ref for ref, words in text.items() if re.search(_SAID[rule], words) and ref not in stated] == []


def test_a_name_in_text_is_in_no_table_of_its_case(read: Rows, text: dict[str, str]) -> None:
    names = {row["person_id"]: f"{row['forename']} {row['surname']}" for row in read("extract/person.csv")}
    held: dict[str, set[str]] = defaultdict(set)
    for row in read("extract/involvement.csv"):
        held[row["investigation_id"]].add(names[row["person_id"]])
    planted = _planted(read, "named-in-text-not-recorded")
    assert planted
    assert [(ref, name) for ref, name in planted if name not in text[ref] or name in held[ref]] == []


def test_a_colleague_by_name_is_a_near_miss(read: Rows, text: dict[str, str]) -> None:
    near = _planted(read, "named-in-text-not-recorded", "near_misses")
    assert near
    assert all(re.search(rf"(DC|PS|DS|PC|Social worker) {re.escape(name)} attended", text[ref]) for ref, name in near)


def test_an_identifier_in_text_is_held_by_a_row_only_where_it_is_a_near_miss(read: Rows, text: dict[str, str]) -> None:
    held: dict[str, set[str]] = defaultdict(set)
    for row in read("extract/identifier.csv"):
        held[row["investigation_id"]].add(_normal(row["kind"], row["value"]))
    planted = _planted(read, "identifier-in-text-not-recorded")
    near = _planted(read, "identifier-in-text-not-recorded", "near_misses")
    assert planted
    assert near
    assert [(ref, value) for ref, value in planted if value in held[ref] or value not in _squeezed(text[ref])] == []
    assert [(ref, value) for ref, value in near if value not in held[ref] or value not in _squeezed(text[ref])] == []


def _normal(kind: str, value: str) -> str:
    if kind == "phone":
        return re.sub(r"^(\+44|0044)", "0", value.replace(" ", ""))
    if kind == "vehicle":
        return value.replace(" ", "").upper()
    return value.lstrip("@").lower()


def _squeezed(text: str) -> str:
    return text.replace(" ", "").replace("+44", "0")


def test_blame_in_a_decision_stands_in_a_decision(read: Rows) -> None:
    reasons = {row["investigation_id"]: row["closure_reason"] for row in read("extract/investigation.csv")}
    supervisors = {row["investigation_id"]: row["supervisor"] for row in read("extract/investigation.csv")}
    for row in read("extract/entry.csv"):
        if row["author"] == supervisors[row["investigation_id"]]:
            reasons[row["investigation_id"]] += "\n" + row["text"]
    for row in read("extract/decision.csv"):
        reasons[row["investigation_id"]] += "\n" + row["rationale"]
    planted = _planted(read, "language-in-decision")
    assert planted
    blame = r"not credible|[Ii]nconsistent account|lifestyle choice|poor choices|streetwise|consented"
    assert [ref for ref, _ in planted if not re.search(blame, reasons[ref])] == []


def test_a_missing_document_has_a_row_and_no_file(read: Rows, caseload: Summary) -> None:
    folder = caseload.directory / "extract" / "documents"
    paths = {row["document_id"]: folder / row["path"] for row in read("extract/document.csv")}
    missing = {subject for _, subject in _planted(read, "document-missing")}
    assert missing
    assert {document for document, path in paths.items() if not path.is_file()} == missing
