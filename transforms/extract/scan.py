"""All numbers of a sentence: quantities, and numbers that are none for what they are."""

from __future__ import annotations

from transforms.extract import number_reasons, shapes
from transforms.extract.proportions import fraction_at, multiple_at
from transforms.extract.qualifiers import bounds, qualifier_after, qualifier_before
from transforms.extract.quantities import Quantity, quantity_at
from transforms.extract.ranges import extend_range
from transforms.extract.time_expressions import Time
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens

_START = T.NUMERIC | T.SCALE | T.ORDINAL
_CHANGE_REACH = 14


def scan(tokens: Tokens, sentence: Sentence, times: list[Time]) -> list[Quantity]:
    """Quantities in order; those with a `reason` are numbers but no quantities. Each number is in exactly one."""
    timed = {place: time for time in times for place in range(time.core, time.last + 1)}
    found: list[Quantity] = []
    behind = sentence.first
    tags = tokens.tags[sentence.first : sentence.stop]
    for place in [at for at, tag in enumerate(tags, sentence.first) if tag & _START]:
        if place < behind:
            continue
        time = timed.get(place)
        quantity = _timed(tokens, time, place) if time else _number(tokens, sentence, place)
        if quantity is None:
            continue
        if found and quantity.first <= found[-1].last:
            quantity.first = found[-1].last + 1
        if found and _continues_name(tokens, found[-1], quantity):
            quantity.reason = "name"
        found.append(quantity)
        behind = max(quantity.last, place) + 1
    return found


def _continues_name(tokens: Tokens, before: Quantity, quantity: Quantity) -> bool:
    """Resolutions 2570, 2571: the next of several numbered things."""
    if before.reason != "name" or quantity.reason or len(tokens.words[before.core]) != len(tokens.words[quantity.core]):
        return False
    between = tokens.tags[before.last + 1 : quantity.first]
    return 0 < len(between) <= 2 and all(tag & (T.COMMA | T.AND) for tag in between)


def _timed(tokens: Tokens, time: Time, place: int) -> Quantity | None:
    """The number inside a time expression; None for ordinals and words that only shape it (the first half)."""
    if time.kind == "rate" or not tokens.tags[place] & (T.DIGITS | T.NUMERAL | T.VAGUE):
        return None
    measured = time.kind == "duration" or (time.kind in ("span", "unresolved", "comparison") and time.count)
    reason = (
        "age" if measured and number_reasons.tells_age(tokens.lows[time.last]) else "duration" if measured else "date"
    )
    value = time.count if measured and time.count else 0.0
    return Quantity(
        place, time.last, place, value, value, value, "exact", "quantity", time.unit or "", "number", reason=reason
    )


def _number(tokens: Tokens, sentence: Sentence, place: int) -> Quantity | None:
    """The number at the token: part of a name, a multiple, a fraction, a quantity or an ordinal, in this order."""
    shape = shapes.shape_at(tokens, place, sentence)
    if shape:
        return shape
    quantity = multiple_at(tokens, place) or fraction_at(tokens, place)
    if quantity is None and tokens.tags[place] & (T.NUMERIC | T.SCALE) and not tokens.tags[place] & T.MULTIPLE:
        quantity = quantity_at(tokens, place)
        if quantity and quantity.core == place and not _is_change(tokens, sentence, quantity):
            quantity = extend_range(tokens, quantity, sentence.stop) or quantity
    if quantity is None:
        return shapes.ordinal_at(tokens, place)
    if quantity.last >= sentence.stop:
        return None
    _qualify(tokens, sentence, quantity)
    quantity.reason = number_reasons.local_reason(tokens, sentence, quantity)
    return quantity


def _is_change(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether two linked figures follow each other in time and are no range ("rose from 80 to 120")."""
    lead = quantity.first - 1
    while lead > sentence.first and tokens.tags[lead] & (T.DET | T.POSSESSIVE | T.ADJECTIVE):
        lead -= 1  # from the current 12 billion
    if lead < sentence.first or not tokens.tags[lead] & T.FROM:
        return False
    before = range(max(sentence.first, lead + 1 - _CHANGE_REACH), lead)
    return any(is_a(tokens.words[place], "rise", "fall", "move") for place in before if tokens.tags[place] & T.VERBAL)


def _qualify(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> None:
    """Takes in the qualifying words around the number and sets the bounds."""
    ranged = quantity.qualifier == "between"
    before = qualifier_before(tokens, quantity.first)
    if before and before[1] >= sentence.first and not ranged:
        _apply(quantity, before[0])
        quantity.first = before[1]
    after = qualifier_after(tokens, quantity.last + 1) if quantity.last + 1 < sentence.stop else None
    if after and not ranged:
        _apply(quantity, after[0])
        quantity.last = after[1]
    elif quantity.qualifier not in ("exact", "vague", "between") and not before:
        quantity.lower, quantity.upper = bounds(quantity.qualifier, quantity.value)


def _apply(quantity: Quantity, qualifier: str) -> None:
    """Sets qualifier and bounds; "more than" lifts the upper bound of a vague noun, other words leave it."""
    if quantity.form == "vague":
        if qualifier in ("more_than", "at_least"):
            quantity.qualifier, quantity.upper = qualifier, None
        return
    quantity.qualifier = qualifier
    quantity.lower, quantity.upper = bounds(qualifier, quantity.value)
