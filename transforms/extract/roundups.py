"""Roundups: one text with several reports, each behind a dateline of its own ("KIGALI -- Qatar Airways has ...")."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from transforms.extract.entities import Entity
from transforms.extract.salience import Salience, salience
from transforms.text import tags as T
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens

_LEAST = 3
_DATELINE = 6
_DASHES = frozenset(("-", "–", "—"))


@dataclass(slots=True)
class Roundup:
    """The first token of each report and the weights of its parties; both are empty for other texts."""

    firsts: list[int] = field(default_factory=list)
    weights: list[Salience] = field(default_factory=list)

    def at(self, place: int) -> Salience | None:
        """The weights of the report in which the token stands."""
        index = bisect_right(self.firsts, place) - 1
        return self.weights[index] if index >= 0 else None


def read_roundup(tokens: Tokens, parts: list[Sentence], entities: list[Entity], home: str | None) -> Roundup:
    """The reports of a text with three or more datelines, that of the first one, of the country `home`, included."""
    names = {entity.first: entity for entity in entities}
    opened = {part.index: stop for part in parts if (stop := _dateline(tokens, part, names))}
    found = Roundup()
    if len(opened) + bool(home) < _LEAST:
        return found
    begins = [(_heading(tokens, parts, index), index) for index in opened]
    if parts[begins[0][0]].first > 0:
        begins.insert(0, (0, 0))
    ends = [parts[first].first for first, _ in begins[1:]] + [len(tokens)]
    places = [entity.first for entity in entities]
    for (head, index), end in zip(begins, ends, strict=True):
        first, opening = parts[head].first, parts[index]
        inside = entities[bisect_left(places, first) : bisect_left(places, end)]
        title = [entity for entity in inside if entity.first < opening.first]
        told = [entity for entity in inside if entity.first >= opened.get(index, opening.first)]
        host = names[opening.first].code if index in opened else home or ""
        weights = salience(tokens, told, tokens, title, (opening.first, opening.stop), opening.stop, set())
        weights.host = host
        found.firsts.append(first)
        found.weights.append(weights)
    return found


def _dateline(tokens: Tokens, part: Sentence, names: dict[int, Entity]) -> int:
    """The token behind the dash that ends the dateline of a paragraph, or 0."""
    name = names.get(part.first)
    if name is None or name.form not in ("capital", "place") or not tokens.words[part.first].isupper():
        return 0
    for place in range(part.first, min(part.first + _DATELINE, part.stop - 1)):
        if tokens.words[place] in _DASHES and tokens.words[place + 1] not in _DASHES:
            return place + 1
        if not tokens.words[place].isupper() and tokens.words[place] not in ("/", *_DASHES):
            return 0
    return 0


def _heading(tokens: Tokens, parts: list[Sentence], index: int) -> int:
    """Index of the heading before the report, a paragraph of one sentence without a full stop, else of its opening."""
    before = parts[index - 1] if index else None
    if before is None or tokens.tags[before.stop - 1] & T.STOP:
        return index
    alone = index < 2 or parts[index - 2].paragraph != before.paragraph
    return index - 1 if alone and before.paragraph != parts[index].paragraph else index
