"""The figures of every structure as a Markdown table: python -m tests.pages [--json]."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pages.measuring import table


def main() -> None:
    """Print the table, as JSON for the floors."""
    figures = table()
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    columns = list(next(iter(figures.values())))
    print("| structure | " + " | ".join(columns) + " |\n|---" + "|---" * len(columns) + "|")
    for name, row in figures.items():
        print(f"| {name} | " + " | ".join(f"{row[column]:.3g}" for column in columns) + " |")


if __name__ == "__main__":
    main()
