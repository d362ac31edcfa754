"""What became of one input: found by path, address, identifier or digest in the published tables and the raw store."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from flows import inspection, store
from flows.problems import BadInput
from transforms import selection
from transforms.monitor.accounting import PASSED_OVER, QUARANTINED, UNREAD, outcome_of

Frames: TypeAlias = dict[str, pd.DataFrame]
Row: TypeAlias = dict[str, Any]

NEEDED = ("articles", "article_inputs", "inputs", "quarantine", "skipped", "counts")
OF_ARTICLE = (
    "article_id", "title", "url", "publisher", "agency", "published_date", "state", "cluster_id", "reprint_of",
    "revision_of", "notes",
)  # fmt: skip
OF_FETCH = ("source", "role", "fetched_utc", "url", "status", "sha256", "size", "etag", "error", "remedy")
NEAR = 3


def trace(processed: Path, wanted: str, raw_store: Path | None = None) -> list[Row]:
    """Every record that `wanted` names, each with its outcome; BadInput, with what is near, when there is none.

    `wanted` is a path (of a file or of a record in it), an address, an identifier of the source, the key of an article,
    or a SHA-256. `raw_store` is the folder in which the provenance of what was fetched is looked up.
    """
    frames = {name: inspection.table(processed, name) for name in NEEDED}
    files = frames["inputs"].set_index("input_id")["source_file"]
    links = frames["article_inputs"].merge(frames["articles"], on="article_id", suffixes=("", "_article"))
    links["outcome"] = outcome_of(links, frames["articles"])
    links["source_file"] = files.reindex(links["input_id"]).to_numpy()
    lost = frames["quarantine"].assign(source_file=files.reindex(frames["quarantine"]["input_id"]).to_numpy())
    passed = frames["skipped"].assign(source_file=files.reindex(frames["skipped"]["input_id"]).to_numpy())
    name = _name(wanted, files)
    keys = ("source_uri", "url", "article_id", "source_id", "text_sha256", "input_sha256", "source_file")
    documents = links[_names(links, keys, name)].sort_values(["source_uri", "article_id"])
    unread = lost[_names(lost, ("source_uri", "source_id", "digest", "source_file"), name) & lost["stage"].isin(UNREAD)]
    over = passed[_names(passed, ("first_uri", "source_file"), name)]
    found = [_document(row, frames) for row in selection.records(documents)]
    found += [_lost(row) for row in selection.records(unread)] + [_passed(row) for row in selection.records(over)]
    if not found:
        _refuse(wanted, [*files, *links["source_uri"], *links["url"].dropna(), *lost["source_uri"]])
    return _with_provenance(found, raw_store)


def _name(wanted: str, files: pd.Series[Any]) -> str:
    """The path as it is published: below the raw folder, however much of the way there was given."""
    plain = wanted.replace("\\", "/")
    below = [name for name in files if plain.endswith(f"/{name}") or f"/{name}!/" in plain or f"/{name}#" in plain]
    name = max(below, key=len, default="")
    return plain[plain.rindex(f"/{name}") + 1 :] if name else wanted


def _names(rows: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.Series[bool]:
    hit = pd.Series(data=False, index=rows.index)
    for column in columns:
        hit |= (rows[column] == name).fillna(value=False).astype(bool)
    return hit


def _document(row: Row, frames: Frames) -> Row:
    """One document in one input file, with what was found in it."""
    counts = frames["counts"][frames["counts"]["article_id"] == row["article_id"]]
    failed = frames["quarantine"][frames["quarantine"]["source_uri"] == row["source_uri"]]
    return {
        "outcome": row["outcome"],
        "source_uri": row["source_uri"],
        "source_file": row["source_file"],
        **{name: row[name] for name in OF_ARTICLE},
        "counts": len(counts),
        "claims": sorted(set(counts["statistic_id"])),
        "faults": [f"{one['stage']}: {one['error']}; {one['remedy']}" for one in selection.records(failed)],
    }


def _lost(row: Row) -> Row:
    told = {name: row[name] for name in ("source_uri", "source_file", "stage", "error", "remedy", "digest")}
    return {"outcome": QUARANTINED, **told}


def _passed(row: Row) -> Row:
    told = {name: row[name] for name in ("source_file", "skip_reason", "pieces", "first_uri")}
    return {"outcome": PASSED_OVER, **told}


def _refuse(wanted: str, known: list[str]) -> None:
    near = get_close_matches(wanted, sorted(set(map(str, known))), NEAR, cutoff=0.5)
    like = f"; near to it: {', '.join(near)}" if near else ""
    raise BadInput(
        f"no input is called {wanted}{like}",
        "give a path below the raw folder, an address, a key of `coopstats show articles` or a SHA-256",
    )


def _with_provenance(found: list[Row], raw_store: Path | None) -> list[Row]:
    """Each record with all answers that the raw store holds of its address."""
    kept = store.records(raw_store) if raw_store else []
    for row in found:
        asked = row["source_file"].rpartition("@")[0] or row["source_file"]
        answers = [one for one in kept if one.asked == asked]
        row["fetched"] = [{name: getattr(one, name) for name in OF_FETCH if getattr(one, name)} for one in answers]
    return found
