"""Parties between which a counted cooperation runs.

Evidence is taken from near to far: the counted phrase, the clause, the sentence, the article. "The two countries" and
"bilateral" mean the article's main pair; a clause that names one side takes the other from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from transforms.extract.clauses import clause_bounds
from transforms.extract.entities import Entity, group_codes, members
from transforms.extract.objects import Counted
from transforms.extract.quantities import Quantity
from transforms.extract.speakers import Attribution
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows

_TITLE_WEIGHT = 3.0
_LEAD_WEIGHT = 2.0
_FORM_WEIGHTS = {"organisation": 0.5, "place": 0.6, "leader": 0.7}
_THIRD_SHARE = 0.6
_VENUE_WEIGHT = 0.3
_CONTINENTS = ("ASIA", "EUROPE")


@dataclass(slots=True)
class Salience:
    """Weights of the article's parties; `main` holds those between which its cooperation runs, the heaviest first."""

    weights: dict[str, float] = field(default_factory=dict)
    main: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Party codes, sorted, and how they were found: phrase, clause, partner, sentence or article."""

    codes: tuple[str, ...]
    how: str


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
    ranked = [code for code, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    chosen: list[str] = []
    for code in ranked:
        if len(chosen) >= 2 and (len(chosen) > 2 or weights[code] < _THIRD_SHARE * weights[chosen[1]]):
            break
        if not any(_overlaps(code, other) for other in chosen):
            chosen.append(code)
    return tuple(chosen)


def _overlaps(code: str, other: str) -> bool:
    """A group and its member are one side, and so are two groups of nearly the same countries."""
    first, second = members().get(code, frozenset()), members().get(other, frozenset())
    if code in second or other in first:
        return True
    return bool(first and second) and len(first & second) > 0.8 * min(len(first), len(second))


@cache
def _pair_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("pair_words"))


def resolve(
    parsed: Parsed,
    quantity: Quantity,
    counted: Counted | None,
    here: list[Entity],
    main: Salience,
    attributions: list[Attribution],
    before: tuple[str, ...],
) -> Resolution:
    """Parties of one count.

    `here` holds the entities of its sentence, `before` the parties of the count before it in the paragraph.
    """
    spoken = _spoken(parsed, here, attributions)
    spoken = [entity for entity in spoken if not _is_region(parsed, counted, entity)]
    people = _people(counted, spoken, here)
    if people:
        return _with_partner({people}, main, set(), ())
    phrase = _codes(entity for entity in spoken if counted and counted.first <= entity.first <= counted.last)
    if len(phrase) > 1:
        return _sorted(_with_giver(parsed, _distinct(phrase, main), spoken, main), "phrase")
    first, last = clause_bounds(parsed, quantity.core)
    clause = _distinct(phrase | _codes(entity for entity in spoken if first <= entity.first <= last), main)
    clause = clause or _own_side(parsed, first, last, here)
    if len(clause) > 1:
        return _sorted(_with_giver(parsed, clause, spoken, main), "clause")
    if clause and _unnamed_partners(parsed, first, last, spoken):
        return _sorted(clause, "clause")
    if clause:
        return _with_partner(clause, main, _distinct(_codes(spoken), main), before)
    sentence = set() if _is_pair(parsed, first, last) else _distinct(_codes(spoken), main)
    if len(sentence) > 1:
        return _sorted(sentence, "sentence")
    if sentence:
        return _with_partner(sentence, main, sentence, before)
    return _sorted(set(before), "before") if before else _sorted(set(main.main), "article")


def _with_giver(parsed: Parsed, codes: set[str], spoken: list[Entity], main: Salience) -> set[str]:
    """Several recipients behind "to", "with" or "for" and nobody else named: the article's first party gives."""
    named = [entity for entity in spoken if entity.code in codes]
    lead = parsed.tokens.tags[named[0].first - 1] if named and named[0].first else 0
    if not main.main or (not lead & (T.TO | T.WITH | T.FOR) and not _is_list_object(parsed, named)):
        return codes
    first = main.main[0]
    return (
        codes
        if any(first == code or _overlaps(first, code) for code in codes) and first in codes
        else codes | _giver(codes, main)
    )


def _is_list_object(parsed: Parsed, named: list[Entity]) -> bool:
    """A list of three or more that follows its verb (to supply Fiji, Tonga and Samoa with radars)."""
    if len(named) < 3:
        return False
    return any(group.last + 1 == named[0].first and group.form != "participle" for group in parsed.groups)


def _giver(codes: set[str], main: Salience) -> set[str]:
    return {next((code for code in main.main if not any(_overlaps(code, other) for other in codes)), main.main[0])}


def _spoken(parsed: Parsed, here: list[Entity], attributions: list[Attribution]) -> list[Entity]:
    """Entities of the sentence that may be parties.

    Left out are the one who speaks, the place of the event and the words of a time expression.
    """
    silent = {place for item in attributions for place in range(item.first, max(item.last, item.stop) + 1)}
    silent.update(place for time in parsed.times for place in range(time.first, time.last + 1))
    return [
        entity
        for entity in here
        if entity.first not in silent and not _is_venue(parsed, entity, here) and not _is_background(parsed, entity)
    ]


@cache
def _foe_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("not_party_nouns"))


@cache
def _background() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("background_prepositions"))


def _is_background(parsed: Parsed, entity: Entity) -> bool:
    """Whether a name only tells of war, flight, circumstance or comparison.

    "Russia's invasion", "Venezuelan refugees", "amid growing Chinese influence", "a fifth of Australia's".
    """
    before = entity.first - 1
    while before > parsed.first and parsed.letter(before) in "DAN":
        before -= 1
    if parsed.word(before) in _background():
        return True
    place = entity.last + 1
    if parsed.tag(place) & T.CLITIC and parsed.letter(place + 1) not in 'NAPQWDSKG-"(':
        return True
    while place <= entity.last + 8 and parsed.letter(place) in "SANPDC,-":
        if parsed.word(place) in _foe_nouns():
            return True
        place += 1
    return False


def _people(counted: Counted | None, spoken: list[Entity], here: list[Entity]) -> str | None:
    """The code of a people that is itself counted (Malaysians)."""
    if counted is None or counted.first != counted.last:
        return None
    return next((e.code for e in (*spoken, *here) if e.first == counted.head_place and e.form == "demonym"), None)


def _is_region(parsed: Parsed, counted: Counted | None, entity: Entity) -> bool:
    """Whether a region only says where unnamed partners lie ("28 countries of Africa, Asia and the Caribbean")."""
    if counted is None or not counted.head_place < entity.first <= counted.last + 12 or entity.form != "group":
        return False
    between = parsed.letters[counted.head_place - parsed.first : entity.first - parsed.first]
    return parsed.word(counted.head_place) in _partner_nouns() and all(letter in "NPAEDC," for letter in between)


def _own_side(parsed: Parsed, first: int, last: int, here: list[Entity]) -> set[str]:
    """The side that speaks, which a possessive means ("the ministry said its 178 rescuers")."""
    if not any(
        parsed.tag(place) & T.POSSESSIVE and not parsed.tag(place) & T.CLITIC for place in range(first, last + 1)
    ):
        return set()
    return _codes(entity for entity in here if entity.form in ("country", "demonym", "organisation"))


def _codes(found: Iterable[Entity]) -> set[str]:
    return {entity.code for entity in found}


def _sorted(codes: set[str], how: str) -> Resolution:
    return Resolution(tuple(sorted(codes)), how)


def _distinct(codes: set[str], main: Salience) -> set[str]:
    """Without double sides: of a group and its member, the article's main party stays, else the member."""
    kept = set(codes)
    for code in sorted(codes):
        for other in sorted(codes):
            if code < other and {code, other} <= kept and _overlaps(code, other):
                kept.discard(_lesser(code, other, main))
    return kept


def _lesser(code: str, other: str, main: Salience) -> str:
    if (code in main.main) != (other in main.main):
        return other if code in main.main else code
    return code if len(members().get(code, ())) >= len(members().get(other, ())) else other


def _is_venue(parsed: Parsed, entity: Entity, here: list[Entity]) -> bool:
    """A city or continent behind "in" or "at" is where it happened, no party."""
    where = bool(parsed.tag(entity.first - 1) & (T.IN | T.AT))
    if entity.code in _CONTINENTS:
        return where
    if entity.form not in ("capital", "place"):
        return False
    return where or (entity.form == "place" and len(here) > 2)


def _is_pair(parsed: Parsed, first: int, last: int) -> bool:
    return any(parsed.word(place) in _pair_words() for place in range(first, last + 1))


def _unnamed_partners(parsed: Parsed, first: int, last: int, spoken: list[Entity]) -> bool:
    """Whether the clause counts countries that it does not name (to more than 115 countries)."""
    named = {entity.first for entity in spoken}
    for quantity in parsed.quantities:
        if not first <= quantity.first <= last or quantity.reason or quantity.measure != "count":
            continue
        phrase = range(quantity.last + 1, min(quantity.last + 4, parsed.stop))
        noun = next((place for place in phrase if parsed.word(place) in _partner_nouns()), None)
        if noun and not named & set(range(quantity.last, noun)) and not parsed.tag(noun + 1) & T.OF:
            return True
    return False


@cache
def _partner_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("partner_nouns"))


def _with_partner(codes: set[str], main: Salience, sentence: set[str], before: tuple[str, ...]) -> Resolution:
    """One side named: the other comes from the sentence, the count before, or the article's main parties."""
    (code,) = codes
    near = {other for other in sentence if other != code and not _overlaps(code, other)}
    if len(near) == 1:
        return _sorted(codes | near, "sentence")
    if code in before and len(before) > 1:
        return _sorted(set(before), "before")
    partner = next((other for other in main.main if other != code and not _overlaps(code, other)), None)
    if code in main.main:
        return _sorted(codes | {other for other in main.main if not _overlaps(code, other)}, "partner")
    return _sorted(codes | ({partner} if partner else set()), "partner")
