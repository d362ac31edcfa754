"""What is published: found, read and held against the declaration."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from flows import assemble, manifest, release
from flows.batch import read_tables
from flows.problems import BadInput, Damaged
from transforms.check import Finding

AGAIN = "run `coopstats run`, which writes the set anew"


def mend(processed: Path) -> bool:
    """Complete a publication that was interrupted; whether there was one. Locked while another process writes."""
    if not release.interrupted(processed):
        return False
    with release.writer(processed):
        return release.recover(processed)


def inspect(processed: Path) -> list[Finding]:
    """All that is wrong with the published set; BadInput when nothing is published."""
    mend(processed)
    require_published(processed)
    faults = manifest.faults(processed)
    if faults:
        return [Finding(name.removesuffix(".parquet"), "file", 0, f"{name} {fault}", AGAIN) for name, fault in faults]
    return assemble.findings(processed)


def require_published(processed: Path) -> None:
    """BadInput unless a set of tables is published there."""
    if manifest.load(processed) is None:
        raise BadInput(f"nothing is published in {processed}", "run `coopstats run` first, or name another --processed")


def table(processed: Path, name: str) -> pd.DataFrame:
    """One published table; BadInput when nothing is published, Damaged when its file cannot be read."""
    require_published(processed)
    try:
        return read_tables(processed, (name,))[name]
    except (OSError, ValueError, KeyError) as error:
        raise Damaged(f"{name}.parquet in {processed} cannot be read: {error}", AGAIN) from error
