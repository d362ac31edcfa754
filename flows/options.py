"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from flows.problems import BadInput

DEFAULT_RAW = Path("data/raw")
DEFAULT_PROCESSED = Path("data/processed")

DEFAULT_CONFIG = Path("coopstats.toml")

Raw: TypeAlias = Annotated[
    Path | None, typer.Option("--raw", help=f"Folder with the articles, in place of a configuration: {DEFAULT_RAW}.")
]
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", help=f"Configuration with the sources; {DEFAULT_CONFIG} is taken where it exists."),
]
Processed: TypeAlias = Annotated[Path, typer.Option("--processed", help="Folder of the published tables.")]
PlainFiles: TypeAlias = Annotated[
    bool, typer.Option("--plain-files", help="Publish plain files, for shares that hide symbolic links.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document for a program to read.")]


def inputs(raw: Path | None, config: Path | None) -> tuple[Path, Path | None]:
    """The raw folder, and the configuration that takes its place, if any; BadInput when they are not to be had."""
    if raw and config:
        raise BadInput("--raw and --config were both given", "give one of them; a configuration names its folders")
    if raw is None and (found := declared(config)):
        return DEFAULT_RAW, found
    folder = raw or DEFAULT_RAW
    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder", "name the folder that holds the articles with --raw")
    return folder, None


def declared(config: Path | None) -> Path | None:
    """The configuration file: the one that is named, else the one of the usual name, if there is one."""
    if config is None:
        return DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None
    if not config.is_file():
        raise BadInput(f"{config} is not a file", "name the configuration file with --config")
    return config
