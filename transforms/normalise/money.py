"""Money in US dollars at the euro reference rates of the European Central Bank."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

import pandas as pd
from currency_converter import CurrencyConverter, RateNotFoundError

from transforms import schema

DAYS_BACK = 7
BASE = "USD"
MEASURES = ("money", "change")
FLOW = "flow"
RATE_COLUMNS = ["usd_value", "fx_rate", "fx_date", "fx_source"]
DAILY, MEAN, NOT_NEEDED = "ecb_daily", "ecb_period_mean", "not_needed"


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars for one unit of a currency on the days on which rates were published, and the sums up to each day."""

    days: list[date]
    rates: list[float]
    sums: list[float]


@dataclass(frozen=True, slots=True)
class Rate:
    """US dollars for one unit; `day` is the last whose rate went into it, `source` says how it was made."""

    value: float
    day: date | None
    source: str


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter()


@cache
def _rates(currency: str) -> Rates | None:
    """All rates of a currency; None for one that has none."""
    if currency not in _converter().currencies:
        return None
    bounds = [_converter().bounds[code] for code in (currency, BASE)]
    first, last = max(bound.first_date for bound in bounds), min(bound.last_date for bound in bounds)
    days, rates = [], []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        try:
            rates.append(float(_converter().convert(1, currency, BASE, date=day)))
        except RateNotFoundError:
            continue
        days.append(day)
    return Rates(days, rates, list(accumulate(rates, initial=0.0)))


@cache
def rate_of(currency: str, day: date) -> Rate | None:
    """The latest rate at most 7 days before `day`; None outside the range of the currency's rates."""
    known = _rates(currency)
    if known is None or not known.days[0] <= day <= known.days[-1]:
        return None
    place = bisect_right(known.days, day) - 1
    found = known.days[place]
    return Rate(known.rates[place], found, DAILY) if day - found <= timedelta(days=DAYS_BACK) else None


@cache
def mean_rate(currency: str, first: date, last: date) -> Rate | None:
    """The mean of the rates published from `first` to `last`; None when their range does not cover these days."""
    known = _rates(currency)
    if known is None or not known.days[0] <= first <= last <= known.days[-1]:
        return None
    start, stop = bisect_left(known.days, first), bisect_right(known.days, last)
    if start == stop:
        return rate_of(currency, last)
    return Rate((known.sums[stop] - known.sums[start]) / (stop - start), known.days[stop - 1], MEAN)


def in_dollars(stated: pd.DataFrame, published: pd.Series[Any]) -> pd.DataFrame:
    """`stated` (counts or claims) with usd_value, fx_rate, fx_date and fx_source; null where no rate is known.

    A flow over a period that was over at publication (`published`, aligned) is converted at the mean rate of the
    period, any other figure at the rate of the period's last day, and one without such a period at that of the day of
    publication. Dollars themselves have the rate 1.
    """
    cells = zip(*_cells(stated, published), strict=True)
    found = [_rate(*row) for row in cells]
    kinds = schema.PANDAS_TYPES
    rates = pd.Series([one.value if one else None for one in found], index=stated.index, dtype=kinds["float64"])
    return stated.assign(
        usd_value=stated["value"] * rates,
        fx_rate=rates,
        fx_date=pd.Series([one.day if one else None for one in found], index=stated.index, dtype=kinds["date32"]),
        fx_source=pd.Series([one.source if one else None for one in found], index=stated.index, dtype=kinds["string"]),
    )


def _cells(stated: pd.DataFrame, published: pd.Series[Any]) -> list[list[Any]]:
    columns = [*(stated[name] for name in ("measure", "unit", "basis", "period_start", "period_end")), published]
    return [column.astype(object).where(column.notna(), None).tolist() for column in columns]


def _rate(measure: str, unit: str, basis: str, first: date | None, last: date | None, said: date | None) -> Rate | None:
    if measure not in MEASURES:
        return None
    over = last is not None and (said is None or last <= said)
    if unit == BASE:
        return Rate(1.0, last if over else said, NOT_NEEDED)
    if last is not None and over:
        return mean_rate(unit, first, last) if first and basis == FLOW else rate_of(unit, last)
    return rate_of(unit, said) if said else None
