"""The waterfall chart of a pair; in its own file because the chart library is slow to load."""

import altair

from reassess.linking.pair_explanation import BANDS, PairExplanation

# From the palette of Okabe and Ito, for any colour vision.
_COLOURS = {"for": "#0072B2", "against": "#D55E00", "sum": "#666666"}
_SCALE = altair.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))


def waterfall(explanation: PairExplanation) -> altair.Chart:
    """Return the waterfall chart of a pair: the prior, then the match weight of each comparison, then the total.

    Colour is not the only sign: every bar has its label and weight.
    """
    rows = list(_steps(explanation))
    bars = (
        altair.Chart(altair.InlineData(rows), title=f"{explanation.left_id} and {explanation.right_id}")
        .mark_bar(height=16)
        .encode(
            x=altair.X("from:Q", title="Match weight (log2 of the odds)"),
            x2="to:Q",
            y=altair.Y("step:N", sort=None, title=None, axis=altair.Axis(labelLimit=420)),
            color=altair.Color("kind:N", scale=_SCALE, title=None),
        )
    )
    labels = (
        altair.Chart(altair.InlineData(rows))
        .mark_text(align="left", dx=4)
        .encode(x="end:Q", y=altair.Y("step:N", sort=None), text="label:N")
    )
    chart: altair.Chart = (bars + labels).properties(width=420)
    return chart


def _steps(explanation: PairExplanation) -> list[dict[str, object]]:
    total = explanation.prior_weight
    rows = [_bar("prior", 0.0, total, "sum")]
    for part in explanation.evidence:
        rows.append(_bar(part.label, total, total + part.weight, "for" if part.weight >= 0 else "against"))
        total += part.weight
    rows.append(_bar(f"total: {BANDS[explanation.band]}", 0.0, total, "sum"))
    return rows


def _bar(step: str, start: float, end: float, kind: str) -> dict[str, object]:
    weight = end - start
    return {"step": step, "from": start, "to": end, "end": max(start, end), "label": f"{weight:+.1f}", "kind": kind}
