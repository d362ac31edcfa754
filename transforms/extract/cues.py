"""Fixed phrases of clause_cues.csv inside a sentence."""

from __future__ import annotations

from functools import cache

from transforms.extract.syntax import Parsed
from transforms.text.fixed_phrases import FixedPhrases
from transforms.vocabulary import rows

_Spans = dict[str, list[tuple[int, int]]]


@cache
def _cues() -> FixedPhrases[str]:
    return FixedPhrases((row["phrase"].split(), row["cue"]) for row in rows("clause_cues"))


@cache
def _openings() -> frozenset[str]:
    return _cues().openings()


@cache
def cue_openings(name: str) -> frozenset[str]:
    """First words of the phrases that have the cue."""
    return frozenset(row["phrase"].split()[0] for row in rows("clause_cues") if row["cue"] == name)


def cue_spans(parsed: Parsed, name: str) -> list[tuple[int, int]]:
    """First and last token of each phrase in the sentence that has the cue."""
    spans: _Spans | None = parsed.memory.get("cues")
    if spans is None:
        spans = parsed.memory["cues"] = _all_spans(parsed)
    return spans.get(name, [])


def _all_spans(parsed: Parsed) -> _Spans:
    found: _Spans = {}
    cues, openings, lows = _cues(), _openings(), parsed.tokens.lows
    for place in range(parsed.first, parsed.stop):
        cue = cues.at(lows, place, len(lows)) if lows[place] in openings else None
        if cue:
            found.setdefault(cue[0], []).append((place, cue[1]))
    return found
