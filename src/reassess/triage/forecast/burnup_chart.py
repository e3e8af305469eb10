"""The burn-up as a chart. Separate from its table because the chart library is slow to load."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import altair as alt

from reassess.records.errors import UserError
from reassess.triage.forecast.burnup import Row


def write_burn_up(rows: Sequence[Row], deadline: date, total: int, file: Path) -> None:
    """Draw the burn-up table as a chart (.svg or .png) with the deadline and the total number of cases.

    Raises:
        UserError: the file has another suffix, or its folder does not exist.
    """
    if file.suffix not in (".svg", ".png") or not file.parent.is_dir():
        raise UserError(f"{file}: cannot be written. Name a .png or .svg file in a folder that exists.")
    bands: dict[object, Row] = {}
    for row in rows:
        if row["series"] != "read":
            bands.setdefault(row["day"], {"day": row["day"]})[str(row["series"])] = row["cases"]
    read = alt.Data(values=[row for row in rows if row["series"] == "read"])  # type: ignore[no-untyped-call]
    band = alt.Data(values=list(bands.values()))  # type: ignore[no-untyped-call]
    end = alt.Data(values=[{"day": deadline.isoformat(), "total": total}])  # type: ignore[no-untyped-call]
    day = alt.X("day:T", title=None)
    cases = alt.Axis(title="investigations read")
    layers = [
        alt.Chart(band)
        .mark_area(opacity=0.25, color="#1d70b8")
        .encode(x=day, y=alt.Y("late:Q", axis=cases), y2="early:Q"),
        alt.Chart(band).mark_line(strokeDash=[5, 4], color="#1d70b8").encode(x=day, y=alt.Y("likely:Q", axis=cases)),
        alt.Chart(read).mark_line(color="#0b0c0c").encode(x=day, y=alt.Y("cases:Q", axis=cases)),
        alt.Chart(end).mark_rule(color="#d4351c").encode(x=day),
        alt.Chart(end).mark_rule(color="#505a5f", strokeDash=[2, 2]).encode(y=alt.Y("total:Q", axis=cases)),
    ]
    alt.layer(*layers).properties(width=640, height=320).save(str(file), ppi=144)
