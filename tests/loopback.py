"""A web server on this machine that answers as a test tells it to, well or badly."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeAlias

Asked: TypeAlias = "Handler"
Page: TypeAlias = "bytes | tuple[int, dict[str, str], bytes] | Callable[[Handler], None]"


@dataclass
class Site:
    """The pages by path, and what was asked for: path and headers, in order."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    root: str = ""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = self.site.pages.get(self.path, (404, {}, b""))
        if callable(page):
            page(self)
            return
        status, headers, body = page if isinstance(page, tuple) else (200, {"Content-Type": "text/html"}, page)
        if headers.get("ETag") and self.headers["If-None-Match"] == headers["ETag"]:
            status, body = 304, b""
        self.give(status, headers, body)

    def give(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def site(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server while this lasts; with a context it speaks TLS."""
    told = Site()
    server = Quiet(("127.0.0.1", 0), type("Bound", (Handler,), {"site": told}))
    told.root = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    if context:
        # The handshake waits for the thread of its own connection: a client that fails it holds up no other
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def dripping(handler: Handler) -> None:
    """An answer whose bytes come one by one, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    """An answer without an end."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def cut_off(handler: Handler) -> None:
    """An answer that is shorter than it says."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


def silent(handler: Handler) -> None:
    """No answer at all."""
    time.sleep(3)
    handler.close_connection = True


def bomb(megabytes: int) -> Page:
    """A small answer that expands to many megabytes."""
    body = gzip.compress(b"\0" * (megabytes << 20))
    return 200, {"Content-Encoding": "gzip", "Content-Type": "text/html"}, body
