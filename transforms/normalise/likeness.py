"""How alike two bodies are: the runs of words they share, and what one has in the place of the other's words.

Shingles and containment: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from transforms import vocabulary

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
OPENS_SENTENCE = re.compile(r"[.!?:;\n\"“”]|^$")
FIGURE = "#"
RUN_WORDS = 3
START_WORDS = 12
OPENING_WORDS = 90
SAME_START = 0.5
SWAP_WORDS = (5, 12)


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a body, case-folded, with what they become where figures do not matter.

    `shapes` are the words with every number as one sign, `runs` all runs of three shapes, `start` those of the first 12
    words, `opening` those of the first 90. `figures` are the numbers it states, `names` its words with a capital inside
    a sentence.
    """

    words: tuple[str, ...]
    shapes: tuple[str, ...]
    runs: frozenset[str]
    start: frozenset[str]
    opening: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`shared` is the part of the shorter body's runs that the longer has, from 0 to 1, figures disregarded.

    `same_start` tells whether each begins with what the other has in its opening, `ratio` is the length of the shorter
    in that of the longer; `figures` and `names` count the places where one body has another number or name than the
    other, in otherwise equal words.
    """

    shared: float
    same_start: bool
    ratio: float
    figures: int
    names: int


@cache
def _number_words() -> dict[str, str]:
    return {row["word"]: row["value"] for row in vocabulary.rows("numbers") if row["kind"] in ("unit", "tens")}


def read_body(text: str) -> Body:
    """The words of a body as they are compared."""
    words, names = [], set()
    end = 0
    for match in WORD.finditer(text):
        word = match.group()
        if word[0].isupper() and not OPENS_SENTENCE.search(text[end : match.start()]) and end:
            names.add(word.casefold())
        words.append(figure(word) or word.casefold())
        end = match.end()
    shapes = tuple(FIGURE if word[0].isdigit() else word for word in words)
    return Body(
        tuple(words),
        shapes,
        runs(shapes),
        runs(shapes[:START_WORDS]),
        runs(shapes[:OPENING_WORDS]),
        frozenset(word for word in words if word[0].isdigit()),
        frozenset(names),
    )


def figure(word: str) -> str | None:
    """The number that a word states, in digits without separators of thousands; None for other words."""
    if word[0].isdigit():
        return word.replace(",", "")
    return _number_words().get(word.casefold())


def runs(shapes: tuple[str, ...], length: int = RUN_WORDS) -> frozenset[str]:
    """All runs of `length` words that follow each other."""
    return frozenset(" ".join(shapes[place : place + length]) for place in range(len(shapes) - length + 1))


def likeness(one: Body, other: Body) -> Likeness:
    """How alike two bodies are, whichever is given first."""
    short, long = sorted((one, other), key=lambda body: (len(body.words), body.words))
    shared = _part(short.runs, long.runs)
    figures, names = _substituted(short, long) if _has_news(short, long) else (0, 0)
    return Likeness(
        shared,
        min(_part(short.start, long.opening), _part(long.start, short.opening)) >= SAME_START,
        len(short.words) / max(len(long.words), 1),
        figures,
        names,
    )


def _part(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some) if some else 0.0


def _has_news(short: Body, long: Body) -> bool:
    """Whether the shorter has a number or name that the longer has not; else nothing can stand in another's place."""
    return not (short.figures <= long.figures and short.names <= long.names)


def _substituted(short: Body, long: Body) -> tuple[int, int]:
    """At how many places the two differ in a number, and in a name."""
    figures = names = 0
    matcher = SequenceMatcher(None, short.words, long.words, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        lengths = sorted((last - first, end - start))
        if kind == "replace" and lengths[0] <= SWAP_WORDS[0] and lengths[1] <= SWAP_WORDS[1]:
            ours, theirs = set(short.words[first:last]), set(long.words[start:end])
            figures += _differ(ours & short.figures, theirs & long.figures)
            names += _differ(ours & short.names, theirs & long.names)
    return figures, names


def _differ(ours: set[str], theirs: set[str]) -> bool:
    return bool(ours and theirs and not ours & theirs)
