"""The sets of tables that are kept: which there are, in which order they came, and which was the newest at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import manifest
from flows.problems import BadInput, Damaged

RELEASES = "releases"
HOLD = ".hold.json"  # of a rollback
KEPT = 5  # as `coopstats run --keep` without a number, which does not import this file


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One kept set; `published` is in UTC, `runs` the number of rows in its history, `size` in bytes."""

    run_id: str
    folder: Path
    published: datetime
    runs: int
    counts: int
    claims: int
    size: int
    current: bool

    @property
    def order(self) -> tuple[int, datetime, str]:
        """As `order_of` has it."""
        return self.runs, self.published, self.run_id


def listed(processed: Path) -> list[Snapshot]:
    """All kept sets, the newest first; a folder without a readable manifest is none."""
    shown = current(processed)
    found = [_described(folder, shown) for folder in (processed / RELEASES).glob("[!.]*")]
    return sorted((one for one in found if one), key=lambda one: one.order, reverse=True)


def current(processed: Path) -> str | None:
    """The run of the published set; None when none is published or its manifest is not readable."""
    try:
        described = manifest.load(processed)
    except Damaged:
        return None
    return str(described["run_id"]) if described else None


def _described(folder: Path, shown: str | None) -> Snapshot | None:
    try:
        described = manifest.load(folder)
        if described is None:
            return None
        runs, published = order_of(described)
        return Snapshot(
            run_id=folder.name,
            folder=folder,
            published=published,
            runs=runs,
            counts=_rows(described, "counts"),
            claims=_rows(described, "statistics"),
            size=sum(entry["bytes"] for part in ("tables", "files") for entry in described.get(part, {}).values()),
            current=folder.name == shown,
        )
    except (Damaged, OSError, KeyError, ValueError):
        return None


def order_of(described: dict[str, Any]) -> tuple[int, datetime]:
    """What sorts sets as they came, from their manifests: by their history first, since clocks may be set back."""
    return _rows(described, "runs"), datetime.fromisoformat(described["published_utc"])


def _rows(described: dict[str, Any], table: str) -> int:
    entry = described["tables"].get(table)
    return int(entry["rows"]) if entry else 0


def named(processed: Path, run_id: str) -> Snapshot:
    """The kept set of that run; BadInput when there is none."""
    found = next((one for one in listed(processed) if one.run_id == run_id), None)
    if found is None:
        raise BadInput(f"no set of run {run_id} is kept in {processed}", "take one that `coopstats snapshots` lists")
    return found


def before_current(processed: Path) -> Snapshot:
    """The set that came right before the published one; BadInput when none is kept."""
    kept = listed(processed)
    place = next((place for place, one in enumerate(kept) if one.current), len(kept))
    if place + 1 >= len(kept):
        raise BadInput(f"no set before the published one is kept in {processed}", "see `coopstats snapshots`")
    return kept[place + 1]


def at(processed: Path, moment: datetime) -> Snapshot:
    """The newest set that was published at the moment or before; BadInput when none that old is kept."""
    kept = listed(processed)
    found = next((one for one in kept if one.published <= moment), None)
    if found is None:
        oldest = f"the oldest is of {kept[-1].published:%Y-%m-%d %H:%M} UTC" if kept else "none is kept at all"
        raise BadInput(
            f"no set of {moment:%Y-%m-%d %H:%M} UTC or before is kept in {processed}; {oldest}",
            "give a later day, and keep more sets with `coopstats run --keep`",
        )
    return found


def require_whole(snapshot: Snapshot) -> None:
    """Damaged unless every file of the set is what its manifest says."""
    faults = manifest.faults(snapshot.folder)
    if faults:
        name, fault = faults[0]
        raise Damaged(f"{snapshot.folder / name} {fault}", "take another set that `coopstats snapshots` lists")
