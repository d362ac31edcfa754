"""What is usual for a series by its own past: median and scaled median absolute deviation.

The score is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC 1993), who take
3.5 as the limit: the distance from the median in units of 1.4826 times the median absolute deviation, which estimates
the standard deviation of a normal series. Median and MAD bear up to half of the past being odd itself, as after an
earlier outage. A floor keeps the unit from zero where the past never varied.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

NORMAL = 1.4826
LIMIT = 3.5


class Usual(NamedTuple):
    """Median and spread of the past of every cell; NaN where the past is too short."""

    median: Matrix
    spread: Matrix


def usual(values: Matrix, lags: tuple[int, ...], least: int, floor: float) -> Usual:
    """For each cell of `values` (period by source), what the cells `lags` rows above it make usual.

    NaN cells are no past. At least `least` past cells are needed. The spread is never below `floor`.
    """
    median, spread = (np.full(values.shape, np.nan) for _ in range(2))
    for row in range(len(values)):
        past = values[[row - lag for lag in lags if lag <= row]]
        enough = (~np.isnan(past)).sum(axis=0) >= least
        if enough.any():
            middle = np.nanmedian(past[:, enough], axis=0)
            median[row, enough] = middle
            spread[row, enough] = np.nanmedian(np.abs(past[:, enough] - middle), axis=0)
    return Usual(median, np.maximum(NORMAL * spread, floor))


def score(values: Matrix, by: Usual) -> Matrix:
    """How many spreads each value lies from its usual median; negative below it, NaN where nothing is usual."""
    return (values - by.median) / by.spread
