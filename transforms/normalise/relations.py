"""The `statistic_relations` table: all relations between claims, and between the mentions of one claim."""

from __future__ import annotations

import pandas as pd

from transforms import schema
from transforms.normalise.corrections import corrections
from transforms.normalise.relation_rows import COLUMNS
from transforms.normalise.repeats import repeats
from transforms.normalise.series import series
from transforms.normalise.within import within

# Of two relations between the same two claims the first tells more.
STRONGER = ("corrects", "part_of", "realises", "updates", "contradicts", "same_value_other_object")


def relations(rows: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """All relations; `rows` are the mentions as `told` gives them, `claims` what `agreed` makes of them."""
    if rows.empty:
        return schema.frame(schema.tables()["statistic_relations"], [])
    between = pd.concat([corrections(rows, articles), *within(rows), *_series(claims, articles)], ignore_index=True)
    ranked = between.assign(rank=between["relation"].map(STRONGER.index))
    ranked = ranked.sort_values(["rank", "from_id", "to_id"], kind="stable")
    ends = [tuple(sorted(pair)) for pair in zip(ranked["from_id"], ranked["to_id"], strict=True)]
    told_once = ~pd.Series(ends, index=ranked.index, dtype=object).duplicated()
    found = [ranked[told_once][COLUMNS], *repeats(rows, articles)]
    return schema.conform(pd.concat(found, ignore_index=True), schema.tables()["statistic_relations"])


def _series(claims: pd.DataFrame, articles: pd.DataFrame) -> list[pd.DataFrame]:
    titles = articles.set_index("article_id")["title"]
    return series(claims, titles.reindex(claims["article_id"]).set_axis(claims.index))
