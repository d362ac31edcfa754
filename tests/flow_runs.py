"""Runs of the flow inside the tests, and what they leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from flows.batch import read_tables

EPOCH = "1735689600"


def run(raw: Path, out: Path, **given: Any) -> dict[str, Any]:
    from flows.build import build

    outcome: dict[str, Any] = build(raw, out, **given)
    return outcome


def table(out: Path, name: str) -> pd.DataFrame:
    return read_tables(out, (name,))[name]


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.parquet")}


def touched(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.glob("[!.]*.*")}
