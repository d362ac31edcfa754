"""What a source itself states about one article, before anything is inferred from the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms.read.dates import parse
from transforms.read.encoding import clean
from transforms.vocabulary import rows


@dataclass(frozen=True, slots=True)
class Stated:
    """One article with the facts that its record or page states.

    `part` (`#3`) tells the records of one file apart, `where` names the record in messages (`line 3`).
    """

    text: str
    source_id: str
    part: str = ""
    where: str = ""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    day: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One record that cannot be read: what is wrong with it and what to do."""

    error: str
    remedy: str
    source_id: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about an input from outside: the charset of its HTTP header, the address it came from."""

    charset: str | None = None
    url: str | None = None


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Values:
    """Raw values of a record under the reader's own field names, each the first non-empty of its aliases."""

    id: object = None
    url: object = None
    title: object = None
    date: object = None
    text: object = None
    publisher: object = None
    byline: object = None
    records: object = None
    name: object = None


@cache
def aliases() -> dict[str, tuple[int, str]]:
    """Folded input key -> (precedence, field), as `input_keys.csv` lists them; earlier rows win."""
    return {fold(row["key"]): (rank, row["field"]) for rank, row in enumerate(rows("input_keys"))}


def fold(key: str) -> str:
    """A record's key without case, and with blanks and hyphens as underscores."""
    return key.strip().casefold().replace(" ", "_").replace("-", "_")


def values(record: Mapping[str, object]) -> Values:
    """The fields of a record, found through the aliases of its keys; empty values do not count."""
    table = aliases()
    found = [(*table[fold(key)], key) for key in record if fold(key) in table]
    chosen: dict[str, object] = {}
    for _, field, key in sorted(found):
        if record[key] not in (None, "", [], {}):
            chosen.setdefault(field, record[key])
    return Values(**chosen)


def stated(
    record: Mapping[str, object], where: str, fallback_id: str, part: str = "", notes: tuple[str, ...] = ()
) -> Stated | Fault:
    """The article in one record; `fallback_id` is used where it has neither identifier nor URL."""
    found = values(record)
    url = line(found.url)
    source_id = line(found.id) or url or fallback_id
    if not isinstance(found.text, str):
        return _no_text(found, where, source_id, part)
    text, cleaned = clean(found.text)
    day, remarks = published(found.date)
    return Stated(
        text=text,
        source_id=source_id,
        part=part,
        where=where,
        title=line(found.title),
        url=url,
        publisher=names(found.publisher),
        byline=names(found.byline),
        day=day,
        notes=tuple(dict.fromkeys((*notes, *cleaned, *remarks))),
    )


def _no_text(found: Values, where: str, source_id: str, part: str) -> Fault:
    kind = type(found.text).__name__
    empty = f"{where}: empty text: no field holds the article's body"
    error = empty if found.text is None else f"{where}: text is not a string but {kind}"
    return Fault(error, "deliver the article's body as one string", source_id, part)


def published(value: object) -> tuple[date | None, tuple[str, ...]]:
    """The day that a date value names, or none with a note that quotes what could not be understood."""
    day = parse(value)
    if day is None and value is not None:
        return None, (f"date not understood: {str(value)[:40]!r}",)
    return day, ()


def line(value: object) -> str | None:
    """A short string or a number as one line of clean text; null when empty or anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return " ".join(clean(value)[0].split()) or None


def names(value: object) -> str | None:
    """Names out of a string, an object that has a name, or a list of either, joined by a comma."""
    found = [name for name in (line(part) for part in _named(value)) if name]
    return ", ".join(dict.fromkeys(found)) or None


def _named(value: object) -> Iterator[object]:
    for part in value if isinstance(value, list) else [value]:
        yield values(part).name if isinstance(part, dict) else part
