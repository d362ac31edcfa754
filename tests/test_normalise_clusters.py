"""Reprints and revisions."""

from __future__ import annotations

from datetime import date

import pytest

from builders import BODY, document, outcome, tables
from transforms.normalise import clusters
from transforms.records import Document

FIRST, SECOND = date(2024, 5, 10), date(2024, 5, 11)


def links(column: str, *documents: Document) -> dict[str, str | None]:
    """For each document by name, the name of the one that the column leads to."""
    articles = tables(*(outcome(one) for one in documents))["articles"]
    names = dict(zip(articles["article_id"], articles["source_uri"].str[0], strict=True))
    pairs = zip(articles["source_uri"].str[0], articles[column], strict=True)
    return {name: names.get(other) for name, other in pairs}


@pytest.mark.parametrize(
    "text",
    [
        f"BEIJING, May 10 (Xinhua) -- {BODY}",
        f" date 2024-05-10 BEIJING, May 10 (Xinhua) -- {BODY}",
        f"Serbia signs pacts\n\nBELGRADE, May 11 (Tanjug) - {BODY}",
        f"Serbia signs pacts\n\n{BODY}",
        BODY.upper(),
        BODY.replace(" ", "\n"),
        BODY.replace(".", "!"),
    ],
)
def test_word_for_word_reprints_have_one_fingerprint(text: str) -> None:
    assert clusters.fingerprint(text) == clusters.fingerprint(BODY)


@pytest.mark.parametrize("text", [BODY.replace("29", "30"), BODY + " More.", "", "-- --"])
def test_other_texts_have_another(text: str) -> None:
    assert clusters.fingerprint(text) != clusters.fingerprint(BODY)


def test_reprints_lead_to_the_earliest() -> None:
    documents = [
        document("b", f"BONN -- {BODY}", published_date=None),
        document("c", f"OSLO -- {BODY}", published_date=SECOND),
        document("a", f"ROME -- {BODY}", published_date=FIRST),
    ]
    assert links("reprint_of", *documents) == {"a": None, "b": "a", "c": "a"}
    assert links("cluster_id", *reversed(documents)) == {"a": "a", "b": "a", "c": "a"}


def test_documents_of_one_day_are_told_apart_by_key() -> None:
    documents = [document(name, f"{place} -- {BODY}") for name, place in (("a", "ROME"), ("b", "OSLO"))]
    assert links("reprint_of", *documents) == links("reprint_of", *reversed(documents))


def test_revisions_follow_each_other() -> None:
    documents = [
        document("x", "Third text.", source_uri="c", published_date=None),
        document("x", "Second text.", source_uri="b", published_date=SECOND),
        document("x", "First text.", source_uri="a", published_date=FIRST),
        document("y", "Other text.", source_uri="d", published_date=FIRST),
    ]
    expected = {"a": None, "b": "a", "c": "b", "d": None}
    assert links("revision_of", *documents) == links("revision_of", *reversed(documents)) == expected
