"""Alarms: a source that fell away, or in whose articles dates, datelines or numbers are no longer found."""

from __future__ import annotations

from typing import Any

import pandas as pd

from transforms.monitor.sources import DAY, MONTH, SHARES, Grain
from transforms.monitor.usual import LIMIT

FELL_TO = 0.5
VOLUME = "volume_fell"
ALARMS = {"dated": "dates_missing", "datelined": "datelines_missing", "numbered": "numbers_missing"}
WORDS = {
    VOLUME: "{source}: {observed:g} articles where {usual:.1f} are usual",
    "dates_missing": "{source}: a date in {observed:.0%} of the articles where {usual:.0%} are usual",
    "datelines_missing": "{source}: a dateline in {observed:.0%} of the articles where {usual:.0%} are usual",
    "numbers_missing": "{source}: numbers in {observed:.0%} of the articles where {usual:.0%} are usual",
}
COLUMNS = ["source_kind", "source", "period_kind", "alarm_start", "alarm", "observed", "usual", "score", "is_current"]


def source_alarms(months: pd.DataFrame, days: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """One row an alarm. Current are those of the last month, and of the last day and the one before it.

    The last day is not judged by its volume: it may still be going on.
    """
    last = placed["day"].max()
    found = pd.concat([_of_grain(months, MONTH, "month", last), _of_grain(days, DAY, "day", last)], ignore_index=True)
    if found.empty:
        return found
    return found.assign(message=[_message(row) for row in found.to_dict("records")])


def _of_grain(rows: pd.DataFrame, grain: Grain, kind: str, last: pd.Timestamp) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    start = pd.to_datetime(rows[grain.column])
    current = start >= (last.replace(day=1) if grain is MONTH else last - pd.Timedelta(days=1))
    rows = rows.assign(period_kind=kind, alarm_start=start, is_current=current)
    fell = (rows["articles_score"] <= -LIMIT) & (rows["articles_in_period"] < FELL_TO * rows["usual_articles"])
    going_on = (start == last) & (grain is DAY)
    parts = [_alarmed(rows[fell & ~going_on], VOLUME, "articles_in_period", "usual_articles", "articles_score")]
    for share in SHARES:
        low = rows[rows[f"{share}_score"] <= -LIMIT]
        parts.append(_alarmed(low, ALARMS[share], f"{share}_share", f"usual_{share}_share", f"{share}_score"))
    return pd.concat(parts, ignore_index=True)


def _alarmed(rows: pd.DataFrame, alarm: str, observed: str, usual: str, score: str) -> pd.DataFrame:
    named = {"observed": rows[observed], "usual": rows[usual], "score": rows[score]}
    return rows.assign(alarm=alarm, **named)[COLUMNS]


def _message(row: dict[Any, Any]) -> str:
    return WORDS[row["alarm"]].format(**row)
