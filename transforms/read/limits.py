"""How much one input may ask of the reader, in one place, and the errors that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

MEGABYTE = 2**20
PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one input; sizes are in bytes after decompression.

    Attributes:
        file_bytes: A file that is read as a whole: JSON, XML, an archive within an archive. JSON Lines, tables,
            Parquet, archives and crawls of any size are read piece by piece.
        record_bytes: One record: a line of JSON Lines, a plain text, a record of a crawl.
        page_bytes: One HTML page.
        page_tags: Tags in one HTML page, and words within one tag; more take the parser minutes.
        text_characters: The text of one article, in characters.
        members: Members of one ZIP or tar archive.
        depth: Containers within each other, each layer of compression counted.
        ratio: How many times the size of the input its contents may expand to, in all.
        free_bytes: What an input may expand to whatever the ratio.
        expanded_bytes: What an input may expand to at most.
    """

    file_bytes: int = 50 * MEGABYTE
    record_bytes: int = 20 * MEGABYTE
    page_bytes: int = 5 * MEGABYTE
    page_tags: int = 100_000
    text_characters: int = 2_000_000
    members: int = 200_000
    depth: int = 4
    ratio: int = 200
    free_bytes: int = 64 * MEGABYTE
    expanded_bytes: int = 32 * 1024 * MEGABYTE


LIMITS = Limits()


class RefusedError(ValueError):
    """An input, or a member of one, that is not read; the message says why and `remedy` what to do."""

    def __init__(self, error: str, remedy: str) -> None:
        """Why it is not read and what to do."""
        super().__init__(error)
        self.remedy = remedy


class ExhaustedError(RefusedError):
    """The input as a whole has used up what it may expand to: nothing more of it is read."""


class Meter:
    """Counts the bytes that an input of `size` bytes expands to; raises ExhaustedError beyond the limits."""

    def __init__(self, limits: Limits, size: int) -> None:
        """For an input of that many bytes as it was delivered."""
        self.allowed = min(limits.expanded_bytes, max(limits.free_bytes, limits.ratio * size))
        self.expanded = 0

    def add(self, size: int) -> None:
        """Count so many more bytes."""
        self.expanded += size
        if self.expanded > self.allowed:
            error = f"decompression bomb: expands to more than {megabytes(self.allowed)}"
            raise ExhaustedError(error, "deliver the articles without compression, or in several archives")


def bounded(stream: BinaryIO, most: int, what: str) -> bytes:
    """All that is left in the stream; RefusedError when that is more than `most` bytes."""
    pieces: list[bytes] = []
    left = most
    while piece := stream.read(min(PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise RefusedError(f"{what} of more than {megabytes(most)}", "split it into smaller ones")
        pieces.append(piece)
    return b"".join(pieces)


def megabytes(size: int) -> str:
    """The size in words: "50 MB", "700 bytes"."""
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size} bytes"
