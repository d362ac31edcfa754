"""What of an earlier set of tables still holds, so that unchanged input is not read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from transforms.normalise.mentions import MENTION_TABLES, Frames

FILE_TABLES = ("articles", "article_inputs", "inputs", "quarantine", "skipped")


def unchanged_files(
    inputs: pd.DataFrame,
    links: pd.DataFrame,
    found: Mapping[str, tuple[str, str]],
    extractor: str,
    forced: Collection[str] = (),
) -> frozenset[str]:
    """Input files whose rows may be taken over from the earlier set.

    `inputs` and `links` (article_inputs) are the earlier set's, `found` maps the files of today to their SHA-256 and
    context, `forced` names files to read again in any case. A file that shares a document with one that went or
    changed is read again as well, since the document's row may have come from the other.
    """
    known = zip(inputs["input_sha256"], inputs["context"], strict=True)
    unchanged = [found.get(name) == told for name, told in zip(inputs["source_file"], known, strict=True)]
    same_bytes = pd.Series(unchanged, inputs.index, dtype=bool)
    same = same_bytes & (inputs["extractor"] == extractor) & ~inputs["source_file"].isin(list(forced))
    gone = inputs.loc[~same, "input_id"]
    touched = links.loc[links["input_id"].isin(gone), "article_id"]
    entangled = links.loc[links["article_id"].isin(touched), "input_id"]
    return frozenset(inputs.loc[same & ~inputs["input_id"].isin(entangled), "source_file"])


def carried(former: Mapping[str, pd.DataFrame], files: Collection[str]) -> Frames:
    """The rows of an earlier set that come from `files`: the frames of mentions and of FILE_TABLES."""
    inputs = former["inputs"]
    kept = inputs.loc[inputs["source_file"].isin(list(files)), "input_id"]
    frames = {name: former[name][former[name]["input_id"].isin(kept)] for name in FILE_TABLES}
    articles = frames["articles"]["article_id"]
    for name in MENTION_TABLES:
        if name not in frames:
            frames[name] = former[name][former[name]["article_id"].isin(articles)]
    return frames


def dated_files(former: Mapping[str, pd.DataFrame], first: date, last: date) -> frozenset[str]:
    """Input files that hold a document published from `first` to `last`, both included."""
    articles, links, inputs = former["articles"], former["article_inputs"], former["inputs"]
    published = articles["published_date"]
    dated = articles.loc[((published >= first) & (published <= last)).fillna(value=False), "article_id"]
    held = links.loc[links["article_id"].isin(dated), "input_id"]
    return frozenset(inputs.loc[inputs["input_id"].isin(held), "source_file"])
