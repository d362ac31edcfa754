"""The input files of a configuration: those on the disk, in place, and those in the raw store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from flows import config, raw
from flows.config import Config, Files
from flows.problems import BadInput
from flows.raw import RawFile
from transforms.records import Known

WILD = re.compile(r"[*?\[]")
ARCHIVES_OF_CRAWLS = ("*.warc", "*.warc.gz", "*.wacz")


def scan(path: Path, leave_out: Path) -> list[RawFile]:
    """All input files of the configuration at `path` in order of their names, each name once.

    BadInput when a folder does not exist; OSError when the disk or network fails.
    """
    declared = config.load(path)
    found: dict[str, RawFile] = {}
    for source in declared.source:
        for file in _files(source, declared, leave_out) if isinstance(source, Files) else ():
            found.setdefault(file.name, file)
    return sorted(found.values(), key=lambda file: file.name)


def _files(source: Files, declared: Config, leave_out: Path) -> Iterator[RawFile]:
    known = Known(source.name, source.publisher, source.agency, source.language, republish=source.republish)
    include = source.include or (ARCHIVES_OF_CRAWLS if source.kind == "warc" else ())
    for location in source.locations:
        front = f"{source.name}/{Path(location).name}/" if len(source.locations) > 1 else f"{source.name}/"
        for path, name in _located(declared.folder / location, leave_out, source):
            if matches(name, include, source.exclude):
                yield raw.described(path, front + name, known)


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
