"""Class of the counted thing, from its head noun, the words around it and the verb that governs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.extract.counted_phrases import Counted
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import entries
from transforms.vocabulary import rows, split, word_set

_PEOPLE = frozenset(("visitor", "expert", "participant", "student"))
_WORTH = frozenset(("project", "agreement", "infrastructure", "enterprise", "institution", "activity", "measure"))
_PROFESSIONS = ("ologist", "ician", "grapher", "therapist")
_BUILT = _WORTH - {"activity", "measure"}
_TONNE = "t"
_MONEY = frozenset(("trade", "investment", "finance"))


@dataclass(frozen=True, slots=True)
class _Deed:
    """Heads (none: any), classes, and words of the clause, or of its verb alone, that make another class of them."""

    heads: frozenset[str]
    of: frozenset[str]
    words: frozenset[str]
    by_verb: bool
    made: str


@cache
def _table() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Head lemma -> (modifiers, class), the rows with modifiers first."""
    table: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in rows("objects"):
        table.setdefault(row["head"].casefold(), []).append((frozenset(split(row["modifiers"])), row["class"]))
    return {head: tuple(sorted(found, key=lambda pair: not pair[0])) for head, found in table.items()}


def role_of_people(word: str) -> str | None:
    """Class that a word makes of the people beside it: reached and treated people are visitors."""
    return _people_verbs().get(word)


@cache
def _people_verbs() -> dict[str, str]:
    """Word near a person noun -> the class it makes of the person."""
    return {row["word"]: row["class"] for row in rows("people_contexts")}


def lexical_class(head: str, words: frozenset[str]) -> str | None:
    """Class that the vocabulary gives a head noun with these words around it."""
    for modifiers, found in _table().get(head.casefold(), ()):
        if not modifiers or modifiers & words:
            return found
    return None


def object_class(
    counted: Counted | None,
    measure: str,
    unit: str,
    context: frozenset[str],
    *,
    demonym: bool,
    joins: bool,
    verb: str = "",
    purpose: bool = False,
) -> str:
    """Class of a counted phrase; money and physical units narrow the choice.

    `context` holds the lower-case words of the clause; `demonym` tells that the head is a people (Kenyans), `joins`
    that it is the subject of taking part, `verb` is the governing verb of which it is the object. A sum
    with a `purpose` is for the thing, not of it (2 million for clinics).
    """
    if counted is None:
        return _of_bare_money(context) if measure == "money" else _of_unit(unit, None)
    found = _by_deed(counted, _of_head(counted, demonym=demonym), context, verb)
    person = demonym or found == "expert" or entries().get(counted.head.casefold(), 0) & T.PERSON_NOUN
    if found in _PEOPLE and person:
        found = "student" if is_a(verb, "train") else _person(str(found), counted, context)
    if joins and found == "institution":
        found = "participant"
    if measure == "money" or (unit.isupper() and len(unit) == 3):
        return _of_purpose(found, counted, context) if purpose else _of_money(found, counted, context)
    if unit == _TONNE and found in (None, "goods") and _is_traded(counted, context):
        return "trade"
    if measure == "quantity" and found not in ("trade", "goods", "infrastructure", "other"):
        return _of_unit(unit, found)
    return found or "other"


def _of_head(counted: Counted, *, demonym: bool) -> str | None:
    """Class of the head; a partitive (pair, batch) passes on that of its complement, an unknown person is an expert."""
    if demonym:
        return "visitor"
    if counted.head.casefold() in word_set("partitives") and counted.complement:
        inner = lexical_class(counted.complement, counted.words)
        if inner:
            return {"city": "city", "participant": "city"}.get(inner, inner) if counted.head == "pair" else inner
    found = lexical_class(counted.head, counted.words | {counted.complement or ""})
    if found is None and counted.complement:
        found = lexical_class(counted.complement, counted.words)
    unknown = found is None and counted.head.casefold().endswith(_PROFESSIONS)
    if unknown or (found is None and entries().get(counted.head.casefold(), 0) & T.PERSON_NOUN):
        return "expert"
    return found


@cache
def _deeds() -> tuple[_Deed, ...]:
    return tuple(
        _Deed(
            frozenset(split(row["heads"])),
            frozenset(split(row["of"])),
            frozenset(split(row["deeds"])),
            row["by_verb"] == "yes",
            row["class"],
        )
        for row in rows("object_deeds")
    )


def _by_deed(counted: Counted, found: str | None, context: frozenset[str], verb: str) -> str | None:
    """Class by what is done with the thing: vessels seized, laboratories donated, lorries that cross a border."""
    head, kind = counted.head.casefold(), found or "other"
    for deed in _deeds():
        if kind not in deed.of or (deed.heads and head not in deed.heads):
            continue
        if verb in deed.words or (not deed.by_verb and deed.words & context):
            return deed.made
    return found


def _person(found: str, counted: Counted, context: frozenset[str]) -> str:
    """What the people are here: trained or studying, sent or employed, attending, travelling or benefiting.

    The words of the phrase itself (trained nurses, pilgrims) go before those of the clause.
    """
    verbs = _people_verbs()
    own = next((verbs[word] for word in sorted(counted.words) if word in verbs), None)
    if own:
        return own
    if counted.head.casefold() in word_set("visitors"):
        return found  # tourists are never sent or trained
    roles = {verbs[word] for word in context if word in verbs}
    for role in ("student", "expert", "participant", "visitor"):
        if role in roles and (found != "participant" or role != "visitor"):
            return found if found == "student" else role
    return found


def _of_money(found: str | None, counted: Counted, context: frozenset[str]) -> str:
    """Sums are trade, investment or finance: by the phrase, else by the verbs and nouns of the clause."""
    if found in _MONEY or counted.head.casefold() in word_set("penalties"):
        return str(found)
    verbs = _money_words()
    named = {verbs.get(word) or _money_nouns().get(word) for word in counted.words}
    if "finance" in named or "trade" in named:
        return "finance" if "finance" in named else "trade"
    if counted.how == "before" and found in _WORTH and not any(verbs.get(word) == "finance" for word in context):
        return "investment"
    if any(verbs.get(word) == "finance" for word in context):
        return "finance"
    if found == "goods" or any(verbs.get(word) == "trade" for word in context):
        return "trade"
    return "investment" if found in _BUILT else _of_bare_money(context)


def _of_purpose(found: str | None, counted: Counted, context: frozenset[str]) -> str:
    """A sum for something is finance, or what the clause says: invested in it, paid in trade for it."""
    paid = found == "trade" and counted.head in word_set("funds")  # owes 8 billion for imports
    if found in _PEOPLE:
        return "finance"  # invested to train nurses
    if paid or (found in ("trade", "goods") and _is_traded(counted, context)):
        return "trade"
    return _of_bare_money(context)


def says_kind_of_money(context: frozenset[str]) -> bool:
    """Whether words of the clause tell trade, investment or finance."""
    return not context.isdisjoint(_money_words())


def _is_traded(counted: Counted, context: frozenset[str]) -> bool:
    """Whether the clause tells of trade in the goods, and of no gift."""
    told = {_money_words().get(word) for word in counted.words | context}
    return "trade" in told and "finance" not in told


def _of_bare_money(context: frozenset[str]) -> str:
    """A sum for which no thing is named: what the clause does with it."""
    classes = {_money_words().get(word) for word in context}
    return "investment" if "investment" in classes and "finance" not in classes else "finance"


@cache
def _money_nouns() -> dict[str, str]:
    """Nouns that make a sum of them one class, but say nothing of other sums beside them."""
    return {row["word"]: row["class"] for row in rows("money_nouns")}


@cache
def _money_words() -> dict[str, str]:
    return {row["word"]: row["class"] for row in rows("money_contexts")}


@cache
def _unit_classes() -> dict[str, str]:
    return {row["symbol"]: row["class"] for row in rows("unit_classes")}


def _of_unit(unit: str, found: str | None) -> str:
    return _unit_classes().get(unit) or found or "other"
