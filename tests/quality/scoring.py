"""Rows found against rows wanted: which columns of the own sentences are right."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from .labelled import Row

COLUMNS = (
    "value",
    "bounds",
    "qualifier",
    "measure",
    "unit",
    "object_head",
    "object_class",
    "parties",
    "period",
    "status",
    "speaker",
)
VALUED = ("value", "bounds", "measure", "unit")
RECORD = (*VALUED, "object_class", "parties", "period", "status", "speaker")

Span = tuple[int, int]


def located(text: str, rows: Sequence[Row]) -> list[Span]:
    """Where the labelled rows stand: each at the first place of its words that no earlier row has taken."""
    taken: list[Span] = []
    for row in rows:
        words = row["value_text"]
        pattern = re.compile(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])")
        free = (match.span() for match in pattern.finditer(text))
        span = next((span for span in free if not any(_shared(span, other) for other in taken)), None)
        assert span, f"{words!r} does not stand in {text!r}"
        taken.append(span)
    return taken


def _shared(one: Span, other: Span) -> int:
    """Characters that two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def paired(wanted: Sequence[Span], given: Sequence[Row]) -> dict[int, Row]:
    """Place in `wanted` -> the given row that overlaps it most, one to one."""
    spans = [(row["char_start"], row["char_end"]) for row in given]
    options = sorted(
        (-_shared(span, other), i, j)
        for i, span in enumerate(wanted)
        for j, other in enumerate(spans)
        if _shared(span, other)
    )
    pairs: dict[int, Row] = {}
    used: set[int] = set()
    for _, i, j in options:
        if i not in pairs and j not in used:
            pairs[i] = given[j]
            used.add(j)
    return pairs


def verdicts(want: Row, have: Row) -> dict[str, bool]:
    """For each column whether the row found is right; `have` holds parties as a sequence of codes and ISO days."""
    plain = ("qualifier", "measure", "unit", "object_class", "status")
    found = {name: want[name] == have[name] for name in plain}
    found["value"] = _near(want["value"], have["value"])
    found["bounds"] = all(_near(want[side], have[side]) for side in ("lower", "upper"))
    found["object_head"] = _fold(want["object_head"]) == _fold(have["object_head"])
    found["parties"] = sorted(want["parties"]) == sorted(have["parties"])
    found["period"] = all(want[name] == _day(have[name]) for name in ("period_start", "period_end"))
    found["speaker"] = _fold(want["speaker"]) == _fold(have["speaker"])
    return {name: found[name] for name in COLUMNS}


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-4)


def _fold(words: str | None) -> str:
    return (words or "").casefold()


def _day(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day


class Tally:
    """Sums over labelled sentences: `right` counts rows by figure, `faults` says in words what is wrong."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.faults: list[str] = []

    def add(self, case: Row, counts: Sequence[Row], rejected: Sequence[Row]) -> None:
        """Counts one sentence's rows in."""
        spans = located(case["text"], [*case["counts"], *case["rejected"]])
        wanted = len(case["counts"])
        pairs = paired(spans[:wanted], counts)
        self.right["rows"] += wanted
        self.right["spurious"] += len(counts) - len(pairs)
        for place, want in enumerate(case["counts"]):
            if place in pairs:
                self._judge(case, want, pairs[place])
            else:
                self.faults.append(f"{case['id']}: {want['value_text']} not found")
        aside = paired(spans[wanted:], rejected)
        for place, want in enumerate(case["rejected"]):
            right = place in aside and aside[place]["reason"] == want["reason"]
            self.right["rejected"] += right
            if not right:
                got = aside[place]["reason"] if place in aside else "no rejected number"
                self.faults.append(f"{case['id']}: {want['value_text']} is {got}, not {want['reason']}")

    def _judge(self, case: Row, want: Row, have: Row) -> None:
        verdict = verdicts(want, have)
        self.right["found"] += 1
        self.right["valued"] += all(verdict[name] for name in VALUED)
        self.right["record"] += all(verdict[name] for name in RECORD)
        for name, right in verdict.items():
            self.right[name] += right
            if not right:
                self.faults.append(f"{case['id']}: {name} of {want['value_text']}: {_shown(name, want, have)}")

    def counted(self) -> dict[str, int]:
        """Rows right by figure; `spurious` counts rows that should not be there."""
        names = ("rows", "spurious", "found", "valued", "record", *COLUMNS, "rejected")
        return {name: self.right[name] for name in names}

    def rates(self) -> dict[str, Any]:
        """F1 of found, valued and record, and the share of found rows with the column right."""
        given = self.right["found"] + self.right["spurious"]
        both = self.right["rows"] + given
        figures = {name: _rate(2 * self.right[name], both) for name in ("found", "valued", "record")}
        return figures | {name: _rate(self.right[name], self.right["found"]) for name in COLUMNS}


def _rate(right: int, of: int) -> float:
    return round(right / of, 4) if of else 0.0


def _shown(name: str, want: Row, have: Row) -> str:
    names = {"bounds": ("lower", "upper"), "period": ("period_start", "period_end")}.get(name, (name,))
    right, given = ([_day(row[part]) if name == "period" else row[part] for part in names] for row in (want, have))
    return f"{given} instead of {right}"


def probe_figures(probes: Iterable[Row], numbers: dict[str, list[Row]]) -> dict[str, dict[str, int]]:
    """Phenomenon -> how many of its values stand in counts or rejected numbers, how many are wanted, and how many
    numbers that are no quantities were taken for cooperation counts. `numbers` holds rows by sentence.
    """
    table: dict[str, dict[str, int]] = {}
    for probe in probes:
        rows = numbers.get(probe["id"], [])
        values = [row[name] for row in rows for name in ("value", "lower", "upper")]
        found = sum(any(_near(value, other) for other in values) for value in probe["expected_values"])
        counted = [row["value"] for row in rows if row.get("measure") == "count"]
        taken = sum(any(_near(value, other) for other in counted) for value in probe["not_quantities"])
        figures = {"values": len(probe["expected_values"]), "found": found, "taken": taken}
        row = table.setdefault(probe["phenomenon"], dict.fromkeys(figures, 0))
        for name, number in figures.items():
            row[name] += number
    return table
