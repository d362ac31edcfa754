"""Fields of a count: what the counted cooperation is about, from the phrase outward to the article."""

from __future__ import annotations

from collections import Counter
from functools import cache

from transforms.extract.areas import areas, hinted_area
from transforms.extract.clauses import clause_bounds
from transforms.extract.counted_phrases import Counted
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.text.lexicon import lemma
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, word_set

_MOST = 3


@cache
def _by_class() -> dict[str, str]:
    return {row["object_class"]: row["field_code"] for row in rows("object_class_fields")}


@cache
def _telling() -> frozenset[str]:
    """Classes whose things belong to one field wherever they stand (students: education)."""
    return frozenset(row["object_class"] for row in rows("object_class_fields") if row["telling"] == "yes")


@cache
def _by_thing() -> dict[str, str]:
    """Lemma of a noun -> the field that a thing of this name belongs to (ventilator: health)."""
    return {row["word"]: row["code"] for row in rows("object_fields")}


def count_fields(
    parsed: Parsed,
    quantity: Quantity,
    counted: Counted | None,
    object_class: str,
    before: tuple[str, ...],
    topic: tuple[str, ...],
) -> tuple[str, ...]:
    """At most three field codes, sorted; none where more areas are named.

    `before` holds those of the count before in the paragraph, `topic` those that the article is about. A clause may
    name an area by the way ("despite the pandemic"), so the article's one topic goes before one that does not name it.
    """
    own = _of_phrase(parsed, counted)
    if object_class == "trade" and quantity.measure != "count":
        own.add(_by_class()[object_class])
    if not own and object_class in _telling():
        own = {_by_class()[object_class]}
    if own:
        return _limited(own)
    clause = _of_clause(parsed, *clause_bounds(parsed, quantity.core))
    if topic and not clause.intersection(topic):
        return topic
    return _limited(clause) if clause else before


def _of_phrase(parsed: Parsed, counted: Counted | None) -> set[str]:
    """The areas that the counted phrase names, else the one that its words betray, its head before all others."""
    if counted is None:
        return set()
    named = _codes(parsed, counted.first, counted.last) if counted.how != "elided" else set()
    if named:
        return named
    for place in range(counted.head_place, counted.first - 1, -1):
        code = _by_thing().get(lemma(parsed.tokens.words[place]).casefold())
        if code:
            return {code}
    hint = hinted_area(parsed.tokens, counted.first, counted.head_place + 1)
    return {hint.code} if hint else set()


def _of_clause(parsed: Parsed, first: int, last: int) -> set[str]:
    """The areas that a clause names; a word for what befell people (pandemic) is none by itself."""
    named = areas(parsed.tokens, first, last + 1)
    return {area.code for area in named if parsed.tokens.text(area.first, area.last).casefold() not in _befalling()}


def _befalling() -> frozenset[str]:
    return word_set("circumstances")


def _codes(parsed: Parsed, first: int, last: int) -> set[str]:
    return {area.code for area in areas(parsed.tokens, max(first, parsed.first), min(last + 1, parsed.stop))}


def _limited(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes)) if len(codes) <= _MOST else ()


def topic(tokens: Tokens, opening: list[Sentence], title: set[str]) -> tuple[str, ...]:
    """The one field that title and opening name most, or none."""
    counts: Counter[str] = Counter(title)
    for sentence in opening:
        counts.update(area.code for area in areas(tokens, sentence.first, sentence.stop))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return ()
    return (ranked[0][0],)
