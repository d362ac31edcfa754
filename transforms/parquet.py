"""Frames to Parquet files and back: the one place of this package that reads and writes table files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms import schema
from transforms.schema import Table

ROW_GROUP_ROWS = 131_072
EMPTY = {
    "string": "",
    "int64": 0,
    "float64": 0.0,
    "bool": False,
    "date32": date(1970, 1, 1),
    "timestamp[us, UTC]": datetime(1970, 1, 1, tzinfo=UTC),
}
PERIOD_COLUMNS = ("period_start", "period_end")


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """The frame as an Arrow table of the declared schema, sorted by the declared sort and then by key.

    KeyError for a missing column, ValueError for a null in a required column, pyarrow.ArrowInvalid or
    ArrowTypeError for a value that is not of the declared type.
    """
    expected = schema.arrow_schema(table)
    data = pa.Table.from_pandas(frame[table.column_names], schema=expected, preserve_index=False)
    return _sorted(data.replace_schema_metadata(expected.metadata), table).combine_chunks()


def _sorted(data: pa.Table, table: Table) -> pa.Table:
    order = list(dict.fromkeys((*table.sort, *table.primary_key)))
    return data.take(pc.sort_indices(data, [(name, "ascending", "at_end") for name in order]))


def write(frame: pd.DataFrame, table: Table, path: Path) -> pa.Table:
    """Write the frame as the table's Parquet file at `path`, and return what was written; errors as `to_arrow`."""
    data = to_arrow(frame, table)
    pq.write_table(
        data,
        path,
        compression="snappy",
        version="2.6",
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        row_group_size=ROW_GROUP_ROWS,
        write_page_index=False,
    )
    return data


def read(path: Path, table: Table) -> pd.DataFrame:
    """The table's file at `path` as a frame with the declared columns and pandas types; other columns are left out."""
    data = pq.read_table(path, columns=table.column_names, partitioning=None)
    return to_pandas(data, table)


def read_former(path: Path, table: Table) -> pd.DataFrame:
    """As `read`, but columns that the file does not have yet are null, or empty or zero where null is not allowed."""
    data = pq.read_table(path, partitioning=None)
    for column in table.columns:
        if column.name not in data.column_names:
            kind = schema.ARROW_TYPES[column.type]
            fill = pa.scalar(None if column.nullable else EMPTY[column.type], kind)
            data = data.append_column(column.name, pa.repeat(fill, data.num_rows))
    return to_pandas(data, table)


def to_pandas(data: pa.Table, table: Table) -> pd.DataFrame:
    """An Arrow table as a frame of the declared pandas types."""
    columns = {}
    for column in table.columns:
        values, kind = data.column(column.name), schema.PANDAS_TYPES[column.type]
        if isinstance(kind, pd.ArrowDtype):
            columns[column.name] = pd.Series(pd.array(values, dtype=kind))
        else:
            columns[column.name] = values.to_pandas().astype(kind)
    return pd.DataFrame(columns)


def row_count(path: Path) -> int:
    """Rows of the file at `path`, as its footer gives them."""
    return int(pq.read_metadata(path).num_rows)


def same_schema(path: Path, table: Table) -> bool:
    """Whether the file at `path` has the declared columns, types, nullability and descriptions."""
    expected, found = schema.arrow_schema(table), pq.read_schema(path)
    if found.names != expected.names or (found.metadata or {}) != expected.metadata:
        return False
    return all(_same_field(found.field(name), expected.field(name)) for name in expected.names)


def _same_field(found: pa.Field, expected: pa.Field) -> bool:
    stated = {key: value for key, value in (found.metadata or {}).items() if not key.startswith(b"PARQUET:")}
    return bool(found.equals(expected) and stated == expected.metadata)


def period_range(data: pa.Table) -> tuple[date, date] | None:
    """First and last day that the rows cover, from their period or else their first date column; None without any."""
    dates = [name for name in data.column_names if data.schema.field(name).type == pa.date32()]
    chosen = [name for name in dates if name in PERIOD_COLUMNS] or dates[:1]
    found = [pc.min_max(data.column(name)).as_py() for name in chosen]
    low = [bounds["min"] for bounds in found if bounds["min"] is not None]
    high = [bounds["max"] for bounds in found if bounds["max"] is not None]
    return (min(low + high), max(low + high)) if low or high else None
