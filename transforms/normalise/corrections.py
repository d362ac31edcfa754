"""Relations between the versions of one article: what a later version says instead of an earlier one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from transforms.normalise.evidence import Booleans
from transforms.normalise.likeness import read_body
from transforms.normalise.relation_rows import between_mentions, rows_of


def corrections(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """`corrects`, for mentions that stand in one sentence of two versions with another figure."""
    former = articles.dropna(subset=["revision_of"]).set_index("article_id")["revision_of"]
    involved = rows[rows["article_id"].isin(former.index) | rows["article_id"].isin(former)]
    framed = involved.assign(frame=[" ".join(read_body(sentence).shapes) for sentence in involved["sentence"]])
    framed["place"] = framed.groupby(["article_id", "frame"], sort=False).cumcount()
    later = framed.assign(article=former.reindex(framed["article_id"]).to_numpy()).dropna(subset=["article"])
    key = ["frame", "place", "measure", "unit"]
    earlier = pd.MultiIndex.from_frame(framed[["article_id", *key]])
    found = earlier.get_indexer(pd.MultiIndex.from_frame(later[["article", *key]]))
    later, other = later[found >= 0], framed.iloc[found[found >= 0]]
    changed = _settled(later, other, framed)
    later, other = later[changed], other[changed]
    reasons = "a later version of the article has " + later["value_text"] + " for " + other["value_text"].to_numpy()
    relations = rows_of(between_mentions(later, other), "corrects", reasons)
    return relations.drop_duplicates(["from_id", "to_id"])


def _settled(later: pd.DataFrame, earlier: pd.DataFrame, framed: pd.DataFrame) -> Booleans:
    """Whether each pair is a change: a claim that is new in the later version instead of one that it drops."""
    made = set(zip(framed["article_id"], framed["statistic_id"], strict=True))
    columns = ["article_id", "statistic_id"]
    pairs = zip(later[columns].to_numpy().tolist(), earlier[columns].to_numpy().tolist(), strict=True)
    new = [(one[0], other[1]) not in made and (other[0], one[1]) not in made for one, other in pairs]
    return np.array(new, dtype=bool)
