"""A time expression: its inner part, the whole of it, and the clock against which it is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transforms.extract.calendar import Span


@dataclass(slots=True)
class Clock:
    """What relative words are resolved against.

    `today` is the publication date, `last` the period spoken of last, `point` the day or period spoken of last,
    `year` the year spoken of last, `country` the one whose fiscal year is meant.
    """

    today: date | None
    last: Span | None = None
    country: str | None = None
    point: Span | None = None
    year: Span | None = None


@dataclass(slots=True)
class Core:
    """A time expression without its preposition, up to token `last`; `grain` is day, week, month, part, year or run.

    `kind`: span, now, rate, duration, comparison or unresolved. `unit` and `count` measure it. `future` tells that it
    lies ahead, `stated_year` that its words themselves fix the year, `ranged` that they name a first and a last day or
    month.
    """

    last: int
    kind: str
    span: Span
    grain: str = ""
    unit: str | None = None
    count: float | None = None
    future: bool = False
    stated_year: bool = False
    ranged: bool = False


@dataclass(slots=True)
class Time:
    """Tokens `first` up to and including `last`, preposition included; `core` is the first token behind it.

    `kind`: span (dated), now (up to publication), rate, duration, comparison or unresolved. `relation`: in, since, by,
    from, before, after or for. `stated_year` is False where the year was only inferred.
    """

    first: int
    last: int
    core: int
    kind: str
    span: Span
    relation: str = "in"
    unit: str | None = None
    count: float | None = None
    future: bool = False
    grain: str = ""
    stated_year: bool = True
