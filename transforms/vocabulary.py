"""The one place that opens vocabulary files."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "vocab"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of `vocab/<name>.csv` as dictionaries, in file order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def word_set(name: str, column: str = "word") -> frozenset[str]:
    """What one column of `vocab/<name>.csv` lists, as a set."""
    return frozenset(row[column] for row in rows(name))


def split(cell: str) -> tuple[str, ...]:
    """The members of a list cell, which are joined by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def lines(name: str) -> tuple[str, ...]:
    """All lines of `vocab/<name>.txt` that are neither empty nor a comment."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
