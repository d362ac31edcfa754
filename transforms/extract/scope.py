"""Is this number about cooperation at all? If not, for which reason is it none.

Plain reasons come first (a reference to the parties, an enumeration, a price). What is left is weighed: evidence of
cooperation in the phrase, the clause, the sentence and the article against signs of a domestic figure. The weights
are data (scope_weights.csv), fitted on annotated articles; docs/extraction.md tells how.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from transforms.extract.clauses import Governor, clause_bounds
from transforms.extract.counted_phrases import Counted
from transforms.extract.object_classes import role_of_people
from transforms.extract.plights import is_of_people, tells_plight
from transforms.extract.quantities import Quantity
from transforms.extract.senses import senses, sentence_senses
from transforms.extract.syntax import Parsed
from transforms.extract.time_words import time_words
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import bodies, lemma
from transforms.vocabulary import rows, word_set


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the article and the sentence say beyond the phrase.

    Party codes of clause, sentence and paragraph, and of the home country; `second_party` is the weight of the
    article's second party against its first (0 to 1), `pair_sentences` the share of its sentences that name two
    parties, `density` its words of cooperation a sentence; `previous` tells whether the number before was accepted.
    """

    clause_codes: frozenset[str]
    sentence_codes: frozenset[str]
    paragraph_codes: frozenset[str]
    home: frozenset[str]
    second_party: float
    pair_sentences: float
    pair_in_title: bool
    density: float
    previous: bool | None


@cache
def weights() -> dict[str, float]:
    """Feature -> weight of the linear model."""
    return {row["feature"]: float(row["weight"]) for row in rows("scope_weights")}


def plain_reason(parsed: Parsed, quantity: Quantity, found: Counted | None, governor: Governor | None) -> str | None:
    """A reason that the phrase itself or its verb gives, or None."""
    head = found.head.casefold() if found else ""
    reason = _count_reason(parsed, quantity, head, found) if quantity.measure == "count" else None
    if reason:
        return reason
    if _is_of_nature(parsed, quantity):
        return "quantity_of_nature"
    if tells_plight(parsed, quantity, found, governor):
        return "domestic"
    return "price" if _is_price(parsed, quantity, head) else None


def _count_reason(parsed: Parsed, quantity: Quantity, head: str, found: Counted | None) -> str | None:
    """Why a number of things is no count: parties, members of a list, votes, victims."""
    team = lemma(parsed.word(quantity.last + 1)) in word_set("group_nouns")  # a 12-member team
    if (quantity.noun in word_set("party_nouns") and not team) or _is_party_reference(parsed, quantity, head, found):
        return "party_reference"
    if _is_enumeration(quantity, head, found):
        return "enumeration"
    if senses().get(head) == "vote":
        return "vote"
    before = quantity.first - 1
    hurt = found is not None and is_of_people(found) and is_a(parsed.word(before), "harm")
    harm = hurt or senses().get(parsed.word(before)) == "harm"
    return "domestic" if harm and parsed.letter(before) in "VGI" else None


def _is_of_nature(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the number measures the world itself: temperatures, heights, distances between places."""
    if quantity.unit in word_set("nature_units", "symbol") or senses().get(quantity.noun or "") == "nature":
        return True
    if quantity.measure == "quantity" and senses().get(parsed.word(quantity.first - 1)) == "nature":
        return True  # at an altitude above 1,400 metres
    following = senses().get(parsed.word(quantity.last + 1))
    return quantity.measure == "quantity" and (following == "nature" or _is_distance(parsed, quantity))


def _is_party_reference(parsed: Parsed, quantity: Quantity, head: str, found: Counted | None) -> bool:
    """Whether the number means the parties themselves: the two countries, both presidents, the six GCC states.

    "Delegations from 39 countries" and "the 15 countries sending interns" do not.
    """
    if found is None or found.how != "after" or quantity.qualifier != "exact":
        return False
    if head not in word_set("party_nouns"):
        return _are_the_two(parsed, quantity, found)
    if quantity.value == 2 and not quantity.digits:
        return True
    before = quantity.first - 1
    definite = parsed.tag(before) & (T.ARTICLE | T.DEMONSTRATIVE | T.ALL | T.POSSESSIVE) and not parsed.is_an(before)
    selected = parsed.letter(found.last + 1) in "GK"
    return bool(definite) and not selected and quantity.value <= 60


def _are_the_two(parsed: Parsed, quantity: Quantity, found: Counted) -> bool:
    """Whether the number means bodies or officers of the parties, one each: the two armies, the two central banks."""
    if quantity.value != 2 or quantity.digits or not parsed.is_the(quantity.first - 1):
        return False
    body = parsed.tag(found.head_place) & (T.PERSON_NOUN | T.ROLE) or lemma(parsed.word(found.head_place)) in bodies()
    return bool(body)


def _is_enumeration(quantity: Quantity, head: str, found: Counted | None) -> bool:
    """Whether the number only counts off what follows: three points, a five-point plan."""
    if quantity.noun:
        return quantity.noun in word_set("enumerations")
    small = quantity.value <= 20 and quantity.qualifier == "exact"
    return small and head in word_set("enumerations") and found is not None and found.how == "after"


def _is_distance(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether a length tells where something lies (80 km north of, 3 km away)."""
    following = parsed.word(quantity.last + 1)
    return senses().get(following) == "distance" or is_a(following, "distance")


def _is_price(parsed: Parsed, quantity: Quantity, head: str) -> bool:
    """Unit prices, fees and interest: money per thing, or a price as the thing measured."""
    if quantity.measure == "money":
        following = quantity.last + 1
        if "=" in (parsed.word(following), parsed.word(quantity.first - 1)):
            return True  # a rate of exchange
        per = parsed.tag(following) & T.PER or (parsed.is_an(following) and parsed.letter(following) == "D")
        timed = not {"unit", "clock_unit"}.isdisjoint(time_words().get(parsed.word(following + 1), {}))
        return (bool(per) and parsed.letter(following + 1) == "N" and not timed) or senses().get(head) == "price"
    before = (parsed.word(quantity.first - 2), parsed.word(quantity.first - 3))
    rated = parsed.letter(quantity.first - 1) == "E" and any(senses().get(word) == "price" for word in before)
    return quantity.measure in ("share", "change") and (rated or senses().get(head) == "price")


def features(
    parsed: Parsed,
    quantity: Quantity,
    found: Counted | None,
    object_class: str,
    around: Surroundings,
    governor: Governor | None,
) -> dict[str, float]:
    """Named evidence for or against cooperation, each between 0 and 1 (or a small count)."""
    first, last = clause_bounds(parsed, quantity.core)
    sentence = sentence_senses(parsed)
    clause = sentence[first - parsed.first : last + 1 - parsed.first]
    phrase = [senses().get(word, "") for word in found.words] if found else []
    foreign = around.clause_codes - around.home
    return {
        "bias": 1.0,
        "two_parties_in_clause": float(len(around.clause_codes) > 1),
        "foreign_party_in_clause": float(bool(foreign)),
        "two_parties_in_sentence": float(len(around.sentence_codes) > 1),
        "no_party_in_sentence": float(not around.sentence_codes),
        "cooperation_in_phrase": float("cooperation" in phrase),
        "cooperation_in_clause": min(clause.count("cooperation"), 3) / 3,
        "cooperation_in_sentence": min(sentence.count("cooperation"), 3) / 3,
        "two_parties_in_paragraph": float(len(around.paragraph_codes) > 1),
        "second_party_weight": around.second_party,
        "sentences_with_two_parties": around.pair_sentences,
        "two_parties_in_title": float(around.pair_in_title),
        "cooperation_density": min(around.density, 2.0) / 2,
        "own_total": float(_is_own_total(parsed, found, object_class, around)),
        "people_served": float(object_class == "visitor" and _serves(governor)),
        "domestic_in_phrase": float("domestic" in phrase),
        "domestic_in_clause": float("domestic" in clause),
        "harm_in_clause": float("harm" in clause),
        "nature_in_clause": float("nature" in clause),
        "price_in_clause": float("price" in clause),
        "no_object": float(found is None),
        "elided_object": float(found is not None and found.how == "elided"),
        "previous_accepted": float(around.previous is True),
        "previous_rejected": float(around.previous is False),
        f"class_{object_class}": 1.0,
        f"measure_{quantity.measure}": 1.0,
        "one_digit": float(quantity.measure == "count" and quantity.value < 10),
    }


def _is_own_total(parsed: Parsed, found: Counted | None, object_class: str, around: Surroundings) -> bool:
    """Whether one country's trade is told with nobody named and no word of two sides ("India's exports grew")."""
    if found is None or object_class != "trade" or len(around.clause_codes) != 1:
        return False
    return word_set("pair_words").isdisjoint(parsed.tokens.lows[parsed.first : parsed.stop])


def _serves(governor: Governor | None) -> bool:
    """Whether the number is governed by a verb of reaching or helping people."""
    return governor is not None and role_of_people(governor.group.word) == "visitor"


def probability(evidence: dict[str, float]) -> float:
    """Probability that the number is a cooperation count, by the linear model."""
    table = weights()
    total = sum([table[name] * value for name, value in evidence.items() if value and name in table])
    return 1.0 / (1.0 + math.exp(-total))
