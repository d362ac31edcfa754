"""Which names of a sentence may be parties: not the one who speaks, not a venue, not a mere circumstance."""

from __future__ import annotations

from transforms.extract.counted_phrases import Counted
from transforms.extract.entities import Entity
from transforms.extract.speakers import Attribution
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import word_set


def possible_parties(
    parsed: Parsed, counted: Counted | None, here: list[Entity], attributions: list[Attribution]
) -> list[Entity]:
    """Entities of the sentence that may be parties.

    Left out are the one who speaks, the place of the event, the words of a time expression, names that only tell of a
    circumstance, and regions in which unnamed partners lie.
    """
    silent = {place for item in attributions for place in range(item.first, max(item.last, item.stop) + 1)}
    silent.update(place for time in parsed.times for place in range(time.first, time.last + 1))
    return [
        entity
        for entity in here
        if entity.first not in silent
        and not _is_venue(parsed, entity, here)
        and not _is_background(parsed, entity)
        and not _is_region(parsed, counted, entity)
    ]


def _is_venue(parsed: Parsed, entity: Entity, here: list[Entity]) -> bool:
    """A city or continent behind "in" or "at" is where it happened, no party."""
    where = bool(parsed.tag(entity.first - 1) & (T.IN | T.AT))
    if entity.code in word_set("venue_regions", "code"):
        return where
    if entity.form not in ("capital", "place"):
        return False
    return where or (entity.form == "place" and len(here) > 2)


def _is_background(parsed: Parsed, entity: Entity) -> bool:
    """Whether a name only tells of war, flight, circumstance or comparison.

    "Russia's invasion", "Venezuelan refugees", "amid growing Chinese influence", "a fifth of Australia's".
    """
    before = entity.first - 1
    while before > parsed.first and parsed.letter(before) in "DAN":
        before -= 1
    if parsed.word(before) in word_set("background_prepositions"):
        return True
    place = entity.last + 1
    if parsed.tag(place) & T.CLITIC and parsed.letter(place + 1) not in 'NAPQWDSKG-"(':
        return True
    while place <= entity.last + 8 and parsed.letter(place) in "SANPDC,-":
        if parsed.word(place) in word_set("not_party_nouns"):
            return True
        place += 1
    return False


def _is_region(parsed: Parsed, counted: Counted | None, entity: Entity) -> bool:
    """Whether a region only says where unnamed partners lie ("28 countries of Africa, Asia and the Caribbean")."""
    if counted is None or not counted.head_place < entity.first <= counted.last + 12 or entity.form != "group":
        return False
    between = parsed.between(counted.head_place, entity.first)
    return parsed.word(counted.head_place) in word_set("partner_nouns") and all(
        letter in "NPAEDC," for letter in between
    )


def counts_partners(parsed: Parsed, first: int, last: int, spoken: list[Entity]) -> bool:
    """Whether the clause counts countries that it does not name (to more than 115 countries)."""
    named = {entity.first for entity in spoken}
    for quantity in parsed.quantities:
        if not first <= quantity.first <= last or quantity.reason or quantity.measure != "count":
            continue
        phrase = range(quantity.last + 1, min(quantity.last + 4, parsed.stop))
        noun = next((place for place in phrase if parsed.word(place) in word_set("partner_nouns")), None)
        if (
            noun
            and not parsed.tag(noun) & T.CAPITAL
            and not named & set(range(quantity.last, noun))
            and not parsed.tag(noun + 1) & T.OF
        ):
            return True
    return False
