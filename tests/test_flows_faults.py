"""What fails in a run: it costs as little as can be, is told, and nothing that breaks a rule is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pytest

from conftest import write_articles
from flow_runs import contents, run, table, touched
from flows import assemble, batch, manifest, pieces, release, stamps, tasks
from flows.batch import read_tables
from flows.problems import Locked, Refused
from transforms import check, schema
from transforms.extract import extract
from transforms.monitor import coverage
from transforms.normalise import Frames
from transforms.read import Found
from transforms.records import Document, Extraction

pytestmark = pytest.mark.usefixtures("harness", "fixed_clock")


def fails_for(part: str, error: Exception) -> Callable[[Document], Extraction]:
    def failing(document: Document) -> Extraction:
        if part in document.text:
            raise error
        return extract(document)

    return failing


def test_one_bad_document_does_not_stop_a_run(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "extract", fails_for("Kenya", ZeroDivisionError("division\nby zero")))
    outcome = run(raw, out, engine="threads")
    assert outcome["status"] == "published"
    entry = next(entry for entry in outcome["quarantined"] if entry["stage"] == "extract")
    assert (entry["source_uri"], entry["error"]) == ("nested/rail.json", "ZeroDivisionError: division by zero")
    states = table(out, "articles").set_index("source_id")["state"]
    assert states["rail-1"] == "extraction_failed"
    assert states["2024-05-10-pacts"] == "extracted"


def test_rows_that_break_a_rule_go_to_quarantine(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(document: Document) -> Extraction:
        extraction = extract(document)
        if document.source_id == "2024-05-10-pacts":
            extraction.counts[0].status = "perhaps"
        return extraction

    monkeypatch.setattr(batch, "extract", faulty)
    entry = next(entry for entry in run(raw, out)["quarantined"] if entry["stage"] == "normalise")
    assert entry["error"] == "1 row breaks the rule counts.code:status: 29"
    assert set(table(out, "articles")["state"]) == {"extracted"}
    articles = table(out, "articles").set_index("article_id")["source_id"]
    left = [
        row["value_text"] for row in table(out, "counts").to_dict("records") if "pacts" in articles[row["article_id"]]
    ]
    assert left
    assert "29" not in left
    assert check.check(read_tables(out, schema.tables())) == []


def test_rows_of_the_wrong_type_go_to_quarantine(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(document: Document) -> Extraction:
        extraction = extract(document)
        for count in extraction.counts:
            count.sentence_index = "first"  # type: ignore[assignment]
        return extraction

    monkeypatch.setattr(batch, "extract", faulty)
    stages = {entry["stage"] for entry in run(raw, out)["quarantined"]}
    assert stages == {"read", "normalise"}


def test_a_reader_that_fails_costs_one_file(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transforms.read import parts

    def failing(stream: BinaryIO, name: str, *given: Any, **named: Any) -> Iterator[Found]:
        if name == "nested/rail.json":
            raise RuntimeError("no")
        return parts(stream, name, *given, **named)

    monkeypatch.setattr(pieces, "parts", failing)
    errors = {entry["source_uri"]: entry["error"] for entry in run(raw, out)["quarantined"]}
    assert errors["nested/rail.json"] == "RuntimeError: no"


def test_a_file_that_cannot_be_opened_is_tried_again(raw: Path, out: Path) -> None:
    (raw / "later.txt").symlink_to("not-yet.there")
    outcome = run(raw, out)
    entry = next(entry for entry in outcome["quarantined"] if entry["source_uri"] == "later.txt")
    assert entry["error"] == "cannot be opened: No such file or directory"
    assert run(raw, out)["status"] == "unchanged"
    write_articles(raw, {"../not-yet.there": "Chile lent Peru two trains.\n"})
    (raw / "later.txt").unlink()
    (raw / "later.txt").symlink_to("../not-yet.there")
    assert run(raw, out)["status"] == "published"
    assert "later" in set(table(out, "articles")["source_id"])


def put(table: str, **cells: Any) -> Callable[[Frames], Frames]:
    """A change that puts values into the first row of one finished table."""

    def change(frames: Frames) -> Frames:
        frame = frames[table].reset_index(drop=True)
        for column, value in cells.items():
            values = frame[column].astype(object)
            values[0] = value
            frame = frame.assign(**{column: values.astype(frame[column].dtype)})
        return frames | {table: frame}

    return change


def twice(table: str) -> Callable[[Frames], Frames]:
    return lambda frames: frames | {table: pd.concat([frames[table], frames[table].tail(1)], ignore_index=True)}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (put("counts", statistic_id="nobody"), "counts breaks the rule foreign_key:statistic_id"),
        (put("statistics", status="done"), "statistics breaks the rule code:status"),
        (twice("statistics"), "statistics breaks the rule key"),
        (put("statistics", lower=9e99, upper=None), "statistics breaks the rule bounds_hold_value"),
        (
            put("statistics", period_start=date(2024, 2, 1), period_end=date(2024, 1, 1)),
            "statistics breaks the rule periods_in_order",
        ),
        (put("counts", confidence=2.0), "counts breaks the rule maximum:confidence"),
        (put("coverage_pairs", articles_seen=99), "coverage_pairs breaks the rule seen_within_delivered"),
    ],
)
def test_tables_that_break_a_rule_are_not_published(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Frames], Frames], broken: str
) -> None:
    """A fault behind the rows of single documents: the set of before stays, untouched."""
    shutil.copytree(published_once(raw), out, symlinks=True)
    before = touched(out)
    monkeypatch.setattr(assemble, "coverage", lambda frames: change(frames | coverage(frames)))
    with pytest.raises(Refused, match=broken) as refused:
        run(raw, out, full=True)
    assert refused.value.exit_code == 1
    assert touched(out) == before
    assert {path.name for path in out.glob(".*")} <= {".lock", ".lease", stamps.NAME}


def published_once(raw: Path) -> Path:
    """The tables of the articles, published into a folder beside them."""
    run(raw, raw.parent / "before")
    return raw.parent / "before"


def test_a_report_that_cannot_be_drawn_does_not_keep_tables_back(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.views import charts

    def failing(*_: Any) -> Any:
        raise ValueError("no <ink>")

    monkeypatch.setattr(charts, "by_status", failing)
    outcome = run(raw, out)
    assert (outcome["status"], outcome["report_failure"]) == ("published", "ValueError: no <ink>")
    assert manifest.faults(out) == []
    assert "could not be drawn (ValueError: no &lt;ink&gt;)" in (out / "report.html").read_text(encoding="utf-8")
    monkeypatch.undo()
    assert run(raw, out, full=True)["status"] == "unchanged"


def test_publishing_is_tried_again(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = release.switch, [OSError("the share is gone")]

    def shaky(*args: Any, **given: Any) -> None:
        if failures:
            raise failures.pop()
        real(*args, **given)

    monkeypatch.setattr(release, "switch", shaky)
    monkeypatch.setattr(tasks.publish, "retry_delay_seconds", [0.0, 0.0])
    assert run(raw, out)["status"] == "published"
    assert manifest.faults(out) == []


def test_pure_work_is_not_tried_again(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []

    def failing(path: Path) -> Path:
        calls.append(path)
        raise ValueError("no better the second time")

    monkeypatch.setattr(batch, "run", failing)
    with pytest.raises(ValueError, match="no better"):
        run(raw, out)
    assert len(calls) == 1
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("plain_files", [False, True])
def test_a_damaged_set_is_mended(raw: Path, out: Path, plain_files: bool) -> None:
    run(raw, out, plain_files=plain_files)
    before = contents(out)
    (out / "counts.parquet").unlink()
    assert run(raw, out, plain_files=plain_files)["status"] == "restored"
    assert contents(out) == before
    shutil.rmtree(out / "releases")
    (out / "counts.parquet").unlink(missing_ok=True)
    assert run(raw, out, plain_files=plain_files)["status"] == "published"
    assert manifest.faults(out) == []


def test_two_writers_do_not_meet(raw: Path, out: Path) -> None:
    with release.writer(out), pytest.raises(Locked):
        run(raw, out)
