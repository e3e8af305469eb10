"""The stage as a whole: tables with every text once, positions that hold, the same bytes again, and no second
reading."""

from pathlib import Path
from typing import Any

import pytest

from reassess.reading import components, documents, read
from reassess.reading.files import ocr
from reassess.reading.mentions import corpus
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.reading.conftest import loaded_run


def rows(run: Run, sql: str) -> list[tuple[Any, ...]]:
    with run.connect() as con:
        return con.execute(sql).fetchall()


def test_every_document_has_a_status_and_a_reason_where_it_gave_nothing(read_run: Run) -> None:
    found = rows(read_run, "SELECT document_id, status, pages, reason <> '' FROM reading.file ORDER BY 1")
    assert found == [
        ("D1", "read", 2, False),
        ("D2", "read", 1, False),
        ("D3", "read", 1, False),
        ("D4", "unreadable", 0, True),
        ("D5", "absent", 0, True),
        ("D6", "read", 2, False),
    ]


def test_every_mention_holds_the_words_at_its_place(read_run: Run) -> None:
    wrong = rows(
        read_run,
        """SELECT count(*) FROM reading.mention m
           JOIN reading.passage p USING (source_table, source_key, source_field, page)
           WHERE substring(p.text, m.start_at + 1, m.end_at - m.start_at) <> m.words
             AND p.investigation_id IS NOT DISTINCT FROM m.investigation_id""",
    )
    assert wrong == [(0,)]
    assert rows(read_run, "SELECT count(*) = count(DISTINCT mention_id), count(*) > 20 FROM reading.mention") == [
        (True, True)
    ]


def test_documents_records_and_decisions_are_all_searched(read_run: Run) -> None:
    found = rows(
        read_run,
        """SELECT investigation_id, source_table, page, kind, value, detail, speaker FROM reading.mention
           WHERE kind IN ('phone', 'email', 'language') ORDER BY ALL""",
    )
    assert ("1/14", "document", 1, "phone", "07700900322", "", "") in found
    assert ("1/14", "document", 1, "email", "sw@example.org", "", "header") in found
    assert ("1/14", "document", 1, "email", "carer@example.org", "", "") in found
    assert ("2/16", "document", 1, "phone", "07700900323", "", "") in found
    assert ("2/16", "decision", 0, "language", "not credible", "credibility", "prosecutor") in found
    assert (None, "intelligence", 0, "phone", "07700900321", "", "") in found


def test_a_name_that_no_record_of_the_case_holds_is_found_by_an_anti_join(read_run: Run) -> None:
    unknown = rows(
        read_run,
        """SELECT DISTINCT m.investigation_id, m.words, m.detail FROM reading.mention m
           WHERE m.kind = 'name' AND m.investigation_id = '1/14' AND NOT EXISTS (
               FROM reading.name_key k JOIN records.involvement v USING (person_id)
               WHERE v.investigation_id = m.investigation_id AND k.value = m.value)""",
    )
    assert unknown == [("1/14", "Leila Haddou", "friend")]


def test_places_have_keys_for_name_address_and_postcode(read_run: Run) -> None:
    assert rows(read_run, "SELECT how, value FROM reading.place_key ORDER BY 1") == [
        ("address", "412 high road"),
        ("name", "star grill"),
        ("postcode", "N17 9ZA"),
    ]


def test_words_of_a_scan_have_boxes(read_run: Run) -> None:
    boxes = rows(
        read_run,
        """SELECT substring(p.text, b.start_at + 1, b.end_at - b.start_at), b.x0 < b.x1 AND b.y0 < b.y1 AND b.x1 <= 1
           FROM reading.box b JOIN reading.passage p ON p.source_key = b.document_id AND p.page = b.page
                AND p.source_field = 'text' WHERE b.document_id = 'D3' ORDER BY b.start_at""",
    )
    assert boxes == [("CRIME", True), ("REPORT", True), ("Contact", True), ("07700", True), ("900323", True)]


def test_the_terms_that_were_used_are_kept_with_their_advice(read_run: Run) -> None:
    found = rows(
        read_run,
        "SELECT DISTINCT term_group, advice <> '', source <> '' FROM reading.term WHERE value = 'not credible'",
    )
    assert found == [("credibility", True, True)]


def test_the_same_run_gives_the_same_bytes_and_reads_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = loaded_run(tmp_path)
    first = read(run, cache=tmp_path / "cache", workers=1)
    before = {file.name: file.read_bytes() for file in (run.path / "reading").glob("*.parquet")}

    def nothing_to_do(requests: object, *_: object) -> list[object]:
        assert list(requests) == []  # type: ignore[call-overload]
        return []

    monkeypatch.setattr(documents, "read_all", nothing_to_do)
    monkeypatch.setattr(corpus, "_table_of", lambda *_: pytest.fail("a passage was searched again"))
    assert read(run, cache=tmp_path / "cache", workers=1) == first
    assert {file.name: file.read_bytes() for file in (run.path / "reading").glob("*.parquet")} == before


def test_equal_files_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all = documents.read_all
    asked: list[str] = []

    def counting(requests, *rest):  # type: ignore[no-untyped-def]
        listed = list(requests)
        asked.extend(request.path.name for request in listed)
        return read_all(listed, *rest)

    monkeypatch.setattr(documents, "read_all", counting)
    read(loaded_run(tmp_path), cache=tmp_path / "cache", workers=1)
    assert len(asked) == 4  # five files, two of them the same


def test_a_missing_component_stops_the_run_with_what_to_install(
    read_run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    monkeypatch.setattr(components.model, "installed", lambda: False)
    assert len(components.missing_components()) == 2
    with pytest.raises(UserError, match="apt-get install tesseract-ocr"):
        read(read_run, cache=tmp_path, workers=1)


def test_portions_in_several_processes_give_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [corpus.Unit(f"Victim {n} was missing on {n % 28 + 1} May 2014, 07700 900{n:03}.") for n in range(200)]
    monkeypatch.setattr(corpus, "PORTION", 4_000)
    alone = corpus.find_all(units, corpus.Dictionary(), tmp_path / "a", workers=1)
    monkeypatch.setattr(corpus, "SMALL", 0)
    assert corpus.find_all(units, corpus.Dictionary(), tmp_path / "b", workers=2).equals(alone)
    assert len(alone) == 200 * 3
    assert len(list((tmp_path / "a").glob("*.feather"))) > 1
