"""Dates with a month in them: 26 November 2021, Nov. 26, January-October, May 3-5."""

from __future__ import annotations

from datetime import date
from functools import cache

from transforms.extract.calendar import OPEN, day_span, join, month_span, months_span, nearest_year
from transforms.extract.time_expressions import Clock, Core
from transforms.extract.time_words import roles
from transforms.extract.years import fiscal_at, year_at, years_at
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, split, word_set

_LONGEST_ABBREVIATION = 4
_YEAR_WORDS = (("present", 0), ("past", -1), ("future", 1))


@cache
def _months() -> dict[str, int]:
    return {name.casefold(): int(row["month"]) for row in rows("months") for name in split(row["names"])}


def month_number(tokens: Tokens, place: int) -> int | None:
    """1 to 12 when the token names a month; month names are written with a capital."""
    if place >= len(tokens.words) or not tokens.tags[place] & T.MONTH or not tokens.tags[place] & T.CAPITAL:
        return None
    if _is_given_name(tokens, place):
        return None
    return _months().get(tokens.lows[place])


def _is_given_name(tokens: Tokens, place: int) -> bool:
    """Whether a short month is a name: Jan De Nul, April Jones, no "in Jan 2020" or "Jan. 3"."""
    following = place + 1
    if tokens.lows[place] not in word_set("month_names", "name") or following >= len(tokens.words):
        return False
    if place and tokens.tags[place - 1] & (T.PREPOSITION | T.DIGITS | T.DASH):
        return False
    return bool(tokens.tags[following] & T.CAPITAL) and not tokens.tags[following] & (T.DIGITS | T.STOP | T.MONTH)


def date_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The date that begins at the token, or None."""
    tag = tokens.tags[place]
    if tag & T.WEEKDAY and tag & T.CAPITAL:
        return _behind_weekday(tokens, place, stop, clock)
    if tag & T.MONTH and tag & T.CAPITAL and not _is_given_name(tokens, place):
        return _month_first(tokens, place, stop, clock)
    if tag & T.DIGITS:
        return _day_first(tokens, place, stop, clock) or years_at(tokens, place, stop, clock)
    if tag & T.TIMEWORD:
        return fiscal_at(tokens, place, stop, clock)
    return None


def _behind_weekday(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Friday, November 26: the weekday is part of the date."""
    following = place + 1 + (place + 1 < stop and bool(tokens.tags[place + 1] & (T.COMMA | T.STOP | T.PAREN_OPEN)))
    if following >= stop or not tokens.tags[following] & (T.MONTH | T.DIGITS):
        return None
    core = date_at(tokens, following, stop, clock)
    return core if core and core.grain == "day" else None


def _month_first(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """November 26, Nov. 26-28, November 2021, January-October."""
    months = _months_in(tokens, place)
    if months is None or _is_first_name(tokens, place):
        return None
    following = _skip_stop(tokens, place, stop)
    day = _day(tokens, following) if months[0] == months[1] else None
    if day is None:
        return _without_day(tokens, following, stop, months, clock)
    last, end_month, end_day = _day_range(tokens, following, stop, months[0], day)
    return _dated(tokens, last, stop, (months[0], day), (end_month, end_day), clock)


def _is_first_name(tokens: Tokens, place: int) -> bool:
    """Whether a month of three letters is somebody's name, between a title and a capital (Dr Jan Kruger)."""
    if len(tokens.words[place]) != 3 or not 0 < place < len(tokens) - 1:
        return False
    before, following = tokens.tags[place - 1], tokens.tags[place + 1]
    return bool(before & (T.ROLE | T.HONORIFIC | T.PERSON_NOUN) and following & T.CAPITAL)


def _months_in(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """First and last month of a token: one month, or two joined by a hyphen."""
    parts = tokens.lows[place].split("-")
    if not all(part in _months() for part in parts):
        return None
    return _months()[parts[0]], _months()[parts[-1]]


def _skip_stop(tokens: Tokens, place: int, stop: int) -> int:
    """The token behind a month, past the full stop of its abbreviation."""
    following = place + 1
    abbreviated = len(tokens.words[place]) <= _LONGEST_ABBREVIATION
    if following < stop and abbreviated and tokens.words[following] == "." and tokens.joined(following):
        return following + 1
    return following


def _day(tokens: Tokens, place: int) -> int | None:
    """The day of the month that a number of one or two digits may mean."""
    if place >= len(tokens.words) or not tokens.tags[place] & T.DIGITS:
        return None
    word = tokens.words[place]
    if not word.isdecimal() or not 1 <= int(word) <= 31 or len(word) > 2:
        return None
    following = place + 1
    if following < len(tokens.words) and tokens.tags[following] & (T.PERCENT | T.SCALE):
        return None
    return int(word)


def _ordinal_end(tokens: Tokens, place: int) -> int:
    """The last token of a day, with its ordinal suffix when it has one (26th)."""
    following = place + 1
    if following >= len(tokens.words) or not tokens.joined(following):
        return place
    suffix = tokens.words[following]
    return following if len(suffix) == 2 and suffix.isalpha() else place


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


def _day_first(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
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
    tokens: Tokens, last: int, stop: int, first: tuple[int, int], final: tuple[int, int], clock: Clock
) -> Core | None:
    """The days from one month and day to another, in the year stated behind them or the one nearest to publication."""
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


def _year_behind(tokens: Tokens, last: int, stop: int, clock: Clock) -> tuple[int | None, int]:
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
    """How many years "this year", "last year" or "next year" lie from now; None for other words."""
    if place + 1 >= stop or roles(tokens, place + 1).get("unit") != "M12":
        return None
    role = roles(tokens, place)
    return next((offset for name, offset in _YEAR_WORDS if name in role), None)


def _without_day(tokens: Tokens, following: int, stop: int, months: tuple[int, int], clock: Clock) -> Core | None:
    """A month, or several: January-October, April to June, "the January-October period"."""
    first, last_month = months
    last = following - 1
    if first == last_month and following + 1 < stop and tokens.tags[following] & (T.DASH | T.TO | T.UNTIL):
        other = month_number(tokens, following + 1)
        if other and _day(tokens, following + 2) is None:
            last_month = other
            last = _skip_stop(tokens, following + 1, stop) - 1
    if last + 1 < stop and "span" in roles(tokens, last + 1):
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
