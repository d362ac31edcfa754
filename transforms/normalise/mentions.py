"""Documents and what was found in them -> frames of mentions, with their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from transforms import schema
from transforms.normalise import keys
from transforms.normalise.bodies import body, fingerprint
from transforms.normalise.columns import in_one_piece
from transforms.normalise.likeness import read_body
from transforms.normalise.signatures import signature
from transforms.records import Count, Document, Extraction, FieldMention, Initiative, Reject, RejectedNumber
from transforms.schema import Table

Frames: TypeAlias = dict[str, pd.DataFrame]
Row: TypeAlias = dict[str, Any]

MENTION_TABLES = (
    "articles",
    "article_inputs",
    "article_texts",
    "article_signatures",
    "counts",
    "rejected_numbers",
    "fields",
    "initiatives",
)
QUOTING = ("counts", "rejected_numbers")
EXTRACTED = "extracted"
NOT_SUPPORTED = "language_not_supported"
FAILED = "extraction_failed"


@dataclass(frozen=True, slots=True)
class Located:
    """One document and the input file (path below the raw folder) that holds it."""

    document: Document
    source_file: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; `extraction` is None unless `state` is 'extracted'."""

    document: Document
    source_file: str
    state: str
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many pieces of one input file were passed over for one reason, and the address of the first."""

    pieces: int
    first_uri: str


def mention_frames(outcomes: Iterable[Outcome], links: Iterable[Located], extractor: str) -> Frames:
    """One frame for each of MENTION_TABLES; columns that need the whole set are left empty.

    `outcomes` are of distinct documents, `links` names every document in every file that holds it, and
    `extractor` is the digest of the code that read and extracted.
    """
    rows: dict[str, list[Row]] = {name: [] for name in MENTION_TABLES}
    rows["article_inputs"] = [_link_row(located) for located in links]
    for outcome in outcomes:
        for name, found in _rows(outcome, extractor).items():
            rows[name] += found
    tables = schema.tables()
    return {name: schema.frame(tables[name], found) for name, found in rows.items()}


def _rows(outcome: Outcome, extractor: str) -> dict[str, list[Row]]:
    document = outcome.document
    article_id = keys.article_key(document.source_id, document.text)
    found = outcome.extraction or Extraction([], [], [], [])
    report = body(document.text)
    return {
        "articles": [_article_row(outcome, article_id, report, extractor)],
        "article_texts": [{"article_id": article_id, "text": document.text}],
        "article_signatures": [_signature_row(article_id, document.text, report)],
        "counts": [_count_row(count, article_id) for count in found.counts],
        "rejected_numbers": [_rejected_row(number, article_id) for number in found.rejected],
        "fields": [_field_row(mention, article_id) for mention in found.fields],
        "initiatives": [_initiative_row(initiative, article_id) for initiative in found.initiatives],
    }


def _signature_row(article_id: str, text: str, report: str) -> Row:
    """The report is the end of the text."""
    return {
        "article_id": article_id,
        "signature": signature(read_body(report)),
        "body_start": len(text) - len(report),
    }


def _link_row(located: Located) -> Row:
    document = located.document
    return {
        "article_id": keys.article_key(document.source_id, document.text),
        "input_id": keys.input_key(located.source_file),
        "source_uri": document.source_uri,
    }


def _shared(record: object, table: str) -> Row:
    """The record's attributes that are columns of the table by the same name."""
    names = schema.tables()[table].column_names
    return {name: getattr(record, name) for name in names if hasattr(record, name)}


def _article_row(outcome: Outcome, article_id: str, report: str, extractor: str) -> Row:
    document, found = outcome.document, outcome.extraction
    return _shared(document, "articles") | {
        "article_id": article_id,
        "document_kind": found.document_kind if found else None,
        "word_count": len(document.text.split()),
        "text_sha256": keys.text_sha256(document.text),
        "body_sha256": fingerprint(report),
        "cluster_id": "",
        "first_seen_utc": document.arrived_utc,
        "state": outcome.state,
        "notes": "; ".join(document.notes) or None,
        "input_id": keys.input_key(outcome.source_file),
        "extractor": extractor,
    }


def _count_row(count: Count, article_id: str) -> Row:
    return _shared(count, "counts") | {
        "count_id": keys.key(article_id, count.char_start, count.char_end),
        "part_of": keys.key(article_id, *count.part_of) if count.part_of else None,
        "equivalent_of": keys.key(article_id, *count.equivalent_of) if count.equivalent_of else None,
        "article_id": article_id,
        "parties": keys.joined(count.parties),
        "fields": keys.joined(count.fields),
        "speaker_id": keys.speaker_key(count.speaker),
        "statistic_id": "",
    }


def _rejected_row(number: RejectedNumber, article_id: str) -> Row:
    key = keys.key(article_id, number.char_start, number.char_end)
    return _shared(number, "rejected_numbers") | {"rejected_id": key, "article_id": article_id}


def _field_row(mention: FieldMention, article_id: str) -> Row:
    key = keys.key(article_id, mention.char_start, mention.char_end)
    own = {"field_mention_id": key, "article_id": article_id, "parties": keys.joined(mention.parties)}
    return _shared(mention, "fields") | own


def _initiative_row(initiative: Initiative, article_id: str) -> Row:
    key = keys.key(article_id, initiative.name)
    own = {"initiative_id": key, "article_id": article_id, "parties": keys.joined(initiative.parties)}
    return _shared(initiative, "initiatives") | own


def withheld(frames: Frames) -> Frames:
    """The frames without texts, and without sentences, that their sources do not allow to publish.

    The signatures go with the texts: whoever compares likenesses needs both.
    """
    articles = frames["articles"]
    free = articles.loc[articles["republish"] == "text", "article_id"]
    silent = articles.loc[articles["republish"] == "nothing", "article_id"]
    kept = {
        name: frames[name][frames[name]["article_id"].isin(free)] for name in ("article_texts", "article_signatures")
    }
    for name in QUOTING:
        frame = frames[name]
        elided = "[…] " + frame["value_text"] + " […]"
        kept[name] = frame.assign(sentence=frame["sentence"].where(~frame["article_id"].isin(silent), elided))
    return frames | kept


def quarantine_frame(rejects: Iterable[tuple[str, Reject]]) -> pd.DataFrame:
    """The `quarantine` table of (source file, reject) pairs; the same failure twice is one row."""
    rows = {row["quarantine_id"]: row for row in (_quarantine_row(*pair) for pair in rejects)}
    return schema.frame(schema.tables()["quarantine"], list(rows.values()))


def _quarantine_row(source_file: str, reject: Reject) -> Row:
    return _shared(reject, "quarantine") | {
        "quarantine_id": keys.key(reject.source_uri, reject.stage, reject.error),
        "input_id": keys.input_key(source_file),
        "first_seen_utc": reject.arrived_utc,
    }


def skipped_frame(passed: Mapping[tuple[str, str], PassedOver]) -> pd.DataFrame:
    """The `skipped` table of what was passed over, by source file and reason."""
    rows = [
        {"input_id": keys.input_key(source_file), "skip_reason": reason, **_shared(found, "skipped")}
        for (source_file, reason), found in passed.items()
    ]
    return schema.frame(schema.tables()["skipped"], rows)


def stack(frames: list[pd.DataFrame], name: str) -> pd.DataFrame:
    """Frames of one table below each other; of rows with the same key the first stays."""
    table = schema.tables()[name]
    return _concatenated(frames, table).drop_duplicates(list(table.primary_key), ignore_index=True)


def merge(parts: list[Frames]) -> Frames:
    """Frames of several batches as one; a document that several hold is taken from its smallest source_uri.

    Every other row of that document comes from the same part, so that rows fit together. `article_inputs`
    keeps all files of a document.
    """
    tables = schema.tables()
    winners = _winners([part["articles"] for part in parts])
    chosen: dict[str, list[pd.DataFrame]] = {name: [] for name in MENTION_TABLES}
    for number, part in enumerate(parts):
        mine = winners.index[winners == number]
        for name in MENTION_TABLES:
            frame = part[name]
            chosen[name].append(frame if name == "article_inputs" else frame[frame["article_id"].isin(mine)])
    merged = {name: _concatenated(frames, tables[name]) for name, frames in chosen.items()}
    merged["article_inputs"] = _one_link(merged["article_inputs"])
    return merged


def _winners(articles: list[pd.DataFrame]) -> pd.Series[Any]:
    """Number of the part from which each article is taken, by article_id."""
    columns = ["article_id", "source_uri"]
    marked = [frame[columns].assign(part=number) for number, frame in enumerate(articles)]
    together = pd.concat(marked, ignore_index=True).sort_values([*columns, "part"], kind="stable")
    return together.drop_duplicates("article_id").set_index("article_id")["part"]


def _concatenated(frames: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return in_one_piece(schema.conform(pd.concat(filled), table)) if filled else schema.frame(table, [])


def _one_link(links: pd.DataFrame) -> pd.DataFrame:
    ordered = links.sort_values(["article_id", "input_id", "source_uri"], kind="stable")
    return ordered.drop_duplicates(["article_id", "input_id"], ignore_index=True)


def distinct(found: Iterable[Located]) -> list[Located]:
    """The documents without repetitions: of those with one identifier and text, that of the smallest source_uri."""
    best: dict[tuple[str, str], Located] = {}
    for located in found:
        document = located.document
        identity = (document.source_id, document.text)
        if identity not in best or document.source_uri < best[identity].document.source_uri:
            best[identity] = located
    return list(best.values())
