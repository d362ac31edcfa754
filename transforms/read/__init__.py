"""The reading room: bytes of an input in, documents, rejects and what was passed over out."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from transforms.read.limits import LIMITS, Limits
from transforms.read.parts import FORMATS, Found, Part, parts, read_part
from transforms.records import NOTHING_KNOWN, Document, Known, Reject, Skipped

__all__ = ["FORMATS", "LIMITS", "Found", "Limits", "Part", "ReadResult", "parts", "read", "read_part", "sorted_out"]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of one input: every piece of it is a document, a reject, or was passed over for a reason."""

    documents: list[Document] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def skipped_by_reason(self) -> dict[str, int]:
        """How many pieces were passed over, by reason."""
        return dict(sorted(Counter(one.reason for one in self.skipped).items()))


def read(
    data: bytes,
    name: str,
    arrived: datetime | None = None,
    *,
    known: Known = NOTHING_KNOWN,
    limits: Limits = LIMITS,
) -> ReadResult:
    """Reads one input, held in memory as a whole; `parts` and `read_part` do the same piece by piece.

    The suffix of `name` tells its format, unless `known` does, what is known of it from outside. Bad input ends in
    `rejects`, it never raises.
    """
    digest = hashlib.sha256(data).hexdigest()
    found = parts(io.BytesIO(data), name, arrived, sha256=digest, known=known, limits=limits)
    result = ReadResult()
    for one in found:
        sorted_out(read_part(one, limits) if isinstance(one, Part) else [one], result)
    return result


def sorted_out(found: Iterable[Document | Reject | Skipped], result: ReadResult) -> ReadResult:
    """`result` with what was found added to its lists."""
    for one in found:
        if isinstance(one, Document):
            result.documents.append(one)
        elif isinstance(one, Reject):
            result.rejects.append(one)
        else:
            result.skipped.append(one)
    return result
