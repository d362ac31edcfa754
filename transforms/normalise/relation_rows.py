"""Rows of `statistic_relations`, however they were found."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

ENDS = ["from_id", "to_id", "from_count_id", "to_count_id"]
RATIO = ["ratio", "ratio_lower", "ratio_upper"]
COLUMNS = [*ENDS, "relation", "relation_reason", *RATIO]


def rows_of(pairs: pd.DataFrame, relation: str, reasons: Iterable[str]) -> pd.DataFrame:
    """Relations of one kind between claims or mentions; `pairs` has the columns of ENDS, and RATIO where known."""
    table = pairs.assign(relation=relation, relation_reason=pd.Series(list(reasons), index=pairs.index, dtype="str"))
    missing = {name: np.nan for name in RATIO if name not in table.columns}
    return table.assign(**missing)[COLUMNS]


def between_mentions(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The ends of relations from each mention of `one` to the mention of `other` in the same row."""
    return pd.DataFrame(
        {
            "from_id": one["statistic_id"].to_numpy(),
            "to_id": other["statistic_id"].to_numpy(),
            "from_count_id": one["count_id"].to_numpy(),
            "to_count_id": other["count_id"].to_numpy(),
        }
    )
