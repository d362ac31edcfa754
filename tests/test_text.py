"""Tokens with their offsets, sentences, and parts of speech."""

from __future__ import annotations

from itertools import pairwise

import pytest

from transforms.text.lexicon import lemma
from transforms.text.parts import parts_of_speech
from transforms.text.sentences import sentences
from transforms.text.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oman signed 12 deals.", ["Oman", "signed", "12", "deals", "."]),
        ("the U.S.-Peru accord", ["the", "U.S.", "-", "Peru", "accord"]),
        ("at 9 a.m. on Friday", ["at", "9", "a.m.", "on", "Friday"]),
        ("Chile's 1,250.5 tonnes", ["Chile", "'s", "1,250.5", "tonnes"]),
        ("a first-of-its-kind deal", ["a", "first-of-its-kind", "deal"]),
        ("$1.2bn, €3m", ["$", "1.2", "bn", ",", "€", "3", "m"]),
        ("they didn’t sign", ["they", "didn't", "sign"]),
        ("480-km line", ["480", "-", "km", "line"]),
        ("co\u00adop\u200beration", ["cooperation"]),
        ("１２ parks", ["12", "parks"]),
        ("5–7 visits", ["5", "–", "7", "visits"]),
        ("", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokenise(text).words == words


@pytest.mark.parametrize(
    "text", ["Mali’s 40\u00a0tonnes", "soft\u00adened 1\u200b2 d\u00adeals", "“3 — 5”\r\nkm", "a\ufeffb 7"]
)
def test_offsets_point_into_the_text(text: str) -> None:
    tokens = tokenise(text)
    for place, word in enumerate(tokens.words):
        start, end = tokens.span(place, place)
        kept = "".join(char for char in text[start:end] if char not in "\u00ad\u200b\ufeff")
        assert kept.replace("’", "'").replace("“", '"').replace("”", '"') == word


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Peru gave 4 trucks. Chile gave 5.", 2),
        ("Mr. Okello met Dr. Adeyemi in St. Petersburg on Nov. 26 with Gen. Ruiz.", 1),
        ("Exports to the U.S. rose. They reached $3.5 billion.", 2),
        ("The U.S. signed. The EU did not.", 2),
        ("Trade hit 1.2 mln dlrs. Shipments fell.", 2),
        ("“We signed 12 deals.” He left for Doha.", 2),
        ("Did they sign? Yes! All 12.", 3),
        ("First paragraph without a stop\n\nSecond paragraph", 2),
        ("A line that was wrapped by hand after some sixty characters and\ngoes on below.", 1),
        ("The ministers of Niger and Chad met at 10 a.m. and signed.", 1),
        ("Norway (which joined in 1994) pays. Iceland pays too.", 2),
        ("No. 7 on the list was J. P. Mensah of Ghana.", 1),
        ("Several firms, e.g. Danske Vind, take part.", 1),
    ],
)
def test_sentences(text: str, number: int) -> None:
    tokens = tokenise(text)
    found = sentences(tokens)
    assert len(found) == number
    assert all(one.stop <= other.first for one, other in pairwise(found))


def letters(text: str) -> str:
    tokens = tokenise(text)
    fixed = {place: "Q" for place, word in enumerate(tokens.words) if word[0].isdigit()}
    return parts_of_speech(tokens, 0, len(tokens), fixed)


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("Kenya exports tea to Egypt", "exports", "V"),
        ("Kenya 's exports to Egypt rose", "exports", "N"),
        ("the joint projects include roads", "projects", "N"),
        ("the bank projects growth", "projects", "V"),
        ("they plan to build a dam", "plan", "V"),
        ("the plan was approved", "plan", "N"),
        ("they plan to build a dam", "build", "I"),
        ("a planned dam", "planned", "A"),
        ("the dam planned by both sides will open", "planned", "K"),
        ("they have signed pacts", "signed", "K"),
        ("they signed pacts", "signed", "V"),
        ("they are training nurses", "training", "G"),
        ("the two sides may sign", "may", "M"),
        ("they said that trade rose", "that", "B"),
        ("the ministry supports the work", "supports", "V"),
        ("the trade increase continued", "increase", "N"),
        ("they will increase trade", "increase", "I"),
        ("with more than 40 schools", "than", "B"),
        ("Serbia 's minister", "'s", "S"),
    ],
)
def test_ambiguous_words(text: str, word: str, letter: str) -> None:
    assert letters(text)[tokenise(text).words.index(word)] == letter


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("activities", "activity"),
        ("companies", "company"),
        ("buses", "bus"),
        ("businesses", "business"),
        ("churches", "church"),
        ("crises", "crisis"),
        ("children", "child"),
        ("women", "woman"),
        ("courses", "course"),
        ("series", "series"),
        ("memoranda", "memorandum"),
        ("campuses", "campus"),
        ("vaccines", "vaccine"),
        ("aircraft", "aircraft"),
        ("analyses", "analysis"),
        ("countries", "country"),
        ("bus", "bus"),
        ("Buses", "Bus"),
    ],
)
def test_lemmas(plural: str, singular: str) -> None:
    assert lemma(plural).casefold() == singular.casefold()
