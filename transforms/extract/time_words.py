"""Words and fixed phrases of time (times.csv, phrases.csv)."""

from __future__ import annotations

from functools import cache

from transforms.text import tags as T
from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

NO_ROLES: dict[str, str] = {}
_GRAINS = {"M12": "year", "M1": "month", "D7": "week", "D1": "day"}


@cache
def time_words() -> dict[str, dict[str, str]]:
    """Lower-case word -> role -> value, from times.csv."""
    table: dict[str, dict[str, str]] = {}
    for row in rows("times"):
        table.setdefault(row["word"], {})[row["role"]] = row["value"]
    return table


def roles(tokens: Tokens, place: int) -> dict[str, str]:
    """The time roles of a token; none behind the end of the text."""
    if place >= len(tokens.words) or not tokens.tags[place] & (T.TIMEWORD | T.WEEKDAY):
        return NO_ROLES
    return time_words().get(tokens.lows[place], NO_ROLES)


@cache
def _cues() -> FixedPhrases[str]:
    return FixedPhrases((row["phrase"].split(), row["cue"]) for row in rows("phrases"))


def cue_openings() -> frozenset[str]:
    """First words of the fixed phrases of time."""
    return _cues().openings()


def cue_at(tokens: Tokens, place: int, stop: int) -> tuple[str, int] | None:
    """The fixed time phrase that begins at the token: its cue and last token."""
    return _cues().at(tokens.lows, place, stop) if place < stop else None


def skip_article(tokens: Tokens, place: int) -> int:
    """The token itself, or the one behind it where it is an article."""
    return place + 1 if place + 1 < len(tokens.words) and tokens.tags[place] & T.ARTICLE else place


def grain(unit: str) -> str:
    """Year, month, week or day for the unit of a calendar span, part for all others."""
    return _GRAINS.get(unit, "part")
