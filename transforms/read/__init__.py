"""The reading room: bytes of an input file in, documents and rejects out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from transforms.read.html import read_html
from transforms.read.metadata import Source, document
from transforms.read.plain import read_plain
from transforms.read.stated import Fault, Stated
from transforms.read.structured import read_json, read_lines, read_table
from transforms.records import Document, Reject

__all__ = ["FORMATS", "ReadResult", "read"]

STAGE = "read"
LARGEST_INPUT = 50 * 2**20
FORMATS: dict[str, Callable[[bytes, str], list[Stated | Fault]]] = {
    ".csv": read_table,
    ".htm": read_html,
    ".html": read_html,
    ".json": read_json,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".tsv": read_table,
    ".txt": read_plain,
}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of one input: every record of it is either a document or a reject."""

    documents: list[Document]
    rejects: list[Reject]


def read(data: bytes, name: str, arrived: datetime | None = None) -> ReadResult:
    """Reads one input file; the suffix of `name` tells its format. Bad input ends in `rejects`, it never raises."""
    path = PurePosixPath(name.replace("\\", "/"))
    source = Source(name, hashlib.sha256(data).hexdigest(), arrived)
    result = ReadResult([], [])
    for found in _found(data, path.suffix.lower(), path.stem):
        if isinstance(found, Stated):
            result.documents.append(document(found, source))
        else:
            result.rejects.append(_reject(found, source))
    return result


def _found(data: bytes, suffix: str, stem: str) -> list[Stated | Fault]:
    """The records of the input, those without any text turned into faults."""
    if suffix not in FORMATS:
        error = f"unsupported format {suffix}" if suffix else "unsupported format: no suffix"
        return [Fault(error, f"deliver it as one of {' '.join(sorted(FORMATS))}", stem)]
    if len(data) > LARGEST_INPUT:
        return [Fault("input of more than 50 MB", "split it into smaller files", stem)]
    return [_with_text(found) for found in FORMATS[suffix](data, stem)]


def _with_text(found: Stated | Fault) -> Stated | Fault:
    if isinstance(found, Fault) or found.text.strip():
        return found
    where = f"{found.where}: " if found.where else ""
    return Fault(f"{where}empty text", "deliver the article with its body", found.source_id, found.part)


def _reject(fault: Fault, source: Source) -> Reject:
    return Reject(
        source_uri=source.uri + fault.part,
        source_id=fault.source_id,
        stage=STAGE,
        error=fault.error,
        remedy=fault.remedy,
        digest=source.sha256,
        arrived_utc=source.arrived,
    )
