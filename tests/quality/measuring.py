"""The whole way: texts -> `coopstats run` -> published tables -> figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .labelled import ROOT, SCORER, LabelledSet, Row, lay, read_rows
from .scoring import COLUMNS, Tally, probe_figures

SECONDS = 300
SCORED = ("found", "valued", "record", "fields", "names")


def environment(home: Path) -> dict[str, str]:
    """The environment of a run of its own: an empty Prefect home, the package from this checkout."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "COOPSTATS_"))}
    return own | {"PREFECT_HOME": str(home), "PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1"}


def run(raw: Path, processed: Path, env: Mapping[str, str]) -> Row:
    """Runs the command line over a raw folder; what it says of the run."""
    command = [sys.executable, "-m", "flows.cli", "run", "--raw", str(raw), "--processed", str(processed), "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    outcome: Row = json.loads(done.stdout)
    return outcome


def publish(folder: Path, sets: list[LabelledSet], env: Mapping[str, str]) -> Path:
    """The folder of tables published from the texts of the sets."""
    run(lay(folder / "raw", sets), folder / "processed", env)
    return folder / "processed"


def table_rows(processed: Path, table: str) -> dict[str, list[Row]]:
    """Source id of an article -> its rows in a table, in their order in the text; missing cells are None."""
    articles = pd.read_parquet(processed / "articles.parquet", columns=["article_id", "source_id"])
    frame = pd.read_parquet(processed / f"{table}.parquet")
    frame = frame.drop(columns="source_id", errors="ignore").merge(articles, on="article_id")
    plain = frame.astype(object).where(frame.notna(), None)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in plain.to_dict("records"):
        found[str(row["source_id"])].append({str(name): cell for name, cell in row.items()})
    return found


def figures(one: LabelledSet, processed: Path, scratch: Path) -> Row:
    """The figures of one set, as they stand in the floors: rates by name, or for probes counts by phenomenon."""
    if one.kind == "cases":
        return case_tally(one, processed).rates()
    if one.kind == "probes":
        return _probes(one, processed)
    return scored(one, processed, scratch)


def case_tally(one: LabelledSet, processed: Path) -> Tally:
    """All own sentences against the published tables."""
    counts, rejected = table_rows(processed, "counts"), table_rows(processed, "rejected_numbers")
    tally = Tally()
    for case in read_rows(one.labels):
        tally.add(case, [_split(row) for row in counts.get(case["id"], [])], rejected.get(case["id"], []))
    return tally


def _split(row: Row) -> Row:
    return row | {"parties": row["parties"].split(";") if row["parties"] else []}


def _probes(one: LabelledSet, processed: Path) -> Row:
    table = probe_table(one, processed)
    return {name: sum(row[name] for row in table.values()) for name in ("values", "found", "taken")}


def probe_table(one: LabelledSet, processed: Path) -> dict[str, dict[str, int]]:
    """The probes' figures by phenomenon."""
    counts, rejected = table_rows(processed, "counts"), table_rows(processed, "rejected_numbers")
    probes = read_rows(one.labels)
    numbers = {probe["id"]: counts.get(probe["id"], []) + rejected.get(probe["id"], []) for probe in probes}
    return probe_figures(probes, numbers)


def scored(one: LabelledSet, processed: Path, scratch: Path) -> Row:
    """What the scorer says of the published tables: F1 by measure, and the share of found rows right by column."""
    answer = scratch / f"{one.name}.json"
    command = [sys.executable, str(SCORER), str(one.labels), str(processed), "--json", str(answer)]
    subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if result["articles_missing"]:
        raise RuntimeError(f"{result['articles_missing']} articles of {one.name} are not in the tables")
    rates = {name: result[name]["f1"] for name in SCORED}
    columns = {name: result["columns"][name] for name in (*COLUMNS, "programme")}
    return rates | columns | {"count_fields": result["columns"]["fields"]}
