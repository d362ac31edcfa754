"""Numbers, names and periods as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

MISSING = "–"
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
PLAIN_UNITS = {"1": "", "percent": "%"}
THOUSAND = 1_000


def whole(value: float) -> str:
    """A count of things with thousands separators."""
    return f"{value:,.0f}"


def share(part: float, total: float) -> str:
    """A part of a total in whole percent; a dash where there is no total."""
    return f"{part / total:.0%}" if total else MISSING


def number(value: float) -> str:
    """A figure as short as can be without changing it much: 1,015; 13.8 billion; 0.25."""
    for size, name in LARGE:
        if abs(value) >= size:
            return f"{value / size:,.4g} {name}"
    return f"{value:,.0f}" if abs(value) >= THOUSAND or float(value).is_integer() else f"{value:,.4g}"


def amount(value: float, unit: str) -> str:
    """A figure with its unit; things have none."""
    shown = PLAIN_UNITS.get(unit, unit.replace("_", " "))
    return f"{number(value)}{'' if shown == '%' else ' '}{shown}".strip()


def bounded(value: float, lower: float | None, upper: float | None, unit: str) -> str:
    """A figure with what its bounds say: '1,000 or more', 'up to 50', '180 to 200', 'about 2,200'."""
    low, high = (None if pd.isna(bound) else float(bound) for bound in (lower, upper))
    if low is not None and low == high:
        return amount(value, unit)
    if high is None and low is not None:
        return f"{amount(low, unit)} or more"
    if low is None and high is not None:
        return f"up to {amount(high, unit)}"
    if low is None or high is None:
        return f"about {amount(value, unit)}"
    return f"{number(low)} to {amount(high, unit)}"


def named(codes: object, names: Mapping[str, str]) -> str:
    """The names of codes joined by ';', as a list in words."""
    if pd.isna(codes):  # type: ignore[call-overload]
        return MISSING
    return joined([names.get(code, code) for code in str(codes).split(";")])


def joined(parts: Iterable[str]) -> str:
    """A list in words: 'China', 'China and Russia', 'China, Russia and Serbia'."""
    *rest, last = [*parts] or [MISSING]
    return f"{', '.join(rest)} and {last}" if rest else last


def plural(amount_of: float, one: str, many: str = "") -> str:
    """'1 article', '2 articles'."""
    return f"{whole(amount_of)} {one if amount_of == 1 else many or one + 's'}"


def period(start: Any, end: Any) -> str:
    """A period by its days; an open side is said in words."""
    if pd.isna(start):
        return MISSING if pd.isna(end) else f"to {end}"
    return f"from {start}" if pd.isna(end) else (f"{start}" if start == end else f"{start} to {end}")
