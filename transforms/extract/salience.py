"""How much an article is about each party, and between which parties its cooperation runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from transforms.extract.entities import Entity, group_codes, members
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, word_set

_TITLE_WEIGHT = 3.0
_LEAD_WEIGHT = 2.0
_FORM_WEIGHTS = {"organisation": 0.5, "place": 0.6, "leader": 0.7}
_THIRD_SHARE = 0.6
_LEAST_SHARE = 0.15
_WEAK_SHARE = 0.4
_VENUE_WEIGHT = 0.3
_HOSTILE_SHARE = 0.25
_HOSTILE_WEIGHT = 0.25
_SAME_SHARE = 0.8
_ORGANISATION_SHARE = 0.5
_REACH = 6
_NAME = 4


@dataclass(slots=True)
class Salience:
    """Weights of the article's parties; `main` holds those between which its cooperation runs, the heaviest first.

    `joint` tells that three or more of them act together as one side, `host` is the country from which the article
    reports, `lists` has the three or more states that a sentence names first, by their number.
    """

    weights: dict[str, float] = field(default_factory=dict)
    main: tuple[str, ...] = ()
    joint: bool = False
    host: str = ""
    lists: dict[int, tuple[str, ...]] = field(default_factory=dict)


def salience(
    tokens: Tokens,
    entities: list[Entity],
    headline: Tokens,
    title: list[Entity],
    first: tuple[int, int],
    lead_stop: int,
    skip: set[int],
) -> Salience:
    """Weights by mention: the title counts thrice, the lead twice, a place where something happens little.

    A party of which war and threat are told counts little elsewhere too. The lead ends before token `lead_stop`; tokens
    in `skip` (datelines, titles of analysts) do not count at all.
    `first` holds the tokens of the first sentence, end exclusive.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for entity in title:
        if not _is_forum(headline, entity):
            region = entity.first and entity.code in word_set("venue_regions", "code") and _is_where(headline, entity)
            weights[entity.code] += _TITLE_WEIGHT * (_VENUE_WEIGHT if region else _form_weight(entity))
    peaceful = word_set("not_party_nouns").isdisjoint(tokens.lows)
    hostile: Counter[str] = Counter()
    for entity in entities:
        if entity.first in skip:
            continue
        if not peaceful and _is_circumstance(tokens, entity):
            hostile[entity.code] += 1
            continue
        weight = _LEAD_WEIGHT if entity.first < lead_stop else 1.0
        venue = entity.form in ("capital", "place") and _is_where(tokens, entity)
        weights[entity.code] += weight * (_VENUE_WEIGHT if venue else _form_weight(entity))
    mentions = Counter(entity.code for entity in entities) if hostile else Counter()
    for code, times in hostile.items():
        if times > 1 or times >= _HOSTILE_SHARE * mentions[code]:
            weights[code] *= _HOSTILE_WEIGHT
    settled = dict(weights)
    listed, receive = _listed(tokens, entities, first, settled)
    giver = _other(settled, listed, {entity.code for entity in title}, receive=receive)
    if giver:
        return Salience(settled, (giver, *listed))
    opening = {entity.code for entity in (*title, *(one for one in entities if one.first < lead_stop))}
    opening -= word_set("venue_regions", "code")
    return Salience(settled, listed or _main(settled, opening), bool(listed))


def _other(weights: dict[str, float], listed: tuple[str, ...], title: set[str], *, receive: bool) -> str | None:
    """The heaviest party beside those listed, when it weighs about as much, as the giver or as named by the title."""
    if not listed:
        return None
    others = [code for code in weights if code not in listed and not any(overlaps(code, one) for one in listed)]
    best = max(others, key=lambda code: (weights[code], code), default=None)
    heavy = best is not None and weights[best] >= _THIRD_SHARE * max(weights[code] for code in listed)
    return best if heavy and (receive or best in title) else None


def _is_where(tokens: Tokens, entity: Entity) -> bool:
    """Whether the name stands behind "in" or "at"."""
    return bool(entity.first and tokens.tags[entity.first - 1] & (T.IN | T.AT))


@cache
def _occasions() -> frozenset[str]:
    """Nouns of occasions: meeting, summit, debate, session."""
    return word_set("occasions") | {row["word"] for row in rows("initiative_heads") if row["kind"] == "event"}


def _is_forum(tokens: Tokens, entity: Entity) -> bool:
    """Whether the name of an organisation only opens that of an occasion ("UN General Debate", "G20 summit")."""
    if entity.form != "organisation":
        return False
    for place in range(entity.last + 1, min(entity.last + _NAME, len(tokens))):
        if lemma(tokens.lows[place]) in _occasions():
            return True
        if not tokens.tags[place] & (T.CAPITAL | T.NOUN | T.ADJECTIVE):
            return False
    return False


def _is_circumstance(tokens: Tokens, entity: Entity) -> bool:
    """Whether the name only tells of a war or flight ("Russia's unjustified invasion")."""
    for place in range(entity.last + 1, min(entity.last + _REACH, len(tokens))):
        if tokens.lows[place] in word_set("not_party_nouns"):
            return True
        if not tokens.tags[place] & (T.CLITIC | T.ADJECTIVE | T.NOUN | T.AND | T.COMMA | T.ADVERB):
            return False
    return False


def _listed(
    tokens: Tokens, entities: list[Entity], first: tuple[int, int], weights: dict[str, float]
) -> tuple[tuple[str, ...], bool]:
    """Three or more parties that the first sentence lists as acting together; none where a bloc stands for them.

    With them, whether a preposition leads to the list, as to those who receive (in Chad, Mali and Niger).
    """
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
        return (), False
    heaviest = max(weights.get(code, 0.0) for code in codes)
    bloc = any(
        weight >= heaviest and len(members().get(code, frozenset()) & set(codes)) > 2
        for code, weight in weights.items()
    )
    lead = tokens.tags[run[0].first - 1] if run[0].first else 0
    return ((), False) if bloc else (tuple(codes), bool(lead & (T.IN | T.TO | T.FOR | T.FROM | T.WITH)))


def _form_weight(entity: Entity) -> float:
    if entity.form == "organisation" and entity.code in group_codes():
        return 1.0
    return _FORM_WEIGHTS.get(entity.form, 1.0)


def _main(weights: dict[str, float], opening: set[str]) -> tuple[str, ...]:
    """The two heaviest parties, and a third that weighs nearly as much; no two that are one side.

    None that is only mentioned beside the first, nor two that weigh little and alike, unless title or lead name them,
    whose codes are in `opening`.
    """
    ranked = [code for code, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    chosen: list[str] = []
    for code in ranked:
        if len(chosen) >= 2 and (len(chosen) > 2 or weights[code] < _THIRD_SHARE * weights[chosen[1]]):
            break
        if (
            chosen
            and code not in members()
            and code in group_codes()
            and weights[code] < _ORGANISATION_SHARE * weights[chosen[0]]
        ):
            continue
        if chosen and code not in opening and weights[code] < _LEAST_SHARE * weights[chosen[0]]:
            break
        if not any(overlaps(code, other) for other in chosen):
            chosen.append(code)
    weak = len(chosen) > 2 and weights[chosen[1]] < _WEAK_SHARE * weights[chosen[0]]
    scattered = weak and opening.isdisjoint(chosen[1:])
    return tuple(chosen[:1] if scattered else chosen)


def overlaps(code: str, other: str) -> bool:
    """Whether two codes are one side: a group and its member, or two groups of nearly the same countries."""
    first, second = members().get(code, frozenset()), members().get(other, frozenset())
    if code in second or other in first:
        return True
    return bool(first and second) and len(first & second) > _SAME_SHARE * min(len(first), len(second))
