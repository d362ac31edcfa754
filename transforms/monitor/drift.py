"""Figures of a run, and how far each is from the run before: what changed beyond its tolerance is flagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from transforms import schema, vocabulary

ALL = "all"
ROWS = "rows"
SHARES = {
    "class_share": ("counts", "object_class"),
    "status_share": ("counts", "status"),
    "measure_share": ("counts", "measure"),
    "reason_share": ("rejected_numbers", "reason"),
    "state_share": ("articles", "state"),
}
FILLED = {
    "counts_with_share": ("counts", ("parties", "fields", "period_text", "speaker", "programme")),
    "articles_with_share": ("articles", ("published_date", "dateline_place", "agency", "publisher")),
}
SOFTWARE = "; the software changed between the runs"


def run_figures(
    frames: Mapping[str, pd.DataFrame],
    stages: list[dict[str, Any]],
    former: pd.DataFrame,
    *,
    run_id: str,
    other_software: bool,
) -> pd.DataFrame:
    """Rows of `run_figures` for the run of that key.

    `stages` are rows in and out of each stage; `former` are the figures of the run before, empty for a first run.
    """
    measured = [*stages, *_measured(frames)]
    before = {(row["figure"], row["subject"]): row for row in former.to_dict("records")}
    measured += _vanished(measured, before)
    rows = [_compared(row, before, other_software=other_software) | {"run_id": run_id} for row in measured]
    return schema.frame(schema.tables()["run_figures"], rows)


def _measured(frames: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    counts, articles, rejected = (frames[name] for name in ("counts", "articles", "rejected_numbers"))
    yield _figure("counts_per_article", ALL, len(counts), len(articles))
    yield _figure("set_aside_share", ALL, len(rejected), len(rejected) + len(counts))
    yield _figure("quarantined_per_input", ALL, len(frames["quarantine"]), len(frames["inputs"]))
    # Sorted, since a floating-point sum depends on its order.
    yield _figure("mean_confidence", ALL, float(counts["confidence"].sort_values().sum()), len(counts))
    for figure, (table, column) in SHARES.items():
        for subject, rows in frames[table][column].value_counts().sort_index().items():
            yield _figure(figure, str(subject), int(rows), len(frames[table]))
    for figure, (table, columns) in FILLED.items():
        for column in columns:
            yield _figure(figure, column, int(frames[table][column].notna().sum()), len(frames[table]))


def _figure(figure: str, subject: str, amount: float, base: int) -> dict[str, Any]:
    return {"figure": figure, "subject": subject, "figure_value": amount / base if base else 0.0, "base": base}


def stage_figure(stage: str, direction: str, subject: str, rows: int) -> dict[str, Any]:
    """Rows that went into or out of a stage, as one figure; `subject` says of what."""
    named = {"stage_of_run": stage, "figure": f"{stage}_{direction}", "subject": subject}
    return named | {"figure_value": float(rows), "base": rows}


def _vanished(measured: list[dict[str, Any]], before: Mapping[Any, dict[Any, Any]]) -> list[dict[str, Any]]:
    """What the run before had and this one has not: a share of zero."""
    now = {(row["figure"], row["subject"]) for row in measured}
    bases = {row["figure"]: row["base"] for row in measured}
    gone = [key for key in sorted(before.keys() - now) if key[0] in SHARES and key[0] in bases]
    return [_figure(figure, subject, 0, bases[figure]) for figure, subject in gone]


def _compared(row: dict[str, Any], before: Mapping[Any, dict[Any, Any]], *, other_software: bool) -> dict[str, Any]:
    told, former = _declared().get(row["figure"]), before.get((row["figure"], row["subject"]))
    if former is None and before and row["figure"] in SHARES:
        former = {"figure_value": 0.0, "base": _base_before(row["figure"], before)}
    row |= {"former_value": former["figure_value"] if former else None, "drifted": False}
    if not told:
        return row | {"unit_of_figure": ROWS}
    row |= {"stage_of_run": told["stage"], "unit_of_figure": told["unit"], "tolerance": float(told["tolerance"])}
    if former and _beyond(row, former, told):
        words = told["words"].format(subject=row["subject"], former=former["figure_value"], value=row["figure_value"])
        row |= {"drifted": True, "remark": words + (SOFTWARE if other_software else "")}
    return row


def _base_before(figure: str, before: Mapping[Any, dict[Any, Any]]) -> int:
    return next((int(row["base"]) for (name, _), row in before.items() if name == figure), 0)


def _beyond(row: Mapping[str, Any], former: Mapping[str, Any], told: Mapping[str, str]) -> bool:
    if min(row["base"], former["base"]) < int(told["least"]):
        return False
    change = abs(row["figure_value"] - former["figure_value"])
    if told["kind"] == "relative":
        change = change / former["figure_value"] if former["figure_value"] else float(change > 0)
    return bool(change > float(told["tolerance"]))


def _declared() -> dict[str, dict[str, str]]:
    return {row["figure"]: row for row in vocabulary.rows("drift")}
