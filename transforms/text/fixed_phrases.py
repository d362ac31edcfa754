"""Fixed phrases of one or more words, looked up in a text by their first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class FixedPhrases(Generic[Meaning]):
    """Phrases with what they mean; of two that begin at the same word the longer one is found."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]]) -> None:
        """`entries` are the words of a phrase, written as in the text, and its meaning."""
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        for words, meaning in entries:
            self._meanings.setdefault(tuple(words), meaning)
        self._lengths: dict[str, tuple[int, ...]] = {}
        for length, first in sorted({(len(words), words[0]) for words in self._meanings}, reverse=True):
            self._lengths[first] = (*self._lengths.get(first, ()), length)

    def openings(self) -> frozenset[str]:
        """The first words of the phrases."""
        return frozenset(self._lengths)

    def at(self, words: list[str], place: int, stop: int) -> tuple[Meaning, int] | None:
        """The phrase that begins at `place` and ends before `stop`: its meaning and its last word."""
        lengths = self._lengths.get(words[place])
        if lengths is None:
            return None
        for length in lengths:
            behind = place + length
            meaning = self._meanings.get(tuple(words[place:behind])) if behind <= stop else None
            if meaning is not None:
                return meaning, behind - 1
        return None

    def each(self, words: list[str]) -> Iterator[tuple[Meaning, int, int]]:
        """Every place at which a phrase begins: its meaning, its first and its last word; they may overlap."""
        lengths = self._lengths
        if lengths.keys().isdisjoint(words):
            return
        for place in [place for place, word in enumerate(words) if word in lengths]:
            found = self.at(words, place, len(words))
            if found:
                yield found[0], place, found[1]
