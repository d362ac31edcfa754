"""`python -m tests.quality.claims`: labelled groups of articles through the pipeline, against the labelled claims.

`same` is the F1 over pairs of labelled mentions that state the same claim, `relations` that over the relations between
labelled claims and between articles, `sources` that over the numbers of independent sources of claims.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from transforms.read import read
from transforms.records import Document

from . import floors
from .labelled import ROOT, Row
from .measuring import environment, run

FOLDER = ROOT / "tests" / "cases" / "claims"
SETS = {"claims": FOLDER, "claims_newsroom": FOLDER / "newsroom", "claims_apart": FOLDER / "apart"}
STORY = (
    "2020-08-26-tass-russia-china-science-year-opens",
    "2021-11-26-china-russia-innovation-year-closes",
    "2021-11-27-harbour-times-joint-innovation-year",
    "2021-11-27-steppe-herald-thousand-event-science-year",
)
FILE = Path(__file__).with_name("claims_floors.toml")
MARK = re.compile(r"\{(\w+)\|([^{}]*)\}")
BETWEEN_ARTICLES = ("reprint_of", "confirms")

Related: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True)
class Mark:
    """One labelled mention: the claim it states, and where it stands in its article."""

    group: str
    article: str
    claim: str
    start: int
    end: int


@dataclass
class Group:
    """Articles with labelled claims; `related` holds (group, from, relation, to)."""

    name: str
    articles: list[Row]
    marks: list[Mark]
    related: set[Related]
    sources: dict[str, int]


@dataclass
class Tally:
    """What was wanted, given and right, and what was wrong in words."""

    wanted: int = 0
    given: int = 0
    right: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, wanted: set[Any], given: set[Any]) -> None:
        self.wanted += len(wanted)
        self.given += len(given)
        self.right += len(wanted & given)
        self.faults += [f"missed   {' '.join(map(str, one))}" for one in sorted(wanted - given)]
        self.faults += [f"spurious {' '.join(map(str, one))}" for one in sorted(given - wanted)]

    def f1(self) -> float:
        return round(2 * self.right / (self.wanted + self.given), 4) if self.wanted + self.given else 1.0


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.toml")))).hexdigest()


def groups(folder: Path) -> list[Group]:
    """The labelled groups of a folder, in the order of its files."""
    loaded = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [_group(row) for table in loaded for row in table["group"]]


def _group(row: Row) -> Group:
    name = row["name"]
    articles, marks = [], []
    for given in row["article"]:
        text, found = _unmarked(given["text"].strip())
        marks += [Mark(name, given["id"], *one) for one in found]
        articles.append({**given, "id": f"{name}.{given['id']}", "date": given["date"].isoformat(), "text": text})
    lines = [*row.get("relations", ()), *row.get("articles", ())]
    related = {(name, *line.split()) for line in lines}
    return Group(name, articles, marks, related, row.get("sources", {}))


def document(article: Row) -> Document:
    """The article of a group as a file of its own would give it."""
    data = json.dumps(article, ensure_ascii=False).encode()
    (found,) = read(data, f"{article['id']}.json").documents
    return found


def _unmarked(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without marks, and claim, start and end of each."""
    plain, found, end = "", [], 0
    for match in MARK.finditer(text):
        plain += text[end : match.start()]
        found.append((match[1], len(plain), len(plain) + len(match[2])))
        plain += match[2]
        end = match.end()
    return plain + text[end:], found


@dataclass(frozen=True)
class Published:
    """Published rows as the labels see them: for each mark the claim and the count that were found at its place."""

    claims: dict[Mark, str]
    counts: dict[str, Mark]
    relations: list[Row]
    sources: dict[str, int]


def published(processed: Path, of: Iterable[Group]) -> Published:
    """What the tables say at the marks."""
    articles = pd.read_parquet(processed / "articles.parquet", columns=["article_id", "source_id"])
    counts = pd.read_parquet(processed / "counts.parquet").merge(articles, on="article_id")
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in counts.to_dict("records"):
        rows[row["source_id"]].append({str(name): cell for name, cell in row.items()})
    claims, at = {}, {}
    for mark in (mark for group in of for mark in group.marks):
        found = [row for row in rows[f"{mark.group}.{mark.article}"] if _overlap(mark, row)]
        if found:
            best = max(found, key=lambda row: _overlap(mark, row))
            claims[mark], at[best["count_id"]] = best["statistic_id"], mark
    statistics = pd.read_parquet(processed / "statistics.parquet")
    sources = dict(zip(statistics["statistic_id"], statistics["independent_sources"], strict=True))
    relations = pd.read_parquet(processed / "statistic_relations.parquet")
    rows_of = [{str(name): cell for name, cell in row.items()} for row in relations.to_dict("records")]
    return Published(claims, at, rows_of, sources)


def _overlap(mark: Mark, row: Row) -> int:
    start, end = int(row["char_start"]), int(row["char_end"])
    return max(0, min(mark.end, end) - max(mark.start, start))


def same_claims(of: list[Group], found: Published) -> Tally:
    """Pairs of marks with one claim, over all groups together, so that joining across groups is an error."""
    marks = [mark for group in of for mark in group.marks]
    tally = Tally()
    wanted = set(_pairs((mark, f"{mark.group} {mark.claim}") for mark in marks))
    given = set(_pairs((mark, found.claims.get(mark, f"none {place}")) for place, mark in enumerate(marks)))
    tally.add(wanted, given)
    return tally


def _pairs(labelled: Iterable[tuple[Mark, str]]) -> Iterator[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for mark, label in labelled:
        members[label].append(f"{mark.group}.{mark.article}.{mark.claim}@{mark.start}")
    for names in members.values():
        yield from combinations(sorted(names), 2)


def relations(of: list[Group], found: Published) -> Tally:
    """Relations between labelled claims, and between the articles in which labelled mentions stand."""
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mark, claim in found.claims.items():
        named[claim].add((mark.group, mark.claim))
    given: set[Related] = set()
    for row in found.relations:
        if row["relation"] in BETWEEN_ARTICLES:
            given.update(_between_articles(row, found))
        else:
            given.update(_between_claims(row, named))
    tally = Tally()
    tally.add({one for group in of for one in group.related}, given)
    return tally


def _between_articles(row: Row, found: Published) -> Iterator[Related]:
    one, other = found.counts.get(row["from_count_id"]), found.counts.get(row["to_count_id"])
    if one and other and one.group == other.group:
        yield one.group, one.article, row["relation"], other.article


def _between_claims(row: Row, named: dict[str, set[tuple[str, str]]]) -> Iterator[Related]:
    for group, claim in named[row["from_id"]]:
        for other_group, other in named[row["to_id"]]:
            yield group, claim, row["relation"], other if group == other_group else f"{other_group}.{other}"


def sources(of: list[Group], found: Published) -> Tally:
    """The number of independent sources of the claims for which it is labelled."""
    tally = Tally()
    for group in of:
        for claim, number in group.sources.items():
            ids = {found.claims[mark] for mark in group.marks if mark.claim == claim and mark in found.claims}
            given = {(group.name, claim, found.sources[one]) for one in ids}
            tally.add({(group.name, claim, number)}, given)
    return tally


TALLIES = {"same": same_claims, "relations": relations, "sources": sources}


def publish(folder: Path) -> Path:
    """The folder of tables published from the articles of all groups, and those of `data/raw` that tell the story."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    for name, labels in SETS.items():
        lines = [json.dumps(article, ensure_ascii=False) for group in groups(labels) for article in group.articles]
        (raw / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in STORY:
        shutil.copyfile(ROOT / "data" / "raw" / f"{name}.txt", raw / f"{name}.txt")
    run(raw, folder / "processed", environment(folder / "home"))
    return folder / "processed"


def tallies(name: str, processed: Path) -> dict[str, Tally]:
    """The tallies of one set of groups."""
    of = groups(SETS[name])
    found = published(processed, of)
    return {title: count(of, found) for title, count in TALLIES.items()}


def measured(name: str, found: dict[str, Tally]) -> Row:
    """The entry of a set of groups in the floors."""
    return {"labels": digest(SETS[name]), "figures": {title: tally.f1() for title, tally in found.items()}}


def main() -> int:
    """What the options ask for; 1 when figures are below their floors."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.claims", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="print what is wrong, except in the groups kept apart")
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise the floors to the figures measured")
    parser.add_argument("--accept", metavar="REASON", help="with --raise: write floors that fall, and record why")
    given = parser.parse_args()
    table: Row = {}
    with tempfile.TemporaryDirectory() as folder:
        processed = publish(Path(folder))
        for name, labels in SETS.items():
            found = tallies(name, processed)
            table[name] = measured(name, found)
            print(name, len(groups(labels)), "groups", table[name]["figures"])
            if given.faults and name != "claims_apart":
                print(*(f"{one}: {line}" for one, tally in found.items() for line in tally.faults), sep="\n")
    return floors.lift({"sets": table}, given.accept, FILE) if given.lift else _compared({"sets": table})


def _compared(measured: Row) -> int:
    worse = floors.all_fallen(floors.load(FILE), measured)
    print(*(worse or ["no figure is below its floor"]), sep="\n", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
