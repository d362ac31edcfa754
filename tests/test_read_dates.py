"""Days in metadata, in URLs and in datelines without a year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read.dates import PartialDate, in_url, parse

DAY = date(2021, 11, 26)


@pytest.mark.parametrize(
    "value",
    [
        "2021-11-26",
        "2021-11-26T23:50:00+08:00",
        "2021-11-26 08:00",
        "2021/11/26",
        "20211126",
        20211126,
        "26.11.2021",
        "26 Nov 2021",
        "26-Nov-2021",
        "Fri, 26 Nov 2021 08:00:00 GMT",
        "Nov. 26, 2021",
        "NOVEMBER 26th, 2021",
        1637900000,
        1637900000000,
    ],
)
def test_full_date(value: object) -> None:
    assert parse(value) == DAY


@pytest.mark.parametrize(
    "value",
    [None, "", "soon", "Nov 26", "November 2021", "11/26/21", "05/06/2021", "2021-13-40", "0001-01-01"],
)
def test_no_full_date(value: object) -> None:
    assert parse(value) is None


@pytest.mark.parametrize("value", [True, -5, 12, 2021, float("nan"), float("inf"), 10**30, [], {}])
def test_other_values_are_no_date(value: object) -> None:
    assert parse(value) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/news/2022/05/12/pact", date(2022, 5, 12)),
        ("https://example.org/news/2022/5/2/pact", date(2022, 5, 2)),
        ("https://example.org/2022/may/12/pact", date(2022, 5, 12)),
        ("https://example.org/pact-2022-05-12.html", date(2022, 5, 12)),
        ("https://example.org/english/20220512/c.htm", date(2022, 5, 12)),
        ("https://example.org/english/2022-05/12/c.htm", date(2022, 5, 12)),
        ("https://example.org/a/202205/12/WS6.html", date(2022, 5, 12)),
        ("https://example.org/?d=2022-05-12", None),
        ("https://example.org/2022/13/40/x", None),
        ("https://example.org/id/20229912", None),
        ("https://example.org/c_20220512345", None),
        ("http://[broken/2022/05/12", None),
        ("", None),
    ],
)
def test_date_in_url(url: str, expected: date | None) -> None:
    assert in_url(url) == expected


@pytest.mark.parametrize(
    ("when", "near", "expected"),
    [
        (PartialDate(None, 12, 31), date(2022, 1, 1), date(2021, 12, 31)),
        (PartialDate(None, 1, 1), date(2021, 12, 31), date(2022, 1, 1)),
        (PartialDate(None, 2, 29), date(2023, 3, 1), date(2024, 2, 29)),
        (PartialDate(2019, 2, 3), date(2023, 3, 1), date(2019, 2, 3)),
        (PartialDate(None, 2, 3), None, None),
        (PartialDate(2023, 2, 29), None, None),
    ],
)
def test_missing_year(when: PartialDate, near: date | None, expected: date | None) -> None:
    assert when.resolve(near) == expected


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert parse(day.isoformat()) == day
    assert parse(f"{day.day} {day:%B} {day.year}") == day
    assert in_url(f"https://example.org/{day:%Y/%m/%d}/x") == day


@given(st.one_of(st.text(), st.integers(), st.floats()))
def test_parse_never_raises(value: object) -> None:
    parse(value)
    in_url(str(value))
