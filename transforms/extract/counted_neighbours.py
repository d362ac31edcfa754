"""Counted phrases that the words right beside a number lead to: prepositions, brackets, participles, ranges."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.changes import is_change_noun
from transforms.extract.counted_phrases import (
    Counted,
    Sought,
    counted_phrase,
    elided,
    is_bare_measure,
    is_measure_noun,
    is_time,
    named_or_elided,
    phrase_at,
    phrase_behind,
)
from transforms.extract.phrases import NounPhrase, phrase_before, phrase_from
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.vocabulary import word_set


def directly_behind(sought: Sought) -> Counted | None:
    """2,000 students; "one" asks for no plural."""
    singular = sought.quantity.measure == "count" and sought.quantity.value == 1
    return _shared_ahead(sought) or phrase_at(sought.parsed, _past_amount(sought), plural=not singular)


def _shared_ahead(sought: Sought) -> Counted | None:
    """Two Argentine and four Italian satellites: an adjective alone shares the noun of the next number."""
    parsed, place = sought.parsed, sought.following
    while parsed.letter(place) == "A" or (parsed.letter(place) == "P" and parsed.tag(place) & T.ADJECTIVE):
        place += 1
    joined = place > sought.following and parsed.letter(place) in "C,"
    following = next((number for number in parsed.quantities if number.first == place + 1 and not number.reason), None)
    if not joined or following is None or following.measure != sought.quantity.measure:
        return None
    found = phrase_at(parsed, following.last + 1)
    return found if found and parsed.letter(following.last + 1) in "AP" else None


def _past_amount(sought: Sought) -> int:
    """The token behind an amount that tells how large each thing is (three separate $1 billion guarantees)."""
    parsed, place = sought.parsed, sought.following
    while parsed.tag(place) & T.ADJECTIVE and not parsed.tag(place) & T.PLURAL:
        place += 1
    inner = next((number for number in parsed.quantities if number.first == place and not number.reason), None)
    sized = inner and sought.quantity.measure == "count" and inner.measure in ("money", "quantity")
    return inner.last + 1 if inner and sized and parsed.letter(inner.last + 1) in "NA" else sought.following


def partitive(sought: Sought) -> Counted | None:
    """Five of them, nine of which: the phrase before; 17 of the 18 missions: the phrase behind "of"."""
    parsed, place = sought.parsed, sought.quantity.last + 2
    pointing = parsed.tag(place) & T.DEMONSTRATIVE and parsed.letter(place + 1) not in "NPA"
    if parsed.tag(place) & T.THEM or parsed.letter(place) == "B" or pointing:
        return _before_comma(sought, place) or elided(sought)
    while place < parsed.stop and parsed.letter(place) in "DSQ":
        place += 1
    whole = parsed.tag(place - 1) & T.ARTICLE and parsed.word(place) in word_set("wholes")
    if whole and parsed.letter(place + 1) in ".,;":
        return elided(sought)
    found = phrase_at(parsed, place)
    return found if found and found.head != "one" else elided(sought)


def _before_comma(sought: Sought, pronoun: int) -> Counted | None:
    """The plural in front of the comma behind which "four of which", "22 of them" follows.

    "Which" stands for no persons and "whom" for nobody else; "them" stands for what was counted before in the sentence.
    """
    parsed, place = sought.parsed, sought.before - (sought.parsed.letter(sought.before) == "C")
    relative = parsed.letter(pronoun) == "B"
    counted_here = bool(sought.earlier) and bool(parsed.tag(sought.earlier[-1].head_place) & T.PLURAL)
    if parsed.letter(place) != "," or place <= parsed.first or (counted_here and not relative):
        return None
    for phrase in (phrase_before(parsed, place, nearest=True), phrase_before(parsed, place)):
        if phrase is None or not parsed.tag(phrase.head) & T.PLURAL:
            continue
        persons = bool(parsed.tag(phrase.head) & T.PERSON_NOUN)
        if not relative or persons == (parsed.word(pronoun) == "whom"):
            return counted_phrase(parsed, phrase, "before")
    return None


def of_one_piece(sought: Sought) -> Counted | None:
    """A 30 percent stake: a share with an article in front measures the noun behind it."""
    parsed, quantity = sought.parsed, sought.quantity
    if (
        quantity.measure != "share"
        or not (
            any(map(parsed.is_an, (quantity.first - 1, quantity.core - 1))) or parsed.letter(quantity.first - 1) == "S"
        )
        or (is_measure_noun(parsed.word(quantity.last + 1)) and not parsed.tag(quantity.last + 2) & (T.OF | T.IN))
    ):
        return None
    return directly_behind(sought)


def bracketed(sought: Sought) -> Counted | None:
    """Malaysians (about 840,000); the section, 75 kilometres; of Poland (40) and Chad (20) what was counted before."""
    parsed, before = sought.parsed, sought.before
    if parsed.letter(before) not in "(," or before <= parsed.first:
        return None
    closing = parsed.letter(sought.quantity.last + 1)
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


def of_which(sought: Sought) -> Counted | None:
    """Of which 115 lead to a degree; of that, 20 are grants: part of what was counted before."""
    parsed, before = sought.parsed, sought.before
    if parsed.tag(before) & T.COMMA:
        before -= 1
    anaphoric = parsed.tag(before) & (T.RELATIVE | T.THEM | T.DEMONSTRATIVE)
    return elided(sought) if anaphoric and parsed.tag(before - 1) & T.OF else None


def second_of_pair(sought: Sought) -> Counted | None:
    """From 940 places in 2021 to 1,500: the second number counts what the first does."""
    parsed, quantity = sought.parsed, sought.quantity
    if not parsed.tag(sought.before) & T.TO or not sought.earlier:
        return None
    first = next((q for q in reversed(parsed.quantities) if q.last < quantity.first and not q.reason), None)
    if first is None or not parsed.tag(first.first - 1) & T.FROM:
        return None
    between = parsed.between(first.last + 1, quantity.first)
    return None if any(letter in "VXMB;" for letter in between) else elided(sought)


def equivalent(sought: Sought) -> Counted | None:
    """1.2 trillion yuan (about 170 billion U.S. dollars): the same thing in another currency."""
    parsed, before = sought.parsed, sought.before
    if parsed.letter(before) not in "(," or parsed.letter(before - 1) != "Q" or not sought.earlier:
        return None
    return replace(sought.earlier[-1], how="equivalent")


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


def worth(sought: Sought) -> Counted | None:
    """NP worth X; NP valued at X; NP totalling X: the phrase in front of a participle that leads to the amount."""
    parsed, before = sought.parsed, sought.before
    if parsed.tag(before) & T.WORTH:
        if parsed.letter(before - 1) == "Q":
            return elided(sought)  # imports of 6.7 million tons worth 2.8 billion
        phrase = phrase_before(parsed, before - (parsed.letter(before - 1) == ","))
        return counted_phrase(parsed, phrase, "before") if phrase else None
    if parsed.tag(before) & (T.AT | T.TO | T.OF) and parsed.letter(before - 1) in "KG":
        before -= 1
    if parsed.letter(before) not in "KG" or not is_a(parsed.word(before), "reach", "value", "exceed"):
        return None
    phrase = phrase_before(parsed, before) or phrase_before(parsed, before - 1)
    return counted_phrase(parsed, phrase, "before") if phrase else None


def worth_of(sought: Sought) -> Counted | None:
    """2 million dollars worth of equipment, 5 billion dollars of loans."""
    return phrase_behind(sought.parsed, sought.following, T.WORTH | T.OF)


def of_substance(sought: Sought) -> Counted | None:
    """500 tonnes of rice."""
    return phrase_behind(sought.parsed, sought.following, T.OF)


def set_aside(sought: Sought) -> Counted | None:
    """60 million euros goes to schools; 6.5 million is earmarked for nutrition: where the sum that is subject goes."""
    governor = sought.governor
    if governor is None or not governor.subject or not (governor.group.passive or is_a(governor.group.word, "move")):
        return None
    place = governor.group.last + 1
    return phrase_behind(sought.parsed, place, T.FOR | T.TO | T.INTO) or in_kind(replace(sought, following=place))


def spent_on(sought: Sought) -> Counted | None:
    """Two million dollars for schools, to the hospital, into roads, to train teachers."""
    parsed, place = sought.parsed, sought.following
    if parsed.letter(place) == "T":
        return _purpose(parsed, place)
    found = phrase_behind(parsed, place, T.FOR | T.TO | T.ON | T.INTO)
    if found is None and parsed.word(place) in word_set("purpose_prepositions"):
        found = phrase_at(parsed, place + 1)
    if found and parsed.tag(place) & T.TO and parsed.tag(found.head_place) & T.UPPER:
        # an agency only gets it
        return _purpose(parsed, parsed.first + parsed.letters.find("T", found.last - parsed.first)) or found
    return found


def names_purpose(parsed: Parsed, place: int) -> bool:
    """Whether what the sum is for follows at the token: for schools, into roads, behind the plan, to train teachers."""
    preposition = parsed.tag(place) & (T.FOR | T.INTO) or parsed.word(place) in word_set("purpose_prepositions")
    return bool(preposition) or parsed.letter(place) == "T"


def _purpose(parsed: Parsed, place: int) -> Counted | None:
    """The object of the infinitive at the token, which tells what the money is for."""
    group = next((group for group in parsed.groups if group.first == place), None)
    return phrase_at(parsed, group.last + 1) if group and group.form == "infinitive" else None


def in_kind(sought: Sought) -> Counted | None:
    """Two million dollars in grants: the noun behind "in", where it is no place and no time."""
    parsed, place = sought.parsed, sought.following
    if not parsed.tag(place) & T.IN:
        return None
    phrase = phrase_from(parsed, place + 1) if parsed.letter(place + 1) in "NADPG" else None
    if phrase is None or parsed.letter(phrase.head) != "N" or is_bare_measure(parsed, phrase):
        return None
    return None if is_time(parsed, phrase) else counted_phrase(parsed, phrase, "after")


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
    if not parsed.tag(before) & T.OF or parsed.letter(before - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, before, nearest=True)
    if phrase and parsed.letter(phrase.head) == "P" and parsed.tag(phrase.first - 1) & (T.IN | T.TO | T.FOR | T.WITH):
        phrase = phrase_before(parsed, phrase.first - 1, nearest=True) or phrase
    if phrase and is_bare_measure(parsed, phrase):
        owner = _with_measure(parsed, phrase)
        if owner and not (sought.earlier and sought.earlier[-1].first >= parsed.first):
            return counted_phrase(parsed, owner, "before")
    return named_or_elided(sought, phrase, "before") if phrase else None


def _with_measure(parsed: Parsed, measure: NounPhrase) -> NounPhrase | None:
    """The thing in front of its measure: 14 contracts with a value of, a deal at the price of."""
    place = measure.first - 1
    while parsed.letter(place) in "DA":
        place -= 1
    if not parsed.tag(place) & (T.WITH | T.AT):
        return None
    return phrase_before(parsed, place - (parsed.letter(place - 1) == ","))


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
    found = phrase_behind(parsed, place + 1, T.IN | T.OF)
    measures = found is None or (found.first == found.last and is_measure_noun(found.head))
    return elided(sought) or found if measures and _follows_number(sought) else found


def _follows_number(sought: Sought) -> bool:
    """Whether another number stands before this one in the sentence."""
    return any(number.last < sought.quantity.first for number in sought.parsed.quantities if not number.reason)


def fraction_of(sought: Sought) -> Counted | None:
    """Half the funds: a fraction in front of a determiner is one of the phrase behind it."""
    parsed, place = sought.parsed, sought.following
    if sought.quantity.measure != "share" or sought.quantity.digits or parsed.letter(place) not in "DS":
        return None
    return phrase_at(parsed, place)


def remark(sought: Sought) -> Counted | None:
    """A remark on the number before is about the same thing (", up 11.2 percent", ", a decline of 3.3%")."""
    parsed, before = sought.parsed, sought.before
    while before > parsed.first and parsed.letter(before) in "WEND":
        before -= 1
    return elided(sought) if _follows_number(sought) and parsed.letter(before) in ",(" else None
