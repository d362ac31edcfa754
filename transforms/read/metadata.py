"""From what a source states and what its text shows to one Document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from transforms.read import dates, gazetteer, language
from transforms.read.heading import Heading, read_heading
from transforms.read.stated import Stated
from transforms.records import Document

WWW = "www."


@dataclass(frozen=True, slots=True)
class Source:
    """The input file that a record came from: its name, its SHA-256 and when it arrived."""

    uri: str
    sha256: str
    arrived: datetime | None = None


def document(stated: Stated, source: Source) -> Document:
    """The article with everything that its record, its head and its URL tell; nothing is invented."""
    heading = read_heading(stated.text)
    published, found_in = published_date(stated, heading)
    publisher = stated.publisher or host(stated.url)
    place = heading.dateline
    return Document(
        source_id=stated.source_id,
        source_uri=source.uri + stated.part,
        text=stated.text,
        title=stated.title or heading.title,
        url=stated.url,
        publisher=publisher,
        agency=heading.agency or (gazetteer.agency(publisher) if publisher else None),
        byline=stated.byline or heading.byline,
        language=language.detect(stated.text[heading.start :][: language.SAMPLE_CHARACTERS]),
        published_date=published,
        published_date_source=found_in,
        dateline_place=place.place if place else None,
        dateline_country=place.country if place else None,
        dateline_date=place.when.resolve(published) if place and place.when else None,
        arrived_utc=source.arrived,
        input_sha256=source.sha256,
        notes=stated.notes,
    )


def published_date(stated: Stated, heading: Heading) -> tuple[date | None, str]:
    """The day of publication and where it was found, in order of trust."""
    dated = heading.dateline.when.resolve() if heading.dateline and heading.dateline.when else None
    in_url = dates.in_url(stated.url) if stated.url else None
    found = {"meta": stated.day, "header": heading.day, "dateline": dated, "url": in_url}
    return next(((day, source) for source, day in found.items() if day), (None, "none"))


def host(url: str | None) -> str | None:
    """The host of a URL in lower case without "www.", which names the publisher where nothing else does."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix(WWW) or None if name else None
