"""Scheduled runs in a row, while articles arrive, change and disappear between them; what must hold is held after each.

    python -m tests.soak [--runs N] [--seed N]

A Prefect server and `coopstats serve` run for real, and the server's scheduler starts the runs. Every fifth time
`serve` is started anew with a clock that jumped, ahead or back. Exit code 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from conftest import call, coopstats, prefect_server, started, wait_until, write_articles
from flows import inspection, manifest, snapshots
from flows.batch import read_tables

NAME = "soak"
RUN_SECONDS = 180
ERA = 5  # runs between two jumps of the clock
JUMPS = (400, 800, 300, 801)  # days ahead of today: no file can have arrived later
COMPARED = 4  # so often a run from nothing is compared
DAY = 86_400
OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
PLACES = ("Peru", "Chile", "Kenya", "Ghana", "Nepal", "Malta", "Fiji", "Oman")


class Articles:
    """The raw folder and what happens to it; always the same for one seed."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Begin with a handful of articles."""
        self.folder = write_articles(folder)
        self._chance = random.Random(seed)  # noqa: S311 - the same again for the same seed, no secret
        self._made = 0
        for _ in range(6):
            self._arrive()

    def change(self) -> list[str]:
        """Let some things happen; their names."""
        happenings: list[Callable[[], None]] = [
            self._arrive, self._change, self._disappear, self._double,
            self._rename, self._revise, self._break, self._mend,
        ]  # fmt: skip
        chosen = self._chance.sample(happenings, self._chance.choice((0, 1, 2, 3, 3)))
        for happen in chosen:
            happen()
        return [happen.__name__.removeprefix("_") for happen in chosen]

    def names(self) -> set[str]:
        """Names of all input files."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def _text(self) -> str:
        one, two = self._chance.sample(PLACES, 2)
        return f"{one} and {two} opened {self._chance.randrange(2, 900)} joint laboratories in 2023."

    def _arrive(self) -> None:
        self._made += 1
        (self.folder / f"a-{self._made}.txt").write_text(self._text(), encoding="utf-8")

    def _any(self, pattern: str) -> Path | None:
        found = sorted(self.folder.glob(pattern))
        return self._chance.choice(found) if found else None

    def _change(self) -> None:
        if path := self._any("a-*.txt"):
            path.write_text(self._text(), encoding="utf-8")

    def _disappear(self) -> None:
        if path := self._any("a-*.txt"):
            path.unlink()

    def _double(self) -> None:
        if path := self._any("a-*.txt"):
            shutil.copy2(path, path.with_name(f"double-{path.name}"))

    def _rename(self) -> None:
        if path := self._any("a-*.txt"):
            path.rename(path.with_name(f"a-9{path.name[2:]}"))

    def _revise(self) -> None:
        self._made += 1
        data = {"id": "talks", "url": "https://example.org/talks", "date": "2024-02-01", "text": self._text()}
        (self.folder / f"talks-{self._made}.json").write_text(json.dumps(data), encoding="utf-8")

    def _break(self) -> None:
        self._made += 1
        (self.folder / f"torn-{self._made}.json").write_text('{"id": "torn", "te', encoding="utf-8")

    def _mend(self) -> None:
        if not self._any("torn-*.json"):
            self._break()
        elif path := self._any("torn-*.json"):
            path.write_text(json.dumps({"id": path.stem, "text": self._text()}), encoding="utf-8")


class Schedule:
    """`coopstats serve` and the scheduler's runs of it."""

    def __init__(self, env: dict[str, str], articles: Articles, processed: Path) -> None:
        """At the server that `env` names."""
        self.env, self.articles, self.processed = env, articles, processed
        self._seen: set[str] = set()

    @contextmanager
    def served(self, epoch: int) -> Iterator[None]:
        """Serve every minute with that clock, as a deployment of its own, while this lasts."""
        self._name = f"{NAME}-{epoch}"
        command = [sys.executable, "-m", "flows.cli", "serve", "--name", self._name, "--cron", "* * * * *"]
        command += ["--raw", str(self.articles.folder), "--processed", str(self.processed)]
        folder = self.processed.parent
        with started(command, self.env | {"SOURCE_DATE_EPOCH": str(epoch)}, folder, folder / "serve.log"):
            yield

    def run(self) -> list[str]:
        """Wait for the end of a run that the scheduler starts from now on; the states in which runs ended."""
        now = datetime.now(UTC)
        wait_until(lambda: self._latest(now), RUN_SECONDS, "a run by the schedule")
        wait_until(lambda: all(run["state"]["type"] in OVER for run in self._runs()), RUN_SECONDS, "its end")
        new = self._runs()
        self._seen.update(run["id"] for run in new)
        return [run["state"]["type"] for run in new]

    def _latest(self, moment: datetime) -> bool:
        return any(datetime.fromisoformat(run["start_time"]) > moment for run in self._runs())

    def _runs(self) -> list[Any]:
        """Runs that the scheduler started and nobody has looked at yet."""
        wanted = {"deployments": {"name": {"any_": [self._name]}}, "flow_runs": {"start_time": {"is_null_": False}}}
        found = call(
            f"{self.env['PREFECT_API_URL']}/flow_runs/filter", wanted | {"sort": "START_TIME_DESC", "limit": 50}
        )
        return [run for run in found or [] if run["auto_scheduled"] and run["id"] not in self._seen]


class Invariants:
    """What holds after every run, whatever happened before it."""

    def __init__(self, schedule: Schedule) -> None:
        """Nothing is published yet."""
        self._schedule = schedule
        self._processed, self._articles = schedule.processed, schedule.articles
        self._runs: list[str] = []
        self._identities: dict[tuple[str, str], str] = {}

    def broken(self, ends: list[str]) -> list[str]:
        """What does not hold, in words."""
        wrong = [f"a run ended as {end}" for end in ends if end != "COMPLETED"]
        wrong += [f"check: {finding}" for finding in inspection.inspect(self._processed)]
        tables = read_tables(self._processed, ("inputs", "input_outcomes", "articles", "runs"))
        wrong += self._unaccounted(tables) + self._history(tables) + self._identity(tables)
        kept = snapshots.listed(self._processed)
        if not kept[0].current or len(kept) > snapshots.KEPT:
            wrong.append(f"kept are {[(one.run_id, one.current) for one in kept]}")
        left = {path.name for path in self._processed.glob(".*")} - {".lock", ".lease", ".stamps.json"}
        return wrong + ([f"left behind: {sorted(left)}"] if left else [])

    def _unaccounted(self, tables: dict[str, Any]) -> list[str]:
        named = set(tables["inputs"]["source_file"])
        wrong = [f"inputs differ: {sorted(named ^ self._articles.names())}"] if named != self._articles.names() else []
        records, outcomes = tables["inputs"]["records"].sum(), tables["input_outcomes"]["outcome_records"].sum()
        return wrong + ([f"{records} records have {outcomes} outcomes"] if records != outcomes else [])

    def _history(self, tables: dict[str, Any]) -> list[str]:
        runs = tables["runs"]["run_id"].tolist()
        lost = set(self._runs).difference(runs)
        added = len(runs) - len(self._runs)
        self._runs = runs
        return [f"the history lost {sorted(lost)}, {added} more rows"] if lost or len(set(runs)) != len(runs) else []

    def _identity(self, tables: dict[str, Any]) -> list[str]:
        joined = tables["articles"].merge(tables["inputs"], on="input_id", suffixes=("", "_file"))
        former = self._identities
        keys = zip(joined["source_file"], joined["input_sha256"], strict=True)
        self._identities = dict(zip(keys, joined["article_id"], strict=True))
        moved = [key for key, article in self._identities.items() if former.get(key, article) != article]
        return [f"articles have other keys than before: {moved}"] if moved else []

    def differing(self, epoch: int) -> list[str]:
        """Tables that differ from those of a run from nothing."""
        folder = self._processed.parent
        fresh = folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        env = self._schedule.env | {"SOURCE_DATE_EPOCH": str(epoch)}
        done = coopstats("run", "--raw", self._articles.folder, "--processed", fresh, env=env, cwd=folder)
        if done.returncode:
            return [f"the run from nothing fails: {done.stderr}"]
        pair = [manifest.digests(one) for one in (self._processed, fresh)]
        names = sorted(name for name in pair[0] if name not in manifest.HISTORY and pair[0][name] != pair[1][name])
        return [f"other than from nothing: {names}"] if names else []


def soak(folder: Path, env: dict[str, str], runs: int, seed: int) -> list[str]:
    """So many runs; tells each, and returns what did not hold."""
    articles = Articles(folder / "raw", seed)
    schedule = Schedule(env, articles, folder / "processed")
    invariants, failures, today = Invariants(schedule), [], int(time.time())
    happened: Counter[str] = Counter()
    for begin in range(0, runs, ERA):
        epoch = today + DAY * JUMPS[begin // ERA % len(JUMPS)]
        with schedule.served(epoch):
            for number in range(begin + 1, min(begin + ERA, runs) + 1):
                changes = articles.change() if number > 1 else []
                happened.update(changes)
                wrong = invariants.broken(schedule.run())
                wrong += invariants.differing(epoch) if number % COMPARED == 0 or number == runs else []
                told = "; ".join(wrong) or "all holds"
                print(f"run {number}: {', '.join(changes) or 'nothing new'}: {told}", flush=True)
                failures += [f"run {number}: {one}" for one in wrong]
    print(f"{runs} scheduled runs, {dict(happened)}; {len(failures)} things that did not hold")
    return failures


def main() -> None:
    """Start the server and soak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with prefect_server(folder) as env:
            failures = soak(folder, env, given.runs, given.seed)
            if failures and os.environ.get("COOPSTATS_KEEP"):
                shutil.copytree(folder, os.environ["COOPSTATS_KEEP"], symlinks=True, dirs_exist_ok=True)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
