"""XML: NITF, NewsML-G2, RSS and Atom by the paths in `xml_articles.csv`, and articles under plain element names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from transforms.read.encoding import UnreadableError, characters, declared_charset
from transforms.read.stated import Fault, Stated, aliases, fold, stated
from transforms.vocabulary import rows

SYNTAX_REMEDY = "mend the XML there and deliver the file again"
ENTITY_REMEDY = "write the characters themselves instead of entities"
NOTHING_REMEDY = "deliver NITF, NewsML-G2, RSS, Atom, or elements whose names are those of the record fields"
BLOCKS = frozenset({"p", "para", "paragraph", "li", "h1", "h2", "h3", "hl2", "blockquote", "pre", "tr", "div", "block"})
DECLARED = "xml_namespaces"


def read_xml(data: bytes, stem: str) -> list[Stated | Fault]:
    """The articles in the file; whatever declares entities is refused."""
    from lxml import etree

    try:
        text, notes = characters(data, declared_charset(data))
    except UnreadableError as problem:
        return [Fault(str(problem), "deliver the file as UTF-8", stem)]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(_without_declaration(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        return [Fault(f"broken XML: {problem}", SYNTAX_REMEDY, stem)]
    if _declares_entities(root):
        return [Fault("XML declares entities", ENTITY_REMEDY, stem)]
    _simplify(root)
    found = [_article(form, item, number, stem, notes) for number, (form, item) in enumerate(_items(root), 1)]
    return found or [Fault("no articles in the XML", NOTHING_REMEDY, stem)]


def _without_declaration(text: str) -> str:
    """The document behind its XML declaration, which names an encoding that it no longer has."""
    text = text.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _declares_entities(root: Any) -> bool:
    """Whether the document brings entities of its own; a reference to an outside grammar alone does no harm."""
    grammar = root.getroottree().docinfo.internalDTD
    return grammar is not None and any(True for _ in grammar.iterentities())


def _simplify(root: Any) -> None:
    """Elements of the known namespaces, and of the root's own, under their plain names; comments gone."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.PI, etree.Entity)
    known = {row["namespace"] for row in rows(DECLARED)} | {etree.QName(root).namespace}
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace in known:
            element.tag = name.localname


@cache
def _forms() -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Form -> path of its items, and for each field the paths to try."""
    found: dict[str, tuple[str, dict[str, list[str]]]] = {}
    for form, lines in groupby(rows("xml_articles"), key=lambda row: row["form"]):
        fields: dict[str, list[str]] = {}
        for line in lines:
            items = line["items"]
            fields.setdefault(line["field"], []).append(line["path"])
        found[form] = (items, fields)
    return found


def _items(root: Any) -> Iterator[tuple[str, Any]]:
    """The articles of the first form that the file has any of; else elements that hold a field for the text."""
    for form, (path, _) in _forms().items():
        if items := root.xpath(path):
            yield from ((form, item) for item in items)
            return
    yield from (("", element) for element in root.iter() if _is_record(element))


def _is_record(element: Any) -> bool:
    return any(aliases().get(fold(child.tag), (0, ""))[1] == "text" for child in element if isinstance(child.tag, str))


def _article(form: str, item: Any, number: int, stem: str, notes: tuple[str, ...]) -> Stated | Fault:
    record = _by_paths(form, item) if form else _by_names(item)
    return stated(record, f"article {number}", f"{stem}#{number}", f"#{number}", notes)


def _by_paths(form: str, item: Any) -> dict[str, object]:
    """The record's fields by the paths of its form; the dateline stands in front of the text."""
    record: dict[str, object] = {}
    for field, paths in _forms()[form][1].items():
        values = (_value(found, field) for path in paths for found in item.xpath(path)[:1])
        if value := next(filter(None, values), None):
            record["text" if field == "markup" else field] = value
    if lead := record.pop("lead", None):
        record["text"] = f"{lead} -- {record.get('text', '')}"
    return record


def _by_names(item: Any) -> dict[str, object]:
    """The element's attributes and children by their names, each with what it says."""
    record: dict[str, object] = {name: value for name, value in item.attrib.items() if "}" not in name}
    for child in item:
        if isinstance(child.tag, str) and (said := _value(child, aliases().get(fold(child.tag), (0, ""))[1])):
            record.setdefault(child.tag, said)
    return record


def _value(found: Any, field: str) -> str:
    """What an element or attribute says: one line, for a text its paragraphs."""
    if isinstance(found, str):
        return found.strip()
    if field == "markup":
        return _from_markup(found)
    return _paragraphs(found) if field == "text" else " ".join("".join(found.itertext()).split())


def _from_markup(element: Any) -> str:
    """The text of a feed's entry, which is HTML in an element or written out in one."""
    from lxml import etree, html

    written = "".join(element.itertext())
    if len(element) or "<" not in written:
        return _paragraphs(element)
    try:
        return _paragraphs(html.fragment_fromstring(written, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return _paragraphs(element)


def _paragraphs(element: Any) -> str:
    """The element's blocks of text separated by blank lines; the whole as it is written when it has none."""
    blocks = [block for block in element.iterdescendants() if block.tag in BLOCKS and not _has_block(block)]
    if not blocks:
        return "".join(element.itertext()).strip()
    texts = (" ".join("".join(block.itertext()).split()) for block in blocks)
    return "\n\n".join(filter(None, texts))


def _has_block(element: Any) -> bool:
    return any(child.tag in BLOCKS for child in element.iterdescendants())
