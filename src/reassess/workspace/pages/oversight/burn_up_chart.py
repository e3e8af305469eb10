"""The burn-up as a picture of plain lines, and the same numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 720, 300
LEFT, BOTTOM, RIGHT = 60, 40, 50
TICKS = 4

Row = dict[str, Any]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: float
    says: str


@dataclass(frozen=True)
class Picture:
    """Points of the lines in the picture's own coordinates, as SVG wants them."""

    read: str
    likely: str
    band: str
    deadline: float
    total: float
    days: list[Tick]
    cases: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM + 10


def picture(rows: Sequence[Row], deadline: date, total: int) -> Picture | None:
    """The lines of a burn-up; None where there is nothing to draw.

    Args:
        rows: day (ISO), series (read, likely, early, late), cases; as `triage.burnup.burn_up_table` makes them.
    """
    if not rows:
        return None
    days = [date.fromisoformat(row["day"]) for row in rows]
    first, last = min(days), max(max(days), deadline)
    scale = _Scale(first, last, max(total, *(row["cases"] for row in rows), 1))
    line = {name: [row for row in rows if row["series"] == name] for name in ("read", "likely", "early", "late")}
    return Picture(
        read=scale.points(line["read"]),
        likely=scale.points(line["likely"]),
        band=scale.points([*line["early"], *reversed(line["late"])]),
        deadline=scale.across(deadline),
        total=scale.up(total),
        days=[Tick(scale.across(day), f"{day:%-d %b %Y}") for day in scale.some_days()],
        cases=[Tick(scale.up(number), f"{number:,}") for number in scale.some_numbers()],
    )


class _Scale:
    """From days and cases to the picture's coordinates."""

    def __init__(self, first: date, last: date, most: int) -> None:
        self.first, self.days, self.most = first, max((last - first).days, 1), most

    def across(self, day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.days, 1)

    def up(self, cases: int) -> float:
        return round((HEIGHT - BOTTOM) * (1 - cases / self.most) * 0.95 + 10, 1)

    def points(self, rows: Sequence[Row]) -> str:
        return " ".join(f"{self.across(date.fromisoformat(row['day']))},{self.up(row['cases'])}" for row in rows)

    def some_days(self) -> list[date]:
        return [date.fromordinal(self.first.toordinal() + self.days * part // TICKS) for part in range(TICKS + 1)]

    def some_numbers(self) -> list[int]:
        return [self.most * part // TICKS for part in range(TICKS + 1)]


def table(rows: Sequence[Row]) -> list[Row]:
    """A line a day: what was read, or what will have been read with a chance of 95, 50 and 5%."""
    by_day: dict[str, Row] = {}
    for row in rows:
        by_day.setdefault(row["day"], {"day": date.fromisoformat(row["day"])})[row["series"]] = row["cases"]
    ahead = [line for line in by_day.values() if "likely" in line]
    behind = [line for line in by_day.values() if "likely" not in line]
    return [*_thinned(behind), *_thinned(ahead)]


def _thinned(lines: list[Row], most: int = 26) -> list[Row]:
    """At most so many lines, evenly chosen, the last among them."""
    step = -(-len(lines) // most) or 1
    return [line for number, line in enumerate(lines) if (len(lines) - 1 - number) % step == 0]
