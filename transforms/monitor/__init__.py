"""The monitoring room: published tables in; what they cover, which sources fell away, and how a run differs, out."""

from __future__ import annotations

import pandas as pd

from transforms import schema
from transforms.monitor import accounting, alarms, pairs, placing, sources
from transforms.monitor.drift import run_figures
from transforms.normalise.mentions import Frames

__all__ = ["coverage", "run_figures"]


def coverage(frames: Frames) -> Frames:
    """The tables about coverage and about what became of the inputs, from all tables that `normalise` gives."""
    placed = placing.placed(frames)
    months, days = sources.months(placed), sources.days(placed)
    found = {
        "coverage_pairs": pairs.coverage_pairs(frames, placed),
        "source_months": months,
        "source_days": days,
        "source_alarms": alarms.source_alarms(months, days, placed),
        "input_outcomes": accounting.input_outcomes(frames),
    }
    return {name: _conformed(frame, name) for name, frame in found.items()}


def _conformed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    table = schema.tables()[name]
    return schema.conform(frame, table) if len(frame) else schema.frame(table, [])
