"""A bucket that has the published sets too, for readers elsewhere and for runs on several machines.

    manifest.json             the published set: a manifest whose paths begin with its folder
    releases/<run_id>/…       the sets that are kept, each as it lies in the published folder
    .lease.json               who writes, see `leases`
    .hold.json                only after a rollback

A set is uploaded and read back, and then `manifest.json` is replaced, on condition that it is what it was when the run
began: readers that follow it have a whole set at any instant, and of two runs at most one is published.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows import config, leases, manifest, release, snapshots
from flows.batch import read_tables
from flows.leases import Lease
from flows.problems import Damaged, Locked
from flows.snapshots import RELEASES
from flows.storage import Storage, StorageRegister

LEASE = ".lease.json"


class Target:
    """The bucket, for a run that holds its lease; Unreachable, from any method, when the server fails."""

    def __init__(self, storage: Storage, lease: Lease, processed: Path) -> None:
        """`processed` is the folder of the published tables on this machine."""
        self._storage, self._lease, self._processed = storage, lease, processed
        found = storage.get(manifest.NAME)
        self._version = found[1] if found else ""
        self._pointed = _run_of(found[0], storage.location) if found else None

    def held(self) -> dict[str, Any] | None:
        """What a rollback holds there, as `hold` was given it."""
        found = self._storage.get(snapshots.HOLD)
        return json.loads(found[0]) if found else None

    def hold(self, told: dict[str, Any]) -> None:
        """Hold there what a rollback on this machine holds here."""
        self._storage.put(snapshots.HOLD, json.dumps(told, indent=2).encode())

    def let_go(self) -> None:
        """Take the hold away, if there is one."""
        if self._storage.get(snapshots.HOLD):
            self._storage.delete([snapshots.HOLD])

    def pull(self, *, plain_files: bool = False) -> str | None:
        """Publish here what is published there, unless the set here was made from it; its run, if that was needed.

        Damaged when the set there is not whole; then nothing changes.
        """
        run_id = self._pointed
        if run_id is None or run_id in _history(self._processed):
            return None
        folder = self._processed / RELEASES / run_id
        if manifest.broken(folder):
            self._download(run_id, folder)
        release.switch(self._processed, folder, plain_files=plain_files)
        return run_id

    def _download(self, run_id: str, folder: Path) -> None:
        aside = folder.with_name(f"{release.ASIDE}{run_id}")
        aside.mkdir(parents=True)
        prefix = f"{RELEASES}/{run_id}/"
        for name in self._storage.names(prefix):
            self._storage.download(name, aside / name.removeprefix(prefix))
        if faults := manifest.faults(aside):
            name, fault = faults[0]
            message = f"{self._storage.location}/{prefix}{name} {fault}"
            raise Damaged(message, "publish there again from the machine that has the set, with `coopstats rollback`")
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)

    def push(self, keep: int | None = None) -> bool:
        """Publish there what is published here, and keep that many sets, or all; whether anything was new.

        Locked when another run has published there since this one began.
        """
        described = manifest.load(self._processed)
        if described is None or described["run_id"] == self._pointed:
            return False
        run_id = str(described["run_id"])
        for name in [*_files(described), manifest.NAME]:
            self._upload(self._processed / name, f"{RELEASES}/{run_id}/{name}")
        self._lease.require()
        pointer = json.dumps(_pointer(described), indent=2, ensure_ascii=False).encode()
        version = self._storage.swap(manifest.NAME, pointer, self._version)
        if version is None:
            message = f"another run has published in {self._storage.location} since this one began"
            raise Locked(message, "run again, which starts from what is there")
        former, self._pointed, self._version = self._pointed, run_id, version
        if keep is not None:
            self._prune({run_id, former}, keep)
        return True

    def _upload(self, path: Path, name: str) -> None:
        wanted = manifest.sha256(path)
        if self._storage.sha256(name) == wanted:
            return  # uploaded before an interruption
        self._storage.put(name, path)
        if self._storage.sha256(name) != wanted:
            message = f"{self._storage.location}/{name} is not what was written"
            raise Damaged(message, "check the storage and run again")

    def _prune(self, wanted: set[str | None], most: int) -> None:
        """Remove all sets but those wanted and the newest; a set without a manifest is what an interruption left."""
        names = self._storage.names(f"{RELEASES}/")
        others = {name.split("/")[1] for name in names} - wanted
        whole = sorted((one for one in map(self._ordered, others) if one), reverse=True)
        kept = {*wanted, *(one[-1] for one in whole[: max(most - len(wanted - {None}), 0)])}
        gone = [name for name in names if name.split("/")[1] not in kept]
        # The manifest goes first: what has one is whole.
        self._storage.delete(sorted(gone, key=lambda name: not name.endswith(f"/{manifest.NAME}")))

    def _ordered(self, run_id: str) -> tuple[Any, ...] | None:
        found = self._storage.get(f"{RELEASES}/{run_id}/{manifest.NAME}")
        if found is None:
            return None
        return (*snapshots.order_of(json.loads(found[0])), run_id)


def _run_of(data: bytes, location: str) -> str:
    try:
        return str(json.loads(data)["run_id"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{location}/{manifest.NAME} does not describe a set of tables"
        raise Damaged(message, "name an empty folder of the bucket as target, or remove that object") from error


def _history(processed: Path) -> set[str]:
    """The runs from which the set here was made, its own included."""
    run_id = snapshots.current(processed)
    if run_id is None or manifest.broken(processed):
        return set()
    return {run_id, *read_tables(processed, ("runs",))["runs"]["run_id"]}


def _files(described: dict[str, Any]) -> list[str]:
    return [*(entry["path"] for entry in described["tables"].values()), *described.get("files", {})]


def _pointer(described: dict[str, Any]) -> dict[str, Any]:
    """The manifest with all paths as they are from the top of the bucket's folder."""
    folder = f"{RELEASES}/{described['run_id']}/"
    tables = {name: entry | {"path": folder + entry["path"]} for name, entry in described["tables"].items()}
    files = {folder + name: entry for name, entry in described.get("files", {}).items()}
    return described | {"folder": folder, "tables": tables, "files": files}


@contextmanager
def opened(declared: config.Target | None, processed: Path) -> Iterator[Target | None]:
    """The target that is declared, held while this lasts; None when none is.

    To be called by the only writer of `processed`. Locked when a run on another machine holds it.
    """
    if declared is None:
        yield None
        return
    storage = Storage(declared.location, declared.endpoint, declared.region)
    with leases.held(StorageRegister(storage, LEASE), processed, storage.location) as lease:
        yield Target(storage, lease, processed)
