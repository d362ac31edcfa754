"""Which of several times dates a number: the nearest that no other number claims and no clause keeps for itself."""

from __future__ import annotations

from transforms.extract.clauses import apposed_verb, clause_bounds
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.extract.time_expressions import Time
from transforms.extract.verbs import is_a
from transforms.text import tags as T

_NO_LIST = T.WITH | T.INCLUDING | T.FROM | T.TO


def choose(parsed: Parsed, quantity: Quantity, dating: list[Time]) -> Time | None:
    """The expression that dates the number, or None.

    The one behind it and before the next number; else one before it in its clause; else one that its list shares; else
    the one that opens the sentence.
    """
    if not dating or (quantity.form == "hyphen" and quantity.measure == "quantity"):
        return None
    first, last = clause_bounds(parsed, quantity.core)
    base = _base(parsed, quantity)
    if is_base(parsed, quantity):
        dating = [time for time in dating if time.first > quantity.last and not _verb_between(parsed, quantity, time)]
    if base:
        dating = [time for time in dating if not _of_base(parsed, base, time)]
    end = base.last if base else quantity.last
    following = next((q for q in parsed.quantities if q.first > end and _counts_on(parsed, q)), None)
    limit = following.first if following else parsed.stop
    behind = [t for t in dating if quantity.last < t.first < limit and (t.first <= last or _when(parsed, last))]
    behind = [t for t in behind if not _outside(parsed, quantity, t) and not _of_next_verb(parsed, t)]
    if behind:
        return behind[0]
    inside = [time for time in dating if first <= time.first <= last]
    before = [time for time in inside if time.last < quantity.first and not _claimed(parsed, time, quantity)]
    if before:
        return before[-1]
    shared = [time for time in inside if time.first >= limit and _lists_on(parsed, quantity, time)]
    shared = shared or [t for t in inside if t.first >= limit and _shares_with_last(parsed, quantity, t)]
    if shared:
        return shared[0]
    leading = [time for time in dating if time.last < quantity.first and leads(parsed, time)]
    before_which = inside or (dating if _of_which(parsed, quantity) else [])
    return (
        leading[0]
        if leading
        else _of_apposed(parsed, quantity, before_which) or _only_one(parsed, quantity, dating, inside)
    )


def _base(parsed: Parsed, quantity: Quantity) -> Quantity | None:
    """The number of which this one is a part ("four of 23 cranes")."""
    following = next((q for q in parsed.quantities if q.first > quantity.last), None)
    if following is None or quantity.reason or not parsed.tag(quantity.last + 1) & T.OF:
        return None
    if quantity.measure != "share" and quantity.unit != following.unit:
        return None
    return following if set(parsed.between(quantity.last + 2, following.first)) <= set("DA") else None


def is_base(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the number is one of which another is a part, as the 23 in "four of 23 cranes"."""
    return any(_base(parsed, other) is quantity for other in parsed.quantities if other.last < quantity.first)


def _of_base(parsed: Parsed, base: Quantity, time: Time) -> bool:
    """Whether the time belongs to a participle behind the base ("17 of the 18 missions approved in 2018")."""
    between = [group for group in parsed.groups if base.last < group.first < time.first]
    return bool(between) and all(group.form == "participle" for group in between)


def _verb_between(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether a finite verb stands between number and time."""
    return any(quantity.last < group.first < time.first and group.form == "finite" for group in parsed.groups)


def _only_one(parsed: Parsed, quantity: Quantity, dating: list[Time], inside: list[Time]) -> Time | None:
    """The one time of the sentence, in the number's own clause and without a verb of its own in between."""
    if len(dating) != 1 or len(inside) != 1 or inside[0].first < quantity.last:
        return None
    between = parsed.between(quantity.last + 1, inside[0].first)
    if "Q" in between and (quantity.measure == "change" or _goes_from(parsed, quantity, inside[0])):
        return None
    return None if any(letter in 'VXMBKGTI;"' for letter in _past_trade(parsed, quantity, between)) else inside[0]


def _goes_from(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether a change runs from or to another number ("10 billion from the 2 billion in 2016")."""
    tags = parsed.tokens.tags
    base = any(tag & T.FROM for tag in tags[max(parsed.first, quantity.first - 2) : quantity.first])
    return any(tag & (T.TO if base else T.FROM) for tag in tags[quantity.last + 1 : time.first])


def _past_trade(parsed: Parsed, quantity: Quantity, between: str) -> str:
    """The letters between number and time behind a second verb of trade ("exported 5 tons and imported 3 in 2020")."""
    second = between.find("CV")
    if second < 0 or any(letter in ',VXMBI;"' for letter in between[:second]):
        return between
    verb = parsed.word(quantity.last + 2 + second)
    first = parsed.group_before(quantity.first)
    return between[second + 2 :] if first and is_a(first.word, "trade") and is_a(verb, "trade") else between


def _counts_on(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether a number stands for itself, no equivalent in parentheses."""
    return not quantity.reason and parsed.letter(quantity.first - 1) != "("


def _of_next_verb(parsed: Parsed, time: Time) -> bool:
    """Whether the time opens the second of two verbs with one subject ("is a partner and last year received ...")."""
    return parsed.letter(time.first - 1) == "C" and parsed.letter(time.last + 1) in "VXM"


def _outside(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether the number stands in an aside between commas and the time behind it, with the main verb."""
    between = parsed.between(quantity.last + 1, time.first).replace(",P", "P")
    if "," not in between or apposed_verb(parsed, quantity.first, quantity.last):
        return False
    tail = between[between.rindex(",") :]
    return any(letter in "VXM" for letter in tail) and not any(
        letter in "VXM" for letter in between[: between.index(",")]
    )


def _aside(parsed: Parsed, place: int) -> int | None:
    """The comma that opens the participle phrase or relative clause around the token, where another closes it."""
    letters, at = parsed.letters, place - parsed.first
    opening, closing = letters.rfind(",", 0, at + 1), letters.find(",", at)
    if opening < 0 <= closing and _opens_with_participle(parsed) and ";" not in letters[:closing]:
        return parsed.first - 1
    if opening < 0 or closing < 0 or ";" in letters[opening:closing]:
        return None
    left = parsed.first + opening
    return left if parsed.letter(left + 1) in "KG" or parsed.tag(left + 1) & T.RELATIVE else None


def _opens_with_participle(parsed: Parsed) -> bool:
    """Whether a participle phrase opens the sentence ("Building on the funds committed to date, ...").

    What is held then took place then ("Held from May 2 to 5, the fair drew 300 firms").
    """
    opening = parsed.groups[0] if parsed.groups else None
    if opening is None or opening.form not in ("participle", "gerund") or is_a(opening.word, "hold"):
        return False
    return not parsed.letters[: opening.first - parsed.first].strip('"W')


def apart(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether the time stands in an aside that the number is no part of ("launched in 2004, has treated ...")."""
    aside = _aside(parsed, time.first)
    return aside is not None and aside != _aside(parsed, quantity.core) and not _of_occasion(parsed, aside)


def _of_occasion(parsed: Parsed, aside: int) -> bool:
    """Whether the aside dates the occasion that opens the sentence ("At the last summit, held in May 2021, ...")."""
    opening = parsed.letters[: aside - parsed.first].lstrip('"CW')
    return opening.startswith("E") and not any(letter in "VXMKGIB,;" for letter in opening)


def _lists_on(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether nothing but further members of the number's own list stands before the time."""
    if _leads_up(parsed, quantity, time):
        return True
    between = parsed.between(quantity.last + 1, time.first)
    if any(letter in 'VXMKGIB"-;:' for letter in between):
        return False
    if quantity.measure == "change" and "Q" in between and parsed.tag(_next_start(parsed, quantity) - 1) & T.TO:
        return True
    if "C" not in between and "," not in between:
        return False
    tags = parsed.tokens.tags[quantity.last + 1 : time.first]
    return not any(tag & _NO_LIST for tag in tags)


def _shares_with_last(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether the number is an earlier member of a list whose last one has the time behind it.

    What stands between that one and the time belongs to the whole list ("... and 40 beds to hospitals in Lima in May").
    """
    members = [q for q in parsed.quantities if quantity.last < q.first < time.first and _counts_on(parsed, q)]
    if not members or members[-1].measure == "change" or quantity.measure == "change":
        return False
    between = parsed.between(quantity.last + 1, members[-1].first)
    spent = quantity.measure == "money" and parsed.tag(members[-1].first - 1) & T.FOR
    if any(letter in 'VXMKGIB"-;:' for letter in between) or not ("C" in between or spent):
        return False
    tags = parsed.tokens.tags[quantity.last + 1 : members[-1].first]
    behind = parsed.between(members[-1].last + 1, time.first).replace(",P", "P")
    return not any(tag & _NO_LIST for tag in tags) and not any(letter in 'B";:,' for letter in behind)


def _leads_up(parsed: Parsed, quantity: Quantity, time: Time) -> bool:
    """Whether a change leads to the level that the time dates ("raise trade by half to reach 2 billion by 2030")."""
    level = _next_start(parsed, quantity)
    if quantity.measure != "change" or level >= time.first:
        return False
    link = parsed.between(quantity.last + 1, level).strip("W")
    behind = parsed.between(level, time.first)
    return link in ("TI", "TIN") and not any(letter in 'VXMKGIB"-;:' for letter in behind)


def _next_start(parsed: Parsed, quantity: Quantity) -> int:
    return next((q.first for q in parsed.quantities if q.first > quantity.last), parsed.stop)


def _of_apposed(parsed: Parsed, quantity: Quantity, inside: list[Time]) -> Time | None:
    """A remark on the number before (", up 11 percent") has that number's period."""
    before = [q for q in parsed.quantities if q.last < quantity.first and not q.reason]
    if not before:
        return None
    between = parsed.between(before[-1].last + 1, quantity.first)
    if any(letter in "VXMGB" for letter in between) and not _of_which(parsed, quantity):
        return None
    near = [time for time in inside if time.last < quantity.first and time.kind != "duration"]
    return near[-1] if near else None


def _of_which(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether "of which" leads to the number."""
    window = range(max(parsed.first, quantity.first - 5), quantity.first)
    return any(parsed.tag(place) & T.RELATIVE and parsed.tag(place - 1) & T.OF for place in window)


def _when(parsed: Parsed, last: int) -> bool:
    """Whether the clause behind the token says when."""
    return bool(parsed.tag(last + 1) & T.WHEN)


def _claimed(parsed: Parsed, time: Time, quantity: Quantity) -> bool:
    """A time right behind another number belongs to that one, unless it opens the sentence."""
    owner = next((q for q in reversed(parsed.quantities) if q.last < time.first and not q.reason), None)
    if owner is None or leads(parsed, time) or (time.kind == "now" and time.first == time.core):
        return False
    between = parsed.between(owner.last + 1, time.first)
    if any(letter in "VXM;" for letter in between):
        return False
    after = parsed.between(time.last + 1, quantity.first)
    joined = "C" in after and not any(letter in "VXM" for letter in after) and len(after) <= 3
    return "," not in between and len(between) <= 8 and not joined and not _goes_on(after)


def _goes_on(after: str) -> bool:
    """Whether what stands between a time and a number is a second verb of the same subject ("and created 8,500")."""
    rest = after.lstrip(",")
    return rest[:2] in ("CV", "CK") and not any(letter in ',CVXMB;"' for letter in rest[2:])


def leads(parsed: Parsed, time: Time) -> bool:
    """Whether the expression opens the sentence (after a quotation mark or a conjunction) or what it reports."""
    opening = parsed.letters[: time.first - parsed.first]
    before = time.first - 1 - (parsed.letter(time.first - 1) == ",")
    return (
        parsed.letter(time.first - 1) == '"'
        or _opens_report(parsed, before)
        or all(letter in '"CWB,' for letter in opening)
    )


def _opens_report(parsed: Parsed, place: int) -> bool:
    """Whether the token is a "that" right behind a verb of saying."""
    said = parsed.group_before(place) if parsed.tag(place) & T.THAT else None
    return said is not None and said.last == place - 1 and is_a(said.word, "speech")
