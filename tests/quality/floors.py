"""The floors: what was reached once, and is not given up silently.

`floors.toml` holds, for each labelled set, the digest of its labels and the figures measured on them; for the own
sentences also the rows right by phenomenon and column. A seal over the floors shows an edit by hand.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .labelled import Row

FILE = Path(__file__).with_name("floors.toml")
CEILINGS = {"spurious", "taken"}
_HEAD = """\
# Floors of the quality gate, written by `python -m tests.quality --raise`; an edit by hand breaks the seal.
# Rates are F1 (found, valued, record, fields, names) or the share of found rows right; by phenomenon: rows right.
"""


def seal(floors: Row) -> str:
    """SHA-256 of the floors in canonical form, without the seal itself."""
    body = {name: table for name, table in floors.items() if name != "seal" and table}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def load(path: Path = FILE) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {"sets": {}, "lowered": []}


def save(floors: Row, path: Path = FILE) -> None:
    path.write_text(_HEAD + "".join(_lines(floors | {"seal": seal(floors)})), encoding="utf-8", newline="\n")


def _lines(floors: Row) -> Iterator[str]:
    yield f"seal = {json.dumps(floors['seal'])}\n"
    for name, entry in floors["sets"].items():
        yield f"\n[sets.{name}]\nlabels = {json.dumps(entry['labels'])}\nfigures = {_inline(entry['figures'])}\n"
        if "phenomena" in entry:
            yield f"\n[sets.{name}.phenomena]\n"
            yield from (f"{json.dumps(title)} = {_inline(row)}\n" for title, row in entry["phenomena"].items())
    for entry in floors.get("lowered", []):
        yield "\n[[lowered]]\n" + "".join(f"{name} = {json.dumps(text)}\n" for name, text in entry.items())


def _inline(figures: Row) -> str:
    return "{ " + ", ".join(f"{name} = {number}" for name, number in figures.items()) + " }"


def fallen(floor: Row, measured: Row) -> list[str]:
    """The figures that are worse than their floor, in words; a floor whose figure is not measured has fallen too."""
    worse = []
    for name, limit in floor.items():
        figure = measured.get(name)
        if figure is None or (figure > limit if name in CEILINGS else figure < limit):
            worse.append(f"{name}: {figure}, floor {limit}")
    return worse


def all_fallen(old: Row, new: Row) -> list[str]:
    """As `fallen`, over every set and phenomenon of two whole tables of floors; changed labels count as well."""
    worse = []
    for name, entry in new["sets"].items():
        before = old["sets"].get(name)
        if before is None:
            continue
        if before["labels"] != entry["labels"]:
            worse.append(f"{name}: the labels have changed")
        worse += [f"{name}: {line}" for line in fallen(before["figures"], entry["figures"])]
        for title, row in before.get("phenomena", {}).items():
            worse += [f"{name}, {title}: {line}" for line in fallen(row, entry["phenomena"].get(title, {}))]
    return worse


def lift(new: Row, reason: str | None, path: Path = FILE) -> int:
    """Writes the figures as floors, fallen ones only with a reason, which is kept; 1 when nothing was written."""
    old = load(path)
    worse = all_fallen(old, new)
    if worse and not reason:
        print("floors are not lowered; nothing is written:", *worse, sep="\n  ", file=sys.stderr)
        return 1
    lowered = old.get("lowered", []) + [{"what": line, "reason": reason} for line in worse]
    save({"sets": old["sets"] | new["sets"], "lowered": lowered}, path)
    print(f"wrote {path.name} for {', '.join(new['sets'])}", file=sys.stderr)
    return 0
