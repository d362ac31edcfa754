"""Tables -> findings: one for each rule of the declaration that rows break. Returns, never raises for bad data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from transforms import schema
from transforms.normalise.columns import among
from transforms.schema import Column, Table

SPANS = {"counts": "value_text", "rejected_numbers": "value_text", "fields": "field_text"}
QUOTED = SPANS | {"initiatives": "name"}
KEPT = "articles"
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that `rows` rows of `table` break; `example` is one of them, `remedy` the way to mend it."""

    table: str
    rule: str
    rows: int
    example: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Rows of one table that break one rule, as a mask aligned with the frame; `column` holds the example."""

    rule: str
    mask: pd.Series[bool]
    column: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that `rows` rows of one document break; `example` quotes one of them."""

    article_id: str
    rule: str
    rows: int
    example: str


def check(frames: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """All findings in a set of tables; an empty list means that the set may be published."""
    findings = [finding for table in schema.tables().values() for finding in _shape(frames, table)]
    if findings:
        return findings
    for table in schema.tables().values():
        frame = frames[table.name]
        violations = [*row_violations(frame, table), *_foreign(frames, table), *_spans(frames, table)]
        findings += [_finding(frame, table, violation) for violation in violations]
    return findings


def sound(frames: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """The frames of mentions without the rows that break a rule, and what was wrong with each document.

    A row of `articles` stays, with null in the cell that breaks the rule where null is allowed. Works before the
    columns that need the whole set are filled.
    """
    kept: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name, frame in frames.items():
        table = schema.tables()[name]
        violations = [*row_violations(frame, table), *_spans(frames, table)]
        faults += [fault for violation in violations for fault in _faults(frame, name, violation)]
        kept[name] = _emptied(frame, table, violations) if name == KEPT else _without(frame, violations)
    return kept, faults


def _without(frame: pd.DataFrame, violations: list[Violation]) -> pd.DataFrame:
    for violation in violations:
        frame = frame[~violation.mask.reindex(frame.index)]
    return frame.reset_index(drop=True)


def _emptied(frame: pd.DataFrame, table: Table, violations: list[Violation]) -> pd.DataFrame:
    for violation in violations:
        if table.column(violation.column).nullable:
            frame = frame.assign(**{violation.column: frame[violation.column].mask(violation.mask)})
    return frame


def _faults(frame: pd.DataFrame, name: str, violation: Violation) -> Iterator[Fault]:
    shown = QUOTED.get(name, violation.column)
    for article_id, rows in frame[violation.mask].groupby("article_id", sort=True):
        yield Fault(str(article_id), f"{name}.{violation.rule}", len(rows), _shown(rows[shown].iloc[0]))


def _shape(frames: Mapping[str, pd.DataFrame], table: Table) -> Iterator[Finding]:
    """Findings about tables, columns and types, without which no other rule can be tried."""
    if table.name not in frames:
        yield Finding(table.name, "table", 0, "the table is missing", "run the pipeline again with --full")
        return
    frame = frames[table.name]
    missing = [name for name in table.column_names if name not in frame.columns]
    if missing:
        yield Finding(table.name, "columns", len(frame), ", ".join(missing), "run the pipeline again with --full")
    for column in table.columns:
        if column.name not in missing and (fault := _type_fault(frame[column.name], column)):
            remedy = f"make every value of {column.name} {column.type}"
            yield Finding(table.name, f"type:{column.name}", len(frame), fault, remedy)


def _type_fault(values: pd.Series[Any], column: Column) -> str:
    if values.dtype == schema.PANDAS_TYPES[column.type]:
        return ""
    try:
        pa.Array.from_pandas(values, type=schema.ARROW_TYPES[column.type])
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        return str(error)[:SHOWN]
    return ""


def row_violations(frame: pd.DataFrame, table: Table) -> Iterator[Violation]:
    """The rules of the declaration that can be tried on one table alone, where rows break them."""
    for violation in (*_columns(frame, table), *_keys(frame, table), *_rules(frame, table)):
        if violation.mask.any():
            yield violation


def _columns(frame: pd.DataFrame, table: Table) -> Iterator[Violation]:
    for column in table.columns:
        values = frame[column.name]
        if not column.nullable:
            yield Violation(f"null:{column.name}", values.isna(), column.name, f"fill {column.name} in every row")
        if column.type == "float64":
            infinite = pd.Series(np.isinf(values.to_numpy(dtype="float64")), index=values.index)
            yield Violation(f"finite:{column.name}", infinite, column.name, "give a finite number or null")
        yield from _limits(values, column)
        if (codes := schema.codes_of(column)) is not None:
            remedy = f"use a code that the declaration of {column.name} allows"
            yield Violation(f"code:{column.name}", _outside(values, column, codes), column.name, remedy)


def _limits(values: pd.Series[Any], column: Column) -> Iterator[Violation]:
    if column.minimum is not None:
        remedy = f"at least {column.minimum:g}"
        yield Violation(f"minimum:{column.name}", _true(values < column.minimum), column.name, remedy)
    if column.maximum is not None:
        remedy = f"at most {column.maximum:g}"
        yield Violation(f"maximum:{column.name}", _true(values > column.maximum), column.name, remedy)


def _outside(values: pd.Series[Any], column: Column, codes: frozenset[str]) -> pd.Series[bool]:
    """Which cells hold something else than the codes; list cells must also be sorted and without repetition."""
    bad = {cell for cell in values.dropna().unique() if not _allowed(str(cell), column, codes)}
    return values.isin(bad)


def _allowed(cell: str, column: Column, codes: frozenset[str]) -> bool:
    if not column.is_list:
        return cell in codes
    members = cell.split(";")
    return members == sorted(set(members)) and codes.issuperset(members)


def _keys(frame: pd.DataFrame, table: Table) -> Iterator[Violation]:
    """Keys are unique, also where letter case and trailing spaces are ignored, and in NFC."""
    first = table.primary_key[0]
    key = frame[list(table.primary_key)]
    repeated = key.duplicated(keep=False)
    yield Violation("key", repeated, first, f"one row for each {', '.join(table.primary_key)}")
    texts = [column.name for column in table.columns if column.name in table.primary_key and column.type == "string"]
    folded = key.assign(**{name: key[name].str.casefold().str.rstrip() for name in texts})
    yield Violation("key_case", folded.duplicated(keep=False) & ~repeated, first, "keys must differ by more than case")
    for name in texts:
        composed = key[name].map(lambda cell: unicodedata.is_normalized("NFC", cell), na_action="ignore")
        yield Violation(f"nfc:{name}", composed.eq(other=False), name, "write keys in Unicode NFC")


def _rules(frame: pd.DataFrame, table: Table) -> Iterator[Violation]:
    for rule in schema.rules():
        if rule.table == table.name and len(frame):
            holds: pd.Series[Any] = frame.eval(rule.expression)  # type: ignore[assignment, unused-ignore]
            yield Violation(rule.name, ~_true(holds), table.primary_key[0], rule.message)


def _true(mask: pd.Series[Any]) -> pd.Series[bool]:
    """The mask with unknown taken as false."""
    return mask.fillna(value=False).astype(bool)


def _foreign(frames: Mapping[str, pd.DataFrame], table: Table) -> Iterator[Violation]:
    frame = frames[table.name]
    for name, (other, key) in table.foreign_keys.items():
        lost = frame[name].notna() & ~among(frame[name], frames[other][key])
        if lost.any():
            yield Violation(f"foreign_key:{name}", lost, name, f"every {name} must stand in {other}.{key}")


def _spans(frames: Mapping[str, pd.DataFrame], table: Table) -> Iterator[Violation]:
    """Offsets must lead to the quoted phrase in the document's text, where that is published."""
    if table.name not in SPANS:
        return
    frame, quoted = frames[table.name], SPANS[table.name]
    texts = dict(frames["article_texts"][["article_id", "text"]].itertuples(index=False, name=None))
    articles = frames["articles"]
    silent = set(articles.loc[articles["republish"] != "text", "article_id"]) - texts.keys()
    columns = ["article_id", "char_start", "char_end", quoted]
    rows = frame[columns].itertuples(index=False, name=None)
    wrong = [
        article not in silent and texts.get(article, "")[start:end] != phrase for article, start, end, phrase in rows
    ]
    mask = pd.Series(wrong, index=frame.index, dtype=bool)
    if mask.any():
        yield Violation("offsets", mask, quoted, f"text[char_start:char_end] must be {quoted}")


def _finding(frame: pd.DataFrame, table: Table, violation: Violation) -> Finding:
    row = frame[violation.mask].iloc[0]
    key = ", ".join(_shown(row[name]) for name in table.primary_key)
    example = f"{key}: {violation.column} = {_shown(row[violation.column])}"
    return Finding(table.name, violation.rule, int(violation.mask.sum()), example, violation.remedy)


def _shown(value: Any) -> str:
    text = "null" if pd.isna(value) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
