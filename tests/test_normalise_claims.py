"""Mentions joined to claims, and claims summed by month."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
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
        {"unit": "t"},
        {"status": "planned"},
        {"parties": ("CHN", "HUN")},
        {"per": "year"},
        {"object_head": "treaty"},
        {"object_class": "project"},
    ],
)
def test_what_differs_is_another_claim(other: dict[str, Any]) -> None:
    assert len(statistics(count(), count(BODY, "signed 29", value_text="signed 29", **other))) == 2


OTHER = "Guests from Belgrade put their names to 29 agreements with their Chinese hosts, an official counted."


@pytest.mark.parametrize(
    ("given", "published", "claims"),
    [
        ({}, SECOND, 1),
        ({}, date(2024, 5, 20), 1),
        ({}, date(2024, 7, 1), 2),
        ({}, None, 2),
        ({"object_head": "deal", "object_text": "deals"}, SECOND, 1),
        ({"object_head": "memorandum", "object_text": "memoranda"}, SECOND, 2),
        ({"object_text": "agreements on water"}, SECOND, 1),
        ({"parties": ("CHN", "SRB", "HUN")}, SECOND, 1),
        ({"parties": ("CHN", "HUN")}, SECOND, 2),
        ({"parties": ("CHN",)}, SECOND, 2),
        ({"parties": ()}, SECOND, 2),
        ({"status": "planned"}, SECOND, 2),
        ({"value": 28.0, "lower": 28.0, "upper": None, "qualifier": "more_than"}, SECOND, 1),
        ({"value": 30.0, "lower": None, "upper": 30.0, "qualifier": "nearly"}, SECOND, 1),
        ({"value": 20.0, "lower": 20.0, "upper": None, "qualifier": "more_than"}, SECOND, 2),
        ({"value": 28.0, "lower": 28.0, "upper": 28.0}, SECOND, 2),
        ({"unit": "t", "measure": "quantity"}, SECOND, 2),
        ({"per": "year", "basis": "rate"}, SECOND, 2),
    ],
)
def test_two_articles_in_their_own_words(given: dict[str, Any], published: date | None, claims: int) -> None:
    frames = tables(
        outcome(document("a", published_date=FIRST, publisher="Post"), found(count())),
        outcome(document("b", OTHER, published_date=published, publisher="Bell"), found(count(OTHER, **given))),
    )
    assert len(frames["statistics"]) == claims
    if claims == 1:
        assert frames["statistics"]["independent_sources"].tolist() == [2]


@pytest.mark.parametrize(
    ("one", "other", "claims"),
    [
        (("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-12-31"), 1),
        (("2023-01-01", "2023-12-31"), ("2022-01-01", "2022-12-31"), 2),
        (("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-10-31"), 1),
        (("2013-05-10", "2024-05-10"), ("2013-01-01", "2024-05-20"), 1),
        (("2024-05-09", "2024-05-09"), ("2024-05-10", "2024-05-10"), 1),
        (("2024-05-02", "2024-05-02"), ("2024-05-10", "2024-05-10"), 2),
        ((None, "2024-04-30"), (None, "2024-05-10"), 1),
        ((None, "2023-10-31"), (None, "2024-05-10"), 2),
    ],
)
def test_periods_that_go_together(one: tuple[str, str], other: tuple[str, str], claims: int) -> None:
    periods: list[dict[str, Any]] = [
        dict(
            zip(("period_start", "period_end"), (date.fromisoformat(day) if day else None for day in pair), strict=True)
        )
        for pair in (one, other)
    ]
    frames = tables(
        outcome(document("a", published_date=date(2024, 5, 10)), found(count(**periods[0]))),
        outcome(document("b", OTHER, published_date=date(2024, 5, 20)), found(count(OTHER, **periods[1]))),
    )
    assert len(frames["statistics"]) == claims


TWICE = "China and Serbia signed 29 agreements. Of 29 agreements on rails none is in force. They also have 29 on water."


@pytest.mark.parametrize(
    ("given", "claims"),
    [
        ({"sentence_index": 1}, 1),
        ({}, 2),
        ({"sentence_index": 1, "object_text": "agreements on rails"}, 1),
        ({"sentence_index": 1, "object_text": "agreements on rails", "object_head": "treaty"}, 2),
        ({"sentence_index": 1, "parties": ()}, 1),
        ({"sentence_index": 1, "parties": ("CHN", "HUN")}, 2),
        ({"sentence_index": 1, "status": "planned"}, 2),
    ],
)
def test_one_article_says_it_twice(given: dict[str, Any], claims: int) -> None:
    place = TWICE.index("29", 40)
    own: dict[str, Any] = {"char_start": place, "char_end": place + 2, "sentence": "again"}
    again = count(TWICE, **(own | given))
    assert len(tables(outcome(document(text=TWICE), found(count(TWICE), again)))["statistics"]) == claims


def test_what_one_claim_leaves_open_does_not_join_two_that_differ() -> None:
    texts = [OTHER, OTHER.replace("Guests", "Visitors, some of them ministers,"), f"In Belgrade, it is said, {BODY}"]
    objects = ["agreements on rails", "agreements on water", "agreements"]
    frames = tables(
        *(
            outcome(document(name, text, publisher=name), found(count(text, object_text=thing)))
            for name, text, thing in zip("abc", texts, objects, strict=True)
        )
    )
    assert len(frames["statistics"]) == 2


def test_the_columns_that_the_mentions_agree_on() -> None:
    vague = count(value=28.0, lower=28.0, upper=None, qualifier="more_than", confidence=0.99, programme="Rail Year")
    other = count(OTHER, period_text="in May", period_start=date(2024, 5, 1), period_end=date(2024, 5, 31))
    frames = tables(
        outcome(document("a", publisher="Post"), found(vague)),
        outcome(document("b", OTHER, publisher="Bell"), found(other)),
    )
    (claim,) = frames["statistics"].to_dict("records")
    assert (claim["value"], claim["upper"], claim["qualifier"]) == (29.0, 29.0, "exact")
    assert (claim["sentence"], claim["programme"], claim["period_end"]) == (BODY, "Rail Year", date(2024, 5, 31))


def test_one_agency_is_one_source_and_so_is_one_sentence() -> None:
    own = (
        "Rails, rivers, roads: the minister had 29 agreements with China to show for a long week of talks in Belgrade."
    )
    texts = [
        BODY,
        OTHER,
        f"It rained. {OTHER} Later there was cake, and a band from Novi Sad played until midnight.",
        own,
    ]
    credit = [{"agency": "Tanjug"}, {"agency": "Tanjug"}, {"publisher": "Bell"}, {"publisher": "Post"}]
    outcomes = [
        outcome(document(name, text, **given), found(count(text, sentence=OTHER if OTHER in text else text)))
        for name, text, given in zip("abcd", texts, credit, strict=True)
    ]
    (claim,) = tables(*outcomes)["statistics"].to_dict("records")
    assert (claim["articles"], claim["independent_sources"]) == (4, 2)


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
        ({"qualifier": "vague", "upper": 99.0}, "time_and_parties"),
        ({"qualifier": "at_most"}, "none"),
        ({"qualifier": "more_than"}, "time_and_parties"),
    ],
)
def test_additive(given: dict[str, Any], expected: str) -> None:
    claims = statistics(count(**given))
    assert claims["additive"].tolist() == [expected]
    assert claims["not_additive_reason"].isna().tolist() == [expected != "none"]


def test_parts_and_equivalents_are_not_added_to_their_totals() -> None:
    text = "China and Serbia signed 29 agreements, 11 on water, and lent Hungary 70 million yuan (10 million dollars)."
    place = {words: (text.index(words), text.index(words) + len(words)) for words in ("29", "11", "70 million yuan")}
    amounts = {"measure": "money", "object_class": "finance", "sentence_index": 0}
    frames = tables(
        outcome(
            document(text=text),
            found(
                count(text),
                count(text, "11", value=11.0, lower=11.0, upper=11.0, part_of=place["29"]),
                count(text, "70 million yuan", value=7e7, lower=7e7, upper=7e7, unit="CNY", **amounts),
                count(
                    text, "10 million dollars", value=1e7, lower=1e7, upper=1e7, unit="USD", **amounts,
                    equivalent_of=place["70 million yuan"],
                ),
            ),
        )
    )  # fmt: skip
    claims = frames["statistics"].set_index("value")
    assert claims["additive"].to_dict() == {29: "time_and_parties", 11: "none", 7e7: "time_and_parties", 1e7: "none"}
    assert claims["not_additive_reason"][[11, 1e7]].tolist() == ["part_of_total", "equivalent"]
    assert claims["equal_to_id"][1e7] == claims["statistic_id"][7e7]
    assert claims["derivation"].to_dict() == {29: "stated", 11: "stated", 7e7: "stated", 1e7: "derived"}
    assert frames["cooperation_monthly"]["value_sum"].tolist() == [29, 7e7]


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
    other = "China and Serbia opened more than 10 clinics, about 300 wells and dozens of schools."
    things: list[tuple[str, dict[str, Any]]] = [
        (
            "more than 10",
            {"value": 10.0, "lower": 10.0, "upper": None, "qualifier": "more_than", "object_head": "clinic"},
        ),
        ("about 300", {"value": 300.0, "lower": None, "upper": None, "qualifier": "about", "object_head": "well"}),
        ("dozens", {"value": 24.0, "lower": 24.0, "upper": 99.0, "qualifier": "vague", "object_head": "school"}),
    ]
    opened = [count(other, words, **given) for words, given in things]
    frames = tables(
        outcome(document(), found(count(), money(unit="KES"))), outcome(document("b", other), found(*opened))
    )
    rows = {row["object_class"]: row for row in frames["cooperation_monthly"].to_dict("records")}
    agreements = rows["agreement"]
    shown = [agreements[name] for name in ("party_a", "party_b", "party_set", "field_set")]
    assert shown == ["CHN", "SRB", "CHN;SRB", "none"]
    assert (agreements["claims"], agreements["value_sum"], agreements["lower_sum"]) == (4, 363.0, 63.0)
    assert pd.isna(agreements["upper_sum"])
    assert (agreements["derivation"], rows["trade"]["derivation"]) == ("derived", "stated")
    assert pd.isna(rows["trade"]["usd_sum"])


def test_monthly_sums_of_the_same_decimals_are_the_same() -> None:
    """Rounded at each step, sums of the same figures can differ in the last digit, and break their own bounds."""
    figures = np.random.default_rng(7).uniform(1, 500, (30, 9)).round(1)
    rows = pd.concat([statistics(count())] * 9 * len(figures), ignore_index=True)
    rows["value"] = rows["lower"] = rows["upper"] = figures.ravel()
    rows["unit"] = [f"unit {group:02}" for group in range(len(figures)) for _ in range(9)]
    rows["statistic_id"] = [f"{row:04}" for row in range(len(rows))]
    rows.loc[len(rows) - 1, ["lower", "upper"]] = None
    summed = monthly.cooperation_monthly(rows)
    assert summed["value_sum"].tolist() == [math.fsum(group) for group in figures]
    assert summed["lower_sum"][:-1].equals(summed["value_sum"][:-1])
    assert summed["upper_sum"][:-1].equals(summed["value_sum"][:-1])


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
