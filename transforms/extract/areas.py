"""Areas of cooperation: phrases of field_phrases.csv and telling words of field_hints.csv in the text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.tokens import Tokens, tokenise
from transforms.vocabulary import rows


@dataclass(slots=True)
class Area:
    """Tokens `first` up to and including `last` name an area with field code `code`.

    `hinted` tells that a word betrays the field (fresh durian: agriculture) where no known phrase does.
    """

    first: int
    last: int
    code: str
    hinted: bool = False


@cache
def _phrases() -> FixedPhrases[str]:
    """The phrases with their field codes; those of another meaning (news conference, trade union) have none."""
    named = ((tokenise(row["phrase"]).words, row["code"]) for row in rows("field_phrases"))
    return FixedPhrases([*named, *((tokenise(row["phrase"]).words, "") for row in rows("not_areas"))])


@cache
def _hints() -> dict[str, str]:
    """Lower-case word -> field code."""
    return {row["word"]: row["code"] for row in rows("field_hints")}


def areas(tokens: Tokens, first: int, stop: int) -> list[Area]:
    """All area phrases of a stretch of tokens, longest match first, without overlap."""
    found: list[Area] = []
    phrases, lows = _phrases(), tokens.lows
    places = _opened(tokens)
    behind = first
    for place in places[bisect_left(places, first) : bisect_left(places, stop)]:
        named = phrases.at(lows, place, stop) if place >= behind else None
        if named:
            if named[0]:
                found.append(Area(place, named[1], named[0]))
            behind = named[1] + 1
    return found


def _opened(tokens: Tokens) -> list[int]:
    """The tokens of the whole text at which an area phrase may begin."""
    found: list[int] | None = tokens.memory.get("area openings")
    if found is None:
        openings, lows = _openings(), tokens.lows
        found = tokens.memory["area openings"] = [place for place in _marked(tokens) if lows[place] in openings]
    return found


def _marked(tokens: Tokens) -> list[int]:
    """The tokens of the whole text at which an area phrase may begin or that betray a field."""
    found: list[int] | None = tokens.memory.get("area marks")
    if found is None:
        marks = _marks()
        found = tokens.memory["area marks"] = [place for place, low in enumerate(tokens.lows) if low in marks]
    return found


@cache
def _openings() -> frozenset[str]:
    return _phrases().openings()


@cache
def _marks() -> frozenset[str]:
    return _openings() | frozenset(_hints())


def area_marks(tokens: Tokens, first: int, stop: int) -> list[int]:
    """Tokens at which an area phrase may begin or that betray a field: where there is none, no area is."""
    places = _marked(tokens)
    return places[bisect_left(places, first) : bisect_left(places, stop)]


def hinted_area(tokens: Tokens, first: int, stop: int) -> Area | None:
    """The field that the last telling word of a stretch of tokens betrays; the stretch is the area's name.

    A phrase of another meaning betrays none.
    """
    table = _hints()
    found = [_phrases().at(tokens.lows, place, stop) for place in range(first, stop)]
    if any(phrase and not phrase[0] for phrase in found):
        return None
    for place in range(stop - 1, first - 1, -1):
        code = table.get(tokens.lows[place])
        if code:
            return Area(first, stop - 1, code, hinted=True)
    return None
