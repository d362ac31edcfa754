"""The head of an article: date header, headline, byline, source line and dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from transforms.read import dates, gazetteer
from transforms.read.dateline import Dateline, parse, parse_alone
from transforms.read.labels import after, has_colon, labels, names_role

HEAD_CHARACTERS = 3_000
MOST_LINES = 14
TITLE_CHARACTERS = 180
TITLE_LINES = 3
DECK_CHARACTERS = 250
BYLINE_WORDS = 12
BYLINE_CHARACTERS = 100
SIGNATURE_WORDS = 4
PARTICLE_LETTERS = 3
DATE_LINE_CHARACTERS = 60
FULL_STOP = re.compile(r"[.!;:,…][\"'”’»)\]]*$")
ABBREVIATION = re.compile(r"\b\w\.(?:\w\.)+$")
HEADLINE_START = re.compile(r"[\"'“‘«(]*(?:[^\W\d_]|[$€£]?\d)")
FIELD_MARK = re.compile(r"\s*[|｜]\s*")
BRACKETED_BEFORE_DASH = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*(?:--|[—–]|-\s)")


@dataclass(slots=True)
class Heading:
    """What the first lines say.

    `start` is the offset behind the date header, `body` the offset behind the dateline (that of `start` when there is
    none), and `line` the offset at which the dateline's line begins.
    """

    start: int = 0
    line: int = 0
    body: int = 0
    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    day: date | None = None
    dateline: Dateline | None = None


@dataclass(slots=True)
class Block:
    """Lines that follow each other without a blank or marked line between."""

    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


def read_heading(text: str) -> Heading:
    """Headline, byline, source, date and dateline from the first lines of `text`."""
    found = Heading()
    found.day, found.start = _date_header(text)
    found.line = found.body = found.start
    blocks: list[Block] = [Block()]
    for line in _lines(text[found.start : found.start + HEAD_CHARACTERS]):
        if _ends_block(found, blocks[-1], line):
            if _is_report(blocks):
                break
            blocks.append(Block())
        elif found.dateline:
            found.line = text.find(line, found.start)
            found.body = found.line + found.dateline.end
            break
        else:
            blocks[-1].lines.append(line)
    found.title = _title(blocks, found)
    _complete_agency(found, text)
    return found


@cache
def _header_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, labels().date))
    return re.compile(rf"\s*(?:{words})\s*:?\s+(\d{{4}}-\d\d-\d\d)(?:\s+|$)", re.IGNORECASE)


def _date_header(text: str) -> tuple[date | None, int]:
    """The day in a leading " date YYYY-MM-DD " and the offset behind it."""
    match = _header_pattern().match(text[:80])
    return (dates.calendar(match.group(1)), match.end()) if match else (None, 0)


def _lines(head: str) -> Iterator[str]:
    return (line.strip() for line in head.split("\n")[:MOST_LINES])


def _ends_block(found: Heading, block: Block, line: str) -> bool:
    """Whether `line` is blank or one of the marked lines, whose facts are then taken into `found`."""
    if not line:
        return True
    found.dateline = _dateline(block, line)
    if found.dateline:
        found.agency = found.dateline.agency or found.agency
        return False
    if len(line) > DECK_CHARACTERS:
        return False
    return _take_byline(found, line) or _take_source(found, line) or _take_label(found, line)


def _dateline(block: Block, line: str) -> Dateline | None:
    """The line's dateline; inside a paragraph a place in small letters alone is only the end of a sentence."""
    found = parse(line) or parse_alone(line)
    if found is None or not block.lines or found.when or found.agency:
        return found
    return found if found.place and found.place.isupper() else None


def _is_report(blocks: list[Block]) -> bool:
    """Whether the report has begun: a long block, or the second short one that is no headline."""
    prose = [block for block in blocks if block.lines and not _is_headline(block)]
    return len(prose) > 1 or any(len(block.text) > DECK_CHARACTERS for block in prose)


def _is_headline(block: Block) -> bool:
    """Short, begun like a sentence, without a full stop at its end."""
    text = block.text
    if not 0 < len(text) <= TITLE_CHARACTERS or len(block.lines) > TITLE_LINES:
        return False
    stopped = FULL_STOP.search(text) and not ABBREVIATION.search(text)
    return not stopped and HEADLINE_START.match(text) is not None and not text.lstrip("\"'“‘«(")[0].islower()


def _title(blocks: list[Block], found: Heading) -> str | None:
    """The first block, when it is a headline and something follows it."""
    filled = [block for block in blocks if block.lines]
    followed = len(filled) > 1 or found.dateline is not None
    return filled[0].text if filled and followed and _is_headline(filled[0]) else None


def _take_byline(found: Heading, line: str) -> bool:
    """A line that names the author ("By …", "Herald Reporter", "Jane Doe, Foreign Minister"), also with an agency."""
    printed, *rest = FIELD_MARK.split(line)
    if not (_is_author_line(printed) or _is_signature(printed) or _is_signed(printed)):
        return False
    found.byline = found.byline or printed
    pieces = (*printed.split(",")[1:], *rest)
    found.agency = found.agency or next((name for piece in pieces if (name := gazetteer.agency(piece))), None)
    return True


def _is_author_line(line: str) -> bool:
    name = after(labels().byline, line)
    if not name or len(line) > BYLINE_CHARACTERS or len(line.split()) > BYLINE_WORDS:
        return False
    return name[0].isupper() and not FULL_STOP.search(line)


def _is_signature(line: str) -> bool:
    words = line.split()
    fits = len(words) <= SIGNATURE_WORDS and all(word[0].isupper() for word in words)
    return fits and line.lower().endswith(labels().signature)


def _is_signed(line: str) -> bool:
    """A name and an office, nothing else: the head of a statement that the person signs."""
    name, comma, office = line.partition(", ")
    words = (*name.split(), *(word for word in office.split() if len(word) > PARTICLE_LETTERS))
    fits = bool(comma) and 1 < len(name.split()) <= SIGNATURE_WORDS and len(line) <= BYLINE_CHARACTERS
    return fits and all(word[0].isupper() for word in words) and names_role(office)


def _take_source(found: Heading, line: str) -> bool:
    """A line that credits an agency ("Source: Xinhua| 2018-11-04 18:45:47|Editor: …")."""
    first = FIELD_MARK.split(line)[0]
    credited = after(labels().agency, first) if has_colon(labels().agency, first) else first
    name = gazetteer.agency(credited) if credited else None
    if name is None and credited == first:
        return False
    found.agency = found.agency or name
    _take_day(found, line)
    return True


def _take_label(found: Heading, line: str) -> bool:
    """A date line, or a label such as "FOR IMMEDIATE RELEASE" or "Updated: …"."""
    if has_colon(labels().date, line) or _is_date_line(line):
        _take_day(found, line)
        return True
    bare = line.lower().strip(" :.*-")
    return bare in labels().heading or (has_colon(labels().heading, line) and dates.search(line) is not None)


def _is_date_line(line: str) -> bool:
    """A full date with at most a weekday and a clock time beside it."""
    found = dates.search(line) if len(line) <= DATE_LINE_CHARACTERS else None
    if not found or found[0].year is None:
        return False
    beside = re.findall(r"[^\W\d_]+", line[: found[1]] + " " + line[found[2] :])
    return all(word.lower() in labels().heading or word.isupper() for word in beside)


def _take_day(found: Heading, line: str) -> None:
    dated = dates.search(line)
    found.day = found.day or (dated[0].resolve() if dated else None)


def _complete_agency(found: Heading, text: str) -> None:
    """An agency in brackets before a dash in the first line, where the dateline itself was not understood."""
    if found.agency is None:
        first = text[found.start : found.start + 200].lstrip().split("\n")[0]
        bracketed = BRACKETED_BEFORE_DASH.search(first)
        found.agency = gazetteer.agency(bracketed.group(1)) if bracketed else None
