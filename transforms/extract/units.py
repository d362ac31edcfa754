"""Units and currencies: names and symbols -> code and factor.

Conversion factors between physical units are worked out by `pint` from the expressions in units.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, split, word_set


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as published: `symbol`, the `measure` it makes, and the `factor` from the written unit to the symbol's."""

    symbol: str
    measure: str
    factor: float = 1.0
    candidates: tuple[str, ...] = ()


def _factor(expression: str, base: str) -> float:
    return float(_registry().parse_expression(expression).to(base).magnitude)


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(cache_folder=None)


@cache
def _bases() -> dict[str, str]:
    """Symbol -> pint expression of its first row, which defines it."""
    bases: dict[str, str] = {}
    for row in rows("units"):
        bases.setdefault(row["symbol"], row["pint"])
    return bases


@cache
def conversion(symbol: str, other: str) -> float | None:
    """How many of `other` one `symbol` is; None for units that measure different things."""
    one, base = _bases().get(symbol), _bases().get(other)
    if symbol == other or not one or not base:
        return 1.0 if symbol == other else None
    same = bool(_registry().parse_expression(one).check(_registry().parse_expression(base).dimensionality))
    return _factor(one, base) if same else None


@cache
def _units() -> tuple[tuple[str, Unit], ...]:
    """Every written form with its unit."""
    found: list[tuple[str, Unit]] = []
    for row in rows("units"):
        base = _bases()[row["symbol"]]
        factor = _factor(row["pint"], base) if row["pint"] and row["pint"] != base else 1.0
        unit = Unit(row["symbol"], row["measure"], factor)
        found.extend((form, unit) for form in split(row["forms"]))
    return tuple(found)


@cache
def _currencies() -> tuple[tuple[str, Unit], ...]:
    """Every currency name and symbol written behind a number; a name shared by several has all its candidates."""
    shared: dict[str, list[str]] = {}
    found: list[tuple[str, Unit]] = []
    for row in rows("currencies"):
        code = row["iso4217"]
        found.extend((name, Unit(code, "money")) for name in (*split(row["unique_names"]), *split(row["symbols"])))
        for name in split(row["shared_names"]):
            shared.setdefault(name, []).append(code)
    found.extend((name, Unit(codes[0], "money", 1.0, tuple(codes))) for name, codes in shared.items())
    return tuple(found)


@cache
def currency_country() -> dict[str, str]:
    """ISO 4217 code -> the country that issues it, where there is one."""
    return {row["iso4217"]: row["country"] for row in rows("currencies") if row["country"]}


_PIECE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?|\d+|[^\w\s]")


@cache
def _following() -> dict[str, tuple[tuple[str, Unit], ...]]:
    """First piece of a written form -> the forms that begin so, longest first."""
    table: dict[str, list[tuple[str, Unit]]] = {}
    for form, unit in (*_units(), *_currencies()):
        pieces = _PIECE.findall(form)
        if pieces:
            table.setdefault(_key(pieces[0]), []).append((form, unit))
    order = {"money": 0}
    return {
        first: tuple(sorted(forms, key=lambda pair: (-len(pair[0]), order.get(pair[1].measure, 1))))
        for first, forms in table.items()
    }


def _key(piece: str) -> str:
    return piece.rstrip(".").casefold()


def unit_at(tokens: Tokens, place: int) -> tuple[Unit, int] | None:
    """The unit or currency written from the token on, longest form first, with its last token."""
    if place >= len(tokens.words):
        return None
    first = tokens.words[place]
    forms = _following().get(_key(first)) or _following().get(_key(first.split("-", 1)[0]))
    for form, unit in forms or ():
        last = _matches(tokens, place, form)
        if last is not None:
            return (_weighed(form, unit) if _of_follows(tokens, last) else unit), last
    return None


def _of_follows(tokens: Tokens, last: int) -> bool:
    return last + 1 < len(tokens.words) and bool(tokens.tags[last + 1] & T.OF)


def _weighed(form: str, unit: Unit) -> Unit:
    """Pounds of yarn are a weight, pounds alone a currency."""
    return _weights().get(form.casefold(), unit) if unit.measure == "money" else unit


@cache
def _weights() -> dict[str, Unit]:
    """Forms that units share with a currency."""
    shared = {form.casefold() for form, _ in _currencies()}
    return {form.casefold(): unit for form, unit in _units() if form.casefold() in shared}


def _matches(tokens: Tokens, place: int, form: str) -> int | None:
    """Last token of the form when it stands at the token; short symbols keep their case, words do not."""
    bare = form.replace(" ", "")
    written, last = tokens.words[place], place
    while len(written) < len(bare) and last + 1 < len(tokens.words) and tokens.joined(last + 1) | (" " in form):
        last += 1
        written += tokens.words[last]
    if len(written) != len(bare) or (" " in form) != (tokens.ends[last] - tokens.starts[place] > len(bare)):
        return None
    exact = len(form) <= 4 and form != form.lower()
    return last if written == bare or (not exact and written.casefold() == bare.casefold()) else None


@cache
def _symbols() -> dict[tuple[str, ...], Unit]:
    """Tokens of a currency symbol that stands before a number -> what it means."""
    owners: dict[str, list[str]] = {}
    for row in rows("currencies"):
        for symbol in split(row["symbols"]):
            owners.setdefault(symbol, []).append(row["iso4217"])
    return {
        tuple(_SYMBOL_PIECE.findall(symbol)): Unit(codes[0], "money", 1.0, tuple(codes[1:] and codes))
        for symbol, codes in owners.items()
    }


_SYMBOL_PIECE = re.compile(r"[^\W\d_]+|[^\w\s]")
_MOST_PIECES = 4


@cache
def _symbol_ends() -> frozenset[str]:
    """Last tokens of the symbols."""
    return frozenset(pieces[-1] for pieces in _symbols())


def symbol_before(tokens: Tokens, place: int) -> tuple[Unit, int] | None:
    """The currency symbol right before the token ($, US$, RM, USD), with its first token; at most one space apart."""
    if place == 0 or tokens.starts[place] - tokens.ends[place - 1] > 1 or _numbers_conference(tokens, place):
        return None
    if tokens.words[place - 1] not in _symbol_ends():
        return None
    for width in range(min(_MOST_PIECES, place), 0, -1):
        first = place - width
        unit = _symbols().get(tuple(tokens.words[first:place]))
        if unit and all(tokens.starts[at] - tokens.ends[at - 1] <= 1 for at in range(first + 1, place)):
            return unit, first
    return None


def _numbers_conference(tokens: Tokens, place: int) -> bool:
    """COP28, COP 27: conferences of parties to a convention, not one or two digits of Colombian pesos."""
    word, behind = tokens.words[place], place + 1
    scaled = behind < len(tokens) and tokens.tags[behind] & T.SCALE
    return tokens.words[place - 1] in word_set("numbered_conferences") and len(word) <= 2 and not scaled
