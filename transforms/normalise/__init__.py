"""The normalising room: frames of mentions in, the published tables out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from transforms import schema
from transforms.normalise import claims, clusters, dimensions, money, monthly
from transforms.normalise.carry import carried, dated_files, unchanged_files
from transforms.normalise.figures import figures
from transforms.normalise.mentions import (
    MENTION_TABLES,
    Frames,
    Located,
    Outcome,
    PassedOver,
    distinct,
    mention_frames,
    merge,
    quarantine_frame,
    skipped_frame,
    stack,
    withheld,
)

__all__ = [
    "ABOUT_INPUTS",
    "MENTION_TABLES",
    "Frames",
    "Located",
    "Outcome",
    "PassedOver",
    "carried",
    "dated_files",
    "distinct",
    "figures",
    "mention_frames",
    "merge",
    "normalise",
    "quarantine_frame",
    "remembered",
    "skipped_frame",
    "stack",
    "unchanged_files",
    "withheld",
]

ABOUT_INPUTS = ("inputs", "quarantine", "skipped")
POINTERS = ("part_of", "equivalent_of")
CARRIED = ("article_inputs", "article_texts", "article_signatures", "rejected_numbers", "fields", "initiatives")


def normalise(mentions: Frames, about_inputs: Frames) -> Frames:
    """All published tables but `runs`, from the merged frames of mentions and those of ABOUT_INPUTS."""
    articles = clusters.clustered(*(mentions[name] for name in ("articles", "article_signatures", "article_texts")))
    counts = _dated_money(claims.identified(_pointing(mentions["counts"]), articles), articles)
    frames = {name: mentions[name] for name in CARRIED}
    frames |= {"articles": articles, "counts": counts} | about_inputs
    frames["statistics"] = claims.statistics(counts, articles)
    frames["statistic_relations"] = claims.relations()
    frames["cooperation_monthly"] = monthly.cooperation_monthly(frames["statistics"])
    frames |= dimensions.bridges(frames)
    frames |= dimensions.dimensions(frames)
    declared = schema.tables()
    return {name: schema.conform(frames[name], table) for name, table in declared.items() if name in frames}


def _pointing(counts: pd.DataFrame) -> pd.DataFrame:
    """`counts` without pointers to rows that broke a rule and were left out."""
    return counts.assign(**{name: counts[name].where(counts[name].isin(counts["count_id"])) for name in POINTERS})


def _dated_money(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    published = articles.set_index("article_id")["published_date"]
    return money.in_dollars(counts, published.reindex(counts["article_id"]).set_axis(counts.index))


def remembered(frame: pd.DataFrame, key: str, seen: pd.Series[Any]) -> pd.DataFrame:
    """`frame` with first_seen_utc as an earlier set had it, by key; rows new to that set keep their own."""
    known = seen.reindex(frame[key]).set_axis(frame.index)
    return frame.assign(first_seen_utc=known.fillna(frame["first_seen_utc"]))
