"""Pictures and figures of the two pages: inside their frame, and never more certain than they are."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.workspace.audit.commitments import digest, is_drawn, random_key
from reassess.workspace.pages.oversight.burn_up_chart import HEIGHT, LEFT, WIDTH, picture, table
from reassess.workspace.pages.templatetags.figures import chance, one_in, percent

START = date(2026, 3, 2)
SERIES = ("read", "late", "likely", "early")


@st.composite
def burn_ups(draw: st.DrawFn) -> tuple[list[dict[str, object]], date, int]:
    total = draw(st.integers(1, 9000))
    rows = [
        {
            "day": (START + timedelta(days=draw(st.integers(0, 900)))).isoformat(),
            "series": draw(st.sampled_from(SERIES)),
            "cases": draw(st.integers(0, total)),
        }
        for _ in range(draw(st.integers(1, 12)))
    ]
    return rows, START + timedelta(days=draw(st.integers(-100, 1500))), total


def points(line: str) -> list[tuple[float, float]]:
    return [(float(across), float(up)) for across, up in (one.split(",") for one in line.split())]


@given(burn_ups())
def test_every_point_lies_inside_the_picture(given_: tuple[list[dict[str, object]], date, int]) -> None:
    rows, deadline, total = given_
    drawn = picture(rows, deadline, total)
    assert drawn is not None
    for across, up in points(drawn.read) + points(drawn.likely) + points(drawn.band):
        assert LEFT <= across <= WIDTH
        assert 0 <= up <= drawn.floor <= HEIGHT
    assert [tick.at for tick in drawn.days] == sorted(tick.at for tick in drawn.days)


@given(burn_ups())
def test_the_table_has_a_line_for_each_day_and_no_more_than_can_be_read(
    given_: tuple[list[dict[str, object]], date, int],
) -> None:
    rows, _, _ = given_
    lines = table(rows)
    assert {line["day"].isoformat() for line in lines} == {row["day"] for row in rows}
    assert (
        len(table([{"day": (START + timedelta(days=n)).isoformat(), "series": "read", "cases": n} for n in range(500)]))
        <= 26
    )


def test_a_long_table_keeps_its_last_day() -> None:
    rows = [{"day": (START + timedelta(days=n)).isoformat(), "series": "likely", "cases": n} for n in range(101)]
    assert table(rows)[-1] == {"day": START + timedelta(days=100), "likely": 100}


def test_without_rows_there_is_no_picture() -> None:
    assert picture([], START, 10) is None


@pytest.mark.parametrize(
    ("share", "said"), [(None, ""), (0, "0%"), (0.004, "0.4%"), (0.1234, "12%"), (1, "100%"), (0.5, "50%")]
)
def test_shares_in_words(share: float | None, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(("value", "said"), [(1.0, "over 99%"), (0.0, "under 1%"), (0.85, "85%")])
def test_a_chance_is_never_a_certainty(value: float, said: str) -> None:
    assert chance(value) == said


def test_a_share_of_cases_as_one_in_so_many() -> None:
    assert (one_in(0.05), one_in(0.1), one_in(0)) == ("20", "10", "none")


def test_a_share_of_random_keys_is_drawn_and_the_seed_decides_which() -> None:
    one, other = SimpleNamespace(seed="a" * 32), SimpleNamespace(seed="b" * 32)
    keys = [random_key(one, f"INV/{n}", 1) for n in range(2000)]
    assert 150 < sum(is_drawn(key, 0.1) for key in keys) < 250
    assert keys[0] != random_key(other, "INV/0", 1) != random_key(other, "INV/0", 2)
    assert not any(is_drawn(key, 0) for key in keys)
    assert all(is_drawn(key, 1) for key in keys)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_commitment_binds_to_its_seed(one: str, other: str) -> None:
    assert (digest("rereads", one) == digest("rereads", other)) == (one == other)
