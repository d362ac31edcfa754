"""Words that qualify a number (more than, nearly, or so), and the bounds that they give to its value."""

from __future__ import annotations

from functools import cache

from transforms.extract.verbs import is_known
from transforms.text import tags as T
from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, word_set


def bounds(qualifier: str, value: float) -> tuple[float | None, float | None]:
    """Lower and upper bound that a qualifier gives to a value."""
    if qualifier in ("more_than", "at_least"):
        return value, None
    if qualifier in ("nearly", "less_than", "at_most"):
        return None, value
    if qualifier == "about":
        return None, None
    return value, value


def _listed(side: str) -> list[tuple[list[str], str]]:
    """Qualifying phrases of one side of the number, split into words, with their qualifiers."""
    return [(row["phrase"].split(), row["qualifier"]) for row in rows("qualifiers") if row["side"] == side]


@cache
def _before() -> dict[str, list[tuple[list[str], str]]]:
    """Last word of a qualifying phrase before the number -> (words, qualifier), longest first."""
    table: dict[str, list[tuple[list[str], str]]] = {}
    for words, qualifier in sorted(_listed("left"), key=lambda entry: -len(entry[0])):
        table.setdefault(words[-1], []).append((words, qualifier))
    return table


@cache
def _after() -> FixedPhrases[str]:
    return FixedPhrases(_listed("right"))


@cache
def _suffixes() -> dict[str, str]:
    return {words[0]: qualifier for words, qualifier in _listed("suffix")}


@cache
def qualifying_openings() -> frozenset[str]:
    """First words of the phrases that qualify the number behind them."""
    return frozenset(words[0] for words, _ in _listed("left"))


def qualifies(word: str) -> bool:
    """Whether a qualifying phrase before a number may begin with the lower-case word."""
    return word in qualifying_openings()


def qualifying_suffix(word: str) -> str | None:
    """The qualifier of a word with a hyphen behind its number (1,000-plus, 40-odd, 65-strong)."""
    return _suffixes().get(word)


def indefinite(word: str) -> bool:
    """Whether the word names an amount without a number (several, many)."""
    return word.casefold() in word_set("indefinites")


def qualifier_before(tokens: Tokens, place: int) -> tuple[str, int] | None:
    """The qualifier whose words end right before the token, with its first token."""
    if place == 0:
        return None
    for words, qualifier in _before().get(tokens.lows[place - 1], ()):
        first = place - len(words)
        if first >= 0 and tokens.lows[first:place] == words:
            spread = first > 0 and tokens.tags[first] & T.OVER and tokens.lows[first - 1] in word_set("spreading_words")
            phrasal = first > 0 and is_known(f"{tokens.lows[first - 1]} {tokens.lows[first]}")  # handed over 19 tanks
            if len(words) == 1 and (spread or phrasal or _is_modifier(tokens, first)):
                return None
            return qualifier, first
    return None


def _is_modifier(tokens: Tokens, place: int) -> bool:
    """Whether a verb form that qualifies ("topped 100") is none, behind a determiner ("the top 100")."""
    if not tokens.tags[place] & (T.VERBAL | T.NOMINAL) or tokens.tags[place] & (T.PREPOSITION | T.ADVERB):
        return False
    return place > 0 and bool(tokens.tags[place - 1] & (T.DET | T.POSSESSIVE | T.ADJECTIVE))


def qualifier_after(tokens: Tokens, place: int) -> tuple[str, int] | None:
    """The qualifier whose words begin at the token ("or more"), with its last token."""
    return _after().at(tokens.lows, place, len(tokens.lows))
