"""Of a file of every format, with every part that the format has, each part is read or said not to be."""

from pathlib import Path

import pytest

from benchmarks.reading.fidelity import ours
from benchmarks.reading.fidelity_files import MAKERS, Plan


@pytest.mark.parametrize("ending", MAKERS)
def test_every_part_of_a_file_is_read(ending: str, tmp_path: Path) -> None:
    plan = Plan(list(MAKERS).index(ending) * 20)
    file = tmp_path / f"sample.{ending}"
    file.write_bytes(MAKERS[ending](plan))
    score = ours(file, plan)
    assert score.lost == ()
    assert (score.accounted, score.deleted_shown) == (score.parts, 0)
