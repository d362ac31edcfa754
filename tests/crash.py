"""Kill runs with SIGKILL at random instants, and look at what readers and the next run find.

    python -m tests.crash [--kills N] [--seed N] [--plain-files]

Each time a former set is published, articles change, come and go, and the real command is killed: it, the processes it
started, and nothing else. Then the published set must be the former or the new one, whole by its manifest; the next run
must end well and leave nothing behind; and its tables must be, byte for byte, those of a run that nobody disturbed. The
history tables are left out: they tell how often it was run. Exit code 1 when one of these does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conftest import prefect_server, write_articles
from flows import manifest

EPOCH = "1735689600"
EARLIEST = 0.15  # of the span of an undisturbed run; before that Python is still importing
NEW = {f"new-{number}.txt": f"Peru and Chile opened {number} joint laboratories in 2023." for number in range(2, 30)}


class Rig:
    """A raw folder in its former and its new state, the sets published from both, and how long a run takes."""

    def __init__(self, folder: Path, env: dict[str, str], *, plain: bool) -> None:
        """Publish both sets undisturbed."""
        self.folder, self.env, self.plain = folder, env | {"SOURCE_DATE_EPOCH": EPOCH}, plain
        self.raw = write_articles(folder / "raw")
        self.former = folder / "former"
        self.run(self.former).wait()
        self.former_run = self.published(self.former)
        write_articles(self.raw, NEW)
        next(self.raw.glob("*.json*")).unlink()
        wanted = self.copy("wanted")
        begun = time.monotonic()
        if self.run(wanted).wait() != 0:
            sys.exit("the undisturbed run fails; see there first")
        self.span = time.monotonic() - begun
        self.wanted = contents(wanted)

    def copy(self, name: str) -> Path:
        """A folder with the former set."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(self.former, target, symlinks=True))

    def run(self, processed: Path) -> subprocess.Popen[bytes]:
        """Start the real command, in a process group of its own."""
        command = [sys.executable, "-m", "flows.cli", "run", "--raw", str(self.raw), "--processed", str(processed)]
        command += ["--plain-files"] if self.plain else []
        with (self.folder / "run.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.env, cwd=self.folder, start_new_session=True, stdout=log, stderr=log
            )

    def published(self, processed: Path) -> str:
        """The run whose set readers see."""
        return str((manifest.load(processed) or {}).get("run_id"))


def contents(processed: Path) -> dict[str, bytes]:
    """The published tables but the history."""
    return {path.name: path.read_bytes() for path in processed.glob("*.parquet") if not path.stem.startswith("run")}


def stage(processed: Path, former: str) -> str:
    """How far the killed run had come, by what it left."""
    left = list(processed.glob(".staging-*"))
    if (manifest.load(processed) or {}).get("run_id") != former:
        return "switched"
    if any((folder / "tables").exists() for folder in left):
        return "tables staged"
    if any(list(folder.glob("batch-*/")) for folder in left):
        return "extracting"
    return "scanned" if left else "not begun"


def killed(rig: Rig, instant: float) -> tuple[str, list[str]]:
    """Kill one run at that part of its span; how far it had come, and what does not hold."""
    processed = rig.copy("killed")
    process = rig.run(processed)
    time.sleep(instant * rig.span)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    reached = stage(processed, rig.former_run)
    wrong = []
    mixed = (processed / ".switch.json").exists()
    if not mixed and (faults := manifest.faults(processed)):
        wrong.append(f"readers find {faults}")
    if mixed and all(manifest.broken(folder) for folder in (processed / "releases").glob("[!.]*")):
        wrong.append("no whole set is left")
    if (ended := rig.run(processed).wait()) != 0:
        wrong.append(f"the next run ends with {ended}")
    if contents(processed) != rig.wanted:
        wrong.append("the tables differ from those of an undisturbed run")
    left = sorted(path.name for path in processed.glob(".*") if path.name not in (".lock", ".lease", ".stamps.json"))
    return reached, wrong + ([f"left behind: {left}"] if left else [])


def main() -> None:
    """Kill as often as asked for and tell where the kills fell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plain-files", action="store_true")
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - the same instants again, no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with prefect_server(folder) as env:
            rig = Rig(folder, env, plain=given.plain_files)
            found = []
            for number in range(1, given.kills + 1):
                reached, wrong = killed(rig, chance.uniform(EARLIEST, 1.0))
                print(f"{number}: killed when {reached}: {'; '.join(wrong) or 'all holds'}", flush=True)
                found.append((reached, wrong))
    for reached, count in Counter(reached for reached, _ in found).most_common():
        print(f"{count:4} killed when {reached}")
    failures = [wrong for _, wrong in found if wrong]
    print(f"{given.kills} kills within {rig.span:.1f} s, {len(failures)} after which something did not hold")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
