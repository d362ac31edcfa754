"""`coopstats fetch`: ask the remote sources, and leave the tables alone."""

from __future__ import annotations

from typing import Any

from flows import cli_run, options, terminal
from flows.problems import BadInput


def fetch(config: options.Config = None, as_json: options.AsJson = False) -> None:
    """Fetch what is new at the sources of the configuration into the raw store."""
    path = config or options.DEFAULT_CONFIG
    if not path.is_file():
        raise BadInput(f"{path} is not a file", "name the configuration file with --config")

    def flow() -> dict[str, Any]:
        from flows.ingest import ingest

        return ingest(path)

    outcome = cli_run.followed(flow)
    if as_json:
        terminal.print_json(outcome)
        return
    cli_run.say_fetched(outcome["sources"])
    for entry in outcome["failed"]:
        terminal.complain("not fetched", f"{entry['source_uri']}: {entry['error']}; {entry['remedy']}")
