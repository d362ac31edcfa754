"""The bodies that an article has let speak, found again by a part of their name."""

from __future__ import annotations


class SpokenBodies:
    """Names of bodies in the order in which they spoke; looked up by their words, as an article may have thousands."""

    def __init__(self) -> None:
        """None has spoken yet."""
        self.last: str | None = None
        self._wholes: dict[str, list[tuple[str, set[str]]]] = {}
        self._known: set[str] = set()
        self._latest: dict[str, str] = {}

    def add(self, name: str) -> None:
        """The body has spoken."""
        self.last = name
        for word in name.casefold().split():
            self._latest[word] = name
        if name not in self._known:
            words = set(name.split())
            for word in words:
                self._wholes.setdefault(word, []).append((name, words))
            self._known.add(name)

    def whole(self, name: str) -> str | None:
        """The first body whose name has all words of this one."""
        words = set(name.split())
        fewest = min((self._wholes.get(word, []) for word in words), key=len, default=[])
        return next((whole for whole, known in fewest if words <= known), None)

    def latest_with(self, word: str) -> str | None:
        """The last body that spoke and has the word in its name; words in lower case."""
        return self._latest.get(word)
