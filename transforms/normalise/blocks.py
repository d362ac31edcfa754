"""Which statements are worth comparing: those about like things that share an article, parties or a programme."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from transforms.normalise.neighbours import Floats, Integers, all_pairs, neighbours
from transforms.normalise.statements import Statements

GRID = 2 * np.log(1.12)
REACH_DAYS = 45
SERIES_DAYS = 1_500
NEAREST = 12
NEAREST_INSIDE = 40
MOST_PARTIES = 4
TELLING_WORDS = 3
PRECISE = 3


def candidates(stated: Statements) -> Integers:
    """Pairs of statements, the smaller first, that may make the same claim."""
    figures = _figures(stated)
    inside = figures.drop(columns="status").assign(place=stated.codes("cluster_id")[figures["statement"]])
    outside = figures.assign(head=_heads(stated)[figures["statement"]]).merge(_circumstances(stated))
    found = [
        _near(inside, np.zeros(len(stated.published)), REACH_DAYS, NEAREST_INSIDE),
        _near(outside, happened(stated), REACH_DAYS, NEAREST),
        _near(outside, stated.published, REACH_DAYS, NEAREST),
    ]
    return all_pairs(found)


def same_series(stated: Statements) -> Integers:
    """Pairs of claims, the smaller first, about the same thing and parties, whatever their figures and times."""
    own = pd.DataFrame({"statement": np.arange(len(stated.published)), "kind": _kinds(stated), "head": _heads(stated)})
    rows = own.merge(_between(stated))
    found = [_near(rows, when, SERIES_DAYS, NEAREST) for when in (happened(stated), stated.published)]
    return all_pairs(found)


def happened(stated: Statements) -> Floats:
    """The last day of each period, that of publication where no period is known."""
    return np.where(np.isnan(stated.end), stated.published, stated.end)


def _near(rows: pd.DataFrame, when: Floats, reach: float, nearest: int) -> Integers:
    groups = rows.groupby([name for name in rows.columns if name != "statement"], sort=False)
    keys: Integers = np.asarray(groups.ngroup(), dtype=np.int64)
    owners: Integers = np.asarray(rows["statement"], dtype=np.int64)
    return neighbours(owners, keys, when[owners], reach, nearest)


def _heads(stated: Statements) -> Integers:
    heads = pd.factorize(pd.Series([one.head for one in stated.wordings], dtype=object))[0]
    found: Integers = heads.astype(np.int64)[stated.wording]
    return found


def _kinds(stated: Statements) -> Integers:
    return pd.factorize(pd.MultiIndex.from_frame(stated.frame[["measure", "unit"]]))[0].astype(np.int64)


def _figures(stated: Statements) -> pd.DataFrame:
    """Two keys for the figure of each statement, of which figures less than 12 percent apart share at least one."""
    value = stated.frame["value"].to_numpy(dtype=np.float64)
    height = np.log(np.maximum(np.abs(value), 1e-9)) / GRID
    own = pd.DataFrame({"statement": np.arange(len(value)), "kind": _kinds(stated), "status": stated.codes("status")})
    own = own.assign(sign=np.sign(value).astype(np.int64))
    steps = [own.assign(step=2 * np.floor(height)), own.assign(step=2 * np.floor(height + 0.5) + 1)]
    return pd.concat(steps, ignore_index=True)


def _circumstances(stated: Statements) -> pd.DataFrame:
    """What besides the figure two statements from different articles must share, several keys a statement."""
    places = np.arange(len(stated.parties))
    members = _listed([sorted(parties) for parties in stated.party_sets])
    names = _listed([_telling(name) for name in stated.programmes])
    precise = places[stated.digits >= PRECISE]
    parts = [
        _between(stated),
        pd.DataFrame({"statement": precise, "list": stated.parties[precise]}).merge(members),
        pd.DataFrame({"statement": places, "list": stated.programme}).merge(names),
    ]
    joined = pd.concat([part.assign(sort=number) for number, part in enumerate(parts)], ignore_index=True)
    return joined[["statement", "sort", "circumstance"]]


def _between(stated: Statements) -> pd.DataFrame:
    """Every two of the parties of each statement."""
    sides = _listed([_sides(parties) for parties in stated.party_sets])
    return pd.DataFrame({"statement": np.arange(len(stated.parties)), "list": stated.parties}).merge(sides)


def _listed(lists: list[list[str]]) -> pd.DataFrame:
    rows = [(place, item) for place, items in enumerate(lists) for item in items]
    return pd.DataFrame(rows, columns=["list", "circumstance"]).astype({"list": np.int64, "circumstance": "str"})


def _sides(parties: frozenset[str]) -> list[str]:
    """Every two of the parties; a party that is alone stands for itself."""
    some = sorted(parties)[:MOST_PARTIES]
    return [" ".join(two) for two in combinations(some, 2)] or some


def _telling(name: frozenset[str]) -> list[str]:
    """The longest words of a programme's name, which its short forms keep."""
    words = sorted(name, key=lambda word: (-len(word), word))[:TELLING_WORDS]
    return [" ".join(sorted(words))] if words else []
