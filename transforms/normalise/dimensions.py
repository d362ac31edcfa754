"""Dimension and bridge tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from transforms import schema, vocabulary
from transforms.normalise import keys

FIRST_YEAR = 1900
LAST_YEAR = 2100
FRIDAY = 5
BRIDGES = {
    "count_parties": ("counts", "count_id", "parties", "party"),
    "count_fields": ("counts", "count_id", "fields", "field_code"),
    "field_parties": ("fields", "field_mention_id", "parties", "party"),
    "initiative_parties": ("initiatives", "initiative_id", "parties", "party"),
    "statistic_parties": ("statistics", "statistic_id", "parties", "party"),
    "statistic_fields": ("statistics", "statistic_id", "fields", "field_code"),
}


def bridges(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The bridge tables: one row for each member of a list cell."""
    return {name: _bridge(frames[source], name, *columns) for name, (source, *columns) in BRIDGES.items()}


def _bridge(frame: pd.DataFrame, name: str, key: str, listed: str, member: str) -> pd.DataFrame:
    members = frame[[key, listed]].dropna(subset=[listed])
    members = members.assign(**{member: members[listed].str.split(";")}).explode(member)
    return schema.conform(members, schema.tables()[name])


def dimensions(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """All dimension tables for the facts in `frames`."""
    return {
        "dim_party": dim_party(),
        "dim_field": dim_field(),
        "dim_object_class": dim_object_class(),
        "dim_date": dim_date(touched_years(frames)),
        "dim_speaker": dim_speaker(frames["counts"]),
    }


def dim_party() -> pd.DataFrame:
    """Every country and group of the vocabulary."""
    return schema.frame(schema.tables()["dim_party"], [*_countries(), *_groups()])


def _countries() -> Iterable[dict[str, Any]]:
    for row in vocabulary.rows("countries"):
        yield {
            "party": row["iso3"],
            "party_kind": "country",
            "party_name": row["name"],
            "official_name": row["official_name"] or None,
            "iso2": row["iso2"] or None,
            "iso3": row["iso3"],
            "m49": row["m49"] or None,
        }


def _groups() -> Iterable[dict[str, Any]]:
    for row in vocabulary.rows("groups"):
        members = vocabulary.split(row["members"])
        yield {
            "party": row["code"],
            "party_kind": "group",
            "party_name": row["name"],
            "members": ";".join(sorted(members)) or None,
        }


def dim_field() -> pd.DataFrame:
    """Every field code with its cross-walks to other classifications."""
    rows = [
        {
            "field_code": row["code"],
            "field_name": row["name"],
            "covers": row["covers"],
            "dac_sector": row["dac_sector"] or None,
            "ford": row["ford"] or None,
            "sdg": ";".join(vocabulary.split(row["sdg"])) or None,
            "plover": row["plover"] or None,
        }
        for row in vocabulary.rows("fields")
    ]
    return schema.frame(schema.tables()["dim_field"], rows)


def dim_object_class() -> pd.DataFrame:
    """Every class of counted things."""
    rows = [{"object_class": row["code"], "covers": row["covers"]} for row in vocabulary.rows("object_classes")]
    return schema.frame(schema.tables()["dim_object_class"], rows)


def dim_speaker(counts: pd.DataFrame) -> pd.DataFrame:
    """Every speaker of the counts by the most frequent spelling, and one row for unattributed statements."""
    named = counts.dropna(subset=["speaker"])
    rows: list[dict[str, Any]] = [{"speaker_id": keys.UNATTRIBUTED, "speaker": keys.UNATTRIBUTED}]
    for speaker_id, mentions in named.groupby("speaker_id", sort=True):
        roles = sorted(set(mentions["speaker_role"].dropna()))
        name = _most_frequent(mentions["speaker"])
        rows.append({"speaker_id": speaker_id, "speaker": name, "roles": "; ".join(roles) or None})
    return schema.frame(schema.tables()["dim_speaker"], rows)


def _most_frequent(names: pd.Series[Any]) -> str:
    """The name that occurs most often; of equals, the first in the alphabet."""
    counted = [(-times, str(name)) for name, times in names.value_counts().items()]
    return min(counted)[1]


def touched_years(frames: Mapping[str, pd.DataFrame]) -> range:
    """All years from the first to the last that a date in the frames lies in, kept within 1900 to 2100."""
    years = [year for name, frame in frames.items() for year in _years(frame, name)]
    years = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return range(min(years), max(years) + 1) if years else range(0)


def _years(frame: pd.DataFrame, name: str) -> set[int]:
    table = schema.tables()[name]
    days = [column.name for column in table.columns if column.type == "date32"]
    return {day.year for column in days for day in frame[column].dropna().unique()}


def dim_date(years: range) -> pd.DataFrame:
    """The calendar: one row for each day of the years."""
    days = _days(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else []
    return schema.frame(schema.tables()["dim_date"], [_calendar_row(day) for day in days])


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _calendar_row(day: date) -> dict[str, Any]:
    return {
        "date": day,
        "year": day.year,
        "quarter": (day.month + 2) // 3,
        "month": day.month,
        "month_start": day.replace(day=1),
        "iso_week": day.isocalendar().week,
        "is_weekend": day.isoweekday() > FRIDAY,
    }
