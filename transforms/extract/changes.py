"""Growth and fall: which percentages and amounts are changes, and their sign."""

from __future__ import annotations

from functools import cache

from transforms.extract.clauses import Governor
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import classes
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import rows

_REACH = 4


def settle_change(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> None:
    """Makes a share or amount a change where its words say so, and mirrors value and bounds of a fall."""
    if quantity.measure == "count" and quantity.form == "hyphen":
        return
    direction = _direction(parsed, quantity, governor)
    if direction is None:
        return
    if quantity.measure == "share" or (quantity.measure != "change" and _by_amount(parsed, quantity)):
        quantity.measure = "change"
    if quantity.measure == "change" and direction < 0 and quantity.value > 0 and quantity.unit != "times":
        quantity.value = -quantity.value
        quantity.lower, quantity.upper = _negative(quantity.upper), _negative(quantity.lower)


def _negative(bound: float | None) -> float | None:
    return None if bound is None else -bound


def _direction(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> int | None:
    """+1 or -1 when the number tells a rise or fall, None when it tells a level."""
    return _beside(parsed, quantity) or _behind(parsed, quantity) or _of_verb(parsed, quantity, governor)


@cache
def _nouns() -> dict[str, int]:
    return {row["word"]: int(row["sign"]) for row in rows("change_nouns")}


def is_change_noun(word: str) -> bool:
    """Whether the noun names a rise or a fall (growth, decline)."""
    return word in _nouns() or lemma(word) in _nouns()


def _sign(word: str) -> int | None:
    if word in _nouns():
        return _nouns()[word]
    found = classes(word)
    return 1 if "rise" in found else -1 if "fall" in found else None


def _beside(parsed: Parsed, quantity: Quantity) -> int | None:
    """Up 11.2 percent; down by 5 percent; a decline of 3.3%; an increase of 4 points."""
    place = quantity.first - 1
    if parsed.tag(place) & (T.BY | T.OF):
        place -= 1
    if parsed.tag(place) & (T.UP | T.DOWN) and not _is_particle(parsed, place):
        return 1 if parsed.tag(place) & T.UP else -1
    letters = "NGK" if quantity.measure in ("share", "change") else "N"
    return _sign(parsed.word(place)) if parsed.letter(place) in letters else None


def _is_particle(parsed: Parsed, place: int) -> bool:
    """Whether up or down is part of the verb ("made up", "set up"), which itself does not move or rise or fall."""
    if parsed.letter(place - 1) not in "VKIG":
        return False
    return not classes(parsed.word(place - 1)) & {"rise", "fall", "move"}


def _behind(parsed: Parsed, quantity: Quantity) -> int | None:
    """A 5 percent increase; 4 percent less than; a third below; 0.8 points more."""
    if quantity.measure not in ("share", "change"):
        return None
    following = quantity.last + 1
    tag = parsed.tag(following)
    if tag & T.FEWER:
        return -1
    if tag & T.MORE:
        return 1
    word = parsed.word(following)
    if word in _levels():
        return _levels()[word]
    if parsed.letter(following) == "A":
        following += 1
    return _sign(parsed.word(following)) if parsed.letter(following) == "N" else None


@cache
def _levels() -> dict[str, int]:
    return {row["word"]: int(row["sign"]) for row in rows("comparatives")}


def _of_verb(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> int | None:
    """Rose 14.2 percent; slipped 7.6% to; grew by 1.3 million tonnes; not "rose to 500" and not "from 80"."""
    if governor is None or governor.subject:
        return None
    before = parsed.tag(quantity.first - 1)
    if before & (T.TO | T.FROM | T.AT) or quantity.first - governor.group.last > _REACH + 1:
        return None
    amount = quantity.measure in ("count", "money", "quantity")
    if amount and not before & T.BY and not _leads_to_level(parsed, quantity):
        return None
    if parsed.tag(quantity.last + 1) & T.OF and quantity.measure == "share":
        return None
    return _sign(governor.group.word)


def _by_amount(parsed: Parsed, quantity: Quantity) -> bool:
    """An amount behind "by" or beside a noun of change is a difference."""
    if parsed.tag(quantity.first - 1) & (T.BY | T.OF) or _leads_to_level(parsed, quantity):
        return True
    return _beside(parsed, quantity) is not None


def _leads_to_level(parsed: Parsed, quantity: Quantity) -> bool:
    """Fell 219 million francs to 19 billion francs: an amount of the measure that the level behind "to" has."""
    link, lead = quantity.last + 1, quantity.first - 1
    while parsed.letter(lead) in "DSAN":
        lead -= 1
    if parsed.tag(lead) & T.FROM:
        return False  # from the current 12 billion to 20 billion
    level = next((other for other in parsed.quantities if other.first == link + 1), None)
    return level is not None and level.measure == quantity.measure and bool(parsed.tag(link) & T.TO)
