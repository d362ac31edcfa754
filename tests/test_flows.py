"""The flows, with a throw-away Prefect database: what is published, when, and what stops a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pytest

from conftest import ARTICLES, write_articles
from flows import assemble, batch, manifest, pieces, plan, release, software, stamps, tasks
from flows.batch import read_tables
from flows.problems import BadInput, Locked, Refused
from transforms import check, schema, vocabulary
from transforms.extract import extract
from transforms.monitor import coverage
from transforms.normalise import Frames
from transforms.read import Found
from transforms.records import Document, Extraction

pytestmark = pytest.mark.usefixtures("harness")

EPOCH = "1735689600"
MOST_TASK_RUNS = 30


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def run(raw: Path, out: Path, **given: Any) -> dict[str, Any]:
    from flows.build import build

    outcome: dict[str, Any] = build(raw, out, **given)
    return outcome


def table(out: Path, name: str) -> pd.DataFrame:
    return read_tables(out, (name,))[name]


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.parquet")}


def touched(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.glob("[!.]*.*")}


def test_a_first_run_publishes_sound_tables(raw: Path, out: Path) -> None:
    outcome = run(raw, out)
    assert outcome["status"] == "published"
    assert manifest.faults(out) == []
    assert check.check(read_tables(out, schema.tables())) == []
    assert [entry["source_uri"] for entry in outcome["quarantined"]] == ["broken.json"]
    assert table(out, "articles")["source_uri"].tolist() == [
        "nested/rail.json",
        "2024-05-10-pacts.txt",
        "2024-05-11-reprint.txt",
    ]
    assert table(out, "articles")["reprint_of"].notna().sum() == 1
    assert {path.name for path in out.glob(".*")} <= {".lock", ".lease", stamps.NAME}


def test_nothing_new_changes_nothing(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw, out)
    before = touched(out)
    monkeypatch.setattr(batch, "extract", pytest.fail)
    monkeypatch.setattr(pieces, "parts", pytest.fail)
    os.utime(raw / "broken.json")
    outcome = run(raw, out)
    assert (outcome["status"], outcome["figures"]["files_read"]) == ("unchanged", 0)
    assert touched(out) == before
    assert len(table(out, "runs")) == 1


def test_the_same_input_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    other = write_articles(tmp_path / "other", dict(reversed(ARTICLES.items())))
    run(raw, tmp_path / "one")
    run(other, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_reading_everything_again_changes_nothing(raw: Path, out: Path) -> None:
    run(raw, out)
    before = touched(out)
    assert run(raw, out, full=True)["status"] == "unchanged"
    assert touched(out) == before


def test_processes_give_what_threads_give(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "threads", engine="threads")
    run(raw, tmp_path / "processes", engine="processes")
    assert contents(tmp_path / "threads") == contents(tmp_path / "processes")


def test_a_changed_folder_gives_what_a_first_run_would(raw: Path, out: Path, tmp_path: Path) -> None:
    run(raw, out)
    (raw / "2024-05-10-pacts.txt").unlink()
    write_articles(raw, {"broken.json": '{"id": "cut-off", "text": "Kenya and Peru signed two pacts."}'})
    write_articles(raw, {"new.txt": "OSLO, May 12 (NTB) -- Norway gave Ghana 20 million dollars.\n"})
    outcome = run(raw, out)
    assert outcome["removed"] == ["2024-05-10-pacts.txt"]
    assert (outcome["figures"]["files_read"], outcome["quarantined"]) == (2, [])
    assert outcome["figures"]["documents_kept"] == 2
    run(raw, tmp_path / "fresh")
    later, fresh = contents(out), contents(tmp_path / "fresh")
    assert {name for name in fresh if later[name] != fresh[name]} == {"runs.parquet", "run_figures.parquet"}
    assert len(table(out, "runs")) == 2


def test_a_document_stays_while_one_file_holds_it(out: Path, tmp_path: Path) -> None:
    record = ARTICLES["nested/rail.json"]
    raw = write_articles(tmp_path / "raw", {"a.json": record, "b.json": record})
    run(raw, out)
    assert table(out, "articles")["source_uri"].tolist() == ["a.json"]
    assert len(table(out, "article_inputs")) == 2
    (raw / "a.json").unlink()
    run(raw, out)
    assert table(out, "articles")["source_uri"].tolist() == ["b.json"]


def test_first_seen_is_kept(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw, out)
    seen = table(out, "articles")["first_seen_utc"]
    os.utime(raw / "2024-05-10-pacts.txt", (1_716_000_000, 1_716_000_000))
    monkeypatch.setattr(software, "extractor", lambda: "other")
    outcome = run(raw, out)
    assert (outcome["status"], outcome["figures"]["files_read"]) == ("published", 4)
    assert table(out, "articles")["first_seen_utc"].tolist() == seen.tolist()
    assert set(table(out, "articles")["extractor"]) == {"other"}
    assert len(table(out, "runs")) == 2


def test_files_newer_than_the_fixed_clock_are_dated_by_it(raw: Path, out: Path) -> None:
    os.utime(raw / "nested" / "rail.json")
    run(raw, out)
    first = table(out, "articles").iloc[0]
    assert first["first_seen_utc"] == datetime.fromtimestamp(int(EPOCH), UTC)


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


def test_rows_in_and_out_of_every_stage_are_kept(raw: Path, out: Path) -> None:
    run(raw, out)
    write_articles(raw, {"new.txt": "OSLO, May 12 (NTB) -- Norway gave Ghana 20 million dollars.\n"})
    run(raw, out)
    figures, runs = table(out, "run_figures"), table(out, "runs")
    assert set(figures["run_id"]) == set(runs["run_id"])
    assert set(figures["stage_of_run"]) == {"scan", "read", "extract", "carry", "normalise", "check", "publish"}
    second = runs.sort_values("files_seen")["run_id"].iloc[-1]  # both begin at the fixed moment
    last = figures[figures["run_id"] == second].set_index(["figure", "subject"])
    assert last.loc[("scan_in", "files"), "figure_value"] == 5
    assert last.loc[("scan_out", "files"), "figure_value"] == 1
    assert last.loc[("carry_out", "articles"), "figure_value"] == 3
    assert last.loc[("normalise_in", "articles"), "figure_value"] == 4
    assert last.loc[("extract_out", "counts"), "figure_value"] == 1
    assert last.loc[("normalise_out", "counts"), "figure_value"] == len(table(out, "counts"))
    assert last.loc[("counts_per_article", "all"), "former_value"] > 0
    assert not last["drifted"].any()


def test_drift_and_alarms_are_told(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.report import markdown
    from transforms.monitor import drift

    run(raw, out)
    few = {row["figure"]: row | {"least": "1"} for row in vocabulary.rows("drift")}
    monkeypatch.setattr(drift, "_declared", lambda: few)
    pages = {f"page-{number}.txt": f"OSLO, May {number} (NTB) -- It rained.\n" for number in range(10, 25)}
    write_articles(raw, pages)
    outcome = run(raw, out)
    assert any(remark.startswith("counts per article went from ") for remark in outcome["drift"])
    assert "## Drift against the run before" in markdown(outcome | {"alarms": ["a | b"]})
    assert table(out, "run_figures")["drifted"].any()


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


def test_the_pages_belong_to_the_set(raw: Path, out: Path, tmp_path: Path) -> None:
    outcome = run(raw, out)
    assert outcome["report"] == str(out / "report.html")
    described = manifest.load(out) or {}
    assert set(described["files"]) == {"datapackage.json", "dictionary.html", "report.html"}
    run(raw, tmp_path / "again")
    for name in described["files"]:
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    (out / "report.html").unlink()
    assert run(raw, out)["status"] == "restored"


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


def test_backfill_reads_only_the_days(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.build import backfill

    run(raw, out)
    seen: list[str] = []

    def noting(document: Document) -> Extraction:
        seen.append(document.source_id)
        return extract(document)

    monkeypatch.setattr(batch, "extract", noting)
    assert backfill(date(2023, 1, 1), date(2023, 12, 31), raw, out)["status"] == "unchanged"
    assert seen == ["rail-1"]
    with pytest.raises(BadInput):
        backfill(date(2024, 1, 1), date(2023, 1, 1), raw, out)


def test_an_emptied_folder_does_not_empty_the_tables(raw: Path, out: Path) -> None:
    run(raw, out)
    shutil.rmtree(raw)
    raw.mkdir()
    with pytest.raises(BadInput, match="--allow-empty"):
        run(raw, out)
    assert run(raw, out, allow_empty=True)["figures"]["documents_in"] == 0
    assert table(out, "counts").empty
    assert len(table(out, "dim_party")) > 200


def test_an_empty_folder_gives_empty_tables(tmp_path: Path, out: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert run(tmp_path / "raw", out)["status"] == "published"
    assert check.check(read_tables(out, schema.tables())) == []


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


def test_task_runs_are_few(raw: Path, out: Path) -> None:
    from prefect.client.orchestration import get_client

    assert plan.MOST_BATCHES + 5 <= MOST_TASK_RUNS
    run(raw, out)
    with get_client(sync_client=True) as client:
        keys = {artifact.key for artifact in client.read_artifacts()}
    assert {"coopstats-run-figures", "coopstats-run-summary", "coopstats-run-progress"} <= keys


def test_flows_and_parameters_are_described() -> None:
    from flows.build import backfill, build

    for flow in (build, backfill):
        assert flow.description
        for name, described in flow.parameters.properties.items():
            assert described.get("description"), name
