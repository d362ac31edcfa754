"""Ranges: 5-7, 1,200–1,500, between 15 and 20, from 500 to 1,000, $500 million - $1 billion."""

from __future__ import annotations

from transforms.extract.numerals import product
from transforms.extract.quantities import Quantity, quantity_at
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.tokens import Tokens


def extend_range(tokens: Tokens, low: Quantity, stop: int) -> Quantity | None:
    """The range that begins with `low`, or None when it stands alone or is one end of a change over time."""
    link = low.last + 1
    if link + 1 >= stop or low.form in ("vague", "multiple", "fraction"):
        return None
    kind = _link(tokens, low, link)
    if kind is None or (kind == "to" and _is_step(tokens, low)):
        return None
    start = _skip_symbol(tokens, link + 1, stop)
    if start >= stop or not tokens.tags[start] & (T.DIGITS | T.NUMERAL):
        return None
    high = quantity_at(tokens, start)
    if high is None or high.first != link + 1:
        return None
    _share(low, high)
    if not _fits(low, high, kind):
        return None
    return _between(tokens, low, high, kind)


def _is_step(tokens: Tokens, low: Quantity) -> bool:
    """Whether "to" leads to the level that a change has led to (fell 219 million francs to 19.3 billion francs)."""
    place = low.first - 1
    if place > 0 and tokens.tags[place] & T.BY:
        place -= 1
    return low.measure != "count" and place >= 0 and is_a(tokens.words[place], "rise", "fall")


def _link(tokens: Tokens, low: Quantity, link: int) -> str | None:
    """How the second number is tied: dash, to, and (behind between), or."""
    tag = tokens.tags[link]
    if tag & T.DASH:
        tight = tokens.joined(link) and tokens.joined(link + 1)
        return "dash" if tight or low.measure == "money" else None
    if tag & T.TO:
        return "to"
    before = tokens.tags[low.first - 1] if low.first else 0
    if tag & T.AND and before & T.BETWEEN:
        return "and"
    return "or" if tag & T.OR and not low.digits else None


def _skip_symbol(tokens: Tokens, place: int, stop: int) -> int:
    """The first token behind a currency symbol."""
    while place < stop and not tokens.tags[place] & (T.DIGITS | T.NUMERAL) and len(tokens.words[place]) <= 4:
        if tokens.tags[place] & (T.PREPOSITION | T.DET | T.PUNCTUATION & ~T.OTHER):
            break
        place += 1
    return place


def _share(low: Quantity, high: Quantity) -> None:
    """The first number takes over scale and unit of the second (10 to 11 million tonnes)."""
    if high.scaled and not low.scaled and low.measure in ("count", "money") and low.value < 1000 and high.value >= 1000:
        scale = 1.0
        while high.value / (scale * 1000) >= 1:
            scale *= 1000
        if low.value * scale <= high.value:
            low.value = product(low.value, scale)
    if low.measure == "count" and high.measure != "count":
        low.measure, low.unit, low.candidates = high.measure, high.unit, high.candidates
    elif high.measure == "count" and low.measure == "money":
        high.measure, high.unit, high.candidates = low.measure, low.unit, low.candidates


def _fits(low: Quantity, high: Quantity, kind: str) -> bool:
    """Whether two numbers can be the ends of a range: one unit, rising, and close together where "or" links them."""
    if low.unit != high.unit or high.form in ("vague", "fraction") or low.value >= high.value:
        return False
    if kind == "or":
        return high.value - low.value <= max(2.0, low.value)
    return kind != "dash" or not (low.digits and low.value == 0)


def _between(tokens: Tokens, low: Quantity, high: Quantity, kind: str) -> Quantity:
    """The range as one quantity: the middle for its value, the ends for bounds."""
    lead = tokens.tags[low.first - 1] if low.first else 0
    first = low.first - 1 if (kind == "and" and lead & T.BETWEEN) or (kind == "to" and lead & T.FROM) else low.first
    return Quantity(
        first, high.last, low.core, (low.value + high.value) / 2, low.value, high.value, "between", high.measure,
        high.unit, "range" if high.form != "hyphen" else "hyphen", digits=low.digits, scaled=True, noun=high.noun,
        candidates=high.candidates,
    )  # fmt: skip
