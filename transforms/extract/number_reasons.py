"""Why a number is none of cooperation for what stands around it: an age, a duration, a name, a rank."""

from __future__ import annotations

from transforms.extract.quantities import Quantity
from transforms.extract.time_words import roles, time_words
from transforms.extract.verbs import is_known
from transforms.text import tags as T
from transforms.text.lexicon import LEXICON, lemma
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_LIST_REACH = 9
_MOST_LABELLED = 12


def local_reason(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> str | None:
    """Why a quantity is none by its nearest words: an age, a rank, a name in figures, a telephone number."""
    if quantity.measure != "count":
        return None
    if _is_age(tokens, sentence, quantity):
        return "age"
    if (quantity.noun and _names_time(quantity.noun)) or _shares_time_unit(tokens, quantity):
        return "duration"
    if _measures_time(tokens, quantity) or _follows_time_unit(tokens, quantity):
        return "duration"
    if _is_name(tokens, quantity):
        return "name"
    if _is_pair(tokens, quantity):
        return "party_reference"
    if quantity.value == 1 and not quantity.digits and not quantity.scaled and quantity.form == "number":
        listed = _names_next(tokens, quantity) and _is_listed(tokens, sentence, quantity)
        return "indefinite" if quantity.qualifier == "exact" and not listed else None
    return "rank" if _is_rank(tokens, quantity) else None


def _measures_time(tokens: Tokens, quantity: Quantity) -> bool:
    """Three to five years, two or three weeks: a span of numbers in front of a unit of time."""
    following = quantity.last + 1
    if quantity.lower == quantity.upper or following >= len(tokens):
        return False
    return bool(tokens.tags[following] & T.PLURAL and _is_time_unit(tokens, following))


def _shares_time_unit(tokens: Tokens, quantity: Quantity) -> bool:
    """108 and 126 months, a three- to five-year plan: the unit stands behind the second number."""
    link = quantity.last + 1
    if link < len(tokens.words) and tokens.words[link] == "-" and tokens.joined(link):
        link += 1
    if link + 2 >= len(tokens.words) or not tokens.tags[link] & (T.AND | T.OR | T.TO):
        return False
    if not tokens.tags[link + 1] & (T.DIGITS | T.NUMERAL):
        return False
    return _is_time_unit(tokens, link + 2) or _names_time(tokens.lows[link + 1].partition("-")[2])


def _follows_time_unit(tokens: Tokens, quantity: Quantity) -> bool:
    """A week or two."""
    link = quantity.first - 1
    return link > 0 and bool(tokens.tags[link] & T.OR) and _is_time_unit(tokens, link - 1)


def _is_time_unit(tokens: Tokens, place: int) -> bool:
    return not {"unit", "clock_unit"}.isdisjoint(roles(tokens, place))


def _is_age(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> bool:
    """Aged 34; "Bekele, 47, is"; 34-year-old; in his forties is a word of its own."""
    before, following = quantity.first - 1, quantity.last + 1
    if before >= sentence.first and tokens.tags[before] & T.AGE:
        return True
    if quantity.noun and tells_age(quantity.noun):
        return True
    person = tokens.tags[before - 1] if before - 1 >= sentence.first else 0
    if tokens.tags[before] & T.BE and person & T.SUBJECT and person & (T.PERSON | T.FIRST_PERSON):
        closing = tokens.tags[following] if following < sentence.stop else T.STOP
        return bool(closing & (T.COMMA | T.STOP | T.AND)) and quantity.first == quantity.last
    if not quantity.digits or not 0 < quantity.value < 120 or before <= sentence.first:
        return False
    if not tokens.tags[before] & T.COMMA or not tokens.tags[before - 1] & T.CAPITAL:
        return False
    closing = tokens.tags[following] if following < sentence.stop else T.STOP
    return bool(closing & (T.COMMA | T.STOP)) and quantity.first == quantity.last


def tells_age(word: str) -> bool:
    """Whether a part of the hyphenated word makes it an age (year-old)."""
    return any(LEXICON[part] & T.AGE for part in word.split("-") if part)


def _names_time(noun: str) -> bool:
    """Whether a hyphenated word measures or repeats time (year, monthly)."""
    return not {"unit", "rate"}.isdisjoint(time_words().get(noun.split("-", maxsplit=1)[0], {}))


def _is_name(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether the number is part of a name.

    A year-like figure in front of a capitalised word (the 2030 Agenda), a number that closes a name (Power of Siberia
    2, Group of 77), a capitalised number word inside one (Last One Mile).
    """
    if _closes_name(tokens, quantity) or _inside_name(tokens, quantity) or _is_labelled(tokens, quantity):
        return True
    if not quantity.digits or quantity.first != quantity.last or len(tokens.words[quantity.core]) != 4:
        return False
    following = quantity.last + 1
    capital = (
        following < len(tokens.words) and tokens.tags[following] & T.CAPITAL and not tokens.tags[following] & T.PLURAL
    )
    return bool(capital) and "," not in tokens.words[quantity.core] and 1900 <= quantity.value <= 2100


def _is_listed(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether other counts stand beside the word "one", which else counts nothing (one loan and two grants)."""
    for step, edge in ((-1, quantity.first), (1, quantity.last)):
        place, linked = edge + step, False
        while sentence.first <= place < sentence.stop and abs(place - edge) <= _LIST_REACH:
            tag = tokens.tags[place]
            if tag & (T.DIGITS | T.NUMERAL) and not tag & T.HYPHEN:
                return linked
            if (tag & (T.FINITE | T.STOP | T.SEMICOLON | T.RELATIVE) and not tag & T.OF) or tag & T.THAN:
                break
            linked = linked or bool(tag & (T.AND | T.COMMA))
            place += step
    return False


def _names_next(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether a noun can follow: not "one of them", "one for each", "and got one"."""
    following = quantity.last + 1
    tag = tokens.tags[following] if following < len(tokens.words) else T.STOP
    return bool(tag & (T.NOMINAL | T.ADJECTIVE | T.CAPITAL | T.HYPHEN | T.GERUND | T.PARTICIPLE))


def _closes_name(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether a small number ends a name (Power of Siberia 2) or "Group of 77" names a body."""
    before, following = quantity.first - 1, quantity.last + 1
    written = quantity.digits or tokens.tags[quantity.core] & T.CAPITAL
    if before < 1 or not written or quantity.first != quantity.last or "," in tokens.words[quantity.core]:
        return False
    if (
        tokens.tags[before] & T.OF
        and tokens.tags[before - 1] & T.CAPITAL
        and tokens.lows[before - 1] in word_set("labels")
    ):
        return True
    if not quantity.digits:
        return False
    counted = following < len(tokens.words) and tokens.tags[following] & (
        T.PLURAL | T.PERCENT | T.CAPITAL | T.ADJECTIVE
    )
    named = tokens.tags[before] & T.CAPITAL and not tokens.tags[before] & (T.PREPOSITION | T.DET | T.PRONOUN | T.MONTH)
    return bool(named) and not counted and quantity.value < 10 and not tokens.tags[before] & T.ADVERB


def _is_labelled(tokens: Tokens, quantity: Quantity) -> bool:
    """Phase two, stage one: a number word behind a singular that it numbers, with nothing to count behind."""
    before, following = quantity.first - 1, quantity.last + 1
    if quantity.digits or before < 0 or quantity.value > _MOST_LABELLED or quantity.qualifier != "exact":
        return False
    if tokens.lows[before] not in word_set("labels") or tokens.tags[before] & T.PLURAL:
        return False
    tag = tokens.tags[following] if following < len(tokens.words) else T.STOP
    return not tag & (T.NOMINAL | T.ADJECTIVE | T.CAPITAL | T.HYPHEN | T.SCALE | T.PERCENT | T.NUMERIC)


def _inside_name(tokens: Tokens, quantity: Quantity) -> bool:
    place = quantity.core
    if quantity.digits or place == 0 or place + 1 >= len(tokens.words) or not tokens.tags[place] & T.CAPITAL:
        return False
    before = tokens.tags[place - 1]
    inside = before & T.CAPITAL or (before & T.ARTICLE and not before & T.STOP)  # the Three Seas Initiative
    return bool(inside and tokens.tags[place + 1] & T.CAPITAL)


def _is_pair(tokens: Tokens, quantity: Quantity) -> bool:
    """The two countries, both sides in words: the parties themselves."""
    following = quantity.last + 1
    if quantity.value != 2 or quantity.digits or quantity.qualifier != "exact" or following >= len(tokens.words):
        return False
    if stands_alone(tokens, quantity):
        return True
    at = following + bool(tokens.tags[following] & T.ADJECTIVE and following + 1 < len(tokens.words))
    named = next((place for place in (at, following) if lemma(tokens.lows[place]) in word_set("party_nouns")), None)
    if named is None:
        return False
    modifies = named + 1 < len(tokens.words) and tokens.tags[named + 1] & T.PLURAL and not tokens.tags[named] & T.PLURAL
    return not modifies  # two power plants


def stands_alone(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether "between the two", or "the two" before a verb at the head of its sentence, means the parties."""
    before, following = quantity.first - 2, quantity.last + 1
    if before < 0 or not tokens.is_the(before + 1):
        return False
    tag = tokens.tags[following]
    verb = is_known(tokens.lows[following]) and (tag & T.PAST or not tag & T.NOUN)
    if tokens.tags[before] & T.BETWEEN:
        return bool(verb or not tag & (T.NOUN | T.ADJECTIVE | T.CAPITAL | T.HYPHEN))
    return bool(verb and tokens.tags[before] & (T.STOP | T.PARAGRAPH))


def _is_rank(tokens: Tokens, quantity: Quantity) -> bool:
    """The top 10, No. 1, ranked 12."""
    before = quantity.first - 1
    if before < 0:
        return False
    return quantity.qualifier == "exact" and tokens.lows[before] in word_set("rank_words")
