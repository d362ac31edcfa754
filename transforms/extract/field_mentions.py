"""Field mentions: the areas that the text presents as areas of cooperation.

An area counts where a noun or verb of cooperation leads to it: "cooperation in A, B and C", "such fields as A", "A
cooperation", "the documents span A and B". Lists are read member by member.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.extract.areas import Area, areas
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import rows

_GAP = 12
_REACH = 16
_INNER = T.OF | T.FOR | T.AGAINST


@cache
def cue_roles() -> dict[str, str]:
    """Lower-case word -> noun, verb or area: what may lead to a list of areas."""
    return {row["word"]: row["role"] for row in rows("area_cues")}


@cache
def _openers() -> dict[str, tuple[tuple[tuple[str, ...], bool], ...]]:
    """First word -> words that open a list of areas, longest first, and whether they do so even far from their cue."""
    table: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for row in rows("list_openers"):
        words = tuple(row["phrase"].split())
        table.setdefault(words[0], []).append((words, row["strength"] == "strong"))
    return {first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in table.items()}


def field_areas(parsed: Parsed, counted: set[int]) -> list[Area]:
    """The areas of cooperation that one sentence names, in order, each stretch of text once; tokens of counted phrases
    (`counted`) name what is counted, no area.
    """
    found: dict[int, Area] = {}
    for place in range(parsed.first, parsed.stop):
        role = cue_roles().get(parsed.word(place))
        if role is None or (parsed.tag(place) & T.CAPITAL and place != parsed.first):
            continue
        if role == "compound" and place not in counted:
            for area in _before(parsed, place):
                if area.last not in counted:
                    found.setdefault(area.first, area)
        for area in (*_led(parsed, place, role), *_among(parsed, place, role)):
            found.setdefault(area.first, area)
    return list(_apart(sorted(found.values(), key=lambda area: area.first)))


def _apart(found: list[Area]) -> Iterator[Area]:
    """Areas without those that lie inside the one before."""
    last = -1
    for area in found:
        if area.first > last:
            yield area
            last = area.last


def _before(parsed: Parsed, cue: int) -> Iterator[Area]:
    """Areas right in front of the cue: medical cooperation; economic, trade and security ties."""
    start = cue
    while start > parsed.first and (
        parsed.letter(start - 1) in "NA" or (parsed.letter(start - 1) in "C," and start < cue)
    ):
        start -= 1
    run = [area for area in areas(parsed.tokens, start, cue) if _is_plain(parsed, area)]
    if run and run[-1].last == cue - 1:
        yield from run


def _is_plain(parsed: Parsed, area: Area) -> bool:
    """No part of a proper name: in small letters, but for acronyms and the first word of a sentence."""
    for place in range(area.first, area.last + 1):
        tag = parsed.tag(place)
        if tag & T.CAPITAL and not tag & T.UPPER and place != parsed.first and parsed.letter(place - 1) not in '":':
            return False
    return True


def _among(parsed: Parsed, cue: int, role: str) -> Iterator[Area]:
    """ "Trade, health and security among the areas": a list in front of the noun that sums it up."""
    place = cue - 1
    while parsed.letter(place) in "DSA" and place > parsed.first:
        place -= 1
    if role != "area" or parsed.letter(place) != "E" or place == cue - 1 or parsed.letter(place - 1) not in "NA":
        return
    start = place
    while start > parsed.first and parsed.letter(start - 1) in "NAC,":
        start -= 1
    found = [area for area in areas(parsed.tokens, start, place) if _is_plain(parsed, area)]
    if len(found) > 1 and found[-1].last == place - 1:
        yield from found


def _led(parsed: Parsed, cue: int, role: str) -> Iterator[Area]:
    """The areas of the list to which the cue leads."""
    place = cue + 1
    if role == "verb" and parsed.letter(place) in "DSANWPG":
        yield from _listed(parsed, place)
        return
    while place < min(parsed.stop, cue + _REACH):
        opener = _opener(parsed, place, near=place <= cue + _GAP)
        if opener:
            found = list(_listed(parsed, opener))
            yield from found
            if found:
                return
        if parsed.letter(place) == ":" and role == "area":
            yield from _listed(parsed, place + 1)
            return
        if parsed.letter(place) not in "W,NPASDCE(QXKVY" or parsed.word(place) in cue_roles():
            return
        place += 1


def _opener(parsed: Parsed, place: int, *, near: bool) -> int | None:
    """The token behind an opening phrase; weak ones (in, on) open a list only near their cue."""
    for words, strong in _openers().get(parsed.word(place), ()):
        if (near or strong) and tuple(parsed.tokens.lows[place : place + len(words)]) == words:
            return place + len(words)
    return None


def _listed(parsed: Parsed, start: int) -> Iterator[Area]:
    """The area of each member of the list, up to the end of the list."""
    place = start
    misses = 0
    while place < parsed.stop and misses < 2:
        stop = _member_end(parsed, place)
        if stop == place:
            return
        area = _of_member(parsed, place, stop)
        if area:
            yield area
        else:
            misses += 1
        following = _next_member(parsed, stop)
        if following is None:
            return
        place = following


def _member_end(parsed: Parsed, place: int) -> int:
    """The token behind one member of a list; a fixed pair of the vocabulary ("trade and investment") is one member."""
    at = place
    while at < parsed.stop:
        letter = parsed.letter(at)
        if (
            letter in "NPADSWK"
            or (letter == "G" and at == place)
            or (letter == "E" and at > place and parsed.tag(at) & _INNER)
            or (
                letter == "C"
                and any(area.first <= at <= area.last for area in areas(parsed.tokens, place, min(at + 4, parsed.stop)))
            )
            or (letter == "-" and parsed.tokens.joined(at))
        ):
            at += 1
        else:
            break
    return at


def _next_member(parsed: Parsed, place: int) -> int | None:
    """First token of the next member behind a comma or "and"."""
    if parsed.letter(place) == "(":
        while place < parsed.stop and parsed.letter(place) != ")":
            place += 1
        place += 1
    if parsed.letter(place) == ",":
        place += 1
        return place + 1 if parsed.letter(place) == "C" else place
    if parsed.letter(place) == "C" and parsed.tag(place) & (T.AND | T.OR):
        return place + 1
    return None


def _of_member(parsed: Parsed, place: int, stop: int) -> Area | None:
    """The area that a member names: the phrase that ends it, else the first one in it."""
    found = [area for area in areas(parsed.tokens, place, stop) if _is_plain(parsed, area)]
    if not found:
        return None
    last = next((area for area in found if area.last == stop - 1), found[0])
    generic = last.first == last.last and parsed.word(last.first) in _generic()
    chosen = found[0] if generic else last
    return Area(found[0].first, max(area.last for area in found), chosen.code)


@cache
def _generic() -> frozenset[str]:
    """Words that name an area alone, but leave it to a more telling word beside them (environmental standards)."""
    return frozenset(row["word"] for row in rows("generic_areas"))
