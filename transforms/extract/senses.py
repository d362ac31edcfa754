"""What a word says about the scope of a number: cooperation, or one of the signs of other things."""

from __future__ import annotations

from functools import cache

from transforms.extract.syntax import Parsed
from transforms.vocabulary import rows


@cache
def senses() -> dict[str, str]:
    """Lower-case word -> cooperation, domestic, harm, nature, distance, price, cost, vote or comparison."""
    return {row["word"]: row["sense"] for row in rows("scope_words")}


@cache
def cooperation_words() -> frozenset[str]:
    """Words of cooperation."""
    return frozenset(word for word, sense in senses().items() if sense == "cooperation")


def sentence_senses(parsed: Parsed) -> list[str]:
    """What each word of the sentence says about scope, empty for most."""
    found: list[str] | None = parsed.memory.get("senses")
    if found is None:
        table = senses()
        found = [table.get(word, "") for word in parsed.tokens.lows[parsed.first : parsed.stop]]
        parsed.memory["senses"] = found
    return found
