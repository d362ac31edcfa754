"""How a set of tables is published: whole, or not at all, wherever the process is interrupted.

A set is written to `releases/<run_id>/`, verified there, and then switched to. The names that readers open
(`<table>.parquet`, `manifest.json`) are symbolic links through `current`, so that one rename switches all of them.
Where links are not to be had, each name is replaced in turn, with a journal that the next run completes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import leases, manifest, snapshots
from flows.leases import Lease
from flows.problems import Damaged, naming
from flows.snapshots import RELEASES

CURRENT = "current"
JOURNAL = ".switch.json"
ASIDE = ".aside-"
STAGING = ".staging-"


@contextmanager
def writer(processed: Path) -> Iterator[Lease]:
    """Be the only writer of `processed` while this lasts; Locked when another process writes, here or elsewhere."""
    with leases.only_one(processed, str(processed)) as lease:
        yield lease


def recover(processed: Path) -> bool:
    """Complete an interrupted switch and clear away what interrupted runs left; whether a switch was completed.

    To be called by the only writer.
    """
    completed = _complete(processed)
    for path in processed.glob(f"{STAGING}*"):
        shutil.rmtree(path)
    for path in processed.glob(f"{ASIDE}*"):
        path.unlink()
    for path in (processed / RELEASES).glob(f"{ASIDE}*"):
        shutil.rmtree(path)
    return completed


def interrupted(processed: Path) -> bool:
    """Whether a switch was begun and not completed."""
    return (processed / JOURNAL).exists()


def _complete(processed: Path) -> bool:
    journal = processed / JOURNAL
    if not journal.exists():
        return False
    run_id = json.loads(journal.read_text(encoding="utf-8"))["run_id"]
    _switch_files(processed, processed / RELEASES / run_id)
    return True


def stage(processed: Path, label: str) -> Path:
    """A new empty folder for a run to work in, on the same disk as the published files."""
    folder = processed / f"{STAGING}{label}"
    folder.mkdir()
    return folder


def whole_set(processed: Path) -> Path | None:
    """Folder of the newest set that is whole: the current one, else one kept from before; None when there is none."""
    described = snapshots.current(processed)
    names = [described] if described else []
    names += [one.run_id for one in snapshots.listed(processed) if one.run_id != described]
    folders = [processed / RELEASES / name for name in names] + [processed]
    return next((folder for folder in folders if not manifest.broken(folder)), None)


def publish(
    staged: Path, processed: Path, run_id: str, *, plain_files: bool = False, keep: int = snapshots.KEPT
) -> Path:
    """Make the tables in `staged` (with their manifest) the published set; returns the folder of the release.

    The newest `keep` sets stay, among them always the new one and the one before.

    Damaged when what was written cannot be read back, in which case nothing changes. May be called again
    after a failure of the disk or network.
    """
    release = processed / RELEASES / run_id
    if staged.exists():
        _settle(staged, release)
    former = snapshots.current(processed)
    switch(processed, release, plain_files=plain_files)
    _prune(processed, {release.name, former}, keep)
    return release


def _settle(staged: Path, release: Path) -> None:
    """Verify the staged set and move it to its place among the releases."""
    for path in sorted(staged.iterdir()):
        _flush(path)
    _flush(staged)
    if found := manifest.faults(staged):
        name, fault = found[0]
        raise Damaged(f"the staged file {name} {fault}", "check the disk and run again")
    release.parent.mkdir(parents=True, exist_ok=True)
    if release.exists():
        # Left by a run that was interrupted before its switch; the caller's run_id is never a published one.
        shutil.rmtree(release)
    staged.rename(release)
    _flush(release.parent)


def switch(processed: Path, release: Path, *, plain_files: bool = False) -> None:
    """Make `release`, a folder below `processed/releases`, the set that readers see."""
    if plain_files or not _links_work(processed):
        _switch_files(processed, release)
    else:
        _switch_links(processed, release)


def _names(release: Path) -> list[str]:
    """The files of a release, the manifest last."""
    return sorted((path.name for path in release.iterdir()), key=lambda name: (name == manifest.NAME, name))


def _links_work(processed: Path) -> bool:
    if os.name == "nt":
        # A link to a folder cannot be replaced in one step there.
        return False
    trial = processed / f"{ASIDE}link"
    trial.unlink(missing_ok=True)
    try:
        trial.symlink_to(CURRENT)
    except (OSError, NotImplementedError):
        return False
    trial.unlink()
    return True


def _switch_links(processed: Path, release: Path) -> None:
    _adopt(processed)
    for name in _names(release):
        if not (processed / name).is_symlink():
            _link(processed / name, Path(CURRENT, name))
    _link(processed / CURRENT, Path(RELEASES, release.name))
    _flush(processed)
    _remove_strangers(processed, release)


def _adopt(processed: Path) -> None:
    """Turn a published set of plain files into links to a release with the same content."""
    plain = [path for path in processed.glob("*") if path.is_file() and not path.is_symlink()]
    names = [path.name for path in plain if path.suffix in (".parquet", ".json", ".html") and path.name[0] != "."]
    if not names or manifest.broken(processed):
        return
    described = snapshots.current(processed)
    release = processed / RELEASES / str(described)
    if not release.exists():
        _copy_set(processed, release)
    _link(processed / CURRENT, Path(RELEASES, release.name))
    for name in names:
        if (release / name).exists():
            _link(processed / name, Path(CURRENT, name))


def _copy_set(processed: Path, release: Path) -> None:
    described = manifest.load(processed) or {"tables": {}}
    names = [entry["path"] for entry in described["tables"].values()]
    aside = release.with_name(f"{ASIDE}{release.name}")
    if aside.exists():
        # Left half copied by a first try of the same publication.
        shutil.rmtree(aside)
    aside.mkdir(parents=True)
    for name in [*names, *described.get("files", {}), manifest.NAME]:
        shutil.copy2(processed / name, aside / name)
        _flush(aside / name)
    aside.rename(release)


def _link(path: Path, target: Path) -> None:
    """Make `path` a link to `target` in one step, whatever it was."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(path)


def _switch_files(processed: Path, release: Path) -> None:
    journal = processed / JOURNAL
    aside = processed / f"{ASIDE}journal"
    manifest.write_json(aside, {"run_id": release.name})
    _flush(aside)
    aside.replace(journal)
    _flush(processed)
    for name in _names(release):
        _replace(processed / name, release / name)
    _flush(processed)
    _remove_strangers(processed, release)
    if (processed / CURRENT).is_symlink():
        (processed / CURRENT).unlink()
    journal.unlink()
    _flush(processed)


def _replace(path: Path, source: Path) -> None:
    aside = path.with_name(f"{ASIDE}{path.name}")
    aside.unlink(missing_ok=True)
    try:
        os.link(source, aside)
    except OSError:
        shutil.copy2(source, aside)
        _flush(aside)
    aside.replace(path)


def _remove_strangers(processed: Path, release: Path) -> None:
    """Remove the names of tables that the release no longer has."""
    names = set(_names(release))
    for path in processed.glob("*.parquet"):
        if path.name not in names:
            path.unlink()


def _prune(processed: Path, wanted: set[str | None], most: int) -> None:
    """Remove all releases but those wanted and the newest, as many as are to be kept."""
    newest = [one.run_id for one in snapshots.listed(processed) if one.run_id not in wanted]
    kept = {*wanted, *newest[: max(most - len(wanted), 0)]}
    for path in (processed / RELEASES).iterdir():
        if path.name not in kept:
            # Renamed first: whatever stands under the name of a release is whole.
            aside = path if path.name.startswith(ASIDE) else path.rename(path.with_name(f"{ASIDE}{path.name}"))
            shutil.rmtree(aside)


def _flush(path: Path) -> None:
    """Have the system write a file, or the entries of a folder, to the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(handle)
    finally:
        os.close(handle)
