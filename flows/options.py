"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

DEFAULT_RAW = Path("data/raw")
DEFAULT_PROCESSED = Path("data/processed")

Raw: TypeAlias = Annotated[Path, typer.Option("--raw", help="Folder with the articles.")]
Processed: TypeAlias = Annotated[Path, typer.Option("--processed", help="Folder of the published tables.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document for a program to read.")]
