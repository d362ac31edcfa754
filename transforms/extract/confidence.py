"""Confidence of a count: the probability that it is in scope and that value, bounds and unit are right.

A logistic model over features that can be told to a person; its weights are data (confidence_weights.csv), fitted on
annotated articles together with those of the scope model.
"""

from __future__ import annotations

import math
from functools import cache

from transforms.extract.counted_phrases import Counted
from transforms.extract.quantities import Quantity
from transforms.vocabulary import rows


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("confidence_weights")}


def confidence_features(
    quantity: Quantity, counted: Counted | None, scope: float, object_class: str
) -> dict[str, float]:
    """Named evidence for the count as a whole; `scope` is the probability that it is about cooperation."""
    odds = math.log(max(scope, 1e-6) / max(1 - scope, 1e-6))
    return {
        "bias": 1.0,
        "scope_log_odds": odds,
        "object_follows": float(counted is not None and counted.how == "after"),
        "object_elided": float(counted is not None and counted.how == "elided"),
        "no_object": float(counted is None),
        "class_unknown": float(object_class == "other"),
        "small_number": float(quantity.measure == "count" and quantity.value < 10),
        "range_or_vague": float(quantity.qualifier in ("between", "vague")),
        "change": float(quantity.measure == "change"),
        "share": float(quantity.measure == "share"),
        "multiple": float(quantity.form == "multiple"),
        "shared_currency": float(len(quantity.candidates) > 1),
    }


def confidence(features: dict[str, float]) -> float:
    """Probability between 0 and 1, three decimals."""
    table = _weights()
    total = sum([table[name] * value for name, value in features.items() if value and name in table])
    return round(1.0 / (1.0 + math.exp(-total)), 3)
