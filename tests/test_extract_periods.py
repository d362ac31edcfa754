"""When a counted fact holds: words of time -> first and last day."""

from __future__ import annotations

from datetime import date

import pytest

from findings import count

SIGNED = "Oman and Peru signed 14 agreements {}."
WILL = "Oman and Peru will open 14 offices {}."


def span(text: str, words: str = "14", day: date | None = date(2024, 5, 10)) -> tuple[str | None, str | None]:
    row = count(text, words, day)
    return _iso(row.period_start), _iso(row.period_end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("in March 2021", "2021-03-01", "2021-03-31"),
        ("on 3 April 2022", "2022-04-03", "2022-04-03"),
        ("on April 3, 2022", "2022-04-03", "2022-04-03"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("on Monday", "2024-05-06", "2024-05-06"),
        ("on Friday", "2024-05-10", "2024-05-10"),
        ("last week", "2024-04-29", "2024-05-05"),
        ("since 2013", "2013-01-01", "2024-05-10"),
        ("over the past two years", "2022-05-10", "2024-05-10"),
        ("over the past decade", "2014-05-10", "2024-05-10"),
        ("in the first half of 2023", "2023-01-01", "2023-06-30"),
        ("in the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("between 2018 and 2020", "2018-01-01", "2020-12-31"),
        ("from 2018 to 2020", "2018-01-01", "2020-12-31"),
        ("from January to October 2023", "2023-01-01", "2023-10-31"),
        ("in January-October 2023", "2023-01-01", "2023-10-31"),
        ("in 2018-2020", "2018-01-01", "2020-12-31"),
        ("by the end of April", None, "2024-04-30"),
        ("so far", None, "2024-05-10"),
        ("as of 31 March 2024", None, "2024-03-31"),
        ("in the spring of 2023", "2023-03-01", "2023-05-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("yesterday", "2024-05-09", "2024-05-09"),
    ],
)
def test_periods_of_what_happened(words: str, start: str | None, end: str | None) -> None:
    assert span(SIGNED.format(words)) == (start, end)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("by 2030", None, "2030-12-31"),
        ("in the next three years", "2024-05-10", "2027-05-10"),
        ("next year", "2025-01-01", "2025-12-31"),
        ("in 2026", "2026-01-01", "2026-12-31"),
        ("next month", "2024-06-01", "2024-06-30"),
        ("by the end of this year", None, "2024-12-31"),
    ],
)
def test_periods_of_what_is_planned(words: str, start: str | None, end: str | None) -> None:
    assert span(WILL.format(words)) == (start, end)


@pytest.mark.parametrize("words", ["last year", "on Monday", "over the past two years", "last month", "this year"])
def test_relative_words_stay_unresolved_without_a_date(words: str) -> None:
    row = count(SIGNED.format(words), "14", None)
    assert (row.period_start, row.period_end) == (None, None)
    assert row.period_text is not None
    assert words.rpartition(" ")[2] in row.period_text


def test_absolute_words_need_no_date() -> None:
    assert span(SIGNED.format("in 2019"), day=None) == ("2019-01-01", "2019-12-31")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("NEW DELHI — India gave Nepal 14 ambulances in fiscal year 2022-23.", "2022-04-01", "2023-03-31"),
        ("TOKYO — Japan gave Nepal 14 ambulances in fiscal 2022.", "2022-04-01", "2023-03-31"),
    ],
)
def test_fiscal_years_are_those_of_the_country(text: str, start: str, end: str) -> None:
    assert span(text) == (start, end)


def test_an_iranian_month_has_the_span_in_parentheses() -> None:
    text = "Iran and Iraq opened 14 crossings in the month of Farvardin (March 20-April 19, 2024)."
    assert span(text) == ("2024-03-20", "2024-04-19")


def test_the_same_period_of_last_year_is_no_period_of_the_figure() -> None:
    text = "Trade between Oman and Peru rose 12 percent in the first quarter from the same period of last year."
    assert span(text, "12 percent") == ("2024-01-01", "2024-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "Oman and Peru signed 14 agreements.",
        "Oman and Peru signed 14 agreements, the ministry said on Tuesday.",
    ],
)
def test_no_words_and_no_day_of_saying(text: str) -> None:
    assert span(text) == (None, None)


def test_a_period_governs_all_counts_of_its_sentence() -> None:
    text = "In 2022 Oman opened 14 schools and 3 clinics in Peru."
    assert span(text, "14") == span(text, "3 clinics"[:1]) == ("2022-01-01", "2022-12-31")
