"""`coopstats show`: published tables in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import options, terminal
from flows.problems import BadInput

if TYPE_CHECKING:
    import pandas as pd

SHOWN_COLUMNS = {
    "articles": ("article_id", "published_date", "agency", "title", "language", "word_count", "state"),
    "counts": ("count_id", "value_text", "object_text", "object_class", "parties", "fields", "period_end", "status"),
    "statistics": ("statistic_id", "value", "unit", "object_text", "parties", "period_end", "status", "articles"),
    "runs": ("run_id", "files_seen", "files_read", "documents_in", "quarantined", "counts_out", "mean_confidence"),
}
MOST_COLUMNS = 8


def show(
    table: Annotated[str, typer.Argument(help="The table; see `coopstats schema` for their names.")] = "counts",
    country: Annotated[str | None, typer.Option(help="Only rows with this party: code or English name.")] = None,
    field: Annotated[str | None, typer.Option(help="Only rows with this field code.")] = None,
    object_class: Annotated[str | None, typer.Option("--class", help="Only rows with this object class.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows to show; 0 for all.")] = 20,
    processed: options.Processed = options.DEFAULT_PROCESSED,
    as_json: options.AsJson = False,
) -> None:
    """Show rows of a published table, all columns with --json."""
    from transforms import selection

    frame = _rows(table, country, field, object_class, processed)
    shown = frame.head(limit) if limit else frame
    if as_json:
        terminal.print_json({"table": table, "rows_in_all": len(frame), "rows": selection.records(shown)})
        return
    columns = list(SHOWN_COLUMNS.get(table, tuple(shown.columns)[:MOST_COLUMNS]))
    cells = selection.records(shown[columns])
    terminal.print_rows(columns, [[_cell(row[name]) for name in columns] for row in cells])
    terminal.errors().print(f"{len(shown)} of {len(frame)} rows")


def _rows(table: str, country: str | None, field: str | None, object_class: str | None, processed: Any) -> pd.DataFrame:
    from flows import inspection
    from transforms import schema, selection

    if table not in schema.tables():
        raise BadInput(f"there is no table {table}", f"name one of {', '.join(schema.tables())}")
    party = _known(selection.party_code, country)
    code = _known(selection.field_code, field)
    kind = _known(selection.class_code, object_class)
    frame = inspection.table(processed, table)
    try:
        return selection.selected(frame, schema.tables()[table], party, code, kind)
    except LookupError as error:
        raise BadInput(str(error.args[0]), "leave the filter out or show another table") from error


def _known(resolve: Callable[[str], str], given: str | None) -> str | None:
    """The code that was meant; BadInput when it is none."""
    try:
        return resolve(given) if given else None
    except LookupError as error:
        raise BadInput(
            str(error.args[0]), "see dim_party, dim_field or dim_object_class with `coopstats show`"
        ) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
