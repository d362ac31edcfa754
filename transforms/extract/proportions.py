"""Fractions and multiples: two thirds, one in six, doubled, threefold, 20 times."""

from __future__ import annotations

from transforms.extract.numerals import Numeral, Word, meaning, numeral_at
from transforms.extract.quantities import Quantity
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_COMPARED = (
    T.DET | T.POSSESSIVE | T.AS | T.MORE | T.COMMA | T.STOP | T.PREPOSITION | T.COORDINATOR | T.THAN | T.SUBORDINATOR
)


def fraction_at(tokens: Tokens, place: int) -> Quantity | None:
    """The fraction that begins at the token, as a share in percent; None when the words are no fraction."""
    for read in (_one_in, _hyphenated, _counted, _behind_article, _half, _slashed):
        found = read(tokens, place)
        if found:
            first, last, value = found
            percent = round(value * 100, 3)
            return Quantity(first, last, place, percent, percent, percent, "exact", "share", "percent", "fraction")
    return None


_Found = tuple[int, int, float] | None


def _one_in(tokens: Tokens, place: int) -> _Found:
    """One in six, nine out of ten."""
    first = numeral_at(tokens, place)
    if first is None or first.scaled or not 0 < first.value < 100 or first.last + 2 >= len(tokens.words):
        return None
    link = first.last + 1
    out_of = tokens.tags[link + 1] & T.OF and not tokens.tags[link] & T.PREPOSITION
    if not (tokens.tags[link] & T.IN or out_of):
        return None
    second = numeral_at(tokens, link + 1 + bool(out_of)) if link + 1 + bool(out_of) < len(tokens.words) else None
    if second is None or second.scaled or not first.value < second.value <= 100 or second.value != int(second.value):
        return None
    if second.digits != first.digits or _starts_unit(tokens, second):
        return None
    return place, second.last, first.value / second.value


def _starts_unit(tokens: Tokens, numeral: Numeral) -> bool:
    following = numeral.last + 1
    return following < len(tokens.words) and bool(tokens.tags[following] & (T.TIMEWORD | T.PERCENT | T.MONTH))


def _hyphenated(tokens: Tokens, place: int) -> _Found:
    """Two-thirds, one-third, three-quarters."""
    parts = tokens.lows[place].split("-")
    if len(parts) != 2:
        return None
    count, part = meaning(parts[0], "unit"), meaning(parts[1], "fraction")
    return (place, place, count.value * part.value) if count and part and count.value else None


def _counted(tokens: Tokens, place: int) -> _Found:
    """Two thirds, three quarters, one third."""
    count = meaning(tokens.words[place], "unit")
    if count is None or place + 1 >= len(tokens.words):
        return None
    part = meaning(tokens.words[place + 1], "fraction")
    plural = tokens.lows[place + 1].endswith("s")
    if part is None or plural != (count.value > 1) or not count.value:
        return None
    return None if _qualifies_noun(tokens, place + 2) else (place, place + 1, count.value * part.value)


def _behind_article(tokens: Tokens, place: int) -> _Found:
    """A third, a quarter, a tenth; an ordinal when a noun follows (a third agreement)."""
    part = meaning(tokens.words[place], "fraction")
    if part is None or part.value == 0.5 or place == 0:
        return None
    before = tokens.tags[place - 1]
    if not (before & T.ARTICLE and len(tokens.words[place - 1]) == 1) or _is_next_one(tokens, place, part):
        return None
    return None if _qualifies_noun(tokens, place + 1) else (place - 1, place, part.value)


def _is_next_one(tokens: Tokens, place: int, part: Word) -> bool:
    """Whether an ordinal means the next of a series: "a seventh is in the works", "a third such meeting"."""
    following = tokens.tags[place + 1] if place + 1 < len(tokens.words) else 0
    if following & T.DET and not following & (T.ARTICLE | T.DEMONSTRATIVE | T.ALL):
        return True
    return part.value < 0.25 and bool(following & (T.AUXILIARY | T.MODAL))


def _half(tokens: Tokens, place: int) -> _Found:
    """Half of, half the, more than half; not the first half, half a dozen, half-year."""
    part = meaning(tokens.words[place], "fraction")
    if part is None or part.value != 0.5 or tokens.lows[place].endswith("s"):
        return None
    before = tokens.tags[place - 1] if place else 0
    if before & (T.ARTICLE | T.TIMEWORD | T.AND) or (before & T.ADJECTIVE and not before & (T.ADVERB | T.MORE)):
        return None
    following = place + 1
    if following < len(tokens.words) and tokens.tags[following] & T.ARTICLE and len(tokens.words[following]) == 1:
        return None
    return None if _qualifies_noun(tokens, following) else (place, place, 0.5)


def _slashed(tokens: Tokens, place: int) -> _Found:
    """2/3 of."""
    if place + 3 >= len(tokens.words) or tokens.words[place + 1] != "/" or not tokens.joined(place + 1):
        return None
    above, below = tokens.words[place], tokens.words[place + 2]
    if not (above.isdecimal() and below.isdecimal()) or not 0 < int(above) < int(below) <= 20:
        return None
    return (place, place + 2, int(above) / int(below)) if tokens.tags[place + 3] & T.OF else None


def _qualifies_noun(tokens: Tokens, place: int) -> bool:
    """Whether a noun phrase follows directly, so that the word is an ordinal or part of a name."""
    if place >= len(tokens.words):
        return False
    tag = tokens.tags[place]
    if tag & (T.PREPOSITION | T.DET | T.POSSESSIVE | T.PUNCTUATION | T.AUXILIARY | T.COORDINATOR | T.MORE | T.ADVERB):
        return False
    return bool(tag & (T.NOMINAL | T.ADJECTIVE | T.DIGITS | T.NUMERAL))


def multiple_at(tokens: Tokens, place: int) -> Quantity | None:
    """The multiple that begins at the token, as a change in times (halved: minus 50 percent)."""
    tag = tokens.tags[place]
    if tag & T.MULTIPLE:
        return _word(tokens, place)
    if tag & T.HYPHEN and tag & T.NUMERAL:
        return _fold(tokens, place)
    if tag & (T.DIGITS | T.NUMERAL):
        return _times(tokens, place)
    return None


def _quantity(first: int, last: int, core: int, value: float, unit: str = "times") -> Quantity:
    return Quantity(first, last, core, value, value, value, "exact", "change", unit, "multiple")


def _word(tokens: Tokens, place: int) -> Quantity | None:
    """Multiples in one word: doubled, threefold, halved; twice only where something is compared."""
    word = tokens.words[place]
    halving = meaning(word, "halving")
    if halving:
        return _quantity(place, place, place, halving.value, "percent")
    fold = meaning(word, "fold_word")
    if fold:
        return _quantity(place, place, place, fold.value)
    multiple, times = meaning(word, "multiple"), meaning(word, "times")
    if multiple and (tokens.tags[place] & T.VERBAL or word.casefold().endswith("d") or _compared(tokens, place + 1)):
        plain = not word.casefold().endswith(("d", "ing"))
        return None if plain and _names_thing(tokens, place) else _quantity(place, place, place, multiple.value)
    return _quantity(place, place, place, times.value) if times and _compared(tokens, place + 1, strict=True) else None


def _names_thing(tokens: Tokens, place: int) -> bool:
    """Double taxation, a double track: an adjective in front of its noun."""
    following = tokens.tags[place + 1] if place + 1 < len(tokens.words) else T.STOP
    return bool(following & (T.NOMINAL | T.ADJECTIVE)) and not following & (T.DET | T.POSSESSIVE | T.PREPOSITION)


def _compared(tokens: Tokens, place: int, *, strict: bool = False) -> bool:
    """Whether a comparison follows (the figure of, as many as, what it was, its level)."""
    if place >= len(tokens.words):
        return not strict
    tag = tokens.tags[place]
    if strict:
        rate = tag & T.ARTICLE and len(tokens.words[place]) == 1
        return bool(tag & (T.DET | T.POSSESSIVE | T.AS | T.PRONOUN)) and not rate and not tag & T.EACH
    return bool(tag & (_COMPARED | T.PRONOUN))


def _fold(tokens: Tokens, place: int) -> Quantity | None:
    """Twelve-fold."""
    parts = tokens.lows[place].split("-")
    count = meaning(parts[0], "unit", "tens", "hundred")
    return _quantity(place, place, place, count.value) if count and meaning(parts[-1], "fold") else None


def _times(tokens: Tokens, place: int) -> Quantity | None:
    """20 times, three and a half times, 3-fold; how often something took place is no multiple."""
    numeral = numeral_at(tokens, place)
    if numeral is None or numeral.last + 1 >= len(tokens.words):
        return None
    following = numeral.last + 1
    if meaning(tokens.words[following], "fold") and tokens.joined(following):
        return _quantity(place, following, place, numeral.value)
    if (
        tokens.words[following] == "-"
        and following + 1 < len(tokens.words)
        and meaning(tokens.words[following + 1], "fold")
    ):
        return _quantity(place, following + 1, place, numeral.value)
    if meaning(tokens.words[following], "times_noun") and _compared(tokens, following + 1):
        return _quantity(numeral.first, following, place, numeral.value)
    return None
