"""Counted phrases of parts: five of them, nine of which, half of the funds, of the 64 projects 31."""

from __future__ import annotations

from transforms.extract.changes import is_change_noun
from transforms.extract.counted_neighbours import directly_behind
from transforms.extract.counted_phrases import (
    Counted,
    Sought,
    counted_phrase,
    elided,
    is_measure_noun,
    phrase_at,
)
from transforms.extract.phrases import phrase_before, phrase_from
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import word_set


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
        return (_antecedent(sought) if sought.quantity.measure == "count" else None) or elided(sought)
    if sought.quantity.measure == "share" and _is_sum(parsed, place):
        return elided(sought)
    place = _past_owner(parsed, place)
    while place < parsed.stop and parsed.letter(place) in "DSQ":
        place += 1
    whole = parsed.tag(place - 1) & T.ARTICLE and parsed.word(place) in word_set("wholes")
    if whole and parsed.letter(place + 1) in ".,;":
        return elided(sought)
    return phrase_at(parsed, place) or elided(sought)


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
