"""Numerals -> quantities: value with bounds, unit and provisional measure.

A quantity is the number as written with its qualifier and unit ("nearly 190 billion U.S. dollars"); the bounds follow
the contract's table of qualifying words, which is vocabulary (qualifiers.csv).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.extract.numerals import Numeral, compound_at, meaning, numeral_at, product
from transforms.extract.qualifiers import indefinite, qualifying_suffix
from transforms.extract.units import Unit, symbol_before, unit_at
from transforms.text import tags as T
from transforms.text.tokens import Tokens, tokenise


@dataclass(slots=True)
class Quantity:
    """Tokens `first` up to and including `last`; `core` is the token at which the numeral begins.

    `form` tells how it is written: number, range, vague, fraction, multiple or hyphen (480-km); `digits` whether in
    digits, `scaled` whether with a scale word (million). `noun` is the hyphenated word that names a counted thing
    (200-bed). `unit` is "1" for things; `candidates` are the currencies that a shared name may mean. `reason` is set
    when the number is no cooperation count for what it is (date, ordinal, name), whatever its clause says.
    """

    first: int
    last: int
    core: int
    value: float
    lower: float | None
    upper: float | None
    qualifier: str
    measure: str
    unit: str
    form: str
    digits: bool = False
    scaled: bool = False
    noun: str | None = None
    candidates: tuple[str, ...] = ()
    reason: str | None = None


def quantity_at(tokens: Tokens, place: int) -> Quantity | None:
    """The quantity whose numeral begins at the token, without range partners; None when there is no numeral."""
    numeral = _article_numeral(tokens, place) or numeral_at(tokens, place)
    if numeral is None:
        return _compound(tokens, place)
    quantity = Quantity(
        numeral.first, numeral.last, numeral.first, numeral.value, numeral.value, numeral.value, "exact", "count", "1",
        numeral.form, numeral.digits, numeral.scaled,
    )  # fmt: skip
    if numeral.form == "vague":
        quantity.qualifier, quantity.upper = "vague", numeral.upper
    _take_symbol(tokens, quantity)
    _take_suffix(tokens, quantity)
    _take_unit(tokens, quantity)
    _take_of(tokens, quantity)
    return quantity


def _compound(tokens: Tokens, place: int) -> Quantity | None:
    """A measure or counted thing in one hyphenated word: ten-kilometre, two-billion-dollar, four-point."""
    found = compound_at(tokens, place) if tokens.tags[place] & T.HYPHEN else None
    if found is None:
        return None
    numeral, rest = found
    value = numeral.value
    quantity = Quantity(
        place, place, place, value, value, value, "exact", "count", "1", "hyphen", scaled=numeral.scaled
    )
    unit = _named(rest.replace("-", " "))
    if unit:
        _apply_unit(quantity, unit[0])
    else:
        quantity.noun = rest
    return quantity


def _article_numeral(tokens: Tokens, place: int) -> Numeral | None:
    """Forms around a scale word or a dozen: a million, half a dozen, two dozen, several thousand, a couple of."""
    numeral = numeral_at(tokens, place) if tokens.tags[place] & (T.NUMERAL | T.DIGITS) else None
    at = numeral.last + 1 if numeral else place
    if at >= len(tokens.words):
        return None
    dozen = meaning(tokens.words[at], "dozen")
    if dozen and numeral:
        return replace(numeral, last=at, value=numeral.value * dozen.value)
    if numeral:
        one_hundred = meaning(tokens.words[place], "hundred") and _is_one(tokens, place - 1)
        return replace(numeral, first=place - 1) if one_hundred else None
    unit = dozen or meaning(tokens.words[at], "scale", "hundred")
    return _behind_article(tokens, place, unit.value) if unit and place else None


def _is_one(tokens: Tokens, place: int) -> bool:
    """Whether the token is an article that means one (a hundred)."""
    return place >= 0 and bool(tokens.tags[place] & T.ARTICLE) and len(tokens.words[place]) == 1


def _behind_article(tokens: Tokens, place: int, unit: float) -> Numeral | None:
    """A scale word or dozen with the words before it: an article, half an article, or an indefinite amount."""
    before = tokens.tags[place - 1]
    if before & T.ARTICLE:
        half = place > 1 and meaning(tokens.words[place - 2], "fraction")
        if half:
            return Numeral(place - 2, place, unit * half.value, scaled=True)
        if _is_one(tokens, place - 1):
            return Numeral(place - 1, place, unit, scaled=True)
    if before & T.ANOTHER or meaning(tokens.words[place], "dozen"):
        return Numeral(place, place, unit, scaled=True) if before & (T.ANOTHER | T.EACH | T.ADJECTIVE) else None
    if indefinite(tokens.words[place - 1]):
        first = place - 2 if place > 1 and tokens.tags[place - 2] & T.ARTICLE else place - 1
        return Numeral(first, place, unit * 2, "vague", unit * 10 - 1, scaled=True)
    return None


def _take_symbol(tokens: Tokens, quantity: Quantity) -> None:
    found = symbol_before(tokens, quantity.first)
    if found:
        quantity.measure, quantity.unit, quantity.first = "money", found[0].symbol, found[1]
        quantity.candidates = found[0].candidates


def _take_suffix(tokens: Tokens, quantity: Quantity) -> None:
    """Hyphen forms: 1,000-plus, 40-odd, 65-strong, 480-km, 66-billion-yuan, 200-bed; and 1,000+."""
    place = quantity.last + 1
    if place >= len(tokens.words) or not tokens.joined(place):
        return
    if tokens.words[place] == "+" and not _digits_behind(tokens, place):
        quantity.qualifier, quantity.last = "more_than", place
    elif tokens.words[place] == "-" and place + 1 < len(tokens.words) and tokens.joined(place + 1):
        _take_hyphen(tokens, quantity, place + 1)


def _digits_behind(tokens: Tokens, place: int) -> bool:
    return place + 1 < len(tokens.words) and tokens.joined(place + 1) and bool(tokens.tags[place + 1] & T.DIGITS)


def _take_hyphen(tokens: Tokens, quantity: Quantity, place: int) -> None:
    """What stands behind the hyphen: a qualifying suffix, scale words, a unit, else the counted thing itself."""
    word = tokens.lows[place]
    if not tokens.words[place][0].isalpha():
        return
    qualifier = qualifying_suffix(word)
    if qualifier:
        quantity.last, quantity.qualifier = place, qualifier
        quantity.form = "hyphen" if qualifier == "exact" else quantity.form
        quantity.noun = word if qualifier == "exact" else None
        return
    parts = word.split("-")
    while parts and (scale := meaning(parts[0], "scale", "hundred")):
        quantity.value = product(quantity.value, scale.value)
        quantity.lower = quantity.lower and product(quantity.lower, scale.value)
        quantity.upper = quantity.upper and product(quantity.upper, scale.value)
        quantity.scaled = True
        parts = parts[1:]
    quantity.last, quantity.form = place, "hyphen"
    unit = unit_at(tokens, place) if parts == word.split("-") else _named(" ".join(parts))
    if unit:
        quantity.last = max(place, unit[1])
        _apply_unit(quantity, unit[0])
    else:
        quantity.noun = "-".join(parts) or None


def _named(form: str) -> tuple[Unit, int] | None:
    """The unit that a word of a hyphenated measure names."""
    found = unit_at(tokenise(form), 0) if form else None
    return (found[0], -1) if found else None


def _take_unit(tokens: Tokens, quantity: Quantity) -> None:
    """Takes in the unit behind the number; money with a symbol only takes in its own name (US$5 dollars)."""
    if quantity.form == "hyphen":
        return
    place = quantity.last + 1
    of = quantity.form == "vague" and place < len(tokens.words) and bool(tokens.tags[place] & T.OF)
    found = unit_at(tokens, place + of)
    if found is None or (found[1] == place + of and not _may_be_unit(tokens, place + of)):
        return
    unit, last = found
    if quantity.measure == "money":
        if unit.measure == "money" and unit.symbol == quantity.unit:
            quantity.last = last
        return
    quantity.last = last
    _apply_unit(quantity, unit)


def _may_be_unit(tokens: Tokens, place: int) -> bool:
    """Single letters are units only right behind digits, and never where they scale money."""
    return len(tokens.words[place]) > 1 or not tokens.words[place].isalpha() or tokens.joined(place)


def _apply_unit(quantity: Quantity, unit: Unit) -> None:
    """Sets measure and unit, and converts the value to the published unit."""
    quantity.measure, quantity.unit, quantity.candidates = unit.measure, unit.symbol, unit.candidates
    if unit.factor != 1.0:
        quantity.value *= unit.factor
    scale = quantity.value
    quantity.lower, quantity.upper = (
        (scale, (quantity.upper or scale) * unit.factor) if quantity.form == "vague" else (scale, scale)
    )


def _take_of(tokens: Tokens, quantity: Quantity) -> None:
    """Vague number nouns carry the "of" before the counted thing."""
    place = quantity.last + 1
    of = place < len(tokens.words) and tokens.tags[place] & T.OF and tokens.tags[quantity.core] & T.VAGUE
    if quantity.form == "vague" and quantity.measure == "count" and of:
        quantity.last = place
