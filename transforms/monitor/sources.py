"""Each source by month and by day: how much it delivered and how well it could be read, against its own past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from transforms.monitor.usual import Matrix, score, usual

KINDS = ("publisher", "agency", "feed")
SHARES = ("dated", "datelined", "numbered")
VOLUME_FLOOR = 1.0
SHARE_FLOOR = 0.1
LEAST_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class Grain:
    """How a source is followed: length of a period, and which earlier periods are its past."""

    column: str
    frequency: str
    lags: tuple[int, ...]
    least: int


# Two years of months; the same weekday of eight weeks, since news has a weekly rhythm.
MONTH = Grain("month_start", "MS", tuple(range(1, 25)), 6)
DAY = Grain("date", "D", tuple(range(7, 57, 7)), 6)
DAYS_SHOWN = 91


def months(placed: pd.DataFrame) -> pd.DataFrame:
    """One row for each source and month, from the source's first month to the last month of all sources."""
    return _followed(placed, placed["month"], MONTH)


def days(placed: pd.DataFrame) -> pd.DataFrame:
    """One row for each source and day of the last 91 days that the articles reach, with their past behind them."""
    needed = DAYS_SHOWN + max(DAY.lags)
    last = placed["day"].max()
    recent = placed[placed["day"] > last - pd.Timedelta(days=needed)]
    followed = _followed(recent, recent["day"], DAY)
    if followed.empty:
        return followed
    shown: pd.DataFrame = followed[pd.to_datetime(followed[DAY.column]) > last - pd.Timedelta(days=DAYS_SHOWN)]
    return shown.reset_index(drop=True)


def _followed(placed: pd.DataFrame, period: pd.Series[Any], grain: Grain) -> pd.DataFrame:
    if placed.empty:
        return pd.DataFrame()
    periods = pd.date_range(period.min(), period.max(), freq=grain.frequency)
    elapsed = _elapsed(periods, placed["day"].max(), grain)
    placed = placed.assign(period=period)
    parts = [_of_kind(placed.assign(source=placed[kind]), kind, periods, elapsed, grain) for kind in KINDS]
    return pd.concat(parts, ignore_index=True)


def _elapsed(periods: pd.DatetimeIndex, last: pd.Timestamp, grain: Grain) -> Matrix:
    """The share of each period that lies before the end of the last day; below 1 for a month that has only begun."""
    starts = periods.to_numpy()
    ends = pd.date_range(periods[0], periods=len(periods) + 1, freq=grain.frequency).to_numpy()[1:]
    gone: Matrix = (last.to_datetime64() - starts + np.timedelta64(1, "D")) / (ends - starts)
    return np.minimum(gone, 1.0)[:, None]


def _of_kind(placed: pd.DataFrame, kind: str, periods: pd.DatetimeIndex, elapsed: Matrix, grain: Grain) -> pd.DataFrame:
    groups = placed.groupby(["period", "source"], observed=True)
    counted = groups.size().unstack().reindex(periods).fillna(0.0)  # noqa: PD010 - a matrix of periods by sources
    articles = counted.to_numpy(dtype="float64", copy=True)
    begun = np.cumsum(articles, axis=0) > 0
    articles[~begun] = np.nan
    by = usual(articles, grain.lags, grain.least, VOLUME_FLOOR)
    by = by._replace(median=by.median * elapsed)
    cells = {"articles_in_period": articles, "usual_articles": by.median, "articles_spread": by.spread}
    cells["articles_score"] = score(articles, by)
    for share in SHARES:
        # Every article counts alike; the unextracted have no say about numbers.
        found = groups[share].mean().unstack().reindex(periods).to_numpy(dtype="float64")  # noqa: PD010 - as above
        cells |= _share_cells(share, found, articles, grain)
    return _long(cells, counted.columns, kind, periods, grain.column, begun)


def _share_cells(share: str, found: Matrix, articles: Matrix, grain: Grain) -> dict[str, Matrix]:
    judged = np.where(articles >= LEAST_ARTICLES, found, np.nan)
    by = usual(judged, grain.lags, grain.least, SHARE_FLOOR)
    return {
        f"{share}_share": found,
        f"usual_{share}_share": by.median,
        f"{share}_spread": by.spread,
        f"{share}_score": score(judged, by),
    }


def _long(
    cells: dict[str, Matrix], names: pd.Index[Any], kind: str, periods: pd.DatetimeIndex, column: str, begun: Any
) -> pd.DataFrame:
    row, place = np.nonzero(begun)
    data = {"source_kind": kind, "source": names.to_numpy()[place], column: periods.to_numpy()[row]}
    return pd.DataFrame(data | {name: matrix[row, place] for name, matrix in cells.items()})
