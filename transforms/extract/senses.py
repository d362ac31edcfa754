"""What a word says about the scope of a number: cooperation, or one of the signs of other things."""

from __future__ import annotations

from functools import cache

from transforms.vocabulary import rows


@cache
def senses() -> dict[str, str]:
    """Lower-case word -> cooperation, domestic, harm, nature, distance, price, cost, vote or comparison."""
    return {row["word"]: row["sense"] for row in rows("scope_words")}


@cache
def cooperation_words() -> frozenset[str]:
    """Words of cooperation."""
    return frozenset(word for word, sense in senses().items() if sense == "cooperation")
