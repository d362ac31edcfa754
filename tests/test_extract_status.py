"""Whether a counted fact has happened, and whether a number is about cooperation at all."""

from __future__ import annotations

import pytest

from findings import count, reason


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Peru and Oman signed 14 agreements.", "realised"),
        ("Peru and Oman are building 14 bridges together.", "realised"),
        ("Peru approved 14 joint projects with Oman.", "realised"),
        ("Peru and Oman suspended 14 joint projects.", "realised"),
        ("Peru and Oman will build 14 bridges together.", "planned"),
        ("Peru and Oman plan to build 14 bridges together.", "planned"),
        ("Peru pledged 14 ambulances to Oman.", "planned"),
        ("Peru is to train 14 nurses from Oman.", "planned"),
        ("Peru and Oman agreed to open 14 offices.", "planned"),
        ("Peru and Oman are expected to sign 14 agreements.", "planned"),
        ("Peru aims to host 14 students from Oman.", "planned"),
        ("Peru and Oman could build 14 bridges together.", "hypothetical"),
        ("Peru may host 14 students from Oman.", "hypothetical"),
        ("If approved, the plan would bring 14 Omani doctors to Peru.", "hypothetical"),
        ("Peru called for 14 new joint laboratories with Oman.", "hypothetical"),
        ("Peru proposed 14 joint laboratories with Oman.", "hypothetical"),
        ("Peru hopes to send 14 students to Oman.", "hypothetical"),
        ("Peru and Oman did not sign the 14 agreements.", "negated"),
        ("Peru denied that it had sent 14 soldiers to Oman.", "negated"),
        ("Peru has never delivered the 14 ambulances to Oman.", "negated"),
        ("Peru withdrew the 14 ambulances promised to Oman.", "negated"),
        ("Peru refused to send 14 soldiers to Oman.", "negated"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert count(text, "14").status == status


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("Peru and Oman met in Lima. Peru has a population of 34 million.", "34 million", "domestic"),
        ("Peru and Oman met in Lima. Peru's economy grew 2.7 percent last year.", "2.7 percent", "domestic"),
        ("Peru and Oman met in Lima, where floods killed 45 people.", "45", "domestic"),
        ("Peru and Oman met. The Peruvian mountain is 6,768 metres high.", "6,768", "quantity_of_nature"),
        ("The loan of Oman to Peru carries an interest rate of 3.5 percent.", "3.5 percent", "price"),
        ("Peru and Oman signed a pact. A ticket costs 40 dollars.", "40 dollars", "price"),
        ("Peru and Oman backed the motion, which passed by 90 votes.", "90", "vote"),
    ],
)
def test_numbers_outside_cooperation(text: str, words: str, why: str) -> None:
    assert reason(text, words) == why


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Peru and Oman held 14 seminars.", "14", "activity"),
        ("Peru and Oman signed 14 memoranda.", "14", "agreement"),
        ("Peru and Oman run 14 irrigation projects.", "14", "project"),
        ("Peru and Oman opened 14 joint laboratories.", "14", "institution"),
        ("Some 14 Omani companies came to the fair in Peru.", "14", "enterprise"),
        ("Delegations from 14 countries came to the forum in Peru.", "14", "participant"),
        ("Peru welcomed 14 students from Oman.", "14", "student"),
        ("Peru sent 14 doctors to Oman.", "14", "expert"),
        ("Peru received 14,000 tourists from Oman.", "14,000", "visitor"),
        ("Oman invested 14 million dollars in Peruvian mines.", "14 million dollars", "investment"),
        ("Peru offered Oman 14 scholarships.", "14", "place"),
        ("Scientists of Peru and Oman published 14 papers together.", "14", "publication"),
        ("Peru and Oman are linked by 14 flights a week.", "14", "transport"),
        ("Oman built 14 bridges in Peru.", "14", "infrastructure"),
        ("Trade between Peru and Oman reached 14 million dollars.", "14 million dollars", "trade"),
        ("Oman lent Peru 14 million dollars.", "14 million dollars", "finance"),
        ("Oman donated 14,000 vaccine doses to Peru.", "14,000", "goods"),
        ("Peru and Oman have 14 pairs of sister cities.", "14", "city"),
        ("Peru and Oman adopted 14 measures at their summit.", "14", "measure"),
    ],
)
def test_object_classes(text: str, words: str, code: str) -> None:
    assert count(text, words).object_class == code
