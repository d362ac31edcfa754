"""Mentions -> claims: what several mentions state alike is one row of `statistics`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from transforms import schema
from transforms.normalise import keys, money

IDENTITY = (
    "body_sha256",
    "value",
    "lower",
    "upper",
    "unit",
    "measure",
    "object_class",
    "object_head",
    "parties",
    "period_start",
    "period_end",
    "status",
    "basis",
    "per",
)
SUMMABLE_MEASURES = ("count", "money", "quantity")
CEILINGS = ("less_than", "at_most", "vague")


def identified(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """`counts` with statistic_id: alike in texts that are word for word the same, they state the same claim."""
    bodies = articles.set_index("article_id")["body_sha256"]
    told = counts.assign(body_sha256=bodies.reindex(counts["article_id"]).set_axis(counts.index))
    parts = [[_printed(value) for value in told[name]] for name in IDENTITY]
    ids = [keys.key(*row) for row in zip(*parts, strict=True)]
    return counts.assign(statistic_id=pd.Series(ids, index=counts.index, dtype="str"))


def _printed(value: Any) -> str:
    if pd.isna(value):
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def statistics(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """One row for each statistic_id of `counts`, told by its best mention.

    Best is the highest confidence, then the earliest publication (unknown last), then the smallest count_id.
    """
    about = articles.set_index("article_id")[["published_date", "cluster_id"]]
    told = counts.join(about, on="article_id")
    best = _best(told)
    summary = _summary(told).reindex(best["statistic_id"]).reset_index(drop=True)
    claims = pd.concat([best.drop(columns=money.RATE_COLUMNS), summary], axis="columns")
    claims = claims.assign(best_count_id=claims["count_id"], additive=additive(claims), superseded_by=None)
    return schema.conform(money.in_dollars(claims, claims["first_reported"]), schema.tables()["statistics"])


def _best(told: pd.DataFrame) -> pd.DataFrame:
    order = ["statistic_id", "confidence", "published_date", "count_id"]
    ordered = told.sort_values(order, ascending=[True, False, True, True], na_position="last", kind="stable")
    return ordered.drop_duplicates("statistic_id").reset_index(drop=True)


def _summary(told: pd.DataFrame) -> pd.DataFrame:
    """How often, where and when each claim is stated, by statistic_id."""
    groups = told.groupby("statistic_id", sort=True)
    return pd.DataFrame(
        {
            "mentions": groups["count_id"].count(),
            "articles": groups["article_id"].nunique(),
            "independent_sources": groups["cluster_id"].nunique(),
            "first_reported": groups["published_date"].min(),
            "last_reported": groups["published_date"].max(),
        }
    )


def additive(claims: pd.DataFrame) -> pd.Series[Any]:
    """Over what each claim may be summed: 'time_and_parties', 'parties' or 'none'."""
    summable = (
        (claims["status"] == "realised")
        & claims["measure"].isin(SUMMABLE_MEASURES)
        & ~claims["qualifier"].isin(CEILINGS)
        & claims["per"].isna()
    )
    over = pd.Series("none", index=claims.index, dtype="str")
    over = over.mask(summable & (claims["basis"] == "stock"), "parties")
    return over.mask(summable & (claims["basis"] == "flow"), "time_and_parties")


def relations() -> pd.DataFrame:
    """The `statistic_relations` table; no relation between claims is drawn yet."""
    return schema.frame(schema.tables()["statistic_relations"], [])
