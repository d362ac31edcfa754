"""Feeds and sitemaps: bytes in, the addresses that they name out, with day and title."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from flows.fetch.addresses import NotFetchedError

MOST_ENTRIES = 100_000
LARGEST_MAP = 60 * 2**20
GZIP = b"\x1f\x8b"
MEND = "report it to the owner, or take the source out"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a listing names; `inner` when it is another sitemap."""

    url: str
    title: str | None = None
    day: date | None = None
    inner: bool = False


def feed_entries(data: bytes, base: str) -> list[Entry]:
    """The entries of an RSS, Atom or JSON feed; NotFetchedError when it is none."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_entries(data, base)
    _refuse_entities(data)
    import feedparser

    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise NotFetchedError("no feed that can be read", MEND)
    return [
        Entry(_joined(base, link), one.get("title"), _day(one.get("published_parsed")))
        for one in found.entries[:MOST_ENTRIES]
        if (link := one.get("link") or one.get("id"))
    ]


def _refuse_entities(data: bytes) -> None:
    """NotFetchedError when the XML declares entities, in whatever encoding: a feed has no use for them."""
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise NotFetchedError("XML that declares entities", MEND)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link


def _day(parsed: Any) -> date | None:
    try:
        return date(*parsed[:3]) if parsed else None
    except (TypeError, ValueError):
        return None


def _json_entries(data: bytes, base: str) -> list[Entry]:
    try:
        items = json.loads(data.decode("utf-8-sig"))["items"]
        found = [item for item in items if isinstance(item, dict)]
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise NotFetchedError("no JSON feed that can be read", MEND) from error
    entries: list[Entry] = []
    for item in found[:MOST_ENTRIES]:
        link = item.get("url") or item.get("external_url") or item.get("id")
        if isinstance(link, str):
            title = item.get("title")
            day = _iso(item.get("date_published"))
            entries.append(Entry(_joined(base, link), title if isinstance(title, str) else None, day))
    return entries


def _iso(text: object) -> date | None:
    try:
        return datetime.fromisoformat(str(text).strip()).date()
    except ValueError:
        return None


def map_entries(data: bytes, base: str) -> list[Entry]:
    """The addresses of a sitemap or an index of sitemaps, compressed or not; NotFetchedError when it is none."""
    if data.startswith(GZIP):
        data = _unzipped(data)
    _refuse_entities(data)
    return list(_mapped(data, base))


def _unzipped(data: bytes) -> bytes:
    expander = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = expander.decompress(data, LARGEST_MAP + 1)
    except zlib.error as error:
        raise NotFetchedError(f"damaged compression: {error}", MEND) from error
    if len(found) > LARGEST_MAP:
        raise NotFetchedError(f"sitemap that expands to more than {LARGEST_MAP >> 20} MB", MEND)
    return found


def _mapped(data: bytes, base: str) -> Iterator[Entry]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotFetchedError("no sitemap that can be read", MEND) from error
    kind = etree.QName(root).localname if root is not None else ""
    if kind not in {"urlset", "sitemapindex"}:
        raise NotFetchedError("no sitemap that can be read", MEND)
    for element in root[:MOST_ENTRIES]:
        told: dict[str, str] = {}
        for part in element.iter():
            if isinstance(part.tag, str) and part.text:
                told.setdefault(etree.QName(part).localname, part.text)
        if "loc" in told:
            day = _iso(told.get("publication_date"))
            yield Entry(_joined(base, told["loc"]), told.get("title"), day, kind == "sitemapindex")
