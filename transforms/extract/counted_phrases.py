"""The phrase that a number counts, as a record, and the ways to read one: on the spot, behind "of", or left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from transforms.extract.clauses import Governor
from transforms.extract.phrases import NounPhrase, phrase_from
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.extract.time_words import time_words
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import word_set

_BACK = 3
_OPENS = 'NPADSWK"'


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted phrase: its text without determiner, the lemma of its head and its lower-case words.

    `complement` is the lemma of the noun behind "of". Tokens `first` up to and including `last`; `how` it was found:
    after, before, subject, elided or equivalent. `oblique` tells that its number stands behind a preposition of place
    or company (in eight provinces).
    """

    text: str
    head: str
    words: frozenset[str]
    complement: str | None
    first: int
    last: int
    head_place: int
    how: str
    oblique: bool = False


@dataclass(slots=True)
class Sought:
    """A number whose counted phrase is sought.

    `earlier` holds the phrases of the numbers before it, latest last; `following` is the token behind the number (for
    money: behind an equivalent in parentheses and a time expression). `before` is the token in front of it and of words
    that only introduce it (another, an additional, a total of).
    """

    parsed: Parsed
    quantity: Quantity
    governor: Governor | None
    earlier: list[Counted]
    following: int
    before: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = _past_introduction(self.parsed, self.quantity.first - 1)


def _past_introduction(parsed: Parsed, place: int) -> int:
    if parsed.tag(place) & (T.FURTHER | T.ANOTHER) and parsed.letter(place) in "AD":
        return place - 1 - bool(parsed.tag(place - 1) & T.ARTICLE)
    if not parsed.tag(place) & T.OF:
        return place
    start = place - 2
    start -= parsed.letter(start) == "A"
    return start - 1 if parsed.word(place - 1) in word_set("wholes") and parsed.is_an(start) else place


def is_measure_noun(word: str) -> bool:
    """Whether the noun only names a measure (figure, value, number)."""
    return lemma(word) in word_set("measure_nouns")


def counted_phrase(parsed: Parsed, phrase: NounPhrase, how: str) -> Counted:
    """The record of a phrase; "the number of X" counts X."""
    phrase = _inside_measure(parsed, phrase) or phrase
    return Counted(
        parsed.tokens.text(phrase.first, phrase.last),
        lemma(parsed.tokens.words[phrase.head]),
        frozenset(parsed.tokens.lows[phrase.first : phrase.core + 1]),
        _complement(parsed, phrase),
        phrase.first,
        phrase.last,
        phrase.head,
        how,
    )


def _inside_measure(parsed: Parsed, phrase: NounPhrase) -> NounPhrase | None:
    following = phrase.head + 1
    if not parsed.tag(following) & (T.OF | T.IN | T.FOR) or not is_measure_noun(parsed.word(phrase.head)):
        return None
    inner = phrase_from(parsed, following + 1, phrase.last + 1, plural=True)
    named = inner and parsed.letter(inner.head) == "P" and not parsed.tag(following) & T.OF  # the volume for China
    return None if named else inner


def _complement(parsed: Parsed, phrase: NounPhrase) -> str | None:
    """Lemma of the noun behind "of" (pairs of universities -> university)."""
    following = phrase.core + 1
    if following > phrase.last or not parsed.tag(following) & T.OF:
        return None
    inner = phrase_from(parsed, following + 1, phrase.last + 1, plural=True)
    return lemma(parsed.tokens.words[inner.head]) if inner else None


def is_bare_measure(parsed: Parsed, phrase: NounPhrase) -> bool:
    """Whether a phrase stands for the thing spoken of before ("the figure", "that share", "a potential value")."""
    if parsed.letter(phrase.first - 1) != "D" and parsed.letter(phrase.first) != "D":
        return False
    return phrase.last == phrase.core and is_measure_noun(parsed.word(phrase.head))


def is_time(parsed: Parsed, phrase: NounPhrase) -> bool:
    """Whether the head is a word of time (the period, the year), which is nothing counted."""
    role = time_words().get(parsed.word(phrase.head), {})
    return "span" in role or "unit" in role


def phrase_at(parsed: Parsed, place: int, *, plural: bool = True) -> Counted | None:
    """The phrase that begins at the token; with `plural` its number asks for a plural head."""
    inner = next((number for number in parsed.quantities if number.first == place), None)
    if inner and inner.form == "hyphen" and parsed.letter(inner.last + 1) in "NA":
        place = inner.last + 1  # 278 kilometres of 110-kilovolt line
    if place >= parsed.stop or parsed.letter(place) not in _OPENS or _is_compound_preposition(parsed, place):
        return None
    phrase = phrase_from(parsed, place, plural=plural)
    if phrase is None or is_time(parsed, phrase) or parsed.word(phrase.head) in word_set("pro_nouns"):
        return None
    return counted_phrase(parsed, phrase, "after")


def _is_compound_preposition(parsed: Parsed, place: int) -> bool:
    """Whether an adjective and "to" are one preposition (due to)."""
    return bool(parsed.tag(place + 1) & T.TO) and parsed.word(place) in word_set("prepositional_adjectives")


def phrase_behind(parsed: Parsed, place: int, prepositions: int) -> Counted | None:
    """The phrase behind a preposition at the token, if it is one of `prepositions` (tags), or behind "worth of"."""
    if not parsed.tag(place) & prepositions:
        return None
    place += 1
    if parsed.tag(place) & T.OF:
        place += 1
    return phrase_at(parsed, place, plural=False)


def named_or_elided(sought: Sought, phrase: NounPhrase, how: str) -> Counted | None:
    """The phrase; of one that stands for the thing spoken of before, that thing."""
    if sought.earlier and is_bare_measure(sought.parsed, phrase):
        return elided(sought)
    return counted_phrase(sought.parsed, phrase, how)


def elided(sought: Sought, *, nearest: bool = False) -> Counted | None:
    """The phrase of the number before; one that stood in a side phrase gives way to the main one before it.

    Not so `nearest` ("at 115 sites, half of which").
    """
    if not sought.earlier:
        return None
    recent = sought.earlier[-1:] if nearest else sought.earlier[-_BACK:]
    last = next((found for found in reversed(recent) if not found.oblique), recent[-1])
    return replace(last, how="elided", oblique=False)
