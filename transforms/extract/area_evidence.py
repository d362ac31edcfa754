"""Does the text present an area as one of cooperation? Evidence around a list of areas, weighed by a linear model.

The weights are data (area_weights.csv), fitted on annotated articles; docs/extraction.md tells how.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from transforms.extract.area_lists import AreaList, generic_words
from transforms.extract.areas import Area
from transforms.extract.clauses import clause_bounds
from transforms.extract.senses import sentence_senses
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import rows, word_set

_NEAR = 4
_REACH = 16
_PASSED = "W,NPASDCE(QXKVYGM"
_OWN_OPENERS = ("in", "on", "of", "for", "to", "with", "between", "from")


@dataclass(slots=True)
class Lead:
    """What leads to a list.

    The role of the cue (empty without one), the opening word or mark, whether the cue stands right before it,
    whether an amount of money does, and what the cue speaks of.
    """

    role: str
    opener: str
    near: bool
    money: bool
    sense: str = ""


@cache
def cue_roles() -> dict[str, str]:
    """Lower-case word -> noun, verb, verb_with, compound, area or help: what may lead to a list of areas."""
    return {row["word"]: row["role"] for row in rows("area_cues")}


@cache
def _cue_senses() -> dict[str, str]:
    """Cue -> what it speaks of: cooperation, agreement, talks, money, work, knowledge, promotion and so on."""
    return {row["word"]: row["sense"] for row in rows("area_cues")}


@cache
def _openers(strength: str) -> frozenset[str]:
    """Phrases that open a list, strong ones (such as) or weak ones (in)."""
    return frozenset(row["phrase"] for row in rows("list_openers") if row["strength"] == strength)


@cache
def _opener_ends() -> frozenset[str]:
    """Last words of the phrases that open a list."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in _openers("strong") | _openers("weak"))


@cache
def weights() -> dict[str, float]:
    """Feature -> weight of the linear model."""
    return {row["feature"]: float(row["weight"]) for row in rows("area_weights")}


def lead(parsed: Parsed, found: AreaList) -> Lead:
    """The words in front of a list that may present it."""
    before = found.first - 1
    while before >= parsed.first and parsed.letter(before) in "DSW":
        before -= 1
    if parsed.letter(found.first) == "G":
        before = found.first
    opener, behind = _opener(parsed, before)
    money = any(quantity.measure == "money" and quantity.last == behind for quantity in parsed.quantities)
    own = cue_roles().get(parsed.word(before), "") if opener == "verb" else ""
    if own or not opener:
        return Lead(own, opener, bool(own), money, _cue_senses().get(parsed.word(before), "") if own else "")
    known, lows = cue_roles(), parsed.tokens.lows
    for place in range(behind, max(parsed.first, before - _REACH) - 1, -1):
        role = known.get(lows[place])
        if role and not (parsed.tag(place) & T.CAPITAL and place != parsed.first):
            return Lead(role, opener, before - place < _NEAR, money, _cue_senses()[lows[place]])
        if parsed.letter(place) not in _PASSED:
            break
    return Lead("", opener, near=False, money=money)


def names_office(parsed: Parsed, found: AreaList) -> bool:
    """Whether a list tells whose office it is (deputy minister of industries, mining and trade), no area of talks."""
    before = found.members[0].first - 1
    while before >= parsed.first and parsed.letter(before) in "DSW":
        before -= 1
    if not parsed.tag(before) & (T.OF | T.FOR):
        return False
    return bool(parsed.tag(before - 1) & T.ROLE) or parsed.word(before - 1) in word_set("body_nouns")


def _opener(parsed: Parsed, place: int) -> tuple[str, int]:
    """What opens the list (strong, a preposition, colon, verb or nothing) and the token in front of that."""
    strong, weak = _openers("strong"), _openers("weak")
    for length in (3, 2, 1) if parsed.word(place) in _opener_ends() else ():
        words = " ".join(parsed.word(at) for at in range(place - length + 1, place + 1))
        if words in strong:
            return "strong", place - length
        if words in weak:
            return (words if words in _OWN_OPENERS else "other"), place - length
    if parsed.letter(place) == ":":
        return "colon", place - 1
    if parsed.letter(place) in "VGIK":
        return "verb", place - 1
    return "", place


@dataclass(frozen=True, slots=True)
class Setting:
    """What the article says beyond the list.

    The codes in its sentence, the words of cooperation a sentence, and the share of sentences that name two parties.
    """

    sentence_codes: frozenset[str]
    density: float
    pair_share: float


def features(
    parsed: Parsed, found: AreaList, led: Lead, area: Area, around: Setting, *, priced: bool
) -> dict[str, float]:
    """Named evidence for one member of a list, each between 0 and 1; `priced` tells that money is named for it."""
    first, last = clause_bounds(parsed, area.first)
    told, base = sentence_senses(parsed), parsed.first
    clause = told[first - base : area.first - base] + told[max(first, area.last + 1) - base : last + 1 - base]
    evidence = {
        "bias": 1.0,
        f"lead_{led.role or 'none'}": 1.0,
        f"opener_{led.opener or 'none'}": 1.0,
        "lead_near": float(led.near),
        "money_before": float(led.money),
        "priced": float(priced),
        "two_members": float(len(found.members) == 2),
        "many_members": float(len(found.members) > 2),
        f"followed_{_following(parsed, area)}": 1.0,
        "sums_up": float(_is_summed_up(parsed, found)),
        "several_words": float(area.last > area.first),
        "generic": float(area.first == area.last and parsed.word(area.first) in generic_words()),
        "hinted": float(area.hinted),
        f"code_{area.code}": 1.0,
        "two_parties_in_sentence": float(len(around.sentence_codes) > 1),
        "no_party_in_sentence": float(not around.sentence_codes),
        "cooperation_in_clause": min(clause.count("cooperation"), 3) / 3,
        "domestic_in_clause": float("domestic" in clause),
        "harm_in_clause": float("harm" in clause),
        "cooperation_density": min(around.density, 2.0) / 2,
        "sentences_with_two_parties": around.pair_share,
    }
    if led.role and led.opener:
        evidence[f"lead_{led.role}_{_kind(led.opener)}"] = 1.0
    if led.sense:
        evidence[f"sense_{led.sense}"] = 1.0
    evidence["heading"] = float(area.first == parsed.first and parsed.letter(area.last + 1) == ":")
    return evidence


def _kind(opener: str) -> str:
    return opener if opener in ("strong", "colon", "verb") else "preposition"


def _following(parsed: Parsed, area: Area) -> str:
    """What the area modifies: a cue (climate cooperation), another noun (energy bills), or nothing."""
    if area.last > area.first and cue_roles().get(parsed.word(area.last)) == "compound":
        return "own_cue"
    place = area.last + 1
    if parsed.letter(place) not in "NA":
        return "nothing"
    while parsed.letter(place) == "A":
        place += 1
    if parsed.tag(place) & T.ROLE:
        return "role"
    role = cue_roles().get(parsed.word(place))
    if role in ("compound", "area"):
        return role
    return "cue" if role else "noun"


def _is_summed_up(parsed: Parsed, found: AreaList) -> bool:
    """Whether a list stands in front of the noun that sums it up ("trade and health among the areas")."""
    place = found.stop
    if parsed.letter(place) != "E":
        return False
    place += 1
    while parsed.letter(place) in "DSA":
        place += 1
    return cue_roles().get(parsed.word(place)) == "area"


def probability(evidence: dict[str, float]) -> float:
    """Probability that the text presents the area as one of cooperation."""
    table = weights()
    total = sum([table[name] * value for name, value in evidence.items() if value and name in table])
    return 1.0 / (1.0 + math.exp(-total))
