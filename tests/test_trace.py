"""What became of an input, told by any of its names; and another try for what is in quarantine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import coopstats
from flows import tracing
from flows.build import build
from flows.problems import BadInput

TEXT = (
    "OSLO, Jan. 4, 2024 -- Norway and Kenya signed 9 agreements on fisheries in 2023, the ministry said. "
    "The two countries trained 120 inspectors last year and opened a school for captains in Mombasa, it added."
)


@pytest.fixture(scope="module")
def place(harness: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - the server of flows
    """A folder `raw` with records of several outcomes and, published from it, a folder `out`."""
    folder = tmp_path_factory.mktemp("trace")
    raw = folder / "raw" / "in"
    raw.mkdir(parents=True)
    first = {"id": "f-1", "url": "https://a.example/1", "date": "2024-01-04", "text": TEXT}
    reprint = first | {"id": "f-2", "url": "https://b.example/2", "date": "2024-01-05"}
    (raw / "two.jsonl").write_text(json.dumps(first) + "\n" + json.dumps(reprint) + "\n")
    (raw / "zebra.json").write_text(json.dumps(first))
    (raw / "broken.json").write_text("{")
    build(folder / "raw", folder / "out")
    return folder


def traced(place: Path, wanted: str) -> list[dict[str, Any]]:
    return tracing.trace(place / "out", wanted)


@pytest.mark.parametrize(
    ("wanted", "outcomes"),
    [
        ("in/two.jsonl", ["article", "duplicate"]),
        ("data/raw/in/two.jsonl", ["article", "duplicate"]),
        ("in/two.jsonl#1", ["article"]),
        ("https://b.example/2", ["duplicate"]),
        ("f-1", ["duplicate", "article"]),
        ("in/broken.json", ["quarantined"]),
    ],
)
def test_every_name_leads_to_the_record(place: Path, wanted: str, outcomes: list[str]) -> None:
    assert sorted(row["outcome"] for row in traced(place, wanted)) == sorted(outcomes)


def test_a_reprint_names_its_origin_and_a_document_its_claims(place: Path) -> None:
    (origin,) = traced(place, "in/two.jsonl#1")
    (reprint,) = traced(place, "https://b.example/2")
    assert reprint["reprint_of"] == origin["article_id"]
    assert origin["counts"] == 2
    assert len(origin["claims"]) == 2
    assert traced(place, origin["article_id"])


def test_what_is_in_quarantine_names_error_and_remedy(place: Path) -> None:
    (lost,) = traced(place, "in/broken.json")
    assert lost["stage"] == "read"
    assert "JSON" in lost["error"]
    assert lost["remedy"]


def test_an_unknown_name_is_answered_with_near_ones(place: Path) -> None:
    with pytest.raises(BadInput, match=r"near to it: .*in/two\.jsonl"):
        traced(place, "in/tow.jsonl")


def test_the_commands(place: Path, server: dict[str, str], tmp_path: Path) -> None:
    given: dict[str, Any] = {"env": server, "cwd": tmp_path}
    out = ["--processed", str(place / "out")]
    shown = coopstats("trace", "in/two.jsonl", *out, **given).stdout
    assert "2 records: 1 article, 1 duplicate" in shown
    assert json.loads(coopstats("trace", "f-2", *out, "--json", **given).stdout)["records"][0]["outcome"] == "duplicate"
    assert coopstats("trace", "nowhere", *out, **given).returncode == 2
    listed = json.loads(coopstats("quarantine", "list", *out, "--json", **given).stdout)["quarantine"]
    assert [one["source_uri"] for one in listed] == ["in/broken.json"]
    assert coopstats("quarantine", "list", *out, "--stage", "fetch", **given).stdout.count("\n") == 1


def test_another_try_reads_unchanged_files_again(place: Path, server: dict[str, str], tmp_path: Path) -> None:
    given: dict[str, Any] = {"env": server, "cwd": tmp_path}
    where = ["--raw", str(place / "raw"), "--processed", str(place / "out")]
    again = coopstats("quarantine", "retry", *where, **given)
    assert "in/broken.json: broken JSON" in again.stdout
    assert again.stderr.count("extracting (1 batch)") == 1
    (place / "raw" / "in" / "broken.json").write_text(json.dumps({"id": "ok", "text": TEXT.replace("9", "7")}))
    assert "in/broken.json: out of quarantine" in coopstats("quarantine", "retry", *where, **given).stdout
    assert "nothing is in quarantine" in coopstats("quarantine", "retry", *where, **given).stdout
