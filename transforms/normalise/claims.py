"""Mentions -> claims: mentions that state the same get one statistic_id."""

from __future__ import annotations

from functools import lru_cache
from math import isnan

import numpy as np
import pandas as pd

from transforms.normalise import keys
from transforms.normalise.blocks import candidates
from transforms.normalise.evidence import OTHER_PARTIES, parties_together, strength
from transforms.normalise.extents import APART, periods_together
from transforms.normalise.joining import joined
from transforms.normalise.statements import Statements, statements

REMEMBERED = 100_000

Span = tuple[float, float]


class Claims:
    """Groups of statements, each with what its statements say together, so that no two in it contradict each other."""

    def __init__(self, stated: Statements) -> None:
        """Every statement is a group of its own at first."""
        spans = zip(stated.start.tolist(), stated.end.tolist(), strict=True)
        places = stated.frame[["article_id", "sentence_index"]].itertuples(index=False, name=None)
        self._low, self._high = stated.low.tolist(), stated.high.tolist()
        self._spans: list[set[Span]] = [
            set() if isnan(start) and isnan(end) else {(start, end)} for start, end in spans
        ]
        self._places = [{place} for place in places]
        self._parties = [stated.party_sets[place] for place in stated.parties.tolist()]
        self._words = [stated.wordings[place].words for place in stated.wording.tolist()]

    def take_in(self, first: int, second: int) -> bool:
        """Whether the groups say the same; the first then says what both do."""
        low, high = max(self._low[first], self._low[second]), min(self._high[first], self._high[second])
        if low > high or not self._agree(first, second):
            return False
        self._low[first], self._high[first] = low, high
        self._spans[first] |= self._spans[second]
        self._places[first] |= self._places[second]
        self._parties[first] |= self._parties[second]
        self._words[first] |= self._words[second]
        return True

    def _agree(self, first: int, second: int) -> bool:
        if parties_together(self._parties[first], self._parties[second]) == OTHER_PARTIES:
            return False
        words, others = self._words[first], self._words[second]
        if words and others and not words & others:
            return False
        if not self._places[first].isdisjoint(self._places[second]):
            return False
        return not any(_apart(one, other) for one in self._spans[first] for other in self._spans[second])


@lru_cache(REMEMBERED)
def _apart(one: Span, other: Span) -> bool:
    starts, ends = np.array([one, other]).T
    return bool(periods_together(starts, ends, np.array([[0, 1]]))[0] == APART)


def identified(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` (mentions as `told` gives them) with statistic_id.

    The key comes from the words of the article that stated the claim first, so that it stays when other articles follow
    and when rules change.
    """
    stated = statements(rows)
    groups = np.array(_grouped(stated), dtype=np.int64)
    found = _keys(stated, groups)[groups[rows["statement"].to_numpy()]]
    return rows.assign(statistic_id=pd.Series(found, index=rows.index, dtype="str"))


def _grouped(stated: Statements) -> list[int]:
    """For each statement the first one that makes the same claim."""
    pairs = candidates(stated)
    points = strength(stated, pairs)
    enough = points >= 0
    pairs, points = pairs[enough], points[enough]
    surest = np.lexsort((pairs[:, 1], pairs[:, 0], -points))
    claims = Claims(stated)
    return joined(len(stated.frame), map(tuple, pairs[surest].tolist()), claims.take_in)


def _keys(stated: Statements, groups: np.ndarray) -> np.ndarray:
    """The key of each statement's claim, for statements that are the first of theirs."""
    first = stated.frame.iloc[np.unique(groups)]
    words = first["value_text"].str.casefold()
    number = words.groupby([first["body_sha256"], words], sort=False).cumcount()
    found = np.full(len(stated.frame), "", dtype=object)
    found[first.index] = [keys.key(*row) for row in zip(first["body_sha256"], words, number, strict=True)]
    return found
