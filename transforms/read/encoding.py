"""Bytes to text: which characters they are, with mojibake repaired and control characters blanked."""

from __future__ import annotations

import codecs
import re
from functools import cache

from transforms.vocabulary import rows

SAMPLE_BYTES = 32_768
HEAD_BYTES = 4_096
DEFAULT = "utf_8"
WESTERN = "cp1252"
WESTERN_SHARE = 0.2
CONTROL_SHARE = 0.05
BOMS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Bytes of UTF-8 that were read one by one stand side by side, or before a blank that was a no-break space.
SUSPECT = re.compile("[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[\x80-\x9f])|(?<=[\xc0-\xff]) )")
SURROGATES = re.compile("[\ud800-\udfff]")
# Kept, because offsets must stay and extraction copes with them; noted, because they may hide or turn what is read.
UNSEEN = {
    "invisible characters": re.compile("[\u200b\u2060\ufeff\u180e]"),
    "text direction marks": re.compile("[\u202a-\u202e\u2066-\u2069]"),
    "characters not composed": re.compile("(?<=[A-Za-z])[\u0300-\u036f]"),
}
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE
)
REPLACEMENT = "\ufffd"


class UnreadableError(ValueError):
    """The bytes are no text: another kind of file, or an encoding that cannot be told."""


def decode(data: bytes, *declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Clean text of `data` and notes on what was repaired; raises UnreadableError for content that is no text."""
    text, notes = characters(data, *declared)
    cleaned, more = clean(text)
    return cleaned, (*notes, *more)


def characters(data: bytes, *declared: str | None) -> tuple[str, tuple[str, ...]]:
    """The characters of `data` before any cleaning, and a note where their encoding had to be guessed.

    Order of trust: byte order mark, the charsets that header and document declare, UTF-8, then what the bytes look
    like, Windows-1252 first for Western text. Raises UnreadableError for content that is no text.
    """
    for mark, codec in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), ()
    if wide := _wide(data):
        return data.decode(wide, "replace"), ()
    refuse_binary(data)
    for codec in _trusted(declared):
        if (text := _strict(data, codec)) is not None:
            return text, ()
    return _guess(data)


def _trusted(declared: tuple[str | None, ...]) -> tuple[str, ...]:
    """Codecs to try strictly; Windows-1252 last, because it fits almost any bytes and is declared in error."""
    named = [codec for label in declared if (codec := codec_of(label))]
    certain = [codec for codec in named if codec != WESTERN]
    return tuple(dict.fromkeys((*certain, DEFAULT, *named)))


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with mojibake repaired, line ends as LF, and control characters and lone surrogates replaced 1:1."""
    notes: list[str] = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    repaired = text if text.isascii() else _repair(text)
    if repaired != text:
        notes.append("mojibake repaired")
    text, controls = CONTROLS.subn(" ", repaired)
    if controls:
        notes.append(f"control characters replaced: {controls}")
    text, surrogates = (text, 0) if text.isascii() else SURROGATES.subn(REPLACEMENT, text)
    if surrogates:
        notes.append(f"lone surrogates replaced: {surrogates}")
    if not text.isascii():
        found = ((what, len(pattern.findall(text))) for what, pattern in UNSEEN.items())
        notes += [f"{what} kept: {number}" for what, number in found if number]
    return text, tuple(notes)


def declared_charset(data: bytes) -> str | None:
    """The charset label in the head of an HTML or XML document, as written."""
    match = DECLARED.search(data[:HEAD_BYTES])
    return match.group(1).decode("ascii", "replace") if match else None


def codec_of(label: str | None) -> str | None:
    """The codec for a declared charset label; none for labels that are unknown."""
    return _charsets().get(label.strip().casefold()) if label else None


@cache
def _charsets() -> dict[str, str]:
    return {row["label"]: row["codec"] for row in rows("charsets")}


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    return tuple((bytes.fromhex(row["signature"]), row["format"]) for row in rows("file_signatures"))


def refuse_binary(data: bytes) -> None:
    """Raises UnreadableError when the head of `data` is that of another file type or full of control bytes."""
    for signature, kind in _signatures():
        if data.startswith(signature):
            raise UnreadableError(f"content is not text: {kind}")
    head = data[:HEAD_BYTES]
    if len(BINARY.findall(head)) > CONTROL_SHARE * len(head) + 1:
        raise UnreadableError("content is not text: binary data")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by the zero bytes of its Latin letters."""
    head = data[:HEAD_BYTES]
    if len(head) < 4 or len(data) % 2 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = len(head) // 40, len(head) // 5
    if odd >= many and even <= few:
        return "utf_16_le"
    return "utf_16_be" if even >= many and odd <= few else None


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    damaged = data.decode(DEFAULT, "replace")
    bad = damaged.count(REPLACEMENT)
    if bad * 4 <= len(MULTIBYTE.findall(data)) - bad:
        return damaged, (f"invalid UTF-8 bytes replaced: {bad}",)
    codec = WESTERN if _is_western(data) else _detected(data[:SAMPLE_BYTES])
    if codec is None:
        raise UnreadableError("encoding cannot be told")
    return data.decode(codec, "replace"), (f"decoded as {codec}",)


def _is_western(data: bytes) -> bool:
    """Mostly ASCII, and no byte that Windows-1252 leaves undefined."""
    if _strict(data, WESTERN) is None:
        return False
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return high <= WESTERN_SHARE * len(data)


def _detected(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else None


def _repair(text: str) -> str:
    """Mojibake undone line by line, so that one sound character elsewhere cannot hide it."""
    if not SUSPECT.search(text):
        return text
    from ftfy import fix_encoding

    return "\n".join(fix_encoding(line) if SUSPECT.search(line) else line for line in text.split("\n"))
