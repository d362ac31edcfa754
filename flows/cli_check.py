"""`coopstats check`: is what is published sound?"""

from __future__ import annotations

from dataclasses import asdict

import typer

from flows import options, terminal


def check(
    processed: options.Processed = options.DEFAULT_PROCESSED,
    as_json: options.AsJson = False,
) -> None:
    """Check the published tables: files against the manifest, rows against the declaration.

    Exit code 1 when something is wrong. Completes a publication that was interrupted.
    """
    from flows import inspection

    findings = inspection.inspect(processed)
    if as_json:
        terminal.print_json({"sound": not findings, "findings": [asdict(finding) for finding in findings]})
    elif findings:
        rows = [[one.table, one.rule, str(one.rows), one.example, one.remedy] for one in findings]
        terminal.print_rows(["table", "rule", "rows", "example", "remedy"], rows)
    else:
        typer.echo(f"all tables in {processed} are sound")
    if findings:
        raise typer.Exit(1)
