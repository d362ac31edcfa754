"""Clauses: which verb governs a number, and whether the number is its subject or lies behind it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import is_a
from transforms.text import tags as T

_BARRIER = ";B"
_MAY_BREAK = re.compile("[;B,C]")
_NOMINAL = set("DANPQEWSC")
_CLAUSAL = ("speech", "report", "plan", "hypothesise", "deny")


@dataclass(slots=True)
class Governor:
    """The verb group that governs a number; `subject` tells that the number belongs to its subject.

    `chain` holds the groups above it, nearest first: the verbs of saying, planning or denying in whose complement it
    stands.
    """

    group: VerbGroup
    chain: tuple[VerbGroup, ...]
    subject: bool


def governor(parsed: Parsed, first: int, last: int) -> Governor | None:
    """The governing verb group of the tokens `first` to `last`, or None in a phrase without a verb."""
    left = _left(parsed, first)
    apposed = apposed_verb(parsed, first, last)
    if apposed:
        return Governor(apposed, _chain(parsed, apposed), subject=True)
    right = _right(parsed, last)
    if right and _is_subject(parsed, left, first):
        return Governor(right, _chain(parsed, right), subject=True)
    if left:
        return Governor(left, _chain(parsed, left), subject=False)
    return Governor(right, _chain(parsed, right), subject=True) if right else None


def _left(parsed: Parsed, first: int) -> VerbGroup | None:
    """The nearest verb group before the token, not past the start of its clause."""
    before = [group for group in parsed.groups if group.last < first]
    for group in reversed(before):
        between = parsed.between(group.last + 1, first)
        if any(mark in between for mark in _BARRIER) and not is_a(group.word, *_CLAUSAL):
            return None
        if _is_aside(parsed, group, first):
            continue
        return group
    return None


def _is_aside(parsed: Parsed, group: VerbGroup, first: int) -> bool:
    """A speech tag between commas (", he said,") and a participle phrase that has ended do not govern what follows."""
    between = parsed.between(group.last + 1, first)
    if is_a(group.word, "speech") and between.startswith(","):
        return True
    before = parsed.letters[: group.first - parsed.first]
    return group.form in ("participle", "gerund") and "," in between and before.rstrip("W").endswith(",")


def _right(parsed: Parsed, last: int) -> VerbGroup | None:
    """The first finite group behind the token in the same clause, with nothing but its own phrase between."""
    relative: VerbGroup | None = None
    for group in parsed.groups:
        if group.first <= last:
            continue
        between = parsed.between(last + 1, group.first)
        if group.form != "finite":
            continue
        if relative is None and between.count("B") == 1 and "," not in between and ":" not in between:
            relative = group  # visits that had been set for the spring did not take place
            continue
        if relative:
            between = parsed.between(relative.last + 1, group.first)
            return None if any(mark in between for mark in ";:BC,") else group
        if any(mark in between for mark in ";:") or between.count(",") % 2 or ("B" in between and "," not in between):
            return None
        return None if is_a(group.word, "speech") and "," in between else group
    return None


def opening_governor(parsed: Parsed, first: int, last: int) -> Governor | None:
    """What the main verb makes of a phrase that opens the sentence ("With 294 megawatts, the dam would be ...")."""
    letters, start = parsed.letters, parsed.first
    opening = letters[: first - start].lstrip('"CW')
    comma = letters.find(",", last + 1 - start)
    if not opening.startswith("E") or comma < 0 or not set(opening + letters[last + 1 - start : comma]) <= _NOMINAL:
        return None
    if parsed.tag(start + letters.index("E")) & T.OF:
        return None
    main = next((one for one in parsed.groups if one.first > start + comma and one.form == "finite"), None)
    return Governor(main, (), subject=False) if main else None


def apposed_verb(parsed: Parsed, first: int, last: int) -> VerbGroup | None:
    """The verb of the subject that a phrase without a verb explains ("The road, 108 km long, opens in May")."""
    letters, start = parsed.letters, parsed.first
    opening = letters.rfind(",", 0, first - start)
    closing = letters.find(",", last + 1 - start)
    if opening < 1 or closing < 0 or letters[opening - 1] not in "NP)":
        return None
    if parsed.tag(start + opening + 1) & T.WITH or not set(letters[opening + 1 : closing]) <= _NOMINAL:
        return None
    if "C" in letters[last + 1 - start : closing]:
        return None
    verb = closing + 1
    while letters[verb : verb + 1] == "W":
        verb += 1
    return next((group for group in parsed.groups if group.first == start + verb and group.form == "finite"), None)


def _is_subject(parsed: Parsed, left: VerbGroup | None, first: int) -> bool:
    """Whether the number opens its clause: no verb before it, a new conjunct, or the complement of a verb of saying."""
    if left is None:
        return True
    between = parsed.between(left.last + 1, first)
    if any(mark in between for mark in _BARRIER):
        return True
    if is_a(left.word, "speech", "report"):
        return between != "E"
    trimmed = between.rstrip("DSWA")
    return trimmed.endswith(("C", ",", ",C")) and left.last + 1 < first


def _chain(parsed: Parsed, group: VerbGroup) -> tuple[VerbGroup, ...]:
    """Verb groups to the left that have the group in their complement."""
    found = []
    lower = group
    for upper in reversed([other for other in parsed.groups if other.last < group.first]):
        if _embeds(parsed, upper, lower):
            found.append(upper)
            lower = upper
    return tuple(found)


def _embeds(parsed: Parsed, upper: VerbGroup, lower: VerbGroup) -> bool:
    """Whether `lower` stands in the complement of `upper`.

    An infinitive behind a verb does, and a clause behind a verb that takes one.
    """
    between = parsed.between(upper.last + 1, lower.first)
    if ";" in between or ":" in between:
        return False
    if lower.form == "infinitive":
        return "B" not in between and between.count(",") != 1
    if lower.form in ("participle", "gerund"):
        return "," not in between and "B" not in between
    if "CB" in between and upper.form == "infinitive":
        return False
    if not between.startswith("B") and _stands_apart(parsed, upper, lower, between):
        return False
    if _opens_sentence(parsed, upper) and ("," in between or "B" in between):
        return False
    if not is_a(upper.word, "speech", "report") or is_a(upper.word, "discuss"):
        direct = "C" not in between and "E" not in between and between.rfind("B") < 1
        return is_a(upper.word, *_CLAUSAL) and bool(direct or parsed.tag(upper.last + 1) & T.THAT)
    return is_a(upper.word, *_CLAUSAL) and not between.startswith(",")


def _stands_apart(parsed: Parsed, upper: VerbGroup, lower: VerbGroup, between: str) -> bool:
    """Whether a finite verb is no complement: behind a participle, a comma with a subject, or as a second verb."""
    if upper.form == "participle" or parsed.letter(lower.first - 1) == "C":
        return True
    return "," in between and '"' not in between and not is_a(upper.word, "tell")


def _opens_sentence(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether a participle opens the sentence ("Asked about the railway, he said ...")."""
    return group.form in ("participle", "gerund") and not parsed.letters[: group.first - parsed.first].strip('"CWB')


def clause_bounds(parsed: Parsed, place: int) -> tuple[int, int]:
    """First and last token of the clause around the token.

    Clauses begin at subordinators, semicolons, commas and "and" where a new finite verb follows.
    """
    breaks: list[int] | None = parsed.memory.get("breaks")
    if breaks is None:
        breaks = parsed.memory["breaks"] = _breaks(parsed)
    behind = bisect_right(breaks, place)
    first = breaks[behind - 1] if behind else parsed.first
    last = breaks[behind] - 1 if behind < len(breaks) else parsed.stop - 1
    return first, last


def _breaks(parsed: Parsed) -> list[int]:
    """Tokens at which a clause begins: each has a finite verb of its own, and so has the stretch before it."""
    finite = [group.first for group in parsed.groups if group.form == "finite"]
    found = []
    begin = parsed.first
    for match in _MAY_BREAK.finditer(parsed.letters, 1):
        place, letter = parsed.first + match.start(), match.group()
        if letter == "C" and not parsed.tag(place) & (T.AND | T.BUT):
            continue
        ahead = bisect_right(finite, place)
        if ahead == len(finite) or bisect_left(finite, begin) == bisect_left(finite, place):
            continue
        if _joins_subject(parsed, place):
            continue
        if letter in ";B" or _subject_ahead(parsed, place, finite[ahead]):
            found.append(place)
            begin = place
    return found


def _joins_subject(parsed: Parsed, place: int) -> bool:
    """Whether "and" joins two nouns of the subject behind a verb of saying (said drivers and nurses had come)."""
    upper = parsed.group_before(place)
    if upper is None or parsed.letter(place) != "C" or not is_a(upper.word, "speech", "report"):
        return False
    return all(letter in "NPADSQEY" for letter in parsed.between(upper.last + 1, place)) and upper.last + 1 < place


def _subject_ahead(parsed: Parsed, place: int, verb: int) -> bool:
    """Whether a subject of its own stands between a comma or "and" and the next finite verb."""
    between = parsed.between(place + 1, verb)
    if any(mark in between for mark in ';B"') or len(between) > 14 or between.rstrip("WY").endswith("C"):
        return False
    return "," not in between and any(letter in "NPRQ" for letter in between)
