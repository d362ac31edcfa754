"""From staged batches and the former set to the staged tables of a run, its figures and its manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from flows import batch, clock, history, manifest, pictures, software
from flows.batch import read_tables, write_tables
from flows.plan import Plan
from transforms import check, parquet, schema
from transforms.check import Finding
from transforms.monitor import accounting, coverage
from transforms.normalise import (
    ABOUT_INPUTS,
    MENTION_TABLES,
    Frames,
    carried,
    figures,
    mention_frames,
    merge,
    normalise,
    remembered,
    stack,
)

TABLES = "tables"
SUMMARY = "summary.json"
ID_DIGITS = 8
SEEN = {"articles": "article_id", "quarantine": "quarantine_id"}
SAME = "same"
REPORT_LOST = "report this as an error of the program"
FIGURED = ("articles", "counts", "rejected_numbers", "fields", "initiatives", "statistics", "quarantine")


def assemble(plan_path: Path, folders: list[Path]) -> Path:
    """Write all tables of the run into its staging folder; returns the folder of the tables."""
    plan = Plan.load(plan_path)
    carried_over = _carried(plan)
    staged = (part for folder in folders for part in batch.staged_parts(folder))
    parts = [*(read_tables(part, batch.PER_PART) for part in staged), carried_over]
    batches = [*(read_tables(folder, batch.PER_BATCH) for folder in folders), carried_over]
    mentions = merge(parts)
    about_inputs = {name: stack([one[name] for one in batches], name) for name in batch.PER_BATCH}
    about_inputs["quarantine"] = stack([part["quarantine"] for part in parts], "quarantine")
    mentions["articles"] = _remembered(mentions["articles"], "articles", plan)
    about_inputs["quarantine"] = _remembered(about_inputs["quarantine"], "quarantine", plan)
    frames = normalise(mentions, about_inputs)
    frames |= coverage(frames)
    stages = history.stages(plan, [*parts[:-1], *batches[:-1]], carried_over, frames)
    folder = Path(plan.staging, TABLES)
    folder.mkdir(exist_ok=True)
    write_tables(frames, folder)
    figured = _figures(plan, frames, folders, len(carried_over["articles"]))
    _write_run(plan, figured, folder, frames, stages)
    return folder


def _carried(plan: Plan) -> Frames:
    """The rows taken over from the former set, without any when there is none or nothing in it still holds."""
    if plan.base and plan.kept:
        return carried(read_tables(Path(plan.base), (*MENTION_TABLES, *ABOUT_INPUTS)), plan.kept)
    tables = schema.tables()
    return mention_frames([], [], "") | {name: schema.frame(tables[name], []) for name in ABOUT_INPUTS}


def _remembered(frame: pd.DataFrame, name: str, plan: Plan) -> pd.DataFrame:
    path = Path(plan.base, f"{name}.parquet")
    if not plan.base or not path.exists():
        return frame
    former = parquet.read_former(path, schema.tables()[name])
    return remembered(frame, SEEN[name], former.set_index(SEEN[name])["first_seen_utc"])


def _figures(plan: Plan, frames: Frames, folders: list[Path], kept: int) -> dict[str, Any]:
    read: Counter[str] = Counter()
    for folder in folders:
        read.update(json.loads((folder / batch.FIGURES).read_text(encoding="utf-8")))
    counted = {name: read[name] for name in ("files_read", "documents_extracted", "sentences")}
    return counted | figures(frames) | {"files_seen": plan.files_seen, "documents_kept": kept}


def _write_run(
    plan: Plan, figured: Mapping[str, Any], folder: Path, frames: Frames, staged: list[dict[str, Any]]
) -> None:
    """Add this run to the history, and say in the summary whether its tables differ from the former set's."""
    files = manifest.digests(folder)
    former = manifest.load(Path(plan.base)) if plan.base else None
    runs = history.former(plan, history.RUNS)
    begun = datetime.fromisoformat(plan.begun)
    run = {
        **figured,
        "run_id": _run_id(begun, manifest.result_digest(files), set(runs["run_id"])),
        "started_utc": begun,
        "finished_utc": clock.now(),
        "package_version": software.version(),
        "schema_version": schema.schema_version(),
        "extractor": software.extractor(),
    }
    table = schema.tables()["runs"]
    all_figures, drifted = history.figures(plan, runs, run, staged, frames)
    all_runs = pd.concat([runs, schema.frame(table, [run])], ignore_index=True)
    write_tables({history.RUNS: all_runs, history.FIGURES: all_figures}, folder)
    same = bool(former) and _same(files, former or {})
    summary = {"run_id": run["run_id"], "figures": figured, "removed": plan.removed, "drift": drifted, SAME: same}
    Path(plan.staging, SUMMARY).write_text(json.dumps(summary), encoding="utf-8")


def _same(files: Mapping[str, str], former: Mapping[str, Any]) -> bool:
    published = {name: entry["sha256"] for name, entry in former["tables"].items()}
    return manifest.result_digest(files) == manifest.result_digest(published)


def _run_id(begun: datetime, digest: str, taken: set[str]) -> str:
    """Start and digest of the result, with a number behind it when both are those of an earlier run."""
    stem = f"{begun:%Y%m%dt%H%M%Sz}-{digest[:ID_DIGITS]}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def summary(plan_path: Path) -> dict[str, Any]:
    """What `assemble` noted about the run: `run_id`, `figures`, `removed` files, `same` as published or not."""
    data: dict[str, Any] = json.loads((plan_path.parent / SUMMARY).read_text(encoding="utf-8"))
    return data


def findings(folder: Path) -> list[Finding]:
    """What is wrong with the tables in `folder`, by the declared rules and by the sum over all inputs."""
    frames = read_tables(folder, schema.tables())
    found = check.check(frames)
    lost = [] if found else accounting.unaccounted(frames)
    return [Finding("input_outcomes", "one_outcome_a_record", len(lost), lost[0], REPORT_LOST)] if lost else found


def quarantined(folder: Path, most: int) -> list[dict[str, Any]]:
    """The inputs in quarantine by the tables in `folder`, at most that many, as plain data."""
    table = read_tables(folder, ("quarantine",))["quarantine"].head(most)
    rows = table[["source_uri", "source_id", "stage", "error", "remedy"]].astype(object)
    plain = rows.where(rows.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]


def alarms(folder: Path) -> list[str]:
    """The current alarms about sources by the tables in `folder`, in words."""
    table = read_tables(folder, ("source_alarms",))["source_alarms"]
    return [str(message) for message in table.loc[table["is_current"], "message"]]


def complete(folder: Path, run_id: str) -> None:
    """Write what describes the tables in `folder`, the manifest last."""
    published = clock.now()
    manifest.write_package(folder)
    pictures.write(folder, run_id, published)
    manifest.write_json(folder / manifest.NAME, manifest.build(folder, run_id, published))
