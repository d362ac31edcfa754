"""Lists of areas in a sentence: "trade, green energy and the fight against drug trafficking" are three members."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.extract.areas import Area, areas, hinted_area
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import rows

_INNER = T.OF | T.FOR | T.AGAINST
_LONGEST_HINTED = 6
_PAIR = 2
_OPENING = re.compile("[NPADSWKG]")
_PLAIN = re.compile("[NPADSWK]+")
_BARRIERS = re.compile('.*[VXMIBQYR";:]')  # no list runs across one, but inside parentheses


@dataclass(frozen=True, slots=True)
class AreaList:
    """Coordinated phrases: tokens `first` up to `stop`, end exclusive, with the areas that its members name."""

    first: int
    stop: int
    members: list[Area]


def area_lists(parsed: Parsed, marks: list[int]) -> Iterator[AreaList]:
    """The lists of a sentence, in order, of one member or more; `marks` are the tokens that may name an area."""
    place = _opening(parsed, parsed.first, marks)
    while place is not None:
        stop = _member_end(parsed, place, marks)
        if stop == place:
            place = _opening(parsed, place + 1, marks)
            continue
        members, stop = _read(parsed, place, stop, marks)
        if members:
            yield AreaList(place, stop, members)
        place = _opening(parsed, stop, marks)


def _opening(parsed: Parsed, place: int, marks: list[int]) -> int | None:
    """The next token from `place` on at which a list with a mark may begin."""
    at = bisect_left(marks, place)
    if at == len(marks):
        return None
    begin = place - parsed.first
    if "(" not in parsed.letters:
        barred = _BARRIERS.match(parsed.letters, begin, marks[at] - parsed.first)
        begin = barred.end() if barred else begin
    found = _OPENING.search(parsed.letters, begin)
    return parsed.first + found.start() if found else None


def _read(parsed: Parsed, first: int, stop: int, marks: list[int]) -> tuple[list[Area], int]:
    """The areas of the list that begins with the member from `first` to `stop`, and the token behind the list."""
    members: list[Area] = []
    following: tuple[int, int] | None = (first, stop)
    while following is not None:
        start, stop = following
        area = _of_member(parsed, start, stop) if _marked(marks, start, stop) else None
        if area and not _holds_office(parsed, area):
            members.append(area)
        following = _next_member(parsed, first, stop, marks)
    return _as_pair(parsed, members), stop


def _holds_office(parsed: Parsed, area: Area) -> bool:
    """Whether the phrase is a person's title with its department: oil minister for engineering."""
    offices = range(area.first, area.last)
    return any(parsed.tag(place) & T.ROLE and parsed.tag(place + 1) & (T.FOR | T.OF) for place in offices)


def _as_pair(parsed: Parsed, members: list[Area]) -> list[Area]:
    """Two areas of one field joined by "and" alone are one: banking and insurance, commercial and trade ties."""
    if len(members) != _PAIR or members[0].code != members[1].code:
        return members
    one, other = members
    joined = other.first == one.last + _PAIR and parsed.tag(one.last + 1) & T.AND
    return [Area(one.first, other.last, one.code, one.hinted and other.hinted)] if joined else members


def _marked(marks: list[int], first: int, stop: int) -> bool:
    """Whether one of the marks lies between the tokens, `stop` excluded."""
    at = bisect_left(marks, first)
    return at < len(marks) and marks[at] < stop


def _member_end(parsed: Parsed, place: int, marks: list[int]) -> int:
    """The token behind one member of a list; a fixed pair of the vocabulary ("trade and investment") is one member."""
    letters, base = parsed.letters, parsed.first
    at = place + (letters[place - base] == "G")
    while True:
        plain = _PLAIN.match(letters, at - base)
        at = base + plain.end() if plain else at
        if at >= parsed.stop:
            break
        letter = letters[at - base]
        if not (
            (letter == "E" and at > place and parsed.tag(at) & _INNER)
            or (letter == "C" and at > place and _marked(marks, place, at) and _is_pair(parsed, place, at))
            or (letter == "-" and parsed.tokens.joined(at))
        ):
            break
        at += 1
    while at > place and letters[at - 1 - base] in "EW":
        at -= 1
    return at


def _is_pair(parsed: Parsed, first: int, place: int) -> bool:
    """Whether the "and" at the token stands inside one phrase of the vocabulary."""
    found = areas(parsed.tokens, first, min(place + 4, parsed.stop))
    return any(area.first < place < area.last for area in found)


def _next_member(parsed: Parsed, first: int, place: int, marks: list[int]) -> tuple[int, int] | None:
    """First token of the next member and the one behind the member.

    It stands behind a comma or "and", a repeated preposition, or "to" that answers "from".
    """
    if parsed.letter(place) == "(":
        while place < parsed.stop and parsed.letter(place) != ")":
            place += 1
        place += 1
    opener = parsed.word(first - 1)
    start = _behind_link(parsed, place)
    if start is None:
        ranges = parsed.tag(first - 1) & T.FROM and parsed.tag(place) & T.TO
        start = place + 1 if ranges else None
    elif parsed.letter(start) == "E" and parsed.word(start) == opener:
        start += 1
    if start is None or start >= parsed.stop:
        return None
    stop = _member_end(parsed, start, marks)
    return (start, stop) if stop > start else None


def _behind_link(parsed: Parsed, place: int) -> int | None:
    letter = parsed.letter(place)
    if letter == ",":
        place += 1
        return place + 1 if parsed.letter(place) == "C" else place
    if letter == "C" and parsed.tag(place) & (T.AND | T.OR):
        return place + 1
    return None


def _of_member(parsed: Parsed, first: int, stop: int) -> Area | None:
    """The area that a member names: the phrase that ends it, else the first one in it, else the one it hints at."""
    while first < stop and parsed.letter(first) in "DSW":
        first += 1
    found = [area for area in areas(parsed.tokens, first, stop) if is_plain(parsed, area)]
    if not found:
        while first < stop - 1 and parsed.letter(first) in "GVDSWK":
            first += 1
        hint = hinted_area(parsed.tokens, first, stop) if stop - first <= _LONGEST_HINTED else None
        return hint if hint and is_plain(parsed, hint) else None
    last = next((area for area in found if area.last == stop - 1), found[0])
    generic = last.first == last.last and parsed.word(last.first) in generic_words()
    chosen = found[0] if generic else last
    return Area(found[0].first, max(area.last for area in found), chosen.code)


def is_plain(parsed: Parsed, area: Area) -> bool:
    """No part of a proper name: in small letters, but for acronyms and the first word of a sentence."""
    for place in range(area.first, area.last + 1):
        tag = parsed.tag(place)
        if tag & T.CAPITAL and not tag & T.UPPER and place != parsed.first and parsed.letter(place - 1) not in '":':
            return False
    return True


@cache
def generic_words() -> frozenset[str]:
    """Words that name an area alone, but leave it to a more telling word beside them (environmental standards)."""
    return frozenset(row["word"] for row in rows("generic_areas"))
