"""How often rows are right that are told to be so: `python -m tests.quality.reliability LABELS.jsonl...`.

The labels are articles with `counts`, each with `value_text` and `start`, as in the sets beside the checkout. A row is
right when it is a labelled count with the same value, bounds, unit and measure; rows that may or may not count
(`optional`) are left out. Rates of articles that had a part in fitting the weights flatter.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from .labelled import LabelledSet, Row, read_rows
from .measuring import environment, publish, table_rows
from .report import table
from .scoring import VALUED, paired, verdicts

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0 + 1e-9)

Judged = tuple[float, bool]


def judged(articles: Sequence[Row], counts: dict[str, list[Row]]) -> Iterator[Judged]:
    """The confidence of each published row, and whether it is right."""
    for article in articles:
        wanted, given = article["counts"], counts.get(article["id"], [])
        spans = [(one["start"], one["start"] + len(one["value_text"])) for one in wanted]
        found = {row["count_id"]: wanted[place] for place, row in paired(spans, given).items()}
        for row in given:
            want = found.get(row["count_id"])
            if want is None or not want.get("optional"):
                right = want is not None and all(_verdicts(want, row)[name] for name in VALUED)
                yield row["confidence"], right


def _verdicts(want: Row, row: Row) -> dict[str, bool]:
    return verdicts(want, row | {"parties": (row["parties"] or "").split(";")})


def reliability(rows: Sequence[Judged]) -> str:
    """A Markdown table by confidence: rows, their mean confidence, and the share that is right."""
    lines = []
    for low, high in pairwise(EDGES):
        inside = [(confidence, right) for confidence, right in rows if low <= confidence < high]
        if inside:
            means = [sum(values) / len(inside) for values in zip(*inside, strict=True)]
            lines.append([f"{low:g} to {min(high, 1.0):g}", f"{len(inside)}", *(f"{mean:.2f}" for mean in means)])
    return table(("confidence", "rows", "mean confidence", "right"), lines)


def main() -> int:
    """Publish the texts and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.reliability", description=__doc__)
    parser.add_argument("labels", nargs="+", type=Path)
    given = parser.parse_args().labels
    sets = [LabelledSet(f"{place}-{path.stem}", "articles", path, path) for place, path in enumerate(given)]
    with tempfile.TemporaryDirectory() as name:
        counts = table_rows(publish(Path(name), sets, environment(Path(name, "home"))), "counts")
    rows = [row for path in given for row in judged(read_rows(path), counts)]
    sure = [right for confidence, right in rows if confidence >= 0.9]
    print(reliability(rows))
    print(f"Of the {len(sure)} rows at 0.9 or above {sum(sure) / max(len(sure), 1):.1%} are right.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
