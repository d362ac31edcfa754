"""What an input is, by its name and by the media type that a server gave it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from transforms.read.expand import COMPRESSED
from transforms.vocabulary import rows

SHORT = {".tgz": (".tar", ".gz"), ".tzst": (".tar", ".zst")}
SAME = {
    ".atom": ".xml",
    ".htm": ".html",
    ".ndjson": ".jsonl",
    ".nitf": ".xml",
    ".rss": ".xml",
    ".tsv": ".csv",
    ".xhtml": ".html",
}
# Servers give these to anything; the name knows better.
VAGUE = frozenset({".txt", ".gz", ".zst", ".zip", ".xml"})


@dataclass(frozen=True, slots=True)
class Kind:
    """Name without its suffixes, format (`.txt`; "" when unknown), and compression (`.gz`; "" for none)."""

    stem: str
    suffix: str
    compression: str = ""

    @property
    def expanded(self) -> Kind:
        """The same without the compression."""
        return Kind(self.stem, self.suffix)


def kind(name: str, content_type: str | None = None) -> Kind:
    """Format by the name's suffixes and, where a server gave one, by the media type."""
    named = _by_name(name)
    stated = media_suffix(content_type)
    if not stated or (named.suffix and stated in VAGUE) or stated == named.suffix:
        return named
    if stated in COMPRESSED:
        return Kind(named.stem, named.suffix, stated)
    return Kind(named.stem, stated)


def _by_name(name: str) -> Kind:
    path = PurePosixPath(name.replace("\\", "/"))
    first = path.suffix.lower()
    if first in SHORT:
        return Kind(path.stem, *SHORT[first])
    if first in COMPRESSED:
        inner = PurePosixPath(path.stem)
        return Kind(inner.stem, _same(inner.suffix), first)
    return Kind(path.stem, _same(first))


def _same(suffix: str) -> str:
    return SAME.get(suffix.lower(), suffix.lower())


def media_suffix(content_type: str | None) -> str:
    """The suffix of the format that a media type names; empty when it is unknown."""
    return _media_types().get((content_type or "").split(";")[0].strip().lower(), "")


@cache
def _media_types() -> dict[str, str]:
    return {row["media_type"]: row["suffix"] for row in rows("media_types")}
