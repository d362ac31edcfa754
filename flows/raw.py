"""The raw folder: which files lie there and what is in them. Nothing here ever writes into it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import clock
from flows.problems import BadInput

# These concern the one file; any other failure concerns the disk or the network and is worth another try.
OWN_FAULTS = (FileNotFoundError, PermissionError, IsADirectoryError)
OPENING_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class RawFile:
    """One input file. `path` opens it, `name` is the same path as it is published (valid Unicode, forward slashes).

    `sha256` is empty and `fault` says why when the file cannot be opened; `arrived` is in UTC.
    """

    path: str
    name: str
    size: int
    arrived: datetime | None
    sha256: str
    fault: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"arrived": self.arrived and self.arrived.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RawFile:
        """From what `to_json` gave."""
        arrived = data["arrived"]
        return cls(**(data | {"arrived": arrived and datetime.fromisoformat(arrived)}))


def scan(raw: Path, leave_out: Path) -> list[RawFile]:
    """All input files below `raw` in order of their names; hidden files and what lies below `leave_out` are not.

    BadInput when `raw` is no folder; OSError when the disk or network fails.
    """
    if not raw.is_dir():
        raise BadInput(f"{raw} is not a folder", "name the folder that holds the articles with --raw")
    return sorted((_raw_file(path, raw) for path in _paths(raw, leave_out.resolve())), key=lambda file: file.name)


def _paths(raw: Path, leave_out: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(raw, onerror=_give_up):
        here = Path(folder)
        folders[:] = [name for name in folders if name[0] != "." and (here / name).resolve() != leave_out]
        for name in files:
            if name[0] != "." and ((here / name).is_file() or (here / name).is_symlink()):
                yield here / name


def _give_up(error: OSError) -> None:
    raise error


def _raw_file(path: Path, raw: Path) -> RawFile:
    name = os.fsencode(path.relative_to(raw).as_posix()).decode("utf-8", "replace")
    try:
        with path.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        known = path.stat()
    except OWN_FAULTS as error:
        return RawFile(str(path), name, 0, None, "", fault(error))
    return RawFile(str(path), name, known.st_size, clock.arrival(known.st_mtime), sha256)


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
