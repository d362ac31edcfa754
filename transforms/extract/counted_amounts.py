"""Counted phrases of amounts: what has a worth, a size or a price, and of what kind money is."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.counted_phrases import (
    Counted,
    Sought,
    counted_phrase,
    elided,
    is_bare_measure,
    is_time,
    named_or_elided,
    phrase_at,
    phrase_behind,
)
from transforms.extract.object_classes import lexical_class
from transforms.extract.phrases import NounPhrase, phrase_before, phrase_from
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import word_set


def equivalent(sought: Sought) -> Counted | None:
    """1.2 trillion yuan (about 170 billion U.S. dollars): the same thing in another currency."""
    parsed, before = sought.parsed, sought.before
    linked = parsed.letter(before) in "(," or parsed.tag(before) & T.OR
    if not linked or parsed.letter(before - 1) != "Q" or not sought.earlier:
        return None
    return replace(sought.earlier[-1], how="equivalent")


def worth(sought: Sought) -> Counted | None:
    """NP worth X; NP valued at X; NP totalling X: the phrase in front of a participle that leads to the amount."""
    parsed, before = sought.parsed, sought.before
    if parsed.tag(before) & T.WORTH:
        if parsed.letter(before - 1) == "Q":
            return elided(sought)  # imports of 6.7 million tons worth 2.8 billion
        phrase = phrase_before(parsed, before - (parsed.letter(before - 1) == ","))
        told = bool(sought.earlier) and sought.earlier[-1].first >= parsed.first
        if phrase and told and parsed.letter(phrase.head) == "P":
            return elided(sought)  # four labs to the institute worth 4 million
        return _valued(parsed, phrase) if phrase else None
    if parsed.tag(before) & (T.AT | T.TO | T.OF) and parsed.letter(before - 1) in "KG":
        before -= 1
    if parsed.letter(before) not in "KG" or not is_a(parsed.word(before), "reach", "value", "exceed"):
        return None
    if parsed.tag(sought.following) & T.OF:
        return None  # reaching 500 million of trade
    phrase = phrase_before(parsed, before) or phrase_before(parsed, before - 1)
    return _valued(parsed, phrase) if phrase else None


def _valued(parsed: Parsed, phrase: NounPhrase) -> Counted:
    """What has the worth: not who proposed it (plans drafted by Mali, worth), not its news (news of loans worth)."""
    place = phrase.first - 1
    while parsed.letter(place) in "EDS":
        place -= 1
    agent = parsed.letter(place) == "K" and parsed.letter(place - 1) in "NP"
    phrase = (phrase_before(parsed, place) if agent else None) or phrase
    found = counted_phrase(parsed, _counted_within(parsed, phrase), "before")
    if found.complement in word_set("funds") and found.head not in word_set("funds"):
        return phrase_behind(parsed, phrase.core + 1, T.OF) or found
    return found


def _counted_within(parsed: Parsed, phrase: NounPhrase) -> NounPhrase:
    """Of the exchange of 14 memoranda, a note of 12 projects: the counted things."""
    within = [number for number in parsed.quantities if phrase.first < number.first < phrase.last]
    if not within or within[-1].reason or not parsed.tag(within[-1].first - 1) & T.OF:
        return phrase
    return phrase_from(parsed, within[-1].last + 1, phrase.last + 1, plural=True) or phrase


def worth_of(sought: Sought) -> Counted | None:
    """2 million dollars worth of equipment, 5 billion dollars of loans."""
    place = sought.following + (sought.parsed.word(sought.following) == "'")  # dollars' worth of
    found = phrase_behind(sought.parsed, place, T.WORTH | T.OF)
    return (elided(sought) or found) if found and found.head in word_set("wholes") else found


def of_substance(sought: Sought) -> Counted | None:
    """500 tonnes of rice."""
    return phrase_behind(sought.parsed, sought.following, T.OF)


def in_kind(sought: Sought) -> Counted | None:
    """Two million dollars in grants: the noun behind "in", where it is no place and no time."""
    parsed, place = sought.parsed, sought.following
    if not parsed.tag(place) & T.IN or parsed.word(place + 1) in word_set("abstract_objects"):
        return None
    phrase = phrase_from(parsed, place + 1) if parsed.letter(place + 1) in "NADPG" else None
    fund = phrase is not None and (parsed.letter(phrase.head) == "N" or parsed.word(phrase.head) in word_set("funds"))
    if phrase is None or not fund or is_bare_measure(parsed, phrase):
        return None
    return None if is_time(parsed, phrase) else counted_phrase(parsed, _kind_of_money(parsed, phrase), "after")


def _kind_of_money(parsed: Parsed, phrase: NounPhrase) -> NounPhrase:
    """Of "health and humanitarian assistance" the last noun is the head, where it alone names a kind of money."""
    first, last = (lexical_class(lemma(parsed.word(at)), frozenset()) for at in (phrase.head, phrase.core))
    return replace(phrase, head=phrase.core) if last == "finance" != first else phrase


def fronted(sought: Sought) -> Counted | None:
    """With 294 megawatts, the dam would be the largest: what stands behind the comma."""
    parsed, place = sought.parsed, sought.quantity.last + 1
    opens = parsed.tag(sought.before) & (T.WITH | T.AT) and sought.before == parsed.first
    return phrase_at(parsed, place + 1) if opens and parsed.letter(place) == "," else None


def standing_at(sought: Sought) -> Counted | None:
    """The longest coastline at 3,333 km: the phrase in front of "at"."""
    parsed, before = sought.parsed, sought.before
    if not parsed.tag(before) & T.AT or parsed.letter(before - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, before)
    return named_or_elided(sought, phrase, "before") if phrase else None


def has_amount(sought: Sought) -> Counted | None:
    """A contribution of USD 2.4 million, also past a place (in Chad); of a bare measure (a value of) what has it."""
    parsed, before = sought.parsed, sought.before
    end = before
    while parsed.letter(end - 1) in "Y," and end > parsed.first + 1:
        end -= 1
    if not parsed.tag(before) & T.OF or parsed.letter(end - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, end, nearest=end == before)  # the drawdown of arms since August of 450 million
    while phrase and parsed.letter(phrase.head) == "P":
        upper = _led_to(parsed, phrase)
        if upper is None:
            break
        phrase = upper
    if phrase and (is_bare_measure(parsed, phrase) or _is_price(parsed, phrase)):
        phrase = _measured(parsed, phrase) or phrase
        if parsed.word(phrase.head) in word_set("wholes") and parsed.is_an(phrase.first - 1):
            return None  # a total of 5 million: what it is of stands elsewhere
    return named_or_elided(sought, phrase, "before") if phrase else None


def bare_whole(sought: Sought) -> Counted | None:
    """Paid a total of 5 million: the word for the whole, where nothing says of what."""
    parsed, before = sought.parsed, sought.quantity.first - 1
    phrase = phrase_before(parsed, before, nearest=True) if parsed.tag(before) & T.OF else None
    whole = phrase is not None and parsed.word(phrase.head) in word_set("wholes")
    return counted_phrase(parsed, phrase, "before") if phrase and whole else None


def _is_price(parsed: Parsed, phrase: NounPhrase) -> bool:
    """Whether the phrase says at what price a thing is had (at a cost of)."""
    return parsed.letter(phrase.first - 1) == "D" and bool(parsed.tag(phrase.first - 2) & T.AT)


def _measured(parsed: Parsed, phrase: NounPhrase) -> NounPhrase | None:
    """What has the measure: a contract, at the value of; projects with a total cost of; aid to the tune of."""
    place = phrase.first - 1
    while parsed.letter(place) in "DA":
        place -= 1
    if not parsed.tag(place) & (T.AT | T.WITH | T.TO | T.FOR):
        return None
    place -= parsed.letter(place - 1) == ","
    valued = phrase_before(parsed, place) if parsed.letter(place - 1) in "NP" else None
    return _counted_within(parsed, valued) if valued else None


def beside_fund(sought: Sought) -> Counted | None:
    """The target of bilateral trade up to 5 billion: the noun of a fund or of trade right before the sum."""
    parsed, before = sought.parsed, sought.before
    if parsed.letter(before) != "N" or lemma(parsed.word(before)) not in word_set("funds"):
        return None
    phrase = phrase_before(parsed, before + 1, nearest=True)
    return counted_phrase(parsed, phrase, "before") if phrase else None


def for_amount(sought: Sought) -> Counted | None:
    """A grant for 2 million, the first grant, for 2 million: the noun in front of "for"."""
    parsed, before = sought.parsed, sought.before
    if not parsed.tag(before) & T.FOR:
        return None
    place = before - (parsed.letter(before - 1) == ",")
    if parsed.letter(place - 1) != "N" or parsed.tag(place - 1) & T.PERSON_NOUN:
        return None
    phrase = phrase_before(parsed, place, nearest=True)
    return counted_phrase(parsed, phrase, "before") if phrase and not is_time(parsed, phrase) else None


def _led_to(parsed: Parsed, phrase: NounPhrase) -> NounPhrase | None:
    """The phrase in front of the preposition that leads to a name (a guarantee to Chad, a plant in Chad)."""
    place = phrase.first - 1
    while parsed.letter(place) in "DS":
        place -= 1
    if not parsed.tag(place) & (T.IN | T.TO | T.FOR | T.FROM | T.WITH | T.BY):
        return None
    return phrase_before(parsed, place, nearest=True)
