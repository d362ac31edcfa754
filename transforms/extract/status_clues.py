"""What nouns and clauses beside a number tell of its status: papers, sums that were promised, talks, hopes."""

from __future__ import annotations

from functools import cache

from transforms.extract.clauses import Governor
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import rows

_RELATIVE = set("NPAEDRSCB")
_REACH = 12


@cache
def _papers() -> dict[str, str]:
    """Noun of a paper that tells what is to come (package, offer, request) -> status of what it holds."""
    return {row["word"]: row["status"] for row in rows("plan_papers")}


@cache
def _thoughts() -> dict[str, str]:
    """Noun of a thought or word with a that-clause (hope, promise) -> status of what the clause says."""
    return {row["word"]: row["status"] for row in rows("thought_nouns")}


def of_contents(parsed: Parsed, governor: Governor | None) -> tuple[str, int] | None:
    """The status of what a paper contains ("the package includes 30 boats", "the request covers 2 million")."""
    if governor is None or governor.subject or not is_a(governor.group.word, "contain", "list"):
        return None
    group = governor.group
    if group.form != "finite" or group.bits & (T.HAVE | T.NEGATION) or group.passive:
        return None
    head = group.first - 1
    for place in range(group.first - 1, max(parsed.first, group.first - _REACH) - 1, -1):
        if parsed.letter(place) not in "NPEDASW":
            break
        head = place - 1 if parsed.letter(place) == "E" else head
    while parsed.letter(head) == "W":
        head -= 1
    status = _papers().get(lemma(parsed.word(head))) if parsed.letter(head) == "N" else None
    return (status, head) if status else None


def of_relative(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> tuple[str, int] | None:
    """What the clause behind the counted phrase says of it ("the 200 tents that Oslo promised", "which it needs")."""
    if not parsed.tag(quantity.first - 1) & (T.DET | T.POSSESSIVE | T.ADJECTIVE | T.OF):
        return None
    group = next((one for one in parsed.groups if one.first > quantity.last), None)
    if group is None or group.form != "finite" or group.first - quantity.last > _REACH:
        return None
    between = parsed.between(quantity.last + 1, group.first)
    if not set(between) <= _RELATIVE or not _has_own_subject(parsed, quantity, group):
        return None
    if is_a(group.word, "need") and not group.bits & T.NEGATION:
        return "hypothetical", group.head
    promised = is_a(group.word, "plan") and group.bits & (T.PAST | T.HAVE) and not group.passive
    if governor is not None and not governor.subject and governor.group.bits & (T.PAST | T.HAVE):
        promised = promised and not is_a(governor.group.word, "give")
    return ("planned", group.head) if promised and not group.bits & T.NEGATION else None


def _has_own_subject(parsed: Parsed, quantity: Quantity, group: VerbGroup) -> bool:
    """Whether the words before the verb are a clause of its own: a pronoun, "that", or a name right behind a noun."""
    before = group.first - 1
    while parsed.letter(before) == "W":
        before -= 1
    if parsed.letter(before) in "RB":
        return True
    start = before
    while start > quantity.last and parsed.letter(start) in "PS":
        start -= 1
    if parsed.letter(start) == "A" or start == before:
        return False
    return parsed.letter(start) in "NB" or (parsed.letter(start) == "D" and parsed.letter(start - 1) in "NB")


def of_thought(parsed: Parsed, group: VerbGroup) -> tuple[str, int] | None:
    """The status that the noun in front of "that" gives its clause ("the hope that trade would reach 2 billion")."""
    place = group.first - 1
    while place > parsed.first and parsed.letter(place) in "NPADRSQWE":
        place -= 1
    if parsed.letter(place) != "B" or not parsed.tag(place) & T.THAT:
        return None
    status = _thoughts().get(lemma(parsed.word(place - 1)))
    return (status, place - 1) if status else None
