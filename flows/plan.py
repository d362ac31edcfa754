"""What a run has to do: which files are new or changed, which rows can be taken over, and in which batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows import engine, manifest, raw, release, software, sources, stamps
from flows.batch import Batch, read_tables
from flows.engine import EngineName
from flows.problems import BadInput
from flows.raw import RawFile
from flows.snapshots import KEPT
from flows.stamps import Stamps
from transforms import parquet, schema
from transforms.normalise import dated_files, unchanged_files

MOST_BATCHES = 20
SMALLEST_BATCH = 2**20
NAME = "plan.json"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; `first` and `last` limit a backfill by day of publication.

    `config` takes the place of `raw`; with `fetch` its remote sources are asked first. `keep` is the number of sets
    that stay, `resume` lets go of a set that a rollback holds, `again` names files to read although they are unchanged.
    """

    raw: Path
    processed: Path
    full: bool = False
    engine: EngineName = "auto"
    allow_empty: bool = False
    plain_files: bool = False
    first: date | None = None
    last: date | None = None
    config: Path | None = None
    fetch: bool = True
    keep: int = KEPT
    resume: bool = False
    again: tuple[str, ...] = ()

    @property
    def origin(self) -> Path:
        """Where the input files are named: the configuration, else the raw folder."""
        return self.config or self.raw


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of one run; saved in the staging folder, so that tasks exchange its path.

    `base` is the folder of the set to take rows over from (empty for none), `kept` and `removed` are source files.
    """

    processed: str
    staging: str
    base: str
    begun: str
    files_seen: int
    engine: str
    nothing_new: bool
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)

    def save(self) -> Path:
        """Write the plan into its staging folder and return the path."""
        path = Path(self.staging, NAME)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path

    @classmethod
    def load(cls, path: Path) -> Plan:
        """The plan that `save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def draw(request: Request, staging: Path, begun: datetime) -> Path:
    """Compare the input files with the published set and save the plan; BadInput when there are none any more."""
    files = _found(request)
    base = release.whole_set(request.processed)
    known = _known_files(base)
    if known and not files and not request.allow_empty:
        message = f"{request.origin} holds no articles, but {len(known)} of its files are published"
        raise BadInput(message, "check that the folder is the right one; to empty the tables, give --allow-empty")
    kept = _kept(request, files, base)
    fresh = [file for file in files if file.name not in kept]
    removed = sorted(known.difference(file.name for file in files))
    plan = Plan(
        processed=str(request.processed),
        staging=str(staging),
        base=str(base or ""),
        begun=begun.isoformat(),
        files_seen=len(files),
        engine=engine.chosen(request.engine, len(fresh), sum(engine.weight(file.name, file.size) for file in fresh)),
        nothing_new=base is not None and not fresh and not removed,
        kept=sorted(kept),
        removed=removed,
        batches=_save_batches(fresh, staging),
    )
    return plan.save()


def _found(request: Request) -> list[RawFile]:
    """The input files of today; with `full` every one is read to know its digest."""
    cache = request.processed / stamps.NAME
    known = Stamps(None if request.full else cache)
    scan = sources.scan if request.config else raw.scan
    files = scan(request.origin, request.processed, known)
    known.save(cache)
    return files


def _known_files(base: Path | None) -> set[str]:
    if base is None or not (base / "inputs.parquet").exists():
        return set()
    inputs = parquet.read_former(base / "inputs.parquet", schema.tables()["inputs"])
    return set(inputs["source_file"])


def _kept(request: Request, files: list[RawFile], base: Path | None) -> frozenset[str]:
    """Files whose rows are taken over; none under another extractor, whose tables may have another shape."""
    described = manifest.load(base) if base else None
    if request.full or base is None or not described or described["extractor"] != software.extractor():
        return frozenset()
    # The articles, which are large, tell which files hold documents of a range of days.
    former = read_tables(base, ("inputs", "article_inputs", *(("articles",) if request.first else ())))
    return unchanged_files(
        former["inputs"],
        former["article_inputs"],
        {file.name: (file.sha256, file.context) for file in files if file.sha256},
        software.extractor(),
        _forced(request, former),
    )


def _forced(request: Request, former: Mapping[str, Any]) -> frozenset[str]:
    if request.first is None or request.last is None:
        return frozenset(request.again)
    return dated_files(former, request.first, request.last)


def _save_batches(fresh: list[RawFile], staging: Path) -> list[str]:
    groups = raw.groups(fresh, MOST_BATCHES, SMALLEST_BATCH)
    batches = [
        Batch(files, software.extractor(), staging / f"batch-{number:02}") for number, files in enumerate(groups)
    ]
    return [str(batch.save()) for batch in batches]
