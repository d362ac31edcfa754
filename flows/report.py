"""What a run did, as artifacts in the Prefect UI; a view of what stands in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

QUARANTINE_SHOWN = 50
FIGURES_KEY = "coopstats-run-figures"
SUMMARY_KEY = "coopstats-run-summary"


@task(
    name="report",
    description="Show the figures of the run as artifacts.",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=2,
    retry_jitter_factor=0.5,
)
def report(outcome: Mapping[str, Any]) -> None:
    """Create the table of figures and the summary of a run."""
    rows = [{"figure": name, "value": value} for name, value in outcome["figures"].items()]
    create_table_artifact(key=FIGURES_KEY, table=rows, description=f"Figures of run {outcome['run_id']}")
    create_markdown_artifact(key=SUMMARY_KEY, markdown=markdown(outcome), description="Summary of the run")


def markdown(outcome: Mapping[str, Any]) -> str:
    """The summary of a run as Markdown."""
    figures = outcome["figures"]
    lines = [f"# Cooperation statistics: {outcome['status']}", "", f"Run `{outcome['run_id']}`.", ""]
    lines += [f"- {name.replace('_', ' ')}: {value}" for name, value in figures.items()]
    if outcome["removed"]:
        lines += ["", "## Gone from the raw folder", "", *(f"- `{name}`" for name in outcome["removed"])]
    for heading, told in (
        ("Alarms about sources", outcome["alarms"]),
        ("Drift against the run before", outcome["drift"]),
    ):
        if told:
            lines += ["", f"## {heading}", "", *(f"- {_cell(message)}" for message in told)]
    if outcome["quarantined"]:
        lines += ["", "## In quarantine", "", "| input | error | remedy |", "|---|---|---|"]
        lines += [_row(entry) for entry in outcome["quarantined"][:QUARANTINE_SHOWN]]
        lines += _rest(len(outcome["quarantined"]))
    return "\n".join(lines) + "\n"


def _row(entry: Mapping[str, Any]) -> str:
    cells = [f"`{entry['source_uri']}`", entry["error"], entry["remedy"]]
    return "| " + " | ".join(_cell(str(cell)) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _rest(total: int) -> list[str]:
    rest = total - QUARANTINE_SHOWN
    return ["", f"and {rest} more in the `quarantine` table"] if rest > 0 else []
