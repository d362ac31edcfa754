"""From what a source states and what its text shows to one Document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from transforms.read import dates, gazetteer, language
from transforms.read.heading import Heading, read_heading
from transforms.read.stated import Stated
from transforms.records import NOTHING_KNOWN, Document, Known

WWW = "www."


@dataclass(frozen=True, slots=True)
class Source:
    """The input file that a record came from: name, SHA-256, when it arrived, what is known of it from outside."""

    uri: str
    sha256: str
    arrived: datetime | None = None
    known: Known = NOTHING_KNOWN


def document(stated: Stated, source: Source) -> Document:
    """The article with everything that its record, its head and its URL tell; nothing is invented."""
    known = source.known
    stated = _own_address(stated, known.url) if known.url else stated
    heading = read_heading(stated.text)
    published, found_in = published_date(stated, heading, known)
    publisher = stated.publisher or known.publisher or host(stated.url)
    place = heading.dateline
    return Document(
        source_id=stated.source_id,
        source_uri=source.uri + stated.part,
        text=stated.text,
        title=stated.title or heading.title or known.title,
        url=stated.url,
        publisher=publisher,
        agency=heading.agency or (gazetteer.agency(publisher) if publisher else None) or known.agency,
        byline=stated.byline or heading.byline,
        language=language.detect(stated.text[heading.start :][: language.SAMPLE_CHARACTERS]) or known.language,
        published_date=published,
        published_date_source=found_in,
        dateline_place=place.place if place else None,
        dateline_country=place.country if place else None,
        dateline_date=place.when.resolve(published) if place and place.when else None,
        arrived_utc=source.arrived,
        input_sha256=source.sha256,
        notes=stated.notes,
        source_name=known.source_name,
        republish=known.republish,
    )


def _own_address(stated: Stated, fetched: str) -> Stated:
    """The article under the address it states for itself, where that lies on the host that it was fetched from.

    A page that names another host as its own would otherwise pass for a revision of what stands there.
    """
    if stated.part:
        return stated
    try:
        url = urljoin(fetched, stated.url or "")
    except ValueError:
        url = fetched
    foreign = host(url) != host(fetched)
    own = fetched if foreign else url
    notes = (*stated.notes, f"canonical address on another host: {host(url)}") if foreign else stated.notes
    return replace(stated, url=own, source_id=own if stated.source_id == stated.url else stated.source_id, notes=notes)


def published_date(stated: Stated, heading: Heading, known: Known = NOTHING_KNOWN) -> tuple[date | None, str]:
    """The day of publication and where it was found, in order of trust."""
    dated = heading.dateline.when.resolve() if heading.dateline and heading.dateline.when else None
    in_url = dates.in_url(stated.url) if stated.url else None
    found = {"meta": stated.day, "header": heading.day, "feed": known.day, "dateline": dated, "url": in_url}
    return next(((day, source) for source, day in found.items() if day), (None, "none"))


def host(url: str | None) -> str | None:
    """The host of a URL in lower case without "www.", which names the publisher where nothing else does."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix(WWW) or None if name else None
