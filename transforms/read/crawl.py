"""Web archives (WARC, WACZ): the pages among their records, and why the others are passed over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from transforms.read.archives import Member, zip_members
from transforms.read.expand import WHOLE_REMEDY, counted, damaged, expanded
from transforms.read.limits import PIECE, ExhaustedError, Limits, Meter, RefusedError, bounded, megabytes
from transforms.read.naming import media_suffix

PAGES = {".html", ".txt"}
HELD = ("response", "resource")
PACKED = "archive/"
OK = 200
MOST_HEADER_BYTES = 2**16
PANIC = "PanicException"  # of libraries in Rust; no Exception, and of a class that cannot be imported
PAGE_REMEDY = "nothing to do when it is no article; else deliver the page by itself"
GZIP = b"\x1f\x8b"
TYPE = re.compile(r"[a-z]{2,12}")
KNOWN_TYPES = frozenset({"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record: a page, or why it is refused or passed over. `offset` is in bytes of the archive as it lies."""

    offset: int
    skipped: str = ""
    refused: RefusedError | None = None
    payload: bytes = b""
    suffix: str = ""
    charset: str | None = None
    url: str | None = None
    fetched: datetime | None = None


def packed_crawls(stream: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Member]:
    """The web archives in a WACZ file; its indexes, page lists and logs are passed over."""
    for member in zip_members(stream, meter, limits):
        held = member.name.startswith(PACKED) or member.refused
        yield member if held else Member(member.name, skipped="crawl_index")


def records(stream: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Record]:
    """Every record of a WARC file, compressed or not, in its order."""
    from fastwarc.warc import ArchiveIterator

    at = 0
    try:
        for record in ArchiveIterator(_Source(stream), parse_http=False, max_header_len=MOST_HEADER_BYTES):
            at = record.stream_pos
            yield _record(record, meter, limits)
    except OSError as problem:
        raise damaged(problem, f"web archive after byte {at}") from problem
    except BaseException as problem:
        if type(problem).__name__ != PANIC:
            raise
        raise RefusedError(f"damaged web archive after byte {at}: the reader gave up", WHOLE_REMEDY) from problem


class _Source:
    """What the reader asks of a file, over a stream that may only go forward."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = PIECE) -> bytes:
        """At most so many bytes, none at the end."""
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Pass over what lies before the offset; OSError for a place that lies behind."""
        target = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence, -1) + offset
        if target < self._at:
            raise OSError("cannot go back")
        while self._at < target and self.read(min(PIECE, target - self._at)):
            pass
        return self._at

    def close(self) -> None:
        """Leaves the stream alone."""


def _record(record: Any, meter: Meter, limits: Limits) -> Record:
    """The record; all of it is read in any case, so that what it expands to is counted."""
    kind = str(record.record_type)
    media, status = record.headers.get("Content-Type"), OK
    if kind == "response":
        record.parse_http()
        headers = record.http_headers
        media, status = (headers.get("Content-Type"), headers.status_code or 0) if headers else (None, 0)
    if skipped := _reason(kind, status, media):
        _pass_over(record.reader, meter)
        return Record(record.stream_pos, skipped=skipped)
    length = record.content_length
    if length > limits.record_bytes:
        _pass_over(record.reader, meter)
        error = f"record of more than {megabytes(limits.record_bytes)}"
        return Record(record.stream_pos, refused=RefusedError(error, PAGE_REMEDY))
    try:
        data = _whole(record, length, meter, limits)
        if kind == "response":
            data = _decoded(data, record.http_headers, meter, limits)
    except ExhaustedError:
        raise
    except RefusedError as problem:
        return Record(record.stream_pos, refused=problem)
    return _capture(record, data, media_suffix(media))


def _whole(record: Any, length: int, meter: Meter, limits: Limits) -> bytes:
    data = bounded(counted(record.reader, meter, "web archive"), limits.record_bytes, "record")
    if len(data) < length:
        raise RefusedError("record is cut off", WHOLE_REMEDY)
    return data


def _reason(kind: str, status: int, media: str | None) -> str:
    """Why the record is passed over; empty for a page."""
    if kind not in HELD:
        return kind if kind == "revisit" else f"record_{kind}"
    if status != OK:
        return f"status_{status:03}"
    return "" if media_suffix(media) in PAGES else f"media_{_family(media)}"


def _capture(record: Any, payload: bytes, suffix: str) -> Record:
    """The page in a response or resource."""
    url, fetched = record.headers.get("WARC-Target-URI"), record.record_date
    return Record(
        record.stream_pos,
        payload=payload,
        suffix=suffix,
        charset=record.http_charset if str(record.record_type) == "response" else None,
        url=(url or "").strip("<> ") or None,
        fetched=fetched.astimezone(UTC) if fetched else None,
    )


def _pass_over(reader: Any, meter: Meter) -> None:
    while piece := reader.read(PIECE):
        meter.add(len(piece))


def _family(media: str | None) -> str:
    """The first half of a media type, `other` when it is none of the registered ones."""
    found = TYPE.match((media or "").strip().lower())
    return found.group() if found and found.group() in KNOWN_TYPES else "other"


def _decoded(payload: bytes, headers: Any, meter: Meter, limits: Limits) -> bytes:
    """The payload without the encodings of the transfer, where the crawler left them in."""
    from fastwarc.stream_io import BrotliReader, ChunkedReader

    if "chunked" in _header(headers, "Transfer-Encoding") and re.match(rb"[0-9a-fA-F]+[^\n]{0,40}\r\n", payload):
        payload = _all(ChunkedReader, payload, meter, limits)
    encoding = _header(headers, "Content-Encoding")
    if payload.startswith(GZIP):
        stream = expanded(io.BytesIO(payload), ".gz", meter)
        return bounded(stream, limits.record_bytes, "page")
    if "br" in encoding.split(","):
        return _all(BrotliReader, payload, meter, limits)
    return payload


def _header(headers: Any, name: str) -> str:
    return (headers.get(name) or "").replace(" ", "").lower()


def _all(reader: Callable[[Any], Any], payload: bytes, meter: Meter, limits: Limits) -> bytes:
    return bounded(counted(reader(io.BytesIO(payload)), meter, "transfer encoding"), limits.record_bytes, "page")
