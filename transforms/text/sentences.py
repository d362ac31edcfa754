"""Tokens -> sentences."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_OPENERS = T.DET | T.PRONOUN | T.PREPOSITION | T.SUBORDINATOR | T.POSSESSIVE

# In tokens: flattened tables and bare transcripts run on for longer than any sentence, and work grows with the square
_LONGEST = 200


@dataclass(slots=True)
class Sentence:
    """Tokens `first` up to and excluding `stop`; `paragraph` numbers the paragraphs from 0."""

    index: int
    first: int
    stop: int
    paragraph: int


def sentences(tokens: Tokens, body: int = 0) -> list[Sentence]:
    """Sentences in order; paragraph breaks end a sentence and belong to none.

    A sentence always begins at the offset `body`, behind a dateline.
    """
    found: list[Sentence] = []
    first = paragraph = 0
    tags, words = tokens.tags, tokens.words
    for place, tag in enumerate(tags):
        if body and tokens.starts[place] >= body:
            if place > first:
                found.append(Sentence(len(found), first, place, paragraph))
            first, body = max(first, place), 0
        if tag & T.PARAGRAPH:
            if place > first:
                found.append(Sentence(len(found), first, place, paragraph))
            first = place + 1
            paragraph += 1
        elif tag & T.STOP and place >= first and _ends(tokens, place):
            stop = _after_closers(tokens, place + 1)
            found.append(Sentence(len(found), first, stop, paragraph))
            first = stop
        elif (place - first >= _LONGEST and tag & T.PUNCTUATION) or (
            words[place][-1] == "." and place >= first and _dotted_end(tokens, place)
        ):
            found.append(Sentence(len(found), first, place + 1, paragraph))
            first = place + 1
    if first < len(tokens.words):
        found.append(Sentence(len(found), first, len(tokens.words), paragraph))
    return found


def _after_closers(tokens: Tokens, place: int) -> int:
    while (
        place < len(tokens.words) and tokens.tags[place] & (T.QUOTE | T.PAREN_CLOSE | T.STOP) and tokens.joined(place)
    ):
        place += 1
    return place


def _ends(tokens: Tokens, place: int) -> bool:
    """Whether the full stop at `place` ends its sentence."""
    following = _after_closers(tokens, place + 1)
    if following >= len(tokens.words) or tokens.tags[following] & T.PARAGRAPH:
        return True
    if following < len(tokens.words) and tokens.joined(following):
        return False
    return _opens(tokens, following) and not _abbreviates(tokens, place)


def _abbreviates(tokens: Tokens, place: int) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    if not place or tokens.words[place] != "." or not tokens.joined(place):
        return False
    before = tokens.words[place - 1]
    return tokens.lows[place - 1] in word_set("abbreviations") or (
        len(before) == 1 and before.isalpha() and before.isupper()
    )


def _opens(tokens: Tokens, place: int) -> bool:
    tag = tokens.tags[place]
    if tag & (T.QUOTE | T.PAREN_OPEN | T.DASH | T.BULLET) and place + 1 < len(tokens.words):
        tag = tokens.tags[place + 1]
    return bool(tag & (T.CAPITAL | T.DIGITS | T.OTHER | T.BULLET | T.QUOTE | T.DASH))


def _dotted_end(tokens: Tokens, place: int) -> bool:
    """Whether an abbreviation with inner dots (U.S.) ends its sentence: a function word with a capital follows."""
    if len(tokens.words[place]) < 4 or place + 1 >= len(tokens.words):
        return False
    following = tokens.tags[place + 1]
    return bool(following & T.CAPITAL and following & _OPENERS)
