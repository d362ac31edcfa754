"""Small records and frames for the tests of the normalising and checking rooms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from transforms import schema
from transforms.monitor import coverage
from transforms.normalise import (
    Frames,
    Located,
    Outcome,
    mention_frames,
    merge,
    normalise,
    quarantine_frame,
    skipped_frame,
)
from transforms.normalise.keys import input_key
from transforms.records import Count, Document, Extraction, FieldMention, Initiative, RejectedNumber

ARRIVED = datetime(2024, 5, 12, 6, 0, tzinfo=UTC)
BODY = "China and Serbia signed 29 agreements worth 4 billion U.S. dollars."


def document(name: str = "a", text: str = BODY, **given: Any) -> Document:
    own: dict[str, Any] = {"source_uri": f"{name}.txt", "language": "en", "arrived_utc": ARRIVED}
    own["published_date"] = date(2024, 5, 10)
    return Document(name, text=text, **(own | given))


def count(text: str = BODY, words: str = "29", **given: Any) -> Count:
    start = text.index(words)
    own: dict[str, Any] = {
        "sentence_index": 0,
        "sentence": text,
        "char_start": start,
        "char_end": start + len(words),
        "value_text": words,
        "value": 29.0,
        "lower": 29.0,
        "upper": 29.0,
        "qualifier": "exact",
        "measure": "count",
        "unit": "1",
        "object_text": "agreements",
        "object_head": "agreement",
        "object_class": "agreement",
        "parties": ("SRB", "CHN"),
        "status": "realised",
        "fields": (),
        "basis": "flow",
        "confidence": 0.9,
    }
    empty = (
        "period_text",
        "period_start",
        "period_end",
        "speaker",
        "speaker_role",
        "programme",
        "per",
        "document_kind",
    )
    missing: dict[str, Any] = dict.fromkeys(empty)
    return Count(**(missing | own | given))


def money(text: str = BODY, **given: Any) -> Count:
    own = {"value": 4e9, "lower": 4e9, "upper": 4e9, "measure": "money", "unit": "USD", "object_class": "trade"}
    return count(text, "4 billion U.S. dollars", **(own | given))


def rejected(text: str = BODY, words: str = "29") -> RejectedNumber:
    start = text.index(words)
    return RejectedNumber(text, start, start + len(words), words, 29.0, 29.0, 29.0, "1", None, "date")


def mention(text: str = BODY, words: str = "agreements") -> FieldMention:
    start = text.index(words)
    return FieldMention(start, start + len(words), words, "trade", ("SRB", "CHN"), "realised")


def initiative(name: str = "Belt and Road") -> Initiative:
    return Initiative(0, 5, name, None, "programme", ("CHN",), "2013", None, 1)


def found(*counts: Count, **given: Any) -> Extraction:
    own: dict[str, Any] = {"counts": list(counts), "rejected": [], "fields": [], "initiatives": []}
    return Extraction(**(own | given))


def outcome(of: Document, extraction: Extraction | None = None, state: str = "extracted") -> Outcome:
    return Outcome(of, of.source_uri.split("#")[0], state, found() if extraction is None else extraction)


def mentions(*outcomes: Outcome) -> Frames:
    links = [Located(one.document, one.source_file) for one in outcomes]
    return mention_frames(outcomes, links, "digest")


def inputs(*outcomes: Outcome) -> pd.DataFrame:
    files = sorted({one.source_file for one in outcomes})
    own = {"input_sha256": "0", "size_bytes": 1, "documents": 1, "records": 1, "extractor": "digest"}
    own |= {"source_name": "raw", "context": "declared"}
    return schema.frame(
        schema.tables()["inputs"], [{"input_id": input_key(name), "source_file": name, **own} for name in files]
    )


def tables(*outcomes: Outcome) -> Frames:
    """The whole set of tables, those of the history without rows."""
    about_inputs = {"inputs": inputs(*outcomes), "quarantine": quarantine_frame([]), "skipped": skipped_frame({})}
    frames = normalise(merge([mentions(*outcomes)]), about_inputs)
    history = {name: schema.frame(schema.tables()[name], []) for name in ("runs", "run_figures")}
    return frames | coverage(frames) | history


def rich_tables() -> Frames:
    """A set in which every table of facts has rows."""
    extraction = found(
        count(fields=("trade",)),
        money(),
        rejected=[rejected(BODY, "4")],
        fields=[mention()],
        initiatives=[initiative()],
    )
    reprint = document("b", "A headline\n\nBELGRADE, May 11 (Xinhua) -- " + BODY, published_date=date(2024, 5, 11))
    return tables(outcome(document(), extraction), outcome(reprint, found(count(reprint.text))))
