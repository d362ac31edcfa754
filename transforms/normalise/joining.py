"""Joining what belongs together without joining what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable


def joined(size: int, together: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]] = ()) -> list[int]:
    """Group of each of `size` items: the smallest item in it.

    The pairs `together` are joined in the order given, the surest first; a pair is passed over when its groups hold
    two items that a pair of `apart` names. The order must come from the content of the items, never from that of the
    input: then so do the groups.
    """
    parents = list(range(size))
    enemies: dict[int, set[int]] = {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    for one, other in together:
        first, second = sorted((_root(parents, one), _root(parents, other)))
        if first != second and second not in enemies.get(first, ()):
            parents[second] = first
            _inherit(enemies, first, second)
    return [_root(parents, item) for item in range(size)]


def _root(parents: list[int], item: int) -> int:
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


def _inherit(enemies: dict[int, set[int]], heir: int, gone: int) -> None:
    """Whoever had to stay apart from the group that is gone has to from the one that took it in."""
    for enemy in enemies.pop(gone, ()):
        enemies[enemy].discard(gone)
        enemies[enemy].add(heir)
        enemies.setdefault(heir, set()).add(enemy)
