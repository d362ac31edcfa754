"""Numbers that shape or neighbours show to be no quantity: names, ordinals, ages, clock times, addresses."""

from __future__ import annotations

from transforms.extract.numerals import Word, meaning, parse_digits
from transforms.extract.quantities import Quantity
from transforms.extract.time_words import roles
from transforms.extract.units import symbol_before, unit_at
from transforms.text import tags as T
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_COUNTRY_CODE = 3  # digits
_LABEL_DIGITS = 3
_DATE_PARTS = 3
_DAY_DIGITS = 2
_YEAR_DIGITS = 4
_YEAR = "M12"
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
    named = lead >= 0 and roles(tokens, lead).get("unit") == _YEAR
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
