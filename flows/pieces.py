"""Input files as pieces that can be worked on one by one, in chunks that memory can hold."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, TypeAlias

from flows import raw
from flows.problems import described
from flows.raw import RawFile
from transforms.read import Found, Part, parts
from transforms.records import Reject

MOST_PIECES = 2_000
MOST_BYTES = 32 * 2**20
AGAIN = "run again once the file can be read"
REPORT_READ = "check the file; if it is sound, report it with this message"

Piece: TypeAlias = tuple[str, Found]

logger = logging.getLogger(__name__)


def chunks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces in lists of bounded number and size; at least one list, which may be empty."""
    chunk: list[Piece] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += _size(piece[1])
        if len(chunk) >= MOST_PIECES or size >= MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    yield chunk


def _size(found: Found) -> int:
    if not isinstance(found, Part):
        return 0
    return len(found.content if isinstance(found.content, bytes) else found.content.text)


def pieces(files: Iterable[RawFile], noted: list[RawFile]) -> Iterator[Piece]:
    """What the files hold, each piece with its file; every file, as it was when read, is added to `noted`."""
    for scanned in files:
        for found in _found_in(scanned, noted):
            yield scanned.name, found


def _found_in(scanned: RawFile, noted: list[RawFile]) -> Iterator[Found]:
    """What the file as it is now holds. It is noted without digest when it should be tried again."""
    if scanned.remedy:
        noted.append(scanned)
        yield _file_reject(scanned, scanned.fault, scanned.remedy, "fetch")
        return
    try:
        with raw.opened(scanned) as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            file = replace(scanned, sha256=digest, size=handle.tell())
            if scanned.stored and digest != scanned.sha256:
                yield _file_reject(file, "damaged in the raw store", f"delete {scanned.path} and fetch it again")
            else:
                yield from _parts_of(file, handle)
    except raw.OWN_FAULTS as error:
        file = replace(scanned, sha256="", size=0)
        yield _file_reject(file, f"cannot be opened: {raw.fault(error)}", AGAIN)
    noted.append(file)


def _parts_of(file: RawFile, handle: BinaryIO) -> Iterator[Found]:
    try:
        yield from parts(handle, file.name, file.arrived, sha256=file.sha256, known=file.known)
    except OSError:
        raise
    except Exception as error:  # whatever one file does to a reader, the others are still read
        logger.warning("%s could not be read", file.name, exc_info=True)
        yield _file_reject(file, described(error), REPORT_READ)


def _file_reject(file: RawFile, error: str, remedy: str, stage: str = "read") -> Reject:
    known = file.known
    return Reject(file.name, known.url, stage, error, remedy, file.sha256, file.arrived, known.source_name)
