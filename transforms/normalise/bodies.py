"""The body of an article: the report without what each outlet puts in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.normalise import keys
from transforms.read.dateline import parse, parse_alone
from transforms.read.heading import HEAD_CHARACTERS, MOST_LINES, Heading, read_heading

NO_LETTER = re.compile(r"[\W_]+")


def fingerprint(report: str) -> str:
    """SHA-256 of a body's letters and digits, case-folded; of the body itself when it has none."""
    return keys.text_sha256(NO_LETTER.sub("", report.casefold()) or report)


def body(text: str) -> str:
    """The report without date header, headline, byline and dateline."""
    heading = read_heading(text)
    for start, line in _head_lines(text, heading.start):
        dateline = parse(line.strip()) or parse_alone(line.strip())
        if dateline:
            return text[start + len(line) - len(line.lstrip()) + dateline.end :]
    return text[_behind_title(text, heading) :]


def _head_lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The first lines of `text` from `start`, each with its offset."""
    head = text[start : start + HEAD_CHARACTERS]
    for line in head.split("\n")[:MOST_LINES]:
        yield start, line
        start += len(line) + 1


def _behind_title(text: str, heading: Heading) -> int:
    """Offset behind the headline and byline lines with which the text begins."""
    front = {heading.title, heading.byline, ""}
    for start, line in _head_lines(text, heading.start):
        if line.strip() not in front:
            return start
    return heading.start
