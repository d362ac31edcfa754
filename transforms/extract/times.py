"""Time expressions of a sentence: dates, periods, relative words, durations and rates.

Each expression is read with the preposition in front of it, which decides what it bounds: "since 2013" runs from
1 January 2013 to publication, "by 2030" ends on 31 December 2030 and is open before. Relative words are resolved
against the publication date and stay open when it is unknown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

from transforms.extract.calendar import ONE_DAY, OPEN, Span, join, shift, year_span
from transforms.extract.qualifiers import qualifying_openings
from transforms.extract.time_cores import core_at
from transforms.extract.time_edges import bounded_by_edge, from_edge
from transforms.extract.time_expressions import Clock, Core, Time
from transforms.extract.time_phrases import phrase_time
from transforms.extract.time_words import cue_openings, roles
from transforms.extract.years import fiscal_core, year_at
from transforms.text import tags as T
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_OPENING = T.MONTH | T.WEEKDAY | T.TIMEWORD | T.DIGITS | T.NUMERAL
_LEADING = T.ARTICLE | T.POSSESSIVE | T.PER | T.EACH
_TRIGGER = T.MONTH | T.WEEKDAY | T.TIMEWORD | T.DIGITS
_BY = T.BY | T.UNTIL
_REACH = 24
_LEAD = 6
_COMPARISON = 8


def times(tokens: Tokens, sentence: Sentence, clock: Clock) -> list[Time]:
    """All time expressions of the sentence, in order; `clock` is moved on to the last dated one."""
    found: list[Time] = []
    place, words = sentence.first, _opening_words()
    tags = tokens.tags[sentence.first : sentence.stop]
    for trigger in [at for at, tag in enumerate(tags, sentence.first) if tag & _TRIGGER]:
        if trigger < place:
            continue
        place = max(place, trigger - _LEAD)
        while place <= trigger:
            time = _time_at(tokens, place, sentence.stop, clock) if _may_open(tokens, place, words) else None
            if time:
                time = from_edge(tokens, time)
                found.append(time)
                if not _is_compared(tokens, time):
                    _move_on(clock, time)
            place = time.last + 1 if time else place + 1
    return _subordinate(tokens, sentence, _settled(tokens, found, clock), clock) if found else found


def _may_open(tokens: Tokens, place: int, words: frozenset[str]) -> bool:
    """Whether an expression may begin at the token: a glance at it and the next one that spares most readings.

    `words` are those with which fixed phrases begin.
    """
    tag = tokens.tags[place]
    if tag & _OPENING or tokens.lows[place] in words:
        return True
    following = place + 1
    if not tag & (T.PREPOSITION | _LEADING) or following >= len(tokens.tags):
        return False
    ahead = tokens.tags[following]
    if ahead & _OPENING:
        return True
    return bool(tag & T.PREPOSITION and (ahead & _LEADING or tokens.lows[following] in words))


@cache
def _opening_words() -> frozenset[str]:
    """First words of the fixed phrases of time and of what qualifies a duration."""
    return cue_openings() | qualifying_openings()


def _move_on(clock: Clock, time: Time) -> None:
    """The clock remembers the period spoken of last; a single day does not take the place of a longer one."""
    if time.kind == "span" and time.span != OPEN and not _passing(time):
        clock.point = time.span
        if time.grain != "day" or time.span.start != time.span.end:
            clock.last = time.span
        if time.grain != "run" and time.relation == "in" and time.span.start and time.span.end:
            clock.year = time.span if time.grain == "year" else year_span(time.span.end.year)


def _is_compared(tokens: Tokens, time: Time) -> bool:
    """Whether the words belong to what a figure is compared with ("compared to the figure for 2005")."""
    for place in range(time.first - 1, max(time.first - _COMPARISON, -1), -1):
        if tokens.tags[place] & T.PUNCTUATION:
            return False
        if tokens.tags[place] & T.AGAINST or tokens.lows[place] in word_set("comparing_words"):
            return True
    return False


def _passing(time: Time) -> bool:
    """Weekdays and "today" date the telling, not what is told."""
    return time.grain == "day" and time.unit in ("D1", "D7")


def _time_at(tokens: Tokens, place: int, stop: int, clock: Clock) -> Time | None:
    """The time expression that begins at the token, with the preposition that leads to it."""
    tag = tokens.tags[place]
    found = phrase_time(tokens, place, stop, clock)
    if found is None and tag & (T.FROM | T.BETWEEN):
        found = _pair(tokens, place, stop, clock)
    if found:
        return found
    if tag & T.PREPOSITION and not tag & T.OF:
        core = core_at(tokens, place + 1, stop, clock)
        return _related(tokens, place, core, clock) if core else None
    core = core_at(tokens, place, stop, clock)
    return _bare(place, core) if core else None


def _pair(tokens: Tokens, place: int, stop: int, clock: Clock) -> Time | None:
    """From A to B, between A and B; the year stated with one end serves the other."""
    first = core_at(tokens, place + 1, stop, clock)
    if first is None or first.kind != "span" or first.last + 2 >= stop:
        return None
    link = first.last + 1
    linked = T.AND if tokens.tags[place] & T.BETWEEN else T.TO | T.UNTIL
    if not tokens.tags[link] & linked and not tokens.tags[link] & T.UNTIL:
        return None
    second = _second_fiscal(tokens, place + 1, link + 1, clock) or core_at(tokens, link + 1, stop, clock)
    if second is None or second.kind != "span":
        return None
    if second.stated_year and not first.stated_year and second.span.end:
        first = core_at(tokens, place + 1, stop, replace(clock, today=second.span.end)) or first
    return Time(place, second.last, place + 1, "span", join(first.span, second.span), "in", grain=second.grain)


def _second_fiscal(tokens: Tokens, first: int, second: int, clock: Clock) -> Core | None:
    """From fiscal year 2009 to 2021: the later year is a fiscal one as well."""
    year = year_at(tokens, second)
    if year is None or not ({"fiscal", "fiscal_name"} & roles(tokens, first).keys()):
        return None
    return fiscal_core(second, year, None, clock)


def _related(tokens: Tokens, place: int, core: Core, clock: Clock) -> Time | None:
    """What the preposition at the token makes of the expression behind it."""
    tag = tokens.tags[place]
    if core.kind == "now":
        return Time(place, core.last, place + 1, "now", core.span)
    if tag & T.COMPARED:
        return Time(place, core.last, place + 1, "comparison", core.span)
    if core.kind == "duration":
        return _lasting(tokens, place, core, clock)
    if core.kind != "span":
        return Time(place, core.last, place + 1, core.kind, core.span, unit=core.unit, count=core.count)
    if tag & T.ON and core.grain == "year" and core.span.start and core.span.end:
        later = Span(shift(core.span.start, "M12", 1), shift(core.span.end, "M12", 1))
        return Time(place, core.last, place + 1, "span", later, "in", core.unit, grain="year")
    relation, span = _bounded(tag, core, clock)
    return Time(
        place, core.last, place + 1, "span", span, relation, core.unit, core.count, core.future, core.grain,
        core.stated_year,
    )  # fmt: skip


def _bounded(tag: int, core: Core, clock: Clock) -> tuple[str, Span]:
    """What the preposition makes of a dated core."""
    span = core.span
    if tag & T.SINCE:
        return "since", Span(span.start, clock.today)
    if tag & _BY and not tag & T.IN:
        return "by", Span(None, span.end)
    if tag & T.BEFORE:
        return "before", Span(None, span.start - ONE_DAY if span.start else None)
    if tag & T.AFTER:
        return "after", Span(span.end + ONE_DAY if span.end else None, None)
    if tag & T.FROM and not core.ranged:
        return "from", Span(span.start, None)
    return "in", span


def _lasting(tokens: Tokens, place: int, core: Core, clock: Clock) -> Time:
    """A duration behind a preposition: "for more than a year" runs back from publication.

    The reader of the clause turns it forward where the clause is about the future.
    """
    span = OPEN
    if _is_span_again(tokens, place, core, clock):
        return Time(place, core.last, place + 1, "span", clock.last or OPEN)
    if tokens.tags[place] & T.DURING and core.unit == "D1" and core.count and clock.today:
        return Time(place, core.last, place + 1, "span", _back(clock.today, "D1", core.count - 1))
    looks_back = tokens.tags[place] & (T.FOR | T.OVER | T.IN | T.DURING | T.WITHIN | T.SINCE)
    if looks_back and clock.today and core.unit and core.unit[0] in "DM" and core.count:
        span = _back(clock.today, core.unit, core.count)
    return Time(place, core.last, place + 1, "duration", span, "for", core.unit, core.count)


def _is_span_again(tokens: Tokens, place: int, core: Core, clock: Clock) -> bool:
    """Whether a definite duration means the period spoken of before, which is as long ("in the six months")."""
    if (
        not tokens.is_the(place + 1)
        or clock.last is None
        or clock.last.start is None
        or clock.last.end is None
        or not core.unit
    ):
        return False
    if core.unit[0] not in "DM" or not core.count:
        return False
    return shift(clock.last.start, core.unit, core.count) - ONE_DAY == clock.last.end


def _back(today: date, unit: str, count: float) -> Span:
    try:
        return Span(shift(today, unit, -count), today)
    except OverflowError:
        return OPEN


def _bare(place: int, core: Core) -> Time:
    return Time(
        place, core.last, place, core.kind, core.span, "in", core.unit, core.count, core.future, core.grain,
        core.stated_year,
    )  # fmt: skip


def _settled(tokens: Tokens, found: list[Time], clock: Clock) -> list[Time]:
    """The expressions with their parts joined; where any were, the clock is moved on anew."""
    if len(found) < 2:
        return found
    joined = _joined(tokens, found)
    for time in joined if len(joined) < len(found) else ():
        _move_on(clock, time)
    return joined


def _joined(tokens: Tokens, found: list[Time]) -> list[Time]:
    """Two dates with a dash between are one span; a Gregorian span in parentheses settles the words before it."""
    kept: list[Time] = []
    for time in found:
        before = kept[-1] if kept else None
        between = range(before.last + 1, time.first) if before else range(0)
        edged = bounded_by_edge(tokens, before, time) if before else None
        if edged:
            kept[-1] = edged
            continue
        if before and len(between) == 1 and time.kind == "span":
            tag = tokens.tags[between[0]]
            if tag & T.DASH and before.kind == "span":
                kept[-1] = replace(before, last=time.last, span=join(before.span, time.span))
                continue
            if tag & T.PAREN_OPEN and _is_whole(before) and time.grain != "year":
                kept[-1] = _explained(before, time)
                continue
        kept.append(time)
    return kept


def _is_whole(time: Time) -> bool:
    """Whether the words name a month, a year or a part of one, which dates in parentheses may explain."""
    return time.grain in ("part", "year") or (time.kind == "unresolved" and (time.unit or "")[:1] == "M")


def _explained(time: Time, dates: Time) -> Time:
    """The expression with the days that its parentheses give; what is open before stays so."""
    span = Span(None, dates.span.end) if time.relation == "by" else dates.span
    return replace(time, kind="span", last=dates.last, span=span, grain="part", stated_year=dates.stated_year)


def _subordinate(tokens: Tokens, sentence: Sentence, found: list[Time], clock: Clock) -> list[Time]:
    """The date inside a clause opens its period, and the words join it ("since the fund was set up in 2016")."""
    open_since = [time for time in found if time.kind == "unresolved" and tokens.tags[time.first] & T.SINCE]
    taken = {at for time in found if time not in open_since for at in range(time.first, time.last + 1)}
    since = [at for at in range(sentence.first, sentence.stop) if tokens.tags[at] & T.SINCE]
    for place, following in pairwise([*since, sentence.stop]):
        if place in taken:
            continue
        ahead = min(place + _REACH, following - 1)
        dated = next((time for time in found if place < time.first <= ahead and _opens(time)), None)
        if dated is None:
            continue
        joined = Time(place, dated.last, dated.core, "span", Span(dated.span.start, clock.today), "since")
        found[found.index(dated)] = joined
        found = [time for time in found if time is joined or time.first != place]
        clock.last = joined.span
    return found


def _opens(time: Time) -> bool:
    return time.kind == "span" and time.relation == "in" and time.span.start is not None and not _passing(time)
