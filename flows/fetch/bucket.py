"""One bucket of S3-compatible storage: objects that are new or changed are copied into the raw store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flows import clock, store
from flows.config import MEGABYTE, Bucket, Config
from flows.fetch.source import Tally
from flows.sources import matches
from flows.store import Journal, Record

LATER = "check address, credentials and server, and run again"


def visit(source: Bucket, config: Config, journal: Journal) -> Tally:
    """Copy what is new; what fails is recorded and stops nothing else."""
    former: dict[str, Record] = {}
    for record in store.records(config.store_folder):
        if record.source == source.name:
            former[record.asked] = record
    tally = Tally(source.name)
    for location in source.locations:
        try:
            system = _system(source)
            for info in _listed(system, location.removeprefix("s3://").rstrip("/"), source):
                _copy(system, info, source, config, journal, former, tally)
            _settled(location, former, source, journal)
        except OSError as error:
            _fail(location, "listing", error, source, journal, former, tally)
    return tally


def _system(source: Bucket) -> Any:
    from pyarrow import fs

    given: dict[str, Any] = {"connect_timeout": 10, "request_timeout": 60, "anonymous": source.anonymous}
    if source.endpoint:
        parts = urlsplit(source.endpoint)
        given |= {"endpoint_override": parts.netloc, "scheme": parts.scheme}
    if source.region:
        given["region"] = source.region
    return fs.S3FileSystem(**given)


def _listed(system: Any, base: str, source: Bucket) -> Iterator[Any]:
    """The objects below the location that are wanted, in order of their keys."""
    from pyarrow import fs

    found = system.get_file_info(fs.FileSelector(base, recursive=True))
    for info in sorted(found, key=lambda one: one.path):
        if info.type == fs.FileType.File and matches(info.path[len(base) + 1 :], source.include, source.exclude):
            yield info


def _copy(
    system: Any, info: Any, source: Bucket, config: Config, journal: Journal, former: dict[str, Record], tally: Tally
) -> None:
    asked, mark = f"s3://{info.path}", f"{info.size}-{info.mtime_ns}"
    known = former.get(asked)
    if known and known.etag == mark and (known.error or store.path_of(config.store_folder, known.sha256).exists()):
        tally.unchanged += not known.error
        tally.failed += bool(known.error)
        return
    if tally.new >= source.most_items:
        tally.waiting += 1
        return
    now = clock.now().isoformat(timespec="seconds")
    if info.size > source.largest_mb * MEGABYTE:
        error = f"object of more than {source.largest_mb:g} MB"
        remedy = "raise largest_mb of the source, or exclude the object"
        journal.write(Record(source.name, "article", asked, now, etag=mark, error=error, remedy=remedy))
        tally.failed += 1
        return
    try:
        with system.open_input_stream(info.path) as stream:
            data = stream.read()
    except OSError as problem:
        _fail(asked, "article", problem, source, journal, former, tally)
        return
    sha256 = store.keep(config.store_folder, data)
    journal.write(Record(source.name, "article", asked, now, "", 200, sha256, len(data), etag=mark))
    tally.new += 1


def _fail(
    asked: str,
    role: store.Role,
    problem: OSError,
    source: Bucket,
    journal: Journal,
    former: dict[str, Record],
    tally: Tally,
) -> None:
    tally.failed += 1
    error = f"storage failed: {' '.join(str(problem).split())[:300]}"
    if asked not in former or former[asked].error != error:
        now = clock.now().isoformat(timespec="seconds")
        journal.write(Record(source.name, role, asked, now, error=error, remedy=LATER, again=True))


def _settled(location: str, former: dict[str, Record], source: Bucket, journal: Journal) -> None:
    """A listing that failed before and works again is said to."""
    if location in former and former[location].error:
        now = clock.now().isoformat(timespec="seconds")
        journal.write(Record(source.name, "listing", location, now, status=200))
