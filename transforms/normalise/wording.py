"""What is counted, in words that can be compared: the head noun by one of its synonyms, and what narrows it down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms import vocabulary
from transforms.text.lexicon import lemma

WORD = re.compile(r"[^\W\d_]+")
REMEMBERED = 200_000

# How two wordings go together, the better the higher.
CLASH, PARTLY, BARE, WIDER, SAME = -1, 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Wording:
    """`head` is the head noun, for synonyms always the same one; `words` are the lemmas that narrow it down.

    `names` are its words with a capital. Words such as "joint", which narrow nothing down, are left out.
    """

    head: str | None
    words: frozenset[str]
    names: frozenset[str]


@cache
def _heads() -> dict[str, str]:
    groups = [vocabulary.split(row["heads"]) for row in vocabulary.rows("head_synonyms")]
    return {head: group[0] for group in groups for head in group}


def canonical(head: str) -> str:
    """The noun that stands for a head and its synonyms."""
    return _heads().get(head.casefold(), head.casefold())


@lru_cache(REMEMBERED)
def wording(text: str | None, head: str | None) -> Wording:
    """The wording of an object by its phrase and the lemma of its head."""
    noun = canonical(head) if head else None
    plain = vocabulary.word_set("plain_modifiers")
    written = [word for word in WORD.findall(text or "") if len(word) > 1]
    found = {lemma(word) for word in written if word.islower() and word not in plain} - plain
    names = frozenset(lemma(word) for word in written if not word.islower())
    return Wording(noun, frozenset(word for word in found if canonical(word) != noun), names)


@lru_cache(REMEMBERED)
def compared(one: Wording, other: Wording) -> int:
    """SAME words, one WIDER than the other, both BARE heads, PARTLY the same words, or a CLASH of words or heads."""
    if one.head != other.head and one.head and other.head:
        return CLASH
    if one.words == other.words:
        return SAME if one.words else BARE
    if one.words <= other.words or other.words <= one.words:
        return WIDER
    return PARTLY if one.words & other.words else CLASH
