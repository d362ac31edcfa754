"""How far a stated number and a stated period reach, so that two statements can be held against each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

LEEWAY = 0.1
LEEWAY_DIGITS = 5
NEAR = 0.05
BESIDE = 1e-9
OPEN_BELOW = ("more_than",)
OPEN_ABOVE = ("less_than", "nearly")
EXACT_BELOW = 10_000
SAME_SPAN = 0.9
SAME_END_DAYS = 31
DAY_SLACK = 1
DAYS_OF_EVENT = 3

# How two periods go together.
APART, UNKNOWN, OVERLAP, SAME = -1, 0, 1, 2


def implied(counts: pd.DataFrame) -> tuple[Floats, Floats]:
    """Lowest and highest true figure that a writer who chose these words may have had before him.

    "More than 1,000" is not said of 5,000: an open bound is closed a tenth away from the value, and nearer to one with
    many digits. A number that is not a count below 10,000 may be rounded to its last digit that is not zero, by a
    twentieth at most; "about" adds a twentieth at least.
    """
    value = counts["value"].to_numpy(dtype=np.float64)
    size = np.abs(value)
    low, high = (counts[name].to_numpy(dtype=np.float64) for name in ("lower", "upper"))
    rounding = np.minimum(last_digit(value) / 2, NEAR * size)
    rounding = np.where((counts["measure"] == "count") & (size < EXACT_BELOW), 0.0, rounding)
    about = np.where(np.isnan(low) & np.isnan(high), np.maximum(last_digit(value) / 2, NEAR * size), 0.0)
    leeway = np.minimum(LEEWAY * size, LEEWAY_DIGITS * last_digit(value))
    exact = low == high
    low = np.where(np.isnan(low), value - np.where(np.isnan(high), about, leeway), low)
    high = np.where(np.isnan(high), value + np.where(about > 0, about, leeway), high)
    low, high = np.where(exact, low - rounding, low), np.where(exact, high + rounding, high)
    low = low + np.where(counts["qualifier"].isin(OPEN_BELOW), BESIDE * size, 0.0)
    return low, high - np.where(counts["qualifier"].isin(OPEN_ABOVE), BESIDE * size, 0.0)


def last_digit(value: Floats) -> Floats:
    """The unit of the last digit of each number that is not zero, at most its fourth: 100 for 4,100."""
    size = np.abs(value)
    top = 10.0 ** np.floor(np.log10(np.where(size > 0, size, 1.0)))
    unit = top / 1000
    for power in (100, 10, 1):
        coarser = top / power
        unit = np.where(np.isclose(np.round(value / coarser) * coarser, value, rtol=1e-9), coarser, unit)
        # The coarsest unit that still gives the number wins: later rounds overwrite finer ones.
    return np.where(size > 0, unit, 1.0)


def digits(value: Floats) -> npt.NDArray[np.int64]:
    """Significant digits of each number, 1 to 4: the more, the less likely two facts share it by chance."""
    size = np.abs(value)
    top = np.floor(np.log10(np.where(size > 0, size, 1.0)))
    found = np.round(top - np.log10(last_digit(value))).astype(np.int64) + 1
    return np.clip(found, 1, 4)


def day_numbers(dates: pd.Series[Any]) -> Floats:
    """Days since 1970; NaN where there is no date."""
    days = pd.to_datetime(dates).to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))


def periods_together(starts: Floats, ends: Floats, pairs: npt.NDArray[np.int64]) -> Codes:
    """For each pair of periods SAME, OVERLAP, APART, or UNKNOWN when one of them is not stated.

    Spans are the same when nine tenths of the days they cover together lie in both; events of up to three days when
    they begin within a day of each other; half-open periods when their known ends lie within a month.
    """
    (one, other), found = pairs.T, np.full(len(pairs), UNKNOWN, dtype=np.int8)
    first, last, start, end = starts[one], ends[one], starts[other], ends[other]
    closed = ~np.isnan(first + last + start + end)
    shared = np.minimum(last, end) - np.maximum(first, start) + 1
    covered = np.maximum(last, end) - np.minimum(first, start) + 1
    events = (last - first < DAYS_OF_EVENT) & (end - start < DAYS_OF_EVENT)
    same = np.where(events, np.abs(first - start) <= DAY_SLACK, shared >= SAME_SPAN * covered)
    found[closed] = np.where(same, SAME, np.where((shared > 0) & ~events, OVERLAP, APART))[closed]
    for here, there, far, beyond in ((last, end, first, start), (first, start, last, end)):
        half = ~closed & ~np.isnan(here + there)
        close = np.abs(here - there) <= SAME_END_DAYS
        both_open = np.isnan(far) & np.isnan(beyond)
        found[half] = np.where(close, np.where(both_open, SAME, OVERLAP), APART)[half]
    return found
