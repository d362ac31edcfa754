"""Which language an article is written in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from transforms.vocabulary import rows

SAMPLE_CHARACTERS = 2_000
GLANCE_CHARACTERS = 300
FEWEST_LETTERS = 20
MARKER_SHARE = 0.06
FEWEST_MARKERS = 2
CODE = re.compile(r"[a-z]{2}")
WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str | None:
    """ISO 639-1 code of the first 2,000 characters; null below 20 letters or where no language is recognised.

    Function words decide first: the statistical model mistakes short telegraphic texts.
    """
    for length in (GLANCE_CHARACTERS, SAMPLE_CHARACTERS):
        words = WORD.findall(text[:length])
        letters = sum(map(len, words))
        if letters >= FEWEST_LETTERS and (code := _by_markers(words, letters)):
            return code
    return _by_model(text[:SAMPLE_CHARACTERS]) if letters >= FEWEST_LETTERS else None


@cache
def _markers() -> dict[str, str]:
    """Function word in lower case -> the language that it is typical of."""
    return {row["word"]: row["code"] for row in rows("language_markers")}


def _by_markers(words: list[str], letters: int) -> str | None:
    """The language whose function words hold a fair share of the letters, and are at least two."""
    markers = _markers()
    hits = [(markers[low], len(low)) for word in words if (low := word.lower()) in markers]
    if len(hits) < FEWEST_MARKERS:
        return None
    held: Counter[str] = Counter()
    for code, length in hits:
        held[code] += length
    code, share = held.most_common(1)[0]
    return code if share >= MARKER_SHARE * letters else None


def _by_model(sample: str) -> str | None:
    from py3langid import classify  # type: ignore[import-untyped, unused-ignore]

    code = str(classify(sample)[0])
    return code if CODE.fullmatch(code) else None
