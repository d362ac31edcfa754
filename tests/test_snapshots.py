"""The sets that are kept: listed in the order in which they came, gone back to, found by day."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import coopstats, write_articles
from flows import cli_run, manifest, release, rollback, snapshots
from flows.problems import BadInput, Damaged, Locked, Refused
from interruption import staged

FIRST = datetime(2026, 3, 1, 5, tzinfo=UTC)


def publish(folder: Path, number: int, *, published: datetime | None = None, keep: int = 5) -> str:
    """Publish the set of one run, as if at that moment; its history has as many rows as there were runs."""
    run_id = f"run-{number}"
    new = staged(folder / run_id, run_id, number)
    described = manifest.load(new) or {}
    described["published_utc"] = (published or FIRST + timedelta(days=number)).isoformat()
    described["tables"]["runs"]["rows"] = number
    described["tables"]["runs"] |= _empty_history(new, number)
    manifest.write_json(new / manifest.NAME, described)
    release.publish(new, folder / "out", run_id, keep=keep)
    return run_id


def _empty_history(folder: Path, rows: int) -> dict[str, object]:
    """A history of so many rows, all alike; what the manifest says of its file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "runs.parquet"
    table = pq.read_table(path)
    row = {field.name: _filler(field.type) for field in table.schema}
    pq.write_table(pa.Table.from_pylist([row] * rows, schema=table.schema), path)
    return {"sha256": manifest.sha256(path), "bytes": path.stat().st_size, "rows": rows}


def _filler(kind: object) -> object:
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return FIRST
    return "" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else 0


def kept(processed: Path) -> list[str]:
    return [one.run_id for one in snapshots.listed(processed)]


def current(processed: Path) -> object:
    assert manifest.faults(processed) == []
    return (manifest.load(processed) or {})["run_id"]


def test_as_many_sets_stay_as_are_asked_for(tmp_path: Path) -> None:
    for number in range(1, 7):
        publish(tmp_path, number, keep=3)
    assert kept(tmp_path / "out") == ["run-6", "run-5", "run-4"]
    assert sorted(path.name for path in (tmp_path / "out" / "releases").iterdir()) == ["run-4", "run-5", "run-6"]


def test_a_clock_set_back_removes_no_newer_set_and_changes_no_order(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path, number)
    publish(tmp_path, 4, published=FIRST - timedelta(days=365), keep=3)
    assert kept(tmp_path / "out") == ["run-4", "run-3", "run-2"]
    assert current(tmp_path / "out") == "run-4"


def test_back_to_the_set_before_and_to_a_named_one(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path, number)
    assert rollback.rollback(tmp_path / "out").run_id == "run-2"
    assert current(tmp_path / "out") == "run-2"
    assert rollback.rollback(tmp_path / "out", "run-1").run_id == "run-1"
    assert current(tmp_path / "out") == "run-1"
    assert rollback.rollback(tmp_path / "out", "run-3").run_id == "run-3"
    assert kept(tmp_path / "out") == ["run-3", "run-2", "run-1"]


def test_plain_files_go_back_as_links_do(tmp_path: Path) -> None:
    for number in (1, 2):
        publish(tmp_path, number)
    rollback.rollback(tmp_path / "out", plain_files=True)
    assert current(tmp_path / "out") == "run-1"
    assert not (tmp_path / "out" / "counts.parquet").is_symlink()


def test_a_held_set_refuses_runs_until_it_is_let_go(tmp_path: Path) -> None:
    for number in (1, 2):
        publish(tmp_path, number)
    rollback.rollback(tmp_path / "out")
    with pytest.raises(Refused, match=r"held at the set of run run-1 .*--resume"):
        rollback.refuse_held(tmp_path / "out")
    rollback.let_go(tmp_path / "out")
    rollback.refuse_held(tmp_path / "out")


def test_a_torn_hold_still_holds(tmp_path: Path) -> None:
    tmp_path.joinpath(snapshots.HOLD).write_text('{"run_')
    with pytest.raises(Refused):
        rollback.refuse_held(tmp_path)


def test_no_way_back_changes_nothing(tmp_path: Path) -> None:
    processed = tmp_path / "out"
    publish(tmp_path, 1)
    with pytest.raises(BadInput, match="no set before"):
        rollback.rollback(processed)
    with pytest.raises(BadInput, match="run-9"):
        rollback.rollback(processed, "run-9")
    publish(tmp_path, 2)
    (processed / "releases" / "run-1" / "counts.parquet").write_bytes(b"torn")
    with pytest.raises(Damaged, match=r"counts\.parquet"):
        rollback.rollback(processed)
    with release.writer(processed), pytest.raises(Locked):
        rollback.rollback(processed, "run-1")
    assert current(processed) == "run-2"
    assert rollback.held(processed) is None


def test_the_set_of_a_day(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path, number)
    processed = tmp_path / "out"
    assert snapshots.at(processed, FIRST + timedelta(days=2)).run_id == "run-2"
    assert snapshots.at(processed, FIRST + timedelta(days=2, hours=23)).run_id == "run-2"
    assert snapshots.at(processed, FIRST + timedelta(days=99)).run_id == "run-3"
    with pytest.raises(BadInput, match="the oldest is of 2026-03-02 05:00 UTC"):
        snapshots.at(processed, FIRST)


def test_a_bad_run_is_taken_back_and_the_next_one_published(tmp_path: Path, server: dict[str, str]) -> None:
    raw, processed = write_articles(tmp_path / "raw"), tmp_path / "processed"
    run = ["run", "--raw", str(raw), "--processed", str(processed)]
    assert coopstats(*run, env=server, cwd=tmp_path).returncode == 0
    good = current(processed)
    bad = raw / "bad.txt"
    bad.write_text("BEIJING, Jan. 4, 2024 (Xinhua) -- China and Laos signed 9 agreements in 2023.")
    assert coopstats(*run, env=server, cwd=tmp_path).returncode == 0
    done = coopstats("rollback", "--processed", str(processed), env=server, cwd=tmp_path)
    assert f"holds run {good}" in done.stdout
    assert current(processed) == good

    refused = coopstats(*run, env=server, cwd=tmp_path)
    assert refused.returncode == 1
    assert "coopstats run --resume" in refused.stderr
    listed = json.loads(
        coopstats("snapshots", "--processed", str(processed), "--json", env=server, cwd=tmp_path).stdout
    )
    assert [one["current"] for one in listed["snapshots"]] == [False, True]
    assert listed["held"]["run_id"] == good

    bad.unlink()
    resumed = coopstats(*run, "--resume", "--json", env=server, cwd=tmp_path)
    assert json.loads(resumed.stdout)["status"] == "unchanged"
    assert json.loads(coopstats(*run, "--json", env=server, cwd=tmp_path).stdout)["status"] == "unchanged"

    today = f"{datetime.now(UTC):%Y-%m-%d}"
    shown = coopstats("as-of", today, "--processed", str(processed), env=server, cwd=tmp_path).stdout.strip()
    assert manifest.faults(Path(shown)) == []
    copy = tmp_path / "copy"
    coopstats("as-of", today, "--processed", str(processed), "--copy-to", str(copy), env=server, cwd=tmp_path)
    assert manifest.faults(copy) == []
    assert (
        coopstats(
            "as-of", today, "--processed", str(processed), "--copy-to", str(copy), env=server, cwd=tmp_path
        ).returncode
        == 2
    )
    assert coopstats("as-of", "2001-01-01", "--processed", str(processed), env=server, cwd=tmp_path).returncode == 2


def test_the_command_line_keeps_as_many_as_the_flow() -> None:
    assert inspect.signature(cli_run.run).parameters["keep"].default == snapshots.KEPT
