"""Claims -> the rows of `statistics`: what the mentions agree on, how often each claim is stated, and by whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from transforms.normalise.extents import day_numbers
from transforms.normalise.joining import joined
from transforms.normalise.statements import plain

LONG_SENTENCE = 40
FIGURE = ["value", "lower", "upper", "qualifier"]
PERIOD = ["period_text", "period_start", "period_end"]
FILLED = ["programme", "fields", "object_text", "object_head"]
ORDER = ["published", "article_id", "char_start"]


def agreed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each statistic_id of `rows` (mentions as `told` gives them), in the order of the identifiers.

    The sentence is that of the best mention: the highest confidence, then the earliest publication. The figure is the
    one with the narrowest bounds, the parties are the most that are named, and the period and what else the best
    mention leaves open come from the best that has it.
    """
    by_merit = rows.sort_values(["statistic_id", "confidence", *ORDER], ascending=[True, False, True, True, True])
    best = by_merit.drop_duplicates("statistic_id").set_index("statistic_id")
    best = best.assign(best_count_id=best["count_id"], **_summary(rows))
    best["published"] = day_numbers(best["first_reported"])
    for ranked, columns in ((_narrowest, FIGURE), (_dated, PERIOD), (_fullest, ["parties"])):
        found = ranked(by_merit).drop_duplicates("statistic_id").set_index("statistic_id")[columns]
        best[columns] = found.reindex(best.index)
    filled = by_merit.groupby("statistic_id", sort=True)[FILLED].first()
    best[FILLED] = filled.where(best[FILLED].isna(), best[FILLED])
    return best.reset_index()


def _narrowest(rows: pd.DataFrame) -> pd.DataFrame:
    width = (rows["upper"] - rows["lower"]).fillna(np.inf)
    return rows.assign(width=width).sort_values(["statistic_id", "width"], kind="stable")


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """The mentions with a dated period first, then those with words for one."""
    open_ended = rows["period_start"].isna().astype(int) + rows["period_end"].isna()
    vague = rows.assign(open=open_ended, unworded=rows["period_text"].isna())
    return vague.sort_values(["statistic_id", "open", "unworded"], kind="stable")


def _fullest(rows: pd.DataFrame) -> pd.DataFrame:
    members = rows["parties"].str.count(";").fillna(-1)
    return rows.assign(members=-members).sort_values(["statistic_id", "members"], kind="stable")


def _summary(rows: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """How often, where and when each claim is stated, by statistic_id."""
    groups = rows.groupby("statistic_id", sort=True)
    return {
        "mentions": groups["count_id"].count(),
        "articles": groups["article_id"].nunique(),
        "independent_sources": independent(rows),
        "first_reported": groups["published_date"].min(),
        "last_reported": groups["published_date"].max(),
    }


def independent(rows: pd.DataFrame) -> pd.Series[Any]:
    """Sources that state each claim independently of each other, by statistic_id.

    Articles of one agency or outlet are one source, whoever printed them, and so are articles that give the claim in
    the same sentence, word for word.
    """
    seen = rows[["statistic_id", "origin", "printed"]].drop_duplicates()
    numbers = seen.groupby("statistic_id", sort=True)["origin"].nunique()
    several = numbers.index[numbers > 1]
    groups = seen[seen["statistic_id"].isin(several)].groupby("statistic_id", sort=True)
    counted = {claim: _unlike(plain(some["origin"]), plain(some["printed"])) for claim, some in groups}
    return pd.Series(counted, dtype="int64").reindex(numbers.index).fillna(numbers).astype("int64")


def _unlike(origins: list[str], sentences: list[str]) -> int:
    """How many groups the origins form when those that share a long sentence are one."""
    first: dict[str, int] = {}
    pairs = [(place, first.setdefault(origin, place)) for place, origin in enumerate(origins)]
    pairs += [
        (place, first.setdefault(f"= {sentence}", place))
        for place, sentence in enumerate(sentences)
        if len(sentence) >= LONG_SENTENCE
    ]
    return len(set(joined(len(origins), pairs)))
