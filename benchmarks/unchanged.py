"""What a run over known files costs: so many files of one sentence each, unchanged, and with one of them changed.

python benchmarks/unchanged.py [NUMBER]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from pipeline import AREAS, COUNTRIES, run

NUMBER = 100_000
SETTLE = 3  # seconds after which files count as left alone
SPREAD = 1_000  # files a folder


def write(folder: Path, number: int) -> None:
    """So many files of one sentence."""
    for place in range(number):
        one, other = COUNTRIES[place % len(COUNTRIES)], COUNTRIES[(place // 7 + 1) % len(COUNTRIES)]
        below = folder / f"{place // SPREAD:04}"
        below.mkdir(parents=True, exist_ok=True)
        text = f"{one} and {other} signed {place + 2} agreements on {AREAS[place % len(AREAS)]} in 2023.\n"
        (below / f"{place:06}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """A table with a line for each run."""
    number = int(sys.argv[1]) if sys.argv[1:] else NUMBER
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "raw", number)
        time.sleep(SETTLE)
        print(f"| run over {number:,} files | s | status |\n|---|---|---|", flush=True)
        for what in ("first", "unchanged", "unchanged again", "one file changed"):
            if what == "one file changed":
                (folder / "raw" / "0000" / "000000.txt").write_text("Peru and Cuba signed 5 agreements in 2023.\n")
            seconds, outcome = run(folder)
            print(f"| {what} | {seconds:.1f} | {outcome['status']} |", flush=True)


if __name__ == "__main__":
    main()
