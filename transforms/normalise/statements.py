"""Statements: the mentions of counts that reprints of one article share word for word, as what claims are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from transforms.normalise.columns import among
from transforms.normalise.extents import Floats, day_numbers, digits, implied
from transforms.normalise.neighbours import Integers
from transforms.normalise.wording import Wording, wording

NO_LETTER = re.compile(r"[\W_]+")
UNNAMED = re.compile(r"^the\s+", re.IGNORECASE)
ABOUT_ARTICLE = ["text_source", "published_date", "cluster_id", "version", "origin", "body_sha256"]
NEVER_MIXED = ("rate", "share", "change")
ORDER = ["published", "article_id", "char_start"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in the order of their first publication, column by column; each array has one entry for each.

    `low` and `high` are the implied bounds, `digits` the significant digits of the value; `wording`, `parties` and
    `programme` lead into the lists of these. Days are numbers since 1970, NaN where unknown.
    """

    frame: pd.DataFrame
    low: Floats
    high: Floats
    digits: Integers
    published: Floats
    start: Floats
    end: Floats
    wording: Integers
    parties: Integers
    programme: Integers
    wordings: list[Wording]
    party_sets: list[frozenset[str]]
    programmes: list[frozenset[str]]

    def codes(self, name: str) -> Integers:
        """The column as numbers, equal for equal cells; null is -1."""
        return pd.factorize(self.frame[name])[0].astype(np.int64)


def told(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """`counts` in the order of publication, with what matters of their articles and the number of their statement."""
    version = articles["reprint_of"].fillna(articles["article_id"])
    about = articles.assign(version=version, origin=articles["text_source"].fillna(articles["cluster_id"]))
    about = about.set_index("article_id")[ABOUT_ARTICLE]
    rows = counts.join(about, on="article_id")
    rows = rows.assign(published=day_numbers(rows["published_date"])).sort_values(ORDER, ignore_index=True)
    print_of = lru_cache(None)(lambda sentence: NO_LETTER.sub("", sentence.casefold()))
    same = ["version", "printed", "value_text", "measure", "unit"]
    rows = rows.assign(printed=rows["sentence"].map(print_of))
    rows["is_whole"] = among(rows["count_id"], rows["part_of"])
    rows["mixing"] = rows["basis"].where(rows["basis"].isin(NEVER_MIXED), "number")
    rows["occurrence"] = rows.groupby(["article_id", *same], sort=False).cumcount()
    return rows.assign(statement=rows.groupby([*same, "occurrence"], sort=False).ngroup())


def statements(rows: pd.DataFrame) -> Statements:
    """The statements that `told` numbered, each by its mention in the origin of its version where there is one."""
    own = rows.assign(elsewhere=rows["article_id"] != rows["version"]).sort_values(["statement", "elsewhere", *ORDER])
    return readable(own.drop_duplicates("statement").reset_index(drop=True))


def readable(frame: pd.DataFrame) -> Statements:
    """Rows of counts or of claims, with the day in `published`, as they are compared."""
    low, high = implied(frame)
    phrases = list(zip(*(plain(frame[name]) for name in ("object_text", "object_head")), strict=True))
    worded, wordings = numbered(phrases, lambda phrase: wording(*phrase))
    parties, party_sets = numbered(plain(frame["parties"]), lambda cell: frozenset(cell.split(";") if cell else ()))
    named, programmes = numbered(plain(frame["programme"]), _programme)
    return Statements(
        frame=frame,
        low=low,
        high=high,
        digits=digits(frame["value"].to_numpy(dtype=np.float64)),
        published=frame["published"].to_numpy(dtype=np.float64),
        start=day_numbers(frame["period_start"]),
        end=day_numbers(frame["period_end"]),
        wording=worded,
        parties=parties,
        programme=named,
        wordings=wordings,
        party_sets=party_sets,
        programmes=programmes,
    )


def _programme(name: str | None) -> frozenset[str]:
    return frozenset(UNNAMED.sub("", name or "").casefold().split())


def plain(cells: pd.Series[Any]) -> list[Any]:
    """The cells as Python values, null as None."""
    return cells.astype(object).where(cells.notna(), None).tolist()


def numbered(cells: Sequence[Any], reading: Callable[[Any], Item]) -> tuple[Integers, list[Item]]:
    """For each cell the place of its reading in a list without repetitions, and that list."""
    places: dict[Any, int] = {}
    found = np.array([places.setdefault(cell, len(places)) for cell in cells], dtype=np.int64)
    return found, [reading(cell) for cell in places]


def related(places: Integers, items: list[Item], pairs: Integers, relation: Callable[[Item, Item], int]) -> Integers:
    """The relation of the items of each pair, worked out once for each two items."""
    one, other = places[pairs[:, 0]], places[pairs[:, 1]]
    codes, inverse = np.unique(one * len(items) + other, return_inverse=True)
    found = [relation(items[code // len(items)], items[code % len(items)]) for code in codes.tolist()]
    return np.array(found, dtype=np.int64)[inverse]
