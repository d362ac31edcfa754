"""What is read from the pages of tests/cases/pages, against what they hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from transforms.read import read

PAGES = Path(__file__).parents[1] / "cases" / "pages"
FACTS = ("title", "date", "url", "publisher", "agency")
WORD = re.compile(r"\w+")


def expected() -> dict[str, dict[str, Any]]:
    """Name of the structure -> what its page holds."""
    data: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
    return data


def measured(name: str, holds: dict[str, Any]) -> dict[str, float]:
    """Precision and recall of the body's words, and 1 or 0 for each fact."""
    [found] = read((PAGES / f"{name}.html").read_bytes(), f"{name}.html").documents
    have, want = (Counter(WORD.findall(text)) for text in (found.text, " ".join(holds["body"])))
    # The headline may stand in front of the body.
    have -= Counter(WORD.findall(holds["title"])) if found.text.startswith(holds["title"]) else Counter()
    common = sum((have & want).values())
    figures = {"precision": common / max(1, sum(have.values())), "recall": common / sum(want.values())}
    published = found.published_date.isoformat() if found.published_date else None
    said = {"title": found.title, "date": published, "url": found.url, "publisher": found.publisher}
    said["agency"] = found.agency
    return {key: round(value, 3) for key, value in figures.items()} | {
        fact: float(said[fact] == holds[fact]) for fact in FACTS
    }


def table() -> dict[str, dict[str, float]]:
    """The figures of every structure."""
    return {name: measured(name, holds) for name, holds in expected().items()}
