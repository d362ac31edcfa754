"""Money in US dollars at the euro reference rates of the European Central Bank."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd
from currency_converter import CurrencyConverter, RateNotFoundError

from transforms import schema

DAYS_BACK = 7
BASE = "USD"
MEASURES = ("money", "change")
RATE_COLUMNS = ["usd_value", "fx_rate", "fx_date"]


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter()


@cache
def rate(currency: str, day: date) -> tuple[float, date] | None:
    """US dollars for one unit of `currency`, and the day of the rate: the latest at most 7 days before `day`.

    None for a currency without rates, and for a day outside the range of its rates.
    """
    converter = _converter()
    if currency not in converter.currencies or not _in_range(currency, day):
        return None
    for back in range(DAYS_BACK + 1):
        earlier = day - timedelta(days=back)
        try:
            return float(converter.convert(1, currency, BASE, date=earlier)), earlier
        except RateNotFoundError:
            continue
    return None


def _in_range(currency: str, day: date) -> bool:
    bounds = [_converter().bounds[code] for code in (currency, BASE)]
    return all(bound.first_date <= day <= bound.last_date for bound in bounds)


def in_dollars(claims: pd.DataFrame, published: pd.Series[Any]) -> pd.DataFrame:
    """`claims` with usd_value, fx_rate and fx_date; null where no rate is known, never a guess.

    The day is period_end unless that lies after publication or is open, else the day of publication
    (`published`, aligned with `claims`). Dollars themselves have the rate 1.
    """
    days = rate_day(claims["period_end"], published)
    found = [
        _known_rate(unit, day) if measure in MEASURES else None
        for unit, measure, day in zip(claims["unit"], claims["measure"], days, strict=True)
    ]
    rates = pd.Series([pair[0] if pair else None for pair in found], index=claims.index, dtype="float64")
    dated = [pair[1] if pair else None for pair in found]
    kind = schema.PANDAS_TYPES["date32"]
    return claims.assign(
        usd_value=claims["value"] * rates,
        fx_rate=rates,
        fx_date=pd.Series(dated, index=claims.index, dtype=kind),
    )


def rate_day(period_end: pd.Series[Any], published: pd.Series[Any]) -> pd.Series[Any]:
    """Day whose rate applies: period_end when it is known and not after publication, else publication."""
    usable = period_end.notna() & ~(period_end > published).fillna(value=False).astype(bool)
    return period_end.where(usable, published)


def _known_rate(unit: str, day: date | None) -> tuple[float, date | None] | None:
    known = None if pd.isna(day) else day
    if unit == BASE:
        return 1.0, known
    return rate(unit, known) if known else None
