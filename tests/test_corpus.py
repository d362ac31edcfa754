"""Every article that goes in comes out, and every row of every table stands where it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from quality.labelled import CORPUS, labelled_sets, read_rows

# Table, column with the words; the words of an initiative may be hard-wrapped in the text.
SPANS = {
    "counts": "value_text",
    "rejected_numbers": "value_text",
    "fields": "field_text",
    "initiatives": "name",
}
SOURCES = {one.name: one.texts for one in labelled_sets() if one.texts.is_file()}
SOURCES |= {CORPUS.stem: CORPUS} if CORPUS.exists() else {}


def table(everything: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(everything / f"{name}.parquet")


@pytest.mark.parametrize("name", SOURCES)
def test_no_article_is_lost(everything: Path, name: str) -> None:
    wanted = {row["id"] for row in read_rows(SOURCES[name])}
    articles = set(table(everything, "articles")["source_id"])
    texts = set(table(everything, "article_texts")["article_id"])
    quarantine = table(everything, "quarantine")
    rejected = set(quarantine.loc[quarantine["stage"] == "read", "source_id"].dropna())
    assert wanted - articles - rejected == set()
    assert texts == set(table(everything, "articles")["article_id"])


@pytest.mark.parametrize("name", SOURCES)
def test_english_passages_are_extracted(everything: Path, name: str) -> None:
    articles = table(everything, "articles")
    own = articles[articles["source_id"].isin({row["id"] for row in read_rows(SOURCES[name])})]
    assert own.loc[own["state"] != "extracted", ["source_id", "language", "state"]].to_dict("records") == []


def test_no_row_breaks_a_rule(everything: Path) -> None:
    quarantine = table(everything, "quarantine")
    broken = quarantine[quarantine["stage"] != "read"]
    assert [f"{row.source_id}: {row.error}" for row in broken.itertuples()] == []


def test_shipped_articles_are_all_there(everything: Path) -> None:
    files = {path.name for path in (ROOT / "data" / "raw").iterdir()}
    uris = [*table(everything, "articles")["source_uri"], *table(everything, "quarantine")["source_uri"]]
    seen = {uri.partition("#")[0].rpartition("/")[2] for uri in uris}
    assert files - seen == set()


@pytest.mark.parametrize("name", SPANS)
def test_offsets_hold_on_every_row(everything: Path, name: str) -> None:
    frame = table(everything, name).merge(table(everything, "article_texts"), on="article_id")
    assert len(frame) > 20
    for row in frame.to_dict("records"):
        words = row["text"][row["char_start"] : row["char_end"]]
        if name == "initiatives":
            words = " ".join(words.replace("\u00ad", "").split())
            assert words.startswith(row["name"].split()[0]) or words in (row["name"], row["acronym"])
        else:
            assert words == row[SPANS[name]]


@pytest.mark.parametrize("name", SPANS)
def test_rows_do_not_repeat(everything: Path, name: str) -> None:
    frame = table(everything, name)
    places = Counter(zip(frame["article_id"], frame["char_start"], frame["char_end"], strict=True))
    assert [place for place, times in places.items() if times > 1] == []


def test_sentences_hold_their_numbers(everything: Path) -> None:
    for name in ("counts", "rejected_numbers"):
        frame = table(everything, name)
        for row in frame.to_dict("records"):
            assert " ".join(row["value_text"].split()) in row["sentence"], row["value_text"]
