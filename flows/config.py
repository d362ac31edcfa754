"""The configuration file: which sources there are. Every error names file, line and key, and what to do."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from flows.problems import BadInput
from transforms.records import Republish

NAME = "coopstats.toml"
DOCS = "docs/sources.md has every key"
MEGABYTE = 2**20
PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
HEADER = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}")
WEB = ("http://", "https://")


class Strict(BaseModel):
    """A table of the file; keys that are not declared are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Http(Strict):
    """How servers are asked. Times are in seconds, sizes in megabytes.

    Attributes:
        contact: Address or page by which the owner of a server can reach you; part of the user agent.
        requests_per_second: Most requests to one host; a Crawl-delay in its robots.txt may make it fewer.
        concurrent_per_host: Most requests to one host at a time.
        connect_seconds: To the connection.
        read_seconds: To the next bytes of an answer.
        total_seconds: To the end of an answer.
        largest_mb: Most bytes of an answer, after decompression.
        redirects: Most redirects in a row.
        retries: More attempts after one that failed for a passing reason.
        source_minutes: Most minutes for one source in one run; the rest waits for the next.
        allow_private: Networks that are not public and may be asked all the same.
    """

    contact: str | None = Field(default=None, min_length=3, max_length=200, pattern=r"^[\x21-\x7e]+$")
    requests_per_second: float = Field(default=1.0, gt=0, le=100, strict=False)
    concurrent_per_host: int = Field(default=1, ge=1, le=16)
    connect_seconds: float = Field(default=10.0, gt=0, strict=False)
    read_seconds: float = Field(default=20.0, gt=0, strict=False)
    total_seconds: float = Field(default=120.0, gt=0, strict=False)
    largest_mb: float = Field(default=20.0, gt=0, le=1_000, strict=False)
    redirects: int = Field(default=5, ge=0, le=20)
    retries: int = Field(default=2, ge=0, le=10)
    source_minutes: float = Field(default=30.0, gt=0, strict=False)
    allow_private: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("allow_private")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @property
    def largest_bytes(self) -> int:
        """`largest_mb` in bytes."""
        return int(self.largest_mb * MEGABYTE)


class Declared(Strict):
    """What every source may say."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")
    locations: tuple[str, ...] = Field(min_length=1, strict=False)
    publisher: str | None = Field(default=None, min_length=1)
    agency: str | None = Field(default=None, min_length=1)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    include: tuple[str, ...] = Field(default=(), strict=False)
    exclude: tuple[str, ...] = Field(default=(), strict=False)
    republish: Republish = "text"


class Files(Declared):
    """Files on a disk of this machine, read in place."""

    kind: Literal["folder", "warc"]

    @model_validator(mode="after")
    def _told_apart(self) -> Files:
        names = [Path(location).name for location in self.locations]
        if len(set(names)) < len(names):
            raise ValueError("two locations end in the same name; make them two sources")
        return self


class Web(Declared):
    """Addresses on the web, fetched into the raw store."""

    kind: Literal["feed", "sitemap", "urls"]
    most_items: int = Field(default=1_000, ge=1)
    recheck_days: int = Field(default=2, ge=0)

    @model_validator(mode="after")
    def _addresses(self) -> Web:
        wrong = [location for location in self.locations if not location.startswith(WEB)]
        if wrong and self.kind != "urls":
            raise ValueError(f"{wrong[0]!r} is no address that begins with http:// or https://")
        return self


class Bucket(Declared):
    """Objects in S3-compatible storage, fetched into the raw store."""

    kind: Literal["bucket"]
    endpoint: str | None = Field(default=None, pattern=r"^https?://\S+$")
    region: str | None = Field(default=None, min_length=1)
    anonymous: bool = False
    most_items: int = Field(default=100_000, ge=1)
    largest_mb: float = Field(default=500.0, gt=0, le=1_000, strict=False)

    @field_validator("locations")
    @classmethod
    def _buckets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [location for location in value if not re.match(r"s3://[^/\s]+", location)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no address like s3://bucket/folder")
        return value


class Target(Strict):
    """A bucket that has the published sets too; see `target`.

    Attributes:
        location: Address like s3://bucket/folder, of which nothing else makes use.
        endpoint: Names storage other than Amazon's.
        region: Of the bucket.
    """

    location: str = Field(pattern=r"^s3://[^/\s]+(/[^/\s]+)*$")
    endpoint: str | None = Field(default=None, pattern=r"^https?://\S+$")
    region: str | None = Field(default=None, min_length=1)


Source: TypeAlias = Annotated[Files | Web | Bucket, Field(discriminator="kind")]


class Config(Strict):
    """The whole file; relative paths in it start from its own folder."""

    store: str = Field(default="data/raw/.store", min_length=1)
    http: Http = Http()
    target: Target | None = None
    source: tuple[Source, ...] = Field(min_length=1, strict=False)
    folder: Path = Field(default=Path(), exclude=True, strict=False)

    @property
    def store_folder(self) -> Path:
        """Where the raw store lies."""
        return self.folder / self.store

    @property
    def remote(self) -> tuple[Web | Bucket, ...]:
        """The sources that have to be fetched."""
        return tuple(source for source in self.source if not isinstance(source, Files))


def load(path: Path) -> Config:
    """The configuration in that file; BadInput, with the line, when it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadInput(f"{path} cannot be read: {reason}", "name the configuration file with --config") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, text, str(error)) from error
    try:
        config = Config.model_validate(data | {"folder": path.resolve().parent})
    except ValidationError as error:
        # A key that is misspelt explains the one that is missing.
        errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise _invalid(path, text, errors[0]) from error
    _refuse_twins(path, text, config)
    _require_contact(path, config)
    return config


def _syntax(path: Path, text: str, message: str) -> BadInput:
    place = PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    what = PLACE.sub("", message).strip()
    what = what[:1].lower() + what[1:]
    return BadInput(f"{path}, line {line}: {what}", "mend the TOML there")


def _invalid(path: Path, text: str, error: ErrorDetails) -> BadInput:
    keys = [part for part in error["loc"] if part not in _kinds()]
    if error["type"].startswith("union_tag"):
        keys.append("kind")
    elif error["type"] == "value_error" and isinstance(keys[-1], int):
        keys.append("locations")
    line = _line(text, keys)
    key = ".".join(str(part) for part in keys if isinstance(part, str))
    message, remedy = _words(error, str(keys[-1]) if keys else "")
    return BadInput(f"{path}, line {line}: {key}: {message}", remedy)


def _kinds() -> set[str]:
    return {"folder", "warc", "feed", "sitemap", "urls", "bucket"}


def _words(error: ErrorDetails, key: str) -> tuple[str, str]:
    """What is wrong and what to do, in words."""
    given = error.get("input")
    if error["type"] == "extra_forbidden":
        near = get_close_matches(key, _keys(), 1)
        return "unknown key", f"did you mean {near[0]}?" if near else f"take it out; {DOCS}"
    if error["type"] == "missing":
        return "missing", f"add the key; {DOCS}"
    if error["type"].startswith("union_tag"):
        kinds = ", ".join(sorted(_kinds()))
        return "missing or unknown", f"give one of {kinds}"
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if error["type"] == "value_error":
        return message, DOCS
    return f"{message}, not {_shown(given)}", DOCS


def _keys() -> list[str]:
    models: tuple[type[BaseModel], ...] = (Config, Http, Target, Files, Web, Bucket)
    return sorted({name for model in models for name in model.model_fields if name != "folder"})


def _shown(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= 60 else text[:59] + "…"


def _line(text: str, keys: list[str | int]) -> int:
    """The line of the key, else of the table it belongs to; from 1."""
    lines = text.split("\n")
    first, last = _table_lines(lines, keys)
    name = next((part for part in reversed(keys) if isinstance(part, str)), "")
    key = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
    return next((number for number in range(first, last) if key.match(lines[number])), max(first, 0)) + 1


def _table_lines(lines: list[str], keys: list[str | int]) -> tuple[int, int]:
    """First line of the table that the keys lead to, and the line behind its last; from 0."""
    headers = [(number, found[1]) for number, line in enumerate(lines) if (found := HEADER.match(line))]
    ends = [number for number, _ in headers[1:]] + [len(lines)] * bool(headers)
    spans = [(number, end) for (number, name), end in zip(headers, ends, strict=True) if keys and name == keys[0]]
    wanted = keys[1] if len(keys) > 1 and isinstance(keys[1], int) else 0
    if wanted < len(spans):
        return spans[wanted]
    return 0, headers[0][0] if headers else len(lines)


def _refuse_twins(path: Path, text: str, config: Config) -> None:
    seen: set[str] = set()
    for number, source in enumerate(config.source):
        if source.name in seen:
            line = _line(text, ["source", number, "name"])
            message = f"{path}, line {line}: source.name: there is another source {source.name!r}"
            raise BadInput(message, "give each source a name of its own")
        seen.add(source.name)


def _require_contact(path: Path, config: Config) -> None:
    if config.http.contact is None and any(isinstance(source, Web) for source in config.source):
        message = f"{path}, line 1: http.contact: missing, but servers on the web are to be asked"
        raise BadInput(message, 'add `contact = "…"` below [http], an address or page by which you can be reached')
