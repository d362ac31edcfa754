"""Reads one hostile input with little memory and prints what came of it; started by test_hostile.py.

python tests/hostile.py NAME MEGABYTES
"""

from __future__ import annotations

import gzip
import io
import json
import resource
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

GIGABYTE = 2**30
LINE = b"China and Kenya signed 12 agreements. "


class Endless(io.RawIOBase):
    """A file of one gigabyte that is nowhere: a head, then one letter after the other."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: GIGABYTE}[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(len(buffer), GIGABYTE - self._at)
        data = (self._head[self._at :] + b"a" * size)[:size]
        buffer[:size] = data
        self._at += size
        return size


def zeros(size: int) -> bytes:
    """So many zero bytes, deflated piece by piece; in the form of gzip."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(pack.compress(bytes(2**20)) for _ in range(size // 2**20)), pack.flush()])


def zip_bomb() -> bytes:
    """A gigabyte of zeros in one member, 16 times over the same bytes."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join([*(raw.compress(bytes(2**20)) for _ in range(1024)), raw.flush()])
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(data), GIGABYTE, 5, 0) + b"a.txt" + data
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(data), GIGABYTE, 5, 0, 0, 0, 0, 0, 0)
    directory = (entry + b"a.txt") * 16
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 16, 16, len(directory), len(local), 0)
    return local + directory + end


def million_entries() -> bytes:
    """A ZIP archive whose directory lists a million members."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    directory = b"".join(entry + b"%04x.txt" % (number % 65_536) for number in range(1_000_000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), 0, 0)
    return directory + end


def nested() -> bytes:
    """ZIP archives within each other, sixteen of them in each."""
    data, name = LINE, "0.txt"
    for depth in range(6):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16 if depth < 4 else 1):
                archive.writestr(f"{number}{name[-4:]}", data)
        data, name = written.getvalue(), f"{depth}.zip"
    return data


def quine() -> bytes:
    """An archive that holds itself, as far as its reader can tell: the member's data are the archive."""
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 2_000, 2_000, 5, 0) + b"a.zip"
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 2_000, 2_000, 5, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + 5, len(head), 0)
    return head + entry + b"a.zip" + end


def long_header() -> bytes:
    """A tar archive, compressed, whose extended header claims eight gigabytes."""
    entry = tarfile.TarInfo("a.txt")
    entry.type, entry.size = tarfile.XHDTYPE, 8 * GIGABYTE - 1
    return gzip.compress(entry.tobuf(tarfile.USTAR_FORMAT)) + zeros(GIGABYTE)


def tar_bomb() -> bytes:
    """A gigabyte of zeros in a member that is passed over, and an article behind it that is not reached."""
    entry = tarfile.TarInfo("a.bin")
    entry.size = GIGABYTE
    return gzip.compress(entry.tobuf()) + zeros(GIGABYTE)


def long_record() -> bytes:
    """A web archive whose only record goes on after its length, and one whose header never ends."""
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 9999999999\r\n"
    return gzip.compress(head + b"\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") + zeros(GIGABYTE)


def deep_xml() -> bytes:
    """Entities within entities."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 14))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{names}]><article><text>&a13;</text></article>'.encode()


INPUTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip bomb": ("a.txt.gz", lambda: zeros(GIGABYTE)),
    "gzip bomb of lines": ("a.jsonl.gz", lambda: zeros(GIGABYTE)),
    "tar bomb": ("a.tar.gz", tar_bomb),
    "zip bomb": ("a.zip", zip_bomb),
    "a million entries": ("a.zip", million_entries),
    "nested archives": ("a.zip", nested),
    "quine": ("a.zip", quine),
    "endless tar header": ("a.tar.gz", long_header),
    "web archive bomb": ("a.warc.gz", long_record),
    "web archive header": ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\nX: ") + zeros(GIGABYTE)),
    "entities": ("a.xml", deep_xml),
    "deep JSON": ("a.json", lambda: b'{"text":' * 5_000_000),
    "deep JSON list": ("a.jsonl", lambda: b"[" * 20_000_000),
    "page of 50 MB": ("a.html", lambda: b"<html><body>" + b"<p>word</p>" * (50 * 2**20 // 11)),
    "page of tags": ("a.html", lambda: b"<html><body>" + b"<b>a</b>" * 500_000),
    "page of attributes": ("a.html", lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(400_000)) + b">x</p>"),
}
ENDLESS = {
    "line of 1 GB": ("a.jsonl", b'{"text": "'),
    "row of 1 GB": ("a.csv", b"id,text\n1,"),
    "text of 1 GB": ("a.txt", b"China "),
    "JSON of 1 GB": ("a.json", b'{"text": "'),
}


def opened(case: str) -> tuple[str, BinaryIO]:
    """Name and contents of the input."""
    if case in ENDLESS:
        name, head = ENDLESS[case]
        return name, io.BufferedReader(Endless(head))
    name, made = INPUTS[case]
    return name, io.BytesIO(made())


def main() -> None:
    """Print errors, documents, seconds of processor time and megabytes at most, as JSON."""
    from transforms.read import Part, ReadResult, parts, read_part, sorted_out

    case, megabytes = sys.argv[1], int(sys.argv[2])
    name, stream = opened(case)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    result = ReadResult()
    for found in parts(stream, name):
        sorted_out(read_part(found) if isinstance(found, Part) else [found], result)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"errors": [one.error for one in result.rejects], "documents": len(result.documents)}
    print(json.dumps(told | {"seconds": round(used.ru_utime, 1), "megabytes": _most_megabytes(used.ru_maxrss)}))


def _most_megabytes(kilobytes: int) -> int:
    """The most memory this process has held; `kilobytes` counts what the process that started it held as well."""
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        kilobytes = int(mark.split()[1])
    return kilobytes // 1024


if __name__ == "__main__":
    main()
