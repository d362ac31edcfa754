"""Records: JSON Lines, JSON, and tables of comma or tab separated values."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from transforms.read.encoding import BOMS, UnreadableError, characters, clean, decode
from transforms.read.limits import Limits, RefusedError, megabytes
from transforms.read.stated import Fault, Stated, aliases, fold, stated, values

DELIMITERS = ",;\t|"
LONG_REMEDY = "write one article a line"
RECORD_REMEDY = "write each article as one object with the article's body in one string"
SYNTAX_REMEDY = "mend the JSON syntax there and deliver the article again"
ROW_REMEDY = "quote fields that hold commas, quotes or line breaks and deliver the row again"
COLUMN_REMEDY = "give the file a header row that names the columns, the article's body among them"
ENCODING_REMEDY = "deliver the file as UTF-8"


def read_lines(data: bytes, stem: str) -> list[Stated | Fault]:
    """JSON Lines: one article a line; blank lines are no records, a broken line costs only itself."""
    found = [_line(raw, number, stem) for number, raw in enumerate(_raw_lines(data), 1) if raw.strip()]
    if not any(isinstance(record, Stated) for record in found) and _is_one_json(data):
        return read_json(data, stem)
    return found or [_nothing(stem)]


def stream_lines(stream: BinaryIO, stem: str, limits: Limits) -> Iterator[Stated | Fault]:
    """JSON Lines of any size, one line held at a time."""
    for number, raw in enumerate(_bounded_lines(stream, limits), 1):
        if len(raw) > limits.record_bytes:
            yield Fault(_too_long(number, limits), LONG_REMEDY, f"{stem}#{number}", f"#{number}")
        elif raw.strip():
            yield _line(raw, number, stem)


def _bounded_lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """The lines; of one that is too long only the first part, one byte longer than is allowed."""
    most = limits.record_bytes + 1
    while line := stream.readline(most):
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = stream.readline(most)


def _too_long(number: int, limits: Limits) -> str:
    return f"line {number}: of more than {megabytes(limits.record_bytes)}"


def _is_one_json(data: bytes) -> bool:
    """Whether the file is one JSON value over several lines, or a list, whatever its name says."""
    try:
        content = json.loads(characters(data)[0], strict=False)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, list) or b"\n" in data.strip()


def _raw_lines(data: bytes) -> list[bytes]:
    """Lines as bytes, so that one badly encoded line leaves the others alone."""
    if any(data.startswith(mark) for mark, _ in BOMS):
        data = characters(data)[0].encode("utf-8", "replace")
    return data.split(b"\n")


def _line(raw: bytes, number: int, stem: str) -> Stated | Fault:
    part = f"#{number}"
    try:
        text, notes = characters(raw)
        record = json.loads(text, strict=False)
    except UnreadableError as problem:
        return Fault(f"line {number}: {problem}", ENCODING_REMEDY, stem + part, part)
    except (ValueError, RecursionError) as problem:
        return Fault(f"line {number}: {_syntax(problem)}", SYNTAX_REMEDY, stem + part, part)
    return _record(record, f"line {number}", stem, part, notes)


def _syntax(problem: ValueError | RecursionError) -> str:
    """What is wrong with the JSON and where, in words."""
    if isinstance(problem, json.JSONDecodeError):
        place = f"column {problem.colno}" if problem.lineno == 1 else f"line {problem.lineno}, column {problem.colno}"
        return f"broken JSON: {problem.msg} ({place})"
    return f"broken JSON: {problem}"


def _record(record: object, where: str, stem: str, part: str, notes: tuple[str, ...] = ()) -> Stated | Fault:
    if isinstance(record, dict):
        return stated(record, where, stem + part, part, notes)
    error = f"{where}: record is not an object but {type(record).__name__}"
    return Fault(error, RECORD_REMEDY, stem + part, part)


def _nothing(stem: str) -> Fault:
    return Fault("no records", "deliver a file with at least one article", stem)


def read_json(data: bytes, stem: str) -> list[Stated | Fault]:
    """One article, a list of articles, or an object that holds such a list; JSON Lines by that name too."""
    try:
        text, notes = characters(data)
        content = json.loads(text, strict=False)
    except UnreadableError as problem:
        return [Fault(str(problem), ENCODING_REMEDY, stem)]
    except (ValueError, RecursionError) as problem:
        if _has_lines(data):
            return read_lines(data, stem)
        return [Fault(_syntax(problem), SYNTAX_REMEDY, stem)]
    records = _records(content)
    if records is None:
        return [_record(content, "file", stem, "", notes)]
    found = [_record(record, f"record {n}", stem, f"#{n}", notes) for n, record in enumerate(records, 1)]
    return found or [_nothing(stem)]


def _records(content: object) -> list[object] | None:
    """The list of records in the file, or none when the file is one record."""
    if isinstance(content, dict):
        inside = values(content)
        content = inside.records if inside.text is None else None
    return content if isinstance(content, list) else None


def _has_lines(data: bytes) -> bool:
    """Whether the first line is a whole JSON object and others follow."""
    first, _, others = data.lstrip().partition(b"\n")
    try:
        return bool(others.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def read_table(data: bytes, stem: str) -> list[Stated | Fault]:
    """A table with a header row, one article a row; a row that does not fit the header costs only itself."""
    try:
        text, notes = decode(data)
    except UnreadableError as problem:
        return [Fault(str(problem), ENCODING_REMEDY, stem)]
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    found = list(_table(io.StringIO(text, newline=""), stem, notes))
    return found or [_nothing(stem)]


def stream_table(stream: BinaryIO, stem: str, limits: Limits) -> Iterator[Stated | Fault]:
    """A table of any size, one row held at a time."""
    csv.field_size_limit(max(limits.record_bytes, csv.field_size_limit()))
    yield from _table(_decoded_lines(stream, limits), stem, ())


def _decoded_lines(stream: BinaryIO, limits: Limits) -> Iterator[str]:
    for number, raw in enumerate(_bounded_lines(stream, limits), 1):
        if len(raw) > limits.record_bytes:
            raise RefusedError(_too_long(number, limits), LONG_REMEDY)
        yield from io.StringIO(clean(characters(raw)[0])[0], newline="")


def _table(lines: Iterable[str], stem: str, notes: tuple[str, ...]) -> Iterator[Stated | Fault]:
    """The rows below the header; only its fault when it does not name a column for the text."""
    waiting = iter(lines)
    top: list[str] = []
    while not "".join(top).strip() and (line := next(waiting, None)) is not None:
        top.append(line)
    rows = _rows(itertools.chain(top, waiting), _delimiter("".join(top).strip()))
    _, header = next(rows, (1, []))
    if isinstance(header, Fault) or not _fields(header):
        yield Fault("no header row with a column for the text", COLUMN_REMEDY, stem)
        return
    for number, row in rows:
        yield _row(header, row, number, stem, notes)


def _delimiter(header: str) -> str:
    """The character that splits the first line into most columns that the reader knows."""
    return max(DELIMITERS, key=lambda mark: sum(fold(name.strip('"')) in aliases() for name in header.split(mark)))


def _fields(header: list[str]) -> bool:
    """Whether the header has a column for the text."""
    return values(dict.fromkeys(header, True)).text is not None


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | Fault]]:
    """Number of the first line and content of every row that is not blank, or what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            span = f"line {number}" if reader.line_num <= number else f"lines {number} to {reader.line_num}"
            yield number, Fault(f"{span}: broken row: {problem}", ROW_REMEDY)
        else:
            if any(map(str.strip, row)):
                yield number, row


def _row(header: list[str], row: list[str] | Fault, number: int, stem: str, notes: tuple[str, ...]) -> Stated | Fault:
    part = f"#{number}"
    if isinstance(row, Fault):
        return Fault(row.error, row.remedy, stem + part, part)
    if len(row) > len(header):
        error = f"line {number}: row has {len(row)} fields, header has {len(header)}"
        return Fault(error, ROW_REMEDY, stem + part, part)
    return stated(dict(zip(header, row, strict=False)), f"line {number}", stem + part, part, notes)
