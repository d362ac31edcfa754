"""The data dictionary: the declaration as Markdown, as JSON and as a Frictionless data package."""

from __future__ import annotations

from typing import Any

from transforms import schema
from transforms.schema import Column, Table

FRICTIONLESS_TYPES = {
    "string": "string",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "date32": "date",
    "timestamp[us, UTC]": "datetime",
}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
TEXT_LICENCE = {"name": "other-closed", "title": "Rights in the texts remain with their publishers"}
CODES_SHOWN = 24


def allowed(column: Column) -> str:
    """What the column may hold, in a few words; empty when anything goes."""
    limits = [f"at least {column.minimum:g}" if column.minimum is not None else ""]
    limits.append(f"at most {column.maximum:g}" if column.maximum is not None else "")
    codes = [", ".join(f"`{code}`" for code in column.codes[:CODES_SHOWN])]
    codes.append(f"codes of `{column.codes_from}`" if column.codes_from else "")
    return "; ".join(part for part in limits + codes if part)


def markdown() -> str:
    """All tables and columns as one Markdown page."""
    parts = [
        "# Tables",
        "",
        "Generated from `transforms/vocab/tables.toml` by `coopstats schema --markdown`: edit the declaration, not",
        "this page.",
        "",
        f"Schema version {schema.schema_version()}. A column marked `?` may be null.",
    ]
    for table in schema.tables().values():
        parts += ["", *table_markdown(table)]
    return "\n".join(parts) + "\n"


def table_markdown(table: Table) -> list[str]:
    """One table as the lines of a Markdown section."""
    lines = [f"## {table.name}", "", f"{table.title}: {table.grain}.", ""]
    lines.append(f"Key: {_joined(table.primary_key)}. Sorted by {_joined(table.sort)}.")
    for column, (other, key) in table.foreign_keys.items():
        lines.append(f"`{column}` points to `{other}.{key}`.")
    lines += ["", "| column | type | unit | meaning | allowed | source |", "|---|---|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    return lines


def _joined(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(column: Column) -> str:
    mark = "?" if column.nullable else ""
    cells = [f"`{column.name}`{mark}", column.type, column.unit, column.description, allowed(column), column.source]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def as_json(table: Table) -> dict[str, Any]:
    """One table as plain data for a program."""
    return {
        "name": table.name,
        "title": table.title,
        "grain": table.grain,
        "primary_key": list(table.primary_key),
        "sort": list(table.sort),
        "foreign_keys": {column: ".".join(target) for column, target in table.foreign_keys.items()},
        "columns": [_column_json(column) for column in table.columns],
    }


def _column_json(column: Column) -> dict[str, Any]:
    codes = schema.codes_of(column)
    return {
        "name": column.name,
        "type": column.type,
        "unit": column.unit,
        "nullable": column.nullable,
        "list": column.is_list,
        "codes": sorted(codes) if codes is not None else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "description": column.description,
        "source": column.source,
    }


def datapackage(version: str) -> dict[str, Any]:
    """Frictionless Data Package v2 descriptor of a published set, by version of the software that wrote it."""
    return {
        "$schema": PROFILE,
        "name": "coopstats",
        "title": "International cooperation counts from news articles",
        "description": "Cooperation counts, fields and named initiatives with the sentences that state them.",
        "version": version,
        "schema_version": schema.schema_version(),
        "licenses": [LICENCE],
        "resources": [_resource(table) for table in schema.tables().values()],
    }


def _resource(table: Table) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.title,
        "description": f"Grain: {table.grain}.",
        "path": f"{table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [_foreign_key(table, name) for name in table.foreign_keys],
        },
    }
    return resource | ({"licenses": [TEXT_LICENCE]} if table.name == "article_texts" else {})


def _foreign_key(table: Table, column: str) -> dict[str, Any]:
    other, key = table.foreign_keys[column]
    # A reference to the table itself is written as an empty resource name in this format.
    return {"fields": [column], "reference": {"resource": "" if other == table.name else other, "fields": [key]}}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    codes = schema.codes_of(column)
    if codes is not None and not column.is_list:
        constraints["enum"] = sorted(codes)
    for bound in ("minimum", "maximum"):
        if (limit := getattr(column, bound)) is not None:
            constraints[bound] = int(limit) if column.type == "int64" else limit
    return {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.type],
        "description": column.description,
        "unit": column.unit,
        "constraints": constraints,
    }
