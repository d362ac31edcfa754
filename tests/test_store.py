"""Publishing: one writer, and a whole set of tables wherever a process is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from conftest import coopstats, program_environment, write_articles
from flows import manifest, raw, release
from flows.problems import BadInput, Damaged, Locked
from flows.stamps import Stamps
from interruption import FAILED, FAULTS, NEW, OLD, disturb_all, staged, wrong

EPOCH = "1735689600"
KILLS = ("batch-00", "tables", "tables/runs.parquet", "tables/manifest.json")


# Links at every operation; the rest at every so many-th. `python -m tests.interruption` does all at every operation.
DISTURBED = [("links-to-links", fault, 1 if fault in ("SIGKILL", "TORN") else 6) for fault in FAULTS]
DISTURBED += [("mixed-to-plain", fault, 11) for fault in FAULTS]
DISTURBED += [("none-to-plain", "HOLES", 11), ("copied-to-links", "EIO", 5), ("plain-to-copies", "SHORT", 1)]


@pytest.mark.parametrize(("mode", "fault", "stride"), DISTURBED)
def test_publishing_is_disturbed(mode: str, fault: str, stride: int) -> None:
    """Readers have a whole set (of plain files: or a former one and a note of the switch); the next run completes."""
    former, _, following = mode.partition("-to-")
    # In a process of its own: this one has threads, and cannot be forked in the midst of work.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        operations, disturbed, failures = pool.submit(disturb_all, former, following, fault, stride).result(240)
    assert failures == []
    assert operations >= (2 if fault == "SHORT" else 25)
    assert disturbed >= operations // stride > 0


def test_the_harness_tells_what_does_not_hold() -> None:
    whole: dict[str, Any] = {"run_id": NEW, "faults": [], "releases": [NEW, OLD], "left": []}
    good: dict[str, Any] = {"ended": -signal.SIGKILL, "error": "", "death": whole, "next": whole}
    assert wrong("links", "links", "SIGKILL", good) == []
    for death in ({"run_id": None}, {"faults": ["counts.parquet"]}, {"releases": [NEW]}):
        assert wrong("links", "links", "SIGKILL", good | {"death": whole | death})
    for after in ({"run_id": OLD}, {"faults": ["counts.parquet"]}, {"left": [".staging-test"]}):
        assert wrong("links", "links", "SIGKILL", good | {"next": whole | after})
    assert wrong("links", "links", "EIO", good)
    assert wrong("links", "links", "EIO", good | {"ended": FAILED, "error": "no space"})
    assert not wrong("links", "links", "EIO", good | {"ended": FAILED, "error": "no space: 'counts.parquet'"})


def test_readers_open_fixed_names(tmp_path: Path) -> None:
    release.publish(staged(tmp_path / "new", NEW, 3), tmp_path / "out", NEW)
    described = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert described["tables"]["dim_object_class"]["rows"] == 3
    assert all((tmp_path / "out" / entry["path"]).is_file() for entry in described["tables"].values())


def test_a_damaged_staged_file_is_not_published(tmp_path: Path) -> None:
    processed = tmp_path / "out"
    release.publish(staged(tmp_path / "old", OLD, 2), processed, OLD)
    new = staged(tmp_path / "new", NEW, 3)
    (new / "counts.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(Damaged, match=r"counts\.parquet"):
        release.publish(new, processed, NEW)
    assert manifest.faults(processed) == []
    assert (manifest.load(processed) or {})["run_id"] == OLD


def test_the_former_set_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    processed = tmp_path / "out"
    release.publish(staged(tmp_path / "old", OLD, 2), processed, OLD)
    release.publish(staged(tmp_path / "new", NEW, 3), processed, NEW)
    (processed / "releases" / NEW / "counts.parquet").unlink()
    assert release.whole_set(processed) == processed / "releases" / OLD


def test_a_copied_set_is_a_whole_set(tmp_path: Path) -> None:
    release.publish(staged(tmp_path / "old", OLD, 2), tmp_path / "out", OLD)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (tmp_path / "out").glob("[a-z]*.*"):
        shutil.copy2(path, copy / path.name)
    assert release.whole_set(copy) == copy
    release.publish(staged(tmp_path / "new", NEW, 3), copy, NEW)
    assert manifest.faults(copy) == []
    assert release.whole_set(copy) == copy / "releases" / NEW


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    holder = "import sys, time; from pathlib import Path; from flows import release\n"
    holder += "with release.writer(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    env = program_environment(tmp_path)
    command = [sys.executable, "-c", holder, str(tmp_path)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(Locked), release.writer(tmp_path):
            pass
        process.kill()
        process.wait()
    with release.writer(tmp_path):
        pass


def test_scan_names_what_lies_in_the_raw_folder(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "raw")
    (folder / ".gitkeep").touch()
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("a")
    os.mkfifo(folder / "pipe")
    (folder / "gone.txt").symlink_to("nowhere")
    found = raw.scan(folder, folder / "nested", Stamps())
    assert [file.name for file in found] == [
        "2024-05-10-pacts.txt",
        "2024-05-11-reprint.txt",
        "broken.json",
        "gone.txt",
    ]
    assert [bool(file.fault) for file in found] == [False, False, False, True]
    with pytest.raises(BadInput):
        raw.scan(tmp_path / "elsewhere", tmp_path, Stamps())


def test_file_names_that_are_no_unicode(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with open(os.fsencode(tmp_path / "raw") + b"/caf\xe9.txt", "wb") as handle:  # noqa: PTH123 - the name is bytes
        handle.write(b"text")
    (file,) = raw.scan(tmp_path / "raw", tmp_path / "out", Stamps())
    assert file.name == "caf\ufffd.txt"
    assert Path(file.path).read_bytes() == b"text"


@pytest.mark.parametrize(("sizes", "most", "expected"), [([], 20, 0), ([10] * 5, 20, 1), ([2_000_000] * 50, 20, 17)])
def test_groups_are_few_and_of_like_weight(sizes: list[int], most: int, expected: int) -> None:
    files = [raw.RawFile(f"{n}", f"{n}", size, None, "") for n, size in enumerate(sizes)]
    found = raw.groups(files, most, 1_000_000)
    assert len(found) == expected
    assert [file for group in found for file in group] == files


def table_bytes(processed: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in processed.glob("*.parquet")}


def killed_run(folder: Path, moment: str, env: dict[str, str]) -> None:
    """A run that is killed as soon as `moment` appears in its staging folder, or when it has ended."""
    command = [sys.executable, "-m", "flows.cli", "run", "--raw", "raw", "--processed", "processed"]
    with subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and not list((folder / "processed").glob(f".staging-*/{moment}")):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)


MORE = {"more.txt": "Chile and Peru opened 14 border crossings on Monday.\n"}


@pytest.fixture(scope="module")
def undisturbed(server: dict[str, str], published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables when an article more has come and nobody kills the run."""
    folder = tmp_path_factory.mktemp("undisturbed") / "folder"
    shutil.copytree(published, folder, symlinks=True)
    write_articles(folder / "raw", MORE)
    run(folder, server)
    return table_bytes(folder / "processed")


def run(folder: Path, server: dict[str, str]) -> None:
    env = server | {"SOURCE_DATE_EPOCH": EPOCH}
    done = coopstats("run", "--raw", "raw", "--processed", "processed", env=env, cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("moment", KILLS)
def test_a_killed_run_and_the_next(
    server: dict[str, str], published: Path, undisturbed: dict[str, bytes], tmp_path: Path, moment: str
) -> None:
    folder = tmp_path / "killed"
    shutil.copytree(published, folder, symlinks=True)
    write_articles(folder / "raw", MORE)
    before = table_bytes(folder / "processed")
    killed_run(folder, moment, server | {"SOURCE_DATE_EPOCH": EPOCH})
    assert manifest.faults(folder / "processed") == []
    after = table_bytes(folder / "processed")
    assert after == before or b"more.txt" in after["inputs.parquet"]
    run(folder, server)
    assert table_bytes(folder / "processed") == undisturbed
    assert not list((folder / "processed").glob(".staging-*"))
