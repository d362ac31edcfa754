"""Web pages: the article's body without the page around it, and what the page states about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any

from transforms.read import gazetteer
from transforms.read.encoding import UnreadableError, clean, declared_charset, decode
from transforms.read.limits import Limits, RefusedError
from transforms.read.stated import Fault, Hints, Stated, Values, line, names, published, values
from transforms.vocabulary import rows

BODIES = ("//article", "//main", "//body")
BLOCKS = ".//p|.//li|.//h1|.//h2|.//h3|.//blockquote|.//pre"
CLUTTER = "ancestor::nav|ancestor::aside|ancestor::footer|ancestor::form|ancestor::script|ancestor::style"
LINKED_DATA = "//script[@type='application/ld+json']/text()"
CANONICAL = "//link[@rel='canonical']/@href"
OWN_TIMES = "//article//time/@datetime|//main//time/@datetime|//time[@pubdate or @itemprop]/@datetime"
PUBLISHER = "publisher"
# Microdata and RDFa: the name within the element that stands for the publisher.
OWN_PUBLISHER = (
    "//*[@itemprop='publisher' or @property='publisher']"
    "//*[@itemprop='name' or @property='name']/descendant-or-self::*/@content"
    "|//*[@itemprop='publisher' or @property='publisher']//*[@itemprop='name' or @property='name']/text()"
)
TITLE_SPLIT = re.compile(r"\s+[|–—-]\s+|\s+::\s+")
LIST_OR_TABLE = re.compile(r"[-|]")
LONG_TAG = re.compile(rb"<[^<>]{20000,}")
NO_ARTICLE = "no article text in the page"
PAGE_REMEDY = "deliver a page with the article's text in it, or the text itself"


def read_html(data: bytes, stem: str, hints: Hints) -> list[Stated | Fault]:
    """The page as one article: paragraphs separated by blank lines, metadata as the page states it."""
    from trafilatura import load_html

    try:
        page, notes = decode(data, hints.charset, declared_charset(data))
    except UnreadableError as problem:
        return [Fault(str(problem), PAGE_REMEDY, stem)]
    tree = load_html(page)
    body, cleaned = clean(_body(page, tree))
    if tree is None or not body.strip():
        return [Fault(NO_ARTICLE, PAGE_REMEDY, hints.url or stem)]
    return [_stated(tree, body, stem, hints.url, (*notes, *cleaned))]


def refuse_heavy(data: bytes, limits: Limits) -> None:
    """Raises RefusedError for a page that would take a parser minutes, whatever its size."""
    words = max((len(tag.split()) for tag in LONG_TAG.findall(data)), default=0)
    if data.count(b"<") > limits.page_tags or words > limits.page_tags // 10:
        raise RefusedError(f"page of more than {limits.page_tags:,} tags, or attributes to match", PAGE_REMEDY)


def _body(page: str, tree: Any) -> str:
    """The article's paragraphs: as trafilatura finds them, else those of the page's main element."""
    from trafilatura import extract

    found = extract(page, favor_precision=True, include_comments=False, include_tables=True)
    if found:
        return _paragraphs(found)
    return _plain_body(tree) if tree is not None else ""


def _paragraphs(text: str) -> str:
    """Blank lines between paragraphs; items of a list and rows of a table stay together."""
    lines = [part.rstrip() for part in text.split("\n") if part.strip()]
    joined = lines[:1]
    for before, after in pairwise(lines):
        together = LIST_OR_TABLE.match(before) and LIST_OR_TABLE.match(after)
        joined.append(("\n" if together else "\n\n") + after)
    return "".join(joined)


def _plain_body(tree: Any) -> str:
    """The text blocks of the first of article, main and body that has any."""
    for path in BODIES:
        for element in tree.xpath(path):
            blocks = [block for block in element.xpath(BLOCKS) if not block.xpath(CLUTTER)]
            texts = [" ".join(block.text_content().split()) for block in blocks]
            if any(texts):
                return "\n\n".join(filter(None, texts))
    return ""


def _stated(tree: Any, body: str, stem: str, fetched: str | None, notes: tuple[str, ...]) -> Stated:
    """The article with the page's metadata: linked data first, then meta elements, then visible ones."""
    linked, meta = _linked_data(tree), _meta(tree)
    publisher = names(linked.publisher) or line(meta.publisher) or line(_first(tree.xpath(OWN_PUBLISHER)))
    day, remarks = published(linked.date or meta.date or _first(tree.xpath(OWN_TIMES)))
    url = line(_first(tree.xpath(CANONICAL))) or line(linked.url) or line(meta.url) or fetched
    return Stated(
        text=body,
        source_id=url if fetched and url else stem,
        title=line(linked.title) or line(meta.title) or _title(tree, publisher),
        url=url,
        publisher=publisher,
        byline=names(linked.byline) or line(meta.byline),
        day=day,
        notes=(*notes, *remarks),
    )


@cache
def _meta_names() -> dict[str, tuple[int, str]]:
    """Name of a meta element in lower case -> (precedence, field); earlier rows win."""
    return {row["name"]: (rank, row["field"]) for rank, row in enumerate(rows("html_meta"))}


def _meta(tree: Any) -> Values:
    """What the page's meta elements state."""
    table = _meta_names()
    found: list[tuple[int, str, str]] = []
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if (known := table.get(name.strip().lower())) and (content := element.get("content").strip()):
            found.append((*known, content))
    chosen: dict[str, object] = {}
    for _, field, content in sorted(found, key=lambda entry: entry[0]):
        chosen.setdefault(field, content)
    return Values(**chosen)


def _linked_data(tree: Any) -> Values:
    """The most telling object of the page's JSON-LD: the one that fills most of the reader's fields."""
    objects = [part for script in tree.xpath(LINKED_DATA) for part in _objects(script)]
    known = {str(part["@id"]): part for part in objects if len(part) > 1 and "@id" in part}
    candidates = [values(_resolved(part, known)) for part in objects]
    titled = [found for found in candidates if found.title and (found.date or found.publisher or found.text)]
    return max(titled, key=_filled, default=Values())


def _resolved(part: dict[str, object], known: dict[str, dict[str, object]]) -> dict[str, object]:
    """The object with its publisher in place of a reference to it."""
    reference = part.get(PUBLISHER)
    if not isinstance(reference, dict) or set(reference) != {"@id"}:
        return part
    return part | {PUBLISHER: known.get(str(reference["@id"]))}


def _filled(found: Values) -> int:
    return sum(getattr(found, part.name) is not None for part in fields(found))


def _objects(script: str) -> Iterator[dict[str, object]]:
    """Every object in a JSON-LD script, outer before inner; a broken script has none."""
    try:
        waiting = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(reversed(part))


def _title(tree: Any, publisher: str | None) -> str | None:
    """The only first-level heading, else the page's title without the site's name."""
    headings = tree.xpath("//h1")
    if len(headings) == 1 and (found := line(headings[0].text_content())):
        return found
    title = line(_first(tree.xpath("//title/text()")))
    return _without_site(title, publisher) if title else None


def _without_site(title: str, publisher: str | None) -> str:
    *kept, last = TITLE_SPLIT.split(title)
    is_site = bool(kept) and (last.casefold() == (publisher or "").casefold() or gazetteer.agency(last) is not None)
    return title[: title.rindex(last)].rstrip(" |–—-:") if is_site else title


def _first(found: list[Any]) -> str | None:
    return str(found[0]) if found else None
