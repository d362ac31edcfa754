"""Numbers that shape or neighbours show to be no quantity: names, ordinals, ages, clock times, addresses."""

from __future__ import annotations

from transforms.extract.numerals import Word, meaning, parse_digits
from transforms.extract.quantities import Quantity
from transforms.extract.time_words import roles, time_words
from transforms.extract.units import symbol_before, unit_at
from transforms.extract.verbs import is_known
from transforms.text import tags as T
from transforms.text.lexicon import LEXICON, lemma
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_LIST_REACH = 9
_COUNTRY_CODE = 3  # digits
_LABEL_DIGITS = 3
_DATE_PARTS = 3
_DAY_DIGITS = 2
_YEAR_DIGITS = 4
_MOST_LABELLED = 12
_ROW_REACH = 150  # tokens between two labels of one row
_BEFORE_LABEL = (":", ";", ",", "and", "or")


def _none(first: int, last: int, reason: str, value: float | None = None) -> Quantity:
    number = 0.0 if value is None else value
    return Quantity(first, last, first, number, number, number, "exact", "count", "1", "number", reason=reason)


def shape_at(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """A number that is part of a name, a clock time, an ordinal in digits or an address; None for all others."""
    if not tokens.tags[place] & T.DIGITS:
        return None
    readings = (
        _clock,
        _sum_name,
        _dotted,
        _ordinal_digits,
        _other_year,
        _iso_date,
        _telephone,
        _behind_letters,
        _before_letters,
    )
    for read in (*readings, _listed):
        found = read(tokens, place, sentence)
        if found:
            return found
    return None


def _value(tokens: Tokens, place: int) -> float | None:
    return parse_digits(tokens.words[place])


def _clock(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """11:11, 7 a.m., 12 noon, 0900 GMT."""
    last = place
    if place + 2 < sentence.stop and tokens.words[place + 1] == ":" and tokens.joined(place + 1):
        if not (tokens.joined(place + 2) and tokens.tags[place + 2] & T.DIGITS):
            return None
        last = place + 2
    following = last + 1
    if following < sentence.stop and "clock" in roles(tokens, following):
        return _none(place, following, "time", _value(tokens, place))
    return _none(place, last, "time", _value(tokens, place)) if last > place else None


def _sum_name(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """14+1, 5+5: formats and frameworks named by their members."""
    if place + 2 >= sentence.stop or tokens.words[place + 1] != "+" or not tokens.joined(place + 1):
        return None
    if not (tokens.joined(place + 2) and tokens.tags[place + 2] & T.DIGITS):
        return None
    return _none(place, place + 2, "name", _value(tokens, place))


def _dotted(tokens: Tokens, place: int, _sentence: Sentence) -> Quantity | None:
    """12.12.2020 is a date, 3.2.1 a name."""
    if parse_digits(tokens.words[place]) is not None:
        return None
    parts = tokens.words[place].split(".")
    dated = len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[-1]) == 4
    return _none(place, place, "date" if dated else "name")


def _ordinal_digits(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """23rd."""
    following = place + 1
    if following < sentence.stop and meaning(tokens.words[following], "ordinal_suffix"):
        return _none(place, following, "ordinal", _value(tokens, place))
    return None


def _behind_letters(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """G20, COVID-19, VVER-1200, Resolution 2231, No. 5; not US$5, RM13 or a hyphenated span of days."""
    before = place - 1
    if before < sentence.first or symbol_before(tokens, place):
        return None
    if tokens.joined(place):
        dashed = tokens.words[before] == "-" and before > sentence.first and tokens.joined(before)
        letters = before - 1 if dashed else before
        if dashed and tokens.tags[letters] & T.TIMEWORD:
            return _none(place, place, "date", _value(tokens, place))
        if tokens.words[letters][-1].isalpha() or tokens.words[letters] in ("/", "_", "#", "@", "="):
            return _none(place, place, "name", _value(tokens, place))
        return None
    return _labelled(tokens, place, before, sentence)


def _iso_date(tokens: Tokens, place: int, _sentence: Sentence) -> Quantity | None:
    """Month or day of a date behind dashes (2018-10-02)."""
    parts = [place]
    while (
        len(parts) < _DATE_PARTS and parts[-1] > 1 and tokens.words[parts[-1] - 1] == "-" and tokens.joined(parts[-1])
    ):
        parts.append(parts[-1] - 2)
    short = all(len(tokens.words[at]) == _DAY_DIGITS for at in parts[:-1])
    year = tokens.words[parts[-1]]
    dated = short and len(parts) > 1 and len(year) == _YEAR_DIGITS and year.isdecimal()
    return _none(place, place, "date", _value(tokens, place)) if dated else None


def _labelled(tokens: Tokens, place: int, before: int, sentence: Sentence) -> Quantity | None:
    """A number behind the word that it numbers (Resolution 2231, No. 5); the word has a capital."""
    if tokens.words[before] == "." and tokens.joined(before):
        before -= 1
    if before >= 0 and tokens.words[before] in word_set("numbered_conferences") and len(tokens.words[place]) <= 2:
        return _none(place, place, "name", _value(tokens, place))
    if before < 0 or tokens.lows[before] not in word_set("labels") or "," in tokens.words[place]:
        return None
    following = place + 1
    counts = following < len(tokens.words) and tokens.tags[following] & (T.PLURAL | T.SCALE | T.PERCENT | T.NUMERAL)
    numbered = tokens.tags[before] & T.CAPITAL or (len(tokens.words[place]) <= 4 and tokens.tags[before] & T.NOMINAL)
    inside = before > sentence.first and tokens.tags[before] & T.CAPITAL and not tokens.tags[before] & T.PLURAL
    part = "." in tokens.words[place] or inside  # Track 1.5 dialogues, Article 6 partnerships
    return _none(place, place, "name", _value(tokens, place)) if numbered and (part or not counts) else None


def _before_letters(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """5G, 737MAX, 3D; not 665km, 850m or 1.2bn."""
    following = place + 1
    if following >= sentence.stop or not tokens.joined(following) or not tokens.words[following][0].isalpha():
        return None
    word = tokens.words[following]
    named = place > sentence.first and tokens.tags[place - 1] & T.UPPER and len(word) == 1 and word.isupper()
    if not (named and not symbol_before(tokens, place)) and (
        meaning(word, "suffix", "scale") or unit_at(tokens, following)
    ):
        return None
    return _none(place, following, "date" if word == "s" else "name", _value(tokens, place))


def _other_year(tokens: Tokens, place: int, _sentence: Sentence) -> Quantity | None:
    """The year of another calendar: the preceding year 1397; in 1398 (March 2019 to March 2020)."""
    word = tokens.words[place]
    if len(word) != _YEAR_DIGITS or not word.isdecimal() or place == 0:
        return None
    explained = place + 2 < len(tokens.words) and tokens.tags[place + 1] & T.PAREN_OPEN
    dated = explained and tokens.tags[place - 1] & T.IN and tokens.tags[place + 2] & T.MONTH
    lead = place - 1 - bool(tokens.tags[place - 1] & T.OF)
    named = lead >= 0 and tokens.lows[lead] == "year"
    return _none(place, place, "date", _value(tokens, place)) if dated or named else None


def _telephone(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """Digits that begin with a zero and go on behind a dash or space; a plus, a country's code and two groups more."""
    word = tokens.words[place]
    abroad = place > 0 and tokens.words[place - 1] == "+" and tokens.joined(place) and len(word) <= _COUNTRY_CODE
    groups = tokens.tags[place + 1 : min(place + 3, sentence.stop)]
    abroad = abroad and len(groups) == 2 and all(tag & (T.DIGITS | T.DASH) for tag in groups)
    if not word.isdecimal() or not (abroad or (word.startswith("0") and len(word) > 1)):
        return None
    last = place
    while last + 1 < sentence.stop and tokens.tags[last + 1] & (T.DIGITS | T.DASH):
        last += 1
    return _none(place, last, "address")


def _listed(tokens: Tokens, place: int, sentence: Sentence) -> Quantity | None:
    """The label of a list item: "1." or "2)" at the head of a line, "(3)" or "; 3)" in a row of such within a text."""
    following = place + 1
    if following >= sentence.stop or len(tokens.words[place]) > _LABEL_DIGITS or not tokens.joined(following):
        return None
    if tokens.words[following] not in (".", ")"):
        return None
    if place == sentence.first or (tokens.words[following] == ")" and _in_row(tokens, place)):
        return _none(place, place, "enumeration", _value(tokens, place))
    return None


def _in_row(tokens: Tokens, place: int) -> bool:
    """Whether it belongs to labels of one form nearby that begin with 1 and have the one before or behind it."""
    number = parse_digits(tokens.words[place])
    opened = tokens.words[place - 1] == "("
    if number is None or not (opened or tokens.words[place - 1] in _BEFORE_LABEL):
        return False
    labels = {
        tokens.words[at]
        for at in range(max(place - _ROW_REACH, 1), min(place + _ROW_REACH, len(tokens) - 1))
        if tokens.words[at + 1] == ")" and (tokens.words[at - 1] == "(") == opened
    }
    return "1" in labels and not labels.isdisjoint((f"{number - 1:g}", f"{number + 1:g}"))


def ordinal_at(tokens: Tokens, place: int) -> Quantity | None:
    """An ordinal in words; in front of a superlative it is a rank (the ninth-largest)."""
    ordinal, tens = _ordinal(tokens.words[place])
    if ordinal is None:
        return None
    return _none(place, place, "rank" if _superlative(tokens, place) else "ordinal", tens + ordinal.value)


def _ordinal(word: str) -> tuple[Word | None, float]:
    """The ordinal that a word is or begins with, and the tens in front of it (twenty-third: 3 and 20)."""
    whole = meaning(word, "ordinal")
    parts = word.split("-")
    tens = meaning(parts[0], "tens") if not whole and len(parts) > 1 else None
    return whole or meaning(parts[1] if tens else parts[0], "ordinal"), tens.value if tens else 0.0


def _superlative(tokens: Tokens, place: int) -> bool:
    parts = tokens.lows[place].split("-")
    following = tokens.lows[place + 1] if place + 1 < len(tokens.words) else ""
    return any(word.endswith("est") and len(word) > 4 for word in (*parts[1:], following))


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
