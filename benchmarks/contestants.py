"""One contestant, in a process of its own: reads texts, measures itself, prints one JSON line.

    python contestants.py NAME TEXTS.json

`TEXTS.json` holds `documents`, each with its `text` and its `sentences`, and `lengths`, the characters of the growing
texts. Nothing but the contestant's own library is imported, so that each can run in its own environment.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

ROUNDS = 3
BREAK = "\n\n"
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


Article: TypeAlias = dict[str, Any]
Work: TypeAlias = Callable[[Article], int]


def coopstats() -> Work:
    """Whole articles through extraction: counts and rejected numbers."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from flows.engine import collect_seldom
    from transforms.extract import extract
    from transforms.records import Document

    collect_seldom()  # as in a run

    def work(article: Article) -> int:
        found = extract(Document("a", "a", article["text"], language="en"))
        return len(found.counts) + len(found.rejected)

    return work


def quantulum3() -> Work:
    """Whole articles through quantulum3, without its classifier."""
    parse = _quantulum3()
    return lambda article: parse(article["text"])


def quantulum3_by_sentence() -> Work:
    """As before, one sentence at a time: it slows down with the length of what it is given."""
    parse = _quantulum3()
    return lambda article: sum(map(parse, article["sentences"]))


def _quantulum3() -> Callable[[str], int]:
    warnings.filterwarnings("ignore")
    from quantulum3 import parser

    return lambda text: len(parser.parse(text))


def digits() -> Work:
    """Whole articles through one regular expression for digits."""
    return lambda article: sum(1 for _ in DIGITS.finditer(article["text"]))


CONTESTANTS = {
    "coopstats": coopstats,
    "quantulum3": quantulum3,
    "quantulum3 by sentence": quantulum3_by_sentence,
    "digits": digits,
}


def megabytes() -> float:
    """The most memory that this process has held; the system's own mark, which a parent's memory does not touch."""
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(mark.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(work: Work, documents: list[Article], rounds: int) -> dict[str, Any]:
    """Sentences a second, the best of some rounds, after one document to warm up."""
    work(documents[0])
    times, numbers = [], 0
    for _ in range(rounds):
        start = time.process_time()
        numbers = sum(map(work, documents))
        times.append(time.process_time() - start)
    sentences = sum(len(document["sentences"]) for document in documents)
    return {"sentences": sentences, "numbers": numbers, "per_second": sentences / min(times)}


def growth(work: Work, documents: list[Article], lengths: list[int]) -> dict[str, float]:
    """Characters of one text -> microseconds a character."""
    sentences = [sentence for document in documents for sentence in document["sentences"]]
    found = {}
    for length in lengths:
        text: list[str] = []
        size = 0
        while size < length:
            text.append(sentences[len(text) % len(sentences)])
            size += len(text[-1]) + len(BREAK)
        article = {"text": BREAK.join(text), "sentences": text}
        start = time.process_time()
        work(article)
        found[str(size)] = (time.process_time() - start) * 1e6 / size
    return found


def main() -> None:
    """Measures the contestant that is named."""
    name, given = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    start = time.process_time()
    work = CONTESTANTS[name]()
    work({"text": "One.", "sentences": ["One."]})
    result = {"name": name, "load_seconds": time.process_time() - start}
    result |= speed(work, given["documents"], ROUNDS)
    result["megabytes"] = megabytes()
    if given["lengths"]:
        result["microseconds_a_character"] = growth(work, given["documents"], given["lengths"])
        result["megabytes_longest"] = megabytes()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
