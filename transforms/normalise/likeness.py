"""How alike two bodies are: the runs of words they share, and what one has in the place of the other's words.

Shingles and containment: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from transforms import vocabulary

WORD = re.compile(r"(\d+(?:[.,]\d+)*|[^\W\d_]+)")
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
    in that of the longer.
    """

    shared: float
    same_start: bool
    ratio: float


@cache
def _number_words() -> dict[str, str]:
    return {row["word"]: row["value"] for row in vocabulary.rows("numbers") if row["kind"] in ("unit", "tens")}


def read_body(text: str) -> Body:
    """The words of a body as they are compared."""
    pieces = WORD.split(text)  # what stands between the words, and the words, in turn
    written = pieces[1::2]
    names = {
        word.casefold()
        for word, front in zip(written[1:], pieces[2::2], strict=False)
        if word[0].isupper() and not OPENS_SENTENCE.search(front)
    }
    words = tuple(map(COMPARED.__getitem__, written))
    figures = frozenset(word for word in set(words) if word[0].isdigit())
    shapes = tuple([FIGURE if word in figures else word for word in words])
    return Body(
        words,
        shapes,
        runs(shapes),
        runs(shapes[:START_WORDS]),
        runs(shapes[:OPENING_WORDS]),
        figures,
        frozenset(names),
    )


class Compared(dict[str, str]):
    """A word as written -> as it is compared; one met for the first time is worked out and kept, up to `limit`."""

    limit = 200_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.limit:
            self.clear()
        found = self[word] = figure(word) or word.casefold()
        return found


COMPARED = Compared()


def figure(word: str) -> str | None:
    """The number that a word states, in digits without separators of thousands; None for other words."""
    if word[0].isdigit():
        return word.replace(",", "")
    return _number_words().get(word.casefold())


def runs(shapes: tuple[str, ...], length: int = RUN_WORDS) -> frozenset[str]:
    """All runs of `length` words that follow each other."""
    return frozenset(map(" ".join, zip(*(shapes[step:] for step in range(length)), strict=False)))


def likeness(one: Body, other: Body) -> Likeness:
    """How alike two bodies are, whichever is given first."""
    short, long = _by_length(one, other)
    return Likeness(
        _part(short.runs, long.runs),
        min(_part(short.start, long.opening), _part(long.start, short.opening)) >= SAME_START,
        len(short.words) / max(len(long.words), 1),
    )


def _by_length(one: Body, other: Body) -> tuple[Body, Body]:
    """The shorter body first; of two as long the one whose words come first."""
    size, size_other = len(one.words), len(other.words)
    return (one, other) if (size, one.words) <= (size_other, other.words) else (other, one)


def _part(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some) if some else 0.0


def _has_news(short: Body, long: Body) -> bool:
    """Whether the shorter has a number or name that the longer has not; else nothing can stand in another's place."""
    return not (short.figures <= long.figures and short.names <= long.names)


def substitutions(one: Body, other: Body) -> tuple[int, int]:
    """At how many places one body has another number, and another name, than the other in otherwise equal words.

    Worth asking of like bodies only: it takes far longer than `likeness`.
    """
    short, long = _by_length(one, other)
    if not _has_news(short, long):
        return 0, 0
    figures = names = 0
    ours_apart, theirs_apart = _apart(short.words, long.words)
    matcher = SequenceMatcher(None, ours_apart, theirs_apart, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        lengths = sorted((last - first, end - start))
        if kind == "replace" and lengths[0] <= SWAP_WORDS[0] and lengths[1] <= SWAP_WORDS[1]:
            ours, theirs = set(ours_apart[first:last]), set(theirs_apart[start:end])
            figures += _differ(ours & short.figures, theirs & long.figures)
            names += _differ(ours & short.names, theirs & long.names)
    return figures, names


def _apart(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both without the words that they begin and end with alike, which need no matching."""
    size = len(short)
    first = next((place for place in range(size) if short[place] != long[place]), size)
    last = next((back for back in range(size - first) if short[-1 - back] != long[-1 - back]), size - first)
    return short[first : size - last], long[first : len(long) - last]


def _differ(ours: set[str], theirs: set[str]) -> bool:
    return bool(ours and theirs and not ours & theirs)
