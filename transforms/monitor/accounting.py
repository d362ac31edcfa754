"""What became of everything that came in: each record of each input file ends as exactly one outcome.

The reader counts the records when it reads a file (`inputs.records`); the outcomes are counted in the finished tables,
after merging, taking over and joining. Where the two differ, something was lost or doubled on the way.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from transforms import schema
from transforms.normalise.mentions import FAILED, Frames

ARTICLE, REVISION, DUPLICATE, QUARANTINED, PASSED_OVER = (
    "article",
    "revision",
    "duplicate",
    "quarantined",
    "passed_over",
)
OUTCOMES = (ARTICLE, REVISION, DUPLICATE, QUARANTINED, PASSED_OVER)
UNREAD = ("fetch", "read")  # stages at which a record is lost before it is a document


def outcome_of(links: pd.DataFrame, articles: pd.DataFrame) -> pd.Series[Any]:
    """The outcome of each document in each input file, aligned with `links` (article_inputs).

    A document that several files hold is an article in that which `articles` names, and a duplicate in the others.
    """
    told = articles.set_index("article_id")[["input_id", "reprint_of", "revision_of", "state"]]
    of_link = told.reindex(links["article_id"]).set_index(links.index)
    found = pd.Series(ARTICLE, index=links.index, dtype=object)
    found = found.mask(of_link["revision_of"].notna(), REVISION)
    found = found.mask(of_link["state"] == FAILED, QUARANTINED)
    return found.mask(of_link["reprint_of"].notna() | (of_link["input_id"] != links["input_id"]), DUPLICATE)


def input_outcomes(frames: Frames) -> pd.DataFrame:
    """The table of that name: input_id, outcome, outcome_records."""
    links, inputs = frames["article_inputs"], frames["inputs"].set_index("input_id")
    unread = frames["quarantine"][frames["quarantine"]["stage"].isin(UNREAD)]
    again = inputs["documents"] - links["input_id"].value_counts().reindex(inputs.index, fill_value=0)
    parts = [
        _counted(links["input_id"], outcome_of(links, frames["articles"])),
        _told(again, DUPLICATE),
        _told(unread["input_id"].value_counts(), QUARANTINED),
        _told(frames["skipped"].groupby("input_id")["pieces"].sum(), PASSED_OVER),
    ]
    rows = pd.concat(parts, ignore_index=True).groupby(["input_id", "outcome"], as_index=False)["outcome_records"].sum()
    table = schema.tables()["input_outcomes"]
    rows = rows[rows["outcome_records"] != 0]
    return schema.conform(rows, table) if len(rows) else schema.frame(table, [])


def _counted(input_ids: pd.Series[Any], outcomes: pd.Series[Any]) -> pd.DataFrame:
    pairs = pd.DataFrame({"input_id": input_ids.astype(object), "outcome": outcomes})
    return pairs.groupby(["input_id", "outcome"]).size().reset_index(name="outcome_records")


def _told(records: pd.Series[Any], outcome: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "input_id": records.index.astype(object),
            "outcome": outcome,
            "outcome_records": records.to_numpy(dtype="int64"),
        }
    )


def unaccounted(frames: Frames) -> list[str]:
    """Input files of which the outcomes are not as many as the records, in words."""
    inputs = frames["inputs"].set_index("input_id")
    ended = frames["input_outcomes"].groupby("input_id")["outcome_records"].sum().reindex(inputs.index, fill_value=0)
    told = zip(inputs["source_file"], inputs["records"], ended, strict=True)
    return [
        f"{name}: {records} records, {outcomes} outcomes" for name, records, outcomes in told if records != outcomes
    ]
