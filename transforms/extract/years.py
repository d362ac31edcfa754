"""Years: 2021, 2021-22, 2025-2027, the 1980s, fiscal year 2022, the Iranian year 1398."""

from __future__ import annotations

from datetime import date
from functools import cache

from transforms.extract.calendar import OPEN, Span, fiscal_span, fiscal_starts, iranian_span, join, unit_span, year_span
from transforms.extract.time_expressions import Clock, Core
from transforms.extract.time_words import roles
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

_YEARS = range(1800, 2101)
_DECADES = range(date.min.year, date.max.year - 8)
_IRANIAN = range(1300, 1500)
_LONGEST_RUN = 60
_LEADS = T.IN | T.SINCE | T.BY | T.UNTIL | T.DURING | T.FROM | T.BEFORE | T.AFTER | T.BETWEEN | T.OF | T.TO | T.AND
_LINKS = ("-", "–", "/")


def year_at(tokens: Tokens, place: int) -> int | None:
    """The year that the token names: four digits without a unit or a counted noun behind them."""
    if place >= len(tokens.words) or not tokens.tags[place] & T.DIGITS:
        return None
    year = _four_digits(tokens, place)
    if year is None or year not in _YEARS or (tokens.joined(place) and tokens.tags[place - 1] & T.OTHER):
        return None
    return year if _stands_alone(tokens, place) else None


def _four_digits(tokens: Tokens, place: int) -> int | None:
    word = tokens.words[place]
    return int(word) if len(word) == 4 and word.isdecimal() else None


def _stands_alone(tokens: Tokens, place: int) -> bool:
    """Whether nothing behind a year makes it a quantity; behind "in" and the like a plural noun does not."""
    if place + 1 >= len(tokens.words):
        return True
    tag = tokens.tags[place + 1]
    if tokens.joined(place + 1) and not tag & T.PUNCTUATION:
        return False
    if tag & (T.PERCENT | T.SCALE):
        return False
    led = place > 0 and tokens.tags[place - 1] & _LEADS
    counted = tag & T.PLURAL and not tag & (T.THIRD | T.CAPITAL)
    return bool(led) or not counted


def years_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """One year, a pair of years or a decade, which begins at the token."""
    first = _four_digits(tokens, place)
    decade = place + 1 < stop and tokens.joined(place + 1) and tokens.words[place + 1] == "s"
    if first is not None and decade and first in _DECADES:
        return Core(place + 1, "span", Span(date(first, 1, 1), date(first + 9, 12, 31)), "part", stated_year=True)
    second = _second_year(tokens, place, stop)
    if first is not None and second:
        return _year_pair(tokens, place, stop, first, second, clock)
    year = year_at(tokens, place)
    if year is None:
        return None
    if place + 1 < stop and "fiscal" in roles(tokens, place + 1):
        return fiscal_core(place + 2, year, None, clock)
    if "academic" in roles(tokens, place + 1):
        return Core(place + 1, "unresolved", OPEN, "year", stated_year=True)
    return Core(place, "span", year_span(year), "year", stated_year=True)


def _second_year(tokens: Tokens, place: int, stop: int) -> int | None:
    """The later year of a pair written with a dash or slash, in two or four digits."""
    first = _four_digits(tokens, place)
    if first is None or first not in _YEARS or place + 2 >= stop:
        return None
    link, later = tokens.words[place + 1], tokens.words[place + 2]
    tight = tokens.joined(place + 1) and tokens.joined(place + 2)
    if link not in _LINKS or not tight or not later.isdecimal():
        return None
    year = int(later) if len(later) == 4 else first // 100 * 100 + int(later) if len(later) == 2 else 0
    return year if first < year <= first + _LONGEST_RUN else None


def _year_pair(tokens: Tokens, place: int, stop: int, first: int, second: int, clock: Clock) -> Core:
    """An academic or fiscal year where the words or the short second year say so, else all from first to second."""
    last = place + 2
    role = roles(tokens, last + 1) if last + 1 < stop else {}
    if "academic" in role:
        return Core(last + 1 + ("unit" in roles(tokens, last + 2)), "unresolved", OPEN, "year", stated_year=True)
    fiscal = "fiscal" in role
    if second == first + 1 and (fiscal or len(tokens.words[place + 2]) == 2):
        last += 2 if fiscal and last + 2 < stop else 0
        return Core(last, "span", fiscal_span(first, clock.country), "year", stated_year=True)
    return Core(last, "span", join(year_span(first), year_span(second)), "part", stated_year=True)


def fiscal_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Fiscal year 2022, FY 2022-23, the Iranian calendar year 1398 (March 2019-March 2020)."""
    role = roles(tokens, place)
    if "calendar_name" in role:
        return _iranian(tokens, place, stop, clock)
    if "academic" in role and "unit" in roles(tokens, place + 1):
        return _academic(tokens, place + 1, stop)
    if "fiscal" not in role and "fiscal_name" not in role:
        return None
    following = place + 1
    if following < stop and "unit" in roles(tokens, following):
        following += 1
    if following >= stop:
        return None
    second = _second_year(tokens, following, stop)
    if second:
        return fiscal_core(following + 2, int(tokens.words[following]), second, clock)
    year = year_at(tokens, following)
    return fiscal_core(following, year, None, clock) if year else None


def _academic(tokens: Tokens, last: int, stop: int) -> Core:
    """The academic year, with the years behind it, which is nobody's calendar year."""
    if last + 1 < stop and _second_year(tokens, last + 1, stop):
        last += 3
    elif last + 1 < stop and year_at(tokens, last + 1):
        last += 1
    return Core(last, "unresolved", OPEN, "year", stated_year=True)


@cache
def _named_by_start() -> frozenset[str]:
    return frozenset(row["country"] for row in rows("fiscal_years") if row["named_by"] == "start")


def fiscal_core(last: int, year: int, second: int | None, clock: Clock) -> Core:
    """The fiscal year that a single number names by its end in most countries, by its start in some."""
    january = fiscal_starts().get(clock.country or "", 1) == 1
    starts = second is not None or january or clock.country in _named_by_start()
    return Core(last, "span", fiscal_span(year if starts else year - 1, clock.country), "year", stated_year=True)


def _iranian(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """An Iranian year or month; the Gregorian span in the parentheses behind it decides where there is one."""
    last, year = place, None
    while last + 1 < stop:
        word, role = tokens.words[last + 1], roles(tokens, last + 1)
        linking = tokens.tags[last + 1] & T.OF and last > place
        if not word.isdecimal() and "calendar" not in role and "unit" not in role and not linking:
            break
        last += 1
        if word.isdecimal() and int(word) in _IRANIAN:
            year = int(word)
    if last > place and tokens.tags[last] & T.OF:
        last -= 1
    if last == place:
        return None
    span = iranian_span(year) if year else unit_span(clock.today, "M12", 0) if clock.today else OPEN
    return Core(last, "span" if span != OPEN else "unresolved", span, "year", stated_year=True)
