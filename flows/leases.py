"""Being the only one that writes, on one machine and among several that share a folder or a bucket.

On one machine the system's file lock decides; it is free as soon as a process is gone. It does not reach every other
machine, so that a lease is held besides: a record that its holder renews every few seconds. No clocks are compared.
A lease is of a dead run when it was watched, by the watcher's own clock, for `SILENT_SECONDS` without being renewed.
Whoever takes it over wins by a compare-and-swap, and the former holder, should it wake up, finds that it lost it.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Protocol

from filelock import FileLock, Timeout

from flows.problems import Locked, Problem

LOCK = ".lock"
FOLDER = ".lease"
BEAT_SECONDS = 10.0
SILENT_SECONDS = 60.0
WATCH_SECONDS = 1.0
BOOT = Path("/proc/sys/kernel/random/boot_id")
WAIT = "wait until it has ended and run again"

logger = logging.getLogger("flows.leases")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease; `place` tells one folder of one running machine, `beat` counts the renewals."""

    token: str
    place: str
    host: str
    process: int
    beat: int = 0
    over: bool = False

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Holder:
        """From what `to_bytes` gave; of a record that is not whole, a holder of whom nothing is known."""
        try:
            return cls(**json.loads(data))
        except (ValueError, TypeError):
            return cls("", "", "an unknown host", 0)


class Register(Protocol):
    """A place for one record that is replaced only by those who know its present version; "" is that of no record."""

    def read(self) -> tuple[Holder | None, str]:
        """The record and its version."""
        ...

    def swap(self, version: str, holder: Holder) -> str | None:
        """The version of the new record; None, and nothing happens, when the given version is not the present one."""
        ...


class FolderRegister:
    """A register in a folder: each version is a file, created only where none of its name is.

    All file systems have that step, networked ones too, while renaming replaces what another put there.
    """

    def __init__(self, folder: Path) -> None:
        """In the folder of that name."""
        self._folder = folder / FOLDER

    def read(self) -> tuple[Holder | None, str]:
        """The record of the highest number."""
        while numbers := self._numbers():
            # Gone when its holder renewed it between the two steps.
            with suppress(FileNotFoundError):
                return Holder.from_bytes(self._path(numbers[-1]).read_bytes()), str(numbers[-1])
        return None, ""

    def swap(self, version: str, holder: Holder) -> str | None:
        """Create the file of the next number, and remove those before."""
        number = int(version or 0) + 1
        self._folder.mkdir(exist_ok=True)
        try:
            self._create(self._path(number), holder)
        except FileExistsError:
            return None
        numbers = self._numbers()
        if numbers[-1] != number:
            # Slept so long that the files of later versions came, and that of this number went.
            self._path(number).unlink(missing_ok=True)
            return None
        for former in numbers[:-1]:
            self._path(former).unlink(missing_ok=True)
        return str(number)

    def _create(self, path: Path, holder: Holder) -> None:
        with path.open("xb") as handle:
            try:
                handle.write(holder.to_bytes())
                handle.flush()
                os.fsync(handle.fileno())
            except OSError:
                path.unlink(missing_ok=True)
                raise

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:012}.json"

    def _numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in self._folder.glob("*.json"))


class Lease:
    """A lease that is held and renewed until it is ended."""

    def __init__(self, register: Register, version: str, holder: Holder, what: str) -> None:
        """For the holder whose record has that version; `what` is written, in words."""
        self._register, self._version, self._holder, self._what = register, version, holder, what
        self._lost = False
        self._lock, self._ended = Lock(), Event()
        self._thread = Thread(target=self._keep, name="lease", daemon=True)
        self._thread.start()

    def require(self) -> None:
        """Renew it now; Locked when another has taken it over, so that nothing must be written any more."""
        self._renew()
        if self._lost:
            message = f"another run took this one for dead and now writes {self._what}"
            raise Locked(message, "nothing was published; run again when it has ended")

    def _keep(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            # A failure that passes is made good by the next renewal; `require` tells one that does not.
            with suppress(OSError, Problem):
                self._renew()

    def _renew(self, *, over: bool = False) -> None:
        with self._lock:
            if self._lost:
                return
            following = replace(self._holder, beat=self._holder.beat + 1, over=over)
            version = self._register.swap(self._version, following)
            if version is None:
                self._lost = True
            else:
                self._version, self._holder = version, following

    def end(self) -> None:
        """Give it back; where that fails, others have to find out by watching."""
        self._ended.set()
        self._thread.join()
        with suppress(OSError, Problem):
            self._renew(over=True)


@contextmanager
def held(register: Register, folder: Path, what: str) -> Iterator[Lease]:
    """Hold the lease while this lasts, for the process that holds the file lock of `folder`.

    Locked when another holds it and is alive, which takes up to `SILENT_SECONDS` to be found out.
    """
    found, version = register.read()
    mine = Holder(uuid.uuid4().hex, _place(folder), socket.gethostname(), os.getpid())
    # One that was left in this very folder of this machine is dead: its file lock was free.
    if found and not found.over and found.place != mine.place:
        _watch(register, found, version, what)
    taken = register.swap(version, mine)
    if taken is None:
        raise Locked(f"another run has just begun to write {what}", WAIT)
    lease = Lease(register, taken, mine, what)
    try:
        yield lease
    finally:
        lease.end()


def _watch(register: Register, found: Holder, version: str, what: str) -> None:
    """Return when the holder gave no sign for long enough; Locked at its first."""
    logger.warning("watching whether process %d on %s still writes %s", found.process, found.host, what)
    begun = time.monotonic()
    while time.monotonic() - begun < SILENT_SECONDS:
        time.sleep(WATCH_SECONDS)
        if register.read() != (found, version):
            message = f"another run, process {found.process} on {found.host}, is writing {what}"
            raise Locked(message, WAIT)
    logger.warning("the run of process %d on %s is taken for dead", found.process, found.host)


def _place(folder: Path) -> str:
    """Tells this folder on this machine, since it was started, from any other."""
    try:
        machine = BOOT.read_text(encoding="ascii").strip()
    except OSError:
        machine = f"{uuid.getnode():x}"
    stated = folder.stat()
    return f"{machine}:{stated.st_dev}:{stated.st_ino}"


@contextmanager
def only_one(folder: Path, what: str) -> Iterator[Lease]:
    """Be the only one that writes into `folder` while this lasts; Locked when another process does, here or elsewhere.

    `what` says in words what is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise Locked(f"another run is writing {what}", WAIT) from error
    try:
        with held(FolderRegister(folder), folder, what) as lease:
            yield lease
    finally:
        lock.release()
