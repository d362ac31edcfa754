"""Input files: which lie in a folder and what is in them. Nothing here ever writes into it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

from flows import clock, store
from flows.problems import BadInput
from flows.stamps import Stamps
from transforms.records import NOTHING_KNOWN, Known

# These concern the one file; any other failure concerns the disk or the network and is worth another try.
OWN_FAULTS = (FileNotFoundError, PermissionError, IsADirectoryError)
OPENING_BYTES = 1_000
CONTEXT_DIGITS = 20
MOST_IN_MEMORY = 32 * 2**20


@dataclass(frozen=True, slots=True)
class RawFile:
    """One input file. `path` opens it, `name` is the same path as it is published (valid Unicode, forward slashes).

    `sha256` is empty and `fault` says why when the file cannot be opened; `arrived` is in UTC. `stored` files lie
    compressed in the raw store; of those that could not be fetched, `path` is empty and `remedy` is given too.
    """

    path: str
    name: str
    size: int
    arrived: datetime | None
    sha256: str
    fault: str = ""
    remedy: str = ""
    stored: bool = False
    known: Known = NOTHING_KNOWN

    @property
    def context(self) -> str:
        """Digest of what is known of the file besides its bytes."""
        return _digest(self.known)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        day = self.known.day
        known = asdict(self.known) | {"day": day and day.isoformat()}
        return asdict(self) | {"arrived": self.arrived and self.arrived.isoformat(), "known": known}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RawFile:
        """From what `to_json` gave."""
        arrived = data["arrived"]
        day = data["known"]["day"]
        known = Known(**(data["known"] | {"day": day and date.fromisoformat(day)}))
        return cls(**(data | {"arrived": arrived and datetime.fromisoformat(arrived), "known": known}))


@lru_cache(1_000)
def _digest(known: Known) -> str:
    """Kept, since of most files the same is known."""
    told = list(asdict(known).values())
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:CONTEXT_DIGITS]


def scan(raw: Path, leave_out: Path, stamps: Stamps) -> list[RawFile]:
    """All input files below `raw` in order of their names; hidden files and what lies below `leave_out` are not.

    Files that bear the stamps they bore before are not read.

    BadInput when `raw` is no folder; OSError when the disk or network fails.
    """
    if not raw.is_dir():
        raise BadInput(f"{raw} is not a folder", "name the folder that holds the articles with --raw")
    found = (described(path, path.relative_to(raw).as_posix(), stamps) for path in walk(raw, leave_out))
    return sorted(found, key=lambda file: file.name)


def walk(raw: Path, leave_out: Path) -> Iterator[Path]:
    """Paths of the files below `raw`, without hidden ones and those below `leave_out`."""
    leave_out = leave_out.resolve()
    for folder, folders, files in os.walk(raw, onerror=_give_up):
        here = Path(folder)
        folders[:] = [name for name in folders if name[0] != "." and (here / name).resolve() != leave_out]
        for name in files:
            path = here / name
            if name[0] != "." and (path.is_file() or path.is_symlink()):
                yield path


def _give_up(error: OSError) -> None:
    raise error


def described(path: Path, name: str, stamps: Stamps, known: Known = NOTHING_KNOWN) -> RawFile:
    """The file at `path` as it is now, to be published under `name`."""
    name = os.fsencode(name).decode("utf-8", "replace")
    try:
        sha256, stated = stamps.digest(path)
    except OWN_FAULTS as error:
        return RawFile(str(path), name, 0, None, "", fault(error), known=known)
    return RawFile(str(path), name, stated.st_size, clock.arrival(stated.st_mtime), sha256, known=known)


@contextmanager
def opened(file: RawFile) -> Iterator[BufferedReader]:
    """The file as a stream that can seek, expanded when it lies in the raw store; OSError when it cannot be had."""
    with Path(file.path).open("rb") as handle:
        if not file.stored:
            yield handle
            return
        with tempfile.SpooledTemporaryFile(MOST_IN_MEMORY) as expanded:
            store.expand(handle, cast("BinaryIO", expanded))
            expanded.seek(0)
            yield cast("BufferedReader", expanded)


def fault(error: OSError) -> str:
    """The failure in words, without the path (which is stated beside it)."""
    return error.strerror or type(error).__name__


def groups(files: list[RawFile], most: int, smallest: int) -> list[list[RawFile]]:
    """The files in their order as at most `most` groups of like weight, each of at least `smallest` bytes.

    A file weighs its bytes and a little more, since opening one costs too.
    """
    weights = [file.size + OPENING_BYTES for file in files]
    share = max(smallest, -(-sum(weights) // most)) if files else smallest
    found: list[list[RawFile]] = []
    filled = 0
    for file, weight in zip(files, weights, strict=True):
        if not found or (filled >= share and len(found) < most):
            found.append([])
            filled = 0
        found[-1].append(file)
        filled += weight
    return found
