"""A few small keys for each body, of which like bodies share one: so that candidates are found without comparing all.

MinHash with bands for bodies that are alike as a whole: Broder (1997); Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", chapter 3. The smallest hashes of the opening for bodies that were cut short.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from rensa import RMinHash

from transforms.normalise.likeness import Body, runs
from transforms.normalise.neighbours import Integers

ROWS = 4
BANDS = 24
SEED = 1
LEAD_WORDS = 30
LEAD_RUN_WORDS = 4
LEAD_KEYS = 6
FEWEST_WORDS = 8
DIGITS = 8


def signature(body: Body) -> str | None:
    """The keys of a body, 8 hex digits each; None for a body of fewer than 8 words.

    24 bands of a MinHash over its runs of words, and the 6 smallest hashes of the runs in its opening.
    """
    if len(body.words) < FEWEST_WORDS:
        return None
    (minima,) = RMinHash.digests_from_token_sets([sorted(body.runs)], BANDS * ROWS, SEED)
    rows = np.asarray(minima, dtype="<u4").reshape(BANDS, ROWS)
    bands = [crc32(row.tobytes(), number) for number, row in enumerate(rows, start=1)]
    lead = sorted(crc32(run.encode()) for run in runs(body.shapes[:LEAD_WORDS], LEAD_RUN_WORDS))[:LEAD_KEYS]
    return "".join(f"{key:0{DIGITS}x}" for key in (*bands, *lead))


def keys_of(signatures: pd.Series[Any]) -> tuple[Integers, Integers]:
    """All keys of all signatures with the position of the signature that each belongs to."""
    filled = signatures.fillna("")
    owners = np.repeat(np.arange(len(filled)), (filled.str.len() // DIGITS).to_numpy(dtype=np.int64))
    keys = np.frombuffer(bytes.fromhex("".join(filled)), dtype=">u4").astype(np.int64)
    return owners, keys
