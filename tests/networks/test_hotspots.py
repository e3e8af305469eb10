"""Hotspots: which places stand out, which do not, and the intervals."""

import pytest

from reassess.networks.hotspots import hotspots, interval


def _counted(counts: list[int]) -> list[tuple[str, str, str, int, int, int]]:
    return [("place", f"L{n:03}", "takeaway", count, 2012, 2015) for n, count in enumerate(counts)]


def test_one_busy_place_among_many_quiet_ones_stands_out() -> None:
    found = hotspots(_counted([1] * 180 + [2] * 19 + [12]))
    assert [spot.id for spot in found if spot.stands_out] == ["L199"]
    assert found[-1].expected < 2 < found[-1].low


def test_places_that_differ_by_chance_do_not_stand_out() -> None:
    assert not [spot for spot in hotspots(_counted([1, 1, 2, 1, 3, 1, 2, 1, 1, 4])) if spot.stands_out]


@pytest.mark.parametrize("counts", [[], [1], [1, 1, 1]])
def test_too_few_places_give_no_hotspot(counts: list[int]) -> None:
    assert not [spot for spot in hotspots(_counted(counts)) if spot.stands_out]


@pytest.mark.parametrize(("count", "expected"), [(0, (0.0, 3.69)), (1, (0.03, 5.57)), (10, (4.8, 18.39))])
def test_intervals_are_those_of_the_published_table(count: int, expected: tuple[float, float]) -> None:
    assert interval(count) == expected
