"""Pairs of parties by field and month: articles seen, counts found, and zero told apart from not covered."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

NONE = "none"
KEY = ["party_a", "party_b", "covered_field"]
FOUND = "found"
ZERO = "zero"
NOT_COVERED = "not_covered"


def coverage_pairs(frames: Mapping[str, pd.DataFrame], placed: pd.DataFrame) -> pd.DataFrame:
    """One row for each pair and field that was ever seen, and month from its first to the last of the articles.

    A count between three parties is seen for each of their pairs; `party_b` and the field are 'none' where the text
    names none. Months before the pair's first are left out.
    """
    seen = _seen(frames, placed)
    if seen.empty:
        return pd.DataFrame()
    months = pd.date_range(placed["month"].min(), placed["month"].max(), freq="MS")
    keyed = seen.groupby(KEY, sort=True)
    places = keyed.ngroup().to_numpy()
    keys = keyed["month"].min().reset_index()
    at = months.get_indexer(pd.Index(seen["month"]))
    shape = (len(keys), len(months))
    grid = {"articles_seen": np.zeros(shape, dtype="int64"), "counts_found": np.zeros(shape, dtype="int64")}
    for name, cells in grid.items():
        np.add.at(cells, (places, at), seen[name].to_numpy())
    grid["articles_of_sources"] = _of_sources(seen.assign(place=places), placed, months, len(keys))
    delivered = placed.groupby("month").size().reindex(months, fill_value=0).to_numpy()
    row, month = np.nonzero(np.arange(len(months)) >= months.get_indexer(pd.Index(keys["month"]))[:, None])
    rows = keys[KEY].iloc[row].reset_index(drop=True)
    rows = rows.assign(month_start=months.to_numpy()[month], articles_delivered=delivered[month])
    rows = rows.assign(**{name: cells[row, month] for name, cells in grid.items()})
    state = np.where(rows["articles_delivered"] > 0, ZERO, NOT_COVERED)
    return rows.assign(coverage=np.where(rows["counts_found"] > 0, FOUND, state))


def _seen(frames: Mapping[str, pd.DataFrame], placed: pd.DataFrame) -> pd.DataFrame:
    """One row for each article, pair and field named in it: articles_seen (1) and counts_found."""
    counts = _paired(frames["counts"], frames["count_parties"], frames["count_fields"], "count_id")
    fields = frames["fields"].rename(columns={"field_code": "covered_field"})
    mentioned = _paired(fields, frames["field_parties"], None, "field_mention_id")
    both = pd.concat([counts.assign(counts_found=1), mentioned.assign(counts_found=0)], ignore_index=True)
    summed = both.groupby(["article_id", *KEY], sort=True)["counts_found"].sum().reset_index()
    return summed.assign(articles_seen=1).merge(placed[["article_id", "month", "publisher"]], on="article_id")


def _paired(rows: pd.DataFrame, parties: pd.DataFrame, fields: pd.DataFrame | None, key: str) -> pd.DataFrame:
    """One row for each pair of parties, and field, of each row that names a party."""
    first, second = (parties.rename(columns={"party": name}) for name in ("party_a", "party_b"))
    pairs = first.merge(second, on=key)
    alone = parties.groupby(key)["party"].transform("size") == 1
    single = first[alone].assign(party_b=NONE)
    pairs = pd.concat([pairs[pairs["party_a"] < pairs["party_b"]], single], ignore_index=True)
    known = rows[[key, "article_id"] + ([] if fields is not None else ["covered_field"])]
    if fields is not None:
        known = known.merge(fields.rename(columns={"field_code": "covered_field"}), on=key, how="left")
        known = known.fillna({"covered_field": NONE})
    return known.merge(pairs, on=key)[["article_id", *KEY]]


def _of_sources(seen: pd.DataFrame, placed: pd.DataFrame, months: pd.DatetimeIndex, keys: int) -> np.ndarray:
    """Articles that those publishers delivered each month which ever reported on the pair and field."""
    publishers = pd.Index(sorted(placed["publisher"].unique()))
    delivered = np.zeros((len(publishers), len(months)), dtype="int64")
    at = publishers.get_indexer(pd.Index(placed["publisher"])), months.get_indexer(pd.Index(placed["month"]))
    np.add.at(delivered, at, 1)
    links = seen[["place", "publisher"]].drop_duplicates()
    total = np.zeros((keys, len(months)), dtype="int64")
    np.add.at(total, links["place"].to_numpy(), delivered[publishers.get_indexer(pd.Index(links["publisher"]))])
    return total
