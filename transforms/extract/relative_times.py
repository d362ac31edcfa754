"""Times told from the day of publication: last year, the past two years, next March, today, on Friday, the spring."""

from __future__ import annotations

from datetime import date

from transforms.extract.calendar import (
    OPEN,
    Span,
    fiscal_span,
    iranian_span,
    month_span,
    nearest_year,
    season_span,
    shift,
    unit_span,
    weekday_span,
)
from transforms.extract.dates import month_number
from transforms.extract.numerals import numeral_at
from transforms.extract.qualifiers import indefinite
from transforms.extract.time_expressions import Clock, Core
from transforms.extract.time_words import grain, roles, skip_article
from transforms.extract.years import year_at
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_DECADE = "M120"
_IRANIAN_YEARS = 621
_DIRECTIONS = {"past": -1, "present": 0, "future": 1}


def relative_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Last year, the past two years, next March, this week, the coming decade, the current fiscal year."""
    place = skip_article(tokens, place)
    role = roles(tokens, place)
    direction = next((value for name, value in _DIRECTIONS.items() if name in role), None) if role else None
    if direction is None or place + 1 >= stop:
        return None
    following = place + 1
    if direction == 0 and "same" in roles(tokens, following):
        return None
    numeral = numeral_at(tokens, following) if tokens.tags[following] & (T.NUMERAL | T.DIGITS) else None
    if numeral and numeral.last + 1 < stop:
        return _run(tokens, numeral.last + 1, numeral.value, direction, clock)
    if indefinite(tokens.words[following]) and following + 1 < stop and "unit" in roles(tokens, following + 1):
        return Core(following + 1, "unresolved", OPEN, future=direction > 0)
    return _single(tokens, following, direction, clock, rolling="past" in tokens.lows[place])


def _run(tokens: Tokens, place: int, count: float, direction: int, clock: Clock) -> Core | None:
    """The past two years, the next six months: so many units back or ahead from today."""
    unit = roles(tokens, place).get("unit")
    if unit is None:
        return None
    future = direction > 0
    unresolved = Core(place, "unresolved", OPEN, unit=unit, count=count, future=future)
    if clock.today is None or direction == 0:
        return unresolved
    try:
        other = shift(clock.today, unit, direction * count)
    except OverflowError:
        return unresolved
    span = Span(clock.today, other) if future else Span(other, clock.today)
    return Core(place, "span", span, unit=unit, count=count, future=future, grain="run")


def _single(tokens: Tokens, place: int, direction: int, clock: Clock, *, rolling: bool) -> Core | None:
    """One unit, month, weekday or season away; "the past year" and "the last decade" roll back from today."""
    if "calendar_name" in roles(tokens, place):
        return _of_calendar(tokens, place, direction, clock)
    fiscal = "fiscal" in roles(tokens, place) and "unit" in roles(tokens, place + 1)
    place += fiscal
    unit = roles(tokens, place).get("unit")
    future = direction > 0
    if not unit:
        return _named(tokens, place, direction, clock)
    if clock.today is None:
        return Core(place, "unresolved", OPEN, unit=unit, future=future)
    if (rolling or (direction < 0 and unit == _DECADE)) and not fiscal:
        return Core(place, "span", Span(shift(clock.today, unit, -1), clock.today), "run", unit, 1.0)
    span = _fiscal_year(clock.today, clock.country, direction) if fiscal else unit_span(clock.today, unit, direction)
    return Core(place, "span", span, grain(unit), unit, future=future, stated_year=True)


def _of_calendar(tokens: Tokens, place: int, direction: int, clock: Clock) -> Core | None:
    """The current Iranian calendar year: the year of that calendar that runs today, or the one before or behind it."""
    last = place + 1 + ("calendar" in roles(tokens, place + 1))
    if roles(tokens, last).get("unit") != "M12" or (last + 1 < len(tokens) and tokens.tags[last + 1] & T.DIGITS):
        return None
    if clock.today is None:
        return Core(last, "unresolved", OPEN, unit="M12", future=direction > 0)
    running = iranian_span(clock.today.year - _IRANIAN_YEARS)
    begun = running.start is None or running.start <= clock.today
    span = iranian_span(clock.today.year - _IRANIAN_YEARS + direction - (not begun))
    return Core(last, "span", span, "year", "M12", future=direction > 0, stated_year=True)


def _fiscal_year(today: date, country: str | None, direction: int) -> Span:
    """The fiscal year of the country that runs today, or the one before or behind it."""
    current = fiscal_span(today.year, country)
    begun = current.start is None or current.start <= today
    return fiscal_span(today.year + direction - (not begun), country)


def _named(tokens: Tokens, place: int, direction: int, clock: Clock) -> Core | None:
    """Last July, next spring, this Friday."""
    role, month = roles(tokens, place), month_number(tokens, place)
    weekday, season = role.get("weekday"), role.get("season")
    if clock.today is None:
        return Core(place, "unresolved", OPEN) if month or weekday or season else None
    if weekday:
        return Core(place, "span", weekday_span(clock.today, int(weekday), direction), "day", future=direction > 0)
    if month or season:
        first = month or int(season or 0)
        year = clock.today.year + _years_off(clock.today.month, first, direction)
        span = month_span(year, first) if month else season_span(year, first)
        return Core(place, "span", span, "month", future=direction > 0, stated_year=True)
    return None


def _years_off(now: int, month: int, direction: int) -> int:
    """How many years the last, this or next month of that name lies from the year of the month `now`."""
    if direction < 0:
        return 0 if month < now else -1
    return 1 if direction > 0 and month <= now else 0


def deictic_at(tokens: Tokens, place: int, _stop: int, clock: Clock) -> Core | None:
    """Now, today, yesterday, Friday, the spring."""
    season = _season(tokens, skip_article(tokens, place), clock)
    if season:
        return season
    role = roles(tokens, place)
    if "now" in role:
        return Core(place, "now", Span(None, clock.today))
    weekday = role.get("weekday") if tokens.tags[place] & T.CAPITAL else None
    if "deictic" not in role and weekday is None:
        return None
    if clock.today is None:
        return Core(place, "unresolved", OPEN, "" if "deictic" in role else "day")
    if "deictic" in role:
        span, unit = unit_span(clock.today, "D1", int(role["deictic"])), "D1"
    else:
        span, unit = weekday_span(clock.today, int(weekday or 0), 0), "D7"
    return Core(place, "span", span, "day", unit=unit, stated_year=True)


def _season(tokens: Tokens, place: int, clock: Clock) -> Core | None:
    """The spring, autumn 1999, the winter of 2020."""
    month = roles(tokens, place).get("season")
    if month is None or place == 0 or not tokens.tags[place - 1] & (T.ARTICLE | T.IN):
        return None
    following = place + 1 + (place + 1 < len(tokens.words) and bool(tokens.tags[place + 1] & T.OF))
    year = year_at(tokens, following)
    if year:
        return Core(following, "span", season_span(year, int(month)), "part", stated_year=True)
    if clock.today is None:
        return Core(place, "unresolved", OPEN)
    return Core(place, "span", season_span(nearest_year(clock.today, int(month)), int(month)), "part")


def running_unit(tokens: Tokens, place: int, clock: Clock) -> Core | None:
    """The calendar unit of today, where an end of it is spoken of ("by the end of the year")."""
    at = skip_article(tokens, place)
    unit = roles(tokens, at).get("unit")
    if at == place or unit is None or clock.today is None:
        return None
    return Core(at, "span", unit_span(clock.today, unit, 0), grain(unit), unit, stated_year=True)
