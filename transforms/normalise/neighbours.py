"""Pairs of things that share a key and stand near each other in time: instead of comparing all with all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def neighbours(owners: Integers, keys: Integers, when: Floats, reach: float, nearest: int) -> Integers:
    """Pairs of owners, the smaller first, in order and each once: two columns.

    `owners`, `keys` and `when` (in days) go together row by row. Of the owners with one key each is paired with the
    `nearest` before it in time that are at most `reach` days away: the pairs grow with the number of rows, however many
    of them share a key. NaN is a time that is near to all; such rows stand last.
    """
    order = np.lexsort((owners, when, keys))
    owners, keys, when = owners[order], keys[order], when[order]
    size = int(owners.max(initial=0)) + 1
    found: list[Integers] = []
    for step in range(1, nearest + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            break
        apart = when[same + step] - when[same]
        same = same[~(apart > reach)]
        one, other = owners[same], owners[same + step]
        one, other = one[one != other], other[one != other]
        found.append(distinct(np.minimum(one, other) * size + np.maximum(one, other)))
    codes = distinct(np.concatenate([np.empty(0, dtype=np.int64), *found]))
    return np.column_stack(np.divmod(codes, size))


def distinct(numbers: Integers) -> Integers:
    """The numbers in order, each once: by sorting, which is several times as fast as `np.unique` on many numbers."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    found: Integers = ordered[first]
    return found


def all_pairs(found: list[Integers]) -> Integers:
    """The pairs of several lists together, in order and each once."""
    pairs = np.concatenate(found)
    size = int(pairs.max(initial=0)) + 1
    return np.column_stack(np.divmod(distinct(pairs[:, 0] * size + pairs[:, 1]), size))
