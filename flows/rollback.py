"""Going back to a kept set: readers see it at once, and no run publishes over it until somebody says so.

Without that hold the next scheduled run would read the same inputs with the same code and publish the same bad set.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows import clock, config, manifest, release, snapshots, target
from flows.problems import Refused
from flows.snapshots import HOLD, Snapshot


def rollback(
    processed: Path, run_id: str | None = None, *, plain_files: bool = False, bucket: config.Target | None = None
) -> Snapshot:
    """Publish a kept set again, by default the one before the published one, and hold it; in the bucket as well.

    Locked while a run writes; BadInput when there is no such set, Damaged when it is not whole, Unreachable when the
    bucket cannot be had; then nothing changes.
    """
    with release.writer(processed) as lease, target.opened(bucket, processed) as elsewhere:
        release.recover(processed)
        wanted = snapshots.named(processed, run_id) if run_id else snapshots.before_current(processed)
        snapshots.require_whole(wanted)
        lease.require()
        # The hold comes first: killed in between, the next run is refused once too often, never once too seldom.
        hold = {
            "run_id": wanted.run_id,
            "left": snapshots.current(processed),
            "since_utc": clock.now().isoformat(),
            "bucket": bucket and bucket.location,
        }
        if elsewhere:
            elsewhere.hold(hold)
        _write(processed, hold)
        release.switch(processed, wanted.folder, plain_files=plain_files)
        if elsewhere:
            elsewhere.push()
    return wanted


def _write(processed: Path, held: dict[str, Any]) -> None:
    aside = processed / f"{release.ASIDE}hold"
    manifest.write_json(aside, held)
    aside.replace(processed / HOLD)


def held(processed: Path) -> dict[str, Any] | None:
    """The hold of a rollback: run_id of the set, `left` the one that was published before, since_utc, `bucket`.

    `bucket` is where it holds besides, null when it is for this folder alone.
    """
    try:
        found: dict[str, Any] = json.loads((processed / HOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {"run_id": "unknown", "left": None, "since_utc": "an unknown moment"}
    return found


def learn(processed: Path, elsewhere: target.Target) -> None:
    """Hold here what is held in the bucket, and let go of what was held there and is not any more."""
    there, here = elsewhere.held(), held(processed)
    if there:
        _write(processed, there)
    elif here and here.get("bucket"):
        let_go(processed)


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
