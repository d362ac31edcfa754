"""A web archive through the pipeline, beside what reading it bare takes, in the same run.

python benchmarks/archives.py [RECORDS]
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from pipeline import article, run  # noqa: E402 - found by the line above

from crawls import Capture, crawl  # noqa: E402 - as above
from transforms.read import Part, parts, read_part  # noqa: E402 - as above

RECORDS = 10_000
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Report {number} | Example Times</title>
<link rel="canonical" href="https://example.org/news/{number}"><script type="application/ld+json">{{"@type":
"NewsArticle", "headline": "Report {number}", "datePublished": "{day}T08:00:00Z"}}</script><style>{style}</style>
</head><body><nav><ul>{links}</ul></nav><article><h1>Report {number}</h1>{body}</article><aside><ul>{links}</ul></aside>
<footer><p>Example Times is written for measuring.</p></footer></body></html>"""


def captures(number: int) -> Iterator[Capture]:
    """So many pages of one article each, of days in five years, always the same."""
    chance = random.Random(number)  # noqa: S311 - the same pages in every run, no secret
    links = "".join(f'<li><a href="/section/{place}">Section {place}</a></li>' for place in range(40))
    style = "".join(f".c{place} {{ margin: {place}px; color: #{place:06x} }}\n" for place in range(200))
    for place in range(number):
        heading, _, text = article(chance).partition(" -- ")
        body = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
        page = PAGE.format(number=place, day=heading.split()[1], links=links, style=style, body=body)
        yield Capture(f"https://example.org/news/{place}", page.encode())


def bare(path: Path) -> tuple[float, int, int]:
    """Seconds, records and bytes of reading every record with the library alone."""
    from fastwarc.warc import ArchiveIterator

    start, number, size = time.perf_counter(), 0, 0
    with path.open("rb") as handle:
        for record in ArchiveIterator(handle, parse_http=True):
            number += 1
            size += len(record.reader.read())
    return time.perf_counter() - start, number, size


def cut(path: Path) -> tuple[float, list[Part]]:
    """Seconds of cutting the archive into parts, and the parts."""
    start = time.perf_counter()
    with path.open("rb") as handle:
        found = [one for one in parts(handle, path.name) if isinstance(one, Part)]
    return time.perf_counter() - start, found


def line(what: str, seconds: float, documents: int, size: float) -> None:
    """One line of the table; `size` in bytes after decompression."""
    print(f"| {what} | {seconds:.1f} | {documents / seconds:,.0f} | {size / 2**20 / seconds:,.1f} |", flush=True)


def main() -> None:
    """A table with one line for each way of going through the archive."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        path = folder / "raw" / "crawl.warc.gz"
        path.write_bytes(crawl(captures(number)))
        seconds, records, size = bare(path)
        print(f"{number:,} pages in {records:,} records: {path.stat().st_size:,} bytes, {size:,} expanded\n")
        print("| way | s | documents/s | MB/s |\n|---|---|---|---|")
        line("records read bare", seconds, number, size)
        seconds, found = cut(path)
        line("records cut into parts", seconds, number, size)
        sample = found[: number // 10 or 1]
        start = time.perf_counter()
        documents = sum(len(read_part(part)) for part in sample)
        line("pages read, one core", time.perf_counter() - start, documents, size * len(sample) / number)
        del found, sample
        seconds, outcome = run(folder)
        line("the whole way", seconds, outcome["figures"]["documents_in"], size)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{outcome['figures']['counts_out']:,} counts; a process at most {peak:,.0f} MB")


if __name__ == "__main__":
    main()
