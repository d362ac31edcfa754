"""One batch: a list of input files in, a folder of staged tables out. Knows nothing of Prefect."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from flows import engine, raw
from flows.raw import RawFile
from transforms import check, parquet, schema
from transforms.check import Fault
from transforms.extract import extract
from transforms.normalise import Frames, Located, Outcome, distinct, mention_frames, quarantine_frame
from transforms.normalise.keys import article_key, input_key
from transforms.normalise.mentions import EXTRACTED, FAILED, NOT_SUPPORTED
from transforms.read import read
from transforms.records import Document, Reject

LANGUAGES = ("en", None)
FIGURES = "figures.json"
AGAIN = "run again once the file can be read"
REPORT_READ = "check the file; if it is sound, report it with this message"
REPORT_EXTRACT = "report the document with this message; it stands in articles without findings"
REPORT_ROWS = "report the document with this message; the rest of its findings is published"

Result: TypeAlias = tuple[Outcome, list[Reject]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one task works on; written to disk, so that tasks exchange paths."""

    files: list[RawFile]
    extractor: str
    folder: Path

    @classmethod
    def load(cls, path: Path) -> Batch:
        """The batch that `save` wrote at `path`; its tables go into the folder of the same name."""
        data = json.loads(path.read_text(encoding="utf-8"))
        files = [RawFile.from_json(entry) for entry in data["files"]]
        return cls(files, data["extractor"], path.with_suffix(""))

    def save(self) -> Path:
        """Write the batch beside its folder and return the path."""
        path = self.folder.with_suffix(".json")
        data = {"extractor": self.extractor, "files": [file.to_json() for file in self.files]}
        path.write_text(json.dumps(data), encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Readings:
    """What came out of reading: documents with their file, rejects with their file, and one row for each file."""

    documents: list[Located]
    rejects: list[tuple[str, Reject]]
    inputs: list[dict[str, Any]]


def run(path: Path) -> Path:
    """Read and extract the batch saved at `path`; returns the folder with its staged tables and figures."""
    batch = Batch.load(path)
    batch.folder.mkdir(exist_ok=True)
    readings = _read_all(batch)
    outcomes = engine.spread(extracted, distinct(readings.documents))
    frames, outcomes = _sound_frames(outcomes, readings, batch.extractor)
    rejects = [(outcome.source_file, reject) for outcome, found in outcomes for reject in found]
    frames["inputs"] = schema.frame(schema.tables()["inputs"], readings.inputs)
    frames["quarantine"] = quarantine_frame([*readings.rejects, *rejects])
    write_tables(frames, batch.folder)
    (batch.folder / FIGURES).write_text(json.dumps(_figures(batch, outcomes)), encoding="utf-8")
    return batch.folder


def _read_all(batch: Batch) -> Readings:
    readings = Readings([], [], [])
    for scanned in batch.files:
        file, documents, rejects = _read_one(scanned)
        readings.documents.extend(Located(document, file.name) for document in documents)
        readings.rejects.extend((file.name, reject) for reject in rejects)
        readings.inputs.append(_input_row(file, len(documents), batch.extractor))
    return readings


def _input_row(file: RawFile, documents: int, extractor: str) -> dict[str, Any]:
    return {
        "input_id": input_key(file.name),
        "source_file": file.name,
        "input_sha256": file.sha256,
        "size_bytes": file.size,
        "documents": documents,
        "extractor": extractor,
    }


def _read_one(scanned: RawFile) -> tuple[RawFile, list[Document], list[Reject]]:
    """The file as it is now, its documents and its rejects. Without digest when it should be tried again."""
    try:
        data = Path(scanned.path).read_bytes()
    except raw.OWN_FAULTS as error:
        file = replace(scanned, sha256="", size=0)
        return file, [], [_file_reject(file, f"cannot be opened: {raw.fault(error)}", AGAIN)]
    file = replace(scanned, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    try:
        result = read(data, file.name, file.arrived)
    except Exception as error:  # whatever one file does to a reader, the others are still read
        logger.warning("%s could not be read", file.name, exc_info=True)
        return file, [], [_file_reject(file, described(error), REPORT_READ)]
    documents = [replace(document, input_sha256=file.sha256) for document in result.documents]
    return file, documents, [replace(reject, digest=file.sha256) for reject in result.rejects]


def _file_reject(file: RawFile, error: str, remedy: str) -> Reject:
    return Reject(file.name, None, "read", error, remedy, file.sha256, file.arrived)


def described(error: Exception) -> str:
    """Type and message of an exception in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def extracted(located: Located) -> Result:
    """What became of one document, and its rejects when extraction failed."""
    document, source_file = located.document, located.source_file
    if document.language not in LANGUAGES:
        return Outcome(document, source_file, NOT_SUPPORTED), []
    try:
        return Outcome(document, source_file, EXTRACTED, extract(document)), []
    except Exception as error:  # noqa: BLE001 - one document must not stop the run, whatever is wrong with it
        return _failed(located, "extract", described(error))


def _failed(located: Located | Outcome, stage: str, error: str) -> Result:
    outcome = Outcome(located.document, located.source_file, FAILED)
    return outcome, [_reject(outcome, stage, error, REPORT_EXTRACT)]


def _reject(outcome: Outcome, stage: str, error: str, remedy: str) -> Reject:
    of = outcome.document
    return Reject(of.source_uri, of.source_id, stage, error, remedy, of.input_sha256, of.arrived_utc)


def _sound_frames(results: list[Result], readings: Readings, extractor: str) -> tuple[Frames, list[Result]]:
    """The frames of the documents without rows that break a declared rule, and what became of each document."""

    def frames(of: list[Result]) -> Frames:
        return mention_frames([outcome for outcome, _ in of], readings.documents, extractor)

    try:
        built = frames(results)
    except (TypeError, ValueError):
        results = [_typed(outcome, rejects) for outcome, rejects in results]
        built = frames(results)
    kept, faults = check.sound(built)
    return kept, _blamed(results, faults)


def _typed(outcome: Outcome, rejects: list[Reject]) -> Result:
    """The outcome when its rows have the declared types, else its failure."""
    try:
        mention_frames([outcome], [], "")
    except (TypeError, ValueError) as error:
        return _failed(outcome, "normalise", described(error))
    return outcome, rejects


def _blamed(results: list[Result], faults: list[Fault]) -> list[Result]:
    """The results, with a reject for each rule that rows of a document broke."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.article_id].append(fault)
    return [
        (outcome, rejects + [_fault_reject(outcome, fault) for fault in found[_key(outcome)]])
        for outcome, rejects in results
    ]


def _key(outcome: Outcome) -> str:
    return article_key(outcome.document.source_id, outcome.document.text)


def _fault_reject(outcome: Outcome, fault: Fault) -> Reject:
    rows = "1 row breaks" if fault.rows == 1 else f"{fault.rows} rows break"
    return _reject(outcome, "normalise", f"{rows} the rule {fault.rule}: {fault.example}", REPORT_ROWS)


def _figures(batch: Batch, results: Iterable[Result]) -> dict[str, int]:
    figures: dict[str, int] = defaultdict(int, files_read=len(batch.files))
    for outcome, _ in results:
        if outcome.extraction:
            figures["documents_extracted"] += 1
            figures["sentences"] += outcome.extraction.sentences
    return dict(figures)


def write_tables(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Each frame as the Parquet file of its table in `folder`."""
    tables = schema.tables()
    for name, frame in frames.items():
        parquet.write(frame, tables[name], folder / f"{name}.parquet")


def read_tables(folder: Path, names: Iterable[str]) -> Frames:
    """The named tables of `folder` as frames."""
    tables = schema.tables()
    return {name: parquet.read(folder / f"{name}.parquet", tables[name]) for name in names}
