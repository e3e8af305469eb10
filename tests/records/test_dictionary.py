"""The data dictionary page holds all of the record model and nothing else."""

import re
from pathlib import Path

from reassess.records.data_dictionary import dictionary_page
from reassess.records.model import tables


def test_every_table_and_field_has_its_line() -> None:
    page = dictionary_page()
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    found = {
        section.split("\n", 1)[0]: re.findall(r"^\| (\w+) \|", section, flags=re.MULTILINE) for section in sections
    }
    assert found == {name: ["field", *table.field_names] for name, table in tables().items()}


def test_a_line_says_what_the_field_takes() -> None:
    page = dictionary_page()
    assert "| investigation_id | text | required | Force's own reference |" in page
    assert (
        "| investigation_id | [investigation](#investigation).investigation_id | required | Investigation id |" in page
    )
    assert "| sex | one of `f`, `m`, `x`, `unknown` |  | Sex |" in page
    assert "| written_at | date and time (YYYY-MM-DDThh:mm:ss) |  | Written at |" in page
    assert "| [residence](#residence) | Where a person lives or lived | none: a row is known by its content |" in page


def test_every_line_of_a_table_has_as_many_cells() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", dictionary_page(), flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


def test_the_page_in_the_docs_is_the_one_that_the_model_makes() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == dictionary_page()
