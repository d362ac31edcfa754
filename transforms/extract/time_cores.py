"""The inner part of a time expression: the words without the preposition, and the days they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms.extract.calendar import OPEN, Span, fiscal_span, part_of, shift, unit_span
from transforms.extract.dates import Core, date_at, month_number, year_at
from transforms.extract.numerals import numeral_at
from transforms.extract.quantities import indefinite, qualifier_before
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

_MAY_BEGIN = (
    T.MONTH | T.WEEKDAY | T.TIMEWORD | T.DIGITS | T.NUMERAL | T.DET | T.POSSESSIVE | T.PREPOSITION | T.ADVERB | T.ADJECTIVE
    | T.NEGATION
)  # fmt: skip
_DIRECTIONS = {"past": -1, "present": 0, "future": 1}


@dataclass(slots=True)
class Clock:
    """What relative words are resolved against: the publication date, the period spoken of last, the day or period spoken
    of last, and the country whose fiscal year is meant.
    """

    today: date | None
    last: Span | None = None
    country: str | None = None
    point: Span | None = None


@cache
def time_words() -> dict[str, dict[str, str]]:
    """Lower-case word -> role -> value, from times.csv."""
    table: dict[str, dict[str, str]] = {}
    for row in rows("times"):
        table.setdefault(row["word"], {})[row["role"]] = row["value"]
    return table


_NONE: dict[str, str] = {}


def roles(tokens: Tokens, place: int) -> dict[str, str]:
    """The time roles of a token."""
    if place >= len(tokens) or not tokens.tags[place] & (T.TIMEWORD | T.WEEKDAY):
        return _NONE
    return time_words().get(tokens.lows[place], _NONE)


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("phrases"):
        words = tuple(row["phrase"].split())
        table.setdefault(words[0], []).append((words, row["cue"]))
    return {first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in table.items()}


def cue_at(tokens: Tokens, place: int, stop: int) -> tuple[str, int] | None:
    """The fixed time phrase that begins at the token: its cue and last token."""
    for words, cue in _cues().get(tokens.lows[place], ()) if place < stop else ():
        if place + len(words) <= stop and tuple(tokens.lows[place : place + len(words)]) == words:
            return cue, place + len(words) - 1
    return None


def core_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The time expression without preposition that begins at the token, or None."""
    if place >= stop or not tokens.tags[place] & _MAY_BEGIN:
        return None
    for read in (_dated, _relative, _part, _deictic, _rate, _measured):
        core = read(tokens, place, stop, clock)
        if core and core.last < stop:
            return core
    return None


def _dated(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Dates with a month or a year, also behind "early" or "the beginning of"."""
    place = _skip_article(tokens, place)
    role = roles(tokens, place)
    if "part" in role or "part_start" in role or "part_end" in role:
        step = 2 if place + 1 < stop and tokens.tags[place + 1] & T.OF else 1
        if place + step >= stop:
            return None
        return date_at(tokens, place + step, stop, clock) or (
            _relative(tokens, place + step, stop, clock) if step == 2 else None
        )
    return date_at(tokens, place, stop, clock)


def _skip_article(tokens: Tokens, place: int) -> int:
    return place + 1 if tokens.tags[place] & T.ARTICLE and place + 1 < len(tokens) else place


def _relative(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Last year, the past two years, next March, this week, the coming decade, the current fiscal year."""
    place = _skip_article(tokens, place)
    direction = next((value for role, value in _DIRECTIONS.items() if role in roles(tokens, place)), None)
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
    return _single(tokens, following, stop, direction, clock, "past" in tokens.lows[place])


def _run(tokens: Tokens, place: int, count: float, direction: int, clock: Clock) -> Core | None:
    unit = roles(tokens, place).get("unit")
    if unit is None:
        return None
    future = direction > 0
    if clock.today is None or direction == 0:
        return Core(place, "unresolved", OPEN, unit=unit, count=count, future=future)
    try:
        other = shift(clock.today, unit, direction * count)
    except OverflowError:
        return Core(place, "unresolved", OPEN, unit=unit, count=count, future=future)
    span = Span(clock.today, other) if future else Span(other, clock.today)
    return Core(place, "span", span, unit=unit, count=count, future=future, grain="run")


def _single(tokens: Tokens, place: int, stop: int, direction: int, clock: Clock, rolling: bool) -> Core | None:
    """One unit, month, weekday or season away; "the past year" rolls back from today, "last year" is the calendar's."""
    role = roles(tokens, place)
    fiscal = "fiscal" in role and place + 1 < stop and "unit" in roles(tokens, place + 1)
    place += fiscal
    unit = roles(tokens, place).get("unit")
    future = direction > 0
    if unit:
        if clock.today is None:
            return Core(place, "unresolved", OPEN, unit=unit, future=future)
        if rolling and not fiscal:
            return Core(place, "span", Span(shift(clock.today, unit, -1), clock.today), "run", unit, 1.0)
        span = _fiscal_year(clock, direction) if fiscal else unit_span(clock.today, unit, direction)
        return Core(place, "span", span, _grain(unit), unit, future=future, stated_year=True)
    return _named(tokens, place, stop, direction, clock)


def _fiscal_year(clock: Clock, direction: int) -> Span:
    """The fiscal year of the country that runs today, or the one before or behind it."""
    today = clock.today or date.min
    current = fiscal_span(today.year, clock.country)
    begun = current.start is None or current.start <= today
    return fiscal_span(today.year + direction - (not begun), clock.country)


def _grain(unit: str) -> str:
    return {"M12": "year", "M1": "month", "D7": "week", "D1": "day"}.get(unit, "part")


def _named(tokens: Tokens, place: int, stop: int, direction: int, clock: Clock) -> Core | None:
    """Last July, next spring, this Friday."""
    from transforms.extract.calendar import month_span, season_span, weekday_span

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
    if direction < 0:
        return 0 if month < now else -1
    return 1 if direction > 0 and month <= now else 0


def _part(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The first half of 2024, the first ten months of this year, the second quarter, H1 2024, the half-year."""
    place = _skip_article(tokens, place)
    role = roles(tokens, place)
    named = role.get("half_name") or role.get("quarter_name")
    if named:
        unit = "M6" if "half_name" in role else "M3"
        return _of_year(tokens, place, stop, unit, int(named), 1, clock)
    ordinal = role.get("ordinal")
    if ordinal is None or place + 1 >= stop:
        return None
    following, count = place + 1, 1.0
    if tokens.tags[following] & (T.NUMERAL | T.DIGITS):
        numeral = numeral_at(tokens, following)
        if numeral is None or numeral.last + 1 >= stop:
            return None
        following, count = numeral.last + 1, numeral.value
    unit = "M6" if "half" in roles(tokens, following) else roles(tokens, following).get("unit", "")
    if unit not in ("M1", "M3", "M6", "D7", "D1"):
        return None
    return _of_year(tokens, following, stop, unit, int(ordinal), int(count), clock)


def _of_year(tokens: Tokens, last: int, stop: int, unit: str, first: int, count: int, clock: Clock) -> Core | None:
    """A part of the year that is named behind it, else of the year of publication (or the one before, when it would
    lie ahead).
    """
    following = last + 1
    if following < stop and tokens.tags[following] & (T.OF | T.IN | T.COMMA):
        following += 1
    whole = core_at(tokens, following, stop, clock) if following < stop else None
    if whole and whole.kind == "span" and whole.grain in ("year", "month", "part", "run"):
        return Core(whole.last, "span", part_of(whole.span, unit, first, count), "part", unit, stated_year=True)
    if following < stop and tokens.tags[following] & T.ARTICLE and roles(tokens, following + 1).get("unit") == "M12":
        last = following + 1
    if clock.today is None or unit[0] == "D":
        return Core(last, "unresolved", OPEN, unit=unit)
    span = part_of(unit_span(clock.today, "M12", 0), unit, first, count)
    if span.start and span.start > clock.today:
        span = part_of(unit_span(clock.today, "M12", -1), unit, first, count)
    return Core(last, "span", span, "part", unit)


def _season(tokens: Tokens, place: int, clock: Clock) -> Core | None:
    """The spring, autumn 1999, the winter of 2020."""
    from transforms.extract.calendar import nearest_year, season_span

    month = roles(tokens, place).get("season")
    if month is None or place == 0 or not tokens.tags[place - 1] & (T.ARTICLE | T.IN):
        return None
    following = place + 1 + (place + 1 < len(tokens) and bool(tokens.tags[place + 1] & T.OF))
    year = year_at(tokens, following)
    if year:
        return Core(following, "span", season_span(year, int(month)), "part", stated_year=True)
    if clock.today is None:
        return Core(place, "unresolved", OPEN)
    return Core(place, "span", season_span(nearest_year(clock.today, int(month)), int(month)), "part")


def _deictic(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    from transforms.extract.calendar import weekday_span

    season = _season(tokens, _skip_article(tokens, place), clock)
    if season:
        return season
    role = roles(tokens, place)
    if "now" in role:
        return Core(place, "now", Span(None, clock.today))
    if "deictic" in role:
        if clock.today is None:
            return Core(place, "unresolved", OPEN)
        return Core(
            place, "span", unit_span(clock.today, "D1", int(role["deictic"])), "day", unit="D1", stated_year=True
        )
    if "weekday" in role and tokens.tags[place] & T.CAPITAL:
        if clock.today is None:
            return Core(place, "unresolved", OPEN, "day")
        return Core(
            place, "span", weekday_span(clock.today, int(role["weekday"]), 0), "day", unit="D7", stated_year=True
        )
    return None


def running_unit(tokens: Tokens, place: int, clock: Clock) -> Core | None:
    """ "The year", "the month": the calendar unit of today, where an end of it is spoken of."""
    at = _skip_article(tokens, place)
    unit = roles(tokens, at).get("unit")
    if at == place or unit is None or clock.today is None:
        return None
    return Core(at, "span", unit_span(clock.today, unit, 0), _grain(unit), unit, stated_year=True)


def _rate(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """A year, per week, each month, annually."""
    role = roles(tokens, place)
    if "rate" in role:
        return Core(place, "rate", OPEN, unit=role["rate"])
    if not tokens.tags[place] & (T.ARTICLE | T.PER | T.EACH) or place + 1 >= stop:
        return None
    if tokens.tags[place] & T.ARTICLE and len(tokens.words[place]) > 2:
        return None
    following = roles(tokens, place + 1)
    if "unit" not in following and "clock_unit" not in following:
        return None
    if place + 2 < stop and _ago(tokens, place + 2):
        return None
    if qualifier_before(tokens, place) or (
        place and tokens.tags[place - 1] & (T.FOR | T.IN | T.OVER | T.WITHIN | T.AFTER)
    ):
        return None
    return Core(place + 1, "rate", OPEN, unit=_rate_name(following))


def _rate_name(role: dict[str, str]) -> str:
    names = {"D1": "day", "D7": "week", "M1": "month", "M3": "quarter", "M12": "year"}
    return names.get(role.get("unit", ""), "hour")


def _ago(tokens: Tokens, place: int) -> str | None:
    role = roles(tokens, place)
    return next((name for name in ("ago", "earlier", "later") if name in role), None)


def _measured(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Durations: three years, more than a year, a three-day visit, five years ago."""
    start = _skip_qualifier(tokens, place, stop)
    if start >= stop:
        return None
    found = _duration(tokens, start, stop)
    if found is None:
        return None
    last, unit, count = found
    if last + 1 < stop and "span" in roles(tokens, last + 1):
        last += 1
    moved = _ago(tokens, last + 1) if last + 1 < stop else None
    if moved is None:
        return Core(last, "duration", OPEN, unit=unit, count=count)
    if moved != "ago" or clock.today is None or unit[0] not in "DM":
        return Core(last + 1, "comparison" if moved != "ago" else "unresolved", OPEN, unit=unit, count=count)
    try:
        day = shift(clock.today, unit, -count)
    except OverflowError:
        return Core(last + 1, "unresolved", OPEN)
    return Core(last + 1, "span", Span(day, day), "day", unit, count)


def _skip_qualifier(tokens: Tokens, place: int, stop: int) -> int:
    """The token behind a qualifying phrase that begins here (more than, nearly)."""
    for width in range(1, 5):
        if place + width >= stop:
            break
        found = qualifier_before(tokens, place + width)
        if found and found[1] == place:
            return place + width
    return place


def _duration(tokens: Tokens, place: int, stop: int) -> tuple[int, str, float] | None:
    """Last token, unit and count of a measured time."""
    tag = tokens.tags[place]
    if tag & T.HYPHEN and tag & T.NUMERAL:
        return _hyphenated(tokens, place)
    if tag & T.ARTICLE or tag & T.POSSESSIVE:
        place += 1
        if place >= stop:
            return None
        if tag & T.ARTICLE and len(tokens.words[place - 1]) < 3 and "unit" in roles(tokens, place):
            return place, roles(tokens, place)["unit"], 1.0
        tag = tokens.tags[place]
        if tag & T.HYPHEN and tag & T.NUMERAL:
            return _hyphenated(tokens, place)
    if not tag & (T.NUMERAL | T.DIGITS):
        return None
    numeral = numeral_at(tokens, place)
    if numeral is None or numeral.last + 1 >= stop:
        return None
    return _behind(tokens, numeral.last + 1, numeral.value, stop)


def _behind(tokens: Tokens, place: int, count: float, stop: int) -> tuple[int, str, float] | None:
    """The unit behind a count, also with a hyphen (30-day) or "consecutive" between."""
    if tokens.words[place] == "-" and tokens.joined(place) and place + 1 < stop:
        word = tokens.lows[place + 1].split("-")[0]
        unit = time_words().get(word, _NONE).get("unit") or (
            "h" if "clock_unit" in time_words().get(word, _NONE) else None
        )
        return (place + 1, unit, count) if unit else None
    for at in (place, place + 1) if tokens.tags[place] & T.ADJECTIVE else (place,):
        role = roles(tokens, at) if at < stop else _NONE
        if "unit" in role or "clock_unit" in role:
            return at, role.get("unit", "h"), count
    return None


def _hyphenated(tokens: Tokens, place: int) -> tuple[int, str, float] | None:
    """Three-day, six-month-old, two-year."""
    from transforms.extract.numerals import meaning

    parts = tokens.lows[place].split("-")
    number = meaning(parts[0], "unit", "tens", "hundred")
    role = next((time_words()[part] for part in parts[1:] if part in time_words()), _NONE)
    if number is None or not ("unit" in role or "clock_unit" in role):
        return None
    return place, role.get("unit", "h"), number.value


__all__ = ["Clock", "Core", "core_at", "cue_at", "roles", "running_unit", "time_words", "year_at"]
