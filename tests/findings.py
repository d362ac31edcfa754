"""What extraction finds in a text that a test gives."""

from __future__ import annotations

from datetime import date

from transforms.extract import extract
from transforms.records import Count, Document, Extraction, RejectedNumber

DAY = date(2024, 5, 10)


def found(text: str, day: date | None = DAY, *, explain: bool = False) -> Extraction:
    """Everything found in an English article, published on Friday 10 May 2024 unless said otherwise."""
    return extract(Document("a", "a.txt", text, language="en", published_date=day), explain=explain)


def figure(text: str, words: str, day: date | None = DAY) -> Count | RejectedNumber:
    """The one number, counted or rejected, that covers `words` in the text."""
    start = text.index(words)
    result = found(text, day)
    rows: list[Count | RejectedNumber] = [*result.counts, *result.rejected]
    over = [row for row in rows if row.char_start < start + len(words) and row.char_end > start]
    assert len(over) == 1, [row.value_text for row in over]
    return over[0]


def count(text: str, words: str, day: date | None = DAY) -> Count:
    """As `figure`, and it must be a cooperation count."""
    row = figure(text, words, day)
    assert isinstance(row, Count), f"{row.value_text} is rejected: {row.reason}"
    return row


def reason(text: str, words: str) -> str:
    """Why the number is rejected."""
    row = figure(text, words)
    assert isinstance(row, RejectedNumber), f"{row.value_text} is a count of {row.object_text}"
    return row.reason
