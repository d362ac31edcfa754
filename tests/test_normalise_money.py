"""Money in US dollars at the dated rate, or null."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import document, found, money, outcome, tables
from transforms.normalise.money import mean_rate, rate_of

DAY = date(2024, 5, 10)


@pytest.mark.parametrize(
    ("unit", "given", "expected", "dated"),
    [
        ("EUR", {}, 4e9 * 1.0779, DAY),
        ("CNY", {}, 4e9 * 1.0779 / 7.7877, DAY),
        ("USD", {}, 4e9, DAY),
        ("EUR", {"period_end": date(2024, 5, 5)}, 4e9 * 1.0744, date(2024, 5, 3)),
        ("EUR", {"period_end": date(2030, 12, 31)}, 4e9 * 1.0779, DAY),
        ("EUR", {"measure": "change"}, 4e9 * 1.0779, DAY),
        ("KES", {}, None, None),
        ("RUB", {}, None, None),
        ("percent", {"measure": "share"}, None, None),
    ],
)
def test_rate_of_the_day(unit: str, given: dict[str, Any], expected: float | None, dated: date | None) -> None:
    row = tables(outcome(document(published_date=DAY), found(money(unit=unit, **given))))["counts"].iloc[0]
    if expected is None:
        assert row[["usd_value", "fx_rate", "fx_date", "fx_source"]].isna().all()
    else:
        assert row["usd_value"] == pytest.approx(expected, rel=1e-9)
        assert row["fx_date"] == dated
        assert row["fx_rate"] == pytest.approx(expected / 4e9, rel=1e-9)


def test_without_any_day_there_is_no_rate() -> None:
    frames = tables(outcome(document(published_date=None), found(money(unit="EUR"))))
    assert frames["counts"]["usd_value"].isna().all()


def test_dollars_need_no_day() -> None:
    row = tables(outcome(document(published_date=None), found(money())))["counts"].iloc[0]
    assert (row["usd_value"], row["fx_rate"]) == (4e9, 1.0)
    assert row[["fx_date"]].isna().all()


@pytest.mark.parametrize(
    ("currency", "day"),
    [("EUR", date(1998, 12, 31)), ("EUR", date(2100, 1, 1)), ("RUB", date(2022, 3, 5)), ("DEM", date(2001, 1, 1))],
)
def test_outside_the_range_nothing_is_guessed(currency: str, day: date) -> None:
    assert rate_of(currency, day) is None


def test_the_last_rate_before_a_holiday_is_at_most_a_week_old() -> None:
    found_rate = rate_of("EUR", date(2024, 4, 1))
    assert found_rate is not None
    assert found_rate.day == date(2024, 3, 28)
    assert rate_of("ISK", date(2010, 6, 1)) is None


YEAR = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}


@pytest.mark.parametrize(
    ("given", "expected", "source"),
    [
        (YEAR, 1.0813, "ecb_period_mean"),
        (YEAR | {"basis": "stock"}, 1.1050, "ecb_daily"),
        (YEAR | {"period_start": None}, 1.1050, "ecb_daily"),
        ({"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}, 1.0779, "ecb_daily"),
        ({"period_start": date(1990, 1, 1), "period_end": date(2023, 12, 31)}, None, None),
    ],
)
def test_flows_take_the_mean_of_their_period(given: dict[str, Any], expected: float | None, source: str | None) -> None:
    row = tables(outcome(document(published_date=DAY), found(money(unit="EUR", **given))))["statistics"].iloc[0]
    if expected is None:
        assert row[["usd_value", "fx_rate", "fx_date", "fx_source"]].isna().all()
    else:
        assert row["fx_rate"] == pytest.approx(expected, abs=5e-5)
        assert row["fx_source"] == source


def test_a_mean_is_of_the_days_that_have_a_rate() -> None:
    weekend = mean_rate("EUR", date(2024, 5, 4), date(2024, 5, 5))
    assert weekend == rate_of("EUR", date(2024, 5, 5))
    two = mean_rate("EUR", date(2024, 5, 3), date(2024, 5, 6))
    days = [rate_of("EUR", date(2024, 5, day)) for day in (3, 6)]
    assert two is not None
    assert two.value == pytest.approx(sum(day.value for day in days if day) / 2)
    assert mean_rate("EUR", date(2024, 5, 6), date(2024, 5, 3)) is None


def test_claims_are_converted_like_their_mentions() -> None:
    frames = tables(outcome(document(published_date=DAY), found(money(unit="EUR"))))
    shown = ["usd_value", "fx_rate", "fx_date", "fx_source"]
    assert frames["statistics"][shown].iloc[0].tolist() == frames["counts"][shown].iloc[0].tolist()
