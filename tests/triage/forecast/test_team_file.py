"""The team as a force writes it down: read field by field, and refused with what was expected."""

from datetime import date
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.triage.forecast.team import Absence, Reader
from reassess.triage.forecast.team_file import read_team

WHOLE = """
region = "WLS"
[[reader]]
name = "officer-1"
weekdays = [0, 1, 2]
share = 0.6
joins = 2026-01-05
leaves = 2026-09-30
away = [[2026-08-03, 2026-08-14], [2026-09-01, 2026-09-01]]
[[reader]]
name = "officer-2"
share = 1
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "team.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_field_is_read(tmp_path: Path) -> None:
    team = read_team(written(tmp_path, WHOLE))
    away = (Absence(date(2026, 8, 3), date(2026, 8, 14)), Absence(date(2026, 9, 1), date(2026, 9, 1)))
    first = Reader("officer-1", frozenset({0, 1, 2}), 0.6, date(2026, 1, 5), date(2026, 9, 30), away)
    assert (team.region, team.readers) == ("WLS", [first, Reader("officer-2")])


ONE = '[[reader]]\nname = "a"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no reader"),
        ("reader = 3", "names no reader"),
        ('[reader]\nname = "a"', "names no reader"),
        ("[[", "is no TOML file"),
        ("readers = 3", "readers is not known"),
        (f'region = "UK"\n{ONE}', "region: expected ENG, WLS, SCT, NIR, found 'UK'"),
        (f"region = 5\n{ONE}", "region: expected ENG"),
        ("[[reader]]\nshare = 1.0", "reader 1: name: expected a name"),
        (f'{ONE}[[reader]]\nnam = "b"', "reader 2: nam is not known; expected name, weekdays"),
        (f'{ONE}share = "half"', "reader 1: share: expected a number over 0"),
        (f"{ONE}share = -2", "share: expected a number over 0"),
        (f"{ONE}weekdays = [0, 7]", "weekdays: expected numbers from 0"),
        (f'{ONE}joins = "2026-01-01"', "joins: expected a day such as 2026-08-03, without"),
        (f"{ONE}leaves = 2026-01-01T09:00:00", "leaves: expected a day"),
        (f"{ONE}away = [2026-08-14]", "away: expected pairs"),
        (f"{ONE}away = [[2026-08-14, 2026-08-03]]", "a last day comes before its first"),
        (f"{ONE}joins = 2026-02-01\nleaves = 2026-01-01", "leaves before joining"),
        (ONE + ONE, "'a' stands there twice"),
    ],
)
def test_a_team_that_cannot_be_meant_is_refused_with_what_was_expected(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserError, match=f"team.toml: .*{says}"):
        read_team(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_team(tmp_path / "none.toml")
    with pytest.raises(UserError, match="is no TOML file"):
        read_team(tmp_path)
