"""Parties between which a counted cooperation runs.

Evidence is taken from near to far: the counted phrase, the clause, the sentence, the article. "The two countries" and
"bilateral" mean the article's main pair; a clause that names one side takes the other from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from transforms.extract.clauses import clause_bounds
from transforms.extract.counted_phrases import Counted
from transforms.extract.entities import Entity, group_codes, members
from transforms.extract.party_names import (
    counts_partners,
    of_own_verb,
    partners_of,
    possible_parties,
    without_side_names,
)
from transforms.extract.quantities import Quantity
from transforms.extract.salience import Salience, overlaps
from transforms.extract.shares_of_parties import of_others
from transforms.extract.speakers import Attribution
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import word_set

_SEVERAL = 3
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Resolution:
    """Party codes, sorted, and how they were found: phrase, clause, sentence, partner, before, share or article."""

    codes: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a count in its paragraph: the parties of the count before, the names, the nearest first."""

    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def resolve(
    parsed: Parsed,
    quantity: Quantity,
    counted: Counted | None,
    here: list[Entity],
    main: Salience,
    attributions: list[Attribution],
    before: Before,
) -> Resolution:
    """Parties of one count.

    `here` holds the entities of its sentence, `before` what its paragraph told before.
    """
    spoken = of_own_verb(parsed, quantity, possible_parties(parsed, here, attributions))
    others = of_others(parsed, quantity, spoken)
    if not others:
        return _resolved(parsed, quantity, counted, here, spoken, main, before)
    spoken = [entity for entity in spoken if entity.code not in others]
    found = _resolved(parsed, quantity, counted, here, spoken, main, before)
    return _sorted(set(found.codes) - others, "share")


def _resolved(
    parsed: Parsed,
    quantity: Quantity,
    counted: Counted | None,
    here: list[Entity],
    spoken: list[Entity],
    main: Salience,
    before: Before,
) -> Resolution:
    people = _people(counted, spoken, here)
    if people:
        return _with_partner({people}, main, set(), Before())
    phrase = _codes(entity for entity in spoken if counted and counted.first <= entity.first <= counted.last)
    first, last = clause_bounds(parsed, quantity.core)
    if len(phrase) > 1:
        doer = _doer(parsed, quantity, first, spoken, phrase) | _own_country(parsed, first, last, main, phrase)
        sides = _distinct(phrase, main) | _facing(parsed, spoken) & phrase | (doer - phrase)
        return _sorted(_with_giver(parsed, sides, spoken, main), "phrase")
    owner = _antecedent(parsed, quantity, (first, last), spoken)
    if owner:
        return _with_partner({owner}, main, set(), before)
    clause = _of_clause(parsed, quantity, (first, last), phrase, here, spoken, main)
    together = _all_of_them(parsed, first, last, main)
    if together and clause <= set(together):
        return _sorted(set(together), "article")
    if len(clause) > 1:
        return _sorted(_with_giver(parsed, clause, spoken, main) | _host(parsed, (first, last), clause, main), "clause")
    if clause:
        return _one_side(parsed, quantity, (first, last), clause, spoken, main, before)
    return _of_sentence(parsed, (first, last), spoken, main, before)


def _of_sentence(
    parsed: Parsed, bounds: tuple[int, int], spoken: list[Entity], main: Salience, before: Before
) -> Resolution:
    """Parties of a clause that names none, from the rest of its sentence and from the text around it."""
    pair = _is_pair(parsed, *bounds)
    sentence = set() if pair else _distinct(_codes(spoken), main)
    many = not sentence and len(main.main) > 2
    if not pair and not many and counts_partners(parsed, *bounds, spoken):
        return _sorted(sentence or set(main.main[:1]), "sentence" if sentence else "article")
    return _unnamed(sentence, main, before, pair=pair)


def _one_side(
    parsed: Parsed,
    quantity: Quantity,
    bounds: tuple[int, int],
    clause: set[str],
    spoken: list[Entity],
    main: Salience,
    before: Before,
) -> Resolution:
    """The one side that a clause names, with its partner, unless its partners stay unnamed."""
    if counts_partners(parsed, *bounds, spoken) or _is_labelled(parsed, spoken):
        return _sorted(clause, "clause")
    beside = _codes(entity for entity in spoken if not _counts_itself(parsed, quantity, entity, bounds))
    return _with_partner(clause, main, _distinct(beside, main), before)


def _of_clause(
    parsed: Parsed,
    quantity: Quantity,
    bounds: tuple[int, int],
    phrase: set[str],
    here: list[Entity],
    spoken: list[Entity],
    main: Salience,
) -> set[str]:
    """Codes of the parties that the number's clause names, or means by "the region", "we" and "his country"."""
    first, last = bounds
    named = [entity for entity in spoken if first <= entity.first <= last]
    alone = _codes(one for one in spoken if one.code in phrase and parsed.letter(one.last + 1) != "P")
    clause = _distinct(phrase | _codes(named), main, alone) | _facing(parsed, named)
    clause = clause if quantity.measure == "share" else _with_region(parsed, first, last, clause, main)
    clause = clause or _own_side(parsed, first, last, here)
    clause |= _own_country(parsed, first, last, main, clause) | _speakers_country(parsed, bounds, here, spoken)
    return without_side_names(parsed, quantity, clause, spoken)


def _counts_itself(parsed: Parsed, quantity: Quantity, entity: Entity, clause: tuple[int, int]) -> bool:
    """Whether the name is the subject of another clause with a number ("..., and Japan has sent six experts")."""
    if clause[0] <= entity.first <= clause[1]:
        return False
    _, last = clause_bounds(parsed, entity.first)
    verb = next((group.first for group in parsed.groups if entity.last < group.first and group.form == "finite"), last)
    return any(verb < one.first <= last and not one.reason and one is not quantity for one in parsed.quantities)


def _unnamed(sentence: set[str], main: Salience, before: Before, *, pair: bool) -> Resolution:
    """A clause without names: the rest of the sentence tells, else the count before, else the article's main parties.

    Of a `pair`, the two heaviest parties are meant.
    """
    if len(sentence) > 1:
        return _sorted(sentence, "sentence")
    if sentence:
        return _with_partner(sentence, main, sentence, before)
    if before.codes and (not pair or len(before.codes) == _PAIR):
        return _sorted(set(before.codes), "before")
    return _sorted(set(main.main[:2] if pair else main.main), "article")


def _host(parsed: Parsed, bounds: tuple[int, int], clause: set[str], main: Salience) -> set[str]:
    """The country from which the article reports, one of its main parties, where a clause names givers alone.

    Not where the clause counts unnamed partners or tells what is between two.
    """
    first, last = bounds
    if main.host not in main.main or any(overlaps(main.host, code) or code == main.host for code in clause):
        return set()
    if any(parsed.tag(place) & T.BETWEEN for place in range(first, last + 1)):
        return set()
    abroad = any(partners_of(parsed, one) is not None for one in parsed.quantities if first <= one.first <= last)
    return set() if abroad else {main.host}


def _with_giver(parsed: Parsed, codes: set[str], spoken: list[Entity], main: Salience) -> set[str]:
    """Several recipients behind "to", "with" or "for" and nobody else named: the article's first party gives."""
    named = [entity for entity in spoken if entity.code in codes]
    lead = parsed.tokens.tags[named[0].first - 1] if named and named[0].first else 0
    if not main.main or (not lead & (T.TO | T.WITH | T.FOR) and not _is_list_object(parsed, named)):
        return codes
    return codes if main.main[0] in codes else codes | {_giver(codes, main)}


def _with_region(parsed: Parsed, first: int, last: int, clause: set[str], main: Salience) -> set[str]:
    """The bloc that "the region" means where the article runs with one; its members in the clause belong to it."""
    nouns = word_set("region_nouns")
    if nouns.isdisjoint(parsed.tokens.lows[first : last + 1]):
        return clause
    blocs = [code for code in main.main if code in members()]
    bloc = next((code for code in blocs if any(overlaps(code, other) for other in clause)), blocs[-1] if blocs else "")
    if not bloc or bloc in clause:
        return clause
    meant = any(parsed.word(at) in nouns and parsed.tokens.is_the(at - 1) for at in range(first + 1, last + 1))
    return {code for code in clause if not overlaps(code, bloc)} | {bloc} if meant else clause


def _own_country(parsed: Parsed, first: int, last: int, main: Salience, named: set[str]) -> set[str]:
    """The side that a speech calls "we" and "our", the article's first party that the clause does not name."""
    if not named or not main.main or '"' in parsed.letters:
        return set()
    own = main.main[0] if main.main[0] not in named else next((code for code in main.main if code not in named), "")
    if not own or own in group_codes() or (own != main.main[0] and len(named) > 1):
        return set()
    if not [tag for tag in parsed.tokens.tags[first : last + 1] if tag & T.FIRST_PERSON and not tag & T.UPPER]:
        return set()
    return {own}


def _speakers_country(parsed: Parsed, clause: tuple[int, int], here: list[Entity], spoken: list[Entity]) -> set[str]:
    """The side of the one who speaks, which "his country" means."""
    nouns = word_set("own_sides")
    if nouns.isdisjoint(parsed.tokens.lows[clause[0] : clause[1] + 1]):
        return set()
    meant = any(
        parsed.tag(place - 1) & T.POSSESSIVE and not parsed.tag(place - 1) & T.CLITIC and parsed.word(place) in nouns
        for place in range(clause[0] + 1, clause[1] + 1)
    )
    silent = [entity.code for entity in here if entity.form in ("country", "demonym") and entity not in spoken]
    return set(silent[:1]) if meant else set()


def _doer(parsed: Parsed, quantity: Quantity, first: int, spoken: list[Entity], phrase: set[str]) -> set[str]:
    """The party that opens the clause and does what the verb says, where the counted phrase only names recipients."""
    verb = next((group for group in parsed.groups if first < group.first < quantity.first), None)
    if verb is None or verb.passive or verb.form != "finite":
        return set()
    subject = [entity for entity in spoken if first <= entity.first < verb.first]
    named = [entity for entity in spoken if entity.code in phrase and entity.first > verb.last]
    lead = parsed.tag(named[0].first - 1) if named else 0
    return _codes(subject) if lead & (T.IN | T.TO | T.FOR | T.WITH | T.FROM) else set()


def _is_list_object(parsed: Parsed, named: list[Entity]) -> bool:
    """Whether a list of three or more follows its verb (to supply Fiji, Tonga and Samoa with radars)."""
    if len(named) < 3:
        return False
    return any(group.last + 1 == named[0].first and group.form != "participle" for group in parsed.groups)


def _giver(codes: set[str], main: Salience) -> str:
    """The article's first party that is not one side with a recipient."""
    return next((code for code in main.main if not any(overlaps(code, other) for other in codes)), main.main[0])


def _people(counted: Counted | None, spoken: list[Entity], here: list[Entity]) -> str | None:
    """The code of a people that is itself counted (Malaysians)."""
    if counted is None or counted.first != counted.last:
        return None
    return next((e.code for e in (*spoken, *here) if e.first == counted.head_place and e.form == "demonym"), None)


def _own_side(parsed: Parsed, first: int, last: int, here: list[Entity]) -> set[str]:
    """The side that speaks, which a possessive means ("the ministry said its 178 rescuers")."""
    tags = parsed.tokens.tags[first : last + 1]
    if not any(tag & T.POSSESSIVE and not tag & T.CLITIC for tag in tags):
        return set()
    return _codes(entity for entity in here if entity.form in ("country", "demonym", "organisation"))


def _codes(found: Iterable[Entity]) -> set[str]:
    return {entity.code for entity in found}


def _sorted(codes: set[str], how: str) -> Resolution:
    return Resolution(tuple(sorted(codes)), how)


def _distinct(codes: set[str], main: Salience, phrase: Collection[str] = ()) -> set[str]:
    """Without double sides: of a group and its member, the one that the counted phrase names alone stays.

    Else it is the article's main party, else the member.
    """
    kept = set(codes)
    for code in sorted(codes):
        for other in sorted(codes):
            if code < other and {code, other} <= kept and overlaps(code, other):
                named = [one for one in (code, other) if one in phrase]
                kept.discard(({code, other} - set(named)).pop() if len(named) == 1 else _lesser(code, other, main))
    return kept


def _lesser(code: str, other: str, main: Salience) -> str:
    if (code in main.main) != (other in main.main):
        return other if code in main.main else code
    return code if len(members().get(code, ())) >= len(members().get(other, ())) else other


def _antecedent(parsed: Parsed, quantity: Quantity, bounds: tuple[int, int], spoken: list[Entity]) -> str:
    """The party that a relative clause is about ("to Cuba, which has offered 30 places"); empty for other clauses."""
    first, last = bounds
    if parsed.letter(first - 1) != "," or parsed.letter(first) != "B" or parsed.tag(first) & T.THAT:
        return ""
    comma = parsed.letters.find(",", quantity.last + 1 - parsed.first)
    stop = min(parsed.first + comma, last) if comma > 0 else last
    if any(first <= entity.first <= stop for entity in spoken):
        return ""
    return next((entity.code for entity in spoken if entity.last == first - 2), "")


def _facing(parsed: Parsed, named: list[Entity]) -> set[str]:
    """A bloc and its member that face each other in a clause: over a verb, or behind "with", "to" or "from"."""
    found: set[str] = set()
    for one, other in pairwise(named):
        if one.code == other.code or not overlaps(one.code, other.code) or parsed.letter(other.last + 1) in "NPA-(":
            continue
        if parsed.letter(one.last + 1) in "NPA-" or "B" in parsed.between(one.last + 1, other.first):
            continue
        between = range(one.last + 1, other.first)
        tags = [parsed.tag(place) for place in between]
        faced = any(tag & (T.WITH | T.TO | T.FROM | T.BETWEEN) for tag in tags)
        if faced or any(parsed.letter(place) in "VXM" for place in between):
            found |= {one.code, other.code}
    return found


def _is_labelled(parsed: Parsed, spoken: list[Entity]) -> bool:
    """Whether a party and a colon open the line, as in lists of what each has promised ("Spain: Will provide ...")."""
    opening = spoken[0] if spoken else None
    if opening is None or parsed.letter(opening.last + 1) != ":":
        return False
    return all(letter in '-D"' for letter in parsed.between(parsed.first, opening.first))


def _is_pair(parsed: Parsed, first: int, last: int) -> bool:
    """Whether the clause speaks of two sides without their names (bilateral, mutual, the two countries)."""
    if not word_set("pair_words").isdisjoint(parsed.tokens.lows[first : last + 1]):
        return True
    return any(
        quantity.reason == "party_reference" and quantity.value == 2 and first <= quantity.first <= last
        for quantity in parsed.quantities
    )


def _all_of_them(parsed: Parsed, first: int, last: int, main: Salience) -> tuple[str, ...]:
    """The three or more states that the clause calls by their number ("the four countries")."""
    sizes = [
        int(quantity.value)
        for quantity in parsed.quantities
        if first <= quantity.first <= last
        and quantity.value >= _SEVERAL
        and parsed.is_the(quantity.first - 1)
        and lemma(parsed.word(quantity.last + 1)) in word_set("party_nouns")
    ]
    return main.lists.get(sizes[0], ()) if sizes else ()


def _with_partner(codes: set[str], main: Salience, sentence: set[str], before: Before) -> Resolution:
    """One side named: the other comes from the sentence, the count before, or the article's main parties."""
    (code,) = codes
    near = {other for other in sentence if other != code and not overlaps(code, other)}
    if len(near) == 1:
        return _sorted(codes | near, "sentence")
    if code in before.codes and len(before.codes) == _PAIR:
        return _sorted(set(before.codes), "before")
    others = [other for other in main.main if other != code and not overlaps(code, other)]
    states = [other for other in others if other in members() or other not in group_codes()]
    told = next((other for other in before.names if other != code and not overlaps(code, other)), None)
    if code in main.main:
        if len(states) > 1 and told and (code == main.main[0] or main.joint):
            return _sorted({code, told}, "partner")
        if not main.joint and code != main.main[0] and others:
            return _sorted({code, (states or others)[0]}, "partner")
        several = len(others) > 1 and code not in group_codes()
        return _sorted({code, *(states if several else others)}, "partner")
    if main.joint:
        return _sorted({code, *others}, "partner")
    host = [main.host] if main.host in states else []
    return _sorted({code, *(host or states or others)[:1]}, "partner")
