"""Counts written as label and number ("Schools rebuilt: 14", "Hectares of forest planted: 900")."""

from __future__ import annotations

import re

from transforms.extract.counted_phrases import Counted, Sought, counted_phrase, elided, is_measure_noun
from transforms.extract.phrases import phrase_from
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.extract.units import unit_at
from transforms.text import tags as T

_LONGEST = 14
_LABEL = re.compile("[NPADSECKGYW()Q-]*[NPKVYW)]$")


def labelled(sought: Sought) -> Counted | None:
    """The noun phrase that a label before the number begins with; a target in brackets is of what stands before."""
    parsed, colon = sought.parsed, sought.before
    if parsed.letter(colon) != ":":
        return None
    if parsed.letter(colon - 2) == "(" and is_measure_noun(parsed.word(colon - 1)):
        return elided(sought)
    place = label_start(parsed, colon)
    if place is None:
        return None
    phrase = phrase_from(parsed, place, colon, plural=True)
    if phrase and unit_at(parsed.tokens, place) and parsed.tag(phrase.core + 1) & T.OF:
        phrase = phrase_from(parsed, phrase.core + 2, colon, plural=True)
    return counted_phrase(parsed, phrase, "before") if phrase and parsed.letter(phrase.head) == "N" else None


def label_start(parsed: Parsed, colon: int) -> int | None:
    """The first token of a label that fills its line up to the colon, without a verb of its own."""
    start = parsed.first
    while parsed.letter(start) in "-.*" or parsed.tag(start) & T.BULLET:
        start += 1
    short = 0 < colon - start <= _LONGEST
    return start if short and _LABEL.match(parsed.between(start, colon)) else None


def take_label_unit(parsed: Parsed, quantity: Quantity) -> None:
    """Gives a bare number the unit that opens its label (hectares of forest planted: 900)."""
    colon = quantity.first - 1
    if quantity.measure != "count" or parsed.letter(colon) != ":":
        return
    start = label_start(parsed, colon)
    found = unit_at(parsed.tokens, start) if start is not None else None
    if found is None or not parsed.tag(found[1] + 1) & T.OF:
        return
    unit = found[0]
    quantity.measure, quantity.unit = unit.measure, unit.symbol
    quantity.value *= unit.factor
    quantity.lower = None if quantity.lower is None else quantity.lower * unit.factor
    quantity.upper = None if quantity.upper is None else quantity.upper * unit.factor
