"""Compressed files and archives: members addressed, broken ones alone rejected, bombs stopped."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
import zipfile

import pyarrow as pa
import pytest

from transforms.read import Limits, ReadResult, read
from transforms.records import Known

BODY = "China and Kenya signed 12 agreements on rail and health during the visit."
PAGE = f"<html><head><title>Deals</title></head><body><article><p>{BODY}</p></article></body></html>"
MEMBERS = {
    "one.txt": BODY.encode(),
    "in/two.html": PAGE.encode(),
    "in/three.jsonl": json.dumps({"id": "k-3", "text": BODY}).encode() + b'\n{"id":',
    "four.json.gz": gzip.compress(json.dumps({"id": "k-4", "text": BODY}).encode()),
    "photo.jpg": b"\xff\xd8\xff",
    ".hidden.txt": b"no article",
}
ADDRESSES = ["a!/one.txt", "a!/in/two.html", "a!/in/three.jsonl#1", "a!/four.json.gz"]


def zstd(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


def zipped(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def tarred(members: dict[str, bytes], *links: tarfile.TarInfo) -> bytes:
    written = io.BytesIO()
    with tarfile.TarFile(fileobj=written, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for link in links:
            archive.addfile(link)
    return written.getvalue()


def errors(result: ReadResult) -> dict[str, str]:
    return {reject.source_uri: reject.error for reject in result.rejects}


@pytest.mark.parametrize("suffix", ["txt", "html", "json", "jsonl", "csv"])
@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_compressed_file_is_read_as_what_it_holds(suffix: str, compress: object) -> None:
    content = {
        "txt": BODY,
        "html": PAGE,
        "json": json.dumps({"text": BODY}),
        "jsonl": json.dumps({"text": BODY}),
        "csv": f"text\n{BODY}\n",
    }[suffix].encode()
    assert callable(compress)
    name = f"in/A.{suffix}.{'gz' if compress is gzip.compress else 'zst'}"
    [found] = read(compress(content), name).documents
    [plain] = read(content, f"in/A.{suffix}").documents
    assert found.text == plain.text
    assert found.source_id == plain.source_id
    assert found.source_uri.startswith(name)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst", "a.tzst", "a.ZIP"])
def test_members_are_addressed(name: str) -> None:
    data = zipped(MEMBERS) if "zip" in name.lower() else tarred(MEMBERS)
    packed = gzip.compress(data) if "gz" in name else zstd(data) if "zst" in name else data
    result = read(packed, name)
    assert [found.source_uri.replace(name, "a") for found in result.documents] == ADDRESSES
    assert [found.source_id for found in result.documents] == ["one", "two", "k-3", "k-4"]
    assert list(errors(result)) == [f"{name}!/in/three.jsonl#2"]
    assert result.skipped_by_reason == {"format": 1, "hidden": 1}
    assert {one.source_uri for one in result.skipped} == {f"{name}!/photo.jpg", f"{name}!/.hidden.txt"}


def test_archives_within_archives() -> None:
    inner = {"inner.zip": zipped(MEMBERS), "inner.tgz": gzip.compress(tarred(MEMBERS))}
    found = read(zipped(inner), "a.zip").documents
    assert len(found) == 8
    assert found[0].source_uri == "a.zip!/inner.zip!/one.txt"


def test_layers_are_limited() -> None:
    data, name = zipped({"one.txt": BODY.encode()}), "0.zip"
    for number in range(6):
        data, name = zipped({name: data}), f"{number + 1}.zip"
    result = read(data, name)
    assert not result.documents
    assert list(errors(result).values()) == ["containers more than 4 deep"]


@pytest.mark.parametrize("name", ["../up.txt", "/etc/passwd.txt", "a/../../b.txt", "C:/x.txt", "..\\up.txt"])
def test_paths_that_lead_out(name: str) -> None:
    for archive, data in {"a.zip": zipped({name: b"x", "b.txt": BODY.encode()}), "a.tar": tarred({name: b"x"})}.items():
        [error] = errors(read(data, archive)).values()
        assert error == "path leads out of the archive"


def test_links_are_passed_over() -> None:
    link, hard, device = (tarfile.TarInfo(f"{name}.txt") for name in ("link", "hard", "device"))
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "one.txt"
    device.type = tarfile.CHRTYPE
    result = read(tarred({"one.txt": BODY.encode()}, link, hard, device), "a.tar")
    assert result.skipped_by_reason == {"link": 2, "special_file": 1}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert read(written.getvalue(), "a.zip").skipped_by_reason == {"link": 1}


def test_encrypted_member() -> None:
    data = bytearray(zipped({"one.txt": BODY.encode(), "two.txt": BODY.encode()}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    result = read(bytes(data), "a.zip")
    assert errors(result) == {"a.zip!/one.txt": "encrypted member"}
    assert [found.source_id for found in result.documents] == ["two"]


@pytest.mark.parametrize("cut", [40, 200])
def test_cut_off_compression(cut: int) -> None:
    rows = "\n".join(json.dumps({"id": number, "text": f"{BODY} {number * number}"}) for number in range(5_000))
    for name, data in {"a.jsonl.gz": gzip.compress(rows.encode()), "a.jsonl.zst": zstd(rows.encode())}.items():
        result = read(data[:-cut], name)
        [reject] = result.rejects
        assert reject.source_uri == name
        assert reject.error.startswith("damaged")


def test_damaged_member_costs_only_itself() -> None:
    data = bytearray(zipped({"one.txt": BODY.encode() * 9, "two.txt": BODY.encode()}))
    data[45:60] = b"\0" * 15
    result = read(bytes(data), "a.zip")
    assert [found.source_id for found in result.documents] == ["two"]
    assert errors(result)["a.zip!/one.txt"].startswith("damaged ZIP member")


@pytest.mark.parametrize(("cut", "whole"), [(300, 4), (700, 3), (2_048, 2)])
def test_cut_off_tar(cut: int, whole: int) -> None:
    body = tarred({f"{number}.txt": BODY.encode() for number in range(4)})[: 4 * 1024]
    result = read(body[:-cut], "a.tar")
    assert len(result.documents) == whole
    assert any(error.startswith("damaged tar") for error in errors(result).values())


def test_broken_header_in_the_middle_of_a_tar() -> None:
    data = bytearray(tarred({f"{number}.txt": BODY.encode() for number in range(4)}))
    data[2048:2060] = b"\xff" * 12
    result = read(bytes(data), "a.tar")
    assert len(result.documents) == 2
    assert errors(result) == {"a.tar": "damaged tar archive: broken header"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.jsonl.gz", "a.tar.gz", "a.txt.zst"])
@pytest.mark.parametrize("data", [b"", b"no archive at all", bytes(1024)])
def test_no_archive(name: str, data: bytes) -> None:
    result = read(data, name)
    assert not result.documents
    assert [reject.source_uri for reject in result.rejects] == [name]


def test_bombs_stop_early() -> None:
    small = Limits(free_bytes=10_000, ratio=5, record_bytes=10**9)
    zeros = bytes(10_000_000)
    for name, data in {
        "a.txt.gz": gzip.compress(zeros),
        "a.txt.zst": zstd(zeros),
        "a.zip": zipped({"a.txt": zeros}),
        "a.tar.gz": gzip.compress(tarred({"a.txt": zeros})),
    }.items():
        [error] = errors(read(data, name, limits=small)).values()
        assert error.startswith("decompression bomb: expands to more than"), name


def test_too_many_members() -> None:
    members = {f"{number}.txt": b"x" for number in range(30)}
    few = Limits(members=20)
    assert errors(read(zipped(members), "a.zip", limits=few)) == {"a.zip": "archive of more than 20 members"}
    assert errors(read(tarred(members), "a.tar", limits=few)) == {"a.tar": "archive of more than 20 members"}


def test_media_type_of_a_server() -> None:
    page = read(
        PAGE.encode(), "article", known=Known(content_type="text/html; charset=utf-8", url="https://example.org/a")
    )
    [found] = page.documents
    assert (found.url, found.source_id, found.publisher) == (
        "https://example.org/a",
        "https://example.org/a",
        "example.org",
    )
    [named] = read(json.dumps({"text": BODY}).encode(), "a.jsonl", known=Known(content_type="text/plain")).documents
    assert named.text == BODY


def test_charset_of_a_server() -> None:
    text = "Россия и Китай подписали 12 соглашений."
    [found] = read(text.encode("koi8-r"), "a.txt", known=Known(charset="koi8-r")).documents
    assert found.text == text
