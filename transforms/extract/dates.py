"""Dates with a month or a year in them: 26 November 2021, Nov. 26, January-October, May 3-5, 2021-22."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from transforms.extract.calendar import (
    OPEN,
    Span,
    day_span,
    fiscal_span,
    fiscal_starts,
    iranian_span,
    join,
    month_span,
    months_span,
    nearest_year,
    unit_span,
    year_span,
)
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, split

_YEARS = range(1800, 2101)
_IRANIAN = range(1300, 1500)
_LEADS = T.IN | T.SINCE | T.BY | T.UNTIL | T.DURING | T.FROM | T.BEFORE | T.AFTER | T.BETWEEN | T.OF | T.TO | T.AND


class Reference(Protocol):
    """What a date without a year is resolved against."""

    today: date | None
    country: str | None


@dataclass(slots=True)
class Core:
    """A time expression up to token `last`; `grain` is day, month, part, year or run; `stated_year` tells that the
    words themselves name the year, `ranged` that they name a first and a last day or month.
    """

    last: int
    kind: str
    span: Span
    grain: str = ""
    unit: str | None = None
    count: float | None = None
    future: bool = False
    stated_year: bool = False
    ranged: bool = False


@cache
def _months() -> dict[str, int]:
    return {name.casefold(): int(row["month"]) for row in rows("months") for name in split(row["names"])}


@cache
def _roles() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for row in rows("times"):
        table.setdefault(row["word"], set()).add(row["role"])
    return table


def _has_role(tokens: Tokens, place: int, role: str) -> bool:
    return place < len(tokens) and role in _roles().get(tokens.lows[place], ())


def month_number(tokens: Tokens, place: int) -> int | None:
    """1 to 12 when the token names a month; month names are written with a capital."""
    if place >= len(tokens) or not tokens.tags[place] & T.MONTH or not tokens.tags[place] & T.CAPITAL:
        return None
    return _months().get(tokens.lows[place])


def year_at(tokens: Tokens, place: int) -> int | None:
    """The year that the token names: four digits without a unit or a counted noun behind them."""
    if place >= len(tokens) or not tokens.tags[place] & T.DIGITS:
        return None
    word = tokens.words[place]
    if len(word) != 4 or not word.isdigit() or int(word) not in _YEARS:
        return None
    if tokens.joined(place) and tokens.tags[place - 1] & T.OTHER:
        return None
    return int(word) if _stands_alone(tokens, place) else None


def _stands_alone(tokens: Tokens, place: int) -> bool:
    if place + 1 >= len(tokens):
        return True
    tag = tokens.tags[place + 1]
    if tokens.joined(place + 1) and not tag & T.PUNCTUATION:
        return False
    if tag & (T.PERCENT | T.SCALE):
        return False
    led = place > 0 and tokens.tags[place - 1] & _LEADS
    counted = tag & T.PLURAL and not tag & (T.THIRD | T.CAPITAL)
    return bool(led) or not counted


def date_at(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    """The date that begins at the token, or None."""
    tag = tokens.tags[place]
    if tag & T.WEEKDAY and tag & T.CAPITAL:
        return _behind_weekday(tokens, place, stop, clock)
    if tag & T.MONTH and tag & T.CAPITAL:
        return _month_first(tokens, place, stop, clock)
    if tag & T.DIGITS:
        return _day_first(tokens, place, stop, clock) or _years(tokens, place, stop, clock)
    if tag & T.TIMEWORD:
        return _fiscal(tokens, place, stop, clock)
    return None


def _behind_weekday(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    following = place + 1 + (place + 1 < stop and bool(tokens.tags[place + 1] & (T.COMMA | T.STOP | T.PAREN_OPEN)))
    if following >= stop or not tokens.tags[following] & (T.MONTH | T.DIGITS):
        return None
    core = date_at(tokens, following, stop, clock)
    return core if core and core.grain == "day" else None


def _month_first(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    first = _months_in(tokens, place)
    if first is None:
        return None
    following = _skip_stop(tokens, place, stop)
    day = _day(tokens, following) if first[0] == first[1] else None
    if day is None:
        return _months_core(tokens, place, following, stop, first, clock)
    last, end_month, end_day = _day_range(tokens, following, stop, first[0], day)
    return _dated(tokens, last, stop, (first[0], day), (end_month, end_day), clock)


def _months_in(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """First and last month of a token: one month, or two joined by a hyphen."""
    parts = tokens.lows[place].split("-")
    if not all(part in _months() for part in parts):
        return None
    return _months()[parts[0]], _months()[parts[-1]]


def _skip_stop(tokens: Tokens, place: int, stop: int) -> int:
    """The token behind a month, past the full stop of its abbreviation."""
    following = place + 1
    abbreviated = len(tokens.words[place]) <= 4
    if following < stop and abbreviated and tokens.words[following] == "." and tokens.joined(following):
        return following + 1
    return following


def _day(tokens: Tokens, place: int) -> int | None:
    if place >= len(tokens) or not tokens.tags[place] & T.DIGITS:
        return None
    word = tokens.words[place]
    if not word.isdigit() or not 1 <= int(word) <= 31 or len(word) > 2:
        return None
    following = place + 1
    if following < len(tokens) and tokens.tags[following] & (T.PERCENT | T.SCALE):
        return None
    return int(word)


def _ordinal_end(tokens: Tokens, place: int) -> int:
    """The last token of a day, with its ordinal suffix when it has one (26th)."""
    following = place + 1
    if following < len(tokens) and tokens.joined(following) and len(tokens.words[following]) == 2:
        if tokens.words[following].isalpha():
            return following
    return place


def _day_range(tokens: Tokens, place: int, stop: int, month: int, day: int) -> tuple[int, int, int]:
    """Last token, month and day of "3-5", "3 to 5", "20-August 21" behind the first day at `place`."""
    last = _ordinal_end(tokens, place)
    link = last + 1
    if link + 1 >= stop or not tokens.tags[link] & (T.DASH | T.TO):
        return last, month, day
    other = month_number(tokens, link + 1)
    if other and _day(tokens, link + 2):
        return _ordinal_end(tokens, link + 2), other, _day(tokens, link + 2) or day
    later = _day(tokens, link + 1)
    if later and (later > day or tokens.joined(link + 1)) and not (tokens.tags[link] & T.TO and later <= day):
        return _ordinal_end(tokens, link + 1), month, later
    return last, month, day


def _day_first(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    """26 November 2021, 25 to 28 June, 3-5 May."""
    day = _day(tokens, place)
    if day is None:
        return None
    last = _ordinal_end(tokens, place)
    later = day
    link = last + 1
    if link + 1 < stop and tokens.tags[link] & (T.DASH | T.TO | T.AND) and _day(tokens, link + 1):
        later, last = _day(tokens, link + 1) or day, _ordinal_end(tokens, link + 1)
    if last + 1 < stop and tokens.tags[last + 1] & T.OF:
        last += 1
    month = month_number(tokens, last + 1) if last + 1 < stop else None
    if month is None:
        return None
    following = _skip_stop(tokens, last + 1, stop)
    return _dated(tokens, following - 1, stop, (month, day), (month, later), clock)


def _dated(
    tokens: Tokens, last: int, stop: int, first: tuple[int, int], final: tuple[int, int], clock: Reference
) -> Core | None:
    year, last = _year_behind(tokens, last, stop, clock)
    stated = year is not None
    if year is None:
        if clock.today is None:
            return Core(last, "unresolved", OPEN, "day")
        year = nearest_year(clock.today, first[0], first[1])
    start = day_span(year, *first)
    end = day_span(year + (final < first), *final)
    if start is None or end is None:
        return Core(last, "unresolved", OPEN, "day")
    return Core(last, "span", join(start, end), "day", stated_year=stated, ranged=first != final)


def _year_behind(tokens: Tokens, last: int, stop: int, clock: Reference) -> tuple[int | None, int]:
    """The year stated behind a day or month, with its last token: ", 2021", "2021", "this year", "last year"."""
    following = last + 1
    if following < stop and tokens.tags[following] & (T.COMMA | T.OF):
        following += 1
    year = year_at(tokens, following) if following < stop else None
    if year:
        return year, following
    offset = _year_word(tokens, following, stop)
    if offset is not None and clock.today:
        return clock.today.year + offset, following + 1
    return None, last


def _year_word(tokens: Tokens, place: int, stop: int) -> int | None:
    if place + 1 >= stop or not _has_role(tokens, place + 1, "unit") or tokens.words[place + 1][0] not in "yY":
        return None
    for role, offset in (("present", 0), ("past", -1), ("future", 1)):
        if _has_role(tokens, place, role):
            return offset
    return None


def _months_core(
    tokens: Tokens, place: int, following: int, stop: int, months: tuple[int, int], clock: Reference
) -> Core | None:
    """A month, or several: January-October, April to June, "the January-October period"."""
    first, last_month = months
    last = following - 1
    if first == last_month and following + 1 < stop and tokens.tags[following] & (T.DASH | T.TO | T.UNTIL):
        other = month_number(tokens, following + 1)
        if other and _day(tokens, following + 2) is None:
            last_month = other
            last = _skip_stop(tokens, following + 1, stop) - 1
    if last + 1 < stop and _has_role(tokens, last + 1, "span"):
        last += 1
    year, last = _year_behind(tokens, last, stop, clock)
    if year is None and clock.today is None:
        return Core(last, "unresolved", OPEN, "month")
    known = year or nearest_year(clock.today or date(2000, 1, 1), last_month)
    if year is None and last_month < first:
        known -= 1
    span = months_span(known, first, last_month) if first != last_month else month_span(known, first)
    grain = "month" if first == last_month else "part"
    return Core(last, "span", span, grain, stated_year=year is not None, ranged=first != last_month)


def _years(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    """2021, 2021-22, 2023/24, 2025-2027, the 1980s."""
    word = tokens.words[place]
    if (
        len(word) == 4
        and word.isdigit()
        and place + 1 < stop
        and tokens.joined(place + 1)
        and tokens.words[place + 1] == "s"
    ):
        decade = int(word)
        return Core(place + 1, "span", Span(date(decade, 1, 1), date(decade + 9, 12, 31)), "part", stated_year=True)
    second = _second_year(tokens, place, stop)
    if second:
        return _year_pair(tokens, place, stop, int(word), second, clock)
    year = year_at(tokens, place)
    if year is None:
        return None
    if place + 1 < stop and _has_role(tokens, place + 1, "fiscal"):
        return fiscal_core(place + 2, year, None, clock)
    if _has_role(tokens, place + 1, "academic"):
        return Core(place + 1, "unresolved", OPEN, "year", stated_year=True)
    return Core(place, "span", year_span(year), "year", stated_year=True)


def _second_year(tokens: Tokens, place: int, stop: int) -> int | None:
    """The later year of a pair written with a dash or slash, in two or four digits."""
    word = tokens.words[place]
    if len(word) != 4 or not word.isdigit() or int(word) not in _YEARS or place + 2 >= stop:
        return None
    link, later = tokens.words[place + 1], tokens.words[place + 2]
    if (
        link not in ("-", "–", "/")
        or not (tokens.joined(place + 1) and tokens.joined(place + 2))
        or not later.isdigit()
    ):
        return None
    year = int(later) if len(later) == 4 else int(word[:2] + later) if len(later) == 2 else 0
    return year if int(word) < year <= int(word) + 60 else None


def _year_pair(tokens: Tokens, place: int, stop: int, first: int, second: int, clock: Reference) -> Core:
    last = place + 2
    if last + 1 < stop and _has_role(tokens, last + 1, "academic"):
        has_unit = _has_role(tokens, last + 2, "unit")
        return Core(last + 1 + has_unit, "unresolved", OPEN, "year", stated_year=True)
    fiscal = last + 1 < stop and _has_role(tokens, last + 1, "fiscal")
    if second == first + 1 and (fiscal or len(tokens.words[place + 2]) == 2):
        last += 2 if fiscal and last + 2 < stop else 0
        return Core(last, "span", fiscal_span(first, clock.country), "year", stated_year=True)
    return Core(last, "span", join(year_span(first), year_span(second)), "part", stated_year=True)


def _fiscal(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    """Fiscal year 2022, FY 2022-23, the Iranian calendar year 1398 (March 2019-March 2020)."""
    if _has_role(tokens, place, "calendar_name"):
        return _iranian(tokens, place, stop, clock)
    if not (_has_role(tokens, place, "fiscal") or _has_role(tokens, place, "fiscal_name")):
        return None
    following = place + 1
    if following < stop and _has_role(tokens, following, "unit"):
        following += 1
    if following >= stop:
        return None
    second = _second_year(tokens, following, stop)
    if second:
        return fiscal_core(following + 2, int(tokens.words[following]), second, clock)
    year = year_at(tokens, following)
    return fiscal_core(following, year, None, clock) if year else None


@cache
def _named_by_start() -> frozenset[str]:
    return frozenset(row["country"] for row in rows("fiscal_years") if row["named_by"] == "start")


def fiscal_core(last: int, year: int, second: int | None, clock: Reference) -> Core:
    """The fiscal year that a single number names by its end in most countries, by its start in some."""
    starts = (
        second is not None or fiscal_starts().get(clock.country or "", 1) == 1 or clock.country in _named_by_start()
    )
    return Core(last, "span", fiscal_span(year if starts else year - 1, clock.country), "year", stated_year=True)


def _iranian(tokens: Tokens, place: int, stop: int, clock: Reference) -> Core | None:
    """An Iranian year or month; the Gregorian span in the parentheses behind it decides where there is one."""
    last, year = place, None
    while last + 1 < stop and (
        _has_role(tokens, last + 1, "calendar")
        or _has_role(tokens, last + 1, "unit")
        or tokens.words[last + 1].isdigit()
    ):
        last += 1
        if tokens.words[last].isdigit() and int(tokens.words[last]) in _IRANIAN:
            year = int(tokens.words[last])
    if last == place:
        return None
    span = iranian_span(year) if year else unit_span(clock.today, "M12", 0) if clock.today else OPEN
    return Core(last, "span" if span != OPEN else "unresolved", span, "year", stated_year=True)
