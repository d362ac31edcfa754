"""Seeds mutated without regard for their structure: reading them raises nothing and loses nothing."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from crawls import Capture, crawl
from transforms.read import Limits, ReadResult, read

BODY = "China and Kenya signed 12 agreements on rail and health during the visit, “officials” said in Łódź."
PAGE = f"""<html><head><title>Deals</title><meta property="og:url" content="https://example.org/a"><script
type="application/ld+json">{{"@type": "NewsArticle", "headline": "Deals", "datePublished": "2024-05-10"}}</script>
</head><body><article><h1>Deals</h1><p>{BODY}</p><ul><li>one</li></ul><table><tr><td>4</td></tr></table></article></body></html>"""
XML = f"""<?xml version="1.0"?><!DOCTYPE nitf [<!ELEMENT a ANY>]><rss><channel><title>T</title><item><title>A</title>
<link>https://example.org/a</link><description><![CDATA[<p>{BODY}</p>]]></description></item></channel></rss>"""
RECORD = json.dumps({"id": "k-1", "date": "2024-05-10", "text": BODY, "nested": [[[{"a": 1.5e9}]]]})
TOKENS = [
    b"<",
    b">",
    b"&",
    b'"',
    b"\0",
    b"\n",
    b"\r",
    b"{",
    b"[",
    b"]]>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"%s",
    b"-1",
    b"PK",
]
TOKENS += [
    b"<!--",
    b"<![CDATA[",
    b"&#0;",
    b"\x1f\x8b",
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"9" * 20,
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
]
# Small bounds, so that what would be a bomb is stopped at once.
LIMITS = Limits(
    file_bytes=2**20, record_bytes=2**20, page_bytes=2**18, text_characters=200_000, members=200, free_bytes=2**23
)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """A tar archive."""
    written = io.BytesIO()
    with tarfile.TarFile(fileobj=written, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return written.getvalue()


def parquet() -> bytes:
    """A Parquet file of a few rows."""
    written = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "text": [BODY, BODY], "date": ["2024-05-10", None]}), written)
    return written.getvalue()


def seeds() -> dict[str, bytes]:
    """File name -> a sound input of that format."""
    plain = {
        "x.csv": f'id,date,text\n1,2024-05-10,"{BODY}"\n2,,{BODY}\n'.encode(),
        "x.html": PAGE.encode(),
        "x.json": f'{{"articles": [{RECORD}, {RECORD}]}}'.encode(),
        "x.jsonl": f"{RECORD}\n{RECORD}\n".encode(),
        "x.parquet": parquet(),
        "x.txt": f"Deals\n\nNAIROBI, May 10, 2024 (Xinhua) -- {BODY}\n".encode(),
        "x.xml": XML.encode(),
    }
    captures = [Capture("https://example.org/a", PAGE.encode()), Capture("https://example.org/b", b"", "404 Not Found")]
    packed = {"x.warc": crawl(captures, compress=False), "x.warc.gz": crawl(captures), "x.tar": tarred(plain)}
    packed |= {"x.zip": zipped(plain), "x.wacz": zipped({"archive/a.warc.gz": crawl(captures)})}
    packed |= {"x.tar.gz": gzip.compress(packed["x.tar"]), "x.html.gz": gzip.compress(plain["x.html"])}
    packed["x.jsonl.zst"] = bytes(pa.Codec("zstd").compress(plain["x.jsonl"], asbytes=True))
    return plain | packed


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The seed after one to six small changes."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randint(1, 1 + len(data) // chance.choice([2, 8, 64])))
        change = chance.randrange(7)
        if change == 0:
            del data[at:end]
        elif change == 1:
            data[at:at] = data[at:end] * chance.choice([1, 2, 20])
        elif change == 2:
            data[at:at] = chance.choice(TOKENS) * chance.choice([1, 1, 3, 200])
        elif change == 3 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif change == 4:
            data[at:end] = chance.randbytes(end - at)
        elif change == 5:
            del data[at:]
        else:
            data[at:end] = bytes(reversed(data[at:end]))
    return bytes(data[:2_000_000])


def inputs(name: str, seed: bytes, runs: int, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of so many mutated inputs; the same numbers give the same bytes."""
    for number in range(start, start + runs):
        yield number, mutated(seed, random.Random(f"{name}/{number}"))  # noqa: S311 - repeatable, no secret


def fault(name: str, data: bytes) -> str | None:
    """What is wrong with how the input was taken, none when all of it is accounted for."""
    try:
        result = read(data, name, limits=LIMITS)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"{type(error).__name__}: {error}"
    return unaccounted(result)


def unaccounted(result: ReadResult) -> str | None:
    """What the result says nothing about."""
    if not (result.documents or result.rejects or result.skipped):
        return "nothing came of it"
    if not all(found.text.strip() and found.source_id and found.source_uri for found in result.documents):
        return "a document without text, identifier or address"
    if not all(one.error and one.remedy and one.source_uri for one in result.rejects):
        return "a reject without error, remedy or address"
    return None
