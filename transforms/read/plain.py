"""Plain text: one file is one article."""

from __future__ import annotations

from transforms.read.encoding import UnreadableError, decode
from transforms.read.stated import Fault, Hints, Stated

UNREADABLE_REMEDY = "deliver the article as UTF-8 text"


def read_plain(data: bytes, stem: str, hints: Hints) -> list[Stated | Fault]:
    """The whole file as one article, its text kept as it is."""
    try:
        text, notes = decode(data, hints.charset)
    except UnreadableError as problem:
        return [Fault(str(problem), UNREADABLE_REMEDY, stem)]
    return [Stated(text, hints.url or stem, url=hints.url, notes=notes)]
