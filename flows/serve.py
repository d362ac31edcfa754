"""`coopstats serve`: a deployment that this process runs itself, for the small case."""

from __future__ import annotations

from pathlib import Path

from prefect.settings import get_current_settings
from prefect.types.entrypoint import EntrypointType

from flows.build import build
from flows.problems import BadInput


def require_server() -> None:
    """BadInput unless a Prefect server is configured; a temporary one keeps no schedule."""
    if not get_current_settings().api.url:
        remedy = "start one with `prefect server start` and set PREFECT_API_URL to its address"
        raise BadInput("a schedule needs a Prefect server, and none is configured", remedy)


def serve(name: str, cron: str, raw: Path, processed: Path, config: Path | None = None) -> None:
    """Deploy the flow under that name and run it by the cron expression, one run at a time, until interrupted."""
    build.serve(
        name=name,
        cron=cron,
        parameters={
            "raw": str(raw.resolve()),
            "processed": str(processed.resolve()),
            "config": config and str(config.resolve()),
        },
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
