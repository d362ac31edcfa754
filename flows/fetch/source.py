"""One source on the web: its listings are read, and the pages they name fetched where that is due."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flows import clock, store
from flows.config import WEB, Config, Web
from flows.fetch.addresses import NotFetchedError, normal
from flows.fetch.client import Client
from flows.fetch.listings import Entry, feed_entries, map_entries
from flows.sources import matches
from flows.store import Journal, Record, Role

WORKERS = 4
DEEPEST_INDEX = 3
MOST_MAPS = 1_000
SHOWN = 1_000


@dataclass(slots=True)
class Tally:
    """What became of one source: things kept, unchanged and failed, and what waits for the next run."""

    source: str
    new: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Visit:
    """One visit to one source."""

    source: Web
    config: Config
    client: Client
    journal: Journal
    former: dict[str, list[Record]] = field(default_factory=dict)
    end: float = 0.0

    def run(self) -> Tally:
        """Fetch what is due; what fails is recorded and stops nothing else. OSError when the store's disk fails."""
        self.end = time.monotonic() + self.config.http.source_minutes * 60
        for record in store.records(self.config.store_folder):
            if record.source == self.source.name:
                self.former.setdefault(record.asked, []).append(record)
        tally = Tally(self.source.name)
        wanted = [entry for entry in self._wanted(tally) if self._due(entry.url)]
        tally.waiting = len(wanted[self.source.most_items :])
        with ThreadPoolExecutor(WORKERS) as pool:
            done = list(pool.map(self._article, wanted[: self.source.most_items]))
        for outcome in done:
            setattr(tally, outcome, getattr(tally, outcome) + 1)
        return tally

    def _wanted(self, tally: Tally) -> list[Entry]:
        """The entries of all listings, and earlier failures that may pass, each address once."""
        found: dict[str, Entry] = {}
        for entry in [*self._listed(tally), *self._failed_before()]:
            if matches(entry.url, self.source.include, self.source.exclude):
                found.setdefault(_name(entry.url), entry)
        return list(found.values())

    def _failed_before(self) -> Iterator[Entry]:
        for asked, told in self.former.items():
            if told[-1].error and told[-1].again and told[-1].role == "article":
                yield Entry(asked)

    def _listed(self, tally: Tally) -> Iterator[Entry]:
        for location in self.source.locations:
            if self.source.kind == "feed":
                yield from self._listing(location, feed_entries, tally)
            elif self.source.kind == "sitemap":
                yield from self._maps(location, tally)
            elif location.startswith(WEB):
                yield Entry(location)
            else:
                yield from self._address_list(location, tally)

    def _address_list(self, location: str, tally: Tally) -> Iterator[Entry]:
        try:
            text = (self.config.folder / location).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            tally.failed += 1
            problem = NotFetchedError(f"list of addresses cannot be read: {reason}", "mend its location")
            self._fail(location, "listing", problem)
            return
        lines = (line.strip() for line in text.splitlines())
        yield from (Entry(line) for line in lines if line and not line.startswith("#"))

    def _maps(self, location: str, tally: Tally) -> Iterator[Entry]:
        waiting, seen = [(location, 0)], {location}
        while waiting:
            url, depth = waiting.pop(0)
            for entry in self._listing(url, map_entries, tally):
                if not entry.inner:
                    yield entry
                elif depth < DEEPEST_INDEX and len(seen) < MOST_MAPS and entry.url not in seen:
                    seen.add(entry.url)
                    waiting.append((entry.url, depth + 1))

    def _listing(self, url: str, read: Callable[[bytes, str], list[Entry]], tally: Tally) -> list[Entry]:
        """What the listing names now; nothing, and a record of it, when it cannot be had."""
        try:
            record = self._fetched(Entry(url), "listing")[1]
            path = store.path_of(self.config.store_folder, record.sha256)
            return read(store.content(path), record.url)
        except NotFetchedError as error:
            tally.failed += 1
            self._fail(url, "listing", error)
            return []

    def _due(self, url: str) -> bool:
        """Whether the address is new, failed before, or young enough to be asked for changes."""
        kept = self._kept(url)
        if not kept or self.former[_name(url)][-1].error:
            return True
        return clock.now() - kept[0].fetched < timedelta(days=self.source.recheck_days)

    def _kept(self, url: str) -> list[Record]:
        folder = self.config.store_folder
        told = self.former.get(_name(url), [])
        return [one for one in told if not one.error and store.path_of(folder, one.sha256).exists()]

    def _article(self, entry: Entry) -> str:
        """Which figure of the tally the address counts in."""
        if time.monotonic() > self.end:
            return "waiting"
        try:
            return self._fetched(entry, "article")[0]
        except NotFetchedError as error:
            self._fail(entry.url, "article", error)
            return "failed"

    def _fetched(self, entry: Entry, role: Role) -> tuple[str, Record]:
        """Whether it is new or unchanged, and its record, once its bytes are kept."""
        kept = self._kept(entry.url)
        former = kept[-1] if kept else None
        marks = (former.etag, former.last_modified) if former else ()
        answer = self.client.get(entry.url, *marks)
        failed = bool(former) and bool(self.former[_name(entry.url)][-1].error)
        if answer.data is None:
            if former is None:
                raise NotFetchedError("HTTP status 304 without a question", "report it to the owner of the server")
            if failed:
                self.journal.write(replace(former, fetched_utc=_now()))
            return "unchanged", former
        sha256 = store.keep(self.config.store_folder, answer.data)
        if former and former.sha256 == sha256 and not failed:
            return "unchanged", former
        told = answer.headers.get
        record = Record(
            self.source.name, role, _name(entry.url), _now(), answer.url, answer.status, sha256, len(answer.data),
            told("content-type"), told("etag"), told("last-modified"), entry.title,
            entry.day.isoformat() if entry.day else None,
        )  # fmt: skip
        self.journal.write(record)
        return "new", record

    def _fail(self, url: str, role: Role, error: NotFetchedError) -> None:
        """Record the failure, unless the last attempt failed alike."""
        asked = _name(url)
        told_before = self.former.get(asked)
        last = told_before[-1] if told_before else None
        if last is None or (last.error, last.remedy) != (error.error, error.remedy):
            told = Record(self.source.name, role, asked, _now(), status=error.status, error=error.error)
            self.journal.write(replace(told, remedy=error.remedy, again=error.again))


def _name(url: str) -> str:
    """The address as it is recorded: in its usual form where it has one."""
    try:
        return normal(url)
    except NotFetchedError:
        return "".join(char if char.isprintable() else "\ufffd" for char in url.strip())[:SHOWN]


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")


def failures(config: Config, names: Iterable[str]) -> list[Record]:
    """The failures of these sources that still stand: the last word on their address."""
    wanted = set(names)
    last = {(one.source, one.asked): one for one in store.records(config.store_folder) if one.source in wanted}
    return [one for one in last.values() if one.error]
