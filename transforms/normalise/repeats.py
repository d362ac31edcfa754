"""Relations between the mentions of one claim: which repeats which, and which confirms it independently."""

from __future__ import annotations

import pandas as pd

from transforms.normalise.relation_rows import between_mentions, rows_of
from transforms.normalise.statistics import LONG_SENTENCE


def repeats(rows: pd.DataFrame, articles: pd.DataFrame) -> list[pd.DataFrame]:
    """`reprint_of` and `confirms`, between the first mentions of a claim in two articles.

    A reprint's mention leads to that of the article it reprints. The first mention by every other source leads to the
    first of all, unless it gives the claim in the same sentence, word for word.
    """
    origin = articles.set_index("article_id")["reprint_of"]
    told = rows.drop_duplicates(["statistic_id", "article_id"])
    told = told.assign(reprint_of=origin.reindex(told["article_id"]).to_numpy())
    return [_reprints(told), _confirmations(told)]


def _reprints(told: pd.DataFrame) -> pd.DataFrame:
    key = ["statistic_id", "article_id"]
    copies = told[told["reprint_of"].notna()]
    wanted = pd.MultiIndex.from_frame(copies[["statistic_id", "reprint_of"]])
    place = pd.MultiIndex.from_frame(told[key]).get_indexer(wanted)
    copies, originals = copies[place >= 0], told.iloc[place[place >= 0]]
    reasons = "the article reprints one " + _whose(originals)
    return rows_of(between_mentions(copies, originals), "reprint_of", reasons)


def _confirmations(told: pd.DataFrame) -> pd.DataFrame:
    """The first mentions by other sources than the one that stated the claim first."""
    by_source = told.drop_duplicates(["statistic_id", "origin"])
    first = by_source.drop_duplicates("statistic_id").set_index("statistic_id")
    others = by_source[by_source["statistic_id"].duplicated()]
    firsts = first.reindex(others["statistic_id"]).reset_index().set_axis(others.index)
    copied = (others["printed"] == firsts["printed"]) & (others["printed"].str.len() >= LONG_SENTENCE)
    others, firsts = others[~copied], firsts[~copied]
    reasons = "stated independently of the article " + _whose(firsts)
    return rows_of(between_mentions(others, firsts), "confirms", reasons)


def _whose(told: pd.DataFrame) -> pd.Series[str]:
    """Whose article each mention stands in, and of which day, in words."""
    named = ("of " + told["text_source"].astype("str")).where(told["text_source"].notna(), "without a named source")
    return named + (" of " + told["published_date"].astype("str")).where(told["published_date"].notna(), "")
