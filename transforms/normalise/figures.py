"""Figures of a set of tables, for the `runs` table and for reports."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

ROW_FIGURES = {
    "quarantined": "quarantine",
    "counts_out": "counts",
    "rejected_out": "rejected_numbers",
    "fields_out": "fields",
    "initiatives_out": "initiatives",
    "statistics_out": "statistics",
}


def figures(frames: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Rows out of every stage, documents in, and the mean confidence of the counts (0 without counts)."""
    rows: dict[str, float] = {name: len(frames[table]) for name, table in ROW_FIGURES.items()}
    # Sorted, since a floating-point sum depends on its order and the rows come in the order of the batches.
    confidence = frames["counts"]["confidence"].sort_values()
    mean = float(confidence.sum() / len(confidence)) if len(confidence) else 0.0
    return rows | {"documents_in": len(frames["articles"]), "mean_confidence": mean}
