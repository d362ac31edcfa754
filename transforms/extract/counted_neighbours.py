"""Counted phrases that the words right beside a number lead to: prepositions, brackets, participles, ranges."""

from __future__ import annotations

from transforms.extract.changes import is_change_noun
from transforms.extract.counted_phrases import (
    Counted,
    Sought,
    counted_phrase,
    elided,
    is_measure_noun,
    phrase_at,
    phrase_behind,
)
from transforms.extract.phrases import NounPhrase, phrase_before
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import word_set


def directly_behind(sought: Sought) -> Counted | None:
    """2,000 students; "one" asks for no plural; two Argentine and four Italian satellites."""
    singular = sought.quantity.measure == "count" and sought.quantity.value == 1
    shared = _shared_noun(sought)
    if shared:
        return phrase_at(sought.parsed, shared.last + 1)
    if sought.quantity.measure == "money" and sought.parsed.letter(sought.following) in "DS":
        return None  # with 800,000 dollars the office was able
    return phrase_at(sought.parsed, _past_amount(sought), plural=not singular)


def _shared_noun(sought: Sought) -> Quantity | None:
    """The next number of a pair whose first has an adjective alone and whose noun stands behind the second."""
    parsed, place = sought.parsed, sought.following
    while parsed.letter(place) in "AP" and not parsed.tag(place) & T.PLURAL and place - sought.following <= 1:
        place += 1
    if place == sought.following or not parsed.tag(place) & (T.AND | T.OR):
        return None
    other = next((number for number in parsed.quantities if number.first == place + 1 and not number.reason), None)
    alike = other is not None and other.measure == sought.quantity.measure == "count"
    return other if alike and other and parsed.letter(other.last + 1) in "AP" else None


def _past_amount(sought: Sought) -> int:
    """The token behind an amount that tells how large each thing is (three separate $1 billion guarantees)."""
    parsed, place = sought.parsed, sought.following
    while parsed.tag(place) & T.ADJECTIVE and not parsed.tag(place) & T.PLURAL:
        place += 1
    inner = next((number for number in parsed.quantities if number.first == place and not number.reason), None)
    sized = inner and sought.quantity.measure == "count" and inner.measure in ("money", "quantity")
    return inner.last + 1 if inner and sized and parsed.letter(inner.last + 1) in "NA" else sought.following


def bracketed(sought: Sought) -> Counted | None:
    """Malaysians (about 840,000); the section, 75 kilometres; of Poland (40) and Chad (20) what was counted before."""
    parsed, before = sought.parsed, sought.before
    if parsed.letter(before) not in "(," or before <= parsed.first:
        return None
    behind = sought.quantity.last + 1
    rate = next((time for time in parsed.times if time.kind == "rate" and time.first == behind), None)
    behind = rate.last + 1 if rate else behind  # the budget, 5 million dollars a year, will be cut
    while parsed.letter(before) == "," and parsed.letter(behind) == "Y":
        behind += 1  # visitors to Thailand, 78,000 in 2023, would
    closing = parsed.letter(behind)
    if parsed.letter(before) == "(" and closing not in "),;":
        return None
    if parsed.letter(before) == "," and closing not in ",." + ("EA" if sought.quantity.measure == "quantity" else ""):
        return None
    phrase = phrase_before(parsed, before)
    if phrase is None:
        return None
    named = parsed.letter(before) == "(" and sought.quantity.measure != "quantity" and _is_name(parsed, phrase)
    if sought.earlier and named:
        return elided(sought)
    return counted_phrase(parsed, phrase, "before")


def _is_name(parsed: Parsed, phrase: NounPhrase) -> bool:
    """Whether the phrase is a proper name and no number of people (Malaysians)."""
    return phrase.last == phrase.head and parsed.letter(phrase.head) == "P" and not parsed.tag(phrase.head) & T.PLURAL


def second_of_pair(sought: Sought) -> Counted | None:
    """From 940 places in 2021 to 1,500: the second number counts what the first does."""
    parsed, quantity = sought.parsed, sought.quantity
    if not parsed.tag(sought.before) & T.TO or not sought.earlier:
        return None
    first = next((q for q in reversed(parsed.quantities) if q.last < quantity.first and not q.reason), None)
    if first is None or not parsed.tag(first.first - 1) & T.FROM:
        return None
    between = parsed.between(first.last + 1, quantity.first)
    return None if any(letter in "VXMB;" for letter in between) else elided(sought, nearest=True)


def compared(sought: Sought) -> Counted | None:
    """A rise compared to 7 billion euros, against 30 tonnes: the same thing at another time."""
    parsed, before = sought.parsed, sought.before
    if parsed.tag(before) & (T.TO | T.WITH):
        before -= 1
    comparing = parsed.tag(before) & T.AGAINST or parsed.word(before) in word_set("comparing_words")
    return elided(sought) if comparing else None


def multiplied(sought: Sought) -> Counted | None:
    """Quadruple their trade to 28 billion: what is multiplied is what the amount is of."""
    parsed, before = sought.parsed, sought.before
    if not parsed.tag(before) & T.TO or not sought.earlier:
        return None
    first = next((q for q in reversed(parsed.quantities) if q.last < before and not q.reason), None)
    if first is None or first.form != "multiple":
        return None
    return elided(sought) if all(letter in "SDANPC" for letter in parsed.between(first.last + 1, before)) else None


def brought_to(sought: Sought) -> Counted | None:
    """Bringing to seven the number of drones: the measure stands behind the number."""
    parsed, place = sought.parsed, sought.following
    base = next((number for number in parsed.quantities if number.first == place + 1), None)
    if base and parsed.tag(place) & T.FROM:
        place = base.last + 1  # raise to 450 from 400 the number of
    if not parsed.tag(sought.before) & T.TO or not parsed.is_the(place) or not is_measure_noun(parsed.word(place + 1)):
        return None
    return (phrase_behind(parsed, place + 2, T.OF) if parsed.tag(place + 2) & T.OF else None) or elided(sought)


def group_of(sought: Sought) -> Counted | None:
    """A team of nine: people counted by their group."""
    parsed, before = sought.parsed, sought.before
    if not parsed.tag(before) & T.OF or lemma(parsed.word(before - 1)) not in word_set("group_nouns"):
        return None
    phrase = phrase_before(parsed, before, nearest=True)
    return counted_phrase(parsed, phrase, "before") if phrase else None


def beside_adverb(sought: Sought) -> Counted | None:
    """Sales to China down 97%: the phrase right before the adverb."""
    parsed, before = sought.parsed, sought.before
    if not parsed.tag(before) & (T.UP | T.DOWN) or parsed.letter(before - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, before)
    return counted_phrase(parsed, phrase, "before") if phrase else None


def changed(sought: Sought) -> Counted | None:
    """A 5 percent increase in exports: the noun behind the noun of change."""
    parsed, place = sought.parsed, sought.following
    if parsed.letter(place) != "N" or not is_change_noun(parsed.word(place)):
        return None
    if parsed.word(place + 2) in word_set("abstract_objects"):
        return None  # a 51 percent fall in comparison with last year
    found = phrase_behind(parsed, place + 1, T.IN | T.OF)
    earlier = any(number.last < sought.quantity.first for number in parsed.quantities if not number.reason)
    if earlier and (found is None or (found.first == found.last and is_measure_noun(found.head))):
        return elided(sought)  # a 98 percent rise in value
    return found


def multiplied_of(sought: Sought) -> Counted | None:
    """The doubling of our trade: the noun behind "of"."""
    if sought.quantity.form != "multiple":
        return None
    return phrase_behind(sought.parsed, sought.following, T.OF)


def remark(sought: Sought) -> Counted | None:
    """A remark on the number before is about the same thing (", up 11.2 percent", ", a decline of 3.3%")."""
    parsed, before = sought.parsed, sought.before
    while before > parsed.first and parsed.letter(before) in "WEND":
        before -= 1
    shows = parsed.letter(before) == "G" and parsed.letter(before - 1) == ","  # , showing 42 percent growth
    if shows and all(letter in "DW" for letter in parsed.between(before + 1, sought.quantity.first)):
        before -= 1
    follows = any(number.last < before for number in parsed.quantities if not number.reason)
    return elided(sought) if follows and parsed.letter(before) in ",(" else None
