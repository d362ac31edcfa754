"""How the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from flows import progress

LABELS = {
    "start": "starting Prefect",
    "fetch": "fetching from the sources",
    "scan": "looking at the input files",
    "extract": "reading and extracting",
    "normalise": "joining the tables",
    "check": "checking the tables",
    "publish": "publishing",
    "upload": "uploading",
}


def output() -> Console:
    """Console on standard output."""
    return Console(soft_wrap=True, highlight=False)


def errors() -> Console:
    """Console on standard error."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def print_json(data: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def complain(kind: str, message: str) -> None:
    """One line on standard error."""
    line = Text.assemble((f"{kind}: ", "bold red" if kind == "error" else "yellow"), " ".join(message.split()))
    errors().print(line)


def print_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal; elsewhere lines with tabs between the cells."""
    console = output()
    if not console.is_terminal:
        for row in (header, *rows):
            sys.stdout.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
        return
    shown = Table(box=None, header_style="bold", row_styles=("", "dim"))
    for name in header:
        shown.add_column(name, overflow="fold", no_wrap=name.endswith("_id"))
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown, soft_wrap=False)


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show the progress of a run while this lasts: bars on a terminal, else a line for each stage."""
    console = errors()
    if not console.is_terminal:
        with progress.told_to(_Lines()):
            yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars, progress.told_to(_Bars(bars)):
        yield


class _Lines:
    """One plain line when a stage begins."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if done == 0:
            steps = f" ({total} {'batch' if total == 1 else 'batches'})" if stage == "extract" else ""
            sys.stderr.write(f"{LABELS[stage]}{steps}\n")


class _Bars:
    """One bar for each stage."""

    def __init__(self, bars: Progress) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        for earlier in self.tasks.keys() - {stage}:
            self.bars.update(self.tasks[earlier], completed=self.bars.tasks[self.tasks[earlier]].total)
        if stage not in self.tasks:
            self.tasks[stage] = self.bars.add_task(LABELS[stage], total=total)
        self.bars.update(self.tasks[stage], completed=done, total=total)
