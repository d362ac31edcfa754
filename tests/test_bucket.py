"""Object storage as a source: a real server, killed and started again in between."""

from __future__ import annotations

import json
from pathlib import Path

import seaweed
from flows import config, sources, store
from flows.config import Bucket
from flows.fetch import bucket
from flows.fetch.source import failures
from flows.stamps import Stamps


def test_only_what_is_new_is_copied_and_a_lost_server_is_told(weed: seaweed.Seaweed, tmp_path: Path) -> None:
    path = tmp_path / config.NAME
    path.write_text(
        f'[[source]]\nname = "lake"\nkind = "bucket"\nlocations = ["s3://{seaweed.BUCKET}/news"]\n'
        f'endpoint = "{weed.endpoint}"\nregion = "us-east-1"\nexclude = ["*.bin"]\nlargest_mb = 0.001\n',
        encoding="utf-8",
    )
    declared = config.load(path)
    (source,) = declared.remote
    assert isinstance(source, Bucket)

    def visit(run: str) -> tuple[int, int, int]:
        journal = store.Journal(declared.store_folder, run)
        tally = bucket.visit(source, declared, journal)
        journal.close()
        return tally.new, tally.unchanged, tally.failed

    def failed() -> list[str]:
        return [one.asked for one in failures(declared, ["lake"])]

    weed.put("news/a.json", json.dumps({"id": "a", "text": "Kenya and Peru signed 12 agreements."}).encode())
    weed.put("news/deep/b.txt", b"Kenya and Peru signed 13 agreements.")
    weed.put("news/c.bin", b"x")
    weed.put("news/large.txt", b"x" * 5_000)
    weed.put("other/d.txt", b"x")
    large = f"s3://{seaweed.BUCKET}/news/large.txt"
    assert visit("1") == (2, 0, 1)
    assert failed() == [large]
    assert visit("2") == (0, 2, 1)
    weed.kill()
    assert visit("3")[2] == 1
    assert failed() == [large, f"s3://{seaweed.BUCKET}/news"]
    weed.start()
    weed.put("news/deep/b.txt", b"Kenya and Peru signed 14 agreements at last.")
    assert visit("4") == (1, 1, 1)
    assert failed() == [large]
    names = [file.name.partition("@")[0] for file in sources.scan(path, tmp_path / "processed", Stamps())]
    base = f"s3://{seaweed.BUCKET}/news"
    assert names == [f"{base}/a.json", f"{base}/deep/b.txt", f"{base}/deep/b.txt", large]
