"""The small parts: days, identifiers, names, slips and files."""

import doctest
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reassess.caseload import Summary, days, marks, names, slips
from reassess.caseload.people import born_for_age
from reassess.caseload.persons import new_person

_LATEST = date(2025, 12, 31).toordinal()
born_days = st.integers(date(1930, 1, 1).toordinal(), date(2012, 12, 31).toordinal())


@pytest.mark.parametrize("module", [days, marks])
def test_examples_in_the_text_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(born_days, st.integers(0, 12))
def test_the_day_before_a_birthday_is_a_year_younger(born: int, years: int) -> None:
    day = days.birthday(born, years)
    if (date.fromordinal(born).month, date.fromordinal(born).day) != (2, 29):
        assert days.age_on(born, day) == years
    assert days.age_on(born, day - 1) == years - 1


@given(st.integers(date(2010, 1, 1).toordinal(), _LATEST))
def test_an_age_can_be_reached_on_a_given_day(day: int) -> None:
    if (date.fromordinal(day).month, date.fromordinal(day).day) != (2, 29):
        assert days.birthday(born_for_age(day, 18), 18) == day


@given(st.sets(st.integers(0, 80_000_000), min_size=2, max_size=50))
def test_made_identifiers_never_collide(numbers: set[int]) -> None:
    for make in (marks.plate, marks.handle, marks.imei):
        assert len({make(number) for number in numbers}) == len(numbers)


@given(st.integers(0, 80_000_000))
def test_a_plate_has_the_shape_of_one_and_an_age_never_issued(number: int) -> None:
    plate = marks.plate(number)
    assert len(plate) == 7
    assert plate[:2].isalpha()
    assert plate[4:].isalpha()
    assert 27 <= int(plate[2:4]) <= 50 or 77 <= int(plate[2:4]) <= 99
    assert not set(plate) & set("IOQ")


@given(st.integers(1, 30_000), st.integers(0, 5))
def test_the_phone_book_deals_a_number_to_one_investigation_only(total: int, seed: int) -> None:
    book = marks.PhoneBook(seed, total)
    at = [0, total // 3, total // 2, total - 1]
    dealt = [number for index in sorted(set(at)) for number in book.of(index)]
    assert len(dealt) == len(set(dealt))
    assert all(number.startswith(marks.DRAMA_RANGES) and len(number) == 11 for number in dealt)
    assert not set(dealt) & {number for number, _ in marks.HUB_PHONES}


def test_every_background_has_names_enough_for_each_sex() -> None:
    for background in names.backgrounds():
        for sex in "fm":
            assert len(background.forenames[sex]) >= 20
            assert len(background.surnames[sex]) >= 20


def test_backgrounds_are_drawn_evenly() -> None:
    rng, drawn = Random(1), 27_000
    surnames = [names.draw_name(rng, "f")[2] for _ in range(drawn)]
    for background in names.backgrounds():
        own = set(background.surnames["f"])
        assert sum(surname in own for surname in surnames) > 0.8 * drawn / len(names.backgrounds())


def test_an_exact_record_is_the_human() -> None:
    person = new_person(Random(3), "human-1", 1, date(1990, 5, 4).toordinal())
    record = slips.record_of(Random(4), person, "N1", exact=True)
    assert (record.forename, record.surname, record.born) == (person.forename, person.surname, person.born)


def test_records_differ_from_the_human_about_as_often_as_stated() -> None:
    rng = Random(5)
    differ = 0
    for at in range(2000):
        person = new_person(rng, f"human-{at}", at, date(1990, 5, 4).toordinal() + at)
        record = slips.record_of(rng, person, f"N{at}")
        differ += (record.forename, record.surname, record.born) != (person.forename, person.surname, person.born)
    assert 0.28 < differ / 2000 < 0.42


@given(st.integers(0, 10_000), st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=3, max_size=12))
def test_a_mistyped_name_keeps_its_first_letter(seed: int, name: str) -> None:
    mistyped = slips.mistype(Random(seed), name)
    assert mistyped[0] == name[0]
    assert abs(len(mistyped) - len(name)) <= 1


@pytest.mark.parametrize("ending", ["txt", "eml", "docx", "pdf", "csv", "xlsx"])
def test_every_kind_of_file_is_written_and_opens(ending: str, caseload: Summary) -> None:
    paths = sorted((caseload.directory / "extract" / "documents").rglob(f"*.{ending}"))
    assert paths
    assert "Copy" in _words(paths) or "Next contact" in _words(paths) or "Copies" in _words(paths)


def _words(paths: list[Path]) -> str:
    return "\n".join(_READERS[path.suffix](path) for path in paths)


def _pdf_words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _zip_words(path: Path) -> str:
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as package:
        return package.read("word/document.xml").decode()


def _sheet_words(path: Path) -> str:
    return str(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


_READERS = {
    ".txt": lambda path: path.read_text("utf-8"), ".eml": lambda path: path.read_text("utf-8"),
    ".csv": lambda path: path.read_text("utf-8"), ".pdf": _pdf_words, ".docx": _zip_words, ".xlsx": _sheet_words,
}  # fmt: skip
