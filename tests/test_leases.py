"""One writer among several machines: who may write, who is taken for dead, and what the dead find when they wake up."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import program_environment
from flows import leases, release, store
from flows.leases import FolderRegister, Holder, Register
from flows.problems import Locked
from flows.storage import Storage, StorageRegister
from seaweed import BUCKET, Seaweed

ELSEWHERE = Holder("token", "another place", "another-host", 7)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(leases, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(leases, "WATCH_SECONDS", 0.05)


@pytest.fixture(params=["folder", "bucket"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Register:
    if request.param == "folder":
        return FolderRegister(tmp_path)
    weed: Seaweed = request.getfixturevalue("weed")
    return StorageRegister(Storage(f"s3://{BUCKET}/tables", weed.endpoint), ".lease.json")


def test_a_record_is_replaced_only_by_those_who_know_it(register: Register) -> None:
    assert register.read() == (None, "")
    first = register.swap("", ELSEWHERE)
    assert first
    assert register.read() == (ELSEWHERE, first)
    assert register.swap("", replace(ELSEWHERE, process=8)) is None
    later = replace(ELSEWHERE, beat=1)
    second = register.swap(first, later)
    assert second
    assert register.swap(first, replace(ELSEWHERE, process=8)) is None
    assert register.read() == (later, second)


def test_of_many_at_once_one_wins(register: Register) -> None:
    won: list[str | None] = []
    start = threading.Barrier(8)

    def try_it(number: int) -> None:
        start.wait()
        won.append(register.swap("", replace(ELSEWHERE, token=str(number))))

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(version is not None for version in won) == 1


def test_who_sleeps_over_many_renewals_wins_nothing(tmp_path: Path) -> None:
    register = FolderRegister(tmp_path)
    slept = register.swap("", ELSEWHERE) or ""
    version = slept
    for beat in range(1, 5):
        version = register.swap(version, replace(ELSEWHERE, beat=beat)) or ""
    assert register.swap(slept, replace(ELSEWHERE, process=8)) is None
    assert register.read()[0] == replace(ELSEWHERE, beat=4)
    assert len(list((tmp_path / leases.FOLDER).iterdir())) == 1


def test_a_live_holder_elsewhere_is_left_alone(register: Register, tmp_path: Path) -> None:
    with leases.held(register, tmp_path / "..", "the tables"):  # another folder, as of another machine
        here = tmp_path / "here"
        here.mkdir()
        with pytest.raises(Locked, match="is writing the tables"), leases.held(register, here, "the tables"):
            pytest.fail("held twice")


def test_a_silent_holder_is_taken_for_dead_and_finds_out(register: Register, tmp_path: Path) -> None:
    version = register.swap("", ELSEWHERE) or ""
    with leases.held(register, tmp_path, "the tables") as lease:
        lease.require()
        assert register.swap(version, replace(ELSEWHERE, beat=1)) is None
    found, _ = register.read()
    assert found
    assert found.over


def test_a_holder_whose_lease_was_taken_must_not_write(register: Register, tmp_path: Path) -> None:
    with leases.held(register, tmp_path, "the tables") as lease:
        while register.swap(register.read()[1], ELSEWHERE) is None:
            pass
        with pytest.raises(Locked, match="took this one for dead"):
            lease.require()
    found, _ = register.read()
    assert found == ELSEWHERE


def test_what_was_left_in_this_very_folder_needs_no_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with release.writer(tmp_path):
        left = (tmp_path / leases.FOLDER).glob("*.json")
        kept = {path: path.read_bytes() for path in left}
    for path in (tmp_path / leases.FOLDER).iterdir():
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    monkeypatch.setattr(leases, "_watch", pytest.fail)
    with release.writer(tmp_path) as lease:
        lease.require()
    found, _ = FolderRegister(tmp_path).read()
    assert found
    assert found.over


def test_a_half_written_record_is_watched_like_any_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / leases.FOLDER).mkdir()
    (tmp_path / leases.FOLDER / "000000000003.json").write_bytes(b'{"tok')
    with release.writer(tmp_path) as lease:
        lease.require()
    assert "an unknown host" in caplog.text


def test_a_failing_renewal_that_passes_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with release.writer(tmp_path) as lease:
        with monkeypatch.context() as patch:
            patch.setattr(FolderRegister, "_create", _no_space)
            with pytest.raises(OSError, match="no space"):
                lease.require()
        lease.require()


def _no_space(*_: object) -> None:
    raise OSError(28, "no space")


def test_the_raw_store_has_one_writer_too(tmp_path: Path) -> None:
    with machine(tmp_path) as other:
        assert said(other) == "held"
        with pytest.raises(Locked, match="the raw store"), store.writer(tmp_path):
            pytest.fail("written by two")


@contextmanager
def machine(folder: Path, beat: float = 0.1, silent: float = 1.0) -> Iterator[subprocess.Popen[str]]:
    """Another machine that would write into the folder."""
    command = [sys.executable, str(Path(__file__).with_name("machines.py")), str(folder), str(beat), str(silent)]
    env = program_environment(folder)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def ask(process: subprocess.Popen[str]) -> str:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()
    return said(process)


def test_two_machines_on_one_shared_folder(tmp_path: Path) -> None:
    with machine(tmp_path) as first:
        assert said(first) == "held"
        assert ask(first) == "kept"
        with machine(tmp_path) as second:
            assert "another run, process" in said(second)
        first.send_signal(signal.SIGSTOP)
        with machine(tmp_path) as third:
            assert said(third) == "held"
            first.send_signal(signal.SIGCONT)
            assert ask(first) == "lost"
            assert ask(third) == "kept"
            third.kill()
            third.wait()
        with machine(tmp_path) as fourth:
            assert said(fourth) == "held"
