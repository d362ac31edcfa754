"""The own sentences by phenomenon, through extraction alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from functools import cache

from transforms.extract import extract
from transforms.records import Document

from .labelled import CASES, Row, read_rows
from .scoring import Tally


@cache
def cases() -> dict[str, list[Row]]:
    """Phenomenon -> its labelled sentences."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(CASES):
        found[row["phenomenon"]].append(row)
    return dict(found)


def tally(rows: list[Row]) -> Tally:
    """Labelled sentences, each extracted as an article of its own."""
    found = Tally()
    for case in rows:
        day = date.fromisoformat(case["date"]) if case["date"] else None
        result = extract(Document(case["id"], case["id"], case["text"], language="en", published_date=day))
        found.add(case, [asdict(row) for row in result.counts], [asdict(row) for row in result.rejected])
    return found


def case_tallies() -> dict[str, Tally]:
    """Phenomenon -> what of its sentences is right."""
    return {phenomenon: tally(rows) for phenomenon, rows in cases().items()}
