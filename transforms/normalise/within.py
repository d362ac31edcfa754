"""Relations that one article states itself: parts of a total, and one number said of two things."""

from __future__ import annotations

import numpy as np
import pandas as pd

from transforms.normalise.relation_rows import between_mentions, rows_of
from transforms.normalise.wording import CLASH, PARTLY, compared, wording

FIGURE = ["measure", "unit", "value", "qualifier"]
LEAST = 10


def within(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """`part_of` and `same_value_other_object`, each pair of claims once, by its first mentions."""
    return [_parts(rows), _same_numbers(rows)]


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    parts = rows[rows["part_of"].notna()]
    wholes = rows.iloc[pd.Index(rows["count_id"]).get_indexer(parts["part_of"])]
    ends = between_mentions(parts, wholes)
    reasons = "the article counts " + parts["value_text"] + " among " + wholes["value_text"].to_numpy()
    return _once(rows_of(ends, "part_of", reasons))


def _same_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Mentions of one number in one article, each with the next, where another thing is counted."""
    counted = rows[(rows["value"].abs() >= LEAST) & rows["part_of"].isna() & rows["equivalent_of"].isna()]
    ordered = counted.sort_values(["article_id", *FIGURE, "char_start"])
    key = ordered[["article_id", *FIGURE]]
    follows = (key == key.shift()).all(axis="columns").to_numpy()
    later, earlier = ordered[follows], ordered.iloc[follows.nonzero()[0] - 1]
    clash = (
        compared(wording(one, head), wording(another, other_head)) in (CLASH, PARTLY)
        for one, head, another, other_head in zip(*_objects(later), *_objects(earlier), strict=True)
    )
    other = np.fromiter(clash, dtype=bool, count=len(later))
    later, earlier = later[other], earlier[other]
    reasons = later["value_text"] + " of two things: " + _named(later) + ", and " + _named(earlier).to_numpy()
    return _once(rows_of(between_mentions(later, earlier), "same_value_other_object", reasons))


def _objects(rows: pd.DataFrame) -> list[list[str | None]]:
    cells = rows[["object_text", "object_head"]].astype(object)
    return [cells[name].where(cells[name].notna(), None).tolist() for name in cells.columns]


def _named(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["object_text"].fillna("what is not named")


def _once(found: pd.DataFrame) -> pd.DataFrame:
    apart = found[found["from_id"] != found["to_id"]]
    return apart.drop_duplicates(["from_id", "to_id"])
