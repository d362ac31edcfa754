"""Fixed phrases of clause_cues.csv inside a sentence."""

from __future__ import annotations

from functools import cache

from transforms.extract.syntax import Parsed
from transforms.vocabulary import rows

_Spans = dict[str, list[tuple[int, int]]]


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> (words, cue), longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("clause_cues"):
        words = tuple(row["phrase"].split())
        table.setdefault(words[0], []).append((words, row["cue"]))
    return {first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in table.items()}


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
    table, lows = _cues(), parsed.tokens.lows
    here = lows[parsed.first : parsed.stop]
    for place in [at for at, low in enumerate(here, parsed.first) if low in table]:
        for words, cue in table[lows[place]]:
            if tuple(lows[place : place + len(words)]) == words:
                found.setdefault(cue, []).append((place, place + len(words) - 1))
                break
    return found
