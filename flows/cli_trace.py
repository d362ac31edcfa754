"""`coopstats trace` and `coopstats quarantine`: what became of the inputs, and another try for those that failed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from flows import cli_run, options, terminal

MOST = 20

quarantine = typer.Typer(no_args_is_help=True, help="Inputs that could not be used: list them, or read them again.")

Stage = Annotated[str | None, typer.Option("--stage", help="Only this stage: fetch, read, extract or normalise.")]
Source = Annotated[str | None, typer.Option("--source", help="Only this source of the configuration.")]


def trace(
    name: Annotated[str, typer.Argument(help="Path, address, identifier, article_id or SHA-256.")],
    config: options.Config = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    as_json: options.AsJson = False,
) -> None:
    """Show what became of an input: article, revision, duplicate, quarantined or passed over, and why."""
    from flows import tracing

    found = tracing.trace(processed, name, _store(config))
    if as_json:
        terminal.print_json({"records": found})
        return
    if len(found) > 1:
        told = Counter(row["outcome"].replace("_", " ") for row in found)
        typer.echo(f"{len(found)} records: " + ", ".join(f"{count} {outcome}" for outcome, count in told.items()))
    for row in found[:MOST]:
        _print(row)
    if len(found) > MOST:
        typer.echo(f"and {len(found) - MOST} more; --json gives all")


def _store(config: Path | None) -> Path | None:
    from flows import config as configuration

    chosen = config or (options.DEFAULT_CONFIG if options.DEFAULT_CONFIG.is_file() else None)
    return configuration.load(chosen).store_folder if chosen else None


def _print(row: dict[str, Any]) -> None:
    typer.echo(f"{row['outcome'].replace('_', ' ')}: {row.get('source_uri') or row['source_file']}")
    for name, value in row.items():
        if name in ("outcome", "source_uri") or value in (None, [], ""):
            continue
        lines = value if name in ("fetched", "faults") else [" ".join(value) if isinstance(value, list) else value]
        for line in lines:
            told = ", ".join(f"{key} {one}" for key, one in line.items()) if isinstance(line, dict) else line
            typer.echo(f"  {name.replace('_', ' ')}: {told}")


@quarantine.command("list")
def list_quarantine(
    stage: Stage = None,
    source: Source = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    as_json: options.AsJson = False,
) -> None:
    """List the inputs in quarantine with error and remedy."""
    rows = _quarantined(processed, stage, source)
    if as_json:
        terminal.print_json({"quarantine": rows})
        return
    header = ["source_uri", "stage", "error", "remedy"]
    terminal.print_rows(header, [[str(row[name]) for name in header] for row in rows])


def _quarantined(processed: Path, stage: str | None, source: str | None) -> list[dict[str, Any]]:
    from flows import inspection
    from transforms import selection

    table = inspection.table(processed, "quarantine").merge(
        inspection.table(processed, "inputs")[["input_id", "source_file"]], on="input_id", how="left"
    )
    for column, value in (("stage", stage), ("source_name", source)):
        table = table if value is None else table[table[column] == value]
    return selection.records(table.drop(columns=["quarantine_id", "input_id"]))


@quarantine.command("retry")
def retry(
    stage: Stage = None,
    source: Source = None,
    raw: options.Raw = None,
    config: options.Config = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
) -> None:
    """Read the files with inputs in quarantine again, although they did not change, and publish."""
    before = _quarantined(processed, stage, source)
    if not before:
        typer.echo("nothing is in quarantine")
        return
    folder, declared = options.inputs(raw, config)
    files = sorted({row["source_file"] for row in before if row["source_file"]})

    def flow() -> dict[str, Any]:
        from flows.build import build

        return build(folder, processed, config=declared, again=files)

    cli_run.followed(flow)
    still = {row["source_uri"]: row for row in _quarantined(processed, None, None)}
    for row in before:
        left = still.get(row["source_uri"])
        typer.echo(f"{row['source_uri']}: {left['error'] if left else 'out of quarantine'}")
