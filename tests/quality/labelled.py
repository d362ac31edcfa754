"""The labelled sets: own sentences, and the sets that may stand in a folder beside the checkout."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "gold" / "score.py"
CASES = ROOT / "tests" / "cases" / "sentences.jsonl"
SEED_FOLDER = SHARED / "seed"
CORPUS = SHARED / "corpus" / "real.jsonl"
PROBE_DATE = "2021-11-26"

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class LabelledSet:
    """One labelled set; `kind` is cases (own sentences), articles (scored by the scorer) or probes (values only)."""

    name: str
    kind: str
    labels: Path
    texts: Path

    def digest(self) -> str:
        return hashlib.sha256(self.labels.read_bytes()).hexdigest()


def _shared(name: str, kind: str, texts: Path | None = None) -> LabelledSet:
    labels = SHARED / "gold" / f"{name}.jsonl"
    return LabelledSet(name, kind, labels, texts or labels.with_name(f"{name}_texts.jsonl"))


def labelled_sets() -> list[LabelledSet]:
    """The sets that are there; the own sentences always are."""
    probes = SHARED / "gold" / "phenomena.jsonl"
    optional = (
        _shared("dev_written", "articles"),
        _shared("dev_real", "articles"),
        _shared("seed", "articles", SEED_FOLDER),
        LabelledSet("phenomena", "probes", probes, probes),
    )
    return [LabelledSet("cases", "cases", CASES, CASES), *(one for one in optional if one.labels.exists())]


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def lay(raw: Path, sets: Iterable[LabelledSet]) -> Path:
    """Puts the texts of the sets, without their labels, into a raw folder."""
    raw.mkdir(parents=True, exist_ok=True)
    for one in sets:
        if one.texts.is_dir():
            for path in sorted(one.texts.glob("*.txt")):
                shutil.copyfile(path, raw / path.name)
        else:
            lines = (json.dumps(_bare(row), ensure_ascii=False) for row in read_rows(one.texts))
            (raw / f"{one.name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return raw


def _bare(row: Row) -> Row:
    """The article of a labelled row: its identifier, date, title, address and text."""
    if "sentence" in row:
        return {"id": row["id"], "date": PROBE_DATE, "text": row["sentence"]}
    return {name: row[name] for name in ("id", "date", "title", "url", "text") if row.get(name) is not None}
