"""The pages of a set of tables: report.html and dictionary.html, written before the set is published."""

from __future__ import annotations

import html
import logging
from datetime import datetime
from pathlib import Path

from flows import software
from flows.batch import read_tables
from flows.problems import naming
from transforms import parquet, schema

REPORT = "report.html"
DICTIONARY = "dictionary.html"
FAILED = "<!-- failed: "

logger = logging.getLogger(__name__)


def write(folder: Path, run_id: str, published: datetime) -> None:
    """Write both pages beside the tables in `folder`.

    A picture that cannot be drawn does not keep tables from being published: a page that says so takes its place.
    """
    from flows.views import page

    about = page.About(run_id, published.isoformat(), software.version())
    _write(folder / DICTIONARY, page.data_dictionary(about))
    try:
        rows = {name: parquet.row_count(folder / f"{name}.parquet") for name in schema.tables()}
        drawn = page.report(read_tables(folder, page.NEEDED), about, rows)
    except Exception as error:  # whatever a picture fails on, the tables are sound
        logger.exception("the report could not be drawn")
        drawn = _apology(run_id, f"{type(error).__name__}: {error}")
    _write(folder / REPORT, drawn)


def _write(path: Path, text: str) -> None:
    with naming(path):
        path.write_text(text, encoding="utf-8", newline="\n")


def _apology(run_id: str, error: str) -> str:
    told = html.escape(" ".join(error.split())).replace("--", "- -")
    body = f"<p>The report of run {run_id} could not be drawn ({told}). The tables beside this page are sound.</p>"
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>No report</title>'
    return f"{FAILED}{told} -->\n{head}{body}</html>\n"


def failure(folder: Path) -> str:
    """Why the report in `folder` could not be drawn; empty when it was."""
    path = folder / REPORT
    first = path.read_text(encoding="utf-8").partition("\n")[0] if path.exists() else ""
    return html.unescape(first.removeprefix(FAILED).removesuffix(" -->")) if first.startswith(FAILED) else ""
