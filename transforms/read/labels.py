"""Words that mark the lines above an article: bylines, sources, dates, kinds of release."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from transforms.vocabulary import rows


class Labels(NamedTuple):
    """Lower-case labels by what they mark; `signature` ends a byline, `heading` never names a place."""

    byline: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()


@cache
def labels() -> Labels:
    """All labels of `article_labels.csv`, the longest first."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows("article_labels"), key=lambda row: -len(row["label"])):
        grouped[row["field"]].append(row["label"])
    return Labels(**{field: tuple(words) for field, words in grouped.items()})


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("words"))


def is_function_word(word: str) -> bool:
    """Whether a lower-case word is an article, preposition, pronoun or the like."""
    return word in _function_words()


@cache
def _roles() -> frozenset[str]:
    return frozenset(row["title"].lower() for row in rows("roles"))


def names_role(text: str) -> bool:
    """Whether a run of up to three words of `text` is a personal title or office."""
    words = text.lower().replace(",", " ").split()
    runs = (words[start : start + length] for length in (1, 2, 3) for start in range(len(words)))
    return any(" ".join(run) in _roles() for run in runs)


def after(words: tuple[str, ...], line: str) -> str | None:
    """What follows the label with which `line` begins, without a colon between; none without such a label."""
    low = line.lower()
    for word in words:
        if low.startswith(word) and not line[len(word) : len(word) + 1].isalnum():
            return line[len(word) :].lstrip(" :\t")
    return None


def has_colon(words: tuple[str, ...], line: str) -> bool:
    """Whether `line` begins with a label and a colon ("Source: …")."""
    low = line.lower()
    return any(low.startswith(word) and line[len(word) :].lstrip().startswith(":") for word in words)
