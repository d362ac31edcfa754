"""Calendar arithmetic: spans of days, units back and forth, weekdays, fiscal and Iranian years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from transforms.vocabulary import rows

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, either open (None)."""

    start: date | None
    end: date | None


OPEN = Span(None, None)


def year_span(year: int) -> Span:
    """The calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def month_span(year: int, month: int) -> Span:
    """The calendar month."""
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def months_span(year: int, first: int, last: int) -> Span:
    """The months `first` to `last` of one year; a last month before the first lies in the next year."""
    return Span(date(year, first, 1), month_span(year + (last < first), last).end)


def season_span(year: int, first_month: int) -> Span:
    """Three months from `first_month`; winter runs into the next year."""
    last = (first_month + 1) % 12 + 1
    return months_span(year, first_month, last)


def shift(day: date, unit: str, count: float) -> date:
    """The day `count` units later (earlier when negative); units as in times.csv: D7, M1, M12.

    Raises OverflowError when the result lies outside the calendar.
    """
    size = int(unit[1:])
    if unit[0] == "D":
        return day + timedelta(days=round(size * count))
    months = day.year * 12 + day.month - 1 + round(size * count)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year} is outside the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_span(day: date, unit: str, offset: int) -> Span:
    """The calendar unit that lies `offset` units from the day's; weeks run from Monday to Sunday."""
    if unit == "D1":
        return Span(day + offset * ONE_DAY, day + offset * ONE_DAY)
    if unit[0] == "D":
        monday = day - day.weekday() * ONE_DAY + offset * timedelta(days=int(unit[1:]))
        return Span(monday, monday + 6 * ONE_DAY)
    size = int(unit[1:])
    first = date(day.year, 1, 1) if size > 12 else date(day.year, (day.month - 1) // size * size + 1, 1)
    if size > 12:
        first = date(day.year // (size // 12) * (size // 12), 1, 1)
    start = shift(first, unit, offset)
    return Span(start, shift(start, unit, 1) - ONE_DAY)


def weekday_span(day: date, weekday: int, direction: int) -> Span:
    """The weekday nearest to the day: at or before it (direction 0), before it (-1), or after it (1)."""
    back = (day.weekday() - weekday) % 7
    if direction > 0:
        found = day + ((weekday - day.weekday() - 1) % 7 + 1) * ONE_DAY
    else:
        found = day - (back or (7 if direction < 0 else 0)) * ONE_DAY
    return Span(found, found)


def day_span(year: int, month: int, day: int) -> Span | None:
    """One day, or None when the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Span(found, found)


def nearest_year(reference: date, month: int, day: int = 15) -> int:
    """The year in which month and day come nearest to the reference date."""
    day = min(day, 28)
    years = (reference.year, reference.year - 1, reference.year + 1)
    return min(years, key=lambda year: abs((date(year, month, day) - reference).days))


@cache
def fiscal_starts() -> dict[str, int]:
    """ISO 3166-1 alpha-3 -> month in which the fiscal year begins."""
    return {row["country"]: int(row["start_month"]) for row in rows("fiscal_years")}


def fiscal_span(year: int, country: str | None) -> Span:
    """The fiscal year that begins in `year`; the calendar year where the country's start is not known."""
    month = fiscal_starts().get(country or "", 1)
    start = date(year, month, 1)
    return Span(start, shift(start, "M12", 1) - ONE_DAY)


def iranian_span(year: int) -> Span:
    """The Iranian solar year (1398 -> 21 March 2019 to 20 March 2020); the equinox is taken as 21 March."""
    return Span(date(year + 621, 3, 21), date(year + 622, 3, 20))


def join(first: Span, last: Span) -> Span:
    """From the start of one span to the end of another."""
    return Span(first.start or first.end, last.end or last.start)


def part_of(span: Span, unit: str, first: int, count: int) -> Span:
    """Units `first` up to `first + count - 1` of a span, from 1 (the first ten months); -1 counts from its end."""
    if span.start is None or span.end is None:
        return OPEN
    if first < 0:
        end = span.end
        return Span(shift(end + ONE_DAY, unit, -count), end)
    start = shift(span.start, unit, first - 1)
    return Span(start, shift(start, unit, count) - ONE_DAY)


def third_of(span: Span, part: int) -> Span:
    """The early, middle or late part (1 to 3) of a month or a year; other spans stay as they are."""
    start, end = span.start, span.end
    if start is None or end is None or start.year != end.year:
        return span
    if start.month == end.month and start.day == 1:
        first, last = ((1, 10), (11, 20), (21, end.day))[part - 1]
        return Span(start.replace(day=first), start.replace(day=last))
    if (start.month, start.day, end.month) != (1, 1, 12):
        return span
    return months_span(start.year, *((1, 3), (6, 7), (10, 12))[part - 1])
