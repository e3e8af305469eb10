"""What rules are told of the tables of a run is what the stages write."""

import pytest

from reassess.review import Review
from reassess.rules.examples.checks import table_columns


@pytest.mark.parametrize("table", sorted(table_columns()))
def test_a_table_has_the_columns_that_are_declared(finished_review: Review, table: str) -> None:
    run = finished_review.latest()
    assert run.has(table), "is declared in stages.yaml and no stage writes it"
    with run.connect() as con:
        written = {row[0]: row[1] for row in con.execute(f"DESCRIBE {table}").fetchall()}
    assert {name: written.get(name) for name in table_columns()[table]} == dict(table_columns()[table])
