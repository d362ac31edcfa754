"""manifest.json: which set of tables this is, and the digest by which a reader can tell that it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows import software
from flows.problems import Damaged, naming
from transforms import dictionary, parquet, schema

NAME = "manifest.json"
PACKAGE = "datapackage.json"
HISTORY = {"runs", "run_figures"}
REPAIR = "run the pipeline again, which writes the set anew"


def load(folder: Path) -> dict[str, Any] | None:
    """The manifest in `folder`; None when there is none. Damaged when it cannot be understood."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Damaged(f"{folder / NAME} is not readable: {error}", REPAIR) from error
    if not isinstance(data, dict) or not isinstance(data.get("tables"), dict) or "run_id" not in data:
        raise Damaged(f"{folder / NAME} does not describe a set of tables", REPAIR)
    return data


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every table file in `folder`, by table."""
    return {name: sha256(folder / f"{name}.parquet") for name in schema.tables() if _exists(folder, name)}


def _exists(folder: Path, name: str) -> bool:
    return (folder / f"{name}.parquet").exists()


def result_digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the digests of all tables but the history: equal for runs with the same result."""
    lines = [f"{name} {digest}\n" for name, digest in sorted(files.items()) if name not in HISTORY]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def build(folder: Path, run_id: str, published: datetime) -> dict[str, Any]:
    """The manifest of the tables in `folder`."""
    return {
        "run_id": run_id,
        "published_utc": published.isoformat(),
        "version": software.version(),
        "schema_version": schema.schema_version(),
        "extractor": software.extractor(),
        "tables": {name: _entry(folder / f"{name}.parquet", name) for name in schema.tables()},
        "files": {path.name: _file_entry(path) for path in sorted(folder.iterdir()) if _is_companion(path)},
    }


def _is_companion(path: Path) -> bool:
    """Whether a file stands beside the tables: the package's description and the pages."""
    return path.suffix != ".parquet" and path.name != NAME


def _file_entry(path: Path) -> dict[str, Any]:
    return {"sha256": sha256(path), "bytes": path.stat().st_size}


def _entry(path: Path, name: str) -> dict[str, Any]:
    data: pa.Table = pq.read_table(path, partitioning=None)
    period = parquet.period_range(data)
    return {
        "path": path.name,
        "sha256": sha256(path),
        "bytes": path.stat().st_size,
        "rows": data.num_rows,
        "schema_sha256": schema.digest(schema.tables()[name]),
        "period": [day.isoformat() for day in period] if period else None,
    }


def write_package(folder: Path) -> None:
    """Write datapackage.json into `folder`."""
    write_json(folder / PACKAGE, dictionary.datapackage(software.version()))


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write `data` as indented JSON at `path`, keys in their given order."""
    with naming(path):
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def faults(folder: Path) -> list[tuple[str, str]]:
    """What is wrong with the files in `folder` by its manifest, as (file, fault); empty for a whole set."""
    described = load(folder)
    if described is None:
        return [(NAME, "is missing")]
    listed = {entry["path"]: (entry, name) for name, entry in described["tables"].items()}
    found = [(path, _fault(folder / path, entry, name)) for path, (entry, name) in listed.items()]
    found += [(path, _file_fault(folder / path, entry)) for path, entry in described.get("files", {}).items()]
    return [(path, fault) for path, fault in found if fault]


def broken(folder: Path) -> bool:
    """Whether the set in `folder` is not whole by its manifest, or has none."""
    try:
        return bool(faults(folder))
    except (Damaged, OSError):
        return True


def _fault(path: Path, entry: Mapping[str, Any], name: str) -> str:
    if fault := _file_fault(path, entry):
        return fault
    if parquet.row_count(path) != entry["rows"]:
        return f"has {parquet.row_count(path)} rows, not {entry['rows']}"
    table = schema.tables().get(name)
    if table and entry["schema_sha256"] == schema.digest(table) and not parquet.same_schema(path, table):
        return "has another schema than declared"
    return ""


def _file_fault(path: Path, entry: Mapping[str, Any]) -> str:
    if not path.exists():
        return "is missing"
    if path.stat().st_size != entry["bytes"] or sha256(path) != entry["sha256"]:
        return "is not the file that the manifest describes"
    return ""
