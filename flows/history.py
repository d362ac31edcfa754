"""What a run adds to the history: rows in and out of every stage, figures, and drift against the run before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from flows.plan import Plan
from transforms import parquet, schema
from transforms.monitor import run_figures
from transforms.monitor.drift import stage_figure
from transforms.normalise import MENTION_TABLES, Frames

FIGURES = "run_figures"
RUNS = "runs"
EXTRACTED = ("counts", "rejected_numbers", "fields", "initiatives")
EVERY = "rows of all tables"


def stages(plan: Plan, parts: Sequence[Frames], carried: Frames, frames: Frames) -> list[dict[str, Any]]:
    """Rows into and out of every stage, from the staged batches, the rows carried over and the finished tables."""
    return [*_reading(plan, parts), *_carrying(carried), *_joining([*parts, carried], frames)]


def _reading(plan: Plan, parts: Sequence[Frames]) -> Iterator[dict[str, Any]]:
    read = _rows(parts, "inputs")
    yield stage_figure("scan", "in", "files", plan.files_seen)
    yield stage_figure("scan", "out", "files", read)
    yield stage_figure("read", "in", "files", read)
    for name in ("articles", "quarantine"):
        yield stage_figure("read", "out", name, _rows(parts, name))
    yield stage_figure("extract", "in", "articles", _rows(parts, "articles"))
    for name in EXTRACTED:
        yield stage_figure("extract", "out", name, _rows(parts, name))


def _carrying(carried: Frames) -> Iterator[dict[str, Any]]:
    for name in MENTION_TABLES:
        yield stage_figure("carry", "out", name, len(carried[name]))


def _joining(parts: Sequence[Frames], frames: Frames) -> Iterator[dict[str, Any]]:
    for name in MENTION_TABLES:
        yield stage_figure("normalise", "in", name, _rows(parts, name))
    for name, frame in sorted(frames.items()):
        yield stage_figure("normalise", "out", name, len(frame))
    total = sum(len(frame) for frame in frames.values())
    for stage in ("check", "publish"):
        yield stage_figure(stage, "in", EVERY, total)
        # One row that breaks a rule stops the whole set: what is published passed in full.
        yield stage_figure(stage, "out", EVERY, total)


def _rows(parts: Sequence[Frames], name: str) -> int:
    return sum(len(part[name]) for part in parts if name in part)


def former(plan: Plan, name: str) -> pd.DataFrame:
    """The rows of a history table in the former set; none when there is no former set or it has no such table."""
    path, table = Path(plan.base, f"{name}.parquet"), schema.tables()[name]
    return parquet.read_former(path, table) if plan.base and path.exists() else schema.frame(table, [])


def figures(
    plan: Plan, runs: pd.DataFrame, run: Mapping[str, Any], staged: list[dict[str, Any]], frames: Frames
) -> tuple[pd.DataFrame, list[str]]:
    """The table `run_figures` with this run added, and what drifted in words; `runs` are the runs before."""
    known = former(plan, FIGURES)
    last = runs.sort_values(["started_utc", "run_id"]).tail(1)
    before = known[known["run_id"].isin(last["run_id"])]
    other = bool((last["extractor"] != run["extractor"]).any())
    added = run_figures(frames, staged, before, run_id=run["run_id"], other_software=other)
    return pd.concat([known, added], ignore_index=True), added["remark"].dropna().tolist()
