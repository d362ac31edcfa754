"""Publish and be disturbed at one step after the other: run as a program, since it forks itself before each time.

    python interruption.py FOLDER FORMER NEXT STRIDE [FAULT]

FORMER is how the former set lies there (links, plain, none), NEXT how the next is published (links, plain). Without a
FAULT the process is killed; with the name of an error of the system (ENOSPC, EACCES, EROFS, EIO) that step fails so.

Prints one JSON line for each step: what a reader finds right after the death, and after the next run.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows import assemble, manifest, release
from flows.batch import write_tables
from transforms import schema

OLD, NEW = "20240101t000000z-old", "20240102t000000z-new"
FAILED, BORNE = 7, 8
STEPS = ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink")


def staged(folder: Path, run_id: str, rows: int) -> Path:
    """A whole set of tables, of which one tells its run by the number of its rows."""
    folder.mkdir(parents=True)
    frames = {name: schema.frame(table, []) for name, table in schema.tables().items()}
    classes = [{"object_class": f"class-{number}", "covers": run_id} for number in range(rows)]
    frames["dim_object_class"] = schema.frame(schema.tables()["dim_object_class"], classes)
    write_tables(frames, folder)
    assemble.complete(folder, run_id)
    return folder


def disturb(step: int, fault: str | None) -> Callable[[], bool]:
    """Have the process killed, or the call fail, at its `step`-th change of the disk; tells whether it came so far."""
    taken = 0

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == step:
                if fault is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                number = getattr(errno, str(fault))
                raise OSError(number, os.strerror(number), *([args[0]] if isinstance(args[0], str | Path) else []))
            return change(*args, **kwargs)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    return lambda: taken >= step


def in_child(work: Callable[[], bool], note: Path) -> int:
    """Do the work in a forked process; the signal that ended it, or how it ended: `note` has the error that did.

    0 when nothing happened to it, BORNE when it ended well all the same.
    """
    child = os.fork()
    if child == 0:
        try:
            os._exit(BORNE if work() else 0)
        except OSError as error:
            note.write_text(str(error), encoding="utf-8")
            os._exit(FAILED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def seen(processed: Path) -> dict[str, Any]:
    """What a reader finds: the run of the manifest, whether the set is whole by it, and which releases are."""
    described = manifest.load(processed)
    return {
        "run_id": described["run_id"] if described else None,
        "faults": [name for name, _ in manifest.faults(processed)],
        "releases": sorted(path.name for path in (processed / "releases").glob("2*") if not manifest.broken(path)),
        "left": sorted(path.name for path in processed.glob(".*") if path.name not in (".lock", ".lease")),
    }


def run(processed: Path, template: Path, *, plain: bool) -> None:
    """What a run does with the disk, from its first step to its last."""
    with release.writer(processed):
        release.recover(processed)
        tables = release.stage(processed, "kill") / "tables"
        shutil.copytree(template, tables)
        release.publish(tables, processed, NEW, plain_files=plain)
        shutil.rmtree(tables.parent)


def main(folder: Path, former: str, following: str, stride: int, fault: str | None = None) -> None:
    plain = following == "plain"
    template = staged(folder / "template", NEW, 3)
    base = folder / "base"
    base.mkdir()
    if former != "none":
        release.publish(staged(folder / "old", OLD, 2), base, OLD, plain_files=former == "plain")
    for step in range(1, 1_000, stride):
        processed = folder / f"step-{step}"
        shutil.copytree(base, processed, symlinks=True)

        def disturbed(step: int = step, processed: Path = processed) -> bool:
            reached = disturb(step, fault)
            run(processed, template, plain=plain)
            return reached()

        note = folder / f"error-{step}"
        ended = in_child(disturbed, note)
        after_death = seen(processed)
        run(processed, template, plain=plain)
        told = {"step": step, "ended": ended, "error": note.read_text(encoding="utf-8") if note.exists() else None}
        print(json.dumps(told | {"death": after_death, "next": seen(processed)}))
        shutil.rmtree(processed)
        if ended == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), *sys.argv[5:])
