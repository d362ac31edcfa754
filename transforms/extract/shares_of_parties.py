"""Numbers dealt out among parties: Ghana (40) and Malawi (20), 40 from Ghana and 20 from Malawi.

Each number of such a row has a party of its own, which is none of the others'.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extract.entities import Entity
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import word_set

_LEADS = T.FROM | T.TO | T.FOR | T.IN | T.WITH
_AWAY = -4
_BRACKET = -1
_GAPPED = -2
_PAIRED = -3
_LEAST = 2
_BETWEEN = "NAPDSECGVKXW"
_JOINS = ",;C)WD"


@dataclass(slots=True)
class _Share:
    """A number with its own parties: tokens `first` up to and including `last`, in one of the forms."""

    number: int
    form: int
    codes: frozenset[str]
    first: int
    last: int


def of_others(parsed: Parsed, quantity: Quantity, here: list[Entity]) -> frozenset[str]:
    """Codes of the parties that belong to the other numbers of a row in which each has its own.

    `here` holds the entities of the sentence. Empty when the number has no party of its own, or others the same.
    """
    rows: list[list[_Share]] | None = parsed.memory.get("shares")
    if rows is None:
        rows = parsed.memory["shares"] = _rows(parsed, _shares(parsed, here))
    row = next((row for row in rows if any(share.number == quantity.first for share in row)), [])
    own = frozenset().union(*(share.codes for share in row if share.number == quantity.first))
    return frozenset().union(*(share.codes for share in row)) - own


def _rows(parsed: Parsed, shares: list[_Share]) -> list[list[_Share]]:
    """Shares of one form that follow each other with nothing but commas and conjunctions between."""
    rows: list[list[_Share]] = []
    for share in shares:
        before = rows[-1][-1] if rows else None
        linked = before and before.form == share.form and before.last < share.first
        between = parsed.between(before.last + 1, share.first) if before and linked else ""
        if linked and (share.form == _PAIRED or all(letter in _JOINS for letter in between)):
            rows[-1].append(share)
        else:
            rows.append([share])
    return rows


def _shares(parsed: Parsed, here: list[Entity]) -> list[_Share]:
    """The numbers that have parties of their own right beside them, in order."""
    numbers = [quantity for quantity in parsed.quantities if not quantity.reason]
    if len(numbers) < 2 or len(here) < 2:
        return []
    starts = {entity.first: entity for entity in here}
    ends = {entity.last: entity for entity in here}
    found = [_bracketed(parsed, quantity, ends) or _behind(parsed, quantity, starts) for quantity in numbers]
    kept = [share for share in found if share]
    told_in_turn = not word_set("pairing_adverbs").isdisjoint(parsed.tokens.lows[parsed.first : parsed.stop])
    paired = _respectively(parsed, numbers, here) if told_in_turn else []
    return paired or (
        kept if len(kept) > 1 else _absolute(parsed, numbers, ends) or _gapped(parsed, numbers, ends) or kept
    )


def _respectively(parsed: Parsed, numbers: list[Quantity], here: list[Entity]) -> list[_Share]:
    """The EU and China gave 25 and 17 million respectively: names and numbers in two rows of the same length."""
    names = _row([(entity.first, entity.last) for entity in here], parsed, "C,D")
    figures = _row([(one.first, one.last) for one in numbers], parsed, "C,DNJ")
    if len(names) < _LEAST or len(names) != len(figures):
        return []
    pairs = zip(names, figures, strict=True)
    return [
        _Share(
            numbers[figure].first, _PAIRED, frozenset({here[name].code}), numbers[figure].first, numbers[figure].last
        )
        for name, figure in pairs
    ]


def _row(places: list[tuple[int, int]], parsed: Parsed, parting: str) -> list[int]:
    """Indices of the first two or more places that nothing but words with one of the letters `parting` parts."""
    run: list[int] = []
    for index, (first, _) in enumerate(places):
        between = parsed.between(places[run[-1]][1] + 1, first) if run else ""
        if run and not (between and set(between) <= set(parting)):
            if len(run) >= _LEAST:
                return run
            run = []
        run.append(index)
    return run


def _counts_states(parsed: Parsed, place: int) -> bool:
    """Whether the token is a small number right in front of a name ("for four Central American states")."""
    return parsed.letter(place) == "Q" and parsed.letter(place + 1) in "AP"


def _gapped(parsed: Parsed, numbers: list[Quantity], ends: dict[int, Entity]) -> list[_Share]:
    """France gave 110 million and Germany 244 million: a second party with a number of its own and no verb."""
    named = [(one, name) for one in numbers if (name := _before(parsed, one, ends))]
    if len(named) >= _LEAST:
        return [_Share(one.first, _GAPPED, frozenset({name.code}), name.first, one.last) for one, name in named]
    for at, one in enumerate(numbers):
        verb = parsed.group_before(one.first)
        doer = [] if verb is None else _doers(parsed, verb.first, ends)
        if not doer:
            continue
        shares = [_Share(one.first, _GAPPED, frozenset({doer[-1].code}), doer[-1].first, one.last)]
        last = one
        for other in numbers[at + 1 :]:
            name = _before(parsed, other, ends)
            if name is None or last.last >= name.first or _any_verb(parsed, last.last, name.first):
                break
            shares.append(_Share(other.first, _GAPPED, frozenset({name.code}), last.last + 1, other.last))
            last = other
        if len(shares) > 1:
            return shares
    return []


def _absolute(parsed: Parsed, numbers: list[Quantity], ends: dict[int, Entity]) -> list[_Share]:
    """With Japan pledging 300 million and Canada 120 million: each doer has the number behind it."""
    found: list[_Share] = []
    for one in numbers:
        deed = one.first - 1
        while parsed.letter(deed) in "ADX":
            deed -= 1
        name = ends.get(deed - 1) if parsed.letter(deed) == "G" else None
        lead = name.first - 1 if name else 0
        while parsed.letter(lead) == "D" and name:
            lead -= 1
        if name is None or not (parsed.tag(lead) & T.WITH or (found and parsed.letter(lead) in "C,")):
            name = _before(parsed, one, ends) if found else None
        if name and (not found or name.first > found[-1].last):
            found.append(_Share(one.first, _PAIRED, frozenset({name.code}), name.first, one.last))
    return found if len(found) >= _LEAST else []


def _doers(parsed: Parsed, verb: int, ends: dict[int, Entity]) -> list[Entity]:
    """The names that are the subject of the verb: behind no preposition, with no other verb between."""
    found = [entity for entity in ends.values() if entity.last < verb and parsed.letter(entity.first - 1) != "E"]
    return [] if found and _any_verb(parsed, found[-1].last, verb) else found


def _before(parsed: Parsed, quantity: Quantity, ends: dict[int, Entity]) -> Entity | None:
    """The name right in front of the number, past "with" or "at", behind "and", a comma or "that of"."""
    place = quantity.first - 1
    while parsed.letter(place) == "W" or (parsed.letter(place) == "E" and parsed.tag(place) & (T.WITH | T.AT)):
        place -= 1
    name = ends.get(place)
    if name is None:
        return None
    lead = name.first - 1
    while parsed.letter(lead) in "DREB":
        lead -= 1
    return name if parsed.letter(lead) in "C,;" else None


def _any_verb(parsed: Parsed, first: int, stop: int) -> bool:
    """Whether a finite verb stands between the tokens."""
    return any(first < group.first < stop and group.form == "finite" for group in parsed.groups)


def _bracketed(parsed: Parsed, quantity: Quantity, ends: dict[int, Entity]) -> _Share | None:
    """Ghana (40)."""
    opening = quantity.first - 1
    name = ends.get(opening - 1) if parsed.letter(opening) == "(" else None
    return _Share(quantity.first, _BRACKET, frozenset({name.code}), name.first, quantity.last) if name else None


def _behind(parsed: Parsed, quantity: Quantity, starts: dict[int, Entity]) -> _Share | None:
    """40 from Ghana, 12 tonnes of flour to Chad and Niger."""
    place = quantity.last + 1
    if parsed.tag(place) & T.OF and parsed.tag(place + 1) & T.THEM and place + 2 in starts:
        name = starts[place + 2]
        return _Share(quantity.first, T.FROM, frozenset({name.code}), quantity.first, name.last)
    while (parsed.letter(place) in _BETWEEN or _counts_states(parsed, place)) and place not in starts:
        place += 1
    lead = place - 1
    while parsed.letter(lead) in "DQ" and lead > quantity.last:
        lead -= 1
    form = _AWAY if parsed.tag(lead) & (T.TO | T.FOR | T.IN) else parsed.tag(lead) & _LEADS
    if place not in starts or not form or lead <= quantity.last:
        return None
    codes, last = set(), place
    while place in starts:
        codes.add(starts[place].code)
        last = starts[place].last
        place = last + 1
        while parsed.letter(place) in _JOINS and parsed.letter(place) != ")":
            place += 1
    return _Share(quantity.first, form, frozenset(codes), quantity.first, last)
