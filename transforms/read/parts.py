"""An input as a sequence of parts that can be read one by one, so that its size does not matter.

Opening archives and cutting rows is cheap and done in order; what costs (the article in a page, its head and
language) is left to `read_part`, which may run in another process.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, TypeAlias

from transforms.read.archives import Member, tar_members, zip_members
from transforms.read.columnar import stream_parquet
from transforms.read.crawl import packed_crawls, records
from transforms.read.expand import Joined, expanded
from transforms.read.html import NO_ARTICLE, PAGE_REMEDY, read_html, refuse_heavy
from transforms.read.limits import LIMITS, ExhaustedError, Limits, Meter, RefusedError, bounded, megabytes
from transforms.read.markup import read_xml
from transforms.read.metadata import Source, document
from transforms.read.naming import Kind, kind
from transforms.read.plain import read_plain
from transforms.read.stated import NO_HINTS, Fault, Hints, Stated
from transforms.read.structured import read_json, read_lines, read_table, stream_lines, stream_table
from transforms.records import NOTHING_KNOWN, Document, Known, Reject, Skipped

STAGE = "read"
MEMBER = "!/"
HTML = ".html"
TEXTS: dict[str, Callable[[bytes, str, Hints], list[Stated | Fault]]] = {HTML: read_html, ".txt": read_plain}
RECORDS: dict[str, Callable[[bytes, str], list[Stated | Fault]]] = {
    ".csv": read_table,
    ".json": read_json,
    ".jsonl": read_lines,
    ".xml": read_xml,
}
STREAMED: dict[str, Callable[[BinaryIO, str, Limits], Iterator[Stated | Fault]]] = {
    ".csv": stream_table,
    ".jsonl": stream_lines,
    ".parquet": stream_parquet,
}
ARCHIVES: dict[str, Callable[[BinaryIO, Meter, Limits], Iterator[Member]]] = {
    ".tar": tar_members,
    ".wacz": packed_crawls,
    ".zip": zip_members,
}
CRAWL = ".warc"
SEEKING = frozenset({".parquet", ".wacz", ".zip"})
FORMATS = (*TEXTS, *RECORDS, ".parquet", *ARCHIVES, CRAWL)


@dataclass(frozen=True, slots=True)
class Part:
    """One article as bytes in the format `suffix`, or as what its record states (`suffix` is empty then)."""

    source: Source
    stem: str
    content: bytes | Stated
    suffix: str = ""
    hints: Hints = NO_HINTS
    crawled: bool = False


Found: TypeAlias = Part | Reject | Skipped


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input the reader is: address, format, and how many containers deep."""

    source: Source
    kind: Kind
    depth: int = 0

    def inside(self, name: str) -> Place:
        """The place of a member."""
        source = replace(self.source, uri=f"{self.source.uri}{MEMBER}{_printable(name)}")
        return Place(source, kind(name), self.depth + 1)


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for the whole input."""

    limits: Limits
    meter: Meter
    hints: Hints


def parts(
    stream: BinaryIO,
    name: str,
    arrived: datetime | None = None,
    *,
    sha256: str = "",
    known: Known = NOTHING_KNOWN,
    limits: Limits = LIMITS,
) -> Iterator[Found]:
    """The parts of the input in `stream`, a binary file that can seek, with what had to be rejected or passed over.

    `known` is what is known of it besides its bytes and its name. Bad input gives rejects; only OSError of the file
    itself is raised.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    job = Job(limits, Meter(limits, size), Hints(known.charset, known.url))
    named = kind(known.form or name, known.content_type)
    place = Place(Source(name, sha256, arrived, known), replace(named, stem=known.url or named.stem))
    nothing = True
    for found in _guarded(stream, place, job):
        nothing = False
        yield found
    if nothing:
        yield _reject(place, "no records", "deliver a file with at least one article")


def read_part(part: Part, limits: Limits = LIMITS) -> list[Document | Reject | Skipped]:
    """What the part holds."""
    if isinstance(part.content, Stated):
        found: list[Stated | Fault] = [part.content]
    else:
        found = _read_text(part, part.content, limits)
    return [_finished(_with_text(one, limits), part) for one in found]


def _read_text(part: Part, data: bytes, limits: Limits) -> list[Stated | Fault]:
    try:
        if part.suffix == HTML:
            refuse_heavy(data, limits)
    except RefusedError as problem:
        return [Fault(str(problem), problem.remedy, part.hints.url or part.stem)]
    return TEXTS[part.suffix](data, part.stem, part.hints)


def _finished(found: Stated | Fault, part: Part) -> Document | Reject | Skipped:
    if isinstance(found, Stated):
        return document(found, part.source)
    if part.crawled and found.error == NO_ARTICLE:
        return Skipped(part.source.uri, "no_article")
    return _from_fault(found, part.source)


def _with_text(found: Stated | Fault, limits: Limits) -> Stated | Fault:
    if isinstance(found, Fault):
        return found
    where = f"{found.where}: " if found.where else ""
    if not found.text.strip():
        return Fault(f"{where}empty text", "deliver the article with its body", found.source_id, found.part)
    if len(found.text) > limits.text_characters:
        error = f"{where}text of more than {limits.text_characters:,} characters"
        return Fault(error, "deliver one article a record", found.source_id, found.part)
    return found


def _guarded(stream: BinaryIO, place: Place, job: Job) -> Iterator[Found]:
    """What is found in the stream; what stops the reading of it ends as its last reject."""
    try:
        yield from _opened(stream, place, job)
    except RefusedError as problem:
        if isinstance(problem, ExhaustedError) and place.depth:
            raise
        yield _reject(place, str(problem), problem.remedy)


def _opened(stream: BinaryIO, place: Place, job: Job) -> Iterator[Found]:
    suffix, limits = place.kind.suffix, job.limits
    if place.depth > limits.depth:
        raise RefusedError(f"containers more than {limits.depth} deep", "deliver the articles with fewer layers")
    if suffix == CRAWL:
        yield from _captures(stream, place, job)
    elif place.kind.compression:
        inner = replace(place, kind=place.kind.expanded, depth=place.depth + 1)
        yield from _opened(expanded(stream, place.kind.compression, job.meter), inner, job)
    elif suffix in ARCHIVES:
        yield from _members(stream, place, job)
    elif suffix in FORMATS and suffix not in TEXTS:
        yield from _records(stream, place, job)
    elif suffix in TEXTS:
        most = limits.page_bytes if suffix == HTML else limits.record_bytes
        data = bounded(stream, most, "page" if suffix == HTML else "text")
        yield Part(place.source, place.kind.stem, data, suffix, job.hints)
    else:
        error = f"unsupported format {suffix}" if suffix else "unsupported format: no suffix"
        raise RefusedError(error, f"deliver it as one of {' '.join(sorted(FORMATS))}")


def _members(stream: BinaryIO, place: Place, job: Job) -> Iterator[Found]:
    for member in ARCHIVES[place.kind.suffix](_seekable(stream, place, job), job.meter, job.limits):
        inner = place.inside(member.name)
        if member.refused:
            yield _reject(inner, str(member.refused), member.refused.remedy)
        elif member.stream is None or inner.kind.suffix not in FORMATS:
            yield Skipped(inner.source.uri, member.skipped or "format")
        else:
            yield from _guarded(member.stream, inner, job)


def _seekable(stream: BinaryIO, place: Place, job: Job) -> BinaryIO:
    """The stream, held in memory when its format is read from the end and the stream only goes forward."""
    if place.kind.suffix not in SEEKING or stream.seekable():
        return stream
    return io.BytesIO(bounded(stream, job.limits.file_bytes, "compressed or packed file"))


def _captures(stream: BinaryIO, place: Place, job: Job) -> Iterator[Found]:
    """The pages of a web archive; compression is left to its reader, which knows the offsets of the records."""
    for record in records(stream, job.meter, job.limits):
        source = replace(place.source, uri=f"{place.source.uri}#{record.offset}")
        if record.skipped:
            yield Skipped(source.uri, record.skipped)
        elif record.refused:
            yield _from_fault(Fault(str(record.refused), record.refused.remedy, record.url), source)
        elif len(record.payload) > job.limits.page_bytes:
            error = f"page of more than {megabytes(job.limits.page_bytes)}"
            yield _from_fault(Fault(error, PAGE_REMEDY, record.url), source)
        else:
            source = replace(source, arrived=record.fetched or source.arrived)
            hints = Hints(record.charset, record.url)
            yield Part(source, place.kind.stem, record.payload, record.suffix, hints, crawled=True)


def _records(stream: BinaryIO, place: Place, job: Job) -> Iterator[Found]:
    """The records of a file, read as a whole while it is small enough."""
    suffix, stem = place.kind.suffix, place.kind.stem
    head = b"" if suffix in SEEKING else stream.read(job.limits.file_bytes + 1)
    if suffix in SEEKING:
        found = STREAMED[suffix](_seekable(stream, place, job), stem, job.limits)
    elif len(head) <= job.limits.file_bytes:
        found = iter(RECORDS[suffix](head, stem))
    elif suffix in STREAMED:
        found = STREAMED[suffix](_rejoined(head, stream), stem, job.limits)
    else:
        raise RefusedError(f"file of more than {megabytes(job.limits.file_bytes)}", "split it into smaller files")
    for one in found:
        yield _from_fault(one, place.source) if isinstance(one, Fault) else Part(place.source, stem, one)


def _rejoined(head: bytes, rest: BinaryIO) -> BinaryIO:
    if not rest.seekable():
        return io.BufferedReader(Joined(head, rest))
    rest.seek(0)
    return rest


def _printable(name: str) -> str:
    """The name of a member in one line of valid Unicode."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _reject(place: Place, error: str, remedy: str) -> Reject:
    return _from_fault(Fault(error, remedy, place.kind.stem), place.source)


def _from_fault(fault: Fault, source: Source) -> Reject:
    return Reject(
        source_uri=source.uri + fault.part,
        source_id=fault.source_id,
        stage=STAGE,
        error=fault.error,
        remedy=fault.remedy,
        digest=source.sha256,
        arrived_utc=source.arrived,
        source_name=source.known.source_name,
    )
