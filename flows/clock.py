"""The only clock. SOURCE_DATE_EPOCH (seconds since 1970) stands still in its place, for reproducible runs."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from flows.problems import BadInput

VARIABLE = "SOURCE_DATE_EPOCH"


def fixed() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH sets, if it is set."""
    given = os.environ.get(VARIABLE)
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput(f"{VARIABLE} is not a number of seconds: {given}", "unset it or give whole seconds") from error


def now() -> datetime:
    """Now in UTC, to the microsecond; the fixed moment when one is set."""
    return fixed() or datetime.now(UTC)


def arrival(modified: float) -> datetime:
    """When a file arrived, from its modification time, to the second; never behind a fixed moment."""
    arrived = datetime.fromtimestamp(int(modified), UTC)
    limit = fixed()
    return min(arrived, limit) if limit else arrived
