"""What a simulation prints and writes: the recall curve and the looks as CSV and PNG, the measures as sentences."""

import csv
from collections.abc import Iterator
from pathlib import Path

import altair as alt
import numpy as np

from reassess.records.errors import UserError
from reassess.triage.simulation.simulate import Simulation, in_reading_order
from reassess.triage.simulation.simulated_review import SimulatedReview

# The chart shows this many points of a curve at most; the CSV has all of them.
CHART_POINTS = 600

Row = dict[str, object]


def measures_in_words(simulation: Simulation) -> list[tuple[str, str]]:
    """The measures of a simulation as (what, value) lines for the screen."""
    measures, seconds = simulation.measures, simulation.seconds
    percent = f"{simulation.target:.0%}"
    return [
        ("records", f"{len(simulation.table.positive):,}"),
        ("positives", f"{int(simulation.table.positive.sum()):,}"),
        (f"records read to {percent} of the positives", f"{measures.to_target:,}"),
        ("records read to the last positive", f"{measures.to_all:,}"),
        (f"work saved over chance at {percent} (WSS)", f"{measures.work_saved:.3f}"),
        ("loss (0 perfect, 0.5 random)", f"{measures.loss:.3f}"),
        ("average time to discovery (share of records)", f"{measures.time_to_discovery:.3f}"),
        ("refits", f"{simulation.order.refits:,}"),
        ("CPU seconds", f"{seconds['features']:.1f} features, {seconds['order']:.1f} order"),
        ("memory", f"{simulation.memory_mb:,.0f} MB"),
    ]


def looks_in_words(simulation: Simulation, lines: int = 12) -> list[str]:
    """What the daily bound said, at some looks spread over the review, and whether any of them all was wrong."""
    looks = simulation.audited.looks
    if not looks:
        return ["No audit was simulated."]
    chosen = sorted({round(place) for place in np.linspace(0, len(looks) - 1, min(lines, len(looks)))})
    said = [
        f"after {looks[at].read:,} read: {looks[at].found:,} found, at most {looks[at].max_missed:,} among the unread"
        for at in chosen
    ]
    target = f"{simulation.target:.0%}"
    certified = simulation.certified_after
    proof = f"after {certified:,} records" if certified is not None else "only once everything was read"
    verdict = f"{len(looks):,} looks, of which {simulation.violated_looks} were wrong; {target} was proved {proof}"
    return [*said, verdict]


def write_results(simulation: Simulation, folder: Path) -> tuple[Path, Path]:
    """Write the curve as `curve.csv` and `curve.png` into a folder, made where it is not there; returns both files.

    Raises:
        UserError: the folder cannot be made, because a file has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UserError(f"{folder}: is a file; name a folder for the curve, such as --out simulated") from error
    curve, chart = folder / "curve.csv", folder / "curve.png"
    write_curve(simulation, curve)
    write_chart(simulation, chart)
    return curve, chart


def write_curve(simulation: Simulation, file: Path) -> None:
    """Write both reviews as CSV: review, read, record, stream, positive, found, recall, max_missed.

    `max_missed` stands on audit rows only: what the bound was after that draw.
    """
    with file.open("w", encoding="utf-8", newline="") as handle:
        fields = ["review", "read", "record", "stream", "positive", "found", "recall", "max_missed"]
        writer = csv.DictWriter(handle, fieldnames=fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_rows(simulation, "order", simulation.order))
        writer.writerows(_rows(simulation, "audited", simulation.audited))


def _rows(simulation: Simulation, name: str, review: SimulatedReview) -> Iterator[Row]:
    positive = simulation.table.positive
    total = int(positive.sum())
    looks = iter(review.looks)
    found = 0
    for read, (row, stream) in enumerate(zip(review.rows, review.streams, strict=True), start=1):
        found += int(positive[row])
        yield {
            "review": name,
            "read": read,
            "record": simulation.table.references[row],
            "stream": stream,
            "positive": int(positive[row]),
            "found": found,
            "recall": round(found / total, 6),
            "max_missed": next(looks).max_missed if stream == "audit" else "",
        }


def write_chart(simulation: Simulation, file: Path) -> None:
    """Draw the recall curve of the order beside those of chance and of a perfect order (.png or .svg)."""
    found = in_reading_order(simulation.table.positive, simulation.order)
    cases, positives = len(found), int(found.sum())
    read = np.unique(np.linspace(0, cases, min(CHART_POINTS, cases) + 1).round().astype(int))
    recall = np.concatenate([[0], np.cumsum(found)]) / positives
    lines = [("this order", int(at), float(recall[at])) for at in read]
    lines += [("chance", 0, 0.0), ("chance", cases, 1.0)]
    lines += [("perfect", 0, 0.0), ("perfect", positives, 1.0), ("perfect", cases, 1.0)]
    chart = _recall_chart(lines, simulation)
    chart.save(str(file), ppi=144)


def _recall_chart(lines: list[tuple[str, int, float]], simulation: Simulation) -> alt.Chart:
    rows = [{"order": name, "read": read, "found": found} for name, read, found in lines]
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    measures = simulation.measures
    chart: alt.Chart = (
        alt.Chart(data, title=f"{measures.to_target:,} of {measures.cases:,} records to {simulation.target:.0%}")
        .mark_line(interpolate="linear")
        .encode(
            x=alt.X("read:Q", title="records read"),
            y=alt.Y("found:Q", title="share of the positives found", axis=alt.Axis(format="%")),
            color=alt.Color("order:N", title=None, scale=alt.Scale(range=["#505a5f", "#b1b4b6", "#1d70b8"])),
            strokeDash=alt.StrokeDash("order:N", title=None),
        )
        .properties(width=560, height=340)
    )
    return chart
