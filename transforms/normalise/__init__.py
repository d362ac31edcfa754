"""The normalising room: frames of mentions in, the published tables out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from transforms import schema
from transforms.normalise import clusters, dimensions, money, monthly
from transforms.normalise.additive import settled
from transforms.normalise.carry import carried, dated_files, unchanged_files
from transforms.normalise.claims import identified
from transforms.normalise.columns import among
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
from transforms.normalise.relations import relations
from transforms.normalise.statements import told
from transforms.normalise.statistics import agreed

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
    rows = identified(told(_pointing(mentions["counts"]), articles))
    counts = money.in_dollars(rows, rows["published_date"])
    frames = {name: mentions[name] for name in CARRIED}
    frames |= {"articles": articles, "counts": counts} | about_inputs
    claims = agreed(rows)
    frames["statistic_relations"] = relations(rows, claims, articles)
    claims = settled(claims, frames["statistic_relations"], _equivalents(rows))
    frames["statistics"] = money.in_dollars(claims, claims["first_reported"])
    frames["cooperation_monthly"] = monthly.cooperation_monthly(frames["statistics"])
    frames |= dimensions.bridges(frames)
    frames |= dimensions.dimensions(frames)
    declared = schema.tables()
    return {name: schema.conform(frames[name], table) for name, table in declared.items() if name in frames}


def _pointing(counts: pd.DataFrame) -> pd.DataFrame:
    """`counts` without pointers to rows that broke a rule and were left out."""
    return counts.assign(**{name: counts[name].where(among(counts[name], counts["count_id"])) for name in POINTERS})


def _equivalents(rows: pd.DataFrame) -> pd.Series[Any]:
    """By claim the one whose amount it states in another unit."""
    claim_of = rows.set_index("count_id")["statistic_id"]
    stated = rows.dropna(subset=["equivalent_of"]).drop_duplicates("statistic_id").set_index("statistic_id")
    originals = claim_of.reindex(stated["equivalent_of"]).set_axis(stated.index)
    return originals[originals != originals.index]


def remembered(frame: pd.DataFrame, key: str, seen: pd.Series[Any]) -> pd.DataFrame:
    """`frame` with first_seen_utc as an earlier set had it, by key; rows new to that set keep their own."""
    known = seen.reindex(frame[key]).set_axis(frame.index)
    return frame.assign(first_seen_utc=known.fillna(frame["first_seen_utc"]))
