"""`coopstats export`: each form, opened again by a program that reads it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from tableauhyperapi import Connection, HyperProcess, Telemetry

from builders import rich_tables
from conftest import coopstats, program_environment
from flows import exporting
from flows.batch import read_tables
from flows.problems import BadInput
from flows.views import sheets
from transforms import schema


@pytest.fixture
def processed(published: Path) -> Path:
    return published / "processed"


def rows_of(processed: Path, name: str) -> int:
    return len(read_tables(processed, (name,))[name])


def test_csv_is_typed_text_that_no_spreadsheet_runs(processed: Path, tmp_path: Path) -> None:
    folder = exporting.export(processed, "csv", tmp_path / "csv", [])
    assert {path.stem for path in folder.iterdir()} == set(schema.tables()) - {"article_texts"}
    back = pd.read_csv(folder / "statistics.csv", encoding="utf-8-sig")
    assert len(back) == rows_of(processed, "statistics")
    assert back["value"].dtype == "float64"
    assert (folder / "statistics.csv").read_bytes().startswith(b"\xef\xbb\xbfstatistic_id,")


def test_a_text_that_begins_like_a_formula_is_guarded(tmp_path: Path) -> None:
    frame = rich_tables()["statistics"]
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
    frame = pd.concat([frame.head(1)] * len(bad), ignore_index=True).assign(object_text=bad, value=-2.0)
    sheets.write_csv(frame, schema.tables()["statistics"], tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["object_text"] for row in rows] == [f"'{text}" for text in bad]
    assert {row["value"] for row in rows} == {"-2.0"}


def test_the_workbook_has_typed_cells_and_frozen_headers(processed: Path, tmp_path: Path) -> None:
    path = exporting.export(processed, "xlsx", tmp_path / "all.xlsx", [])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["dictionary", *(name for name in schema.tables() if name != "article_texts")]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == schema.tables()[name].column_names
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row - 1 == rows_of(processed, name)
    articles = [cell.value for cell in book["articles"][2]]
    columns = schema.tables()["articles"].column_names
    assert isinstance(articles[columns.index("published_date")], datetime)
    assert isinstance(articles[columns.index("word_count")], int)
    again = exporting.export(processed, "xlsx", tmp_path / "again.xlsx", [])
    assert again.read_bytes() == path.read_bytes()


def test_formulas_and_days_that_excel_does_not_know_stay_texts(tmp_path: Path) -> None:
    frame = rich_tables()["statistics"].head(1)
    early = pd.Series([date(1895, 1, 1)], dtype=frame["period_start"].dtype, index=frame.index)
    frame = frame.assign(object_text="=HYPERLINK(1)", period_start=early)
    sheets.write_workbook({"statistics": frame}, tmp_path / "s.xlsx")
    cells = dict(zip(*openpyxl.load_workbook(tmp_path / "s.xlsx")["statistics"].iter_rows(), strict=True))
    found = {head.value: (cell.data_type, cell.value) for head, cell in cells.items()}
    assert found["object_text"] == ("s", "=HYPERLINK(1)")
    assert found["period_start"] == ("s", "1895-01-01")


def test_a_table_that_no_sheet_holds_is_named(processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match=r"dim_party has \d+ rows, a sheet holds 3; name other tables"):
        exporting.export(processed, "xlsx", tmp_path / "all.xlsx", ["dim_party"])
    assert list(tmp_path.iterdir()) == []


def test_the_catalogue_follows_the_published_set(processed: Path, tmp_path: Path) -> None:
    path = exporting.export(processed, "duckdb", tmp_path / "coop.duckdb", [])
    with duckdb.connect(path, read_only=True) as connection:
        for name in schema.tables():
            (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (None,)
            assert rows == rows_of(processed, name)
        told = connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'counts'")
        comments: dict[str, Any] = dict(told.fetchall())
        assert comments["value"].startswith("The number a chart would plot")
        assert set(comments) == set(schema.tables()["counts"].column_names)
        (sql,) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'counts'").fetchone() or ("",)
        assert f"{processed.resolve()}/counts.parquet" in sql


def test_the_extract_opens_in_tableaus_engine(processed: Path, tmp_path: Path) -> None:
    path = exporting.export(processed, "hyper", tmp_path / "c.hyper", ["statistics", "dim_party"])
    options = {"log_dir": str(tmp_path)}
    silent = Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU
    with (
        HyperProcess(silent, parameters=options) as hyper,
        Connection(hyper.endpoint, str(path)) as connection,
    ):
        for name in ("statistics", "dim_party"):
            count = connection.execute_scalar_query(f'SELECT COUNT(*) FROM "Extract"."{name}"')
            assert count == rows_of(processed, name)


@pytest.mark.parametrize(("form", "package"), sorted(exporting.PACKAGES.items()))
def test_a_missing_package_is_told_with_its_remedy(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, package: str
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(BadInput, match=rf'needs the package {package}; install it with `pip install .*\[{form}\]"`'):
        exporting.export(processed, form, tmp_path / "out", [])


def test_the_command_line(processed: Path, tmp_path: Path) -> None:
    env = program_environment(tmp_path / "home")
    done = coopstats("export", "--to", "csv", "--processed", processed, "--table", "dim_field", env=env, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "written: csv\n")
    assert [path.name for path in (tmp_path / "csv").iterdir()] == ["dim_field.csv"]
    done = coopstats("export", "--to", "csv", "--processed", processed, "--table", "nothing", env=env, cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no table nothing" in done.stderr
