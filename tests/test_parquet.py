"""Parquet files: types, order, footers, and reading back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders import rich_tables
from transforms import parquet, schema

ALLOWED = {"string", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]"}


@pytest.mark.parametrize("name", schema.tables())
def test_files_obey_the_rules(tmp_path: Path, name: str) -> None:
    table, path = schema.tables()[name], tmp_path / "t.parquet"
    for frame in (rich_tables()[name], schema.frame(table, [])):
        parquet.write(frame, table, path)
        footer, found = pq.read_metadata(path), pq.read_schema(path)
        assert footer.format_version == "2.6"
        assert {str(kind) for kind in found.types} <= ALLOWED
        assert b"pandas" not in (found.metadata or {})
        assert parquet.same_schema(path, table)
        for group in range(footer.num_row_groups):
            columns = [footer.row_group(group).column(number) for number in range(footer.num_columns)]
            assert {column.compression for column in columns} == {"SNAPPY"}
            assert all(column.is_stats_set or column.num_values == 0 for column in columns)
            assert not any(column.has_offset_index or column.has_column_index for column in columns)


@pytest.mark.parametrize("name", schema.tables())
def test_reading_gives_back_what_was_written(tmp_path: Path, name: str) -> None:
    table, path = schema.tables()[name], tmp_path / "t.parquet"
    written = parquet.write(rich_tables()[name], table, path)
    read = parquet.read(path, table)
    pd.testing.assert_frame_equal(read, parquet.to_pandas(written, table))
    assert [str(kind) for kind in read.dtypes] == [str(schema.PANDAS_TYPES[one.type]) for one in table.columns]
    assert parquet.row_count(path) == len(read)


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    for name, frame in rich_tables().items():
        table = schema.tables()[name]
        parquet.write(frame, table, tmp_path / "one.parquet")
        parquet.write(frame.iloc[::-1], table, tmp_path / "two.parquet")
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_large_tables_have_several_row_groups(tmp_path: Path) -> None:
    table = schema.tables()["count_parties"]
    frame = pd.DataFrame({"count_id": [f"{n:07}" for n in range(140_000)], "party": "CHN"})
    parquet.write(frame, table, tmp_path / "t.parquet")
    assert pq.read_metadata(tmp_path / "t.parquet").num_row_groups == 2


def test_what_does_not_fit_is_refused() -> None:
    table = schema.tables()["count_parties"]
    with pytest.raises(ValueError, match="non-nullable"):
        parquet.to_arrow(pd.DataFrame({"count_id": ["a"], "party": [None]}), table)
    with pytest.raises(KeyError):
        parquet.to_arrow(pd.DataFrame({"count_id": ["a"]}), table)
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        parquet.to_arrow(pd.DataFrame({"count_id": ["a"], "party": [1.5]}), table)


def test_a_file_of_an_older_shape_is_filled_up(tmp_path: Path) -> None:
    table = schema.tables()["runs"]
    pq.write_table(pa.table({"run_id": ["r"], "gone": [1]}), tmp_path / "runs.parquet")
    assert not parquet.same_schema(tmp_path / "runs.parquet", table)
    row = parquet.read_former(tmp_path / "runs.parquet", table).iloc[0]
    assert (row["run_id"], row["files_seen"], row["mean_confidence"], row["extractor"]) == ("r", 0, 0.0, "")


def test_period_range() -> None:
    frames, tables = rich_tables(), schema.tables()
    articles = parquet.to_arrow(frames["articles"], tables["articles"])
    assert parquet.period_range(articles) == (date(2024, 5, 10), date(2024, 5, 11))
    assert parquet.period_range(parquet.to_arrow(frames["counts"], tables["counts"])) is None
    assert parquet.period_range(parquet.to_arrow(frames["dim_party"], tables["dim_party"])) is None
