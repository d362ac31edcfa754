"""Which files need not be read to know their digest: those that bear the stamps they bore when they were last read.

Only a cache: the state is the published tables and the raw store, and without this file every input is read again. As
git does for its index, a digest is remembered only of a file that had been left alone for a while when it was read: one
that changes twice within a tick of the file system's clock may bear the same stamps with other bytes (git's
documentation calls that "racy").
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import TypeAlias

NAME = ".stamps.json"
VERSION = 1
# The coarsest clock of a file system in use, that of FAT, ticks every two seconds
SETTLED_NS = 2_000_000_000

Stamp: TypeAlias = list[int]


class Stamps:
    """Digests of files with their stamps: size, times of the last change to bytes and to entry, inode and device."""

    def __init__(self, path: Path | None = None) -> None:
        """Remember what the file at `path` does; nothing without one."""
        self._known: dict[str, list[Stamp | str]] = _read(path) if path else {}
        self._seen: dict[str, list[Stamp | str]] = {}

    def digest(self, path: Path) -> tuple[str, os.stat_result]:
        """SHA-256 of the file's bytes, in hexadecimal, and what the system says of it; OSError where there is none."""
        key = str(path.absolute())
        stated = path.stat()
        stamp = _stamp(stated)
        known = self._known.get(key)
        if known and known[0] == stamp:
            self._seen[key] = known
            return str(known[1]), stated
        begun = time.time_ns()
        with path.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
            stated = os.fstat(handle.fileno())
        if _stamp(stated) == stamp and max(stated.st_mtime_ns, stated.st_ctime_ns) + SETTLED_NS < begun:
            self._seen[key] = [stamp, sha256]
        return sha256, stated

    def save(self, path: Path) -> None:
        """Remember in the file at `path` what was asked for, and nothing else."""
        if self._seen == self._known:
            return
        aside = path.with_name(f"{path.name}-{os.getpid()}")
        aside.write_text(json.dumps({"version": VERSION, "files": self._seen}), encoding="utf-8")
        aside.replace(path)


def _stamp(stated: os.stat_result) -> Stamp:
    return [stated.st_size, stated.st_mtime_ns, stated.st_ctime_ns, stated.st_ino, stated.st_dev]


def _read(path: Path) -> dict[str, list[Stamp | str]]:
    """What the file remembers; nothing when it is not there, torn, or of another version."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    files = data.get("files") if isinstance(data, dict) and data.get("version") == VERSION else None
    sound = isinstance(files, dict) and all(isinstance(one, list) and len(one) == 2 for one in files.values())
    return files if files and sound else {}
