"""Tables as files for spreadsheets: CSV, and one workbook with a sheet a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from transforms import schema
from transforms.schema import Table

# What a spreadsheet may take for a formula at the start of a text, after OWASP, CSV Injection.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
MOST_ROWS = 1_048_575  # Excel's 1,048,576 less the header
MOST_LETTERS = 32_767
FIRST_DAY = date(1900, 3, 1)  # before it, Excel's calendar has a day that never was
DICTIONARY = "dictionary"
WIDTHS = {"string": 24, "date32": 12, "timestamp[us, UTC]": 20, "bool": 8, "int64": 12, "float64": 14}


class TooLarge(ValueError):
    """A table that does not fit on a sheet."""


def write_csv(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """The table as CSV in UTF-8 with a byte order mark; texts that begin like a formula get an apostrophe in front."""
    texts = [column.name for column in table.columns if column.type == "string"]
    guarded = frame.assign(**{name: frame[name].map(guarded_text, na_action="ignore") for name in texts})
    guarded.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def guarded_text(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return GUARD + text if text.startswith(FORMULA_STARTS) else text


def write_workbook(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A workbook with typed cells: the dictionary, then a sheet for each table, its header frozen and filtered.

    TooLarge names a table with more rows than a sheet has, or a text longer than a cell holds.
    """
    import xlsxwriter

    tables = [schema.tables()[name] for name in frames]
    for table in tables:
        _require_room(frames[table.name], table)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same tables give the same bytes
        forms = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date32": book.add_format({"num_format": "yyyy-mm-dd"}),
            "timestamp[us, UTC]": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        _dictionary_sheet(book.add_worksheet(DICTIONARY), tables, forms["head"])
        for table in tables:
            _table_sheet(book.add_worksheet(table.name), frames[table.name], table, forms)


def _require_room(frame: pd.DataFrame, table: Table) -> None:
    if len(frame) > MOST_ROWS:
        raise TooLarge(f"{table.name} has {len(frame):,} rows, a sheet holds {MOST_ROWS:,}")
    for column in table.columns:
        if column.type == "string" and frame[column.name].str.len().max() > MOST_LETTERS:
            raise TooLarge(f"{table.name}.{column.name} has a text of more than {MOST_LETTERS:,} characters")


def _dictionary_sheet(sheet: Any, tables: Iterable[Table], head: Any) -> None:
    names = ("table", "column", "type", "unit", "may_be_null", "description")
    rows = [
        (table.name, column.name, column.type, column.unit, "yes" if column.nullable else "no", column.description)
        for table in tables
        for column in table.columns
    ]
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(names) - 1)
    sheet.set_column(0, 4, 22)
    sheet.set_column(5, 5, 100)
    for place, cells in enumerate([names, *rows]):
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell, head if place == 0 else None)


def _table_sheet(sheet: Any, frame: pd.DataFrame, table: Table, forms: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS[column.type])
        sheet.write_string(0, place, column.name, forms["head"])
    kinds = [column.type for column in table.columns]
    for row, cells in enumerate(frame[table.column_names].itertuples(index=False, name=None), start=1):
        for place, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            if not pd.isna(cell):
                _write_cell(sheet, (row, place), cell, kind, forms)


def _write_cell(sheet: Any, at: tuple[int, int], cell: Any, kind: str, forms: Mapping[str, Any]) -> None:
    if kind == "string":
        sheet.write_string(*at, cell)
    elif kind == "bool":
        sheet.write_boolean(*at, cell)
    elif kind in {"int64", "float64"}:
        sheet.write_number(*at, cell)
    elif kind == "date32" and cell < FIRST_DAY:
        sheet.write_string(*at, cell.isoformat())
    else:
        # Excel knows no time zones: the instant is written in UTC, as the column's name says.
        plain = cell.tz_localize(None).to_pydatetime() if isinstance(cell, pd.Timestamp) else cell
        sheet.write_datetime(*at, plain, forms[kind])
