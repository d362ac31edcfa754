"""`coopstats export`: the tables for tools that do not read Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from flows import options

Form = Annotated[
    Literal["csv", "xlsx", "duckdb", "hyper"],
    typer.Option("--to", help="csv: a folder of files; xlsx: one workbook; duckdb: a catalogue; hyper: for Tableau."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="File to write, or folder for csv; replaced when it exists.", show_default=False),
]
Tables = Annotated[
    list[str] | None,
    typer.Option("--table", help="A table; may be repeated. All but article_texts when left out.", show_default=False),
]


def export(
    to: Form, processed: options.Processed = options.DEFAULT_PROCESSED, out: Out = None, table: Tables = None
) -> None:
    """Write the published tables as CSV, Excel workbook, DuckDB catalogue or Tableau extract."""
    from flows import exporting

    target = exporting.export(processed, to, out, table or [])
    typer.echo(f"written: {target}")
