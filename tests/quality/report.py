"""Figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .labelled import Row
from .scoring import COLUMNS

_RATES = ("found", "valued", "record", "fields", "names")


def markdown(sets: Row, probes: dict[str, dict[str, int]]) -> str:
    """The figures of all sets, then those by phenomenon."""
    parts = [_rates(sets), _columns(sets)]
    phenomena = sets.get("cases", {}).get("phenomena", {})
    if phenomena:
        parts.append(_phenomena(phenomena))
    if probes:
        rows = ([title, *(str(row[name]) for name in ("found", "values", "taken"))] for title, row in probes.items())
        parts.append(table(("probe", "values found", "values", "wrongly counted"), rows))
    return "\n".join(parts)


def _rates(sets: Row) -> str:
    rows = ([name, *(_rate(entry["figures"], rate) for rate in _RATES)] for name, entry in _scored(sets))
    return table(("set", *_RATES), rows)


def _columns(sets: Row) -> str:
    names = (*COLUMNS, "count_fields", "programme")
    scored = _scored(sets)
    rows = ([name, *(_rate(entry["figures"], name) for _, entry in scored)] for name in names)
    return table(("column", *(name for name, _ in scored)), rows)


def _scored(sets: Row) -> list[tuple[str, Row]]:
    return [(name, entry) for name, entry in sets.items() if "record" in entry["figures"]]


def _phenomena(phenomena: dict[str, dict[str, int]]) -> str:
    shown = ("rows", "found", "spurious", "valued", *COLUMNS[5:], "record")
    rows = ([title, *(str(row[name]) for name in shown)] for title, row in phenomena.items())
    return table(("phenomenon", *shown), rows)


def _rate(figures: Row, name: str) -> str:
    return f"{figures[name]:.3f}" if name in figures else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
