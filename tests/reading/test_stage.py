"""The reading stage: every text once, positions that match, the same bytes each time, and nothing read twice."""

import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reassess.intake import load, receive
from reassess.reading import components, documents, read, stage, stage_cache
from reassess.reading.files import ocr
from reassess.reading.files.limits import Limits
from reassess.reading.mentions import corpus
from reassess.reading.mentions.corpus import Corpus, Portion
from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName
from reassess.reading.mentions.dictionary.lexicon import Lexicon
from reassess.reading.mentions.found import Unit
from reassess.reading.stage_cache import stage_key
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.extracts import SMALL, write_extract
from tests.reading.conftest import loaded_run


def rows(run: Run, sql: str) -> list[tuple[Any, ...]]:
    with run.connect() as con:
        return con.execute(sql).fetchall()


def test_every_document_has_a_status_and_a_reason_if_it_gave_no_text(read_run: Run) -> None:
    found = rows(read_run, "SELECT document_id, status, pages, reason <> '' FROM reading.file ORDER BY 1")
    assert found == [
        ("D1", "read", 2, False),
        ("D2", "read", 1, False),
        ("D3", "read", 1, False),
        ("D4", "unreadable", 0, True),
        ("D5", "absent", 0, True),
        ("D6", "read", 2, False),
    ]


def test_every_mention_holds_the_words_at_its_position(read_run: Run) -> None:
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


def test_an_anti_join_finds_names_that_no_record_of_the_case_holds(read_run: Run) -> None:
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


def test_the_terms_used_are_written_with_their_advice(read_run: Run) -> None:
    found = rows(
        read_run,
        "SELECT DISTINCT term_group, advice <> '', source <> '' FROM reading.term WHERE value = 'not credible'",
    )
    assert found == [("credibility", True, True)]


def tables_of(run: Run) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (run.path / "reading").glob("*.parquet")}


def test_a_second_run_with_nothing_new_reuses_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = loaded_run(tmp_path)
    first = read(run, cache=tmp_path / "cache", workers=1)
    before = tables_of(run)
    monkeypatch.setattr(stage, "read_documents", lambda *_: pytest.fail("a document was read again"))
    monkeypatch.setattr(stage, "find_all", lambda *_: pytest.fail("a passage was searched again"))
    assert read(run, cache=tmp_path / "cache", workers=1) == first
    assert tables_of(run) == before
    assert set(before) == {
        f"{t}.parquet" for t in ("box", "document_part", "file", "mention", "name_key", "passage", "place_key", "term")
    }


def test_tables_made_from_cached_texts_have_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = loaded_run(tmp_path)
    first = read(run, cache=tmp_path / "cache", workers=1)
    before = tables_of(run)
    shutil.rmtree(tmp_path / "cache" / "stage")

    def nothing_to_do(requests: object, *_: object) -> list[object]:
        assert list(requests) == []  # type: ignore[call-overload]
        return []

    monkeypatch.setattr(documents, "read_all", nothing_to_do)
    monkeypatch.setattr(corpus, "_table_of", lambda *_: pytest.fail("a passage was searched again"))
    assert read(run, cache=tmp_path / "cache", workers=1) == first
    assert tables_of(run) == before


@pytest.mark.parametrize("changed", ["records", "code", "limits"])
def test_the_stage_cache_is_not_used_once_anything_has_changed(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = loaded_run(tmp_path)
    before = stage_key(run, Limits())
    assert stage_key(run, Limits()) == before
    if changed == "records":
        with run.connect() as con:
            run.write(con, "records.notice", "SELECT 1 AS one", "one")
    if changed == "code":
        monkeypatch.setattr(stage_cache, "reading_version", lambda: "another")
    assert stage_key(run, Limits(pages=7) if changed == "limits" else Limits()) != before


def test_only_the_latest_reading_is_cached(tmp_path: Path) -> None:
    run = loaded_run(tmp_path)
    read(run, cache=tmp_path / "cache", workers=1)
    read(run, cache=tmp_path / "cache", workers=1, limits=Limits(pages=7))
    assert [folder.name for folder in (tmp_path / "cache" / "stage").iterdir()] == [stage_key(run, Limits(pages=7))]


def test_equal_files_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all = documents.read_all
    asked: list[str] = []

    def counting(requests, *rest):  # type: ignore[no-untyped-def]
        listed = list(requests)
        asked.extend(request.path.name for request in listed)
        return read_all(listed, *rest)

    monkeypatch.setattr(documents, "read_all", counting)
    read(loaded_run(tmp_path), cache=tmp_path / "cache", workers=1)
    assert len(asked) == 4  # five files, two of them equal


def test_a_missing_component_stops_the_run_with_what_to_install(
    read_run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    monkeypatch.setattr(components.model, "installed", lambda: False)
    assert len(components.missing_components()) == 2
    with pytest.raises(UserError, match="apt-get install tesseract-ocr"):
        read(read_run, cache=tmp_path, workers=1)


def portions_of(units: list[Unit], size: int) -> Corpus:
    firsts = range(0, len(units), size)
    portions = [Portion(n, min(n + size, len(units)) - 1, str(units[n : n + size])) for n in firsts]
    return Corpus(portions, lambda portion: units[portion.first : portion.last + 1])


def rows_of(files: list[Path]) -> list[list[dict[str, Any]]]:
    return [pq.read_table(file).to_pylist() for file in files]


UNITS = [Unit(f"Victim {n} was missing on {n % 28 + 1} May 2014, 07700 900{n:03}. Ada Quill left.") for n in range(200)]
LEXICON = Lexicon.of(Dictionary(people=[PersonName("N1", "Ada", "", "Quill")]))


def test_portions_in_several_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    cut = portions_of(UNITS, 25)
    alone = rows_of(corpus.find_all(cut, LEXICON, tmp_path / "a", workers=1))
    shared = rows_of(corpus.find_all(cut, LEXICON, tmp_path / "b", workers=2))
    assert shared == alone
    assert [sum(map(len, alone)), len(alone)] == [200 * 4, 8]
    assert not list((tmp_path / "b").glob("lexicon-*"))


def test_a_new_text_is_searched_and_the_others_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.find_all(portions_of(UNITS, 50), LEXICON, tmp_path, workers=1)
    asked: list[Portion] = []
    cut = portions_of([*UNITS, Unit("Ada Quill came back.")], 50)
    counted = Corpus(cut.portions, lambda portion: asked.append(portion) or cut.units(portion))  # type: ignore[func-returns-value]
    files = corpus.find_all(counted, LEXICON, tmp_path, workers=1)
    assert [portion.first for portion in asked] == [200]
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_a_new_name_is_looked_for_in_every_text(tmp_path: Path) -> None:
    first = corpus.find_all(portions_of(UNITS, 200), LEXICON, tmp_path, workers=1)
    other = Lexicon.of(Dictionary(people=[PersonName("N1", "Ada", "", "Quill"), PersonName("N2", "Bo", "", "Marsh")]))
    assert corpus.find_all(portions_of(UNITS, 200), other, tmp_path, workers=1) != first


def test_a_killed_process_gives_an_error_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "_prepare", ending)
    with pytest.raises(UserError, match="want of memory"):
        corpus.find_all(portions_of(UNITS, 20), LEXICON, tmp_path, workers=2)


def ending(_: Path) -> None:
    os._exit(9)


def test_writing_in_batches_gives_the_same_tables(
    read_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def counting(schema: pa.Schema, rows: list[tuple[object, ...]]) -> pa.Table:
        written.append(len(rows))
        return table(schema, rows)

    table = documents._table
    monkeypatch.setattr(documents, "_table", counting)
    monkeypatch.setattr(documents, "BATCH_CHARACTERS", 10)
    run = loaded_run(tmp_path)
    read(run, cache=tmp_path / "cache", workers=1)
    assert max(written) == 5  # the boxes of the one scan; every document is written at once
    assert len(written) > 3 * 2  # more than one batch of pages, files and boxes
    assert tables_of(run) == tables_of(read_run)
    assert not list(run.path.glob(".documents-*"))


def run_with_entries(folder: Path, texts: list[str]) -> Run:
    """A run of the small extract with these log entries and no other text, loaded and read."""
    entries = [
        {"entry_id": f"T{number}", "investigation_id": "1/14", "written_at": "2014-03-03T10:00:00", "text": text}
        for number, text in enumerate(texts)
    ]
    investigation = [{**SMALL["investigation"][0], "closure_reason": ""}]
    kept = {"investigation": investigation, "person": [{"person_id": "S2", "forename": "Joss", "surname": "Marrow"}]}
    run = Run(folder / "runs" / "0001")
    run.path.mkdir(parents=True)
    load(run, [receive(write_extract(folder / "extract", {**kept, "entry": entries}), folder / "extracts")])
    read(run, cache=folder / "cache", workers=1)
    return run


UNEVEN = {
    "no-break blank": "Met Joss\u00a0Marrow on 07700\u00a0900101 there.",
    "thin blank": "Met Joss\u2009Marrow on 07700\u2009900101 there.",
    "line ends of Windows": "First.\r\n\r\nMet Joss Marrow on 07700 900101 there.",
    "zero width": "Met \ufeffJoss Mar\u200brow on 07700\u200b 900101 there.",
    "decomposed": "Zoe\u0308 met Joss Marrow on 07700 900101 there.",
    "Latin read as Windows": "He \u0093met\u0094 Joss Marrow on 07700 900101 \u0085 there.",
}


def test_text_of_records_is_cleaned_and_positions_stay_those_received(tmp_path: Path) -> None:
    run = run_with_entries(tmp_path, [*UNEVEN.values()])
    found = rows(
        run,
        """SELECT p.text, m.kind, m.value, m.words, substring(p.text, m.start_at + 1, m.end_at - m.start_at) = m.words
           FROM reading.mention m JOIN reading.passage p USING (source_table, source_key, source_field, page)
           WHERE m.kind IN ('name', 'phone') ORDER BY p.text, m.start_at""",
    )
    for why, text in UNEVEN.items():
        own = [(kind, value) for received, kind, value, _, _ in found if received == text]
        assert ("name", "joss marrow") in own, why
        assert ("phone", "07700900101") in own, why
    assert all(same for *_, same in found)
    words = {words for received, kind, _, words, _ in found if kind == "name" and received == UNEVEN["zero width"]}
    assert words == {"Joss Mar\u200brow"}


def test_texts_that_differ_only_in_blanks_are_searched_once(tmp_path: Path) -> None:
    texts = ["Met Joss Marrow.\r\nLeft.", "Met Joss Marrow.\nLeft.", "Met Joss\u00a0Marrow.\nLeft."]
    run = run_with_entries(tmp_path, texts)
    found = rows(run, "SELECT words FROM reading.mention WHERE kind = 'name' ORDER BY source_key, source_table")
    assert found == [("Joss Marrow",), ("Joss Marrow",), ("Joss\u00a0Marrow",)]


def test_a_run_without_any_text_ends_well(tmp_path: Path) -> None:
    run = run_with_entries(tmp_path, [])
    assert rows(run, "SELECT count(*) FROM reading.mention") == [(0,)]
    assert rows(run, "SELECT count(*) FROM reading.passage") == [(0,)]


def test_the_parts_of_every_document_are_in_the_run(read_run: Run) -> None:
    found = rows(read_run, "SELECT document_id, kind, status, parts FROM reading.document_part ORDER BY 1, number")
    assert ("D4", "body", "refused", 1) in found
    assert {row[0] for row in found} == {"D1", "D2", "D3", "D4", "D6"}
