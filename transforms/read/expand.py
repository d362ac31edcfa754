"""Compressed bytes and archive members as streams that are read forward, counted by the input's meter."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from typing import Any, BinaryIO, cast

from transforms.read.limits import Meter, RefusedError

BUFFER = 2**16
COMPRESSED = (".gz", ".zst")
WHOLE_REMEDY = "deliver the file again; this copy is damaged or was cut off"
# What the standard library and Arrow raise for damaged data; OSError too, but only where the disk is not to blame.
DAMAGE = (
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class Counted(io.RawIOBase):
    """A stream that can only be read forward and counts what it gives; damage to it becomes a RefusedError."""

    def __init__(self, source: Any, meter: Meter, kind: str) -> None:
        """Reads from `source`, which has a method `read`; `kind` names it in messages."""
        self._source = source
        self._meter = meter
        self._kind = kind

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the source gives."""
        try:
            data = self._source.read(len(buffer))
        except (*DAMAGE, OSError) as problem:
            raise damaged(problem, self._kind) from problem
        self._meter.add(len(data))
        buffer[: len(data)] = data
        return len(data)


class Joined(io.RawIOBase):
    """What was read of a stream already, and then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        """The bytes read and the stream they came from."""
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the streams give."""
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def damaged(problem: Exception, kind: str) -> RefusedError:
    """The failure as one of ours; raises it again when the disk or network is to blame."""
    if isinstance(problem, RefusedError) or getattr(problem, "errno", None) is not None:
        raise problem
    return RefusedError(f"damaged {kind}: {str(problem) or type(problem).__name__}", WHOLE_REMEDY)


def counted(source: Any, meter: Meter, kind: str) -> BinaryIO:
    """A buffered stream over `source` whose bytes count."""
    return io.BufferedReader(Counted(source, meter, kind), BUFFER)


def expanded(stream: BinaryIO, suffix: str, meter: Meter) -> BinaryIO:
    """What the compressed stream holds; `suffix` is one of COMPRESSED."""
    if suffix == ".gz":
        return counted(gzip.GzipFile(fileobj=stream, mode="rb"), meter, "gzip data")
    import pyarrow as pa

    source = pa.PythonFile(cast("Any", stream), mode="r")
    return counted(pa.CompressedInputStream(source, "zstd"), meter, "zstd data")
