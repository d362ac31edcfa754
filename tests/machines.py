"""Another machine that shares a folder: a program that the system's file lock does not reach.

    python machines.py FOLDER BEAT_SECONDS SILENT_SECONDS

Prints `held` when it may write, and `kept` or `lost` for each line that it is sent, by what its lease then says.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from flows import leases
from flows.problems import Locked


class Deaf:
    """A file lock that others do not notice."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Of any file."""

    def acquire(self) -> None:
        """Always at once."""

    def release(self) -> None:
        """Nothing to let go."""


def main(folder: Path, beat: float, silent: float) -> None:
    setattr(leases, "FileLock", Deaf)  # noqa: B010 - the module does not export what it imports
    setattr(leases, "_place", lambda _: str(os.getpid()))  # noqa: B010 - another place each time
    leases.BEAT_SECONDS, leases.SILENT_SECONDS, leases.WATCH_SECONDS = beat, silent, 0.05
    try:
        with leases.only_one(folder, str(folder)) as lease:
            print("held", flush=True)
            for _ in sys.stdin:
                try:
                    lease.require()
                except Locked:
                    print("lost", flush=True)
                else:
                    print("kept", flush=True)
    except Locked as problem:
        print(problem, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
