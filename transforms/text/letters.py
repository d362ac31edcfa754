"""Letters of parts of speech that the tags of a word decide, whatever its neighbours."""

from __future__ import annotations

from transforms.text import tags as T

_MARKS = (
    (T.COMMA, ","),
    (T.STOP, "."),
    (T.PAREN_OPEN, "("),
    (T.PAREN_CLOSE, ")"),
    (T.QUOTE, '"'),
    (T.DASH, "-"),
    (T.COLON, ":"),
    (T.SEMICOLON, ";"),
    (T.PUNCTUATION, "."),
)
_CLOSED = (
    (T.MODAL, "M"),
    (T.AUXILIARY, "X"),
    (T.POSSESSIVE, "S"),
    (T.COORDINATOR, "C"),
    (T.NEGATION & ~T.ADVERB, "W"),
    (T.RELATIVE, "B"),
    (T.PREPOSITION, "E"),
    (T.SUBORDINATOR | T.THAN, "B"),
    (T.PRONOUN, "R"),
    (T.DET, "D"),
    (T.WORTH, "E"),
)
_FUNCTION = T.MODAL | T.AUXILIARY | T.DET | T.PRONOUN | T.PREPOSITION | T.COORDINATOR
MAY = T.MONTH | T.MODAL | T.CAPITAL


class Letters(dict[int, str]):
    """Tags -> letter of a word for which no neighbour matters; empty for all others."""

    def __missing__(self, tag: int) -> str:
        letter = self[tag] = _alone(tag)
        return letter


def _alone(tag: int) -> str:
    """The letter of a function word, mark, or plain noun or adverb."""
    if tag & T.PUNCTUATION:
        return next(letter for bit, letter in _MARKS if tag & bit)
    if tag & (T.TO | T.THAT) or tag & MAY == MAY:
        return ""
    if not tag & T.OPEN or tag & _FUNCTION:
        closed = next((letter for bit, letter in _CLOSED if tag & bit), "")
        if closed:
            return closed
    if tag & (T.CAPITAL | T.VERBAL | T.ADJECTIVE):
        return ""
    return "W" if tag & T.ADVERB and not tag & T.NOMINAL else "N"


LETTERS = Letters()
