"""What a number left out counts, when the phrase of the number before does not fit it.

"The two countries signed 19 memoranda. Trade is on the rise: it passed 19 billion euros": no memoranda are meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.extract.clauses import Governor
from transforms.extract.counted_phrases import Counted, Sought, counted_phrase
from transforms.extract.counted_subjects import subject, subject_phrase
from transforms.extract.object_classes import lexical_class
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.text import tags as T

if TYPE_CHECKING:
    from transforms.extract.counts import Finding, Reading

_REACH = 2
_MONEY = ("trade", "finance", "investment")
_THINGLESS = ("agreement", "activity", "participant", "student", "expert", "visitor", "enterprise", "place", "measure")


def settled(
    reading: Reading, parsed: Parsed, index: int, quantity: Quantity, verb: Governor | None, thing: Counted | None
) -> Counted | None:
    """The phrase; in place of one taken over that does not fit, the subject spoken of last that does, or its own."""
    if thing is None or thing.how != "elided":
        return thing
    sources = reading.by_head.get(thing.head_place, [])
    if not sources or any(source.index == index or _fits(quantity, source) for source in sources):
        return thing
    return (
        _spoken_of(reading, parsed, index, quantity)
        or _counted_before(reading, index, quantity)
        or subject(Sought(parsed, quantity, verb, [], quantity.last + 1))
    )


def _fits(quantity: Quantity, source: Finding) -> bool:
    """Whether a number of this measure can be one of what the other counts."""
    measured = source.object_class in _MONEY
    if quantity.measure == "money":
        return measured or source.quantity.measure == "money"
    if quantity.measure == "count":
        return not measured or quantity.scaled  # a bare 6.1 billion is money as well
    return quantity.measure != "quantity" or source.object_class not in _THINGLESS


def _spoken_of(reading: Reading, parsed: Parsed, index: int, quantity: Quantity) -> Counted | None:
    """The subject of a clause before that can be counted or, for money, that is worth money."""
    article = reading.article
    for place in range(index, max(index - _REACH, 0) - 1, -1):
        sentence = parsed if place == index else article.parsed(place)
        for group in reversed(sentence.groups):
            if group.form != "finite" or group.last >= quantity.first:
                continue
            phrase = subject_phrase(sentence, group)
            found = counted_phrase(sentence, phrase, "elided") if phrase else None
            if found and _can_be(quantity, sentence, found):
                return found
    return None


def _counted_before(reading: Reading, index: int, quantity: Quantity) -> Counted | None:
    """What the last number before that fits counts."""
    for item in reversed(reading.found):
        if index - item.index > _REACH + 1:
            break
        if item.counted and item.quantity.measure == quantity.measure and _fits(quantity, item):
            return replace(item.counted, how="elided", oblique=False)
    return None


def _can_be(quantity: Quantity, parsed: Parsed, found: Counted) -> bool:
    if quantity.measure == "money":
        return lexical_class(found.head, found.words) in _MONEY
    plural = parsed.letter(found.head_place) == "N" and parsed.tag(found.head_place) & T.PLURAL
    return quantity.measure == "count" and bool(plural)
