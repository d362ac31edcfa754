"""Web archives for tests and benchmarks, written by warcio."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FETCHED = "2024-05-12T06:07:08Z"


@dataclass(frozen=True)
class Capture:
    """One answer of a web server as a crawler keeps it."""

    url: str
    body: bytes
    status: str = "200 OK"
    media: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "response"


def crawl(captures: Iterable[Capture], *, compress: bool = True) -> bytes:
    """A WARC file: its own description, then a request and a response for every capture."""
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=compress)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "tests"}))
    for capture in captures:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        request = writer.create_warc_record(
            capture.url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": FETCHED}
        )
        headers = StatusAndHeaders(
            capture.status, [("Content-Type", capture.media), *capture.headers], protocol="HTTP/1.1"
        )
        answer = writer.create_warc_record(
            capture.url,
            capture.kind,
            payload=io.BytesIO(capture.body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": FETCHED},
        )
        writer.write_record(request)
        writer.write_record(answer)
    return written.getvalue()
