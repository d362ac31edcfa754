"""The period of a count: which of the sentence's time expressions dates it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extract.calendar import OPEN, Span, shift
from transforms.extract.clauses import clause_bounds
from transforms.extract.period_choice import apart, choose, leads
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.time_expressions import Clock, Time
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.vocabulary import word_set

_MONTH = 31
_CLAUSE = 8
_BESIDE = 2
_NAMED = set("NPADERSB")


@dataclass(frozen=True, slots=True)
class Period:
    """Words and days of a period; `per` names the unit of a rate. `time` is the expression that gave it."""

    text: str | None
    span: Span
    per: str | None = None
    time: Time | None = None


NONE = Period(None, OPEN)


def period(parsed: Parsed, quantity: Quantity, clock: Clock, *, planned: bool) -> Period:
    """The period of one count within its sentence; `planned` turns durations and dates without a year forward."""
    dating = [time for time in parsed.times if _dates(parsed, time, quantity) and not apart(parsed, quantity, time)]
    rate = _rate(parsed, quantity)
    chosen = _year_before(parsed, quantity, dating) or choose(
        parsed, quantity, [time for time in dating if _fits(quantity, time, planned=planned)]
    )
    if chosen is None:
        return Period(parsed.tokens.text(rate.first, rate.last), OPEN, rate.unit, rate) if rate else NONE
    ahead = planned or (chosen.kind == "duration" and _is_under_way(parsed, quantity))
    told, lasting = _is_told(parsed, chosen), bool(parsed.tag(chosen.first) & T.FOR) and not leads(parsed, chosen)
    span = _resolved(chosen, clock, planned=ahead, told=told, lasting=lasting)
    span = Span(None, clock.today) if _nowadays(parsed, chosen) else span
    return Period(parsed.tokens.text(chosen.first, chosen.last), span, rate.unit if rate else None, chosen)


def _is_under_way(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the verb before the number is in the present progressive ("is investing 85 million over five years")."""
    group = parsed.group_before(quantity.first)
    if group is None or parsed.letter(group.head) != "G" or not group.bits & T.BE:
        return False
    return not group.bits & (T.PAST | T.HAVE)


def _is_told(parsed: Parsed, time: Time) -> bool:
    """Whether the nearest verb before the time, else behind it, is in the past tense."""
    group = parsed.group_before(time.first)
    group = group or next((one for one in parsed.groups if one.first > time.last), None)
    return group is not None and group.form == "finite" and bool(parsed.tag(group.first) & T.PAST & ~T.WOULD)


def _year_before(parsed: Parsed, quantity: Quantity, dating: list[Time]) -> Time | None:
    """The time of a figure that is told as the one of a year before ("in 2020, from 900 million a year earlier")."""
    behind = next((time for time in parsed.times if 0 < time.first - quantity.last <= _BESIDE), None)
    if (
        behind is None
        or behind.kind != "comparison"
        or behind.unit not in (None, "M12")
        or quantity.measure == "change"
    ):
        return None
    base = next((time for time in reversed(dating) if time.last < quantity.first and time.kind == "span"), None)
    if base is None or base.span.start is None or base.span.end is None:
        return None
    years = behind.count or 1.0
    span = Span(shift(base.span.start, "M12", -years), shift(base.span.end, "M12", -years))
    return replace(behind, kind="span", span=span, stated_year=True)


def _nowadays(parsed: Parsed, time: Time) -> bool:
    """Whether "today" beside a verb of state in the present means these days ("they represent today a quarter")."""
    if time.unit != "D1" or time.count is not None or time.relation != "in" or time.first != time.last:
        return False
    beside = next((group for group in reversed(parsed.groups) if group.last < time.first), None)
    if leads(parsed, time) or parsed.letter(time.first - 1) == ";":
        beside = next((group for group in parsed.groups if group.first > time.last), None)
    if beside is None or beside.form != "finite" or beside.bits & (T.PAST | T.WILL | T.MODAL):
        return False
    if beside.bits & T.THIRD and not beside.bits & T.HAVE and not is_a(beside.word, "speech", "plan", "sign", "hold"):
        return True
    if beside.last < time.first - 1 and not (beside.first == beside.last and beside.bits & T.BE):
        return False
    return is_a(beside.word, "share", "contain", "reach", "value") or bool(
        beside.bits & (T.BE | T.HAVE) and beside.first == beside.last
    )


def _dates(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether the expression may date a count: no rate, comparison or hyphenated duration, not the day of saying."""
    if time.kind in ("rate", "comparison"):
        return False
    if quantity.measure == "change" and time.relation == "from" and time.first > quantity.last:
        return False
    if parsed.tag(time.first - 1) & (T.OF | T.THAN) and time.first == time.core:
        return False
    compared = parsed.tag(time.first - 1) & (T.AS | T.THAN) and not parsed.tag(time.last + 1) & T.WHEN
    if compared or _is_of_comparison(parsed, time, quantity):
        return False
    if quantity.first <= time.first <= quantity.last or _in_name(parsed, time):
        return False
    hyphened = parsed.tag(time.last) & T.HYPHEN and parsed.letter(time.last + 1) in "NA"
    if time.kind == "duration" and (time.first == time.core or parsed.letter(time.first) == "A" or hyphened):
        return False
    if (
        _is_before_plan(parsed, time, quantity)
        or _in_brackets(parsed, time, quantity)
        or _of_modifier(parsed, time, quantity)
    ):
        return False
    return not _of_saying(parsed, time, quantity)


def _is_before_plan(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether the time dates a deed that only provides for the number ("signed in May a deal to build two dams")."""
    if time.last >= quantity.first or time.future or time.grain not in ("day", "week", "month", "year", ""):
        return False
    purpose = parsed.group_before(quantity.first)
    if purpose is None or purpose.form != "infinitive" or purpose.first <= time.last:
        return False
    main = next((one for one in reversed(parsed.groups) if one.last < purpose.first and one.form == "finite"), None)
    told = main is not None and bool(parsed.tag(main.first) & T.PAST) and is_a(main.word, "sign", "agree")
    return told and parsed.letter(purpose.first - 1) != ","


def _in_name(parsed: Parsed, time: Time) -> bool:
    """Whether a year only opens a name ("built for the 2023 Pacific Games", "the 2021-2022 Response Plans")."""
    led = parsed.is_the(time.core - 1) or parsed.is_the(time.core)
    led = led and bool(parsed.tag(time.core + parsed.is_the(time.core)) & T.DIGITS)
    return led and parsed.letter(time.last + 1) == "P" and bool(parsed.tag(time.last + 1) & T.CAPITAL)


def _in_brackets(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether brackets hold the time with a number of their own, and not this one ("Diama (200 MW, since 2002)")."""
    opening = parsed.opening_bracket(time.first)
    if parsed.letter(opening) != "(" or ")" in parsed.between(opening, time.first):
        return False
    closing = parsed.letters.find(")", time.last - parsed.first)
    inside = range(opening, parsed.first + closing if closing > 0 else parsed.stop)
    return quantity.first not in inside and any(q.first in inside for q in parsed.quantities if not q.reason)


def _of_modifier(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether the time belongs to a clause on the subject, whose own verb follows before the number.

    "The deal that they signed last May speaks of 500"; what is worth, reaches or amounts to something is dated by it.
    """
    before = parsed.group_before(time.first)
    main = next((one for one in parsed.groups if one.first > time.last and one.form == "finite"), None)
    if before is None or main is None or not time.last < main.first <= quantity.first:
        return False
    if "," in parsed.between(before.first, main.first) or is_a(main.word, "reach", "value", "rise", "fall"):
        return False
    if main.first == main.last and main.bits & T.BE:
        return False
    relative = parsed.letters.rfind("B", 0, before.first - parsed.first)
    clause = relative > 0 and parsed.letters[relative - 1] in "NP" and before.first - parsed.first - relative < _CLAUSE
    return clause if before.form == "finite" else before.form == "participle" and main.first == time.last + 1


def _is_of_comparison(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether a comparison parts time and number ("a rise of 5 percent compared with the figure for 2005")."""
    first, stop = sorted(((quantity.first, quantity.last), (time.first, time.last)))
    words = word_set("comparing_words")
    for place, tag in enumerate(parsed.tokens.tags[first[1] + 1 : stop[0]], first[1] + 1):
        against = tag & T.AGAINST and parsed.letter(place + 1) in "QD"  # not doses against measles
        if against or parsed.tokens.lows[place] in words:
            return not any(letter in "VXMB;" for letter in parsed.between(place + 1, stop[0]))
    return False


def _fits(quantity: Quantity, time: Time, *, planned: bool) -> bool:
    """A plan is not dated by what is over, nor a deed by what is to come.

    A total that a plan will bring about may run since a day ("will bring the total to 7 billion since May").
    """
    if planned:
        return time.kind != "now" and (time.relation != "since" or time.first == quantity.last + 1)
    return not time.future


def _of_saying(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """Whether a day dates the saying, right beside its verb ("said on Tuesday", "on Tuesday told reporters").

    The day on which a sum is itself announced dates the sum.
    """
    if time.grain not in ("day", "week", "month", "") or time.kind not in ("span", "unresolved"):
        return False
    before = parsed.group_before(time.first)
    if before and is_a(before.word, "clause") and time.grain in ("week", "month"):
        return False
    if before and is_a(before.word, "speech", "report") and not _announces(parsed, before, quantity):
        between = parsed.between(before.last + 1, time.first)
        if all(letter in "WNPDREAS" for letter in between) and len(between) <= 6:
            return True
    after = next((group for group in parsed.groups if group.first > time.last), None)
    if after is None or not is_a(after.word, "speech", "report"):
        return False
    return after.first == time.last + 1 or (leads(parsed, time) and _in_complement(parsed, after, quantity))


def _in_complement(parsed: Parsed, said: VerbGroup, quantity: Quantity) -> bool:
    """Whether the number stands in the clause that a verb of saying reports."""
    if said.last >= quantity.first or said.form != "finite":
        return False
    if parsed.tag(said.last + 1) & T.THAT:
        return True
    reported = next((one for one in parsed.groups if one.first > said.last and one.form == "finite"), None)
    if reported is None:
        return False
    between = parsed.between(quantity.last + 1, reported.first)
    return reported.last < quantity.first or not any(letter in ',;B"' for letter in between)


def _announces(parsed: Parsed, group: VerbGroup, quantity: Quantity) -> bool:
    """Aid announced on April 1; "announced 100 million yuan on Friday", "announced in May another 3 million"."""
    if not is_a(group.word, "plan"):
        return False
    stated = group.last < quantity.first and not any(
        letter in 'VXMB"' for letter in parsed.between(group.last + 1, quantity.first)
    )
    named = quantity.last < group.first and set(parsed.between(quantity.last + 1, group.first)) <= _NAMED
    return group.form == "participle" or stated or named


def _rate(parsed: Parsed, quantity: Quantity) -> Time | None:
    """The rate that stands behind the number, or behind its counted phrase, in the same clause."""
    first, last = clause_bounds(parsed, quantity.core)
    rates = [time for time in parsed.times if time.kind == "rate" and first <= time.first <= last]
    after = [time for time in rates if time.first > quantity.last]
    if not after:
        return rates[0] if rates and rates[0].first < quantity.first and len(parsed.quantities) == 1 else None
    other = [q for q in parsed.quantities if quantity.last < q.first < after[0].first and not q.reason]
    return after[0] if not other or _shares_rate(parsed, quantity, after[0]) else None


def _shares_rate(parsed: Parsed, quantity: Quantity, rate: Time) -> bool:
    """Whether the rate behind the second of two linked numbers holds for both ("from 38 to 61 a week")."""
    between = parsed.between(quantity.last + 1, rate.first)
    return between.strip("Q") in ("E", "C", ",", "T") and len(between) <= 8


def _resolved(time: Time, clock: Clock, *, planned: bool, told: bool, lasting: bool) -> Span:
    """Durations in plans run ahead from publication; open spans stay as they are.

    What is `told` in the past tense lies behind, promises too; `lasting` tells how long a planned thing itself lasts.
    """
    if time.kind == "duration":
        if not planned or clock.today is None or time.unit is None or time.unit[0] not in "DM" or not time.count:
            return time.span
        return OPEN if lasting else Span(clock.today, shift(clock.today, time.unit, time.count))
    if time.kind == "unresolved":
        return OPEN
    return _ordered(time.span if time.stated_year else _turned(time.span, clock, planned=planned and not told))


def _ordered(span: Span) -> Span:
    """A start whose year was inferred from the end lies before it (since September, until now: of last year)."""
    if span.start is None or span.end is None or span.start <= span.end:
        return span
    earlier = shift(
        span.start,
        "M12",
        span.end.year - span.start.year - (span.start.replace(year=2000) > span.end.replace(year=2000)),
    )
    return Span(earlier, span.end)


def _turned(span: Span, clock: Clock, *, planned: bool) -> Span:
    """A date whose year was inferred lies ahead in plans and behind in what has happened; the next weeks stay ahead."""
    if clock.today is None:
        return span
    if planned and span.end and (clock.today - span.end).days > _MONTH:
        return Span(span.start and shift(span.start, "M12", 1), shift(span.end, "M12", 1))
    latest = span.start if span.start and span.end and (span.end - span.start).days <= _MONTH else span.end
    latest = latest or span.start
    if not planned and span.start and latest and (latest - clock.today).days > _MONTH:
        return Span(shift(span.start, "M12", -1), span.end and shift(span.end, "M12", -1))
    return span
