"""`coopstats run`, `backfill` and `serve`: the commands that need Prefect."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from flows import options, progress, terminal
from flows.problems import BadInput, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_FIGURES = {
    "files_seen": "input files",
    "files_read": "of these read now",
    "documents_in": "articles",
    "counts_out": "cooperation counts",
    "statistics_out": "distinct claims",
    "fields_out": "field mentions",
    "initiatives_out": "initiatives",
    "rejected_out": "numbers set aside",
    "quarantined": "inputs in quarantine",
}

Engine = Annotated[
    Literal["auto", "threads", "processes"], typer.Option(help="Where extraction runs; auto decides by the amount.")
]
First = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY", help="First day, YYYY-MM-DD.")]
Last = Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], metavar="DAY", help="Last day, included.")]


def run(
    raw: options.Raw = None,
    config: options.Config = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    full: Annotated[bool, typer.Option("--full", help="Read every file again, also unchanged ones.")] = False,
    engine: Engine = "auto",
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Publish empty tables when the raw folder has become empty.")
    ] = False,
    plain_files: options.PlainFiles = False,
    keep: Annotated[int, typer.Option(min=2, help="How many sets of tables stay, the new one included.")] = 5,
    resume: Annotated[bool, typer.Option("--resume", help="Publish again after a rollback.")] = False,
    fetch: Annotated[bool, typer.Option(help="Ask the remote sources of the configuration first.")] = True,
    as_json: options.AsJson = False,
) -> None:
    """Read the articles of the raw folder, or of the sources, and publish the tables."""
    folder, declared = options.inputs(raw, config)

    def flow() -> dict[str, Any]:
        from flows.build import build

        return build(
            folder, processed, full=full, engine=engine, allow_empty=allow_empty, plain_files=plain_files,
            config=declared, fetch=fetch, keep=keep, resume=resume,
        )  # fmt: skip

    _follow(flow, as_json)


def backfill(
    first: First,
    last: Last,
    raw: options.Raw = None,
    config: options.Config = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    engine: Engine = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Extract the documents published on a range of days again, and publish once."""
    if last < first:
        raise BadInput(f"--to {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}", "give the earlier day with --from")
    folder, declared = options.inputs(raw, config)

    def flow() -> dict[str, Any]:
        from flows.build import backfill as backfill_flow

        return backfill_flow(first.date(), last.date(), folder, processed, engine, declared)

    _follow(flow, as_json)


def serve(
    cron: Annotated[str, typer.Option(help="When to run, as a cron expression in UTC.")] = "0 5 * * *",
    raw: options.Raw = None,
    config: options.Config = None,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    name: Annotated[str, typer.Option(help="Name of the deployment.")] = "serve",
) -> None:
    """Stay and run on a schedule; needs a Prefect server, named by PREFECT_API_URL."""
    folder, declared = options.inputs(raw, config)
    _keep_prefect_quiet()
    from flows import serve as serving

    serving.require_server()
    _connect()
    terminal.errors().print(f"serving {name} on `{cron}` until interrupted")
    serving.serve(name, cron, folder, processed, declared)


def followed(flow: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The outcome of a flow, with its progress shown."""
    _keep_prefect_quiet()
    with terminal.shown_progress():
        progress.tell("start", 0, 1)
        _connect()
        return flow()


def _follow(flow: Callable[[], dict[str, Any]], as_json: bool) -> None:
    outcome = followed(flow)
    if as_json:
        terminal.print_json(outcome)
    else:
        _say(outcome)


def _keep_prefect_quiet() -> None:
    """Leave the console to the command line, unless a developer asks for Prefect's log; the UI has it in any case."""
    if not os.environ.get("COOPSTATS_DEBUG"):
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")


def _connect() -> None:
    """Start Prefect's temporary server, or find the one that is configured; Unreachable when neither answers."""
    from prefect.client.orchestration import get_client

    from flows import server_guard

    try:
        with get_client(sync_client=True) as client:
            failure = client.api_healthcheck()
    except (RuntimeError, ValueError, OSError) as error:
        remedy = "run again, or start one with `prefect server start` and set PREFECT_API_URL to its address"
        raise Unreachable(f"Prefect's temporary server did not start: {error}", remedy) from error
    server_guard.watch()
    if failure is not None:
        remedy = "start it, or unset PREFECT_API_URL to use a temporary one"
        raise Unreachable(f"the Prefect server {client.api_url} does not answer: {failure}", remedy)


def say_fetched(sources: list[dict[str, Any]]) -> None:
    """A line for each source that was asked."""
    for one in sources:
        figures = f"{one['new']:,} new, {one['unchanged']:,} unchanged, {one['failed']:,} failed"
        waiting = f", {one['waiting']:,} left for the next run" if one["waiting"] else ""
        typer.echo(f"fetched {one['source']}: {figures}{waiting}")


def _say(outcome: dict[str, Any]) -> None:
    """The outcome in lines: what was published, its figures, what went, alarms, drift and quarantine."""
    figures = outcome["figures"]
    say_fetched(outcome["fetched"])
    typer.echo(f"{outcome['status']}: {outcome['processed']} holds run {outcome['run_id']}")
    for name, label in SHOWN_FIGURES.items():
        typer.echo(f"  {label}: {figures[name]:,}")
    for name in outcome["removed"]:
        terminal.complain("gone", f"{name} is no longer there; its documents left the tables")
    if outcome["report_failure"]:
        terminal.complain("report", f"not drawn: {outcome['report_failure']}; the tables are published")
    else:
        typer.echo(f"  report: {outcome['report']}")
    for kind in ("alarms", "drift"):
        for message in outcome[kind]:
            terminal.complain(kind.removesuffix("s"), message)
    for entry in outcome["quarantined"]:
        terminal.complain("quarantined", f"{entry['source_uri']}: {entry['error']}; {entry['remedy']}")
