"""How much an article is about each party, and between which parties its cooperation runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from transforms.extract.entities import Entity, group_codes, members
from transforms.text import tags as T
from transforms.text.tokens import Tokens

_TITLE_WEIGHT = 3.0
_LEAD_WEIGHT = 2.0
_FORM_WEIGHTS = {"organisation": 0.5, "place": 0.6, "leader": 0.7}
_THIRD_SHARE = 0.6
_VENUE_WEIGHT = 0.3
_SAME_SHARE = 0.8


@dataclass(slots=True)
class Salience:
    """Weights of the article's parties; `main` holds those between which its cooperation runs, the heaviest first."""

    weights: dict[str, float] = field(default_factory=dict)
    main: tuple[str, ...] = ()


def salience(
    tokens: Tokens, entities: list[Entity], title: list[Entity], first: tuple[int, int], lead_stop: int, skip: set[int]
) -> Salience:
    """Weights by mention: the title counts thrice, the lead twice, a place where something happens little.

    The lead ends before token `lead_stop`; tokens in `skip` (datelines, titles of analysts) do not count at all.
    `first` holds the tokens of the first sentence, end exclusive.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for entity in title:
        weights[entity.code] += _TITLE_WEIGHT * _form_weight(entity)
    for entity in entities:
        if entity.first not in skip:
            weight = _LEAD_WEIGHT if entity.first < lead_stop else 1.0
            venue = (
                entity.first and tokens.tags[entity.first - 1] & (T.IN | T.AT) and entity.form in ("capital", "place")
            )
            weights[entity.code] += weight * (_VENUE_WEIGHT if venue else _form_weight(entity))
    settled = dict(weights)
    return Salience(settled, _listed(tokens, entities, first, settled) or _main(settled))


def _listed(
    tokens: Tokens, entities: list[Entity], first: tuple[int, int], weights: dict[str, float]
) -> tuple[str, ...]:
    """Three or more parties that the first sentence lists as acting together; none where a bloc stands for them."""
    run: list[Entity] = []
    for entity in entities:
        if not first[0] <= entity.first < first[1]:
            continue
        between = range(run[-1].last + 1, entity.first) if run else range(0)
        linked = T.COMMA | T.AND | T.ARTICLE
        if run and not (between and all(tokens.tags[place] & linked for place in between)):
            if len(run) > 2:
                break
            run = []
        run.append(entity)
    codes = list(dict.fromkeys(entity.code for entity in run))
    if len(codes) < 3:
        return ()
    heaviest = max(weights.get(code, 0.0) for code in codes)
    bloc = any(
        weight >= heaviest and len(members().get(code, frozenset()) & set(codes)) > 2
        for code, weight in weights.items()
    )
    return () if bloc else tuple(codes)


def _form_weight(entity: Entity) -> float:
    if entity.form == "organisation" and entity.code in group_codes():
        return 1.0
    return _FORM_WEIGHTS.get(entity.form, 1.0)


def _main(weights: dict[str, float]) -> tuple[str, ...]:
    """The two heaviest parties, and a third that weighs nearly as much; no two that are one side."""
    ranked = [code for code, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    chosen: list[str] = []
    for code in ranked:
        if len(chosen) >= 2 and (len(chosen) > 2 or weights[code] < _THIRD_SHARE * weights[chosen[1]]):
            break
        if not any(overlaps(code, other) for other in chosen):
            chosen.append(code)
    return tuple(chosen)


def overlaps(code: str, other: str) -> bool:
    """Whether two codes are one side: a group and its member, or two groups of nearly the same countries."""
    first, second = members().get(code, frozenset()), members().get(other, frozenset())
    if code in second or other in first:
        return True
    return bool(first and second) and len(first & second) > _SAME_SHARE * min(len(first), len(second))
