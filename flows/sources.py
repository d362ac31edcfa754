"""The input files of a configuration: those on the disk, in place, and those in the raw store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from flows import config, raw, store
from flows.config import Bucket, Config, Files, Web
from flows.problems import BadInput
from flows.raw import RawFile
from flows.stamps import Stamps
from flows.store import Record
from transforms.records import Known

CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
NAMELESS = "page"
VERSION_DIGITS = 12
WILD = re.compile(r"[*?\[]")
ARCHIVES_OF_CRAWLS = ("*.warc", "*.warc.gz", "*.wacz")


def scan(path: Path, leave_out: Path, stamps: Stamps) -> list[RawFile]:
    """All input files of the configuration at `path` in order of their names, each name once.

    Files on the disk that bear the stamps they bore before are not read.

    BadInput when a folder does not exist; OSError when the disk or network fails.
    """
    declared = config.load(path)
    found: dict[str, RawFile] = {}
    for source in declared.source:
        for file in _files(source, declared, leave_out, stamps) if isinstance(source, Files) else ():
            found.setdefault(file.name, file)
    for file in _stored(declared):
        found.setdefault(file.name, file)
    return sorted(found.values(), key=lambda file: file.name)


def _files(source: Files, declared: Config, leave_out: Path, stamps: Stamps) -> Iterator[RawFile]:
    known = Known(source.name, source.publisher, source.agency, source.language, republish=source.republish)
    include = source.include or (ARCHIVES_OF_CRAWLS if source.kind == "warc" else ())
    for location in source.locations:
        front = f"{source.name}/{Path(location).name}/" if len(source.locations) > 1 else f"{source.name}/"
        for path, name in _located(declared.folder / location, leave_out, source):
            if matches(name, include, source.exclude):
                yield raw.described(path, front + name, stamps, known)


def _stored(declared: Config) -> Iterator[RawFile]:
    """What the raw store holds of the remote sources: every version, and every failure that stands."""
    remote = {source.name: source for source in declared.remote}
    last: dict[tuple[str, str], Record] = {}
    for record in store.records(declared.store_folder) if remote else ():
        if record.source in remote:
            last[record.source, record.asked] = record
            if record.role == "article" and not record.error:
                yield _version(record, remote[record.source], declared)
    for record in last.values():
        if record.error:
            told = hashlib.sha256(f"{record.error}\n{record.remedy}".encode()).hexdigest()
            known = Known(record.source, url=record.asked)
            yield RawFile("", record.asked, 0, record.fetched, told, record.error, record.remedy, known=known)


def _version(record: Record, source: Web | Bucket, declared: Config) -> RawFile:
    web = isinstance(source, Web)
    charset = CHARSET.search(record.content_type or "")
    path = urlsplit(record.url).path if web else record.asked
    known = Known(
        source.name, source.publisher, source.agency, source.language,
        url=record.url if web else None,
        title=record.title,
        day=date.fromisoformat(record.day) if record.day else None,
        content_type=record.content_type,
        charset=charset[1] if charset else None,
        form=PurePosixPath(path).name or NAMELESS,
        republish=source.republish,
    )  # fmt: skip
    stored = str(store.path_of(declared.store_folder, record.sha256))
    name = f"{record.asked}@{record.sha256[:VERSION_DIGITS]}"
    return RawFile(stored, name, record.size, record.fetched, record.sha256, stored=True, known=known)


def _located(location: Path, leave_out: Path, source: Files) -> Iterator[tuple[Path, str]]:
    """Files at the location, each with its name below it: a folder, one file, or what a pattern matches."""
    if WILD.search(str(location)):
        base = _fixed(location)
        for path in base.glob(str(location.relative_to(base))):
            name = path.relative_to(base)
            hidden = any(part[0] == "." for part in name.parts)
            if path.is_file() and not hidden and not path.resolve().is_relative_to(leave_out.resolve()):
                yield path, name.as_posix()
    elif location.is_dir():
        for path in raw.walk(location, leave_out):
            yield path, path.relative_to(location).as_posix()
    elif location.exists():
        yield location, location.name
    else:
        message = f"source {source.name}: {location} does not exist"
        raise BadInput(message, "mend its location in the configuration, or take the source out")


def _fixed(location: Path) -> Path:
    """The part of the path before the first pattern."""
    parts = location.parts
    wild = next(number for number, part in enumerate(parts) if WILD.search(part))
    return Path(*parts[:wild])


def matches(name: str, include: tuple[str, ...], exclude: tuple[str, ...]) -> bool:
    """Whether the path or address is wanted: some pattern of `include`, if there are any, and none of `exclude`.

    A pattern is held against the whole path and against its last part; `*` stands for any characters, `/` too.
    """
    return (not include or _any(name, include)) and not _any(name, exclude)


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    last = PurePosixPath(name).name
    return any(fnmatchcase(name, one) or fnmatchcase(last, one.removeprefix("**/")) for one in patterns)
