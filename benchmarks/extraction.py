"""Speed of extraction on one core, against quantulum3 and a bare scan for digits, in the same run.

    python benchmarks/extraction.py [--texts FILE.jsonl]

quantulum3 is installed into an environment of its own, kept in a cache folder. Sentences come from the shipped
articles, from the corpus beside the checkout where it is, and from a JSONL file with the key `text` where one is given.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from transforms.read import read  # noqa: E402 - the checkout is put on the path first
from transforms.text.sentences import sentences  # noqa: E402
from transforms.text.tokens import tokenise  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "real.jsonl"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "coopstats-benchmarks"
PEER = "quantulum3==0.10.0"
LENGTHS = [10_000, 30_000, 100_000, 300_000, 1_000_000]


def peer_python() -> str:
    """The interpreter of the peer's environment, made when it is not there."""
    folder = CACHE / PEER.replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", PEER], check=True)
        (folder / "ready").touch()
    return str(python)


def documents(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Every English article in the files, with its sentences."""
    for path in paths:
        for document in read(path.read_bytes(), path.name).documents:
            if document.language == "en":
                yield {"text": document.text, "sentences": list(split(document.text))}


def split(text: str) -> Iterator[str]:
    """The sentences of a text, as they stand in it."""
    tokens = tokenise(text)
    for one in sentences(tokens):
        start, end = tokens.span(one.first, one.stop - 1)
        yield text[start:end]


def measure(name: str, python: str, texts: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What a contestant says of itself."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    command = [python, str(ROOT / "benchmarks" / "contestants.py"), name, str(path)]
    done = subprocess.run(pinned(command), stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def pinned(command: list[str]) -> list[str]:
    """The command on one core, where the system can."""
    return ["taskset", "-c", "0", *command] if Path("/usr/bin/taskset").exists() else command


def report(title: str, results: list[dict[str, Any]]) -> None:
    """A Markdown table; the ratio is that of sentences a second to quantulum3."""
    base = next(result["per_second"] for result in results if result["name"] == "quantulum3")
    print(f"\n{title}: {results[0]['sentences']:,} sentences\n")
    print("| | sentences/s | × quantulum3 | numbers found | start s | peak MB |\n|---|---|---|---|---|---|")
    for one in results:
        cells = [f"{one['per_second']:,.0f}", f"{one['per_second'] / base:,.1f}", f"{one['numbers']:,}"]
        print(f"| {one['name']} | {' | '.join(cells)} | {one['load_seconds']:.2f} | {one['megabytes']:.0f} |")


def report_growth(result: dict[str, Any]) -> None:
    """Time a character of one ever longer article."""
    print("\n| characters of one article | µs a character |\n|---|---|")
    for size, cost in result["microseconds_a_character"].items():
        print(f"| {int(size):,} | {cost:.2f} |")
    print(f"\npeak memory with the longest: {result['megabytes_longest']:.0f} MB")


def main() -> None:
    """Measures on every set of texts at hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a JSONL file of articles of one's own")
    given = parser.parse_args()
    sets = {"shipped articles": sorted(path for path in (ROOT / "data" / "raw").iterdir() if path.is_file())}
    sets |= {path.stem: [path] for path in (CORPUS, given.texts) if path and path.exists()}
    own, peer = sys.executable, peer_python()
    pythons = {"coopstats": own, "quantulum3": peer, "quantulum3 by sentence": peer, "digits": own}
    with tempfile.TemporaryDirectory() as folder:
        for title, paths in sets.items():
            texts: dict[str, Any] = {"documents": list(documents(paths)), "lengths": []}
            report(title, [measure(name, python, texts, Path(folder)) for name, python in pythons.items()])
        texts["lengths"] = LENGTHS
        report_growth(measure("coopstats", own, texts, Path(folder)))


if __name__ == "__main__":
    main()
