"""The types of a dossier hold what the record model and the SELECTs of publishing say."""

from typing import get_type_hints

import pytest

from reassess.records.model import tables
from reassess.workspace.cases import dossier, record_rows
from reassess.workspace.publishing.pieces import PIECES

PYTHON_TYPES = {"string": str, "date": str, "datetime": str, "number": float, "integer": int, "boolean": bool}


@pytest.mark.parametrize("table", tables())
def test_each_table_of_the_record_model_has_a_row_with_its_fields(table: str) -> None:
    row = getattr(record_rows, f"{table.title().replace('_', '')}Row")
    fields = {
        field.name: PYTHON_TYPES[field.type] if field.required else PYTHON_TYPES[field.type] | None
        for field in tables()[table].fields
    }
    assert get_type_hints(row) == get_type_hints(record_rows.Provenance) | fields


def test_a_dossier_has_every_piece_that_publishing_makes() -> None:
    assert set(get_type_hints(dossier.Dossier)) == {piece.name for piece in PIECES}
