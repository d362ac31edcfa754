"""Articles placed in time and by source, with what was found in each: the ground of all coverage figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

UNKNOWN = "unknown"
TOP = "."
UNCONFIGURED = "raw"
FIRST_DAY = pd.Timestamp(1900, 1, 1)
LAST_DAY = pd.Timestamp(2100, 12, 31)
EXTRACTED = "extracted"
NAMED_SOURCES = ("publisher", "agency")


def placed(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row an article: day, month, its sources, and whether date, dateline and numbers were found in it.

    The day is that of publication, else of the dateline, else of arrival; articles without any, or outside 1900 to
    2100, are left out. `numbered` is null for articles that were not extracted.
    """
    articles = frames["articles"]
    arrived = articles["first_seen_utc"].dt.tz_localize(None).dt.normalize()
    published, dateline = (pd.to_datetime(articles[name]) for name in ("published_date", "dateline_date"))
    day = published.fillna(dateline).fillna(arrived)
    known = articles[["article_id", *NAMED_SOURCES]].fillna(dict.fromkeys(NAMED_SOURCES, UNKNOWN))
    known = known.assign(
        feed=_feeds(articles),
        day=day,
        month=day.dt.to_period("M").dt.start_time,
        dated=published.notna().astype(float),
        datelined=articles["dateline_place"].notna().astype(float),
        numbered=_numbered(frames).where(articles["state"] == EXTRACTED),
    )
    return known[day.between(FIRST_DAY, LAST_DAY).fillna(value=False)].reset_index(drop=True)


def _feeds(articles: pd.DataFrame) -> pd.Series[Any]:
    """The configured source of each article; without one its folder below the raw folder, '.' for that itself."""
    folder = articles["source_uri"].str.extract(r"^(.*)/[^/]*$", expand=False).fillna(TOP)
    return folder.where(articles["source_name"] == UNCONFIGURED, articles["source_name"])


def _numbered(frames: Mapping[str, pd.DataFrame]) -> pd.Series[Any]:
    found = set(frames["counts"]["article_id"]) | set(frames["rejected_numbers"]["article_id"])
    return frames["articles"]["article_id"].isin(found).astype(float)
