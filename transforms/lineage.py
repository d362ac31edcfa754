"""Where a claim comes from and where it goes: its mentions, why they are one, its relations, and what sums count it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from transforms.normalise.monthly import keyed
from transforms.schema import tables
from transforms.selection import records

NEEDED = ("statistics", "counts", "articles", "article_texts", "statistic_relations", "cooperation_monthly")
COMPARED = (
    "value", "lower", "upper", "qualifier", "measure", "unit", "object_text", "object_head", "object_class", "parties",
    "period_start", "period_end", "status", "basis", "per", "programme",
)  # fmt: skip
ABOUT_ARTICLE = [
    "article_id",
    "published_date",
    "publisher",
    "agency",
    "text_source",
    "reprint_of",
    "title",
    "source_uri",
]
MARKS = ("[[", "]]")

Row = dict[str, Any]


def lineage(frames: Mapping[str, pd.DataFrame], statistic_id: str) -> Row:
    """What the tables NEEDED tell of one claim, as plain data; LookupError when there is no such claim.

    `claim` is its row. `mentions` are in the order of publication, each with its article, the sentence with the number
    marked, its `role` (first, repeated, reprint, confirms, same_source), and the columns that agree with the claim's or
    differ. `relations` lead `from` or `to` another claim. `monthly` is the row of sums that counts the claim, or null.
    """
    claims = frames["statistics"]
    claim = claims[claims["statistic_id"] == statistic_id]
    if claim.empty:
        raise LookupError(f"there is no claim {statistic_id}")
    (row,) = records(claim)
    return {
        "claim": row,
        "mentions": list(_mentions(frames, row)),
        "relations": _relations(frames, statistic_id),
        "monthly": _monthly(frames, claim),
    }


def _mentions(frames: Mapping[str, pd.DataFrame], claim: Row) -> Iterator[Row]:
    counts, articles, texts = (frames[name] for name in ("counts", "articles", "article_texts"))
    mine = counts[counts["statistic_id"] == claim["statistic_id"]].merge(articles[ABOUT_ARTICLE], on="article_id")
    mine = mine.sort_values(["published_date", "article_id", "char_start"])
    stored = texts[texts["article_id"].isin(list(mine["article_id"]))].set_index("article_id")["text"].to_dict()
    confirming = _confirming(frames["statistic_relations"], claim["statistic_id"])
    met: dict[str, bool] = {}
    for row in records(mine):
        role = _role(row, met, confirming)
        met.setdefault(row["article_id"], row["reprint_of"] is None)
        yield {
            **{name: row[name] for name in ("count_id", *ABOUT_ARTICLE, "value_text")},
            "role": role,
            "is_best": row["count_id"] == claim["best_count_id"],
            "sentence": marked(row, stored.get(row["article_id"])),
            "agrees": [name for name in COMPARED if row[name] is not None and row[name] == claim[name]],
            "differs": {name: row[name] for name in COMPARED if row[name] != claim[name]},
        }


def _confirming(relations: pd.DataFrame, statistic_id: str) -> frozenset[str]:
    """The mentions that confirm the claim independently of the first."""
    own = relations[(relations["to_id"] == statistic_id) & (relations["relation"] == "confirms")]
    return frozenset(own["from_count_id"])


def _role(row: Row, met: Mapping[str, bool], confirming: frozenset[str]) -> str:
    """What the mention adds to those before it; `met` tells of their articles whether they are no reprints."""
    if row["article_id"] in met:
        return "repeated"
    if row["reprint_of"] is not None:
        return "reprint"
    if row["count_id"] in confirming:
        return "confirms"
    return "same_source" if any(met.values()) else "first"


def marked(count: Row, text: str | None) -> str:
    """The sentence of a count with its number in double brackets; `text` is that of its article, where published."""
    sentence, number = str(count["sentence"]), str(count["value_text"])
    place = _place(sentence, count, text) if text else sentence.find(number)
    if place < 0:
        return sentence
    return sentence[:place] + MARKS[0] + number + MARKS[1] + sentence[place + len(number) :]


def _place(sentence: str, count: Row, text: str) -> int:
    """Where the number stands in the sentence, whose white space may differ from the text's."""
    start, end, number = count["char_start"], count["char_end"], count["value_text"]
    for match in re.finditer(r"\s+".join(map(re.escape, sentence.split())), text):
        if match.start() <= start and end <= match.end():
            earlier = text.count(number, match.start(), start)
            found = [one.start() for one in re.finditer(re.escape(number), sentence)]
            return found[earlier] if earlier < len(found) else -1
    return sentence.find(number)


def _relations(frames: Mapping[str, pd.DataFrame], statistic_id: str) -> list[Row]:
    """Relations to other claims, each with the other claim's figure; those between own mentions show in their role."""
    table = frames["statistic_relations"]
    own = (table["from_id"] == statistic_id) | (table["to_id"] == statistic_id)
    found = records(table[own & (table["from_id"] != table["to_id"])])
    ends = {row["to_id"] if row["from_id"] == statistic_id else row["from_id"] for row in found}
    claims = frames["statistics"]
    others = {row["statistic_id"]: row for row in records(claims[claims["statistic_id"].isin(ends)])}
    return [_related(row, statistic_id, others) for row in found]


def _related(row: Row, statistic_id: str, others: Mapping[str, Row]) -> Row:
    direction, other = ("to", row["to_id"]) if row["from_id"] == statistic_id else ("from", row["from_id"])
    claim = others[other]
    return {
        "relation": row["relation"],
        "direction": direction,
        "other": other,
        "other_claim": {name: claim[name] for name in ("value", "unit", "object_text", "status", "sentence")},
        "reason": row["relation_reason"],
        **{name: row[name] for name in ("ratio", "ratio_lower", "ratio_upper")},
    }


def _monthly(frames: Mapping[str, pd.DataFrame], claim: pd.DataFrame) -> Row | None:
    """The row of `cooperation_monthly` that counts the claim; None when the claim is in no month."""
    placed = keyed(claim)
    if placed.empty:
        return None
    key = list(tables()["cooperation_monthly"].primary_key)
    (wanted,) = records(placed[key])
    sums = frames["cooperation_monthly"]
    for name in key:
        sums = sums[sums[name] == placed[name].iloc[0]]
    found = records(sums)
    if len(found) != 1:
        raise LookupError(f"cooperation_monthly has no row for {wanted}")
    return found[0]
