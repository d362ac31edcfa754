"""Fixed phrases of one or more words, looked up in a text by their first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class FixedPhrases(Generic[Meaning]):
    """Phrases with what they mean; of two that begin at the same word the longer one is found."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]]) -> None:
        """`entries` are the words of a phrase, written as in the text, and its meaning."""
        table: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for words, meaning in entries:
            table.setdefault(words[0], []).append((tuple(words), meaning))
        self._table = {first: sorted(found, key=lambda entry: -len(entry[0])) for first, found in table.items()}

    def at(self, words: list[str], place: int, stop: int) -> tuple[Meaning, int] | None:
        """The phrase that begins at `place` and ends before `stop`: its meaning and its last word."""
        for phrase, meaning in self._table.get(words[place], ()):
            last = place + len(phrase) - 1
            if last < stop and (last == place or tuple(words[place : last + 1]) == phrase):
                return meaning, last
        return None

    def each(self, words: list[str]) -> Iterator[tuple[Meaning, int, int]]:
        """Every place at which a phrase begins: its meaning, its first and its last word; they may overlap."""
        table = self._table
        for place in [place for place, word in enumerate(words) if word in table]:
            found = self.at(words, place, len(words))
            if found:
                yield found[0], place, found[1]
