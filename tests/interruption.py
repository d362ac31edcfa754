"""Publish, and be disturbed at one operation on files after the other; look at what readers and the next run find.

    python -m tests.interruption [--fault FAULT] [--mode FORMER-to-NEXT] [--stride N]

FORMER is how the former set lies there: links, plain files, a set `copied` there without its release, `mixed` by a
switch that was killed, none. NEXT is how the new set is published: links, plain files, `copies` where files cannot be
linked. Operations are all that publishing does to the disk: opening, each write, each chunk copied, flush, link,
rename, removal.

    SIGKILL                    the process dies before the operation
    TORN, HOLES                the machine does: what was not flushed has lost its second half, or has zeros there
    SHORT                      a write takes half of its bytes, then the disk is full; other operations are passed over
    ENOSPC, EACCES, EROFS, EIO the operation fails so

Prints a line for each fault and mode: operations, of these disturbed, failures. Exit code 1 when something did not
hold.
"""

from __future__ import annotations

import argparse
import builtins
import errno
import io
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias, cast
from unittest import mock

from flows import assemble, clock, manifest, release
from flows.batch import write_tables
from transforms import schema

OLD, MID, NEW = "20240101t000000z-old", "20240102t000000z-mid", "20240103t000000z-new"
DEADLY = ("SIGKILL", "TORN", "HOLES")
FAULTS = (*DEADLY, "SHORT", "ENOSPC", "EACCES", "EROFS", "EIO")
MODES = (
    ("links", "links"),
    ("plain", "links"),
    ("copied", "links"),
    ("mixed", "links"),
    ("none", "links"),
    ("links", "plain"),
    ("plain", "plain"),
    ("copied", "plain"),
    ("mixed", "plain"),
    ("none", "plain"),
    ("plain", "copies"),
)
# Every table passes the same operations; with few of them, each operation of each kind is reached in minutes.
TABLES = ("counts", "dim_object_class", "runs", "statistics")
NAMES = ("chmod", "fsync", "link", "mkdir", "open", "rename", "replace", "rmdir", "sendfile", "symlink", "unlink")
ALWAYS_WHOLE = (("links", "links"), ("plain", "links"), ("copied", "links"))
STAGING = f"{release.STAGING}test"
FAILED, BORNE = 7, 8
MOST = 2_000

Found: TypeAlias = dict[str, Any]


def staged(folder: Path, run_id: str, rows: int, *, pages: bool = True) -> Path:
    """A whole set of tables, of which one tells its run by the number of its rows."""
    folder.mkdir(parents=True)
    frames = {name: schema.frame(table, []) for name, table in schema.tables().items()}
    classes = [{"object_class": f"class-{number}", "covers": run_id} for number in range(rows)]
    frames["dim_object_class"] = schema.frame(schema.tables()["dim_object_class"], classes)
    write_tables(frames, folder)
    if pages:
        assemble.complete(folder, run_id)
    else:
        describe(folder, run_id)
    return folder


def describe(folder: Path, run_id: str) -> None:
    """Write what describes the tables, but for the pages."""
    manifest.write_package(folder)
    manifest.write_json(folder / manifest.NAME, manifest.build(folder, run_id, clock.now()))


class Written(io.FileIO):
    """A file open for writing, of which each write counts."""

    disk: Disk

    def write(self, data: Any) -> int:
        """Write all of it, or what the fault lets through."""
        if self.disk.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole = super().write
        return int(self.disk.change(whole, data, half=lambda: whole(data[: len(data) // 2])) or 0)


class Disk:
    """Counts the operations on files; has the process die, or the operation fail, at the one of that number."""

    def __init__(self, step: int, fault: str) -> None:
        """Take the place of the system's calls."""
        self.step, self.fault, self.taken, self.full = step, fault, 0, False
        # Open handles by inode: a file that was renamed meanwhile is torn too.
        self.unflushed: dict[int, int] = {}
        self._real = {name: getattr(os, name) for name in NAMES}
        for name in NAMES:
            setattr(os, name, self._counted(name))
        self._open = open
        builtins.open = io.open = self._opened

    def unflushed_yet(self, paths: Iterable[Path]) -> None:
        """These files are written, but not on the disk."""
        for path in paths:
            self._note(self._real["open"](path, os.O_RDWR))

    def real(self, name: str) -> Callable[..., Any]:
        """The system's own call."""
        return cast("Callable[..., Any]", self._real[name])

    def change(self, call: Callable[..., Any], *args: Any, half: Callable[[], Any] | None = None) -> Any:
        """Let the operation take place, unless it is the one to be disturbed; `half` does half of a write."""
        if self.fault != "SHORT" or half:
            self.taken += 1
            if self.taken == self.step:
                self._disturb([arg for arg in args if isinstance(arg, str | Path)], half)
        return call(*args)

    def _disturb(self, paths: list[str | Path], half: Callable[[], Any] | None) -> None:
        if half and self.fault in ("TORN", "HOLES", "SHORT"):
            half()
        if self.fault in DEADLY:
            self._tear()
            os.kill(os.getpid(), signal.SIGKILL)
        self.full = self.fault == "SHORT"
        number = errno.ENOSPC if self.full else getattr(errno, self.fault)
        raise OSError(number, os.strerror(number), *paths[:1])

    def _tear(self) -> None:
        """Take from the files that were not flushed what the system may still have held in memory."""
        for handle in self.unflushed.values():
            size = os.fstat(handle).st_size
            if self.fault == "TORN":
                os.ftruncate(handle, size // 2)
            elif self.fault == "HOLES":
                os.pwrite(handle, bytes(size - size // 2), size // 2)

    def _note(self, handle: int) -> None:
        self.unflushed[os.fstat(handle).st_ino] = handle

    def _counted(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def call(*args: Any, **kwargs: Any) -> Any:
            half = (lambda: self._half_sent(*args)) if name == "sendfile" else None
            done = self.change(lambda *_: real(*args, **kwargs), *args, half=half)
            if name == "fsync":
                self.unflushed.pop(os.fstat(args[0]).st_ino, None)
            return done

        return call

    def _half_sent(self, target: int, source: int, offset: int, _count: int) -> None:
        self._real["sendfile"](target, source, offset, (os.fstat(source).st_size - offset) // 2)

    def _opened(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "w" not in mode:
            return self._open(file, mode, *args, **kwargs)
        raw = self.change(lambda path: Written(path, "w"), file)
        raw.disk = self
        self._note(self._real["open"](file, os.O_RDWR))
        buffered = io.BufferedWriter(raw)
        text = dict(zip(("encoding", "errors", "newline"), args[1:], strict=False)) | kwargs
        return buffered if "b" in mode else io.TextIOWrapper(buffered, **text)


def in_child(work: Callable[[], bool], note: Path) -> int:
    """Do the work in a forked process; the signal that ended it, or how it ended: `note` has the error that did.

    0 when nothing happened to it, BORNE when it ended well all the same.
    """
    # Opened before the child takes the place of `open`.
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.fork()
    if child == 0:
        try:
            os._exit(BORNE if work() else 0)
        except OSError as error:
            os.write(handle, str(error).encode())
            os._exit(FAILED)
        except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as if it were its parent
            traceback.print_exc()
            os._exit(1)
    os.close(handle)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def seen(processed: Path) -> Found:
    """What a reader finds: the run of the manifest, whether the set is whole by it, and which releases are."""
    described = manifest.load(processed)
    return {
        "run_id": described["run_id"] if described else None,
        "faults": [name for name, _ in manifest.faults(processed)],
        "releases": sorted(path.name for path in (processed / "releases").glob("2*") if not manifest.broken(path)),
        "left": sorted(path.name for path in processed.glob(".*") if path.name not in (".lock", ".lease")),
    }


class Publication:
    """One way of publishing over one former set."""

    def __init__(self, folder: Path, former: str, following: str) -> None:
        """Lay the former set into `base` and the tables of the next beside it."""
        self.folder, self.former, self.following = folder, former, following
        self.tables = staged(folder / "template", NEW, 3, pages=False)
        # Made here: a forked process must not read tables, since Arrow's threads are not there.
        self.described = manifest.load(self.tables) or {}
        self.base = folder / "base"
        self.base.mkdir()
        if former == "none":
            return
        plain = former != "links"
        release.publish(staged(folder / "old", OLD, 2, pages=False), self.base, OLD, plain_files=plain)
        if former == "copied":
            shutil.rmtree(self.base / "releases")
        if former == "mixed":
            self._die_amid_a_switch()

    def _die_amid_a_switch(self) -> None:
        """Leave `base` as the first death does that readers of plain files can see."""
        new, whole = staged(self.folder / "mid", MID, 4, pages=False), self.folder / "whole"
        self.base.rename(whole)
        for step in range(1, MOST):
            tables = Path(shutil.copytree(new, self.folder / "mid-tables"))
            shutil.copytree(whole, self.base, symlinks=True)
            in_child(partial(self._switched, step, tables), self.folder / "note")
            if release.interrupted(self.base) and manifest.faults(self.base):
                return
            shutil.rmtree(self.base)
            shutil.rmtree(tables, ignore_errors=True)
        raise RuntimeError("no death amid the switch can be seen")

    def _switched(self, step: int, tables: Path) -> bool:
        Disk(step, "SIGKILL")
        release.publish(tables, self.base, MID, plain_files=True)
        return False

    def disturbed(self, processed: Path, step: int, fault: str) -> bool:
        """A run of which one operation goes wrong; whether it came so far."""
        with release.writer(processed):
            staging = processed / STAGING
            template = [(path.name, path.read_bytes()) for path in self.tables.iterdir()]
            disk = Disk(step, fault)
            release.recover(processed)
            release.stage(processed, "test")
            staging.joinpath("tables").mkdir()
            for name, content in template:
                # Not by way of the counted `open`: the tables are written before publishing begins.
                handle = disk.real("open")(staging / "tables" / name, os.O_WRONLY | os.O_CREAT)
                os.write(handle, content)
                os.close(handle)
            disk.unflushed_yet((staging / "tables").iterdir())
            self.publish(processed)
            shutil.rmtree(staging)
        return disk.taken >= step

    def undisturbed(self, processed: Path) -> None:
        """The next run."""
        with release.writer(processed):
            release.recover(processed)
            shutil.copytree(self.tables, release.stage(processed, "test") / "tables")
            self.publish(processed)
            shutil.rmtree(processed / STAGING)

    def publish(self, processed: Path) -> None:
        """What the task of that name does, but for the pictures; called again, it is the task's retry."""
        tables = processed / STAGING / "tables"
        if tables.exists():
            manifest.write_package(tables)
            manifest.write_json(tables / manifest.NAME, self.described)
        with mock.patch.object(os, "link", _no_links if self.following == "copies" else os.link):
            release.publish(tables, processed, NEW, plain_files=self.following != "links")

    def at(self, step: int, fault: str) -> Found:
        """Disturb one operation; what is found right after, after the retry of the task, and after the next run."""
        processed, note = self.folder / "processed", self.folder / "note"
        shutil.copytree(self.base, processed, symlinks=True)
        found: Found = {"ended": in_child(lambda: self.disturbed(processed, step, fault), note)}
        found["error"] = note.read_text(encoding="utf-8")
        found["death"] = seen(processed)
        if found["ended"] == FAILED and (
            (processed / STAGING / "tables" / "counts.parquet").exists() or NEW in found["death"]["releases"]
        ):
            again = Path(shutil.copytree(processed, self.folder / "again", symlinks=True))
            self.publish(again)
            found["retry"] = seen(again)
            shutil.rmtree(again)
        self.undisturbed(processed)
        found["next"] = seen(processed)
        shutil.rmtree(processed)
        return found


def _no_links(source: Any, _target: Any) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(source))


def wrong(former: str, following: str, fault: str, found: Found) -> list[str]:
    """What does not hold after one disturbance."""
    death: Found = found["death"]
    told = []
    expected: dict[str, set[str | None]] = {"none": {None, NEW}, "mixed": {OLD, MID, NEW}}
    runs = expected.get(former, {OLD, NEW})
    ends = {-signal.SIGKILL} if fault in DEADLY else {FAILED, BORNE}
    if found["ended"] not in ends | {0}:
        told.append(f"the process ended with {found['ended']}")
    if found["ended"] == FAILED and "'" not in found["error"]:
        told.append(f"the error names no file: {found['error']}")
    switching = release.JOURNAL in death["left"] and {MID, NEW} & set(death["releases"])
    nothing_yet = death["run_id"] is None and former == "none"
    if death["run_id"] not in runs or (death["faults"] and not switching and not nothing_yet):
        told.append(f"readers find {death['faults']} in the set of {death['run_id']}")
    if death["faults"] and (former, following) in ALWAYS_WHOLE:
        told.append("readers of links find a mixture")
    if former in ("links", "plain") and OLD not in death["releases"]:
        told.append("the set before is not kept")
    for after in ("retry", "next"):
        state = found.get(after)
        # The staging folder goes when the run ends, not when the task does.
        left = [name for name in state["left"] if name != STAGING or after == "next"] if state else []
        if state and (state["run_id"], state["faults"], left) != (NEW, [], []):
            told.append(f"after the {after}: {state}")
    return told


def disturb_all(former: str, following: str, fault: str, stride: int) -> tuple[int, int, list[str]]:
    """Disturb every so many-th operation: how many operations there are, how many were disturbed, what failed."""
    own = {name: schema.tables()[name] for name in TABLES}
    schema.tables = lambda: own  # type: ignore[assignment]
    failures, done = [], 0
    with tempfile.TemporaryDirectory() as name:
        publication = Publication(Path(name), former, following)
        for step in range(1, MOST, stride):
            found = publication.at(step, fault)
            failures += [f"operation {step}: {one}" for one in wrong(former, following, fault, found)]
            if found["ended"] == 0:
                return step - 1, done, failures
            done += 1
    raise RuntimeError(f"more than {MOST} operations")


def main() -> None:
    """Disturb as was asked for and print what held."""
    modes = {f"{former}-to-{following}": (former, following) for former, following in MODES}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", choices=FAULTS, action="append")
    parser.add_argument("--mode", choices=modes, action="append")
    parser.add_argument("--stride", type=int, default=1, help="disturb every so many-th operation only")
    given = parser.parse_args()
    cases = [(mode, fault) for fault in given.fault or FAULTS for mode in given.mode or modes]
    failed = 0
    print(f"{'fault':8} {'mode':16} operations disturbed failures")
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        todo = [(mode, fault, pool.submit(disturb_all, *modes[mode], fault, given.stride)) for mode, fault in cases]
        for mode, fault, future in todo:
            operations, disturbed, failures = future.result()
            failed += len(failures)
            print(f"{fault:8} {mode:16} {operations:10} {disturbed:9} {len(failures):8}", flush=True)
            for failure in failures:
                print(f"  {failure}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
