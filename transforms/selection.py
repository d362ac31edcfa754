"""Rows of a published table by country, field and class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from transforms import schema, vocabulary
from transforms.records import Document
from transforms.schema import Table

PARTY_COLUMNS = ("parties", "party_set", "party", "dateline_country")
FIELD_COLUMNS = ("fields", "field_set", "field_code")
CLASS_COLUMNS = ("object_class",)


def selected(
    frame: pd.DataFrame,
    table: Table,
    party: str | None = None,
    field: str | None = None,
    object_class: str | None = None,
) -> pd.DataFrame:
    """The rows in which the codes stand; LookupError when the table has no column for one of them."""
    for code, columns in ((party, PARTY_COLUMNS), (field, FIELD_COLUMNS), (object_class, CLASS_COLUMNS)):
        if code is not None:
            frame = frame[_holds(frame[_column(table, columns)], code)]
    return frame


def _column(table: Table, candidates: tuple[str, ...]) -> str:
    for name in candidates:
        if name in table.column_names:
            return name
    raise LookupError(f"{table.name} has no column {' or '.join(candidates)}")


def _holds(cells: pd.Series[Any], code: str) -> pd.Series[bool]:
    bounded = (";" + cells.fillna("") + ";").str.contains(f";{code};", regex=False)
    return bounded.astype(bool)


def party_code(given: str) -> str:
    """Code of the party that `given` names by code, two-letter code or usual name; LookupError when none does."""
    wanted = given.casefold()
    for row in vocabulary.rows("countries"):
        if wanted in {row[name].casefold() for name in ("iso3", "iso2", "name", "official_name")}:
            return row["iso3"]
    for row in vocabulary.rows("groups"):
        if wanted in {row["code"].casefold(), row["name"].casefold()}:
            return row["code"]
    raise LookupError(f"no party has the code or name {given}")


def field_code(given: str) -> str:
    """The field code `given`, whatever its case; LookupError when it is none."""
    return _one_of(given, "fields.code")


def class_code(given: str) -> str:
    """The object class `given`, whatever its case; LookupError when it is none."""
    return _one_of(given, "object_classes.code")


def _one_of(given: str, reference: str) -> str:
    codes = schema.vocabulary_codes(reference)
    found = next((code for code in codes if code.casefold() == given.casefold()), None)
    if found is None:
        raise LookupError(f"no code {given}; there are {', '.join(sorted(codes))}")
    return found


def plain(value: Any, convert: Callable[[Any], Any] = str) -> Any:
    """A cell as JSON has it: null, number, truth value or text; `convert` makes text of anything else."""
    if pd.isna(value):
        return None
    return value if isinstance(value, str | int | float | bool) else convert(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data; dates and times in ISO 8601."""
    columns = [frame[name].astype(object).tolist() for name in frame.columns]
    rows = zip(*columns, strict=True) if columns else iter(())
    return [{name: plain(cell, _iso) for name, cell in zip(frame.columns, row, strict=True)} for row in rows]


def _iso(value: Any) -> str:
    return str(value.isoformat())


def document(row: Mapping[str, Any]) -> Document:
    """The document of a row of `articles` joined with its row of `article_texts`, as it was read."""
    names = {field.name for field in fields(Document)} & row.keys()
    known: dict[str, Any] = {name: None if pd.isna(row[name]) else row[name] for name in names - {"notes"}}
    notes = row.get("notes")
    return Document(**known, notes=() if pd.isna(notes) else tuple(str(notes).split("; ")))
