"""Reprints and revisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import BODY, document, outcome, tables
from transforms.normalise.bodies import body, fingerprint
from transforms.normalise.version_cues import version_rank
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
    assert fingerprint(body(text)) == fingerprint(body(BODY))


@pytest.mark.parametrize("text", [BODY.replace("29", "30"), BODY + " More.", "", "-- --"])
def test_other_texts_have_another(text: str) -> None:
    assert fingerprint(body(text)) != fingerprint(body(BODY))


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


LONG = (
    "Kenya and Finland opened a forestry year with 18 workshops across the Rift Valley. The two countries have planted "
    "240,000 seedlings together since 2019, Environment Secretary Ruth Wanjala told the guests. Ambassador Eero Salmi "
    "said that foresters, teachers and small landowners would learn together. Wanjala praised the partners for keeping "
    "the nurseries open during the drought. A choir from Turku sang in the rain, and nobody left before the end."
)
SHORT = LONG[: LONG.index("Ambassador")]
INTRO = "Here is what happened in the woods of our region this week, as far as we have heard of it. "
OTHER = "In the port of Mombasa, divers from Oslo taught colleagues how to mend a pipe under water. They will stay on."


VERSION = {"publisher": "Courier"}


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (LONG, {}, "reprint"),
        (SHORT, {}, "reprint"),
        (LONG.replace(" told the guests", " said Tuesday").replace("would learn", "will learn"), {}, "reprint"),
        (SHORT + OTHER, {}, "reprint"),
        (LONG, {"published_date": date(2024, 8, 1)}, "reprint"),
        (LONG.replace("18 workshops", "80 workshops"), VERSION, "version"),
        (LONG.replace("18 workshops", "eight workshops"), VERSION, "version"),
        (LONG.replace("18 workshops", "80 workshops"), {}, "apart"),
        (LONG.replace("18 workshops", "80 workshops"), VERSION | {"published_date": date(2024, 5, 24)}, "apart"),
        (LONG.replace("Kenya", "Uganda").replace("Rift Valley", "Luwero Triangle"), {}, "apart"),
        (INTRO + OTHER + " " + OTHER.replace("pipe", "hull") + " " + SHORT[:140], {}, "apart"),
        (OTHER * 3, {}, "apart"),
    ],
)
def test_what_another_text_is_to_the_first(text: str, given: dict[str, Any], expected: str) -> None:
    first = document("a", LONG, published_date=FIRST, publisher="Courier")
    other = document("b", text, **({"published_date": SECOND, "publisher": "Lakeside"} | given))
    told = {name: links(name, first, other)["b"] for name in ("cluster_id", "reprint_of", "revision_of")}
    assert (
        told
        == {
            "reprint": {"cluster_id": "a", "reprint_of": "a", "revision_of": None},
            "version": {"cluster_id": "a", "reprint_of": None, "revision_of": "a"},
            "apart": {"cluster_id": "b", "reprint_of": None, "revision_of": None},
        }[expected]
    )


def test_an_agency_is_the_origin_though_an_outlet_was_earlier() -> None:
    documents = [
        document("b", f"ROME, May 9 (Reuters) - {SHORT}", publisher="Harbour Gazette", published_date=date(2024, 5, 9)),
        document("c", LONG, publisher="Lakeside", published_date=date(2024, 5, 8)),
        document("a", f"ROME, May 10 (Reuters) - {LONG}", agency="Reuters", publisher="Reuters", published_date=FIRST),
    ]
    assert links("reprint_of", *documents) == {"a": None, "b": "a", "c": "a"}
    articles = tables(*(outcome(one) for one in documents))["articles"]
    assert set(articles["text_source"]) == {"Reuters"}


def test_a_copy_without_the_changed_figure_does_not_join_two_versions() -> None:
    documents = [
        document("a", LONG, publisher="Courier", published_date=FIRST),
        document("b", LONG.replace("18 workshops", "80 workshops"), publisher="Courier", published_date=SECOND),
        document("c", LONG[LONG.index("The two") :], publisher="Lakeside", published_date=SECOND),
    ]
    assert links("revision_of", *documents)["b"] == "a"
    assert links("reprint_of", *documents)["b"] is None


def test_the_same_few_words_a_year_later_are_another_article() -> None:
    documents = [document("a", published_date=FIRST), document("b", published_date=date(2025, 5, 10))]
    assert links("reprint_of", *documents) == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("UPDATE 2-Pacts signed", 3),
        ("CORRECTED: Pacts signed", 1),
        ("Pacts signed (updated)", 1),
        ("Update on trade", 0),
        ("Pacts signed", 0),
        (None, 0),
    ],
)
def test_headlines_that_mark_a_version(title: str | None, rank: int) -> None:
    assert version_rank(title) == rank
