"""The inner part of a time expression: the words without the preposition, and the days they mean."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.calendar import ONE_DAY, OPEN, Span, part_of, shift, third_of, unit_span
from transforms.extract.dates import date_at
from transforms.extract.durations import duration_at, rate_at
from transforms.extract.numerals import numeral_at
from transforms.extract.relative_times import deictic_at, relative_at
from transforms.extract.time_edges import edged_unit
from transforms.extract.time_expressions import Clock, Core
from transforms.extract.time_words import roles, skip_article
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_MAY_BEGIN = (
    T.MONTH | T.WEEKDAY | T.TIMEWORD | T.DIGITS | T.NUMERAL | T.DET | T.POSSESSIVE | T.PREPOSITION | T.ADVERB
    | T.ADJECTIVE | T.NEGATION
)  # fmt: skip
_WORDS = T.TIMEWORD | T.WEEKDAY
_PARTS = ("part", "part_start", "part_end")
_PART_UNITS = ("M1", "M3", "M6", "D7", "D1")
_WHOLES = ("year", "month", "part", "run")


def core_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The time expression without preposition that begins at the token, or None."""
    if place >= stop or not tokens.tags[place] & _MAY_BEGIN:
        return None
    opening = tokens.tags[place]
    if opening & (T.ARTICLE | T.PER | T.EACH) and place + 1 < len(tokens.tags):
        opening |= tokens.tags[place + 1]
    core = _dated(tokens, place, stop, clock) if opening & (_WORDS | T.MONTH | T.DIGITS) else None
    if core and core.last < stop:
        return core
    if opening & _WORDS:
        core = _of_words(tokens, place, stop, clock)
        if core:
            return core
    core = duration_at(tokens, place, stop, clock)
    return core if core and core.last < stop else None


def _of_words(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The reading of words of time that no date begins: relative, a part of a year, deictic, or a rate."""
    for read in (relative_at, _part, deictic_at, edged_unit, rate_at):
        core = read(tokens, place, stop, clock)
        if core and core.last < stop:
            return core
    return None


def _dated(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """Dates with a month or a year, also behind "early" or "the beginning of"."""
    place = skip_article(tokens, place)
    role = roles(tokens, place)
    if not role or not any(name in role for name in _PARTS):
        return date_at(tokens, place, stop, clock)
    linked = place + 1 < stop and tokens.tags[place + 1] & (T.OF | T.DASH)
    whole = place + (2 if linked else 1)
    if whole >= stop:
        return None
    core = date_at(tokens, whole, stop, clock) or relative_at(tokens, whole, stop, clock)
    if core is None or (core.grain not in ("year", "month") and not linked):
        return core if core and tokens.tags[whole] & (T.MONTH | T.DIGITS) else None
    return replace(core, span=third_of(core.span, int(role["part"]))) if role.get("part") else core


def _part(tokens: Tokens, place: int, stop: int, clock: Clock) -> Core | None:
    """The first half of 2024, the first ten months of this year, the second quarter, H1 2024, the half-year."""
    place = skip_article(tokens, place)
    role = roles(tokens, place)
    named = role.get("half_name") or role.get("quarter_name")
    if named:
        unit = "M6" if "half_name" in role else "M3"
        return _of_whole(tokens, place, stop, unit, int(named), 1, clock)
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
    if unit not in _PART_UNITS:
        return None
    return _of_whole(tokens, following, stop, unit, int(ordinal), int(count), clock)


def _told_before(whole: Core | None, unit: str, count: int, clock: Clock) -> Span | None:
    """The period spoken of last, where "the first nine months of this year" means it again.

    It is as long, and its days were given, as those of other calendars are, or no publication date tells the year.
    """
    last = clock.last
    if whole is None or whole.unit != "M12" or whole.future or not last or not last.start or not last.end:
        return None
    if clock.today is not None and last.start.day == 1:
        return None
    full = shift(last.start, unit, count)
    return last if full - ONE_DAY <= last.end <= full else None


def _of_whole(tokens: Tokens, last: int, stop: int, unit: str, first: int, count: int, clock: Clock) -> Core | None:
    """A part of the year or month that is named behind it, else of the year of publication.

    Of the year before, when the part would lie ahead.
    """
    following = last + 1
    if following < stop and tokens.tags[following] & (T.OF | T.IN | T.COMMA):
        following += 1
    whole = core_at(tokens, following, stop, clock) if following < stop else None
    again = _told_before(whole, unit, count, clock)
    if again and whole:
        return Core(whole.last, "span", again, "part", unit, stated_year=True)
    if whole and whole.kind == "span" and whole.grain in _WHOLES:
        return Core(whole.last, "span", part_of(whole.span, unit, first, count), "part", unit, stated_year=True)
    if whole and whole.kind == "unresolved" and whole.unit == "M12":
        return Core(whole.last, "unresolved", OPEN, unit=unit)
    if following < stop and tokens.tags[following] & T.ARTICLE and roles(tokens, following + 1).get("unit") == "M12":
        last = following + 1
    if clock.today is None or unit[0] == "D":
        return Core(last, "unresolved", OPEN, unit=unit)
    span = part_of(unit_span(clock.today, "M12", 0), unit, first, count)
    if span.start and span.start > clock.today:
        span = part_of(unit_span(clock.today, "M12", -1), unit, first, count)
    return Core(last, "span", span, "part", unit)
