"""Published sets in a bucket: a real server, two machines, uploads that break off, and the way back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import write_articles
from flows import config, leases, manifest, rollback, snapshots
from flows.build import build
from flows.problems import BadInput, Damaged, Locked, Refused, Unreachable
from flows.storage import Storage, StorageRegister
from flows.target import LEASE
from seaweed import BUCKET, Seaweed
from transforms import schema

pytestmark = pytest.mark.usefixtures("harness")

LOCATION = f"s3://{BUCKET}/published/tables"


class Site:
    """Machines that share their articles and a bucket: each has its own folder of published tables."""

    def __init__(self, folder: Path, weed: Seaweed) -> None:
        self.folder, self.weed = folder, weed
        self.raw = write_articles(folder / "raw")
        self.config = folder / config.NAME
        self.config.write_text(
            f'[target]\nlocation = "{LOCATION}"\nendpoint = "{weed.endpoint}"\n'
            '[[source]]\nname = "all"\nkind = "folder"\nlocations = ["raw"]\n',
            encoding="utf-8",
        )

    @property
    def storage(self) -> Storage:
        return Storage(LOCATION, self.weed.endpoint)

    def run(self, machine: str, **given: Any) -> dict[str, Any]:
        outcome: dict[str, Any] = build(processed=self.folder / machine, config=self.config, **given)
        return outcome

    def add(self, name: str, text: str) -> None:
        (self.raw / name).write_text(text, encoding="utf-8")

    def pointed(self) -> str | None:
        """The run that readers of the bucket find; each file must be what the manifest says."""
        found = self.storage.get(manifest.NAME)
        if found is None:
            return None
        described = json.loads(found[0])
        for name, entry in described["tables"].items():
            data, _ = self.storage.get(entry["path"]) or (b"", "")
            table = pq.read_table(io.BytesIO(data))
            assert table.num_rows == entry["rows"]
            assert table.schema.names == list(schema.tables()[name].column_names)
        for name, entry in (described["tables"] | described["files"]).items():
            assert self.storage.sha256(entry.get("path", name)) == entry["sha256"]
        return str(described["run_id"])

    def kept(self) -> set[str]:
        return {name.split("/")[1] for name in self.storage.names("releases/")}


@pytest.fixture
def site(tmp_path: Path, weed: Seaweed) -> Site:
    return Site(tmp_path, weed)


def test_what_one_machine_published_another_goes_on_with(site: Site) -> None:
    first = site.run("a")
    assert site.pointed() == first["run_id"]
    assert site.run("b")["status"] == "unchanged"
    assert snapshots.current(site.folder / "b") == first["run_id"]
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    second = site.run("b")
    assert second["status"] == "published"
    assert second["figures"]["files_read"] == 1
    assert site.pointed() == second["run_id"]
    assert site.run("a")["status"] == "unchanged"
    assert snapshots.current(site.folder / "a") == second["run_id"]
    third = site.run("a", full=True)
    assert third["status"] == "unchanged"


def test_the_newest_sets_are_kept(site: Site) -> None:
    runs = []
    for number in range(12, 16):
        site.add("new.txt", f"Peru and Chile opened {number} joint laboratories in 2023.")
        runs.append(site.run("a", keep=2)["run_id"])
    site.storage.put("releases/half/counts.parquet", b"left by an interruption")
    site.add("new.txt", "Peru and Chile opened 17 joint laboratories in 2023.")
    runs.append(site.run("b", keep=2)["run_id"])
    assert site.kept() == set(runs[-2:])


def test_an_upload_that_breaks_off_is_completed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.run("a")
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    with monkeypatch.context() as patch:
        patch.setattr("flows.storage.RETRIES", {"max_retries": 0})
        patch.setattr(Storage, "put", _dying(site.weed, Storage.put, after=7))
        with pytest.raises(Unreachable, match=r"s3://coop/published/tables/.*; check address"):
            site.run("a")
    second = snapshots.current(site.folder / "a")
    assert manifest.faults(site.folder / "a") == []
    site.weed.start()
    assert site.pointed() == first["run_id"]
    monkeypatch.setattr(leases, "SILENT_SECONDS", 0.5)
    assert site.run("a")["status"] == "unchanged"
    assert site.pointed() == second != first["run_id"]


def _dying(weed: Seaweed, put: Callable[..., None], after: int) -> Callable[..., None]:
    calls = iter(range(1_000))

    def replaced(*given: Any) -> None:
        if next(calls) == after:
            weed.kill()
        put(*given)

    return replaced


def test_what_was_not_uploaded_gives_way_to_what_another_published(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("a")
    site.run("b")
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    with monkeypatch.context() as patch:
        patch.setattr(Storage, "put", _failing)
        with pytest.raises(Unreachable):
            site.run("a")
    ahead = site.run("b")["run_id"]
    site.run("a")
    assert snapshots.current(site.folder / "a") == ahead == site.pointed()


def _failing(*_: object) -> None:
    raise Unreachable("no", "no")


def test_two_machines_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.2)
    register = StorageRegister(site.storage, LEASE)
    with (
        leases.held(register, site.folder, "the tables"),
        pytest.raises(Locked, match=r"another run, process \d+ on .*, is writing s3://coop/published/tables"),
    ):
        site.run("b")
    assert site.run("b")["status"] == "published"


def test_of_two_that_publish_at_once_one_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("a")
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    other = b'{"run_id": "other", "tables": {}, "files": {}}'
    put = Storage.put

    def interfering(storage: Storage, name: str, source: Path | bytes) -> None:
        put(storage, name, source)
        if name.endswith(manifest.NAME):
            put(storage, manifest.NAME, other)

    monkeypatch.setattr(Storage, "put", interfering)
    with pytest.raises(Locked, match="another run has published"):
        site.run("a")
    assert (site.storage.get(manifest.NAME) or (b"",))[0] == other


def test_a_rollback_holds_everywhere(site: Site) -> None:
    first = site.run("a")["run_id"]
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    second = site.run("a")["run_id"]
    site.run("b")
    bucket = config.load(site.config).target
    assert rollback.rollback(site.folder / "a", bucket=bucket).run_id == first
    assert site.pointed() == first
    for machine in ("a", "b", "c"):
        with pytest.raises(Refused, match="--resume"):
            site.run(machine)
    outcome = site.run("b", resume=True)
    assert outcome["run_id"] == second == site.pointed()
    for machine in ("a", "c"):
        assert site.run(machine)["status"] == "unchanged"


def test_a_rollback_without_the_bucket_stays_when_the_bucket_holds_nothing(site: Site) -> None:
    site.run("a")
    site.add("new.txt", "Peru and Chile opened 12 joint laboratories in 2023.")
    second = site.run("a")["run_id"]
    rollback.rollback(site.folder / "a")
    with pytest.raises(Refused, match="--resume"):
        site.run("a")
    assert site.run("b")["run_id"] == second


def test_a_set_that_is_not_whole_is_not_taken_over(site: Site) -> None:
    run_id = site.run("a")["run_id"]
    site.storage.put(f"releases/{run_id}/counts.parquet", b"damaged")
    with pytest.raises(Damaged, match=r"counts.parquet is not the file that the manifest describes"):
        site.run("b")
    site.storage.put(manifest.NAME, b"not a manifest")
    with pytest.raises(Damaged, match="does not describe a set of tables"):
        site.run("a")


def test_wrong_credentials_and_addresses_are_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        with pytest.raises(Unreachable, match=r"s3://coop/published/tables/.lease.json: .*check address, credentials"):
            site.run("a")
    text = site.config.read_text(encoding="utf-8")
    site.config.write_text(text.replace("s3:", "s4:", 1), encoding="utf-8")
    with pytest.raises(BadInput, match=r"line 2: target\.location"):
        site.run("a")
