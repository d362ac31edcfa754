"""`coopstats schema`: the data dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows import options, terminal
from flows.problems import BadInput

if TYPE_CHECKING:
    from transforms.schema import Column, Table


def schema(
    table: Annotated[str | None, typer.Argument(help="One table; all when left out.", show_default=False)] = None,
    as_json: options.AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/tables.md.")] = False,
) -> None:
    """Print the data dictionary: tables, columns, types, units and what they mean."""
    from transforms import dictionary
    from transforms import schema as declaration

    tables = declaration.tables()
    if table is not None and table not in tables:
        raise BadInput(f"there is no table {table}", f"name one of {', '.join(tables)}")
    chosen = [tables[table]] if table else list(tables.values())
    if as_json:
        data = [dictionary.as_json(one) for one in chosen]
        terminal.print_json({"schema_version": declaration.schema_version(), "tables": data})
    elif markdown:
        page = dictionary.markdown() if table is None else "\n".join(dictionary.table_markdown(chosen[0])) + "\n"
        typer.echo(page, nl=False)
    elif table:
        _print_table(chosen[0])
    else:
        rows = [[one.name, one.title, one.grain, str(len(one.columns))] for one in chosen]
        terminal.print_rows(["table", "title", "grain", "columns"], rows)


def _print_table(table: Table) -> None:
    from transforms import dictionary

    rows = [
        [_marked(column), column.type, column.unit, column.description, dictionary.allowed(column)]
        for column in table.columns
    ]
    terminal.print_rows(["column", "type", "unit", "meaning", "allowed"], rows)


def _marked(column: Column) -> str:
    return column.name + ("?" if column.nullable else "")
