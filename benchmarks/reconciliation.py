"""Speed and memory of near-duplicates, claims, relations, sums, coverage, writing and checks on generated articles.

python benchmarks/reconciliation.py [NUMBER ...]

Each article has some 230 words and six counts; three in ten are near-duplicates: reprints under another headline, cut,
edited or with an own paragraph, and versions with another figure. Texts go through the code that makes fingerprints and
signatures; the counts are generated with them, without extraction. Then follows what a run does up to its checks. Every
size runs in a process of its own. Seconds are those of the processor, so that other work on the machine does not show.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from flows.batch import read_tables, write_tables
from transforms import check, normalise, schema, vocabulary
from transforms.monitor import coverage
from transforms.normalise import Frames, Located, Outcome, mention_frames, merge, quarantine_frame, skipped_frame
from transforms.normalise.keys import input_key
from transforms.records import Count, Document, Extraction

SIZES = [10_000, 50_000, 200_000]
NEAR_DUPLICATES = 0.3
REMEMBERED = 2_000
CHUNK = 5_000
FIRST_DAY, DAYS = date(2018, 1, 1), 2_500
ARRIVED = datetime(2025, 1, 1, tzinfo=UTC)
COUNTS, FILLERS = 6, 12
STAGES = {
    "near-duplicates": ("clusters", "clustered"),
    "statements": (None, "told"),
    "claims": (None, "identified"),
    "rows": (None, "agreed"),
    "relations": (None, "relations"),
    "sums": ("monthly", "cooperation_monthly"),
    "bridges and dimensions": ("dimensions", "dimensions"),
}
THINGS = (
    ("agreement", "agreement", "signed", "flow", "realised"),
    ("student", "student", "exchanged", "flow", "realised"),
    ("project", "project", "will carry out", "flow", "planned"),
    ("project", "project", "carried out", "flow", "realised"),
    ("laboratory", "institution", "now run", "stock", "realised"),
    ("dose", "goods", "delivered", "flow", "realised"),
    ("expert", "expert", "sent each other", "flow", "realised"),
    ("event", "activity", "held", "flow", "realised"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence of an article, with what it counts, if anything."""

    text: str
    words: str = ""
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One generated article before it is printed."""

    title: str
    pieces: tuple[Piece, ...]
    day: date
    agency: str | None
    publisher: str | None


class Newsroom:
    """Generates articles, always the same ones for a number."""

    def __init__(self, seed: int) -> None:
        """Start with the words of the vocabulary."""
        self._chance = random.Random(seed)  # noqa: S311 - the same articles in every run, no secret
        self._nouns = [row["lemma"] for row in vocabulary.rows("nouns") if row["lemma"].isalpha()]
        self._verbs = [row["word"] for row in vocabulary.rows("adjectives")]
        self._countries = [(row["iso3"], row["name"]) for row in vocabulary.rows("countries")]
        self._printed: list[Story] = []

    def stories(self, number: int) -> Iterator[Story]:
        """So many articles, three in ten of them made from one of the last two thousand."""
        for _ in range(number):
            again = self._printed and self._chance.random() < NEAR_DUPLICATES
            story = self._near_duplicate(self._chance.choice(self._printed)) if again else self._new()
            if not again:
                self._printed = [*self._printed[1 - REMEMBERED :], story]
            yield story

    def _new(self) -> Story:
        chance = self._chance
        sides = chance.sample(self._countries[:90], 2)
        day = FIRST_DAY + timedelta(chance.randrange(DAYS))
        pieces = [self._filler() for _ in range(FILLERS)] + [self._count(sides, day) for _ in range(COUNTS)]
        chance.shuffle(pieces)
        agency = chance.choice(["Xinhua", "Reuters", "AFP", None, None])
        return Story(self._filler().text[:60], tuple(pieces), day, agency, None if agency else self._outlet())

    def _outlet(self) -> str:
        return f"{self._chance.choice(self._nouns)} Daily {self._chance.randrange(40)}".title()

    def _filler(self) -> Piece:
        nouns, words = self._chance.sample(self._nouns, 4), self._chance.sample(self._verbs, 3)
        form = "The {} {} met the {} {} in the {} {}, as the {} had hoped."
        return Piece(form.format(words[0], nouns[0], words[1], nouns[1], words[2], nouns[2], nouns[3]))

    def _count(self, sides: list[tuple[str, str]], day: date) -> Piece:
        chance = self._chance
        head, kind, verb, basis, status = chance.choice(THINGS)
        value = float(round(10 ** chance.uniform(0.3, 4), -1 if chance.random() < 0.4 else 0)) or 2.0
        more = chance.random() < 0.3
        area = chance.choice(self._nouns[:200])
        words = f"more than {value:,.0f}" if more else f"{value:,.0f}"
        year = day.year - 1
        facts: dict[str, Any] = {
            "value": value, "lower": value, "upper": None if more else value,
            "qualifier": "more_than" if more else "exact", "object_text": f"{area} {head}s", "object_head": head,
            "object_class": kind, "basis": basis, "status": status, "parties": tuple(code for code, _ in sides),
            "confidence": round(chance.uniform(0.6, 0.99), 3),
        }  # fmt: skip
        if chance.random() < 0.5:
            facts |= {"period_text": f"in {year}", "period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
        text = f"{sides[0][1]} and {sides[1][1]} {verb} {words} {area} {head}s in {year}."
        return Piece(text, words, tuple(facts.items()))

    def _near_duplicate(self, story: Story) -> Story:
        chance, pieces = self._chance, story.pieces
        later = replace(story, day=story.day + timedelta(chance.randrange(4)), title=self._filler().text[:50])
        way = chance.choice(["whole", "whole", "cut", "edited", "added", "changed"])
        if way == "changed":
            return replace(later, pieces=tuple(_with_another_figure(piece) for piece in pieces))
        later = replace(later, publisher=self._outlet())
        if way == "cut":
            return replace(later, pieces=pieces[: max(4, len(pieces) // 3)])
        if way == "edited":
            return replace(
                later, pieces=tuple(replace(piece, text=piece.text.replace("had hoped", "hoped")) for piece in pieces)
            )
        return replace(later, pieces=(*pieces, self._filler(), self._filler())) if way == "added" else later


def _with_another_figure(piece: Piece) -> Piece:
    facts = dict(piece.facts)
    if facts.get("status") != "planned":
        return piece
    value = facts["value"] + 7
    words = f"{value:,.0f}"
    changed = {"value": value, "lower": value, "upper": value, "qualifier": "exact"}
    return Piece(piece.text.replace(piece.words, words), words, tuple((facts | changed).items()))


def printed(story: Story, number: int) -> Outcome:
    """The article as reading and extraction would hand it over."""
    text = ""
    counts = []
    for index, piece in enumerate(story.pieces):
        start = len(text) + piece.text.find(piece.words)
        if piece.words:
            counts.append(_record(piece, index, start))
        text += piece.text + ("\n\n" if index % 3 == 2 else " ")
    document = Document(
        f"a{number}", f"batch-{number // CHUNK}.jsonl#{number}", text, story.title, publisher=story.publisher,
        agency=story.agency, language="en", published_date=story.day, published_date_source="meta", arrived_utc=ARRIVED,
    )  # fmt: skip
    return Outcome(document, document.source_uri.split("#")[0], "extracted", Extraction(counts, [], [], []))


def _record(piece: Piece, index: int, start: int) -> Count:
    own: dict[str, Any] = dict.fromkeys(("period_text", "period_start", "period_end"))
    own |= dict.fromkeys(("speaker", "speaker_role", "programme", "per", "document_kind"))
    own |= {"measure": "count", "unit": "1", "fields": ()}
    own |= {"sentence_index": index, "sentence": piece.text, "char_start": start, "char_end": start + len(piece.words)}
    return Count(value_text=piece.words, **(own | dict(piece.facts)))


def batches(number: int) -> Iterator[list[Outcome]]:
    """The articles in batches."""
    batch: list[Outcome] = []
    for place, story in enumerate(Newsroom(number).stories(number)):
        batch.append(printed(story, place))
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def mentions(number: int) -> tuple[Frames, float]:
    """The merged frames of mentions, and the seconds that fingerprints, signatures and frames took."""
    parts, seconds = [], 0.0
    for batch in batches(number):
        start = time.process_time()
        parts.append(mention_frames(batch, [Located(one.document, one.source_file) for one in batch], "benchmark"))
        seconds += time.process_time() - start
    return merge(parts), seconds


def timed(spent: dict[str, float], name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, which notes the seconds it takes."""

    def noting(*given: Any) -> Any:
        start = time.process_time()
        try:
            return work(*given)
        finally:
            spent[name] += time.process_time() - start

    return noting


def peak() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(number: int) -> dict[str, Any]:
    """Seconds by stage, rows and memory for so many articles."""
    frames, signatures = mentions(number)
    return {"articles": number, "fingerprints and signatures, s": signatures} | through(frames)


def through(frames: Frames) -> dict[str, Any]:
    """Seconds by stage, rows and memory from merged mentions to checked tables."""
    files = Counter(name.partition("#")[0] for name in frames["articles"]["source_uri"])
    own = {"input_sha256": "0", "size_bytes": 1, "extractor": "benchmark", "source_name": "raw", "context": "declared"}
    held = {name: {"documents": size, "records": size} for name, size in files.items()}
    rows = [{"input_id": input_key(name), "source_file": name, **own, **held[name]} for name in sorted(files)]
    about = {"inputs": schema.frame(schema.tables()["inputs"], rows)}
    about |= {"quarantine": quarantine_frame([]), "skipped": skipped_frame({})}
    spent: dict[str, float] = defaultdict(float)
    for name, (room, work) in STAGES.items():
        place = getattr(normalise, room) if room else normalise
        setattr(place, work, timed(spent, name, getattr(place, work)))
    before, start = peak(), time.process_time()
    tables = normalise.normalise(frames, about)
    whole = time.process_time() - start
    spent["other"] = whole - sum(spent.values())
    found = {
        "rows of counts": len(tables["counts"]), "rows of claims": len(tables["statistics"]),
        "rows of relations": len(tables["statistic_relations"]),
        "reprints found": int(tables["articles"]["reprint_of"].notna().sum()),
        **{f"{name}, s": seconds for name, seconds in spent.items()},
        "all of normalising, s": whole, "MB before": before, "MB behind normalising": peak(),
    }  # fmt: skip
    frames.clear()
    return found | published(tables)


def published(tables: Frames) -> dict[str, Any]:
    """Seconds for coverage, for writing all tables, and for reading and checking what was written; empties `tables`."""
    spent: dict[str, float] = defaultdict(float)
    declared = schema.tables()
    tables |= timed(spent, "coverage", coverage)(tables)
    tables |= {name: schema.frame(declared[name], []) for name in declared.keys() - tables.keys()}
    with tempfile.TemporaryDirectory() as folder:
        timed(spent, "writing", write_tables)(tables, Path(folder))
        tables.clear()
        read = timed(spent, "reading again", read_tables)(Path(folder), declared)
    findings = timed(spent, "checks", check.check)(read)
    if findings:
        raise SystemExit(f"the tables break rules: {findings[:3]}")
    return {f"{name}, s": seconds for name, seconds in spent.items()} | {"MB at most": peak()}


def main() -> None:
    """A table with one column for each number of articles; `--one NUMBER` measures in this process."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    results = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        results.append(json.loads(done.stdout))
    table = pd.DataFrame(results).set_index("articles").T
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---" * (len(sizes) + 1) + "|")
    for name, row in table.iterrows():
        digits = 1 if str(name).endswith(", s") else 0
        print(f"| {name} | " + " | ".join(f"{cell:,.{digits}f}" for cell in row) + " |")


if __name__ == "__main__":
    main()
