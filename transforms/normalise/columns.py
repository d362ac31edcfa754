"""Columns of many rows, handled by Arrow as a whole where pandas would go through them cell by cell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with each Arrow column in one chunk: picking rows from a column in many chunks takes far longer.

    Putting frames below each other leaves one chunk for each of them.
    """
    return frame.assign(**{str(name): _whole(frame[name]) for name in frame.columns if _chunked(frame[name])})


def _chunked(cells: pd.Series[Any]) -> bool:
    if not isinstance(cells.dtype, pd.StringDtype | pd.ArrowDtype):
        return False
    stored = pa.array(cells)
    return isinstance(stored, pa.ChunkedArray) and stored.num_chunks > 1


def _whole(cells: pd.Series[Any]) -> pd.Series[Any]:
    return pd.Series(pd.array(pa.array(cells).combine_chunks(), dtype=cells.dtype), index=cells.index)


def among(cells: pd.Series[Any], known: pd.Series[Any]) -> pd.Series[bool]:
    """Whether each cell is one of the known ones, as `isin` tells for strings; null is not, unless null is known."""
    found = pc.is_in(pa.array(cells), value_set=pa.array(known))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=cells.index, dtype=bool)
