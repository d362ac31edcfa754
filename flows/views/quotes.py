"""The most quoted claims, each with its sentence and the number in it marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from flows.views import wording
from flows.views.facts import Frames, Row, names

MOST = 8
LINKS = {"share": "of ", "quantity": "of ", "money": "in ", "change": "in "}
ORDER = ["independent_sources", "articles", "mentions", "confidence"]


def quoted(frames: Frames) -> list[Row]:
    """The claims that most independent sources state, then most articles, then most mentions."""
    claims = frames["statistics"].sort_values([*ORDER, "statistic_id"], ascending=[False] * len(ORDER) + [True])
    counts = frames["counts"].set_index("count_id")
    articles = frames["articles"].set_index("article_id")
    known = names(frames)
    return [_quote(claim, counts, articles, known) for claim in claims.head(MOST).to_dict("records")]


def _quote(claim: Row, counts: pd.DataFrame, articles: pd.DataFrame, known: Mapping[str, str]) -> Row:
    count: Any = counts.loc[claim["best_count_id"]]
    article: Any = articles.loc[count["article_id"]]
    return {
        "heading": _heading(claim),
        "parties": wording.named(claim["parties"], known),
        "status": claim["status"],
        "period": wording.period(claim["period_start"], claim["period_end"]),
        "articles": claim["articles"],
        "sources": claim["independent_sources"],
        "mentions": claim["mentions"],
        "speaker": _text(count["speaker"]),
        "outlet": _text(article["publisher"]) or _text(article["agency"]) or _text(article["source_id"]),
        "day": _text(article["published_date"]),
        "sentence": marked(count, counts),
        "statistic_id": claim["statistic_id"],
    }


def _heading(claim: Row) -> str:
    """What is claimed, in a few words: '10% of Mongolian peacekeepers', '70 billion CNY or more in assistance'."""
    value = wording.bounded(claim["value"], claim["lower"], claim["upper"], claim["unit"])
    link = LINKS.get(claim["measure"], "")
    told = f"{value} {link}{_text(claim['object_text']) or claim['object_class']}"
    return told[0].upper() + told[1:]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def marked(count: pd.Series[Any], counts: pd.DataFrame) -> tuple[str, str, str]:
    """The sentence of a count, cut into what stands before its number, the number, and what stands behind.

    Where the same words stand several times in the sentence, the place among the counts of the sentence decides.
    """
    same = counts[
        (counts["article_id"] == count["article_id"])
        & (counts["sentence_index"] == count["sentence_index"])
        & (counts["value_text"] == count["value_text"])
    ]
    place = int((same["char_start"] < count["char_start"]).sum())
    words = r"\s+".join(re.escape(word) for word in count["value_text"].split())
    sentence = count["sentence"]
    found = list(re.finditer(rf"(?<!\w){words}(?!\w)", sentence)) or list(re.finditer(words, sentence))
    if not found:
        return sentence, "", ""
    start, end = found[min(place, len(found) - 1)].span()
    return sentence[:start], sentence[start:end], sentence[end:]
