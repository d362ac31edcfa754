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
from transforms.extract.object_classes import lexical_class
from transforms.extract.phrases import NounPhrase, phrase_before, phrase_from
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import is_a
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


def partitive(sought: Sought) -> Counted | None:
    """Five of them, nine of which: the phrase before; 17 of the 18 missions: the phrase behind "of"."""
    parsed, place = sought.parsed, sought.following + 1
    pointing = parsed.tag(place) & T.DEMONSTRATIVE and parsed.letter(place + 1) not in "NPA"
    if parsed.letter(place) == "B":
        return _antecedent(sought) or elided(sought, nearest=True)
    ours = parsed.tag(place) & T.FIRST_PERSON and parsed.letter(place) == "R"
    if parsed.tag(place) & T.THEM or pointing or ours:
        last = sought.earlier[-1] if sought.earlier else None
        if last and last.first >= parsed.first and parsed.tag(last.head_place) & T.PLURAL:
            return elided(sought)  # 1,870 pupils stayed with families, 1,015 of them in Japan
        near = _antecedent(sought) if sought.quantity.measure == "count" else None
        return near or _before_comma(sought) or elided(sought)
    if sought.quantity.measure == "share" and _is_sum(parsed, place):
        return elided(sought)
    place = _past_owner(parsed, place)
    while place < parsed.stop and parsed.letter(place) in "DSQ":
        place += 1
    whole = parsed.tag(place - 1) & T.ARTICLE and parsed.word(place) in word_set("wholes")
    if whole and parsed.letter(place + 1) in ".,;":
        return elided(sought)
    found = phrase_at(parsed, place)
    return found if found and found.head != "one" else elided(sought)


def _before_comma(sought: Sought) -> Counted | None:
    """Covers stations, 22 of them automatic: the plural in front of the comma, where no other is counted."""
    parsed, place = sought.parsed, sought.before - (sought.parsed.letter(sought.before) == "C")
    if parsed.letter(place) != "," or (sought.earlier and parsed.tag(sought.earlier[-1].head_place) & T.PLURAL):
        return None
    phrase = phrase_before(parsed, place, nearest=True)
    return counted_phrase(parsed, phrase, "before") if phrase and parsed.tag(phrase.head) & T.PLURAL else None


def _past_owner(parsed: Parsed, place: int) -> int:
    """The number of what is owned: six of the town's 14 inns, half of Uganda's 45 million people; else the token."""
    at = place
    while parsed.letter(at) in "DNPA":
        at += 1
    owns = parsed.letter(at) == "S" and parsed.tag(at) & T.CLITIC and parsed.letter(at + 1) == "Q"
    return at + 1 if owns else place


def _antecedent(sought: Sought) -> Counted | None:
    """The plural in front of the comma that opens "50 of which"; the thing counted last, where its number is there."""
    parsed, comma = sought.parsed, sought.before
    phrase = phrase_before(parsed, comma) if parsed.letter(comma) == "," else None
    if phrase is None or any(phrase.first - 1 <= number.last < phrase.last for number in parsed.quantities):
        return None
    return counted_phrase(parsed, phrase, "before") if parsed.tag(phrase.head) & T.PLURAL else None


def _is_sum(parsed: Parsed, place: int) -> bool:
    """Whether a sum of money without a noun of its own begins at the token (11 percent of the $630 million that)."""
    place += parsed.letter(place) == "D"
    whole = next((number for number in parsed.quantities if number.first == place), None)
    return whole is not None and whole.measure == "money" and parsed.letter(whole.last + 1) in "B,."


def of_one_piece(sought: Sought) -> Counted | None:
    """A 30 percent stake: a share with an article in front measures the noun behind it."""
    parsed, quantity = sought.parsed, sought.quantity
    if (
        quantity.measure != "share"
        or not (
            any(map(parsed.is_an, (quantity.first - 1, quantity.core - 1))) or parsed.letter(quantity.first - 1) == "S"
        )
        or (is_measure_noun(parsed.word(quantity.last + 1)) and not parsed.tag(quantity.last + 2) & (T.OF | T.IN))
        or is_change_noun(parsed.word(quantity.last + 1))
    ):
        return None
    return directly_behind(sought)


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


def of_which(sought: Sought) -> Counted | None:
    """Of which 115 lead to a degree; of that, 20 are grants: part of what was counted before."""
    parsed, before = sought.parsed, sought.before
    if parsed.tag(before) & T.COMMA:
        before -= 1
    anaphoric = parsed.tag(before) & (T.RELATIVE | T.THEM | T.DEMONSTRATIVE)
    near = bool(parsed.tag(before) & T.RELATIVE)
    if anaphoric and parsed.tag(before - 1) & T.OF:
        return elided(sought, nearest=near)
    return _shared_out(sought) if sought.quantity.measure == "share" else None


def _shared_out(sought: Sought) -> Counted | None:
    """The cost, of which a fund bears 32 percent: what stands before the clause that shares it out."""
    parsed = sought.parsed
    between = range(sought.before, parsed.first + 2, -1)
    place = next((at for at in between if parsed.letter(at) in ";B"), None)
    if place is None or not parsed.tag(place) & T.RELATIVE or not parsed.tag(place - 1) & T.OF:
        return None
    counted_here = bool(sought.earlier) and parsed.first <= sought.earlier[-1].first < place
    phrase = None if counted_here else phrase_before(parsed, place - 1 - (parsed.letter(place - 2) == ","))
    return counted_phrase(parsed, phrase, "before") if phrase else elided(sought, nearest=True)


def out_of_whole(sought: Sought) -> Counted | None:
    """Of the new drawings, 178 were made by hand: the phrase that opens the sentence."""
    parsed = sought.parsed
    if not parsed.tag(parsed.first) & T.OF or parsed.letter(sought.before) != ",":
        return None
    phrase = phrase_from(parsed, parsed.first + 1, sought.before, plural=True)
    whole = phrase is not None and phrase.last + 1 == sought.before and parsed.tag(phrase.head) & T.PLURAL
    return counted_phrase(parsed, phrase, "before") if whole and phrase else None


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


def equivalent(sought: Sought) -> Counted | None:
    """1.2 trillion yuan (about 170 billion U.S. dollars): the same thing in another currency."""
    parsed, before = sought.parsed, sought.before
    linked = parsed.letter(before) in "(," or parsed.tag(before) & T.OR
    if not linked or parsed.letter(before - 1) != "Q" or not sought.earlier:
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


def one_in(sought: Sought) -> Counted | None:
    """One in four pupils: a share told in words is one of the plural behind it."""
    parsed, place = sought.parsed, sought.following
    if sought.quantity.measure != "share" or sought.quantity.form != "fraction" or parsed.letter(place) not in "NA":
        return None
    found = phrase_at(parsed, place)
    return found if found and parsed.tag(found.head_place) & T.PLURAL else None


def fraction_of(sought: Sought) -> Counted | None:
    """Half the funds: a fraction in front of a determiner is one of the phrase behind it."""
    parsed, place = sought.parsed, sought.following
    if sought.quantity.measure != "share" or sought.quantity.digits or parsed.letter(place) not in "DS":
        return None
    return phrase_at(parsed, place)


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
