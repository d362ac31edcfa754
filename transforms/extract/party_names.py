"""Which names of a sentence may be parties: not the one who speaks, not a venue, not a mere circumstance."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from transforms.extract.cues import cue_spans
from transforms.extract.entities import Entity, members
from transforms.extract.quantities import Quantity
from transforms.extract.speakers import Attribution
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import forms_of
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import rows, word_set

_REGIONS = 12
_NEAR = 6
_RANK = 6
_SIDES = 2


@cache
def meetings() -> frozenset[str]:
    """Nouns of occasions at which parties meet (summit, session)."""
    return word_set("occasions") | {row["word"] for row in rows("initiative_heads") if row["kind"] == "event"}


def possible_parties(parsed: Parsed, here: list[Entity], attributions: list[Attribution]) -> list[Entity]:
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
        and not _is_region(parsed, entity)
        and not _is_forum(parsed, entity)
    ]


def of_own_verb(parsed: Parsed, quantity: Quantity, spoken: list[Entity]) -> list[Entity]:
    """The names without those that a second verb of the same subject has as its own, beside a number of its own.

    "Norway gave Chad 3 million dollars and sent Niger another 2 million".
    """
    verbs = [group for group in parsed.groups if group.form == "finite" or parsed.letter(group.first - 1) == "C"]
    starts = [group.first for group in verbs[1:] if parsed.letter(group.first - 1) == "C"]
    if not starts or not verbs[0].last < quantity.first:
        return spoken
    own = sum(start <= quantity.first for start in starts)
    edges = [verbs[0].first, *starts, parsed.stop]
    named = [[one for one in spoken if first <= one.first < stop] for first, stop in pairwise(edges)]
    counting = [
        any(first < one.first < stop and not one.reason for one in parsed.quantities) for first, stop in pairwise(edges)
    ]
    subject = {one.code for one in spoken if one.first < verbs[0].first}
    if not named[own] and len(subject) < _SIDES:
        return spoken
    others = {one.first for index, names in enumerate(named) if index != own and counting[index] for one in names}
    return [one for one in spoken if one.first not in others]


def without_side_names(parsed: Parsed, quantity: Quantity, codes: set[str], spoken: list[Entity]) -> set[str]:
    """The codes without those that are only named on the side, where two or more others are left.

    Those are hosts of a visit during which something was announced, channels of another number's money, and bodies
    named in a purpose behind the number.
    """
    if len(codes) < 3:
        return codes
    aside = {entity.code for entity in spoken if _is_side_name(parsed, quantity, entity)}
    named = {entity.code for entity in spoken if not _is_side_name(parsed, quantity, entity)}
    left = codes - (aside - named)
    return left if len(left) > 1 else codes


def _is_side_name(parsed: Parsed, quantity: Quantity, entity: Entity) -> bool:
    before = entity.first - 1
    while before > parsed.first and parsed.letter(before) in "DAP,":
        before -= 1
    if parsed.word(before) in word_set("channel_prepositions"):
        return any(quantity.last < other.first < before for other in parsed.quantities if not other.reason)
    if parsed.tag(before) & T.TO and lemma(parsed.word(before - 1)) in word_set("travel_nouns"):
        return True
    if parsed.tag(before) & (T.IN | T.AT) and lemma(parsed.word(before - 1)) in meetings():
        return True
    verb = entity.last + 1 + (parsed.letter(entity.last + 1) == "W")
    if verb < quantity.first and parsed.word(verb) in forms_of("praise"):
        return True
    purpose = parsed.group_before(entity.first) if entity.form == "organisation" else None
    return (
        purpose is not None
        and purpose.form == "infinitive"
        and quantity.last < purpose.first
        and not any(letter in "VXM" for letter in parsed.between(purpose.last + 1, entity.first))
    )


def _is_forum(parsed: Parsed, entity: Entity) -> bool:
    """Whether the name only opens that of an occasion at which something is said ("at the G7 summit")."""
    if entity.form not in ("group", "organisation", "adjective"):
        return False
    before = entity.first - 1
    while before > parsed.first and parsed.letter(before) in "DA":
        before -= 1
    led = parsed.tag(before) & (T.AT | T.DURING | T.ON | T.IN)
    return bool(led) and lemma(parsed.word(entity.last + 1)) in meetings()


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
    if parsed.word(before) in word_set("background_prepositions") or _is_ranked(parsed, before):
        return True
    place = entity.last + 1
    if parsed.tag(place) & T.CLITIC and parsed.letter(place + 1) not in 'NAPQWDSKG-"(':
        return True
    while place <= entity.last + 8 and parsed.letter(place) in "SANPDC,-":
        if parsed.word(place) in word_set("not_party_nouns"):
            return True
        place += 1
    return False


def _is_ranked(parsed: Parsed, place: int) -> bool:
    """Whether the token is the "after" of a rank ("its second-largest market after China")."""
    if not parsed.tag(place) & T.AFTER:
        return False
    window = range(max(parsed.first, place - _RANK), place)
    return any(parsed.tag(at) & T.ORDINAL or parsed.word(at).endswith("est") for at in window)


def _is_region(parsed: Parsed, entity: Entity) -> bool:
    """Whether a region only says where unnamed partners lie ("28 countries of Africa, Asia and the Caribbean")."""
    if entity.form != "group":
        return False
    heads: list[int] = []
    size = len(members().get(entity.code, ()))
    numbers = [quantity for quantity in parsed.quantities if quantity.value != size]
    heads += [place for quantity in numbers if (place := partners_of(parsed, quantity)) is not None]
    return any(
        place < entity.first <= place + _REGIONS
        and parsed.word(place) in word_set("partner_nouns")
        and "E" in (between := parsed.between(place, entity.first))
        and all(letter in "NPAEDC," for letter in between)
        for place in heads
    )


def partners_of(parsed: Parsed, quantity: Quantity) -> int | None:
    """The place of the noun for partners that a number counts (17 countries)."""
    if quantity.reason or quantity.measure != "count":
        return None
    phrase = range(quantity.last + 1, min(quantity.last + _NEAR, parsed.stop))
    noun = next((place for place in phrase if parsed.word(place) in word_set("partner_nouns")), None)
    return noun if noun and all(letter in "NPAC" for letter in parsed.between(quantity.last + 1, noun)) else None


def counts_partners(parsed: Parsed, first: int, last: int, spoken: list[Entity]) -> bool:
    """Whether the clause counts countries that it does not name (more than 115 countries), or means all the world."""
    if any(first <= start <= last for start, _ in cue_spans(parsed, "world")):
        return True
    named = {entity.first for entity in spoken}
    for quantity in parsed.quantities:
        noun = partners_of(parsed, quantity) if first <= quantity.first <= last else None
        if (
            noun
            and not parsed.tag(noun) & T.CAPITAL
            and not named & set(range(quantity.last, noun))
            and not parsed.tag(noun + 1) & T.OF
        ):
            return True
    return False
