"""How English writes numbers: values, bounds, units."""

from __future__ import annotations

import pytest

from findings import count, figure, reason
from transforms.extract import extract
from transforms.records import Document

SIGNED = "Oman and Peru signed {} agreements in Muscat."
GAVE = "Japan gave Kenya {} for the port of Mombasa."
ROSE = "Trade between Oman and Peru {} in 2023."


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-three", 23),
        ("one hundred and five", 105),
        ("two thousand four hundred", 2400),
        ("half a dozen", 6),
        ("a dozen", 12),
        ("two dozen", 24),
        ("a hundred", 100),
        ("12,500", 12_500),
        ("12 500", 12_500),
        ("1.2 million", 1_200_000),
        ("three million", 3_000_000),
        ("two and a half million", 2_500_000),
        ("2.5 lakh", 250_000),
        ("3 crore", 30_000_000),
        ("1,25,000", 125_000),
        ("1.234.567", 1_234_567),
        ("3.5 mln", 3_500_000),
        ("40k", 40_000),
    ],
)
def test_values(words: str, value: float) -> None:
    row = count(SIGNED.format(words), words)
    assert (row.value, row.lower, row.upper, row.qualifier) == (value, value, value, "exact")
    assert row.value_text == words


@pytest.mark.parametrize(
    ("words", "qualifier", "lower", "upper"),
    [
        ("more than 40", "more_than", 40, None),
        ("upwards of 40", "more_than", 40, None),
        ("40-plus", "more_than", 40, None),
        ("40+", "more_than", 40, None),
        ("a little over 40", "more_than", 40, None),
        ("no fewer than 40", "at_least", 40, None),
        ("not less than 40", "at_least", 40, None),
        ("40 or more", "at_least", 40, None),
        ("a minimum of 40", "at_least", 40, None),
        ("nearly 40", "nearly", None, 40),
        ("close to 40", "nearly", None, 40),
        ("just under 40", "nearly", None, 40),
        ("fewer than 40", "less_than", None, 40),
        ("under 40", "less_than", None, 40),
        ("up to 40", "at_most", None, 40),
        ("as many as 40", "at_most", None, 40),
        ("no more than 40", "at_most", None, 40),
        ("a maximum of 40", "at_most", None, 40),
        ("some 40", "about", None, None),
        ("roughly 40", "about", None, None),
        ("an estimated 40", "about", None, None),
        ("~40", "about", None, None),
        ("40-odd", "about", None, None),
        ("40 or so", "about", None, None),
        ("something like 40", "about", None, None),
        ("dozens of", "vague", 24, 99),
        ("scores of", "vague", 24, 99),
        ("hundreds of", "vague", 200, 999),
        ("thousands of", "vague", 2000, 9999),
        ("tens of thousands of", "vague", 20_000, 99_999),
        ("hundreds of thousands of", "vague", 200_000, 999_999),
        ("tens of millions of", "vague", 20_000_000, 99_999_999),
        ("5-7", "between", 5, 7),
        ("1,200–1,500", "between", 1200, 1500),
        ("between 15 and 20", "between", 15, 20),
        ("15 to 20", "between", 15, 20),
        ("ten to fifteen", "between", 10, 15),
        ("three or four", "between", 3, 4),
    ],
)
def test_bounds(words: str, qualifier: str, lower: float | None, upper: float | None) -> None:
    row = count(SIGNED.format(words), words)
    assert (row.qualifier, row.lower, row.upper) == (qualifier, lower, upper)
    assert row.value_text == words


def test_more_than_opens_a_vague_noun() -> None:
    row = count(SIGNED.format("more than hundreds of"), "hundreds")
    assert (row.lower, row.upper) == (200, None)


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("$1.2bn", 1.2e9, "USD"),
        ("850m yuan", 8.5e8, "CNY"),
        ("3,5 million euros", 3.5e6, "EUR"),
        ("£40,000", 40_000, "GBP"),
        ("500 million Hong Kong dollars", 5e8, "HKD"),
        ("Rs 200 crore", 2e9, "INR"),
        ("1.8 billion dlrs", 1.8e9, "USD"),
        ("US$25 million", 2.5e7, "USD"),
        ("A$30 million", 3e7, "AUD"),
        ("20 million Canadian dollars", 2e7, "CAD"),
        ("60 billion yen", 6e10, "JPY"),
        ("CHF 12 million", 1.2e7, "CHF"),
        ("half a billion dollars", 5e8, "USD"),
        ("a million pounds", 1e6, "GBP"),
        ("15bn RMB", 1.5e10, "CNY"),
        ("two million Kuwaiti dinars", 2e6, "KWD"),
    ],
)
def test_money(words: str, value: float, unit: str) -> None:
    row = count(GAVE.format(words), words)
    assert row.value == pytest.approx(value)
    assert (row.measure, row.unit) == ("money", unit)
    assert row.value_text == words


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("China will build a 480-km railway in Laos.", "480-km", 480, "km"),
        ("Norway and Malawi built a 2 GW solar park.", "2 GW", 2000, "MW"),
        ("Russia shipped 25,000 tons of wheat to Mali.", "25,000 tons", 25_000, "t"),
        ("Iran sold 3 million barrels of oil to Syria.", "3 million barrels", 3e6, "bbl"),
        ("Algeria sent 4 billion cubic metres of gas to Italy.", "4 billion cubic metres", 4e9, "m3"),
        ("The port that Oman and India share handled 90,000 TEU.", "90,000 TEU", 90_000, "TEU"),
        ("Ethiopia sold Kenya 2 TWh of electricity.", "2 TWh", 2e9, "kWh"),
        ("Israel and Senegal irrigated 1,200 hectares of joint farms.", "1,200 hectares", 1200, "ha"),
    ],
)
def test_physical_units(text: str, words: str, value: float, unit: str) -> None:
    row = count(text, words)
    assert row.value == pytest.approx(value)
    assert (row.measure, row.unit) == ("quantity", unit)


@pytest.mark.parametrize(
    ("verb", "words", "value", "measure", "unit"),
    [
        ("rose 12 percent", "12 percent", 12, "change", "percent"),
        ("fell by 6.5%", "6.5%", -6.5, "change", "percent"),
        ("was down 8 percent", "8 percent", -8, "change", "percent"),
        ("doubled", "doubled", 2, "change", "times"),
        ("tripled", "tripled", 3, "change", "times"),
        ("grew fivefold", "fivefold", 5, "change", "times"),
        ("grew threefold", "threefold", 3, "change", "times"),
        ("halved", "halved", -50, "change", "percent"),
        ("grew six times", "six times", 6, "change", "times"),
        ("rose to 40 million dollars", "40 million dollars", 4e7, "money", "USD"),
        ("rose by 40 million dollars", "40 million dollars", 4e7, "change", "USD"),
    ],
)
def test_changes(verb: str, words: str, value: float, measure: str, unit: str) -> None:
    row = count(ROSE.format(verb), words)
    assert (row.value, row.measure, row.unit) == (value, measure, unit)


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("Two thirds of the 90 China-Kenya projects are in Nairobi.", "Two thirds", 66.667, "percent"),
        ("One in six joint ventures between Japan and Vietnam makes textiles.", "One in six", 16.667, "percent"),
        ("China bought 18 percent of everything that Argentina exported.", "18 percent", 18, "percent"),
        ("Half of the students whom Cuba trained came from Angola.", "Half", 50, "percent"),
        (
            "The share of yuan in China-Russia trade rose 12 percentage points.",
            "12 percentage points",
            12,
            "percentage_point",
        ),
        ("The China-Laos railway is 70 percent complete.", "70 percent", 70, "percent"),
    ],
)
def test_shares(text: str, words: str, value: float, unit: str) -> None:
    row = count(text, words)
    assert row.value == pytest.approx(value, abs=0.001)
    assert (row.measure, row.unit) == ("change" if unit == "percentage_point" else "share", unit)


def test_falls_mirror_their_bounds() -> None:
    row = count("Trade between Oman and Peru fell more than 10 percent in 2023.", "more than 10 percent")
    assert (row.value, row.lower, row.upper) == (-10, None, -10)


def test_a_change_from_one_level_to_another_is_two_rows() -> None:
    text = "The number of joint laboratories of France and Brazil rose from 80 to 120."
    assert [count(text, words).value for words in ("80", "120")] == [80, 120]


def test_an_equivalent_is_a_row_of_its_own() -> None:
    text = "China lent Kenya 1.2 trillion yuan (about 170 billion U.S. dollars) for ports."
    assert (count(text, "yuan").unit, count(text, "dollars").unit) == ("CNY", "USD")
    assert count(text, "yuan").object_class == count(text, "dollars").object_class == "finance"


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("Oman and Peru signed the pact on 28 June 2001.", "28", "date"),
        ("Oman and Peru signed the pact at 10:30 a.m. in Lima.", "10:30", "time"),
        ("Oman and Peru held the 23rd meeting of their commission.", "23rd", "ordinal"),
        ("Oman and Peru discussed COVID-19 and the G20.", "19", "name"),
        ("Oman and Peru discussed COVID-19 and the G20.", "20", "name"),
        ("Oman and Peru support Resolution 2231.", "2231", "name"),
        ("The two countries, Oman and Peru, signed pacts.", "two", "party_reference"),
        ("The 27-member bloc and Peru signed pacts.", "27", "party_reference"),
        ("Oman and Peru agreed on five principles of cooperation.", "five", "enumeration"),
        ("Oman and Peru have had ties for 70 years.", "70", "duration"),
        ("Peruvians may stay in Oman for 30 days without a visa.", "30", "duration"),
        ("Carlos Quispe, 47, leads the work between Oman and Peru.", "47", "age"),
    ],
)
def test_numbers_that_are_no_counts(text: str, words: str, why: str) -> None:
    assert reason(text, words) == why


@pytest.mark.parametrize(
    "text", ["Oman and Peru opened one office.", "One of the areas is trade between Oman and Peru."]
)
def test_one_alone_is_no_count(text: str) -> None:
    word = "one" if " one " in text else "One"
    row = figure(text, word)
    assert hasattr(row, "reason")


def test_a_dateline_behind_characters_of_no_width_ends_where_it_ends() -> None:
    text = "Ties\u200b grow\u200b\u200b closer\u200b\n\nBEIJING, Nov. 26 (Xinhua) -- China gave Laos 12 buses."
    counts = extract(Document("a", "a", text, language="en")).counts
    assert [count.sentence for count in counts] == ["China gave Laos 12 buses."]
