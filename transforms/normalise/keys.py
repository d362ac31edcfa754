"""Stable keys: the same parts give the same key on every machine and in every run."""

from __future__ import annotations

import hashlib
import unicodedata

KEY_DIGITS = 20
SEPARATOR = "\x1f"
UNATTRIBUTED = "unattributed"


def key(*parts: str | int) -> str:
    """First 20 hex digits of SHA-256 over the parts in UTF-8, kept apart by the unit separator."""
    joined = SEPARATOR.join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:KEY_DIGITS]


def article_key(source_id: str, text: str) -> str:
    """Key of the document with that identifier and text."""
    return key(source_id, text)


def input_key(source_file: str) -> str:
    """Key of the input file at that path below the raw folder."""
    return key(source_file)


def speaker_key(speaker: str | None) -> str:
    """Key of a speaker: the name, case-folded, in NFC and with single spaces; a fixed word when nobody is named."""
    folded = unicodedata.normalize("NFC", " ".join((speaker or "").split()).casefold())
    return folded or UNATTRIBUTED


def text_sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def joined(codes: tuple[str, ...]) -> str | None:
    """The distinct codes, sorted and joined by ';'; None when there are none."""
    return ";".join(sorted(set(codes))) or None
