"""Periods told by their first or last day: the fiscal year ending June, the six months to March, from May on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from transforms.extract.calendar import ONE_DAY, OPEN, Span, shift
from transforms.extract.time_expressions import Clock, Core, Time
from transforms.extract.time_words import roles, skip_article
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

_FILLERS = T.PAREN_OPEN | T.COMMA | T.THAT | T.RELATIVE
_LONGEST_LINK = 4
_YEAR = "M12"


@cache
def _edges() -> dict[str, str]:
    """Word that leads to the first or last day of a period -> start or end."""
    return {row["word"]: row["edge"] for row in rows("period_edges")}


def edged_unit(tokens: Tokens, place: int, stop: int, _clock: Clock) -> Core | None:
    """The fiscal year, the quarter, in front of a word that leads to its first or last day (ending, that began)."""
    at = skip_article(tokens, place)
    if at == place or at >= stop:
        return None
    at += "fiscal" in roles(tokens, at) or "calendar" in roles(tokens, at)
    unit = roles(tokens, at).get("unit")
    if unit and at + 2 < stop and tokens.tags[at + 1] & T.TO and tokens.tags[at + 2] & T.MONTH:
        return Core(at, "unresolved", OPEN, unit=unit)
    ahead = next((tokens.lows[one] for one in range(at + 1, min(at + 4, stop)) if not tokens.tags[one] & _FILLERS), "")
    return Core(at, "unresolved", OPEN, unit=unit) if unit and ahead in _edges() else None


def bounded_by_edge(tokens: Tokens, whole: Time, day: Time) -> Time | None:
    """The period `whole` with the days that its last or first day right behind it gives; None where none stands."""
    edge = _edge(tokens, whole, day)
    unit = _YEAR if whole.grain == "year" else whole.unit
    if edge is None or unit is None or unit[0] != "M" or day.kind not in ("span", "unresolved"):
        return None
    count = whole.count or 1.0
    if edge == "end" and day.span.end:
        end = day.span.end if day.stated_year else _near(day.span.end, whole.span.end)
        span = Span(shift(end + ONE_DAY, unit, -count), end)
    elif edge == "start" and day.span.start:
        start = day.span.start if day.stated_year else _near(day.span.start, whole.span.start)
        span = Span(start, shift(start, unit, count) - ONE_DAY)
    else:
        return replace(whole, last=day.last)
    if whole.relation == "by":
        return replace(whole, last=day.last, kind="span", span=Span(None, span.end), grain="part")
    stated = day.stated_year or (whole.kind == "span" and whole.stated_year)
    return replace(whole, last=day.last, kind="span", span=span, relation="in", grain="part", stated_year=stated)


def _edge(tokens: Tokens, whole: Time, day: Time) -> str | None:
    """Start or end, by the word between the period and the day; of "to", only behind a measured time."""
    link = range(whole.last + 1, day.first)
    if not link and tokens.lows[day.first] in _edges():
        return _edges()[tokens.lows[day.first]]
    if not 0 < len(link) <= _LONGEST_LINK and not tokens.tags[day.first] & T.TO:
        return None
    words = [place for place in link if not tokens.tags[place] & _FILLERS]
    if len(words) == 1:
        return _edges().get(tokens.lows[words[0]])
    led = (
        not link
        and tokens.tags[day.first] & T.TO
        and (whole.count or whole.kind == "unresolved")
        and tokens.is_the(whole.core)
    )
    return "end" if led else None


def from_edge(tokens: Tokens, time: Time) -> Time:
    """The time from which on something holds ("starting at the end of this month"), or the time itself."""
    place = time.first - 1
    if time.kind != "span" or time.relation not in ("in", "by") or place < 0 or not tokens.tags[place] & T.GERUND:
        return time
    start = time.span.start or time.span.end
    if start is None or _edges().get(tokens.lows[place]) != "start":
        return time
    return replace(time, first=place, core=time.first, relation="from", span=Span(start, None))


def _near(day: date, other: date | None) -> date:
    """The day in the year in which it lies nearest to the other one."""
    if other is None:
        return day
    years = [shift(day, _YEAR, other.year - day.year + off) for off in (-1, 0, 1)]
    return min(years, key=lambda one: abs((one - other).days))
