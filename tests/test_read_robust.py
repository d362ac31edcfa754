"""Whatever the bytes, reading never raises and loses no record."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.read import FORMATS, read

SUFFIXES = [*sorted(FORMATS), ".pdf", ""]
MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<article>", "<table><tr><td>", "<title>", "<script type='application/ld+json'>", "{", "}"]
    )
    | st.sampled_from(
        ['<meta name="date" content="', '">', "<time datetime=", "&#0;", "&#150;", "<!--", "-->", "<![CDATA["]
    )
    | st.text(max_size=20),
    max_size=20,
).map("".join)
HEADS = st.lists(
    st.sampled_from(
        ["BEIJING", "Nov. 26", "(Xinhua)", " -- ", ", ", ". ", "/TASS/", " – ", "\n", "\n\n", "By ", "2024", "date "]
    )
    | st.text(max_size=8),
    max_size=15,
).map("".join)
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("suffix", SUFFIXES)
@RELAXED
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_somewhere(suffix: str, data: bytes) -> None:
    result = read(data, f"x{suffix}")
    assert result.documents or result.rejects
    assert all(found.text.strip() and found.source_id for found in result.documents)
    assert all(reject.error and reject.remedy and reject.source_id for reject in result.rejects)


@RELAXED
@given(page=MARKUP)
def test_any_markup(page: str) -> None:
    result = read(page.encode("utf-8", "replace"), "x.html")
    assert len(result.documents) + len(result.rejects) == 1


@RELAXED
@given(content=HEADS)
def test_any_head(content: str) -> None:
    result = read(content.encode("utf-8", "replace"), "x.txt")
    assert len(result.documents) + len(result.rejects) == 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["id", "url", "title", "date", "text", "body", "publisher", "author", "articles"]) | st.text(
    max_size=5
)
RECORDS = JSON_VALUES | st.dictionaries(KEYS, JSON_VALUES, max_size=6)


@RELAXED
@given(records=st.lists(RECORDS, min_size=2, max_size=5))
def test_every_json_record_is_accounted_for(records: list[object]) -> None:
    in_list = read(json.dumps(records).encode(), "x.json")
    assert len(in_list.documents) + len(in_list.rejects) == len(records)
    by_line = read("\n".join(map(json.dumps, records)).encode(), "x.jsonl")
    assert len(by_line.documents) + len(by_line.rejects) == len(records)


@RELAXED
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), min_size=1, max_size=6)
)
def test_every_row_is_accounted_for(texts: list[str]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["id", "text"], *([str(n), text] for n, text in enumerate(texts))])
    result = read(written.getvalue().encode(), "x.csv")
    assert len(result.documents) + len(result.rejects) == len(texts)
    kept = {found.source_id: found.text for found in result.documents if not found.notes}
    assert all(kept[key] == texts[int(key)] for key in kept)
