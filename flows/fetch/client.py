"""One answer from a server: politely asked for, within limits of time and size, after bounded redirects."""

from __future__ import annotations

import ssl
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from flows import software
from flows.config import MEGABYTE, Http
from flows.fetch.addresses import NotFetchedError, normal
from flows.fetch.connection import Deadline, Guarded

AGENT = "coopstats"
ROBOTS_BYTES = 512 * 1_024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
UNCHANGED = 304
LONGEST_WAIT = 60.0
PIECE = 2**16
LATER = "run again later"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came; `data` is None when the server said that nothing has changed."""

    url: str
    status: int
    data: bytes | None
    headers: dict[str, str]


@dataclass(slots=True)
class Host:
    """What is remembered of one host while a run lasts."""

    slots: BoundedSemaphore
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    robots: Protego | None = None
    robots_fault: NotFetchedError | None = None
    down: NotFetchedError | None = None


class Client:
    """Asks servers for one run; safe to share between threads."""

    def __init__(self, http: Http) -> None:
        """With the limits of the configuration."""
        self._http = http
        self._deadline = Deadline()
        backend = Guarded(http.allow_private, self._deadline)
        context = ssl.create_default_context()
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, keepalive_expiry=15)
        self._hosts: dict[str, Host] = defaultdict(lambda: Host(BoundedSemaphore(http.concurrent_per_host)))
        self._lock = Lock()
        contact = f" (+{http.contact})" if http.contact else ""
        self._agent = f"{AGENT}/{software.version()}{contact}"

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The answer for the address, asked whether it has changed where a mark is given; NotFetchedError else."""
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in marks.items() if value}
        asked = normal(url)
        for _ in range(self._http.redirects + 1):
            self._require_robots(asked)
            answer = self._persistent(asked, headers, self._http.largest_bytes)
            if answer.status not in REDIRECTS:
                return _checked(answer)
            asked = normal(urljoin(asked, answer.headers.get("location", "")))
        message = f"more than {self._http.redirects} redirects in a row"
        raise NotFetchedError(message, "give the final address, or raise http.redirects")

    def close(self) -> None:
        """End all connections."""
        self._pool.close()

    def _persistent(self, url: str, headers: dict[str, str], largest: int) -> Answer:
        """The answer after as many attempts as it is worth; a host that fails them all is left alone."""
        host = self._host(url)
        if host.down:
            raise host.down
        attempts = Retrying(
            stop=stop_after_attempt(self._http.retries + 1),
            wait=_wait,
            retry=retry_if_exception(lambda error: isinstance(error, NotFetchedError) and error.again),
            reraise=True,
        )
        try:
            return attempts(self._once, url, headers, largest)
        except NotFetchedError as error:
            if error.again and not error.status:
                host.down = NotFetchedError(f"{error.error}; the host was given up for this run", LATER, again=True)
            raise

    def _once(self, url: str, headers: dict[str, str], largest: int) -> Answer:
        host = self._host(url)
        with host.slots:
            self._pace(host)
            self._deadline.set(self._http.total_seconds)
            try:
                answer = self._sent(url, headers, largest)
            except httpcore.TimeoutException as error:
                raise NotFetchedError(f"no answer in time: {error}".rstrip(": "), LATER, again=True) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                raise NotFetchedError(f"connection failed: {error}", LATER, again=True) from error
        if answer.status in PASSING:
            wait = _asked_wait(answer.headers.get("retry-after"))
            again = wait <= LONGEST_WAIT
            message = f"HTTP status {answer.status}" + ("" if again else f", to be asked again in {wait:.0f} seconds")
            raise NotFetchedError(message, LATER, again=again, status=answer.status, wait=wait)
        return answer

    def _sent(self, url: str, headers: dict[str, str], largest: int) -> Answer:
        http = self._http
        own = {"User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*", "Host": urlsplit(url).netloc}
        timeout = {"connect": http.connect_seconds, "read": http.read_seconds, "write": 20.0, "pool": 60.0}
        with self._pool.stream(
            "GET", url, headers=list((own | headers).items()), extensions={"timeout": timeout}
        ) as response:
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status == UNCHANGED or response.status in REDIRECTS:
                return Answer(url, response.status, None, told)
            return Answer(url, response.status, _body(response, told, largest), told)

    def _host(self, url: str) -> Host:
        parts = urlsplit(url)
        with self._lock:
            return self._hosts[f"{parts.scheme}://{parts.netloc}"]

    def _pace(self, host: Host) -> None:
        """Wait until the host may be asked again."""
        delay = 1.0 / self._http.requests_per_second
        if host.robots is not None:
            delay = max(delay, min(float(host.robots.crawl_delay(AGENT) or 0), LONGEST_WAIT))
        with host.lock:
            start = max(host.free_at, time.monotonic())
            host.free_at = start + delay
        time.sleep(max(0.0, start - time.monotonic()))

    def _require_robots(self, url: str) -> None:
        """NotFetchedError when the host's robots.txt does not allow the address, or cannot be had."""
        host = self._host(url)
        with self._lock:
            known = host.robots is not None or host.robots_fault is not None
        if not known:
            self._read_robots(host, urljoin(url, "/robots.txt"))
        if host.robots_fault:
            raise host.robots_fault
        if host.robots is not None and not host.robots.can_fetch(url, AGENT):
            raise NotFetchedError("robots.txt forbids it", "ask the owner for leave, or take the address out")

    def _read_robots(self, host: Host, url: str) -> None:
        try:
            answer = self._persistent(url, {}, ROBOTS_BYTES)
            for _ in range(self._http.redirects):
                if answer.status not in REDIRECTS:
                    break
                target = normal(urljoin(answer.url, answer.headers.get("location", "")))
                answer = self._persistent(target, {}, ROBOTS_BYTES)
        except NotFetchedError as error:
            again = error.again or bool(error.status)
            host.robots_fault = NotFetchedError(error.error, error.remedy, again=again, status=error.status)
            if error.status:
                told = f"robots.txt cannot be had ({error.error}), which forbids all"
                host.robots_fault = NotFetchedError(told, LATER, again=True, status=error.status)
            return
        text = (answer.data or b"").decode("utf-8", "replace") if answer.status == 200 else ""
        host.robots = Protego.parse(text)


def _body(response: httpcore.Response, headers: dict[str, str], largest: int) -> bytes:
    """The whole body, expanded; NotFetchedError as soon as it is too large, cut off or badly compressed."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "", "gzip", "x-gzip"}:
        raise NotFetchedError(f"unknown content coding {coding}", "report it to the owner of the server")
    expander = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in coding else None
    found = bytearray()
    for piece in response.iter_stream():
        found += _expanded(expander, piece, largest - len(found)) if expander else piece
        if len(found) > largest:
            told = f"answer of more than {largest / MEGABYTE:g} MB"
            raise NotFetchedError(told, "raise http.largest_mb, or take the address out")
    if expander and not expander.eof and found:
        raise NotFetchedError("compressed answer was cut off", LATER, again=True)
    return bytes(found)


def _expanded(expander: Any, piece: bytes, left: int) -> bytes:
    """What the piece expands to, at most one byte more than is left."""
    try:
        return bytes(expander.decompress(piece, max(left, 0) + 1))
    except zlib.error as error:
        raise NotFetchedError(f"damaged compression: {error}", "report it to the owner of the server") from error


def _checked(answer: Answer) -> Answer:
    if answer.status in {200, UNCHANGED}:
        return answer
    remedy = "mend the address, or take it out" if answer.status < 500 else LATER
    raise NotFetchedError(f"HTTP status {answer.status}", remedy, again=answer.status >= 500, status=answer.status)


def _wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: what the server asked for, else growing and with jitter."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, NotFetchedError) else 0.0
    return asked or wait_exponential_jitter(multiplier=0.5, max=20)(state)


def _asked_wait(header: str | None) -> float:
    """Seconds of a Retry-After header; 0 when there is none that can be read."""
    if not header:
        return 0.0
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
