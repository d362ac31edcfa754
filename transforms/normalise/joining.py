"""Joining what belongs together without joining what must stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Pair = tuple[int, int]


def joined(size: int, together: Iterable[Pair], take_in: Callable[[int, int], bool] | None = None) -> list[int]:
    """Group of each of `size` items: the smallest item in it.

    The pairs `together` are joined in the order given, the surest first. `take_in` is asked whether the group of the
    first item may take in that of the second, both named by their smallest item, and remembers that it did when it says
    so. The order must come from the content of the items, never from that of the input: then so do the groups.
    """
    parents = list(range(size))
    for one, other in together:
        first, second = sorted((_root(parents, one), _root(parents, other)))
        if first != second and (take_in is None or take_in(first, second)):
            parents[second] = first
    return [_root(parents, item) for item in range(size)]


def _root(parents: list[int], item: int) -> int:
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


class Strangers:
    """Groups that must stay apart because two of their items have to."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        """Remember the pairs of items that must stay apart."""
        self._others: dict[int, set[int]] = {}
        for one, other in apart:
            self._others.setdefault(one, set()).add(other)
            self._others.setdefault(other, set()).add(one)

    def take_in(self, first: int, second: int) -> bool:
        """Whether the groups may be one; the first then stays apart from whatever the second had to."""
        if second in self._others.get(first, ()):
            return False
        for other in self._others.pop(second, ()):
            self._others[other].discard(second)
            self._others[other].add(first)
            self._others.setdefault(first, set()).add(other)
        return True
