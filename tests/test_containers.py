"""Archives through the flow: every piece accounted for, whatever the chunks."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import ARTICLES, write_articles
from flows import pieces
from flows.batch import read_tables
from flows.build import build
from transforms import check, schema

pytestmark = pytest.mark.usefixtures("harness")


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")


def zipped(members: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return written.getvalue()


def published(raw: Path, out: Path, **given: Any) -> dict[str, pd.DataFrame]:
    build(raw, out, **given)
    tables = read_tables(out, schema.tables())
    assert check.check(tables) == []
    return tables


def files(out: Path) -> dict[str, bytes]:
    """The published tables but those of the history, as bytes."""
    return {path.name: path.read_bytes() for path in out.glob("*.parquet") if not path.stem.startswith("run")}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A raw folder with one archive: the usual articles, twenty short ones, two pictures, a hidden file."""
    raw = write_articles(tmp_path / "raw", {"loose.txt": "Peru and Chile opened 3 joint laboratories in 2023."})
    many = [{"id": f"m-{n}", "text": f"Kenya and Oman signed {n} agreements on fisheries."} for n in range(2, 22)]
    members = ARTICLES | {"many.jsonl": "\n".join(map(json.dumps, many)), "a.jpg": "", "in/b.jpg": "", ".x": ""}
    (raw / "news.zip").write_bytes(zipped(members))
    return raw


def test_every_piece_is_accounted_for(archive: Path, tmp_path: Path) -> None:
    tables = published(archive, tmp_path / "out")
    inputs = tables["inputs"].set_index("source_file")
    assert inputs["documents"].to_dict() == {"loose.txt": 1, "news.zip": 23}
    skipped = tables["skipped"].set_index("skip_reason")
    assert skipped["pieces"].to_dict() == {"format": 2, "hidden": 1}
    assert skipped["first_uri"].to_dict() == {"format": "news.zip!/a.jpg", "hidden": "news.zip!/.x"}
    assert set(skipped["input_id"]) == {inputs.loc["news.zip", "input_id"]}
    assert tables["quarantine"]["source_uri"].tolist() == ["news.zip!/broken.json"]
    assert "news.zip!/nested/rail.json" in set(tables["articles"]["source_uri"])


def test_chunks_do_not_change_the_tables(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(archive, tmp_path / "whole")
    monkeypatch.setattr(pieces, "MOST_PIECES", 3)
    published(archive, tmp_path / "threes")
    published(archive, tmp_path / "spread", engine="processes")
    assert files(tmp_path / "whole") == files(tmp_path / "threes") == files(tmp_path / "spread")


def test_skipped_rows_are_taken_over(archive: Path, tmp_path: Path) -> None:
    before = published(archive, tmp_path / "out")
    write_articles(archive, {"later.txt": "Peru and Cuba signed 4 agreements."})
    after = published(archive, tmp_path / "out")
    assert len(after["articles"]) == len(before["articles"]) + 1
    assert after["skipped"].to_dict() == before["skipped"].to_dict()
