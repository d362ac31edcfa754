"""Counts and rejected numbers together hold every number of an article, and each one once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from quality.labelled import ROOT

VOCABULARY = ROOT / "transforms" / "vocab"
DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
COUNTING = {"unit", "tens", "hundred", "scale", "vague", "dozen", "times", "fraction"}


@pytest.fixture(scope="session")
def numbers(everything: Path) -> pd.DataFrame:
    """All rows of both tables with their article's text, in the order of the texts."""
    names = ["article_id", "char_start", "char_end", "value_text"]
    tables = [pd.read_parquet(everything / f"{name}.parquet", columns=names) for name in ("counts", "rejected_numbers")]
    return pd.concat(tables).sort_values(["article_id", "char_start"], ignore_index=True)


@pytest.fixture(scope="session")
def texts(everything: Path) -> dict[str, str]:
    """Article id -> text, of the articles that were extracted."""
    articles = pd.read_parquet(everything / "articles.parquet")
    extracted = set(articles.loc[articles["state"] == "extracted", "article_id"])
    frame = pd.read_parquet(everything / "article_texts.parquet")
    return {key: text for key, text in zip(frame["article_id"], frame["text"], strict=True) if key in extracted}


@cache
def number_words() -> frozenset[str]:
    """Words that always count something: two, twelve, forty, dozens, half a million; not one, second or single."""
    frame = pd.read_csv(VOCABULARY / "numbers.csv", keep_default_na=False, dtype=str)
    words = frame.loc[frame["kind"].isin({"unit", "tens", "vague"}), "word"]
    return frozenset(words) - {"one", "zero", "nil"}


def covered(numbers: pd.DataFrame) -> dict[str, set[int]]:
    """Article id -> offsets inside any of its rows."""
    places: dict[str, set[int]] = {}
    for key, start, end in zip(numbers["article_id"], numbers["char_start"], numbers["char_end"], strict=True):
        places.setdefault(key, set()).update(range(start, end))
    return places


def test_no_number_is_in_two_rows(numbers: pd.DataFrame) -> None:
    before = numbers.groupby("article_id")["char_end"].shift(fill_value=0)
    assert numbers.loc[numbers["char_start"] < before, "value_text"].to_list() == []


def test_every_digit_is_in_a_row(numbers: pd.DataFrame, texts: dict[str, str]) -> None:
    inside = covered(numbers)
    left_out = [
        text[max(0, match.start() - 30) : match.end() + 20]
        for key, text in texts.items()
        for match in DIGITS.finditer(text)
        if match.start() not in inside.get(key, ()) or match.end() - 1 not in inside.get(key, ())
    ]
    assert left_out == []


def test_every_number_word_is_in_a_row(numbers: pd.DataFrame, texts: dict[str, str]) -> None:
    inside = covered(numbers)
    left_out = [
        text[max(0, match.start() - 30) : match.end() + 20]
        for key, text in texts.items()
        for match in WORD.finditer(text)
        if match.group().casefold() in number_words() and match.start() not in inside.get(key, ())
    ]
    assert left_out == []
