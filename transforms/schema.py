"""The published tables as `vocab/tables.toml` declares them: columns, types, keys, codes and rules."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from transforms import vocabulary

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
    "timestamp[us, UTC]": pa.timestamp("us", tz="UTC"),
}
PANDAS_TYPES: dict[str, Any] = {
    "string": pd.StringDtype(na_value=np.nan),
    "int64": np.dtype("int64"),
    "float64": np.dtype("float64"),
    "bool": np.dtype("bool"),
    "date32": pd.ArrowDtype(pa.date32()),
    "timestamp[us, UTC]": pd.DatetimeTZDtype("us", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table; `codes` and `codes_from` together list what it may hold, if anything limits it."""

    name: str
    type: str
    unit: str
    description: str
    source: str
    nullable: bool = False
    codes: tuple[str, ...] = ()
    codes_from: str | None = None
    is_list: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition over several columns of each row, as an expression that pandas evaluates to true or false."""

    table: str
    name: str
    expression: str
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    """One published table; `foreign_keys` maps a column to the (table, column) it points to."""

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    sort: tuple[str, ...]
    foreign_keys: dict[str, tuple[str, str]]

    @property
    def column_names(self) -> list[str]:
        """Names of the columns in published order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@cache
def _declaration() -> dict[str, Any]:
    with (vocabulary.FOLDER / "tables.toml").open("rb") as handle:
        return tomllib.load(handle)


def schema_version() -> str:
    """Version of the published schema."""
    return str(_declaration()["schema_version"])


@cache
def _columns() -> dict[str, Column]:
    return {name: _column(name, entry) for name, entry in _declaration()["columns"].items()}


def _column(name: str, entry: dict[str, Any]) -> Column:
    given = {key: value for key, value in entry.items() if key not in {"codes", "list"}}
    return Column(name=name, codes=tuple(entry.get("codes", ())), is_list=entry.get("list", False), **given)


@cache
def tables() -> dict[str, Table]:
    """All published tables by name, in declared order."""
    return {name: _table(name, entry) for name, entry in _declaration()["tables"].items()}


def _table(name: str, entry: dict[str, Any]) -> Table:
    columns = tuple(replace(_columns()[given.rstrip("?")], nullable=given.endswith("?")) for given in entry["columns"])
    foreign = {}
    for column, target in entry.get("foreign_keys", {}).items():
        other, _, key = target.partition(".")
        foreign[column] = (other, key)
    return Table(
        name=name,
        title=entry["title"],
        grain=entry["grain"],
        columns=columns,
        primary_key=tuple(entry["primary_key"]),
        sort=tuple(entry["sort"]),
        foreign_keys=foreign,
    )


@cache
def rules() -> tuple[Rule, ...]:
    """The declared conditions over several columns."""
    return tuple(Rule(**entry) for entry in _declaration()["rules"])


@cache
def vocabulary_codes(reference: str) -> frozenset[str]:
    """All codes in a vocabulary's column, named as `file.column`; `parties.code` are those of countries and groups."""
    if reference == "parties.code":
        return vocabulary_codes("countries.iso3") | vocabulary_codes("groups.code")
    name, _, column = reference.partition(".")
    return frozenset(row[column] for row in vocabulary.rows(name))


def codes_of(column: Column) -> frozenset[str] | None:
    """The values that the column (or each member of its list cells) may have; None when anything goes."""
    if not column.codes and column.codes_from is None:
        return None
    named = frozenset(column.codes)
    return named | vocabulary_codes(column.codes_from) if column.codes_from else named


def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema with description, unit and source on each field; holds nothing that varies between runs."""
    fields = [
        pa.field(
            column.name,
            ARROW_TYPES[column.type],
            nullable=column.nullable,
            metadata={"description": column.description, "unit": column.unit, "source": column.source},
        )
        for column in table.columns
    ]
    about = {"title": table.title, "grain": table.grain, "schema_version": schema_version()}
    return pa.schema(fields, metadata=about)


def frame(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A frame with the table's columns and types; what a row leaves out is null."""
    return pd.DataFrame(
        {column.name: series(column, [row.get(column.name) for row in rows]) for column in table.columns}
    )


def series(column: Column, values: list[Any]) -> pd.Series[Any]:
    """The values as a series of the column's pandas type; an int64 or bool column must not hold nulls."""
    array = pa.array(values, type=ARROW_TYPES[column.type])
    kind = PANDAS_TYPES[column.type]
    if isinstance(kind, pd.ArrowDtype):
        return pd.Series(pd.array(array, dtype=kind), name=column.name)
    return pd.Series(array.to_pandas(), name=column.name).astype(kind)


def conform(data: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns of `data` in declared order and pandas types; KeyError when one is missing."""
    chosen = data[table.column_names]
    return chosen.astype({column.name: PANDAS_TYPES[column.type] for column in table.columns}).reset_index(drop=True)


def digest(table: Table) -> str:
    """SHA-256 over the names, types and nullability of the table's columns."""
    shape = [[column.name, column.type, column.nullable] for column in table.columns]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()
