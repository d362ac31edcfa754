"""Nothing lost, nothing doubled: every record has one outcome, and a set in which one lacks it is refused."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import count, document, found, outcome, tables
from conftest import write_articles
from crawls import Capture, crawl
from flows import assemble, batch, build
from flows.batch import read_tables
from flows.problems import Refused
from transforms import schema
from transforms.monitor import accounting
from transforms.normalise import Frames, skipped_frame

WIRE = (
    "BEIJING, Jan. 4, 2024 (Xinhua) -- China and Laos signed {n} agreements on railways in 2023, the ministry said. "
    "The two countries trained 120 engineers last year and opened a school for drivers in Vientiane, it added. "
    "Officials of both sides praised the work of the joint commission and agreed to meet again in the spring."
)
KINDS = ("article", "copy", "other", "broken", "picture", "empty")


def outcomes(processed: Path) -> dict[str, int]:
    found = read_tables(processed, ["input_outcomes"])["input_outcomes"]
    return {str(name): int(count) for name, count in found.groupby("outcome")["outcome_records"].sum().items()}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Files with records of every outcome."""
    folder = tmp_path / "raw"
    folder.mkdir()
    first = {"id": "a", "url": "https://a.example/1", "date": "2024-01-04", "text": WIRE.format(n=9)}
    second = first | {"id": "b", "date": "2024-01-05", "text": WIRE.format(n=11)}
    (folder / "one.jsonl").write_text("\n".join(map(json.dumps, [first, first])) + "\n{broken\n")
    (folder / "two.jsonl").write_text(json.dumps(first) + "\n")
    (folder / "three.jsonl").write_text(json.dumps(second) + "\n")
    (folder / "reprint.jsonl").write_text(json.dumps(first | {"id": "c", "url": "https://b.example/7"}) + "\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
        archive.writestr("more.txt", "Peru and Chile opened 3 joint laboratories in 2023.")
    (folder / "packed.zip").write_bytes(packed.getvalue())
    (folder / "nothing.txt").write_text("")
    return folder


@pytest.mark.usefixtures("harness")
def test_every_record_has_one_outcome(raw: Path, tmp_path: Path) -> None:
    build.build(raw, tmp_path / "out")
    assert outcomes(tmp_path / "out") == {
        "article": 2,
        "revision": 1,
        "duplicate": 3,
        "quarantined": 2,
        "passed_over": 1,
    }
    inputs = read_tables(tmp_path / "out", ["inputs"])["inputs"]
    assert inputs["records"].sum() == 9


@pytest.mark.usefixtures("harness")
def test_a_record_that_is_lost_keeps_the_set_from_being_published(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build(raw, tmp_path / "out")
    before = outcomes(tmp_path / "out")
    write_articles(raw)
    monkeypatch.setattr(batch, "skipped_frame", lambda _: skipped_frame({}))
    with pytest.raises(Refused, match=r"packed\.zip: 2 records, 1 outcomes"):
        build.build(raw, tmp_path / "out", full=True)
    assert outcomes(tmp_path / "out") == before


def test_sound_frames_add_up_and_others_are_told() -> None:
    frames = tables(outcome(document(), found(count())))
    assert accounting.unaccounted(frames) == []
    (told,) = accounting.unaccounted(frames | {"inputs": frames["inputs"].assign(records=7)})
    assert told.endswith(": 7 records, 1 outcomes")


@given(st.lists(st.lists(st.sampled_from(KINDS), max_size=6), min_size=1, max_size=4))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_adds_up(tmp_path_factory: pytest.TempPathFactory, files: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("mixture")
    frames = _normalised(folder, files)
    ended = frames["input_outcomes"]["outcome_records"].sum()
    assert ended == frames["inputs"]["records"].sum() >= sum(map(len, files))
    assert accounting.unaccounted(frames) == []


def _normalised(folder: Path, files: list[list[str]]) -> Frames:
    """All tables of files that hold records of these kinds, without Prefect."""
    from flows import clock, plan
    from flows.plan import Request

    raw = folder / "raw"
    raw.mkdir()
    for number, kinds in enumerate(files):
        with zipfile.ZipFile(raw / f"{number}.zip", "w") as archive:
            for place, kind in enumerate(kinds):
                archive.writestr(*_member(kind, number, place))
    staging = folder / "out" / ".staging-test"
    staging.mkdir(parents=True)
    path = plan.draw(Request(raw, folder / "out"), staging, clock.now())
    folders = [batch.run(Path(one)) for one in plan.Plan.load(path).batches]
    return read_tables(assemble.assemble(path, folders), schema.tables())


def _member(kind: str, number: int, place: int) -> tuple[str, str]:
    name = f"{place}-{kind}"
    same = json.dumps({"id": "same", "text": WIRE.format(n=9)})
    own = json.dumps({"id": name, "text": WIRE.format(n=100 * number + place)})
    return {
        "article": (f"{name}.json", own),
        "copy": (f"{name}.json", same),
        "other": (
            f"{name}.txt",
            "Frankreich und Polen haben im vergangenen Jahr 12 Abkommen über Bildung unterzeichnet.",
        ),
        "broken": (f"{name}.json", "{"),
        "picture": (f"{name}.jpg", ""),
        "empty": (f"{name}.txt", ""),
    }[kind]


PAGE = b"<html><body><article><p>%s</p></article></body></html>"
GERMAN = "Frankreich und Polen haben 12 Abkommen über Bildung unterzeichnet, teilte das Ministerium in Warschau mit."
ARCHIVED = [
    Capture("https://a.example/{n}", b"", kind="revisit"),
    Capture("https://a.example/moved/{n}", b"<p>moved</p>", status="301 Moved Permanently"),
    Capture("https://a.example/{n}.png", b"\x89PNG", media="image/png"),
    Capture("https://a.example/hollow/{n}", b"<html></html>"),
    Capture("https://a.example/broken/{n}", b"no gzip", headers=[("Content-Encoding", "gzip")]),
    Capture("https://a.example/copies/{n}", PAGE % WIRE.format(n=9).encode()),
    Capture("https://a.example/de/{n}", PAGE % f"{GERMAN} Nr. {{n}}".encode()),
    Capture("https://a.example/{n}", PAGE % f"{WIRE.format(n=9)} No. {{n}}.".encode()),
]


@pytest.mark.usefixtures("harness")
def test_every_record_of_a_web_archive_has_one_outcome(tmp_path: Path) -> None:
    """Of each kind of record that a crawler leaves a dozen, the last of them cut off, the whole way to the tables."""
    raw, each = tmp_path / "raw", 12
    raw.mkdir()
    captures = [
        replace(one, url=one.url.replace("{n}", str(n)), body=one.body.replace(b"{n}", str(n).encode()))
        for n in range(each)
        for one in ARCHIVED
    ]
    (raw / "crawl.warc").write_bytes(crawl(captures, compress=False)[:-40])
    build.build(raw, tmp_path / "out")
    inputs = read_tables(tmp_path / "out", ["inputs"])["inputs"]
    # A response and its request for each capture, and the archive's description of itself.
    assert inputs["records"].tolist() == [2 * len(captures) + 1]
    ended = outcomes(tmp_path / "out")
    assert (ended.pop("quarantined"), ended.pop("passed_over")) == (1, len(captures) + 1 + 5 * each)
    assert ended.keys() == {"article", "revision", "duplicate"}
    assert sum(ended.values()) == 3 * each - 1
