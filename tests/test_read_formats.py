"""JSON Lines, JSON and tables: every record ends as a document or as a reject that says what to do."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from transforms.read import LIMITS, Limits, read

BODY = "China and Kenya signed 12 agreements on rail and health during the visit."


def lines(*records: object) -> bytes:
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


def test_json_lines_keep_text_exactly() -> None:
    text = f"  {BODY}\n\n “Two” more\u00a0…  "
    [found] = read(
        lines({"id": "k-1", "date": "2024-05-10", "title": "T", "url": None, "text": text}), "a.jsonl"
    ).documents
    assert found.text == text
    assert (found.source_id, found.source_uri, found.title, found.url) == ("k-1", "a.jsonl#1", "T", None)
    assert (found.published_date, found.published_date_source) == (date(2024, 5, 10), "meta")


def test_broken_lines_cost_only_themselves() -> None:
    result = read(lines({"id": 1, "text": BODY}, '{"id": 2,', "", [1], {"id": 4}, {"text": BODY}), "b.jsonl")
    assert [found.source_id for found in result.documents] == ["1", "b#6"]
    assert [reject.source_uri for reject in result.rejects] == ["b.jsonl#2", "b.jsonl#4", "b.jsonl#5"]
    broken, no_object, no_text = result.rejects
    assert broken.error.startswith("line 2: broken JSON: Expecting")
    assert no_object.error == "line 4: record is not an object but list"
    assert no_text.error.startswith("line 5: empty text")
    assert no_text.source_id == "4"
    assert all(reject.stage == "read" and reject.remedy and len(reject.digest) == 64 for reject in result.rejects)


def test_badly_encoded_line_is_read_alone() -> None:
    data = lines({"text": "naïve"}).decode("unicode_escape").encode() + b'\n{"text": "caf\xe9 deal"}'
    first, second = read(data, "c.ndjson").documents
    assert (first.text, first.notes) == ("naïve", ())
    assert (second.text, second.notes) == ("café deal", ("decoded as cp1252",))


def test_json_lines_in_utf_16() -> None:
    found = read(lines({"text": "a b"}, {"text": "c d"}).decode().encode("utf-16"), "d.jsonl").documents
    assert [one.text for one in found] == ["a b", "c d"]


def test_nul_and_surrogate_escapes() -> None:
    [found] = read(b'{"text": "a\\u0000b \\ud83d c"}', "e.jsonl").documents
    assert found.text == "a b \ufffd c"
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ({"guid": "g", "body": BODY}, ["g"]),
        ({"link": "https://example.org/x", "content": BODY}, ["https://example.org/x"]),
        ({"article_text": BODY}, ["f"]),
        ([{"text": BODY}, {"uuid": 7, "text": BODY}], ["f#1", "7"]),
        ({"articles": [{"text": BODY}, {"text": BODY}]}, ["f#1", "f#2"]),
    ],
)
def test_json_shapes(content: object, ids: list[str]) -> None:
    result = read(json.dumps(content).encode(), "in/f.json")
    assert [found.source_id for found in result.documents] == ids
    assert all(found.text == BODY for found in result.documents)
    assert not result.rejects


@pytest.mark.parametrize("key", ["date", "published", "published_date", "datePublished", "pubDate", "Published Date"])
def test_date_keys(key: str) -> None:
    [found] = read(lines({"text": BODY, key: "2022-05-12T10:00:00Z"}), "a.jsonl").documents
    assert (found.published_date, found.published_date_source) == (date(2022, 5, 12), "meta")


@pytest.mark.parametrize("source", ["Example Times", {"name": "Example Times"}, [{"name": "Example Times"}]])
def test_publisher(source: object) -> None:
    [found] = read(lines({"text": BODY, "outlet": source, "author": [{"name": "A B"}, "C D"]}), "a.jsonl").documents
    assert (found.publisher, found.byline) == ("Example Times", "A B, C D")


def test_date_that_is_not_understood_is_noted_and_never_guessed() -> None:
    [found] = read(lines({"text": BODY, "date": "last week"}), "a.jsonl").documents
    assert (found.published_date, found.published_date_source) == (None, "none")
    assert found.notes == ("date not understood: 'last week'",)


def test_json_under_the_other_name() -> None:
    assert len(read(lines({"text": BODY}, {"text": BODY}), "a.json").documents) == 2
    assert len(read(json.dumps([{"text": BODY}] * 3).encode(), "a.jsonl").documents) == 3
    assert len(read(json.dumps({"text": BODY}, indent=2).encode(), "a.jsonl").documents) == 1


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b'[{"text": "a"', "x.json", "broken JSON: Expecting ',' delimiter (column 14)"),
        (b"[]", "x.json", "no records"),
        (b"\n \n", "x.jsonl", "no records"),
        (b"3", "x.json", "file: record is not an object but int"),
        (b'{"text": ["a"]}', "x.json", "file: text is not a string but list"),
        (b'{"text": " \\n "}', "x.json", "file: empty text"),
        (b"[" * 100_000, "x.json", "broken JSON: maximum recursion depth"),
        (b"%PDF-1.4", "x.json", "content is not text: PDF"),
        (b"a,b\n1,2\n", "x.csv", "no header row with a column for the text"),
        (b"", "x.csv", "no header row with a column for the text"),
        (b"id,text\n", "x.tsv", "no records"),
        (b" \n", "x.txt", "empty text"),
        (b"", "x.txt", "empty text"),
        (b"words", "x.pdf", "unsupported format .pdf"),
        (b"words", "x", "unsupported format: no suffix"),
    ],
)
def test_unusable_input(data: bytes, name: str, error: str) -> None:
    result = read(data, name)
    assert not result.documents
    [reject] = result.rejects
    assert reject.error.startswith(error)
    assert reject.remedy


def test_too_large_input() -> None:
    [reject] = read(b" " * (50 * 2**20 + 1), "x.json").rejects
    assert reject.error == "file of more than 50 MB"


def test_too_long_article() -> None:
    [reject] = read(b"word " * 500_000, "x.txt").rejects
    assert reject.error == "text of more than 2,000,000 characters"


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.jsonl.gz", "x.csv.gz"])
def test_rows_of_a_large_file_are_read_one_by_one(name: str) -> None:
    rows = [["id", "text"], *([str(number), f"{BODY} “{number}”\nAnd more."] for number in range(40))]
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    data = table.encode() if ".csv" in name else lines(*({"id": one, "text": text} for one, text in rows[1:]))
    small = Limits(file_bytes=500, record_bytes=200)
    whole, streamed = (read(gzip.compress(data) if "gz" in name else data, name, limits=one) for one in (LIMITS, small))
    assert len(whole.documents) == 40
    assert streamed.documents == whole.documents


def test_too_long_line_costs_only_itself() -> None:
    data = lines({"text": BODY}, {"text": "x" * 5_000}, {"text": BODY})
    result = read(data, "x.jsonl", limits=Limits(file_bytes=1_000, record_bytes=400))
    assert [found.source_uri for found in result.documents] == ["x.jsonl#1", "x.jsonl#3"]
    [reject] = result.rejects
    assert (reject.source_uri, reject.error) == ("x.jsonl#2", "line 2: of more than 400 bytes")


def test_table() -> None:
    data = (
        f'id,url,title,date,text\n1,,T,2021-01-02,"{BODY}\nand, more"\n,https://example.org/2,U,,{BODY}\n,,,,{BODY}\n'
    )
    first, second, third = read(data.encode(), "t.csv").documents
    assert (first.source_id, first.text, first.title) == ("1", f"{BODY}\nand, more", "T")
    assert (second.source_id, second.publisher) == ("https://example.org/2", "example.org")
    assert (third.source_id, third.source_uri) == ("t#5", "t.csv#5")


@pytest.mark.parametrize(("mark", "name"), [(";", "t.csv"), ("\t", "t.tsv"), ("\t", "t.csv"), ("|", "t.csv")])
def test_other_delimiters(mark: str, name: str) -> None:
    [found] = read(f"id{mark}Text\n9{mark}Two, or three deals\n".encode(), name).documents
    assert (found.source_id, found.text) == ("9", "Two, or three deals")


def test_bad_rows_cost_only_themselves() -> None:
    rows = [
        "id,title,text",
        "1,T,",
        "2,T,Body, unquoted",
        "",
        '3,"T"x,Body',
        "4,T,Good body",
        "5",
        '6,T,"open',
        "7,T,Lost",
    ]
    result = read("\n".join(rows).encode(), "t.csv")
    assert [found.source_id for found in result.documents] == ["4"]
    errors = [reject.error for reject in result.rejects]
    assert errors == [
        "line 2: empty text: no field holds the article's body",
        "line 3: row has 4 fields, header has 3",
        "line 5: broken row: ',' expected after '\"'",
        "line 7: empty text: no field holds the article's body",
        "lines 8 to 9: broken row: unexpected end of data",
    ]


def test_very_long_field() -> None:
    [found] = read(f"text\n{'word ' * 60_000}\n".encode(), "t.csv").documents
    assert len(found.text) == 300_000


def test_origin_is_kept() -> None:
    arrived = datetime(2024, 5, 10, 8, tzinfo=UTC)
    [found] = read(BODY.encode(), "folder/000_ab.c1.txt", arrived).documents
    assert (found.source_id, found.source_uri, found.arrived_utc) == ("000_ab.c1", "folder/000_ab.c1.txt", arrived)
    [reject] = read(b"", "folder/x.txt", arrived).rejects
    assert (reject.source_id, reject.source_uri, reject.arrived_utc) == ("x", "folder/x.txt", arrived)
    assert found.input_sha256 != reject.digest
