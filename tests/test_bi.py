"""Published files, as the tools of business intelligence read them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tableauhyperapi import Connection, CreateMode, HyperProcess, Telemetry

from transforms import dictionary, schema

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
    "timestamp[us, UTC]": "TIMESTAMP WITH TIME ZONE",
}
HYPER_TYPES = {
    "string": "TEXT",
    "int64": "BIG_INT",
    "float64": "DOUBLE",
    "bool": "BOOL",
    "date32": "DATE",
    "timestamp[us, UTC]": "TIMESTAMP_TZ",
}
KINDS = {
    "string": str,
    "int64": int,
    "float64": float,
    "bool": bool,
    "date32": date,
    "timestamp[us, UTC]": datetime,
}


@pytest.fixture(scope="module")
def processed(published: Path) -> Path:
    return published / "processed"


def rows_of(processed: Path, name: str) -> int:
    described: dict[str, Any] = json.loads((processed / "manifest.json").read_text(encoding="utf-8"))
    return int(described["tables"][name]["rows"])


def test_every_declared_table_is_published(processed: Path) -> None:
    assert {path.stem for path in processed.glob("*.parquet")} == set(schema.tables())
    assert sum(rows_of(processed, name) for name in ("articles", "counts", "statistics", "dim_party")) > 250


@pytest.mark.parametrize("name", schema.tables())
def test_footers_obey_the_rules(processed: Path, name: str) -> None:
    found = pq.read_schema(processed / f"{name}.parquet")
    assert found.names == schema.tables()[name].column_names
    allowed = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
    assert set(found.types) <= allowed
    assert set(found.metadata) == {b"title", b"grain", b"schema_version"}
    assert all({b"description", b"unit", b"source"} <= set(field.metadata) for field in found)


@pytest.mark.parametrize("name", schema.tables())
def test_duckdb_reads_it(processed: Path, name: str) -> None:
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM '{processed / name}.parquet'")
        assert len(found.fetchall()) == rows_of(processed, name)
        expected = [DUCKDB_TYPES[column.type] for column in schema.tables()[name].columns]
        assert [str(kind) for kind in found.types] == expected


def test_duckdb_joins_the_star(processed: Path) -> None:
    query = f"""
        SELECT p.party_name, count(*) FROM '{processed}/counts.parquet' c
        JOIN '{processed}/count_parties.parquet' USING (count_id)
        JOIN '{processed}/dim_party.parquet' p USING (party)
        JOIN '{processed}/articles.parquet' a USING (article_id)
        WHERE a.reprint_of IS NULL GROUP BY ALL ORDER BY ALL
    """
    with duckdb.connect() as connection:
        assert {"China", "Serbia"} <= {str(row[0]) for row in connection.sql(query).fetchall()}


@pytest.mark.parametrize("name", schema.tables())
def test_pandas_reads_it(processed: Path, name: str) -> None:
    frame = pd.read_parquet(processed / f"{name}.parquet")
    assert len(frame) == rows_of(processed, name)
    for column in schema.tables()[name].columns:
        values = frame[column.name].dropna()
        assert all(isinstance(value, KINDS[column.type]) for value in values.tolist())


def test_hyper_reads_them(processed: Path, tmp_path: Path) -> None:
    options = {"log_dir": str(tmp_path)}
    with HyperProcess(Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters=options) as hyper:
        mode = CreateMode.CREATE_AND_REPLACE
        with Connection(hyper.endpoint, str(tmp_path / "tables.hyper"), mode) as connection:
            for name, table in schema.tables().items():
                source = f"external('{processed / name}.parquet', FORMAT => 'parquet')"
                connection.execute_command(f'CREATE TABLE "{name}" AS (SELECT * FROM {source})')
                count = connection.execute_scalar_query(f'SELECT COUNT(*) FROM "{name}"')
                assert count == rows_of(processed, name)
                columns = connection.catalog.get_table_definition(name).columns
                assert [str(column.type) for column in columns] == [HYPER_TYPES[one.type] for one in table.columns]


def test_the_package_describes_the_files(processed: Path) -> None:
    described = json.loads((processed / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in described["resources"]] == [f"{name}.parquet" for name in schema.tables()]
    assert described["licenses"] == [dictionary.LICENCE]
    for resource in described["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == pq.read_schema(processed / resource["path"]).names
