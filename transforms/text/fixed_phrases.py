"""Fixed phrases of one or more words, looked up in a text word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class _Node(Generic[Meaning]):
    """Where the words read so far lead: what they mean, if they are a phrase, and the words that go on with one."""

    __slots__ = ("following", "meaning")

    def __init__(self) -> None:
        self.following: dict[str, _Node[Meaning]] = {}
        self.meaning: Meaning | None = None


class FixedPhrases(Generic[Meaning]):
    """Phrases with what they mean; of two that begin at the same word the longer one is found."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]]) -> None:
        """`entries` are the words of a phrase, written as in the text, and its meaning; the first entry holds."""
        self._nodes: dict[str, _Node[Meaning]] = {}
        for words, meaning in entries:
            nodes, node = self._nodes, _Node[Meaning]()
            for word in words:
                node = nodes.setdefault(word, _Node())
                nodes = node.following
            if node.meaning is None:
                node.meaning = meaning

    def openings(self) -> frozenset[str]:
        """The first words of the phrases."""
        return frozenset(self._nodes)

    def at(self, words: list[str], place: int, stop: int) -> tuple[Meaning, int] | None:
        """The phrase that begins at `place` and ends before `stop`: its meaning and its last word."""
        found = None
        node = self._nodes.get(words[place])
        while node is not None and place < stop:
            if node.meaning is not None:
                found = node.meaning, place
            place += 1
            node = node.following.get(words[place]) if place < stop else None
        return found

    def all_at(self, words: list[str], place: int) -> list[tuple[Meaning, int]]:
        """Every phrase that begins at `place`, the shortest first: its meaning and its last word."""
        found = []
        node = self._nodes.get(words[place])
        while node is not None:
            if node.meaning is not None:
                found.append((node.meaning, place))
            place += 1
            node = node.following.get(words[place]) if place < len(words) else None
        return found

    def each(self, words: list[str]) -> Iterator[tuple[Meaning, int, int]]:
        """Every place at which a phrase begins: its meaning, its first and its last word; they may overlap."""
        nodes = self._nodes
        if nodes.keys().isdisjoint(words):
            return
        for place in [place for place, word in enumerate(words) if word in nodes]:
            found = self.at(words, place, len(words))
            if found:
                yield found[0], place, found[1]
