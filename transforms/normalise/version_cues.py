"""What a headline says of the version: UPDATE 2, CORRECTED, (Adds quotes)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd

from transforms import vocabulary

MARK = re.compile(
    r"^\W*(?P<front>[^\W\d_]+)\s*(?P<number>\d*)\s*[-–—:/(]|[(\[](?P<inside>[^\W\d_]+)\b[^()\[\]]*[)\]]\s*$"
)


@cache
def _cues() -> dict[str, str]:
    return {row["phrase"]: row["kind"] for row in vocabulary.rows("version_cues")}


def version_rank(title: Any) -> int:
    """0 for a plain headline; 1 and up for one that marks a corrected or updated version, by its number."""
    found = _mark(title)
    return 1 + int(found["number"] or 0) if found else 0


def is_correction(title: Any) -> bool:
    """Whether the headline says that the article corrects another."""
    found = _mark(title)
    return found is not None and _cues()[_word(found)] == "correction"


def _mark(title: Any) -> re.Match[str] | None:
    found = None if pd.isna(title) else MARK.search(str(title))
    return found if found and _word(found) in _cues() else None


def _word(found: re.Match[str]) -> str:
    return (found["front"] or found["inside"]).casefold()
