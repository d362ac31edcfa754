"""Web archives: pages are read, everything else is accounted for, damage costs what it must."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, date, datetime

import brotli
import pytest

from crawls import Capture, crawl
from transforms.read import Limits, read

BODY = "China and Kenya signed 12 agreements on rail and health during the visit, the two ministries said."


def page(text: str = BODY, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>".encode()


DATED = page(head='<meta property="article:published_time" content="2024-05-10">')
RUSSIAN = "Россия и Китай подписали 12 соглашений о торговле."
CAPTURES = [
    Capture("https://example.org/a", DATED),
    Capture("https://example.org/gone", b"<p>no</p>", status="404 Not Found"),
    Capture("https://example.org/i.png", b"\x89PNG", media="image/png"),
    Capture("https://example.org/odd", b"?", media="nonsense"),
    Capture("https://example.org/empty", b"<html></html>"),
    Capture("https://example.org/b", page(RUSSIAN).decode().encode("cp1251"),
            media="text/html; charset=windows-1251"),
    Capture("https://example.org/a", b"", kind="revisit"),
    Capture("https://example.org/n.txt", BODY.encode(), media="text/plain"),
]  # fmt: skip
SKIPPED = {
    "media_image": 1,
    "media_other": 1,
    "no_article": 1,
    "record_request": 8,
    "record_warcinfo": 1,
    "revisit": 1,
    "status_404": 1,
}


def wacz(archive: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("archive/data.warc.gz", archive)
        packed.writestr("pages/pages.jsonl", '{"id": "1", "text": "no article"}')
        packed.writestr("datapackage.json", "{}")
    return written.getvalue()


@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz"])
def test_pages_of_a_crawl(name: str) -> None:
    result = read(crawl(CAPTURES, compress=name.endswith("gz")), name, datetime(2026, 1, 1, tzinfo=UTC))
    dated, russian, plain = result.documents
    assert (dated.url, dated.source_id, dated.text) == ("https://example.org/a", "https://example.org/a", BODY)
    assert (dated.published_date, dated.published_date_source) == (date(2024, 5, 10), "meta")
    assert dated.source_uri.startswith(f"{name}#")
    assert russian.text.startswith("Россия и Китай")
    assert plain.text == BODY
    assert (plain.published_date, plain.arrived_utc) == (None, datetime(2024, 5, 12, 6, 7, 8, tzinfo=UTC))
    assert result.rejects == []
    assert result.skipped_by_reason == SKIPPED


def test_offset_leads_to_the_record() -> None:
    data = crawl(CAPTURES)
    for found in read(data, "c.warc.gz").documents:
        offset = int(found.source_uri.partition("#")[2])
        [again, *_] = read(data[offset:], "c.warc.gz").documents
        assert again.text == found.text


def test_packed_crawl() -> None:
    result = read(wacz(crawl(CAPTURES)), "c.wacz")
    assert len(result.documents) == 3
    assert result.documents[0].source_uri.startswith("c.wacz!/archive/data.warc.gz#")
    assert result.skipped_by_reason == SKIPPED | {"crawl_index": 2}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress(page())),
        ([("Content-Encoding", "br")], brotli.compress(page())),
        ([("Transfer-Encoding", "chunked")], b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page())),
        ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], page()),
    ],
)
def test_encodings_of_the_transfer(headers: list[tuple[str, str]], body: bytes) -> None:
    [found] = read(crawl([Capture("https://example.org/a", body, headers=headers)]), "c.warc.gz").documents
    assert found.text == BODY


def test_record_cut_off() -> None:
    data = crawl([CAPTURES[0], CAPTURES[7]], compress=False)
    result = read(data[:-40], "c.warc")
    assert len(result.documents) == 1
    assert [reject.error for reject in result.rejects] == ["record is cut off"]


@pytest.mark.parametrize("length", [b"9999999999", b"20", b"-5", b"x"])
def test_lengths_that_lie(length: bytes) -> None:
    data = crawl([CAPTURES[7], CAPTURES[0]], compress=False)
    at = data.index(b"Content-Length: ", data.index(b"WARC-Type: response")) + len(b"Content-Length: ")
    result = read(data[:at] + length + data[data.index(b"\r", at) :], "c.warc")
    assert result.rejects
    assert not result.documents or length == b"20"


def test_page_beyond_the_limits() -> None:
    data = crawl([Capture("https://example.org/big", page("word " * 5_000)), CAPTURES[0]])
    result = read(data, "c.warc.gz", limits=Limits(page_bytes=10_000))
    assert [reject.error for reject in result.rejects] == ["page of more than 10000 bytes"]
    assert len(result.documents) == 1
    result = read(data, "c.warc.gz", limits=Limits(record_bytes=10_000))
    assert [reject.error for reject in result.rejects] == ["record of more than 10000 bytes"]


@pytest.mark.parametrize("kind", ["response", "request"])
def test_bomb_in_a_record(kind: str) -> None:
    body = bytes(20_000_000)
    data = crawl([Capture("https://example.org/bomb", body, kind=kind)])
    result = read(data, "c.warc.gz", limits=Limits(free_bytes=1_000_000, ratio=10, record_bytes=10**9))
    assert [reject.error for reject in result.rejects] == ["decompression bomb: expands to more than 1000000 bytes"]


def test_no_web_archive() -> None:
    for data in (b"", b"no archive at all", gzip.compress(b"no archive at all")):
        result = read(data, "c.warc.gz")
        assert [reject.source_uri for reject in result.rejects] == ["c.warc.gz"]
