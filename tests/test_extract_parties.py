"""Between whom a counted cooperation runs."""

from __future__ import annotations

import pytest

from findings import count


@pytest.mark.parametrize(
    ("text", "words", "parties"),
    [
        ("Finland and Kenya signed 12 agreements.", "12", "FIN KEN"),
        ("Finnish experts trained 12 Kenyan nurses.", "12", "FIN KEN"),
        ("Beijing and Moscow held 12 joint drills.", "12", "CHN RUS"),
        ("ASEAN and Japan hold 12 joint forums.", "12", "ASEAN JPN"),
        ("The European Union lent Tunisia 12 million euros.", "12 million euros", "EU TUN"),
        ("The World Food Programme and Norway delivered 12 trucks.", "12", "NOR UN"),
        ("Côte d'Ivoire and Burma signed 12 agreements.", "12", "CIV MMR"),
        ("The Democratic Republic of the Congo and Belgium signed 12 agreements.", "12", "BEL COD"),
        ("The Republic of the Congo and Belgium signed 12 agreements.", "12", "BEL COG"),
        ("Congo-Brazzaville and Belgium signed 12 agreements.", "12", "BEL COG"),
        ("Papua New Guinea and Fiji signed 12 agreements.", "12", "FJI PNG"),
        ("Equatorial Guinea and Spain signed 12 agreements.", "12", "ESP GNQ"),
        ("Guinea-Bissau and Portugal signed 12 agreements.", "12", "GNB PRT"),
        ("Guinea and Mali signed 12 agreements.", "12", "GIN MLI"),
        ("South Korea and North Macedonia signed 12 agreements.", "12", "KOR MKD"),
        ("Niger and Nigeria signed 12 agreements.", "12", "NER NGA"),
        ("Tbilisi and Ankara signed 12 agreements on Georgia's railways.", "12", "GEO TUR"),
        ("Türkiye and Swaziland signed 12 agreements.", "12", "SWZ TUR"),
        ("The UAE and the U.K. signed 12 agreements.", "12", "ARE GBR"),
        ("Chinese Taipei and Paraguay signed 12 agreements.", "12", "PRY TWN"),
        ("Jordan and Oman signed 12 agreements.", "12", "JOR OMN"),
        ("Siemens of Germany will build 12 trains for Egypt.", "12", "DEU EGY"),
    ],
)
def test_names_of_parties(text: str, words: str, parties: str) -> None:
    assert " ".join(sorted(count(text, words).parties)) == parties


@pytest.mark.parametrize(
    ("text", "words", "parties"),
    [
        ("Michael Jordan opened 12 courts in Kenya with Japanese aid.", "12", "JPN KEN"),
        ("Officials from Atlanta, Georgia, and from Japan opened 12 joint labs.", "12", "JPN USA"),
        ("Japan and the U.S. state of Georgia signed 12 agreements.", "12", "JPN USA"),
        ("Brazil sent Angola 12 tonnes of turkey meat.", "12 tonnes", "AGO BRA"),
        ("Peru and Chile bought 12 sets of fine china.", "12", "CHL PER"),
    ],
)
def test_words_that_look_like_parties(text: str, words: str, parties: str) -> None:
    assert " ".join(sorted(count(text, words).parties)) == parties


LEAD = "Vietnam and Cuba deepened their ties at talks in Hanoi."


@pytest.mark.parametrize(
    "sentence",
    [
        "The two countries signed 12 agreements.",
        "Both sides signed 12 agreements.",
        "They signed 12 agreements.",
        "Bilateral trade reached 12 million dollars.",
        "Hanoi and Havana signed 12 agreements.",
        "The two neighbours signed 12 agreements with each other.",
    ],
)
def test_references_are_resolved(sentence: str) -> None:
    words = "12 million dollars" if "million" in sentence else "12"
    assert sorted(count(f"{LEAD} {sentence}", words).parties) == ["CUB", "VNM"]


def test_the_partner_of_the_article_is_added_to_the_one_named() -> None:
    assert sorted(count(f"{LEAD} Cuban doctors trained 12 nurses.", "12").parties) == ["CUB", "VNM"]


def test_unnamed_partners_add_none() -> None:
    assert count("China has signed 12 agreements with 137 countries.", "12").parties == ("CHN",)


def test_each_sentence_of_its_own_parties() -> None:
    text = "Kuwait lent Jordan 60 million dollars. Estonia and Finland ran 12 joint exercises."
    assert sorted(count(text, "60 million dollars").parties) == ["JOR", "KWT"]
    assert sorted(count(text, "12").parties) == ["EST", "FIN"]
