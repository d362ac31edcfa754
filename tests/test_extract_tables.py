"""Tables flattened into text."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.records import Document

FLAT = "The bank said. Country Projects Amount Kenya 12 $4.5 million Ghana 9 $3.1 million. It will go on."
BARRED = "Donor | Loans | Trucks\nItaly | €40 million | 16\nLatvia | €12 million | -"


def _read(text: str, title: str) -> tuple[list[tuple[str, float, str, str | None, tuple[str, ...]]], dict[str, str]]:
    found = extract(Document("a", "a.txt", text, title=title, published_date=date(2024, 5, 10)), explain=True)
    rows = [(row.value_text, row.value, row.unit, row.object_head, row.parties) for row in found.counts]
    return rows, {row.value_text: row.reason for row in found.rejected}


def test_cells_take_heading_and_row() -> None:
    rows, _ = _read(FLAT, "Germany lends")
    assert rows == [
        ("12", 12, "1", "project", ("DEU", "KEN")),
        ("$4.5 million", 4_500_000, "USD", None, ("DEU", "KEN")),
        ("9", 9, "1", "project", ("DEU", "GHA")),
        ("$3.1 million", 3_100_000, "USD", None, ("DEU", "GHA")),
    ]


def test_bars_part_cells_and_a_dash_is_none() -> None:
    rows, _ = _read(BARRED, "Help for Ukraine")
    assert [row[:4] for row in rows] == [
        ("€40 million", 40_000_000, "EUR", "loan"),
        ("16", 16, "1", "truck"),
        ("€12 million", 12_000_000, "EUR", "loan"),
    ]


def test_a_heading_gives_unit_and_scale() -> None:
    rows, _ = _read(
        "Beef for Japan\n\nYear Tonnes Value (million dollars) 2021 810 3.2 2022 940 4.1", "Uruguay and Japan"
    )
    assert [row[:3] for row in rows] == [
        ("810", 810, "t"),
        ("3.2", 3_200_000, "USD"),
        ("940", 940, "t"),
        ("4.1", 4_100_000, "USD"),
    ]


def test_without_a_second_party_a_table_is_domestic() -> None:
    rows, rejected = _read("Results. Country Schools Farms Kenya 12 45 Ghana 9 31.", "Results")
    assert rows == []
    assert set(rejected.values()) == {"domestic"}


@pytest.mark.parametrize("heading", ["Projects Farms Schools", "Projects"])
def test_headings_that_do_not_match_set_the_numbers_aside(heading: str) -> None:
    rows, rejected = _read(f"The bank said. Country {heading} Kenya 12 45 Ghana 9 31.", "Germany lends")
    assert rows == []
    assert rejected == dict.fromkeys(("12", "45", "9", "31"), "table")


def test_one_row_is_no_table() -> None:
    _, rejected = _read("Germany lends. Country Projects Farms Kenya 12 45.", "Germany lends")
    assert "table" not in rejected.values()
