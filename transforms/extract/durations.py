"""Rates (a year, per week, annually) and durations (three years, a three-day visit, five years ago)."""

from __future__ import annotations

from transforms.extract.calendar import OPEN, Span, shift
from transforms.extract.numerals import meaning, numeral_at
from transforms.extract.qualifiers import qualifier_before, qualifies
from transforms.extract.time_expressions import Clock, Core
from transforms.extract.time_words import NO_ROLES, roles, time_words
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_RATES = {"D1": "day", "D7": "week", "M1": "month", "M3": "quarter", "M12": "year"}
_MOVES = ("ago", "earlier", "later")
_LONGEST_QUALIFIER = 4
_OPENS = T.NUMERAL | T.DIGITS | T.ARTICLE | T.POSSESSIVE


def rate_at(tokens: Tokens, place: int, stop: int, _clock: Clock) -> Core | None:
    """A year, per week, each month, annually; "a year" behind "for", "more than" or in front of "ago" is none."""
    role = roles(tokens, place)
    if "rate" in role:
        return Core(place, "rate", OPEN, unit=role["rate"])
    tag = tokens.tags[place]
    if not tag & (T.ARTICLE | T.PER | T.EACH) or place + 1 >= stop:
        return None
    if tokens.is_the(place):
        return None
    following = roles(tokens, place + 1)
    if not _is_unit(following) or (place + 2 < stop and _move(tokens, place + 2)):
        return None
    lasting = place and tokens.tags[place - 1] & (T.FOR | T.IN | T.OVER | T.WITHIN | T.AFTER)
    if lasting or qualifier_before(tokens, place):
        return None
    return Core(place + 1, "rate", OPEN, unit=_RATES.get(following.get("unit", ""), "hour"))


def _is_unit(role: dict[str, str]) -> bool:
    """Whether the word is a unit of the calendar or the clock; those of the clock are all told as hours."""
    return "unit" in role or "clock_unit" in role


def _move(tokens: Tokens, place: int) -> str | None:
    """Ago, earlier or later: which way a duration leads from its point of reference."""
    role = roles(tokens, place)
    return next((name for name in _MOVES if name in role), None) if role else None


def duration_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Three years, more than a year, a three-day visit; five years ago is a day."""
    if not tokens.tags[place] & _OPENS and not qualifies(tokens.lows[place]):
        return None
    start = _skip_qualifier(tokens, place, stop)
    found = _duration(tokens, start, stop) if start < stop else None
    if found is None or _is_fraction(tokens, found[0]) or _falls_by(tokens, place, found[0]):
        return None
    last, unit, count = found
    if last + 1 < stop and "span" in roles(tokens, last + 1):
        last += 1
    moved = _move(tokens, last + 1) if last + 1 < stop else None
    if moved is None:
        return Core(last, "duration", OPEN, unit=unit, count=count)
    if moved != "ago" or clock.today is None or unit[0] not in "DM":
        return Core(last + 1, "comparison" if moved != "ago" else "unresolved", OPEN, unit=unit, count=count)
    try:
        day = shift(clock.today, unit, -count)
    except OverflowError:
        return Core(last + 1, "unresolved", OPEN)
    return Core(last + 1, "span", Span(day, day), "day", unit, count)


def _falls_by(tokens: Tokens, place: int, last: int) -> bool:
    """Rose by over a quarter: a part of a thing, no time."""
    return bool(place and tokens.tags[place - 1] & T.BY) and meaning(tokens.lows[last], "fraction") is not None


def _is_fraction(tokens: Tokens, last: int) -> bool:
    """Three quarters of the total: parts of a thing, no time."""
    if meaning(tokens.lows[last].split("-")[-1], "fraction") is None or last + 2 >= len(tokens.words):
        return False
    whole = T.DET | T.POSSESSIVE | T.PRONOUN | T.CAPITAL
    return bool(tokens.tags[last + 1] & T.OF and tokens.tags[last + 2] & whole)


def _skip_qualifier(tokens: Tokens, place: int, stop: int) -> int:
    """The token behind a qualifying phrase that begins here (more than, nearly)."""
    if not qualifies(tokens.lows[place]):
        return place
    for behind in range(place + 1, min(place + _LONGEST_QUALIFIER + 1, stop)):
        found = qualifier_before(tokens, behind)
        if found and found[1] == place:
            return behind
    return place


def _duration(tokens: Tokens, place: int, stop: int) -> tuple[int, str, float] | None:
    """Last token, unit and count of a measured time."""
    tag = tokens.tags[place]
    if tag & T.HYPHEN and tag & T.NUMERAL:
        return _hyphenated(tokens, place)
    if tag & (T.ARTICLE | T.POSSESSIVE):
        place += 1
        if place >= stop:
            return None
        if tokens.is_an(place - 1) and "unit" in roles(tokens, place):
            return place, roles(tokens, place)["unit"], 1.0
        tag = tokens.tags[place]
        if tag & T.HYPHEN and tag & T.NUMERAL:
            return _hyphenated(tokens, place)
    numeral = numeral_at(tokens, place) if tag & (T.NUMERAL | T.DIGITS) else None
    if numeral is None or numeral.last + 1 >= stop:
        return None
    return _behind(tokens, numeral.last + 1, numeral.value, stop)


def _behind(tokens: Tokens, place: int, count: float, stop: int) -> tuple[int, str, float] | None:
    """The unit behind a count, also with a hyphen (30-day) or "consecutive" between."""
    if tokens.words[place] == "-" and tokens.joined(place) and place + 1 < stop:
        role = time_words().get(tokens.lows[place + 1].split("-")[0], NO_ROLES)
        return (place + 1, role.get("unit", "h"), count) if _is_unit(role) else None
    for at in (place, place + 1) if tokens.tags[place] & T.ADJECTIVE else (place,):
        role = roles(tokens, at) if at < stop else NO_ROLES
        if _is_unit(role):
            return at, role.get("unit", "h"), count
    return None


def _hyphenated(tokens: Tokens, place: int) -> tuple[int, str, float] | None:
    """Three-day, six-month-old, two-year."""
    parts = tokens.lows[place].split("-")
    number = meaning(parts[0], "unit", "tens", "hundred")
    role = next((time_words()[part] for part in parts[1:] if part in time_words()), NO_ROLES)
    return (place, role.get("unit", "h"), number.value) if number and _is_unit(role) else None
