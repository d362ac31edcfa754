"""Tables as files for tools that want a database: a DuckDB catalogue of views, and a Tableau Hyper extract."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transforms import schema
from transforms.schema import Table

STORAGE = "v1.0.0"
SCHEMA = "Extract"


def write_catalogue(folder: Path, tables: Iterable[Table], path: Path) -> None:
    """A DuckDB file with a view over each table's file in `folder`, and the descriptions as comments.

    The views hold absolute paths: they show what `folder` holds when they are read. The storage version is one that
    DuckDB reads from 1.0 on.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {_text(str(path))} AS coop (STORAGE_VERSION '{STORAGE}')")
        for table in tables:
            source = _text(str(folder.resolve() / f"{table.name}.parquet"))
            connection.execute(f"CREATE VIEW coop.{table.name} AS SELECT * FROM read_parquet({source})")  # noqa: S608
            connection.execute(f"COMMENT ON VIEW coop.{table.name} IS {_text(f'{table.title}: {table.grain}.')}")
            for column in table.columns:
                comment = _text(f"{column.description} Unit: {column.unit}.")
                connection.execute(f"COMMENT ON COLUMN coop.{table.name}.{column.name} IS {comment}")


def write_extract(folder: Path, tables: Iterable[Table], path: Path, logs: Path) -> None:
    """A Tableau extract with a table for each file in `folder`; the engine's log goes into the folder `logs`."""
    from tableauhyperapi import Connection, CreateMode, HyperProcess, Telemetry

    silent = Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU
    with (
        HyperProcess(silent, parameters={"log_dir": str(logs)}) as hyper,
        Connection(hyper.endpoint, str(path), CreateMode.CREATE_AND_REPLACE) as target,
    ):
        target.execute_command(f'CREATE SCHEMA "{SCHEMA}"')
        for table in tables:
            source = f"external({_text(str((folder / table.name).resolve()) + '.parquet')}, FORMAT => 'parquet')"
            target.execute_command(f'CREATE TABLE "{SCHEMA}"."{table.name}" AS (SELECT * FROM {source})')  # noqa: S608


def _text(value: str) -> str:
    """The value as a literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def shared() -> list[str]:
    """The tables that may be handed on: all but the texts of the articles."""
    return [name for name in schema.tables() if name != "article_texts"]
