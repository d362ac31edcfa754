"""Datelines: every usual form is taken apart, and lines that only look like one are left alone."""

from __future__ import annotations

import pytest

from transforms.read.dateline import parse, parse_alone
from transforms.read.dates import PartialDate

# line up to the report, place, country, (year, month, day), agency
DATELINES = [
    ("BEIJING, Nov. 26 (Xinhua) -- ", "BEIJING", "CHN", (None, 11, 26), "Xinhua"),
    ("MOSCOW, August 26. /TASS/. ", "MOSCOW", "RUS", (None, 8, 26), "TASS"),
    ("Hanoi (VNA) – ", "Hanoi", "VNM", None, "VNA"),
    ("New Delhi, Jul 19 (PTI) ", "New Delhi", "IND", (None, 7, 19), "PTI"),
    ("Kuala Lumpur, 20 June 2024 – ", "Kuala Lumpur", "MYS", (2024, 6, 20), None),
    ("24 March 2021, Rome/Kampala – ", "Rome/Kampala", "ITA", (2021, 3, 24), None),
    ("MANDALAY/BANGKOK, April 3 - ", "MANDALAY/BANGKOK", "MMR", (None, 4, 3), None),
    ("SAMARKAND — ", "SAMARKAND", "UZB", None, None),
    ("TEHRAN- ", "TEHRAN", "IRN", None, None),
    ("TEHRAN – ", "TEHRAN", "IRN", None, None),
    ("Addis Ababa, January 14, 2025 (ENA) – ", "Addis Ababa", "ETH", (2025, 1, 14), "ENA"),
    ("AKP Phnom Penh, January 09, 2024 --", "Phnom Penh", "KHM", (2024, 1, 9), "AKP"),
    ("Accra, July 3, GNA – ", "Accra", "GHA", (None, 7, 3), "GNA"),
    ("Astana, 3 May 2024. ", "Astana", "KAZ", (2024, 5, 3), None),
    ("STUTTGART. ", "STUTTGART", "DEU", None, None),
    ("CNN — ", None, None, None, "CNN"),
    ("LONDON (Reuters) - ", "LONDON", "GBR", None, "Reuters"),
    ("MOSCOW, December 2 - RIA Novosti. ", "MOSCOW", "RUS", (None, 12, 2), "RIA Novosti"),
    ("OSAKA, Japan, April 27 - ", "OSAKA", "JPN", (None, 4, 27), None),
    ("ISLAMABAD, Pakistan – ", "ISLAMABAD", "PAK", None, None),
    ("ISLAMABAD: ", "ISLAMABAD", "PAK", None, None),
    ("BRUSSELS, 12.05.2022 – ", "BRUSSELS", "BEL", (2022, 5, 12), None),
    ("ST. PETERSBURG, June 5. /TASS/. ", "ST. PETERSBURG", "RUS", (None, 6, 5), "TASS"),
    ("ASTANA. TASS – ", "ASTANA", "KAZ", None, "TASS"),
    ("ACCRA, 3rd March 2023 — ", "ACCRA", "GHA", (2023, 3, 3), None),
    ("(Reuters) - ", None, None, None, "Reuters"),
    ("Moscow, Dec. 2 (Qqq News) – ", "Moscow", "RUS", (None, 12, 2), "Qqq News"),
]

NO_DATELINES = [
    "China – Africa trade hit a record last year",
    "CHINA – AFRICA TRADE HITS RECORD",
    "Beijing – long a partner of Nairobi – signed two deals",
    "Moscow – Beijing trains run daily",
    "Beijing: We want more of this",
    "FACT SHEET – The two sides agreed",
    "UPDATE — The ministers met",
    "Tuesday, 7 May 2024 – The ministers met",
    "By 5 May 2024 - the start - two labs will open",
    "On May 5, China and Kenya signed two deals",
    "Russia - Lesotho: a partnership in figures",
    "The fund (Xinhua) was set up",
    "Five neighbours -- Kenya, Uganda and three more -- agreed",
    "In 2023, trade - including services - grew",
    "",
]


@pytest.mark.parametrize(("head", "place", "country", "when", "agency"), DATELINES)
def test_dateline(
    head: str, place: str | None, country: str | None, when: tuple[int | None, int, int] | None, agency: str | None
) -> None:
    found = parse(f"{head}The two sides signed 12 agreements - all of them new - on Friday.")
    assert found is not None
    assert (found.place, found.country, found.agency) == (place, country, agency)
    assert found.when == (PartialDate(*when) if when else None)
    assert found.end == len(head)


def test_agency_between_slashes_is_known_by_its_other_spelling() -> None:
    found = parse("WASHINGTON, July 9 /PRNewswire/ -- A company signed two contracts.")
    assert found is not None
    assert (found.place, found.country, found.when) == ("WASHINGTON", "USA", PartialDate(None, 7, 9))
    assert found.agency


def test_an_agency_between_slashes_may_touch_its_dashes() -> None:
    found = parse("ABIDJAN, Ivory Coast, 8 September 2022 -/African Media Agency/- The bank approved two loans.")
    assert found is not None
    assert (found.place, found.country, found.agency) == ("ABIDJAN", "CIV", "African Media Agency")


@pytest.mark.parametrize("line", NO_DATELINES)
def test_no_dateline(line: str) -> None:
    assert parse(line) is None


def test_unknown_place_has_no_country() -> None:
    found = parse("QUUXHAVEN, May 5 (Xinhua) -- Two boats came.")
    assert found is not None
    assert (found.place, found.country) == ("QUUXHAVEN", None)


def test_dateline_on_its_own_line_needs_place_and_full_date() -> None:
    found = parse_alone("Accra, 5 May 2022")
    assert found is not None
    assert (found.place, found.country, found.when) == ("Accra", "GHA", PartialDate(2022, 5, 5))
    assert parse_alone("Accra, 5 May") is None
    assert parse_alone("Two deals, 5 May 2022") is None
