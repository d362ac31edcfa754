"""Numerals: digits and number words -> value.

`numeral_at` reads the longest numeral that begins at a token. Sources of the forms: news style guides write digits
with comma, space or Indian grouping, a decimal point or comma, scale words and suffixes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUP_OF_THREE = re.compile(r"\d{3}(?:,\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Word:
    """What a number word means; `kind` is one of the kinds in numbers.csv."""

    kind: str
    value: float
    upper: float


@dataclass(slots=True)
class Numeral:
    """Tokens `first` up to and including `last`; `form` is number or vague, and then `upper` is its upper bound.

    `scaled` tells whether a scale word (million) belongs to it, `digits` whether it is written in digits.
    """

    first: int
    last: int
    value: float
    form: str = "number"
    upper: float | None = None
    scaled: bool = False
    digits: bool = False


@cache
def number_words() -> dict[str, tuple[Word, ...]]:
    """Lower-case word -> its meanings; a word such as third has two."""
    table: dict[str, tuple[Word, ...]] = {}
    for row in rows("numbers"):
        value = float(row["value"] or 0)
        word = Word(row["kind"], value, float(row["upper"] or value))
        table[row["word"]] = (*table.get(row["word"], ()), word)
    return table


def meaning(word: str, *kinds: str) -> Word | None:
    """The first meaning of a word that is of one of the kinds, or None."""
    for entry in number_words().get(word.casefold(), ()):
        if entry.kind in kinds:
            return entry
    return None


def parse_digits(digits: str) -> float | None:
    """Value of a digit string in any of the usual groupings; None for dotted or broken forms (3.2.1)."""
    if _GROUPED.fullmatch(digits):
        return float(digits.replace(",", ""))
    if _DOTTED.fullmatch(digits):
        return float(digits.replace(".", ""))
    if _DECIMAL_COMMA.fullmatch(digits):
        return float(digits.replace(",", "."))
    return float(digits) if _PLAIN.fullmatch(digits) else None


def numeral_at(tokens: Tokens, place: int) -> Numeral | None:
    """The numeral that begins at the token, or None."""
    read = tokens.memory.setdefault("numerals", {})
    if place not in read:
        read[place] = _read(tokens, place)
    found: Numeral | None = read[place]
    return found


def _read(tokens: Tokens, place: int) -> Numeral | None:
    """The numeral by the kind of its first token."""
    tag = tokens.tags[place]
    if tag & T.DIGITS:
        return _digits(tokens, place)
    if tag & T.VAGUE and not tag & T.HYPHEN:
        return _vague(tokens, place)
    return _spelled(tokens, place)


def product(value: float, scale: float) -> float:
    """The product as written: 4.1 million is 4,100,000, without the noise of binary fractions."""
    return float(Decimal(repr(value)) * Decimal(repr(scale)))


def _digits(tokens: Tokens, place: int) -> Numeral | None:
    """Digits, also in groups of three behind spaces, with the scale words behind them."""
    value = parse_digits(tokens.words[place])
    if value is None:
        return None
    last = place
    if tokens.words[place].isdecimal() and len(tokens.words[place]) <= 3:
        while last + 1 < len(tokens.words) and _space_group(tokens, last):
            last += 1
            value = value * 1000 + float(tokens.words[last].replace(",", "."))
    return _scaled(tokens, Numeral(place, last, value, digits=True))


def _space_group(tokens: Tokens, place: int) -> bool:
    """Whether the next token is a group of three digits behind one space (12 500)."""
    return (
        tokens.starts[place + 1] - tokens.ends[place] == 1
        and _GROUP_OF_THREE.fullmatch(tokens.words[place + 1]) is not None
    )


def _scaled(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Takes in the scale words that follow: 1.2 lakh crore, 850m, 3.5 mln."""
    value, last = numeral.value, numeral.last
    while last + 1 < len(tokens.words):
        attached = tokens.joined(last + 1)
        word = (
            meaning(tokens.words[last + 1], "scale", "suffix") if attached else meaning(tokens.words[last + 1], "scale")
        )
        if word is None or (attached and not numeral.digits):
            break
        value, last = product(value, word.value), last + 1
        if word.kind == "suffix":
            break
    return replace(numeral, value=value, last=last, scaled=True) if last > numeral.last else numeral


def _spelled(tokens: Tokens, place: int) -> Numeral | None:
    """Number words, "and a half", with the scale words behind them."""
    value, stop = _spelled_value(tokens, place)
    if stop == place:
        return None
    scaled = any(part.kind == "scale" for at in range(place, stop) for part in _parts(tokens.words[at]))
    half = _and_a_half(tokens, stop)
    if half:
        value, stop = value + half[0], half[1] + 1
    return _scaled(tokens, Numeral(place, stop - 1, value, scaled=scaled))


def _spelled_value(tokens: Tokens, place: int) -> tuple[float, int]:
    """Value of the number words from `place` and the token behind them; the same token when there are none."""
    total = current = 0.0
    room = float("inf")
    stop = place
    while stop < len(tokens.words):
        parts = _parts(tokens.words[stop])
        if not parts:
            if stop == place or not _joins(tokens, stop, room):
                break
            stop += 1
            continue
        if parts[0].kind in ("unit", "tens") and parts[0].value >= room:
            break
        if parts[0].kind == "scale" and not current:
            break
        for part in parts:
            total, current, room = _add(part, total, current)
        stop += 1
    return total + current, stop


def _add(part: Word, total: float, current: float) -> tuple[float, float, float]:
    """One more number word: the new total, the group in hand, and what the next word must stay below."""
    if part.kind == "hundred":
        return total, (current or 1) * part.value, part.value
    if part.kind == "scale":
        return total + current * part.value, 0.0, part.value
    if part.kind == "tens":
        return total, current + part.value, 10.0
    return total, current + part.value, 0.0


def _joins(tokens: Tokens, place: int, room: float) -> bool:
    """Whether "and" at the token joins number words (one hundred and five)."""
    if not tokens.tags[place] & T.AND or room < 100 or place + 1 >= len(tokens.words):
        return False
    parts = _parts(tokens.words[place + 1])
    return bool(parts) and parts[0].kind in ("unit", "tens") and parts[0].value < room


def _parts(word: str) -> tuple[Word, ...]:
    """The number words in a word: one, or several joined by hyphens (twenty-three); empty when any part is none."""
    parts = tuple(meaning(part, "unit", "tens", "hundred", "scale") for part in word.split("-"))
    return tuple(part for part in parts if part) if all(parts) else ()


def compound_at(tokens: Tokens, place: int) -> tuple[Numeral, str] | None:
    """The number words that lead a hyphenated word and what follows them (two-hundred-bed).

    None without either, and for ordinals (twenty-third).
    """
    words = tokens.words[place].split("-")
    count = next((at for at, word in enumerate(words) if not _parts(word)), len(words))
    if not 0 < count < len(words) or any(meaning(word, "ordinal") for word in words[count:]):
        return None
    total = current = 0.0
    scaled = False
    for part in _parts("-".join(words[:count])):
        total, current, _ = _add(part, total, current)
        scaled = scaled or part.kind in ("hundred", "scale")
    return Numeral(place, place, total + current, "hyphen", scaled=scaled), "-".join(words[count:]).casefold()


def _and_a_half(tokens: Tokens, place: int) -> tuple[float, int] | None:
    """The fraction in "two and a half" and its last token."""
    if place + 2 >= len(tokens.words) or not tokens.tags[place] & T.AND or not tokens.tags[place + 1] & T.ARTICLE:
        return None
    word = meaning(tokens.words[place + 2], "fraction")
    return (word.value, place + 2) if word else None


def _vague(tokens: Tokens, place: int) -> Numeral | None:
    """Number nouns: dozens, tens of thousands, hundreds of millions."""
    word = meaning(tokens.words[place], "vague")
    if word is None:
        return None
    lower, upper, last = word.value, word.upper, place
    while last + 2 < len(tokens.words) and tokens.tags[last + 1] & T.OF:
        scale = meaning(tokens.words[last + 2], "vague")
        if scale is None:
            break
        unit = _scale_of(scale)
        lower, upper, last = lower * unit, (upper + 1) * unit - 1, last + 2
    return Numeral(place, last, lower, "vague", upper, scaled=True)


def _scale_of(vague: Word) -> float:
    """The scale behind a vague noun: hundreds (200 to 999) -> 100."""
    return (vague.upper + 1) / 10 if vague.upper > 99 else 10.0
