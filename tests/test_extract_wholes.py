"""Parts of totals, and amounts stated twice in two units."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.records import Document


def links(text: str, column: str) -> dict[str, str]:
    """Words of each count that points to another -> words of that one."""
    counts = extract(Document("a", "a", text, language="en", published_date=date(2024, 5, 10))).counts
    pairs = [(count, getattr(count, column)) for count in counts]
    return {count.value_text: text[slice(*other)] for count, other in pairs if other}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Panama and Singapore have completed 64 projects. Of the 64, 20 were in logistics and 11 in water.",
            {"20": "64", "11": "64"},
        ),
        ("Tajikistan and Pakistan signed 21 documents, including four agreements on power.", {"four": "21"}),
        ("Cuba has sent 280 doctors to Jamaica this year, 95 of whom work in Kingston.", {"95": "280"}),
        ("Of 18 Indian missions planned in Africa, 17 have opened.", {"17": "18"}),
        ("India has opened 17 of the 18 missions that it promised Africa in 2018.", {"17": "18"}),
        (
            "A total of 320 students from Zambia study in Slovakia. Among them, 140 will become doctors.",
            {"140": "A total of 320"},
        ),
        (
            "India awarded 90 scholarships to Madagascar: 45 for engineering, 30 for medicine and 15 for music.",
            {"45": "90", "30": "90", "15": "90"},
        ),
        (
            "India awarded Madagascar 45 scholarships for engineering, 30 for medicine and 15 for music, 90 in all.",
            {"45": "90", "30": "90", "15": "90"},
        ),
        ("Georgia and Israel held 36 meetings. Israeli firms also opened 12 offices in Georgia.", {}),
        ("Chile gave Peru 20 scholarships. It gave Bolivia five of them back.", {"five": "20"}),
        ("China and Serbia signed 29 agreements and opened 12 joint laboratories.", {}),
        ("Japan lent Laos 6 billion yen, including 5 million U.S. dollars for pumps.", {}),
    ],
)
def test_parts(text: str, expected: dict[str, str]) -> None:
    found = {words.removeprefix("A total of "): whole for words, whole in links(text, "part_of").items()}
    assert found == {words: whole.removeprefix("A total of ") for words, whole in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Japan will lend Laos 6 billion yen (about 55 million U.S. dollars) for a bridge.",
            {"about 55 million U.S. dollars": "6 billion yen"},
        ),
        (
            "Japan provided Kenya with 170 million yen, or 1.5 million U.S. dollars, for clinics.",
            {"1.5 million U.S. dollars": "170 million yen"},
        ),
        ("China will build a 500-km (310-mile) railway in Kenya.", {"310-mile": "500-km"}),
        ("China will build Kenya a 50 MW plant (200 hectares).", {}),
        ("Japan lent Kenya 6 billion yen and 55 million U.S. dollars.", {}),
        ("Japan lent Kenya 6 billion yen. France lent it (Kenya) 55 million euros.", {}),
    ],
)
def test_equivalents(text: str, expected: dict[str, str]) -> None:
    assert links(text, "equivalent_of") == expected
