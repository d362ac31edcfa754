"""Records that the rooms hand to each other: what was read, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

Republish: TypeAlias = Literal["text", "sentences", "nothing"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an input from outside: from the declaration of its source, its server and its feed.

    `publisher`, `agency` and `language` hold where the article is silent, `title` and `day` come from the feed.
    `url` is the address it was fetched from, `content_type` and `charset` are what the server said, `form` is a file
    name that tells the format where the input's own does not. `republish` says how much of the text may be published.
    """

    source_name: str = "raw"
    publisher: str | None = None
    agency: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None
    day: date | None = None
    content_type: str | None = None
    charset: str | None = None
    form: str = ""
    republish: Republish = "text"


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read; every later offset points into `text` (Unicode code points)."""

    source_id: str
    source_uri: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    byline: str | None = None
    language: str | None = None
    published_date: date | None = None
    published_date_source: str = "none"
    dateline_place: str | None = None
    dateline_country: str | None = None
    dateline_date: date | None = None
    arrived_utc: datetime | None = None
    input_sha256: str = ""
    notes: tuple[str, ...] = field(default=())
    source_name: str = NOTHING_KNOWN.source_name
    republish: Republish = NOTHING_KNOWN.republish


@dataclass(frozen=True, slots=True)
class Reject:
    """One input, or one record inside an input, that could not be used, with the way to mend it."""

    source_uri: str
    source_id: str | None
    stage: str
    error: str
    remedy: str
    digest: str
    arrived_utc: datetime | None = None
    source_name: str = NOTHING_KNOWN.source_name


@dataclass(frozen=True, slots=True)
class Skipped:
    """One piece of a container that is no article and no error; `reason` is a code (`status_404`, `link`)."""

    source_uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one column of a count has its value, with the words that decided it.

    `start` and `end` are offsets into the document's text; both 0 when no single phrase decided.
    """

    column: str
    value: str
    why: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Count:
    """One mention of one cooperation count; columns as in the `counts` table.

    `part_of` and `equivalent_of` are start and end of the count in the same document of which this one is a part, or
    whose amount it states in another unit.
    """

    sentence_index: int
    sentence: str
    char_start: int
    char_end: int
    value_text: str
    value: float
    lower: float | None
    upper: float | None
    qualifier: str
    measure: str
    unit: str
    object_text: str | None
    object_head: str | None
    object_class: str
    parties: tuple[str, ...]
    period_text: str | None
    period_start: date | None
    period_end: date | None
    status: str
    speaker: str | None
    speaker_role: str | None
    fields: tuple[str, ...]
    programme: str | None
    basis: str
    per: str | None
    document_kind: str | None
    confidence: float
    reasons: tuple[Reason, ...] = ()
    part_of: tuple[int, int] | None = None
    equivalent_of: tuple[int, int] | None = None


@dataclass(slots=True)
class RejectedNumber:
    """One number that is not a cooperation count, with the reason; columns as in `rejected_numbers`."""

    sentence: str
    char_start: int
    char_end: int
    value_text: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str | None
    object_text: str | None
    reason: str
    why: str = ""


@dataclass(slots=True)
class FieldMention:
    """One mention of an area of cooperation; columns as in `fields`."""

    char_start: int
    char_end: int
    field_text: str
    field_code: str
    parties: tuple[str, ...]
    status: str


@dataclass(slots=True)
class Initiative:
    """One named initiative in one document; offsets are those of its first mention."""

    char_start: int
    char_end: int
    name: str
    acronym: str | None
    kind: str
    parties: tuple[str, ...]
    started: str | None
    ended: str | None
    mentions: int


@dataclass(slots=True)
class Extraction:
    """All that was found in one document; `sentences` is how many it has."""

    counts: list[Count]
    rejected: list[RejectedNumber]
    fields: list[FieldMention]
    initiatives: list[Initiative]
    document_kind: str | None = None
    sentences: int = 0
