"""Days as sources write them: in metadata, in the text's head and in URLs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from transforms.vocabulary import rows, split

EARLIEST_YEAR = 1800
LATEST_YEAR = 2199
LEAP_DAY = date(2000, 2, 29)
SECONDS_FROM = 100_000_000
MILLISECONDS_FROM = 100_000_000_000
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
URL_DAYS = (
    re.compile(r"/(\d{4})/(\w{1,9})/(\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"/(\d{4})[-/]?(\d\d)/?(\d\d)(?=/|$)"),
)


class PartialDate(NamedTuple):
    """A month and day of month, with the year where it is stated."""

    year: int | None
    month: int
    day: int

    def resolve(self, near: date | None = None) -> date | None:
        """The calendar day; a missing year is the one that brings the day nearest to `near`."""
        if self.year is not None:
            return calendar_day(self.year, self.month, self.day)
        if near is None:
            return None
        years = range(near.year - 4, near.year + 5)
        days = [found for year in years if (found := calendar_day(year, self.month, self.day))]
        return min(days, key=lambda found: abs(found - near), default=None)


@cache
def months() -> dict[str, int]:
    """Month names and abbreviations in lower case -> number of the month."""
    return {name.casefold(): int(row["month"]) for row in rows("months") for name in split(row["names"])}


@cache
def pattern() -> re.Pattern[str]:
    """One date with or without its year: 2021-11-26, 26.11.2021, 26(th) Nov(.)(,) 2021, Nov(.) 26(th)(,) 2021."""
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    year = r"(?:(?:,?\s+|-)(?P<year_{0}>\d{{4}})\b)?"
    return re.compile(
        r"\b(?:(?P<year_a>\d{4})(?P<mark>[-/.])(?P<month_a>\d{1,2})(?P=mark)(?P<day_a>\d{1,2})(?![\d])"
        r"|(?P<day_b>\d{1,2})\.(?P<month_b>\d{1,2})\.(?P<year_b>\d{4})\b"
        rf"|(?P<day_c>\d{{1,2}})(?:[a-z]{{2}})?[\s-]+(?P<month_c>{month})\b\.?{year.format('c')}"
        rf"|(?P<month_d>{month})\b\.?\s*(?P<day_d>\d{{1,2}})(?!\d)(?:[a-z]{{2}}\b)?{year.format('d')})",
        re.IGNORECASE,
    )


def search(text: str) -> tuple[PartialDate, int, int] | None:
    """The first valid date in `text` with its start and end; a day that no calendar has does not count."""
    for match in pattern().finditer(text):
        when = _partial(match)
        if when.resolve(LEAP_DAY):
            return when, match.start(), match.end()
    return None


def _partial(match: re.Match[str]) -> PartialDate:
    found = {key.split("_")[0]: value for key, value in match.groupdict().items() if value and "_" in key}
    year = int(found["year"]) if "year" in found else None
    return PartialDate(year, _month(found["month"]), int(found["day"]))


def _month(word: str) -> int:
    return int(word) if word.isdecimal() else months().get(word.casefold(), 0)


def parse(value: object) -> date | None:
    """The day that a metadata value states in full, as written there; ambiguous or partial dates give none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return calendar(str(int(value))) if 10**7 <= value < 10**8 else _from_epoch(value)
    return calendar(value.strip()[:80]) if isinstance(value, str) else None


def calendar(text: str) -> date | None:
    """The day in a string of digits (20211126) or in a written date that states its year."""
    if compact := COMPACT.match(text):
        return calendar_day(*map(int, compact.groups()))
    found = search(text)
    return found[0].resolve() if found else None


def _from_epoch(seconds: float) -> date | None:
    stamp = seconds / 1000 if abs(seconds) >= MILLISECONDS_FROM else seconds
    if not SECONDS_FROM <= stamp < MILLISECONDS_FROM:
        return None
    try:
        found = datetime.fromtimestamp(stamp, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year <= LATEST_YEAR else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or none where the calendar has no such day or the year is out of all reason."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_url(url: str) -> date | None:
    """The day in a URL's path (/2022/05/12/, /2022/may/12/, 2022-05-12, /20220512/), else none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for shape in URL_DAYS:
        for match in shape.finditer(path):
            year, month, day = match.groups()
            if found := calendar_day(int(year), _month(month), int(day)):
                return found
    return None
