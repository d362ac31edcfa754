"""Digests that are remembered: only of files that bear the stamps they bore, and never instead of a change."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from flows import stamps
from flows.stamps import Stamps


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as left alone as soon as they are written."""
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)


def remembered(folder: Path, *files: Path) -> Stamps:
    """What a scan of the files leaves for the next one."""
    first = Stamps(folder / stamps.NAME)
    for file in files:
        first.digest(file)
    first.save(folder / stamps.NAME)
    return Stamps(folder / stamps.NAME)


def without_reading(again: Stamps, file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The digest, where a file that is opened is an error."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", opened)
        return again.digest(file)[0]


@pytest.mark.usefixtures("settled")
def test_a_file_left_alone_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    again = remembered(tmp_path, file)
    assert without_reading(again, file, monkeypatch) == sha256("one")


@pytest.mark.usefixtures("settled")
def test_other_bytes_of_the_same_length_and_time_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    times = file.stat()
    again = remembered(tmp_path, file)
    file.write_text("two")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert again.digest(file)[0] == sha256("two")


@pytest.mark.usefixtures("settled")
def test_another_file_in_its_place_is_seen(tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text("one")
    again = remembered(tmp_path, file)
    other.write_text("two")
    os.utime(other, ns=(0, file.stat().st_mtime_ns))
    other.replace(file)
    assert again.digest(file)[0] == sha256("two")


def test_a_file_just_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    remembered(tmp_path, file)
    assert not (tmp_path / stamps.NAME).exists()


def test_a_file_from_the_future_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    os.utime(file, (4_000_000_000, 4_000_000_000))
    remembered(tmp_path, file)
    assert not (tmp_path / stamps.NAME).exists()


@pytest.mark.usefixtures("settled")
def test_files_that_went_are_forgotten(tmp_path: Path) -> None:
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text("one")
    two.write_text("two")
    remembered(tmp_path, one, two)
    remembered(tmp_path, two)
    assert list(json.loads((tmp_path / stamps.NAME).read_text())["files"]) == [str(two)]


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"version": 0}', '{"version": 1, "files": {"a": 3}}', "\udcff"])
@pytest.mark.usefixtures("settled")
def test_a_torn_cache_costs_time_alone(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    (tmp_path / stamps.NAME).write_text(torn, errors="surrogateescape")
    assert remembered(tmp_path, file).digest(file)[0] == sha256("one")
