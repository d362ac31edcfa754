"""The raw store: what was fetched, as it came, and where it came from. Append-only; nothing in it is ever changed.

    objects/ab/ab12….zst      the bytes, named by their SHA-256 and compressed
    records/<run>.jsonl       a line for each thing that was fetched, or could not be

An object is written before the line that names it, under another name first, so that no interruption leaves a line
without its object or an object without its end. A last line that was cut off is no line.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import IO, Any, BinaryIO, Literal, TypeAlias

from flows import leases

OBJECTS = "objects"
RECORDS = "records"
HALF = ".half-"
PIECE = 2**20
Role: TypeAlias = Literal["article", "listing"]


@dataclass(frozen=True, slots=True)
class Record:
    """One answer, or one failure (`error` is not empty then, and `remedy` says what to do).

    `asked` is the address as the source names it, `url` where the answer came from after redirects; `day` and
    `title` are those of the feed entry or sitemap. `again` says that trying again may help.
    """

    source: str
    role: Role
    asked: str
    fetched_utc: str
    url: str = ""
    status: int = 0
    sha256: str = ""
    size: int = 0
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    day: str | None = None
    error: str = ""
    remedy: str = ""
    again: bool = False

    @property
    def fetched(self) -> datetime:
        """When it was fetched, in UTC."""
        return datetime.fromisoformat(self.fetched_utc)


def expand(stored: BinaryIO, into: BinaryIO) -> None:
    """Write the bytes of an object into another stream; what damage there is shows in their digest."""
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.PythonFile(stored, mode="r"), "zstd") as stream:
            while piece := stream.read(PIECE):
                into.write(piece)
    except OSError as error:
        if error.errno is not None:
            raise


def content(path: Path) -> bytes:
    """The bytes of the object at `path`; OSError when it cannot be had."""
    found = io.BytesIO()
    with path.open("rb") as handle:
        expand(handle, found)
    return found.getvalue()


def _compressed(data: bytes) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


@contextmanager
def writer(folder: Path) -> Iterator[None]:
    """Be the only one that fetches into the store in `folder` while this lasts; Locked when another does."""
    with leases.only_one(folder, f"the raw store {folder}"):
        for path in folder.glob(f"{OBJECTS}/*/{HALF}*"):
            path.unlink()
        yield


def path_of(folder: Path, sha256: str) -> Path:
    """Where the object with that digest lies, whether it is there or not."""
    return folder / OBJECTS / sha256[:2] / f"{sha256}.zst"


def keep(folder: Path, data: bytes) -> str:
    """The SHA-256 of the bytes, once they lie in the store."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(folder, sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{HALF}{os.getpid()}-{sha256}")
    with half.open("wb") as handle:
        handle.write(_compressed(data))
        handle.flush()
        os.fsync(handle.fileno())
    half.replace(path)
    return sha256


class Journal:
    """Appends records to a segment of their own, which begins to exist with the first of them."""

    def __init__(self, folder: Path, run: str) -> None:
        """For one run that nobody else is called by."""
        self._path = folder / RECORDS / f"{run}.jsonl"
        self._lock = Lock()
        self._handle: IO[str] | None = None

    def write(self, record: Record) -> None:
        """Add the record; it is on the disk when this returns."""
        told = {name: value for name, value in asdict(record).items() if value not in (None, "", 0, False)}
        with self._lock:
            if self._handle is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._handle = self._path.open("a", encoding="utf-8")
            self._handle.write(json.dumps(told, ensure_ascii=True) + "\n")
            self._handle.flush()
            os.fsync(self._handle.fileno())

    def close(self) -> None:
        """No more records."""
        if self._handle is not None:
            self._handle.close()


def records(folder: Path) -> list[Record]:
    """All records in the order in which they were written."""
    found: list[Record] = []
    for path in sorted((folder / RECORDS).glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").split("\n")
        found += [Record(**data) for data in map(_parsed, lines[:-1]) if data]
    return found


def _parsed(line: str) -> dict[str, Any] | None:
    """The line as plain data; none when the disk failed in the midst of it."""
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
