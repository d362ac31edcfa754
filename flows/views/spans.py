"""Time on a chart: months gathered into as few periods as can be told apart on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

MONTHS = 30
QUARTERS = 90
LETTERS = {"M": "month", "Q": "quarter", "Y": "year"}


@dataclass(frozen=True, slots=True)
class Span:
    """The periods of a time axis, in order, and their length in words."""

    letter: str
    periods: tuple[str, ...]

    @property
    def length(self) -> str:
        """month, quarter or year."""
        return LETTERS[self.letter]

    def labels(self, days: pd.Series[Any]) -> pd.Series[Any]:
        """The period of each day, as the axis names it; null for no day."""
        moments = pd.to_datetime(days)
        labels: pd.Series[Any] = _label(moments.dt.to_period(self.letter), self.letter)
        return labels.where(moments.notna())


def span(days: pd.Series[Any]) -> Span:
    """Months up to 30 of them, quarters up to 90 months, else years: from the first to the last of the days."""
    moments = pd.to_datetime(days.dropna())
    if moments.empty:
        return Span("M", ())
    first, last = moments.min(), moments.max()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    letter = "M" if months <= MONTHS else "Q" if months <= QUARTERS else "Y"
    periods = pd.Series(pd.period_range(first, last, freq=letter))
    return Span(letter, tuple(_label(periods, letter)))


def _label(periods: pd.Series[Any], letter: str) -> pd.Series[Any]:
    forms = {"M": "%Y-%m", "Q": "%Y Q%q", "Y": "%Y"}
    named: pd.Series[Any] = periods.dt.strftime(forms[letter])
    return named
