"""One report of two leaders' letters, through the command line into Parquet, column by column."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from quality.labelled import SEED_FOLDER, SHARED, read_rows
from quality.measuring import table_rows

OWN = "2021-11-26-china-russia-innovation-year-closes"
LABELS = SHARED / "gold" / "seed.jsonl"
SEEDS = sorted(path.stem for path in SEED_FOLDER.glob("*.txt")) if LABELS.exists() else []
YEAR = "China-Russia Year of Scientific and Technological Innovation"
INITIATIVES = {
    YEAR: ("programme", None),
    "China-Russia science and technology innovation fund": ("fund", None),
    "Nuclotron-based Ion Collider facility": ("facility", "NICA"),
    "Russian-China Mathematical Center": ("institution", None),
}
SHARED_COLUMNS = {
    "value_text": "more than 1,000",
    "value": 1000,
    "lower": 1000,
    "upper": None,
    "qualifier": "more_than",
    "measure": "count",
    "unit": "1",
    "object_head": "activity",
    "object_class": "activity",
    "parties": "CHN;RUS",
    "period_end": date(2021, 11, 26),
    "status": "realised",
    "basis": "flow",
    "per": None,
    "document_kind": "letter",
}
OWN_COUNTS = [
    SHARED_COLUMNS
    | {
        "object_text": "cooperation and exchange activities",
        "period_text": "for more than a year",
        "period_start": date(2020, 11, 26),
        "speaker": "Xi Jinping",
        "speaker_role": "Chinese President",
    },
    SHARED_COLUMNS
    | {
        "period_text": "Over the past two years",
        "period_start": date(2019, 11, 26),
        "speaker": "Vladimir Putin",
        "speaker_role": "Russian President",
        "fields": "science",
        "programme": YEAR,
    },
]
OWN_FIELDS = [
    ("pandemic prevention and control", "health"),
    ("aerospace and aviation", "aerospace"),
    ("nuclear energy", "nuclear"),
    ("digital economy", "digital"),
]
LABELLED_COLUMNS = (
    "value_text",
    "value",
    "lower",
    "upper",
    "qualifier",
    "measure",
    "unit",
    "object_text",
    "object_head",
    "object_class",
    "period_text",
    "status",
    "speaker",
    "speaker_role",
    "programme",
)

Rows: TypeAlias = list[dict[str, Any]]


def rows(everything: Path, table: str, source: str) -> Rows:
    return sorted(table_rows(everything, table).get(source, []), key=lambda row: row["char_start"])


def shown(row: dict[str, Any], names: Any) -> dict[str, Any]:
    return {name: row[name] for name in names}


def test_two_counts_with_every_column(everything: Path) -> None:
    found = rows(everything, "counts", OWN)
    assert [shown(row, want) for row, want in zip(found, OWN_COUNTS, strict=True)] == OWN_COUNTS
    assert all(row["confidence"] > 0.5 for row in found)


def test_the_fields_of_the_list(everything: Path) -> None:
    found = [(row["field_text"], row["field_code"]) for row in rows(everything, "fields", OWN)]
    assert [pair for pair in found if pair[1] != "science"] == OWN_FIELDS
    assert {row["parties"] for row in rows(everything, "fields", OWN)} == {"CHN;RUS"}


@pytest.mark.parametrize("source", [OWN, *SEEDS])
def test_four_initiatives(everything: Path, source: str) -> None:
    found = rows(everything, "initiatives", source)
    named = {row["name"]: (row["kind"], row["acronym"]) for row in found if row["kind"] != "partnership"}
    assert named == INITIATIVES
    assert {row["parties"] for row in found} == {"CHN;RUS"}
    (year,) = (row for row in found if row["name"] == YEAR)
    assert year["started"] == "2020-08"


@pytest.mark.parametrize("source", [OWN, *SEEDS])
def test_where_the_article_came_from(everything: Path, source: str) -> None:
    (article,) = table_rows(everything, "articles")[source]
    heading = ("agency", "dateline_place", "dateline_country", "language", "published_date")
    assert shown(article, heading) == {
        "agency": "Xinhua",
        "dateline_place": "BEIJING",
        "dateline_country": "CHN",
        "language": "en",
        "published_date": date(2021, 11, 26),
    }


if SEEDS:

    @pytest.mark.parametrize("source", SEEDS)
    def test_five_distinct_fields(everything: Path, source: str) -> None:
        codes = {row["field_code"] for row in rows(everything, "fields", source)}
        assert codes == {"health", "aerospace", "nuclear", "digital", "science"}

    @pytest.mark.parametrize("label", read_rows(LABELS), ids=lambda label: label["id"])
    def test_the_labelled_report(everything: Path, label: dict[str, Any]) -> None:
        found = rows(everything, "counts", label["id"])
        wanted = label["counts"]
        assert len(found) == len(wanted) == 2
        for row, want in zip(found, wanted, strict=True):
            assert shown(row, LABELLED_COLUMNS) == shown(want, LABELLED_COLUMNS)
            assert row["char_start"] == want["start"]
            assert row["parties"].split(";") == want["parties"]
            assert row["fields"].split(";") == want["fields"]
            assert [str(row[name]) for name in ("period_start", "period_end")] == [
                want["period_start"],
                want["period_end"],
            ]
