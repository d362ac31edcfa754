"""Groups of documents that carry the same text, and which of them is the first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from transforms.normalise import keys
from transforms.read.dateline import parse, parse_alone
from transforms.read.heading import HEAD_CHARACTERS, MOST_LINES, Heading, read_heading

NO_LETTER = re.compile(r"[\W_]+")


def fingerprint(text: str) -> str:
    """SHA-256 of the body's letters and digits, case-folded; of the text itself when the body has none."""
    letters = NO_LETTER.sub("", body(text).casefold())
    return keys.text_sha256(letters or text)


def body(text: str) -> str:
    """The report without what each outlet puts in front of it: date header, headline, byline, dateline."""
    heading = read_heading(text)
    for start, line in _head_lines(text, heading.start):
        dateline = parse(line.strip()) or parse_alone(line.strip())
        if dateline:
            return text[start + len(line) - len(line.lstrip()) + dateline.end :]
    return text[_behind_title(text, heading) :]


def _head_lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The first lines of `text` from `start`, each with its offset."""
    head = text[start : start + HEAD_CHARACTERS]
    for line in head.split("\n")[:MOST_LINES]:
        yield start, line
        start += len(line) + 1


def _behind_title(text: str, heading: Heading) -> int:
    """Offset behind the headline and byline lines with which the text begins."""
    front = {heading.title, heading.byline, ""}
    for start, line in _head_lines(text, heading.start):
        if line.strip() not in front:
            return start
    return heading.start


def clustered(articles: pd.DataFrame) -> pd.DataFrame:
    """`articles` with cluster_id and reprint_of: word-for-word reprints lead back to the earliest document.

    Earliest is by published_date (unknown last), then by article_id, whatever the order of the rows.
    Looser likeness would join the groups made here, before the first member is chosen.
    """
    ordered = articles.sort_values(["published_date", "article_id"], na_position="last", kind="stable")
    first = ordered.groupby("body_sha256", sort=False)["article_id"].transform("first")
    first = first.reindex(articles.index)
    reprint = first.where(first != articles["article_id"])
    return articles.assign(cluster_id=first, reprint_of=reprint)


def revised(articles: pd.DataFrame) -> pd.DataFrame:
    """`articles` with revision_of: of documents with one source_id, each leads to the one published before it."""
    ordered = articles.sort_values(["source_id", "published_date", "article_id"], na_position="last", kind="stable")
    former = ordered.groupby("source_id", sort=False)["article_id"].shift()
    return articles.assign(revision_of=former.reindex(articles.index))
