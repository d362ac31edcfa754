"""Numbers of people and things that tell what befell them or how many there are, and nothing that was done for them."""

from __future__ import annotations

from functools import cache

from transforms.extract.clauses import Governor
from transforms.extract.counted_phrases import Counted
from transforms.extract.quantities import Quantity
from transforms.extract.senses import senses
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import entries
from transforms.vocabulary import rows, word_set

_POPULATION = "population"
_PREDICATE = 6
_SANCTION_REACH = 5


@cache
def _plights() -> dict[str, str]:
    """Word for what befalls -> whether only people, or anything."""
    return {row["word"]: row["of"] for row in rows("plight_words")}


def tells_plight(parsed: Parsed, quantity: Quantity, found: Counted | None, governor: Governor | None) -> bool:
    """Whether the number is of people in need or flight, of the damaged, of victims, inhabitants or the sanctioned."""
    if found is None or quantity.measure not in ("count", "share"):
        return False
    harmed = senses().get(found.head) == "harm" or _is_sanctioned(parsed, quantity)
    if harmed or _are_inhabitants(parsed, quantity, found):
        return True
    people = is_of_people(found) or _is_nation(parsed, found)
    if _are_taken_in(parsed, quantity, found):
        return True
    told = range(found.last + 2, min(found.last + 2 + _PREDICATE, parsed.stop))
    if people and parsed.letter(found.last + 1) == "B" and _leads_to_plight(parsed, told):
        return True  # 100,000 Hungarians who live there
    if governor is None or governor.group.bits & T.NEGATION:
        return False
    group = governor.group
    if governor.subject:
        if not group.passive and _plights().get(parsed.word(group.head)) == "any":
            return False  # who damages or displaces
        told = range(group.first, min(group.last + _PREDICATE, parsed.stop))
        hurt = people and is_a(group.word, "harm")
        return hurt or any(_befalls(parsed.word(place), people=people) for place in told)
    by = parsed.tag(quantity.first - 1) & T.BY and _befalls(parsed.word(quantity.first - 2), people=people)
    return bool(by) or (people and (_befalls(group.word, people=people) or is_a(group.word, "harm")))


def _leads_to_plight(parsed: Parsed, told: range) -> bool:
    """Whether only auxiliaries and adverbs stand between a relative and what befell (who have now been forced)."""
    for place in told:
        if _plights().get(parsed.word(place)) == "people":
            return True
        if parsed.letter(place) not in "XWY":
            return False
    return False


def is_of_people(found: Counted) -> bool:
    """Whether people are counted."""
    return bool(entries().get(found.head.casefold(), 0) & T.PERSON_NOUN) or found.head in word_set("population_nouns")


def _is_nation(parsed: Parsed, found: Counted) -> bool:
    """Whether people are named by their country (Ukrainians)."""
    return parsed.letter(found.head_place) == "P" and bool(parsed.tag(found.head_place) & T.PLURAL)


def _befalls(word: str, *, people: bool) -> bool:
    of = _plights().get(word)
    return of is not None and (people or of == "any")


def _are_inhabitants(parsed: Parsed, quantity: Quantity, found: Counted) -> bool:
    """Uganda's 45 million people: all who live there."""
    before = quantity.first - 1
    if parsed.tag(before) & T.OF and parsed.word(before - 1) == _POPULATION:
        return True
    if found.head not in word_set("population_nouns") or found.how != "after" or found.first < quantity.first:
        return False
    place = found.first - 1
    while parsed.letter(place) in "AWQ" and place > parsed.first:
        place -= 1
    return parsed.letter(place) == "S"


def _are_taken_in(parsed: Parsed, quantity: Quantity, found: Counted) -> bool:
    """People given refuge: took in 600,000 people; temporary protection for 300,000 Ukrainians."""
    if not _is_nation(parsed, found) and found.head not in word_set("population_nouns"):
        return False
    before = range(max(parsed.first, quantity.first - _SANCTION_REACH), quantity.first)
    return any(parsed.word(place) in word_set("refuge_words") for place in before) or any(
        f"{parsed.word(place)} {parsed.word(place + 1)}" in word_set("refuge_words") for place in before
    )


def _is_sanctioned(parsed: Parsed, quantity: Quantity) -> bool:
    """Sanctions on two banks; designating 21 members."""
    before = range(max(parsed.first, quantity.first - _SANCTION_REACH), quantity.first)
    return quantity.measure == "count" and any(parsed.word(place) in word_set("sanction_words") for place in before)
