"""Going back to a kept set: readers see it at once, and no run publishes over it until somebody says so.

Without that hold the next scheduled run would read the same inputs with the same code and publish the same bad set.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows import clock, manifest, release, snapshots
from flows.problems import Refused
from flows.snapshots import Snapshot

HOLD = ".hold.json"


def rollback(processed: Path, run_id: str | None = None, *, plain_files: bool = False) -> Snapshot:
    """Publish a kept set again, by default the one before the published one, and hold it.

    Locked while a run writes; BadInput when there is no such set, Damaged when it is not whole; then nothing changes.
    """
    with release.writer(processed):
        release.recover(processed)
        target = snapshots.named(processed, run_id) if run_id else snapshots.before_current(processed)
        snapshots.require_whole(target)
        former = next((one.run_id for one in snapshots.listed(processed) if one.current), None)
        # The hold comes first: killed in between, the next run is refused once too often, never once too seldom.
        _write(processed, {"run_id": target.run_id, "left": former, "since_utc": clock.now().isoformat()})
        release.switch(processed, target.folder, plain_files=plain_files)
    return target


def _write(processed: Path, held: dict[str, Any]) -> None:
    aside = processed / f"{release.ASIDE}hold"
    manifest.write_json(aside, held)
    aside.replace(processed / HOLD)


def held(processed: Path) -> dict[str, Any] | None:
    """The hold of a rollback: run_id of the set, `left` the one that was published before, since_utc."""
    try:
        found: dict[str, Any] = json.loads((processed / HOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {"run_id": "unknown", "left": None, "since_utc": "an unknown moment"}
    return found


def refuse_held(processed: Path) -> None:
    """Refused while a set is held."""
    hold = held(processed)
    if hold:
        raise Refused(
            f"{processed} is held at the set of run {hold['run_id']} since the rollback of {hold['since_utc'][:16]}",
            "when what was wrong is mended, run `coopstats run --resume`",
        )


def let_go(processed: Path) -> None:
    """Take the hold away, if there is one."""
    (processed / HOLD).unlink(missing_ok=True)
