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
    found = np.empty(0, dtype=np.int64)
    for step in range(1, nearest + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            break
        apart = when[same + step] - when[same]
        same = same[~(apart > reach)]
        one, other = owners[same], owners[same + step]
        found = np.union1d(found, np.minimum(one, other) * size + np.maximum(one, other))
    pairs = np.column_stack([found // size, found % size])
    distinct: Integers = pairs[pairs[:, 0] != pairs[:, 1]]
    return distinct
