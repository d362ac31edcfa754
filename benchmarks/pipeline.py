"""Speed of the whole way, from files to published tables, on generated articles.

python benchmarks/pipeline.py [NUMBER ...]
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SIZES = [1_000, 5_000]
COUNTRIES = [
    "Kenya",
    "Finland",
    "Peru",
    "Oman",
    "Serbia",
    "China",
    "Ghana",
    "Norway",
    "Vietnam",
    "Cuba",
    "Japan",
    "Laos",
]
AREAS = ["agriculture", "public health", "tourism", "nuclear energy", "fisheries", "vocational training", "railways"]
SENTENCES = (
    "{a} and {b} signed {n} cooperation agreements on {area} in {year}.",
    "Trade between {a} and {b} rose {p} percent to {m} million U.S. dollars in {year}, the trade ministry said.",
    "{a} will train more than {n} specialists from {b} in {area} over the next three years.",
    "“We hope for {n} joint projects by {later},” said the ambassador of {b} to {a}.",
    "The two countries agreed to deepen cooperation in such fields as {area}, {other} and culture.",
    "The {a}-{b} Centre for {title} opened in {year} with {n} staff on {n} hectares.",
    "Harvests in {a} fell by {p} percent after floods, which cost {m} million dollars.",
)


def article(chance: random.Random) -> str:
    """One article of seven sentences about two countries."""
    a, b = chance.sample(COUNTRIES, 2)
    area, other = chance.sample(AREAS, 2)
    day = date(2020, 1, 1) + timedelta(chance.randrange(1800))
    words = {"a": a, "b": b, "area": area, "other": other, "title": area.title(), "year": day.year - 1}
    lines = []
    for form in chance.sample(SENTENCES, len(SENTENCES)):
        figures = {"n": chance.randint(2, 4000), "p": chance.randint(2, 60), "m": chance.randint(5, 9000)}
        lines.append(form.format(**words, **figures, later=day.year + chance.randint(2, 9)))
    return f" date {day.isoformat()} {a.upper()}, {day:%b} {day.day} (News) -- " + "\n\n".join(lines) + "\n"


def write(folder: Path, number: int) -> None:
    """So many articles, one a file, always the same."""
    chance = random.Random(number)  # noqa: S311 - the same articles in every run, no secret
    folder.mkdir()
    for place in range(number):
        (folder / f"{place:06}.txt").write_text(article(chance), encoding="utf-8")


def run(folder: Path) -> tuple[float, dict[str, Any]]:
    """Seconds of one run over the folder, start of the program and of Prefect included, and what it says."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "COOPSTATS_"))}
    env = own | {"PREFECT_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "flows.cli", "run", "--json"]
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--raw", "raw", "--processed", "processed"],
        env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - start, json.loads(done.stdout)


def main() -> None:
    """A table with one line for each number of articles."""
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    print("| articles | counts | first run s | documents/s | unchanged run s | peak MB of a process |")
    print("|---|---|---|---|---|---|")
    for number in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder / "raw", number)
            first, outcome = run(folder)
            again, _ = run(folder)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        counts = outcome["figures"]["counts_out"]
        print(
            f"| {number:,} | {counts:,} | {first:.1f} | {number / first:,.0f} | {again:.1f} | {peak:.0f} |", flush=True
        )


if __name__ == "__main__":
    main()
