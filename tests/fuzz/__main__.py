"""The fuzzing of the readers, for as long as one likes: python -m tests.fuzz --runs 100000 [--format x.zip]."""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.mutations import fault, inputs, seeds


def main() -> int:
    """Print one line a format and each input at fault; the exit code is 1 when there is one."""
    faulthandler.enable()
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=2_000, help="inputs of each format")
    arguments.add_argument("--start", type=int, default=0, help="number of the first")
    arguments.add_argument("--format", action="append", help="only this one, as x.zip; may be repeated")
    asked = arguments.parse_args()
    found = 0
    for name, seed in seeds().items():
        if asked.format and name not in asked.format:
            continue
        begun, slowest = time.perf_counter(), 0.0
        for number, data in inputs(name, seed, asked.runs, asked.start):
            before = time.perf_counter()
            if wrong := fault(name, data):
                found += 1
                print(f"{name} {number}: {wrong}", flush=True)
            slowest = max(slowest, time.perf_counter() - before)
        seconds = time.perf_counter() - begun
        print(f"{name}: {asked.runs:,} inputs, {seconds:.1f} s, the slowest {slowest:.2f} s", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
