"""What is counted: the noun phrase that a number counts or measures.

The phrase stands behind the number, before it (subject, apposition, "the number of ..."), or is left out and taken
over from the number before. Each measure has its rules, tried in order; the first that finds a phrase decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from transforms.extract import counted_amounts as amounts
from transforms.extract import counted_deeds as deeds
from transforms.extract import counted_labels as labels
from transforms.extract import counted_neighbours as beside
from transforms.extract import counted_parts as parts
from transforms.extract import counted_subjects as verbal
from transforms.extract.clauses import Governor
from transforms.extract.counted_phrases import Counted, Sought, elided, is_measure_noun
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import word_set

_Rule = Callable[[Sought], Counted | None]

_THING: tuple[_Rule, ...] = (
    deeds.occasion,
    beside.directly_behind,
    labels.labelled,
    verbal.in_all,
    beside.group_of,
    beside.compared,
    beside.multiplied,
    beside.bracketed,
    beside.brought_to,
    parts.out_of_whole,
    parts.of_which,
    verbal.of_qualifying_verb,
    verbal.predicate,
    verbal.named_before,
    beside.second_of_pair,
    verbal.moved_object,
    verbal.linked_subject,
    elided,
    verbal.subject,
)
_MONEY: tuple[_Rule, ...] = (
    amounts.equivalent,
    beside.compared,
    beside.multiplied,
    verbal.predicate,
    deeds.supported,
    parts.of_which,
    verbal.of_qualifying_verb,
    amounts.worth,
    amounts.worth_of,
    beside.directly_behind,
    labels.labelled,
    beside.second_of_pair,
    verbal.moved_object,
    amounts.in_kind,
    amounts.has_amount,
    amounts.for_amount,
    amounts.beside_fund,
    beside.bracketed,
    verbal.linked_subject,
    deeds.given_to,
    deeds.for_what,
    deeds.told_deed,
    deeds.deed,
    verbal.fund_subject,
    elided,
    verbal.subject,
    amounts.bare_whole,
)
_PHYSICAL: tuple[_Rule, ...] = (
    amounts.of_substance,
    verbal.of_qualifying_verb,
    beside.directly_behind,
    labels.labelled,
    beside.compared,
    beside.multiplied,
    beside.bracketed,
    amounts.has_amount,
    amounts.fronted,
    parts.of_which,
    verbal.of_qualifying_verb,
    beside.second_of_pair,
    verbal.moved_object,
    amounts.standing_at,
    verbal.linked_subject,
    elided,
    verbal.subject,
)
_PROPORTION: tuple[_Rule, ...] = (
    parts.of_one_piece,
    parts.fraction_of,
    parts.one_in,
    parts.out_of_whole,
    beside.multiplied_of,
    beside.changed,
    verbal.shared_whole,
    verbal.multiplied_subject,
    verbal.multiplied_object,
    verbal.of_qualifying_verb,
    beside.remark,
    beside.beside_adverb,
    parts.of_which,
    verbal.moved_object,
    verbal.raised_object,
    verbal.subject,
    elided,
)
_PARTITIVE: tuple[_Rule, ...] = (parts.partitive,)
_SIDE = T.IN | T.AT | T.WITH | T.FROM | T.OVER
_RULES = {"count": _THING, "money": _MONEY, "quantity": _PHYSICAL}


def counted(parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    """The counted phrase of a quantity; `earlier` holds the phrases of the numbers before it, latest last."""
    following = quantity.last + 1
    if quantity.measure in ("money", "quantity"):
        following = _skip_bracket(parsed, following)
    if parsed.letter(following) == "W" and parsed.tag(following + 1) & T.OF and quantity.measure != "money":
        following += 1  # 58 out of 143
    sought = Sought(parsed, quantity, governor, earlier, following)
    found = next((found for rule in _rules(sought) if (found := rule(sought))), None)
    if found and _stands_for_another(found):
        whole = verbal.subject(sought) if quantity.measure == "share" else None
        found = whole or elided(sought) or found
    lead = quantity.first - 1
    aside = parsed.tag(lead) & _SIDE or parsed.word(lead) in word_set("side_prepositions")
    given = found is not None and parsed.tag(lead) & T.TO and found.head in word_set("party_nouns")  # to 14 nations
    side = bool(aside or given) and quantity.measure == "count"
    return replace(found, oblique=True) if found and side and found.how == "after" else found


def _rules(sought: Sought) -> tuple[_Rule, ...]:
    """The rules of the measure; a number of things or a share behind which "of" stands is part of a whole."""
    quantity = sought.quantity
    counts = quantity.measure == "count" and quantity.form != "vague"
    if (counts or quantity.measure == "share") and sought.parsed.tag(sought.following) & T.OF:
        return _PARTITIVE
    return _RULES.get(quantity.measure, _PROPORTION)


def _skip_bracket(parsed: Parsed, place: int) -> int:
    """The token behind an equivalent in parentheses, and behind a time expression."""
    if parsed.letter(place) == "(":
        while place < parsed.stop and parsed.letter(place) != ")":
            place += 1
        place += 1
    if parsed.word(place) == "'" or parsed.tag(place) & T.CLITIC:
        place += 1  # 6 million dollars' worth
    while parsed.letter(place) == "Y" or (parsed.tag(place) & T.MORE and parsed.tag(place + 1) & T.OF):
        place += 1
    return place


def _stands_for_another(found: Counted) -> bool:
    """Whether the phrase only points at what was counted before: of the total, the new ones, of its own."""
    bare = found.first == found.last and is_measure_noun(found.head)
    return bare or found.head in word_set("pointing_heads")
