"""One batch: a list of input files in, a folder of staged tables out. Knows nothing of Prefect."""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from flows import engine
from flows.pieces import REPORT_READ, Piece, chunks, pieces
from flows.problems import described
from flows.raw import RawFile
from transforms import check, parquet, schema
from transforms.check import Fault
from transforms.extract import extract
from transforms.normalise import (
    MENTION_TABLES,
    Frames,
    Located,
    Outcome,
    PassedOver,
    distinct,
    mention_frames,
    quarantine_frame,
    skipped_frame,
    withheld,
)
from transforms.normalise.keys import article_key, input_key
from transforms.normalise.mentions import EXTRACTED, FAILED, NOT_SUPPORTED
from transforms.read import Part, read_part
from transforms.records import Document, Reject, Skipped

LANGUAGES = ("en", None)
FIGURES = "figures.json"
PART = "part-"
PER_PART = (*MENTION_TABLES, "quarantine")
PER_BATCH = ("inputs", "skipped")
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
class Worked:
    """What became of one part of an input: its documents with their rejects, and what held no document."""

    results: list[Result] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known about the files of a batch once all their parts are done."""

    files: list[RawFile] = field(default_factory=list)
    documents: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    skipped: dict[tuple[str, str], PassedOver] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)

    def pass_over(self, source_file: str, piece: Skipped) -> None:
        """Count one more piece of that file for its reason."""
        former = self.skipped.get((source_file, piece.reason), PassedOver(0, piece.source_uri))
        self.skipped[source_file, piece.reason] = PassedOver(former.pieces + 1, former.first_uri)


def run(path: Path) -> Path:
    """Read and extract the batch saved at `path`; returns the folder with its staged tables and figures.

    Inputs are read and extracted in chunks, each staged in a folder of its own, so that memory does not grow
    with the size of an archive.
    """
    batch, tally = Batch.load(path), Tally()
    batch.folder.mkdir(exist_ok=True)
    for number, chunk in enumerate(chunks(pieces(batch.files, tally.files))):
        part = batch.folder / f"{PART}{number:05}"
        part.mkdir(exist_ok=True)
        _stage(chunk, tally, batch.extractor, part)
    tables = schema.tables()
    inputs = schema.frame(tables["inputs"], [_input_row(file, tally, batch.extractor) for file in tally.files])
    write_tables({"inputs": inputs, "skipped": skipped_frame(tally.skipped)}, batch.folder)
    figures = {"files_read": len(batch.files), **tally.figures}
    (batch.folder / FIGURES).write_text(json.dumps(figures), encoding="utf-8")
    return batch.folder


def staged_parts(folder: Path) -> list[Path]:
    """The folders with the tables of PER_PART that `run` left in its folder."""
    return sorted(folder.glob(f"{PART}*"))


def _input_row(file: RawFile, tally: Tally, extractor: str) -> dict[str, Any]:
    return {
        "input_id": input_key(file.name),
        "source_file": file.name,
        "input_sha256": file.sha256,
        "size_bytes": file.size,
        "documents": tally.documents[file.name],
        "extractor": extractor,
        "source_name": file.known.source_name,
        "context": file.context,
        "records": tally.records[file.name],
    }


def _stage(chunk: list[Piece], tally: Tally, extractor: str, folder: Path) -> None:
    """Read and extract the pieces, and write the tables of PER_PART."""
    rejects = [(file, found) for file, found in chunk if isinstance(found, Reject)]
    work = [(file, found) for file, found in chunk if isinstance(found, Part)]
    passed = [(file, found) for file, found in chunk if isinstance(found, Skipped)]
    results: list[Result] = []
    for (file, _), done in zip(work, engine.spread(worked, work), strict=True):
        results += done.results
        rejects += [(file, reject) for reject in done.rejects]
        passed += [(file, piece) for piece in done.skipped]
    for file, piece in passed:
        tally.pass_over(file, piece)
    links = [Located(outcome.document, outcome.source_file) for outcome, _ in results]
    tally.documents.update(located.source_file for located in links)
    tally.records.update(
        [*(one.source_file for one in links), *(file for file, _ in rejects), *(file for file, _ in passed)]
    )
    frames, outcomes = _sound_frames(_distinct(results), links, extractor)
    rejects += [(outcome.source_file, reject) for outcome, found in outcomes for reject in found]
    frames = withheld(frames)
    frames["quarantine"] = quarantine_frame(rejects)
    write_tables(frames, folder)
    tally.figures.update(_figures(outcomes))


def _distinct(results: list[Result]) -> list[Result]:
    """The results without repetitions: one for each document that `distinct` keeps."""
    kept = distinct(Located(outcome.document, outcome.source_file) for outcome, _ in results)
    chosen = {id(located.document) for located in kept}
    return [result for result in results if id(result[0].document) in chosen]


def worked(piece: tuple[str, Part]) -> Worked:
    """The documents in one part of an input, read and extracted; in process pools this is what runs there."""
    source_file, part = piece
    done = Worked()
    try:
        found = read_part(part)
    except Exception as error:  # whatever one part does to a reader, the others are still read
        logger.warning("%s could not be read", part.source.uri, exc_info=True)
        source = part.source
        reject = Reject(
            source.uri,
            part.stem,
            "read",
            described(error),
            REPORT_READ,
            source.sha256,
            source.arrived,
            source.known.source_name,
        )
        done.rejects.append(reject)
        return done
    for one in found:
        if isinstance(one, Document):
            done.results.append(extracted(Located(one, source_file)))
        elif isinstance(one, Reject):
            done.rejects.append(one)
        else:
            done.skipped.append(one)
    return done


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
    return Reject(of.source_uri, of.source_id, stage, error, remedy, of.input_sha256, of.arrived_utc, of.source_name)


def _sound_frames(results: list[Result], links: list[Located], extractor: str) -> tuple[Frames, list[Result]]:
    """The frames of the documents without rows that break a declared rule, and what became of each document."""

    def frames(of: list[Result]) -> Frames:
        return mention_frames([outcome for outcome, _ in of], links, extractor)

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


def _figures(results: Iterable[Result]) -> Counter[str]:
    figures: Counter[str] = Counter()
    for outcome, _ in results:
        if outcome.extraction:
            figures["documents_extracted"] += 1
            figures["sentences"] += outcome.extraction.sentences
    return figures


def write_tables(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Each frame as the Parquet file of its table in `folder`."""
    tables = schema.tables()
    for name, frame in frames.items():
        parquet.write(frame, tables[name], folder / f"{name}.parquet")


def read_tables(folder: Path, names: Iterable[str]) -> Frames:
    """The named tables of `folder` as frames."""
    tables = schema.tables()
    return {name: parquet.read(folder / f"{name}.parquet", tables[name]) for name in names}
