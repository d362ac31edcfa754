"""Claims -> the flat monthly table for spreadsheets and single-table tools."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from transforms import schema

LONGEST_DAYS = 31
NONE = "none"
SEVERAL = "several"
PAIR = 2
TIME_AND_PARTIES = "time_and_parties"


def cooperation_monthly(claims: pd.DataFrame) -> pd.DataFrame:
    """Sums over the additive claims that belong to one month, one row for each combination of the key columns.

    `value_sum` is in the claims' unit, `usd_sum` in US dollars. A claim counts once however often it was reprinted.
    None of the figures can be negative, so that one without a lower bound adds nothing to `lower_sum`.
    """
    table = schema.tables()["cooperation_monthly"]
    placed = keyed(claims)
    if placed.empty:
        return schema.frame(table, [])
    return schema.conform(_summed(placed, list(table.primary_key)), table)


def keyed(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that are summed by month, with the key of the row that counts each."""
    placed = claims.assign(month_start=month_of(claims))
    placed = placed[placed["month_start"].notna() & (placed["additive"] == TIME_AND_PARTIES)]
    return placed.assign(
        party_set=placed["parties"].fillna(NONE),
        field_set=placed["fields"].fillna(NONE),
        party_a=[pair(parties)[0] for parties in placed["parties"]],
        party_b=[pair(parties)[1] for parties in placed["parties"]],
    )


def month_of(claims: pd.DataFrame) -> pd.Series[Any]:
    """First day of the month in which each claim stands; null when it belongs to no single month.

    That is the month of period_end when the period is known and at most 31 days long, and the month of
    first_reported when the text sets no period at all.
    """
    start, end = (pd.to_datetime(claims[name]) for name in ("period_start", "period_end"))
    reported = pd.to_datetime(claims["first_reported"])
    short = (start.notna() & end.notna() & ((end - start).dt.days < LONGEST_DAYS)).fillna(value=False).astype(bool)
    undated = start.isna() & end.isna() & claims["period_text"].isna()
    day = end.where(short, reported.where(undated))
    return day.dt.to_period("M").dt.start_time.dt.date.astype(pd.ArrowDtype(pa.date32()))


def pair(parties: str | None) -> tuple[str, str]:
    """First and second party in code order, 'none' where there is none; 'several' stands for more than two."""
    codes = [] if pd.isna(parties) else str(parties).split(";")
    if len(codes) > PAIR:
        return codes[0], SEVERAL
    first, second = (*codes, NONE, NONE)[:PAIR]
    return first, second


def _summed(keyed: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    ordered = keyed.sort_values([*key, "statistic_id"], kind="stable")
    groups = ordered.groupby(key, sort=True)
    firsts = np.flatnonzero(np.diff(groups.ngroup().to_numpy(), prepend=-1))
    sums = {name: _sums(ordered[name], firsts) for name in ("value", "lower", "upper", "usd_value")}
    table = groups.size().rename("claims").reset_index()
    return table.assign(
        value_sum=sums["value"],
        lower_sum=sums["lower"],
        upper_sum=np.where(_all_known(groups, "upper"), sums["upper"], np.nan),
        usd_sum=np.where(_all_known(groups, "usd_value"), sums["usd_value"], np.nan),
        derivation=np.where(table["claims"] == 1, "stated", "derived"),
    )


def _sums(figures: pd.Series[Any], firsts: np.ndarray[Any, Any]) -> list[float]:
    """The sum of the known figures of each group of rows, which begins at one of the places `firsts`.

    Each is rounded once, so that sums of the same figures are the same, and a sum of lower figures is never the higher.
    """
    groups = np.split(figures.to_numpy(dtype=float, na_value=np.nan), firsts[1:])
    return [math.fsum(group[~np.isnan(group)]) for group in groups]


def _all_known(groups: Any, name: str) -> np.ndarray[Any, Any]:
    known: np.ndarray[Any, Any] = (groups[name].count() == groups.size()).to_numpy()
    return known
