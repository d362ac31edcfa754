"""Articles that are one article: reprints, shortened reprints and versions.

Three levels. An *edition* is one body, word for word. A *version* joins editions that tell the same with the same
figures: reprints, also shortened or edited ones. A *cluster* joins the versions of one article, of which each corrects
or updates the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isnan

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.normalise.extents import day_numbers
from transforms.normalise.joining import Pair, Strangers, joined
from transforms.normalise.likeness import Likeness, likeness, read_body, substitutions
from transforms.normalise.neighbours import neighbours
from transforms.normalise.signatures import keys_of
from transforms.normalise.sources import credit, source_names
from transforms.normalise.version_cues import version_rank

REPRINT_DAYS = 30
REVISION_DAYS = 3
LONG_WORDS = 60
NEAREST = 20
SHARED = 0.6
SHARED_WITH_START = 0.5
SHARED_UNNAMED = 0.8
LEAST_RATIO = 0.5
WORDS_A_SPELLING = 150
CACHED_BODIES = 4_096
LINKS = ["cluster_id", "reprint_of", "revision_of", "text_source"]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an edition by the article that stands for it; `day` is NaN when unknown."""

    article_id: str
    source: str | None
    day: float
    rank: int


@dataclass(slots=True)
class Judged:
    """Pairs of editions, the earlier first: one article (the surest first), versions of one, different articles."""

    same: list[Pair]
    changed: list[Pair]
    other: list[Pair]


def clustered(articles: pd.DataFrame, signatures: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """`articles` with cluster_id, reprint_of, revision_of and text_source, whatever the order of the rows.

    `signatures` and `texts` are `article_signatures` and `article_texts`.
    """
    ordered = _ordered(articles)
    ordered["edition"] = _editions(ordered)
    heads = ordered.drop_duplicates("edition")
    judged = _judged(heads, signatures, texts)
    strangers = Strangers([*judged.changed, *judged.other])
    groups = np.array(joined(len(heads), judged.same, strangers.take_in), dtype=np.int64)
    ordered["version"] = groups[ordered["edition"]]
    linked = _linked(ordered, groups[np.array(judged.changed, dtype=np.int64).reshape(-1, 2)]).set_index("article_id")
    return articles.assign(**{name: linked[name].reindex(articles["article_id"]).to_numpy() for name in LINKS})


def _ordered(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles by day of publication (unknown last), within a day first what others may be copies of."""
    told = articles[["article_id", "source_id", "url", "body_sha256", "word_count"]].assign(
        day=day_numbers(articles["published_date"]),
        rank=[version_rank(title) for title in articles["title"]],
        credit=credit(articles),
        source=pd.Series(source_names(articles), index=articles.index, dtype=object),
        length=-articles["word_count"],
    )
    return told.sort_values(["day", "rank", "credit", "length", "article_id"]).reset_index(drop=True)


def _editions(ordered: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Number of each article's edition, in the order of their first articles.

    Equal bodies are one edition; short ones only while no more than 30 days lie between them, since a few plain words
    may come back about another event.
    """
    rows = ordered.reset_index().sort_values(["body_sha256", "index"])
    first = rows["body_sha256"] != rows["body_sha256"].shift()
    late = (rows["day"] - rows["day"].shift() > REPRINT_DAYS) & (rows["word_count"] < LONG_WORDS)
    runs = (first | late).cumsum().sort_index()
    return pd.factorize(runs)[0].astype(np.int64)


def _judged(heads: pd.DataFrame, signatures: pd.DataFrame, texts: pd.DataFrame) -> Judged:
    """The verdict on every pair of editions that share a key."""
    signed = signatures.set_index("article_id").reindex(heads["article_id"])
    keys, starts = signed["signature"], signed["body_start"].fillna(0).astype(np.int64).to_numpy()
    owners, shared = keys_of(keys)
    pairs = neighbours(owners, shared, heads["day"].to_numpy()[owners], REPRINT_DAYS, NEAREST)
    facts = [Head(*row) for row in heads[["article_id", "source", "day", "rank"]].itertuples(index=False, name=None)]
    stored = texts.set_index("article_id")["text"]
    bodies = lru_cache(CACHED_BODIES)(lambda place: read_body(stored[facts[place].article_id][starts[place] :]))
    judged = Judged([], [], [])
    sure: list[tuple[float, float, Pair]] = []
    for one, other in pairs.tolist():
        found = likeness(bodies(one), bodies(other))
        if not _alike(found):
            continue
        figures, names = substitutions(bodies(one), bodies(other))
        allowed = min(len(bodies(one).words), len(bodies(other).words)) // WORDS_A_SPELLING
        gap = _gap(facts[one], facts[other])
        if figures == 0 and names <= allowed:
            sure.append((-found.shared, gap, (one, other)))
        elif names <= allowed and _revises(facts[one], facts[other], found, gap):
            judged.changed.append((one, other))
        else:
            judged.other.append((one, other))
    judged.same = [pair for *_, pair in sorted(sure)]
    return judged


def _alike(found: Likeness) -> bool:
    """Whether most of the shorter is in the longer, and it is no piece from the middle of it, as in a round-up."""
    return (found.shared >= SHARED_WITH_START and found.same_start) or (
        found.shared >= SHARED and found.ratio >= LEAST_RATIO
    )


def _gap(one: Head, other: Head) -> float:
    """Days between two editions; 0 when a day is unknown."""
    return 0.0 if isnan(one.day + other.day) else abs(other.day - one.day)


def _revises(one: Head, other: Head, found: Likeness, gap: float) -> bool:
    """Whether one of two editions with other figures replaces the other: of one source, within days or marked so."""
    if one.source is None and other.source is None:
        return found.shared >= SHARED_UNNAMED and gap <= REVISION_DAYS
    return one.source == other.source and (gap <= REVISION_DAYS or one.rank != other.rank)


def _linked(ordered: pd.DataFrame, changed: npt.NDArray[np.int64]) -> pd.DataFrame:
    """`ordered` with cluster_id, reprint_of, revision_of and text_source; `changed` are pairs of versions."""
    origins = ordered.sort_values(["version", "credit", "day", "length", "article_id"])
    origins = origins.drop_duplicates("version").set_index("version")
    origin = origins["article_id"].reindex(ordered["version"]).to_numpy()
    former = _former(ordered)
    addressed = ordered[["version"]].assign(former=former["version"].to_numpy()).dropna().astype(np.int64)
    families = _families(ordered, np.concatenate([changed, addressed.to_numpy()]))
    chief = families["chief"].reindex(ordered["version"]).to_numpy()
    before = families["before"].reindex(ordered["version"]).map(origins["article_id"]).set_axis(ordered.index)
    return ordered.assign(
        cluster_id=origins["article_id"].reindex(chief).to_numpy(),
        text_source=origins["source"].reindex(chief).to_numpy(),
        reprint_of=pd.Series(origin, index=ordered.index).mask(ordered["article_id"] == origin),
        revision_of=former["article_id"].fillna(before.where(ordered["article_id"] == origin)),
    )


def _former(ordered: pd.DataFrame) -> pd.DataFrame:
    """article_id and version of the article published before at the same address, where it is another version."""
    found = pd.DataFrame({"article_id": None, "version": np.nan}, index=ordered.index)
    for address in ("url", "source_id"):
        before = ordered.groupby(address, sort=False)[["article_id", "version"]].shift()
        other = before["version"].notna() & (before["version"] != ordered["version"])
        found = found.mask(other, before)
    return found


def _families(ordered: pd.DataFrame, pairs: npt.NDArray[np.int64]) -> pd.DataFrame:
    """For each version, by number, the first version of its cluster (`chief`) and the one right before it."""
    versions = pd.Index(sorted(ordered["version"].unique()))
    places = versions.get_indexer(pd.Index(pairs.ravel())).reshape(-1, 2)
    groups = joined(len(versions), [(one, other) for one, other in places.tolist()])
    table = pd.DataFrame({"chief": versions[groups], "version": versions}, index=versions)
    return table.assign(before=table.groupby("chief")["version"].shift())
