"""Which country a place in a dateline lies in, and which name is a news agency's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from transforms.vocabulary import rows, split

AGENCY_WORDS = 4
LONGEST_NAME = 60


class Place(NamedTuple):
    """Country (ISO 3166-1 alpha-3) of a name, and whether the name is that of the country itself."""

    country: str
    is_country: bool


def fold(name: str) -> str:
    """A name without case, accents, full stops and the difference between apostrophes."""
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
        name = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(name.casefold().replace(".", " ").replace("-", " ").split())


@cache
def _places() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name, place in _entries():
        found.setdefault(fold(name), place)
    return found


def _entries() -> Iterator[tuple[str, Place]]:
    """Names with their places, the surest first: datelines' own list, capitals, cities, then countries."""
    countries = rows("countries")
    for row in rows("dateline_places"):
        yield row["name"], Place(row["code"], is_country=False)
    for row in countries:
        for name in split(row["capitals"]):
            yield name, Place(row["iso3"], is_country=False)
    for row in rows("places"):
        yield row["name"], Place(row["code"], is_country=False)
    for row in countries:
        for name in (row["name"], row["official_name"], *split(row["names"])):
            yield name, Place(row["iso3"], is_country=True)


def place(name: str) -> Place | None:
    """The place of that name; of several joined by a slash, the first."""
    return _places().get(fold(name.split("/", 1)[0])) if len(name) <= LONGEST_NAME else None


@cache
def _agencies() -> dict[str, str]:
    """Every spelling of an agency as written -> its canonical name."""
    listed = rows("agencies")
    spellings = {name: row["name"] for row in listed for name in split(row["names"])}
    return spellings | {row["name"]: row["name"] for row in listed}


@cache
def _folded_agencies() -> dict[str, str]:
    return {fold(name): canonical for name, canonical in _agencies().items()}


def agency(name: str) -> str | None:
    """The canonical name of the agency in brackets, in a source line or as publisher; any case."""
    spellings = (name, *name.split("/")) if len(name) <= LONGEST_NAME else ()
    return next((found for text in spellings if (found := _folded_agencies().get(fold(text)))), None)


def agency_as_written(name: str) -> str | None:
    """The canonical name of an agency that stands bare in the text, where case must agree."""
    return _agencies().get(name.strip(" ."))


def leading_agency(text: str) -> tuple[str, int] | None:
    """An agency at the start of `text` with the length of its name; the longest that fits."""
    text = text[:LONGEST_NAME]
    ends = [place for place, letter in enumerate(f"{text} ") if not (letter.isalnum() or letter in "-&'")]
    for end in reversed([end for end in ends[:AGENCY_WORDS] if end]):
        if found := _agencies().get(text[:end]):
            return found, end
    return None
