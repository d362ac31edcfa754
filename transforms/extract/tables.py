"""Tables flattened into text: a header, then rows of a label and one number under each further heading.

A table is taken for one only where a word of table_labels.csv opens its header and two rows or more follow. Where
headings and numbers do not match one to one, its numbers are set aside.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.extract.entities import Entity
from transforms.extract.numerals import product
from transforms.extract.quantities import Quantity, quantity_at
from transforms.extract.units import symbol_before, unit_at
from transforms.text import tags as T
from transforms.text.tokens import Tokens, tokenise
from transforms.vocabulary import rows

_LONGEST_HEADER = 60
_LONGEST_LABEL = 6
_FEWEST_ROWS = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPTY = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table; pairs of tokens are end exclusive.

    `heading` is the column's name without a unit in brackets, `label` that of the row, `header` the first token of the
    table, `stop` the one behind its last row; `total` tells that the row sums up the others.
    """

    quantity: Quantity
    heading: tuple[int, int]
    label: tuple[int, int]
    header: int
    stop: int
    total: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A label, the numbers behind it (None for an empty cell), and the token behind them."""

    label: tuple[int, int]
    amounts: list[tuple[int, int] | None]
    stop: int


@cache
def _labels() -> dict[str, str]:
    """Lower-case word -> party, time or total: what the rows are named by, or that a row sums up."""
    return {row["word"]: row["kind"] for row in rows("table_labels")}


def find_cells(tokens: Tokens, entities: list[Entity]) -> list[Cell]:
    """The numbers of all tables, in order."""
    found: list[Cell] = []
    firsts = [entity.first for entity in entities]
    for place in [place for place, low in enumerate(tokens.lows) if low in _labels()]:
        kind = _labels()[tokens.lows[place]]
        opens = _opens(tokens, place) if not found or place > found[-1].quantity.last else None
        if kind != "total" and opens is not None:
            near = entities[bisect_right(firsts, place) : bisect_left(firsts, place + _LONGEST_HEADER)]
            turned = list(_columnwise(tokens, place, kind, near))
            found += turned or [cell for cell in _table(tokens, place, kind, near) if opens or not cell.quantity.reason]
    return found


def put_into(numbers: list[list[Quantity]], stops: list[int], cells: list[Cell]) -> None:
    """Puts the numbers of tables in place of what was read there; `stops` are the ends of the sentences."""
    index = 0
    for cell in cells:
        while stops[index] <= cell.quantity.first:
            index += 1
        first, last = cell.quantity.first, cell.quantity.last
        apart = [number for number in numbers[index] if number.last < first or number.first > last]
        numbers[index] = sorted([*apart, cell.quantity], key=lambda number: number.first)


def _opens(tokens: Tokens, place: int) -> bool | None:
    """Whether a header surely begins at a capitalised word; None where it cannot, as no heading follows."""
    if place + 1 >= len(tokens.words) or not tokens.tags[place] & T.CAPITAL:
        return None
    before = tokens.tags[place - 1] if place else T.PARAGRAPH
    if before & (T.PARAGRAPH | T.STOP | T.COLON):
        return True
    return False if tokens.tags[place + 1] & (T.CAPITAL | T.DIGITS) or tokens.words[place + 1] == "|" else None


def _table(tokens: Tokens, place: int, kind: str, near: list[Entity]) -> Iterator[Cell]:
    """The cells of the table whose header begins at the token; nothing where it is none."""
    label = _first_party(tokens, place, near) if kind == "party" else _first_time(tokens, place)
    if label is None:
        return
    columns = _columns(tokens, place, label[0])[1:]
    found = list(_rows(tokens, label, kind))
    if len(found) < _FEWEST_ROWS or not columns:
        return
    sure = len(found[0].amounts) == len(columns)
    for row in found:
        total = _labels().get(tokens.lows[row.label[0]]) == "total"
        for column, amount in zip(columns if sure else columns[:1] * len(row.amounts), row.amounts, strict=True):
            quantity = _quantity(tokens, *amount) if amount else None
            if quantity is None:
                continue
            heading = _measured(tokens, column, quantity) if sure else column
            quantity.reason = None if sure else "table"
            yield Cell(quantity, heading, row.label, place, found[-1].stop, total)


def _columnwise(tokens: Tokens, place: int, kind: str, near: list[Entity]) -> Iterator[Cell]:
    """The cells of a table written column by column: all labels, then each heading with its numbers."""
    named = {entity.first: entity.last for entity in near} if kind == "party" else {}
    labels: list[tuple[int, int]] = []
    at = _past_marks(tokens, place + 1)
    while at < len(tokens.words) and (at in named or (kind == "time" and _YEAR.fullmatch(tokens.words[at]))):
        labels.append((at, named.get(at, at) + 1))
        at = _past_marks(tokens, labels[-1][1])
    blocks = list(_blocks(tokens, at, len(labels))) if len(labels) >= _FEWEST_ROWS else []
    for heading, amounts in blocks:
        for label, amount in zip(labels, amounts, strict=True):
            quantity = _quantity(tokens, *amount) if amount else None
            if quantity is not None:
                measured = _measured(tokens, heading, quantity)
                quantity.reason = None
                yield Cell(quantity, measured, label, place, blocks[-1][1][-1][1] + 1, total=False)


def _blocks(tokens: Tokens, place: int, width: int) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Headings with as many numbers behind each as there are labels."""
    while place < len(tokens.words) and tokens.tags[place] & T.CAPITAL:
        stop = place
        while stop < len(tokens.words) and stop - place < _LONGEST_LABEL + 4 and _amount(tokens, stop) is None:
            if tokens.tags[stop] & T.STOP:
                return
            stop += 1
        amounts: list[tuple[int, int]] = []
        at = stop
        while at < len(tokens.words) and len(amounts) < width and (amount := _amount(tokens, at)) is not None:
            amounts.append(amount)
            at = _past_marks(tokens, amount[1] + 1)
        if len(amounts) < width:
            return
        yield (place, _before_marks(tokens, stop)), amounts
        place = at


def _past_marks(tokens: Tokens, place: int) -> int:
    while place < len(tokens.words) and (tokens.tags[place] & T.PARAGRAPH or tokens.words[place] == "|"):
        place += 1
    return place


def _before_marks(tokens: Tokens, stop: int) -> int:
    while tokens.tags[stop - 1] & T.PARAGRAPH or tokens.words[stop - 1] == "|":
        stop -= 1
    return stop


def _first_party(tokens: Tokens, place: int, near: list[Entity]) -> tuple[int, int] | None:
    """The label of the first row: a party behind the header that numbers follow."""
    for entity in near:
        if _amounts(tokens, entity.last + 1, "party")[0]:
            inside = range(place, entity.first)
            return None if any(tokens.tags[at] & T.STOP for at in inside) else (entity.first, entity.last + 1)
    return None


def _first_time(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """The label of the first row: a year, or the part of one, that numbers follow."""
    for at in range(place + 1, min(place + _LONGEST_HEADER, len(tokens.words))):
        if tokens.tags[at] & T.STOP:
            return None
        if _YEAR.fullmatch(tokens.words[at]) and _amounts(tokens, at + 1, "time")[0]:
            first = at
            while first > place + 1 and tokens.tags[first - 1] & (T.TIMEWORD | T.MONTH | T.ORDINAL):
                first -= 1
            return first, at + 1
    return None


def _rows(tokens: Tokens, label: tuple[int, int], kind: str) -> Iterator[_Row]:
    """The rows from the one with this label on, as long as they have as many cells as the first."""
    following: tuple[int, int] | None = label
    width = 0
    while following is not None:
        amounts, stop = _amounts(tokens, following[1], kind)
        if not amounts or (width and len(amounts) != width):
            return
        width = len(amounts)
        yield _Row(following, amounts, stop)
        following = _label(tokens, stop, kind)


def _label(tokens: Tokens, place: int, kind: str) -> tuple[int, int] | None:
    """The label of the next row: capitalised words, up to the year where rows are named by time."""
    while place < len(tokens.words) and (tokens.tags[place] & T.PARAGRAPH or tokens.words[place] == "|"):
        place += 1
    last = place
    while last < len(tokens.words) and last - place < _LONGEST_LABEL:
        tag = tokens.tags[last]
        if kind == "time" and _YEAR.fullmatch(tokens.words[last]):
            return place, last + 1
        if _amount(tokens, last) is not None or tag & (T.STOP | T.PARAGRAPH) or tokens.words[last] == "|":
            break
        last += 1
    named = last > place and (tokens.tags[place] & T.CAPITAL)
    total = last > place and _labels().get(tokens.lows[place]) == "total"
    return (place, last) if total or (named and kind == "party") else None


def _amounts(tokens: Tokens, place: int, kind: str) -> tuple[list[tuple[int, int] | None], int]:
    """The cells from the token on and the token behind them; empty cells alone are no row.

    Where rows are named by time, a year opens the next one.
    """
    found: list[tuple[int, int] | None] = []
    while place < len(tokens.words):
        if kind == "time" and found and _YEAR.fullmatch(tokens.words[place]):
            break
        at = place + (tokens.words[place] == "|")
        amount = _amount(tokens, at) if at < len(tokens.words) else None
        if amount is None:
            break
        found.append(None if tokens.words[amount[0]] in _EMPTY else amount)
        place = amount[1] + 1
    return (found, place) if any(found) else ([], place)


def _amount(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """First and last token of the cell at the token: a number with its currency and scale, or a dash."""
    if tokens.words[place] in _EMPTY:
        return place, place
    digits = next((at for at in range(place, min(place + 3, len(tokens.words))) if tokens.tags[at] & T.DIGITS), None)
    if digits is None:
        return None
    if digits > place:
        symbol = symbol_before(tokens, digits)
        if symbol is None or symbol[1] != place:
            return None
    last = digits
    while last + 1 < len(tokens.words) and tokens.tags[last + 1] & (T.SCALE | T.PERCENT):
        last += 1
    return place, last


def _quantity(tokens: Tokens, first: int, last: int) -> Quantity | None:
    """The number of a cell, read without its neighbours."""
    alone = tokenise(tokens.text(first, last))
    digits = next((at for at, tag in enumerate(alone.tags) if tag & T.DIGITS), None)
    quantity = quantity_at(alone, digits) if digits is not None else None
    if quantity is not None:
        quantity.core += first
        quantity.first, quantity.last = first, last
    return quantity


def _columns(tokens: Tokens, first: int, stop: int) -> list[tuple[int, int]]:
    """The headings: parted by bars or lines, else each begins with a capital letter or is a year."""
    parted = any(tokens.words[at] == "|" for at in range(first, stop))
    found: list[tuple[int, int]] = []
    begin, depth = first, 0
    for at in range(first, stop + 1):
        tag = tokens.tags[at] if at < stop else T.PARAGRAPH
        depth += bool(tag & T.PAREN_OPEN)
        bar = at == stop or tag & T.PARAGRAPH or tokens.words[at] == "|"
        opens = not parted and not depth and at > begin and (tag & T.CAPITAL or _YEAR.fullmatch(tokens.words[at]))
        opens = opens and not _describes(tokens.tags[at - 1])
        if (bar or opens) and at > begin:
            found.append((begin, at))
        if bar or opens:
            begin = at + bool(bar)
        depth -= bool(tag & T.PAREN_CLOSE)
    return found


def _describes(tag: int) -> bool:
    """Whether a heading goes on behind the word (Joint Projects)."""
    return bool(tag & T.ADJECTIVE) and not tag & (T.NOUN | T.PLURAL)


def _measured(tokens: Tokens, column: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
    """Gives the number the unit and scale that its heading states; the heading without them."""
    first, stop = column
    opening = next((at for at in range(first, stop) if tokens.tags[at] & T.PAREN_OPEN), stop)
    begin = opening if opening < stop else first
    unit = next((found[0] for at in range(begin, stop) if (found := unit_at(tokens, at)) and found[1] < stop), None)
    if unit is None and opening == stop:
        return column
    for at in range(begin, stop):
        scaled = quantity_at(tokenise(f"1 {tokens.words[at]}"), 0) if tokens.tags[at] & T.SCALE else None
        if scaled and not quantity.scaled:
            _multiply(quantity, scaled.value)
            quantity.scaled = True
    if any(tokens.tags[at] & T.PERCENT for at in range(begin, stop)):
        quantity.measure, quantity.unit = "share", "percent"
    elif unit and quantity.measure == "count":
        quantity.measure, quantity.unit, quantity.candidates = unit.measure, unit.symbol, unit.candidates
        _multiply(quantity, unit.factor)
    return first, opening if opening < stop or unit is None else first


def _multiply(quantity: Quantity, factor: float) -> None:
    quantity.value = product(quantity.value, factor)
    quantity.lower = None if quantity.lower is None else product(quantity.lower, factor)
    quantity.upper = None if quantity.upper is None else product(quantity.upper, factor)
