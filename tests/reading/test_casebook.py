"""The casebook: every word that its answers rest on is found, and what only looks like one is not."""

from typing import Any

import pytest

from reassess.intake import load, receive
from reassess.reading import read
from reassess.records.store import Run
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("casebook")
    run = Run(folder / "runs" / "0001")
    run.path.mkdir(parents=True)
    load(run, [receive(SHARED / "casebook" / "extract", folder / "extracts")])
    read(run, cache=folder / "cache", workers=2)
    return run


def ask(run: Run, sql: str) -> set[tuple[Any, ...]]:
    with run.connect() as con:
        return set(con.execute(sql).fetchall())


def test_documents_that_are_missing(casebook: Run) -> None:
    missing = ask(casebook, "SELECT document_id, status FROM reading.file WHERE status NOT IN ('read', 'partly')")
    assert missing == {("D0401", "absent"), ("D1203", "unreadable")}


def test_names_that_no_person_of_the_investigation_has(casebook: Run) -> None:
    found = ask(
        casebook,
        """SELECT m.investigation_id, m.words FROM reading.mention m
           WHERE m.kind = 'name' AND m.source_table IN ('entry', 'document')
             AND m.detail IN ('friend', 'family', 'victim', 'suspect', 'witness', 'named')
             AND NOT EXISTS (FROM reading.name_key k JOIN records.involvement v USING (person_id)
                             WHERE v.investigation_id = m.investigation_id AND k.value = m.value)""",
    )
    assert found == {("2801417/11", "Keeley Marsden"), ("2818120/18", "Dwayne Ottley"), ("2819633/19", "Leila Haddou")}


def test_identifiers_that_no_row_of_the_investigation_has(casebook: Run) -> None:
    found = ask(
        casebook,
        """WITH own AS (
               SELECT investigation_id, CASE WHEN kind = 'phone'
                   THEN regexp_replace(regexp_replace(value, '[^0-9]', '', 'g'), '^44', '0')
                   ELSE lower(ltrim(replace(value, ' ', ''), '@')) END AS value FROM records.identifier)
           SELECT investigation_id, value FROM reading.mention m
           WHERE kind IN ('phone', 'vehicle', 'email', 'handle') AND speaker NOT IN ('header', 'signature')
             AND investigation_id IS NOT NULL AND value <> '02079460100'
             AND NOT EXISTS (FROM own WHERE own.investigation_id = m.investigation_id
                             AND own.value = lower(m.value))""",
    )
    assert found == {
        ("2801417/11", "07700900102"),
        ("2804822/12", "07700900104"),
        ("2813388/16", "07700900127"),
        ("2810044/15", "GK57RWD"),
        ("2823660/22", "07700900177"),
        ("01/712044/23", "07700900162"),
        ("01/724415/24", "carer.mt@example.org"),
        ("2819310/19", "KV59BNM"),
    } | ask(
        casebook, "SELECT investigation_id, value FROM reading.mention WHERE value = 'mehmet.yz@example.org'"
    ) - ask(casebook, "SELECT investigation_id, lower(value) FROM records.identifier")


def test_risks_are_stated_about_the_right_person(casebook: Run) -> None:
    found = ask(
        casebook,
        """SELECT source_key, kind, detail FROM reading.mention
           WHERE kind IN ('threat_to_life', 'self_harm', 'leave_country') AND NOT negated""",
    )
    assert found == {
        ("E0304", "threat_to_life", "role:victim"),
        ("E2704", "threat_to_life", "name:tiana campbell"),
        ("E2802", "threat_to_life", "name:andreea munteanu"),
        ("E1003", "self_harm", "name:connor blakely"),
        ("E2404", "leave_country", "name:gareth pugsley"),
    }


def test_language_outside_quoted_speech(casebook: Run) -> None:
    found = ask(
        casebook,
        """SELECT investigation_id, source_table, detail FROM reading.mention
           WHERE kind = 'language' AND speaker NOT LIKE 'quoted:%'""",
    )
    assert found == {
        ("2809960/13", "entry", "adult"),
        ("2816644/18", "document", "engagement"),
        ("2817002/18", "decision", "credibility"),
        ("2818120/18", "entry", "missing"),
        ("01/724415/24", "decision", "conduct"),
        ("2819310/19", "entry", "conduct"),
    }


def test_grounds_to_close_that_are_no_evidence(casebook: Run) -> None:
    found = ask(casebook, "SELECT DISTINCT investigation_id FROM reading.mention WHERE kind = 'direction'")
    assert found == {("2819310/19",), ("2822546/21",)}


def test_a_device_that_nobody_read(casebook: Run) -> None:
    assert ask(casebook, "SELECT source_key FROM reading.mention WHERE kind = 'device_not_reviewed'") == {("X0602",)}
