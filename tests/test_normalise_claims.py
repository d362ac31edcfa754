"""Mentions joined to claims, and claims summed by month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from builders import BODY, count, document, found, money, outcome, tables
from transforms import schema
from transforms.normalise import monthly

FIRST, SECOND = date(2024, 5, 10), date(2024, 5, 11)
REPRINT = f"OSLO -- {BODY}"


def statistics(*counts: Any) -> pd.DataFrame:
    return tables(outcome(document(), found(*counts)))["statistics"]


def test_reprints_state_one_claim() -> None:
    frames = tables(
        outcome(document("b", REPRINT, published_date=SECOND), found(count(REPRINT, confidence=0.9))),
        outcome(document("a", published_date=FIRST), found(count(confidence=0.9))),
    )
    (claim,) = frames["statistics"].to_dict("records")
    assert (claim["mentions"], claim["articles"], claim["independent_sources"]) == (2, 2, 1)
    assert (claim["first_reported"], claim["last_reported"]) == (FIRST, SECOND)
    assert claim["sentence"] == BODY
    assert set(frames["counts"]["statistic_id"]) == {claim["statistic_id"]}


def test_the_best_mention_is_the_most_certain() -> None:
    frames = tables(
        outcome(document("b", REPRINT, published_date=SECOND), found(count(REPRINT, confidence=0.95))),
        outcome(document("a", published_date=FIRST), found(count(confidence=0.9))),
    )
    assert frames["statistics"]["sentence"].tolist() == [REPRINT]


def test_the_key_of_a_claim_does_not_depend_on_which_reprint_came_first() -> None:
    alone = tables(outcome(document("b", REPRINT, published_date=SECOND), found(count(REPRINT))))
    both = tables(
        outcome(document("b", REPRINT, published_date=SECOND), found(count(REPRINT))),
        outcome(document("a", published_date=FIRST), found(count())),
    )
    assert set(alone["statistics"]["statistic_id"]) == set(both["statistics"]["statistic_id"])


@pytest.mark.parametrize(
    "other",
    [
        {"value": 30.0},
        {"upper": None},
        {"unit": "t"},
        {"status": "planned"},
        {"parties": ("CHN",)},
        {"per": "year"},
        {"period_end": date(2024, 1, 31)},
        {"object_head": "treaty"},
        {"object_class": "project"},
    ],
)
def test_what_differs_is_another_claim(other: dict[str, Any]) -> None:
    assert len(statistics(count(), count(BODY, "signed 29", value_text="signed 29", **other))) == 2


def test_other_texts_state_other_claims() -> None:
    other = "Serbia and China signed 29 agreements."
    frames = tables(outcome(document(), found(count())), outcome(document("b", other), found(count(other))))
    assert len(frames["statistics"]) == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "time_and_parties"),
        ({"basis": "stock"}, "parties"),
        ({"basis": "rate", "per": "year"}, "none"),
        ({"per": "week"}, "none"),
        ({"status": "planned"}, "none"),
        ({"measure": "share", "basis": "share"}, "none"),
        ({"measure": "change", "basis": "change"}, "none"),
        ({"qualifier": "vague"}, "none"),
        ({"qualifier": "at_most"}, "none"),
        ({"qualifier": "more_than"}, "time_and_parties"),
    ],
)
def test_additive(given: dict[str, Any], expected: str) -> None:
    assert statistics(count(**given))["additive"].tolist() == [expected]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, date(2024, 5, 1)),
        ({"period_start": date(2024, 3, 1), "period_end": date(2024, 3, 31)}, date(2024, 3, 1)),
        ({"period_start": date(2024, 2, 26), "period_end": date(2024, 3, 3)}, date(2024, 3, 1)),
        ({"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}, None),
        ({"period_end": date(2024, 3, 31)}, None),
        ({"period_start": date(2024, 3, 31)}, None),
        ({"period_text": "in the academic year"}, None),
    ],
)
def test_month_of_a_claim(given: dict[str, Any], expected: date | None) -> None:
    months = monthly.month_of(statistics(count(**given)))
    assert [None if pd.isna(month) else month for month in months] == [expected]


def test_monthly_sums_with_bounds() -> None:
    other = "China and Serbia signed more than 10 agreements."
    words = "more than 10"
    open_ended = count(other, words, value=10.0, lower=10.0, upper=None, qualifier="more_than")
    frames = tables(
        outcome(document(), found(count(), money(unit="KES"))), outcome(document("b", other), found(open_ended))
    )
    rows = {row["object_class"]: row for row in frames["cooperation_monthly"].to_dict("records")}
    agreements = rows["agreement"]
    shown = [agreements[name] for name in ("party_a", "party_b", "party_set", "field_set")]
    assert shown == ["CHN", "SRB", "CHN;SRB", "none"]
    assert (agreements["claims"], agreements["value_sum"], agreements["lower_sum"]) == (2, 39.0, 39.0)
    assert pd.isna(agreements["upper_sum"])
    assert pd.isna(rows["trade"]["usd_sum"])


@pytest.mark.parametrize(
    ("parties", "expected"),
    [(None, ("none", "none")), ("CHN", ("CHN", "none")), ("CHN;SRB", ("CHN", "SRB")), ("A;B;C", ("A", "several"))],
)
def test_pairs(parties: str | None, expected: tuple[str, str]) -> None:
    assert monthly.pair(parties) == expected


def test_without_claims_the_table_is_empty_and_has_its_columns() -> None:
    frames = tables(outcome(document()))
    table = schema.tables()["cooperation_monthly"]
    assert frames["cooperation_monthly"].columns.tolist() == table.column_names
    assert frames["cooperation_monthly"].empty
