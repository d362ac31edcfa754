"""The published tables in another form: read once, written beside the target, moved into its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import inspection, manifest
from flows.batch import read_tables
from flows.problems import BadInput
from transforms import schema

NAMES = {"duckdb": "coop.duckdb", "hyper": "coopstats.hyper", "xlsx": "coopstats.xlsx", "csv": "csv"}
PACKAGES = {"duckdb": "duckdb", "hyper": "tableauhyperapi", "xlsx": "xlsxwriter"}


def export(processed: Path, form: str, out: Path | None, names: list[str]) -> Path:
    """Write the named tables (all but the texts when none is named) in that form; returns where.

    BadInput for a table that is not there, a package that is missing, or tables that do not fit.
    """
    inspection.require_published(processed)
    target = out or Path(NAMES[form])
    chosen = _chosen(names, form)
    _require_same_columns(processed, chosen)
    # One folder for all tables, though a run may publish a newer set meanwhile.
    folder = (processed / "current").resolve() if (processed / "current").exists() else processed
    with _needed(form), _beside(target) as aside:
        _WRITERS[form](processed if form == "duckdb" else folder, chosen, aside)
        _replace(target, aside)
    return target


def _chosen(names: list[str], form: str) -> list[str]:
    from flows.views import databases

    for name in names:
        if name not in schema.tables():
            raise BadInput(f"there is no table {name}", f"name one of {', '.join(schema.tables())}")
    # The catalogue holds no rows of its own, so that it hands on no texts.
    return names or (list(schema.tables()) if form == "duckdb" else databases.shared())


def _require_same_columns(processed: Path, names: list[str]) -> None:
    described = (manifest.load(processed) or {"tables": {}})["tables"]
    for name in names:
        if name not in described or described[name]["schema_sha256"] != schema.digest(schema.tables()[name]):
            raise BadInput(f"{name} was published by another version", "run `coopstats run`, then export again")


@contextmanager
def _needed(form: str) -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != PACKAGES.get(form):
            raise
        remedy = f'install it with `pip install --editable ".[{form}]"` in the clone'
        raise BadInput(f"--to {form} needs the package {error.name}", remedy) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A path in a folder of its own beside the target, on the same disk; cleared away at the end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
    try:
        yield folder / target.name
    finally:
        shutil.rmtree(folder)


def _replace(target: Path, aside: Path) -> None:
    if aside.is_file():
        aside.replace(target)
        return
    target.mkdir(exist_ok=True)
    for path in aside.iterdir():
        path.replace(target / path.name)


def _csv(folder: Path, names: list[str], aside: Path) -> None:
    from flows.views import sheets

    aside.mkdir()
    for name in names:
        sheets.write_csv(read_tables(folder, (name,))[name], schema.tables()[name], aside / f"{name}.csv")


def _xlsx(folder: Path, names: list[str], aside: Path) -> None:
    from flows.views import sheets

    try:
        sheets.write_workbook(read_tables(folder, names), aside)
    except sheets.TooLarge as error:
        raise BadInput(str(error), "name other tables with --table, or use --to csv or --to duckdb") from error


def _duckdb(folder: Path, names: list[str], aside: Path) -> None:
    from flows.views import databases

    databases.write_catalogue(folder, [schema.tables()[name] for name in names], aside)


def _hyper(folder: Path, names: list[str], aside: Path) -> None:
    from flows.views import databases

    databases.write_extract(folder, [schema.tables()[name] for name in names], aside, aside.parent)


_WRITERS: dict[str, Callable[[Path, list[str], Path], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "duckdb": _duckdb,
    "hyper": _hyper,
}
