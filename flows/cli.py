"""The command line `coopstats`.

Exit codes: 0 done (also when inputs went to quarantine, which are then named), 1 the tables break a rule or are
damaged or the Prefect server does not answer, 2 wrong usage or a wrong path, 3 another process is writing the tables.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from flows import (
    cli_check,
    cli_explain,
    cli_export,
    cli_fetch,
    cli_run,
    cli_schema,
    cli_show,
    cli_snapshots,
    cli_trace,
    software,
    terminal,
)
from flows.problems import Problem

UNEXPECTED = 1
DEBUG = "COOPSTATS_DEBUG"

app = typer.Typer(
    name="coopstats",
    help="Cooperation counts from news articles, as Parquet tables.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("run")(cli_run.run)
app.command("fetch")(cli_fetch.fetch)
app.command("backfill")(cli_run.backfill)
app.command("serve")(cli_run.serve)
app.command("show")(cli_show.show)
app.command("explain")(cli_explain.explain)
app.command("check")(cli_check.check)
app.command("snapshots")(cli_snapshots.snapshots)
app.command("rollback")(cli_snapshots.rollback)
app.command("as-of")(cli_snapshots.as_of)
app.command("trace")(cli_trace.trace)
app.add_typer(cli_trace.quarantine, name="quarantine")
app.command("export")(cli_export.export)
app.command("schema")(cli_schema.schema)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(software.version())
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show Prefect's log, and a traceback when it fails.")] = False,
    version: Annotated[  # noqa: ARG001 - acts before any command
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Print the version and end.")
    ] = False,
) -> None:
    """Cooperation counts from news articles, as Parquet tables."""
    if debug:
        os.environ[DEBUG] = "1"


def main() -> None:
    """Entry point: every failure is one line on standard error and an exit code."""
    try:
        app()
    except Problem as problem:
        _end(problem, str(problem), problem.exit_code)
    except OSError as error:
        _end(error, f"{error}; check the disk and the permissions of the folder", UNEXPECTED)
    except Exception as error:  # noqa: BLE001 - a user reads one line, a developer asks for more
        _end(
            error, f"{type(error).__name__}: {error}; run `coopstats --debug` with the command to see where", UNEXPECTED
        )


def _end(error: Exception, line: str, exit_code: int) -> None:
    if os.environ.get(DEBUG):
        raise error
    terminal.complain("error", line)
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
