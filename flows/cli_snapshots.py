"""`coopstats snapshots`, `rollback` and `as-of`: the sets of tables that are kept."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import options, terminal
from flows.problems import BadInput

if TYPE_CHECKING:
    from flows.snapshots import Snapshot

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def snapshots(processed: options.Processed = options.DEFAULT_PROCESSED, as_json: options.AsJson = False) -> None:
    """List the kept sets of tables, the newest first."""
    from flows import rollback, snapshots

    kept, hold = snapshots.listed(processed), rollback.held(processed)
    if as_json:
        terminal.print_json({"snapshots": [_data(one) for one in kept], "held": hold})
        return
    header = ["run_id", "published (UTC)", "counts", "claims", "MB", ""]
    terminal.print_rows(header, [_row(one, held=bool(hold)) for one in kept])


def _data(one: Snapshot) -> dict[str, Any]:
    return {
        "run_id": one.run_id,
        "published_utc": one.published.isoformat(),
        "counts": one.counts,
        "claims": one.claims,
        "bytes": one.size,
        "current": one.current,
        "folder": str(one.folder),
    }


def _row(one: Snapshot, *, held: bool) -> list[str]:
    state = ("published, held" if held else "published") if one.current else ""
    figures = [f"{one.counts:,}", f"{one.claims:,}", f"{one.size / 1e6:,.1f}"]
    return [one.run_id, f"{one.published:%Y-%m-%d %H:%M:%S}", *figures, state]


def rollback(
    run_id: Annotated[
        str | None, typer.Argument(help="The set to go back to; the one before, if none is named.")
    ] = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    plain_files: options.PlainFiles = False,
    config: options.Config = None,
) -> None:
    """Publish a kept set again, whole and at once, and hold it until `coopstats run --resume`."""
    from flows import config as configuration
    from flows import rollback

    declared = options.declared(config)
    bucket = configuration.load(declared).target if declared else None
    wanted = rollback.rollback(processed, run_id, plain_files=plain_files, bucket=bucket)
    typer.echo(f"rolled back: {processed} holds run {wanted.run_id} of {wanted.published:%Y-%m-%d %H:%M} UTC")
    if bucket:
        typer.echo(f"  {bucket.location} as well")
    typer.echo("  runs are refused until `coopstats run --resume`")


def as_of(
    moment: Annotated[
        datetime,
        typer.Argument(formats=MOMENTS, metavar="DAY", help="Day, included, or moment, in UTC: 2026-11-27T06:00."),
    ],
    processed: options.Processed = options.DEFAULT_PROCESSED,
    copy_to: Annotated[Path | None, typer.Option("--copy-to", help="Copy the set into this new folder.")] = None,
) -> None:
    """Print the folder of the newest set that had been published by then, or copy the set."""
    from flows import snapshots

    found = snapshots.at(processed, _end(moment))
    snapshots.require_whole(found)
    if copy_to is None:
        typer.echo(str(found.folder))
        return
    if copy_to.exists() and any(copy_to.iterdir()):
        raise BadInput(f"{copy_to} is not empty", "name a new folder with --copy-to")
    shutil.copytree(found.folder, copy_to, dirs_exist_ok=True)
    typer.echo(f"{copy_to} holds run {found.run_id} of {found.published:%Y-%m-%d %H:%M} UTC")


def _end(moment: datetime) -> datetime:
    """The moment in UTC; of a bare day its last one."""
    whole_day = moment.time() == time()
    return moment.replace(tzinfo=UTC) + (timedelta(days=1, microseconds=-1) if whole_day else timedelta())
