"""ZIP and tar archives: their members one by one, none of them ever written anywhere."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from stat import S_ISLNK
from typing import BinaryIO

from transforms.read.expand import DAMAGE, WHOLE_REMEDY, counted, damaged
from transforms.read.limits import PIECE, Limits, Meter, RefusedError

# The end of a ZIP archive: a record with the size of the directory, in large archives a longer one before it.
END_SIGNATURE, END_BYTES = b"PK\x05\x06", 22
LOCATOR_SIGNATURE, LOCATOR_BYTES = b"PK\x06\x07", 20
LONG_END_BYTES = 56
LONGEST_COMMENT = 2**16
ENTRY_SIGNATURE = b"PK\x01\x02"
ENTRY_BYTES = 256
ENCRYPTED = 0x1
RESOURCE_FORKS = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an archive: a stream to read it from, or why it is refused or passed over."""

    name: str
    stream: BinaryIO | None = None
    refused: RefusedError | None = None
    skipped: str = ""


def zip_members(stream: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Member]:
    """The members of a ZIP archive in the order of its directory; folders are none."""
    if _entries_at_most(stream, limits) > limits.members:
        raise _too_many(limits)
    try:
        archive = zipfile.ZipFile(stream)
    except (*DAMAGE, OSError) as problem:
        raise damaged(problem, "ZIP archive") from problem
    for entry in archive.infolist():
        if not entry.filename.endswith("/"):
            yield _zip_member(archive, entry, meter)


def _too_many(limits: Limits) -> RefusedError:
    return RefusedError(f"archive of more than {limits.members:,} members", "pack them into several archives")


def _entries_at_most(stream: BinaryIO, limits: Limits) -> int:
    """How many members the archive may list, told before its directory is held in memory; 0 without a directory."""
    size = stream.seek(0, io.SEEK_END)
    start = stream.seek(max(0, size - END_BYTES - LONGEST_COMMENT))
    tail = stream.read(size - start)
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or len(tail) - at < END_BYTES:
        return 0
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if tail[:at].startswith(LOCATOR_SIGNATURE, at - LOCATOR_BYTES) and at >= LOCATOR_BYTES + LONG_END_BYTES:
        at -= LOCATOR_BYTES + LONG_END_BYTES
        (directory,) = struct.unpack_from("<Q", tail, at + 40)
    if directory > limits.members * ENTRY_BYTES:
        return limits.members + 1
    stream.seek(max(0, start + at - directory))
    return stream.read(directory).count(ENTRY_SIGNATURE)


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> Member:
    name = entry.filename
    if S_ISLNK(entry.external_attr >> 16):
        return Member(name, skipped="link")
    if unsuitable := _unsuitable(name):
        return unsuitable
    if entry.flag_bits & ENCRYPTED:
        return Member(name, refused=RefusedError("encrypted member", "pack the articles without a password"))
    try:
        return Member(name, counted(archive.open(entry), meter, "ZIP member"))
    except (*DAMAGE, OSError, RuntimeError) as problem:
        return Member(name, refused=damaged(problem, "ZIP member"))


def _unsuitable(name: str) -> Member | None:
    """What to do with a member whose name leads out of the archive or is hidden; none for a sound name."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.name:
        return Member(name, refused=RefusedError("member without a name", WHOLE_REMEDY))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        remedy = "pack the articles again, with relative paths"
        return Member(name, refused=RefusedError("path leads out of the archive", remedy))
    if RESOURCE_FORKS in path.parts or any(part.startswith(".") for part in path.parts):
        return Member(name, skipped="hidden")
    return None


def tar_members(stream: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Member]:
    """The members of a tar archive in their order; each must be read before the next is asked for."""
    forward = _Forward(stream, limits.file_bytes)
    try:
        archive = tarfile.TarFile(fileobj=forward)  # type: ignore[arg-type]
        for number, entry in enumerate(_entries(archive, forward)):
            if number == limits.members:
                raise _too_many(limits)
            if not entry.isdir():
                yield _tar_member(archive, entry, meter)
    except (*DAMAGE, OSError) as problem:
        raise damaged(problem, "tar archive") from problem


def _entries(archive: tarfile.TarFile, forward: _Forward) -> Iterator[tarfile.TarInfo]:
    while entry := archive.next():
        archive.members = []  # type: ignore[attr-defined]  # else they pile up
        yield entry
    if not forward.latest or forward.latest.strip(b"\0"):  # tarfile takes both for the end
        raise tarfile.ReadError("broken header" if forward.latest else "it ends without an end mark")


def _tar_member(archive: tarfile.TarFile, entry: tarfile.TarInfo, meter: Meter) -> Member:
    if not entry.isreg() or entry.issparse():
        return Member(entry.name, skipped="link" if entry.issym() or entry.islnk() else "special_file")
    if unsuitable := _unsuitable(entry.name):
        return unsuitable
    return Member(entry.name, counted(archive.extractfile(entry), meter, "tar member"))


class _Forward:
    """What tarfile asks of a file, over a stream that only goes forward; `latest` is what was read last."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self._at = 0
        self.latest = b""

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end; headers that ask for more than may be held at once are refused."""
        if not 0 <= size <= self._most:
            raise RefusedError("damaged tar archive: header of an impossible size", WHOLE_REMEDY)
        pieces: list[bytes] = []
        while size > 0 and (piece := self._stream.read(min(size, PIECE))):
            pieces.append(piece)
            size -= len(piece)
            self._at += len(piece)
        self.latest = b"".join(pieces)
        return self.latest

    def tell(self) -> int:
        """Bytes read or passed over so far."""
        return self._at

    def seek(self, offset: int) -> None:
        """Pass over what lies before `offset`."""
        if offset < self._at:
            raise RefusedError("damaged tar archive: members overlap", WHOLE_REMEDY)
        while self._at < offset and self.read(min(PIECE, offset - self._at)):
            pass
