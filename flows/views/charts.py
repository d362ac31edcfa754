"""Aggregates -> charts, as Vega-Lite specifications.

Colours are the page's CSS variables: one drawing serves light, dark and print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from flows.views.facts import DONE, PLANNED, Row

Spec = dict[str, Any]

INK = "var(--ink)"
FAINT = "var(--faint)"
LINE = "var(--line)"
PAPER = "var(--paper)"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
TALL = 170
CARD = 54
ROW = 34
LINE_HEIGHT = 13
LABELLED_PERIODS = 18
LABELLED_CELLS = 16
SIZES = {"articles": "var(--neutral)", "claims": "var(--done)", "counts": "var(--neutral)"}
STATUS = {DONE: "var(--done)", PLANNED: "var(--planned)"}
STATES = ("found", "zero", "not_covered")
LINES = "split(datum.label, '\\n')"
SIGNS = {"zero": "0", "not_covered": "·"}

CONFIG: Spec = {
    "background": None,
    "font": FONT,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "labelColor": FAINT,
        "titleColor": FAINT,
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": 12},
}


def _spec(chart: Any, height: int, description: str) -> Spec:
    """The chart as plain data, as wide as its place on the page."""
    sized = chart.properties(width="container", height=height, description=description)
    spec: Spec = sized.to_dict()
    # The page has one configuration for all charts.
    return {key: value for key, value in spec.items() if key not in {"config", "$schema"}}


def _rows(rows: Sequence[Row]) -> alt.Data:
    return alt.Data(values=[*rows])  # type: ignore[no-untyped-call]


def _periods(rows: Sequence[Row]) -> alt.X:
    order = list(dict.fromkeys(row["period"] for row in rows))
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelSeparation=8, ticks=False, labelPadding=6)
    return alt.X("period:O", sort=order, axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))


def _amounts(field: str, top: float | None = None) -> alt.Y:
    axis = alt.Axis(title=None, tickCount=3, format=",d", domain=False, ticks=False, labelPadding=6)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=True) if top else alt.Undefined)


def over_time(rows: Sequence[Row], field: str, description: str) -> Spec:
    """Bars by period, each with its figure where there is room."""
    base = alt.Chart(_rows(rows)).encode(x=_periods(rows), y=_amounts(field))
    bars = base.mark_bar(color=SIZES[field]).encode(tooltip=["period:O", f"{field}:Q"])
    if len({row["period"] for row in rows}) > LABELLED_PERIODS:
        return _spec(bars, TALL, description)
    labels = base.mark_text(dy=-8).encode(text=alt.Text(f"{field}:Q", format=",d"))
    labels = labels.transform_filter(f"datum.{field} > 0")
    return _spec(alt.layer(bars, labels), TALL, description)


def by_status(rows: Sequence[Row], description: str) -> Spec:
    """Bars by period, planned claims on top of those done."""
    scale = alt.Scale(domain=[*STATUS], range=[*STATUS.values()])
    bars = (
        alt.Chart(_rows(rows))
        .mark_bar()
        .encode(
            x=_periods(rows),
            y=_amounts("claims"),
            color=alt.Color("status:N", legend=None, scale=scale),
            order=alt.Order("status:N", sort="descending"),
            tooltip=["period:O", "status:N", "claims:Q"],
        )
    )
    return _spec(bars, TALL, description)


def small(rows: Sequence[Row], field: str, top: float, description: str) -> Spec:
    """A small multiple without words: bars by period on a scale that its neighbours share."""
    bars = (
        alt.Chart(_rows(rows))
        .mark_bar(color=SIZES[field])
        .encode(
            x=_periods(rows).axis(None),
            y=_amounts(field, top).axis(None),
            tooltip=["period:O", f"{field}:Q"],
        )
    )
    return _spec(bars, CARD, description)


def promised(rows: Sequence[Row], description: str) -> Spec:
    """For each class two dots on one line: claims that are planned, claims that are done."""
    long = [
        {"class": row["class"], "status": status, "claims": row[side], "larger": row[side] >= row[other]}
        for row in rows
        for status, side, other in ((PLANNED, "planned", "done"), (DONE, "done", "planned"))
    ]
    # Equal amounts would lie on each other: the plan is then written on the left.
    for row, other in zip(long[::2], long[1::2], strict=True):
        row["larger"] = row["claims"] > other["claims"]
    top = max((row["claims"] for row in long), default=1)
    x = alt.X("claims:Q", axis=None, scale=alt.Scale(domain=[-0.09 * top, 1.09 * top], nice=False))
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8, labelColor=INK)
    y = alt.Y("class:N", sort=[row["class"] for row in rows], axis=axis)
    base = alt.Chart(_rows(long)).encode(y=y)
    lines = base.mark_rule(color=LINE, strokeWidth=3).encode(x=alt.X("min(claims):Q", axis=None), x2="max(claims):Q")
    scale = alt.Scale(domain=[DONE, PLANNED], range=[STATUS[DONE], STATUS[PLANNED]])
    shape = alt.Shape("status:N", legend=None, scale=alt.Scale(domain=[DONE, PLANNED], range=["circle", "diamond"]))
    color = alt.Color("status:N", legend=None, scale=scale)
    tooltip = ["class:N", "status:N", "claims:Q"]
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(x=x, color=color, shape=shape, tooltip=tooltip)
    text = alt.Text("claims:Q", format=",d")
    right = base.mark_text(align="left", dx=10).encode(x=x, text=text).transform_filter("datum.larger")
    left = base.mark_text(align="right", dx=-10).encode(x=x, text=text).transform_filter("!datum.larger")
    return _spec(alt.layer(lines, dots, right, left), ROW * len(rows), description)


def coverage(rows: Sequence[Row], periods: Sequence[str], description: str) -> Spec:
    """A grid of pairs by periods: filled where counts were found, outlined for zero, a dot where nothing was read."""
    pairs = list(dict.fromkeys(row["pair"] for row in rows))
    cells = [row | {"sign": SIGNS.get(row["state"], f"{row['counts']}")} for row in rows]
    x_axis = alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelSeparation=8, ticks=False, domain=False)
    x = alt.X("period:O", sort=[*periods], axis=x_axis, scale=alt.Scale(domain=[*periods], paddingInner=0.12))
    y_axis = alt.Axis(
        title=None, ticks=False, domain=False, labelExpr=LINES, labelColor=INK, labelLineHeight=LINE_HEIGHT,
        labelLimit=0, labelFontSize=11,
    )  # fmt: skip
    y = alt.Y("pair:N", sort=pairs, axis=y_axis, scale=alt.Scale(paddingInner=0.18))
    base = alt.Chart(_rows(cells)).encode(x=x, y=y)
    fills = alt.Scale(domain=[*STATES], range=["var(--done)", PAPER, "transparent"])
    edges = alt.Scale(domain=[*STATES], range=["var(--done)", "var(--faint)", "transparent"])
    tooltip = ["pair:N", "period:O", "state:N", "counts:Q"]
    rects = base.mark_rect(strokeWidth=1, cornerRadius=2).encode(
        fill=alt.Fill("state:N", legend=None, scale=fills),
        stroke=alt.Stroke("state:N", legend=None, scale=edges),
        tooltip=tooltip,
    )
    inks = alt.Scale(domain=[*STATES], range=[PAPER, FAINT, FAINT])
    signs = base.mark_text(fontSize=10).encode(text="sign:N", color=alt.Color("state:N", legend=None, scale=inks))
    wide = len(periods) > LABELLED_CELLS or max((row["counts"] for row in rows), default=0) > 99
    if wide:
        signs = signs.transform_filter("datum.state == 'not_covered'")
    lines = max((pair.count("\n") + 1 for pair in pairs), default=1)
    return _spec(alt.layer(rects, signs), (ROW + 10 + LINE_HEIGHT * max(lines - 2, 0)) * len(pairs), description)


def confidence(rows: Sequence[Row], description: str) -> Spec:
    """Counts by confidence in ten steps."""
    axis = alt.Axis(title="confidence from", labelAngle=0, ticks=False, labelPadding=6)
    base = alt.Chart(_rows(rows)).encode(x=alt.X("from:O", axis=axis), y=_amounts("counts"))
    bars = base.mark_bar(color=SIZES["counts"]).encode(tooltip=["from:O", "counts:Q"])
    labels = base.mark_text(dy=-8).encode(text=alt.Text("counts:Q", format=",d")).transform_filter("datum.counts > 0")
    return _spec(alt.layer(bars, labels), TALL, description)
