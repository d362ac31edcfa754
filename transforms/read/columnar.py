"""Parquet: one article a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from transforms.read.limits import Limits, RefusedError, megabytes
from transforms.read.stated import Fault, Stated, aliases, fold, stated

ROWS = 200
DAMAGED_REMEDY = "deliver the file again; this copy is damaged or was cut off"


def stream_parquet(stream: BinaryIO, stem: str, limits: Limits) -> Iterator[Stated | Fault]:
    """The rows of a Parquet file; only the columns that the reader knows are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.PythonFile(cast("Any", stream), mode="r"), pre_buffer=False)
        names = _columns(file.schema_arrow.names)
        _refuse_large(file.metadata, limits)
        number = 0
        for batch in file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, number, stem)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as problem:
        if isinstance(problem, RefusedError) or getattr(problem, "errno", None) is not None:
            raise
        raise RefusedError(f"damaged Parquet file: {_brief(problem)}", DAMAGED_REMEDY) from problem


def _columns(names: list[str]) -> list[str]:
    known = [name for name in names if fold(name) in aliases()]
    if not any(aliases()[fold(name)][1] == "text" for name in known):
        remedy = "name the columns, the article's body among them, as the record fields are named"
        raise RefusedError("no column for the text", remedy)
    return known


def _refuse_large(metadata: Any, limits: Limits) -> None:
    """A row group is what has to be held at once."""
    most = limits.file_bytes * 4
    if any(metadata.row_group(number).total_byte_size > most for number in range(metadata.num_row_groups)):
        raise RefusedError(f"row group of more than {megabytes(most)}", "write the file with smaller row groups")


def _row(row: dict[str, object], number: int, stem: str) -> Stated | Fault:
    part = f"#{number}"
    return stated({name: _plain(value) for name, value in row.items()}, f"row {number}", stem + part, part)


def _plain(value: object) -> object:
    """The value as JSON would have it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _brief(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200]
