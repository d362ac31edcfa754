"""`python -m tests.quality`: measures, prints, raises the floors."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import floors
from .extraction import case_tallies
from .labelled import LabelledSet, Row, labelled_sets
from .measuring import environment, figures, probe_table, publish
from .report import markdown


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--print", action="store_true", dest="show", help="print the figures as Markdown tables")
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise the floors to the figures measured")
    parser.add_argument("--accept", metavar="REASON", help="with --raise: write floors that fall, and record why")
    parser.add_argument("--faults", action="store_true", help="print what is wrong in the own sentences")
    return parser.parse_args()


def _measured(sets: list[LabelledSet], folder: Path) -> tuple[Row, dict[str, dict[str, int]]]:
    """Floors as they would be now, and the probes' figures by phenomenon."""
    processed = publish(folder, sets, environment(folder / "home"))
    table: Row = {}
    probes: dict[str, dict[str, int]] = {}
    for one in sets:
        table[one.name] = {"labels": one.digest(), "figures": figures(one, processed, folder)}
        if one.kind == "cases":
            table[one.name]["phenomena"] = {title: tally.counted() for title, tally in case_tallies().items()}
        elif one.kind == "probes":
            probes = probe_table(one, processed)
    return {"sets": table}, probes


def main() -> int:
    """What the options ask for; 1 when figures are below their floors."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        measured, probes = _measured(labelled_sets(), Path(folder))
    if given.show:
        print(markdown(measured["sets"], probes))
    if given.faults:
        print(*(fault for tally in case_tallies().values() for fault in tally.faults), sep="\n")
    if given.lift:
        return floors.lift(measured, given.accept)
    worse = floors.all_fallen(floors.load(), measured)
    print(*(worse or ["no figure is below its floor"]), sep="\n", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
