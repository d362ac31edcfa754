"""Areas of cooperation: phrases of field_phrases.csv in the text, and which of them the text presents as an area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.text.tokens import Tokens, tokenise
from transforms.vocabulary import rows


@dataclass(frozen=True, slots=True)
class Area:
    """Tokens `first` up to and including `last` name an area with field code `code`."""

    first: int
    last: int
    code: str


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> (words, code), longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("field_phrases"):
        words = tuple(tokenise(row["phrase"]).words)
        table.setdefault(words[0], []).append((words, row["code"]))
    return {first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in table.items()}


def area_at(tokens: Tokens, place: int, stop: int) -> Area | None:
    """The longest area phrase that begins at the token."""
    for words, code in _phrases().get(tokens.lows[place], ()):
        last = place + len(words) - 1
        if last < stop and tuple(tokens.lows[place : last + 1]) == words:
            return Area(place, last, code)
    return None


def areas(tokens: Tokens, first: int, stop: int) -> list[Area]:
    """All area phrases of a stretch of tokens, longest match first, without overlap."""
    found = []
    place = first
    while place < stop:
        area = area_at(tokens, place, stop)
        if area:
            found.append(area)
            place = area.last + 1
        else:
            place += 1
    return found
