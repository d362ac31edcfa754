"""Fixed phrases of time (phrases.csv): so far, as of D, by the end of D, since then, over the same period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from transforms.extract.calendar import OPEN, Span, month_span, shift
from transforms.extract.durations import duration_at
from transforms.extract.relative_times import running_unit
from transforms.extract.time_cores import core_at
from transforms.extract.time_expressions import Clock, Time
from transforms.extract.time_words import cue_at
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_LONGEST_VISIT = 31
_THING = T.DET | T.POSSESSIVE | T.CLITIC | T.ADJECTIVE | T.NOUN | T.CAPITAL
_COMPARES = T.TO | T.FROM | T.ON | T.OVER


@dataclass(frozen=True, slots=True)
class _Cue:
    """A fixed phrase: tokens `first` up to and including `last`, in a sentence that ends before `stop`."""

    tokens: Tokens
    first: int
    last: int
    stop: int
    clock: Clock

    def time(self, kind: str, span: Span = OPEN, relation: str = "in", *, future: bool = False) -> Time:
        """The phrase alone as a time expression."""
        return Time(self.first, self.last, self.first, kind, span, relation, future=future)


def phrase_time(tokens: Tokens, place: int, stop: int, clock: Clock) -> Time | None:
    """The time of the fixed phrase that begins at the token, or behind a preposition at the token."""
    for start in (place, place + 1) if tokens.tags[place] & T.PREPOSITION else (place,):
        cue = cue_at(tokens, start, stop)
        if cue is None:
            continue
        name, last = cue
        if name == "same_period" and last + 1 < stop and tokens.tags[last + 1] & (T.BETWEEN | T.FROM):
            return None
        time = _CUES[name](_Cue(tokens, place, last, stop, clock)) if name in _CUES else None
        if time:
            return time
    return None


def _now(cue: _Cue) -> Time:
    return cue.time("now", Span(None, cue.clock.today))


def _as_of(cue: _Cue) -> Time | None:
    """Everything up to the end of the date or unit behind the phrase."""
    core = core_at(cue.tokens, cue.last + 1, cue.stop, cue.clock) or running_unit(cue.tokens, cue.last + 1, cue.clock)
    if core is None:
        return None
    return Time(
        cue.first, core.last, cue.last + 1, core.kind, Span(None, core.span.end), "by", future=core.future,
        grain=core.grain, stated_year=core.stated_year,
    )  # fmt: skip


def _since_then(cue: _Cue) -> Time:
    start = cue.clock.point.start if cue.clock.point else None
    return cue.time("span", Span(start, cue.clock.today if start else None), "since")


def _comparison(cue: _Cue) -> Time:
    return cue.time("comparison")


def _unresolved(cue: _Cue) -> Time:
    return cue.time("unresolved")


def _unresolved_of(cue: _Cue) -> Time | None:
    """Words that date by a thing (since the start of the programme), unless a date follows."""
    if core_at(cue.tokens, cue.last + 1, cue.stop, cue.clock):
        return None
    last = cue.last
    while last + 1 < cue.stop and cue.tokens.tags[last + 1] & _THING and not cue.tokens.tags[last + 1] & T.AUXILIARY:
        last += 1
    return replace(_unresolved(cue), last=last)


def _rest_of_year(cue: _Cue) -> Time:
    today = cue.clock.today
    return cue.time("span", Span(today, date(today.year, 12, 31)), future=True) if today else _unresolved(cue)


def _year_so_far(cue: _Cue) -> Time:
    today = cue.clock.today
    return cue.time("span", Span(date(today.year, 1, 1), today)) if today else _unresolved(cue)


def _same_period(cue: _Cue) -> Time:
    """The period spoken of last; moved to another year when one is named behind it."""
    tokens, base, following = cue.tokens, cue.clock.last, cue.last + 1
    following += following < cue.stop and bool(tokens.tags[following] & (T.OF | T.IN))
    core = core_at(tokens, following, cue.stop, cue.clock)
    if core is None:
        return cue.time("span", base) if base else _unresolved(cue)
    span = core.span
    if core.grain == "year" and span.start and base and base.start and base.end:
        years = span.start.year - base.end.year
        span = Span(shift(base.start, "M12", years), shift(base.end, "M12", years))
    return Time(cue.first, core.last, cue.first, _compared(tokens, cue.first), span)


def _again(cue: _Cue) -> Time | None:
    """A measured time that was spoken of before: the mentioned ten-month period, the same five months."""
    core = duration_at(cue.tokens, cue.last + 1, cue.stop, cue.clock) if cue.last + 1 < cue.stop else None
    if core is None or core.kind != "duration" or core.last >= cue.stop:
        return None
    return _same_period(replace(cue, last=core.last))


def _compared(tokens: Tokens, place: int) -> str:
    """The kind: "from the same period of last year" is compared with, "in the same period of 2015" dates a figure."""
    led = tokens.tags[place] if tokens.tags[place] & T.PREPOSITION else tokens.tags[place - 1] if place else 0
    return "span" if led & (T.IN | T.DURING | T.OVER) else "comparison"


def _that_year(cue: _Cue) -> Time:
    return cue.time("span", cue.clock.year) if cue.clock.year else _unresolved(cue)


def _that_month(cue: _Cue) -> Time:
    day = cue.clock.point.end if cue.clock.point else None
    return cue.time("span", month_span(day.year, day.month)) if day else _unresolved(cue)


def _occasion(cue: _Cue) -> Time:
    """The days of a visit, when they are the time spoken of last; no longer period is a visit's."""
    point = cue.clock.point
    short = point and point.start and point.end and (point.end - point.start).days <= _LONGEST_VISIT
    return cue.time("span", point) if point and short else _unresolved(cue)


def _year_before(cue: _Cue) -> Time:
    return _years_off(cue, -1)


def _year_after(cue: _Cue) -> Time:
    return _years_off(cue, 1)


def _years_off(cue: _Cue, years: int) -> Time:
    base = cue.clock.last
    if base is None or base.start is None or base.end is None:
        return _unresolved(cue)
    led = cue.tokens.tags[cue.first]
    dates = not led & T.PREPOSITION or led & (T.IN | T.DURING | T.FOR)
    kind = "span" if dates and not led & _COMPARES else "comparison"
    return cue.time(kind, Span(shift(base.start, "M12", years), shift(base.end, "M12", years)))


_CUES: dict[str, Callable[[_Cue], Time | None]] = {
    "now": _now,
    "to_date": _now,
    "as_of": _as_of,
    "by_end": _as_of,
    "since_then": _since_then,
    "comparison": _comparison,
    "same_period": _same_period,
    "again": _again,
    "that_year": _that_year,
    "that_month": _that_month,
    "occasion": _occasion,
    "year_before": _year_before,
    "year_after": _year_after,
    "unresolved": _unresolved,
    "unresolved_of": _unresolved_of,
    "rest_of_year": _rest_of_year,
    "year_so_far": _year_so_far,
}
