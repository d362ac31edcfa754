"""The flows, with a throw-away Prefect database: what is published, and when."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import ARTICLES, write_articles
from flow_runs import EPOCH, contents, run, table, touched
from flows import batch, manifest, pieces, plan, software, stamps
from flows.batch import read_tables
from flows.problems import BadInput
from transforms import check, schema, vocabulary
from transforms.extract import extract
from transforms.records import Document, Extraction

pytestmark = pytest.mark.usefixtures("harness", "fixed_clock")

MOST_TASK_RUNS = 30


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
