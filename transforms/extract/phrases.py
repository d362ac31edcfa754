"""Noun phrases: their extent, their head, and the phrases that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.extract.syntax import Parsed
from transforms.text import tags as T
from transforms.vocabulary import word_set

_BODY = "ANP"
_TAIL_PREPOSITIONS = T.PER | T.OF | T.FOR | T.FROM | T.TO | T.WITH | T.BETWEEN | T.IN | T.INTO | T.ON | T.AGAINST | T.BY
_MOST_TAILS = 4
_SERIES = re.compile("(?:,[ANPDS]+)+,C[ANPDS]+")
_MODIFIERS = re.compile(r"(A+(?:,[AN]+(?:C[AN]+)?)*,?)C[AN]+N")


@dataclass(slots=True)
class NounPhrase:
    """Tokens `first` up to and including `last`, determiners left out.

    `head` is the head noun, `core` the last token before the first prepositional phrase.
    """

    first: int
    head: int
    core: int
    last: int


def phrase_from(parsed: Parsed, place: int, stop: int | None = None, *, plural: bool = False) -> NounPhrase | None:
    """The noun phrase that begins at the token, with its prepositional tail.

    With `plural` the number in front asks for a plural head: of "doctors and nurses" the first noun is the head.
    """
    limit = parsed.stop if stop is None else min(stop, parsed.stop)
    first = _skip_determiners(parsed, place, limit)
    core = _core(parsed, first, limit, plural=plural)
    if core is None:
        return None
    head, last = core
    return NounPhrase(first, head, last, _tail(parsed, last, limit))


def _skip_determiners(parsed: Parsed, place: int, limit: int) -> int:
    while place < limit and (parsed.letter(place) == "D" or parsed.letter(place) == "S" or _leads(parsed, place)):
        place += 1
    return place


def _leads(parsed: Parsed, place: int) -> bool:
    """Words between number and noun that belong to neither: more, other, further, adverbs before adjectives."""
    if parsed.tag(place) & (T.FURTHER | T.MORE):
        return True
    return parsed.letter(place) == "W" and parsed.letter(place + 1) in "AN" and not parsed.tag(place) & T.NEGATION


def _core(parsed: Parsed, first: int, limit: int, *, plural: bool) -> tuple[int, int] | None:
    """Head and last token of the phrase without its tail."""
    run = _listed_modifiers(parsed, first, limit, plural=plural) or _run(parsed, first, limit, plural=plural)
    if run is None:
        return None
    head = last = run
    while True:
        following = _coordinated(parsed, last, limit)
        if following is None:
            return head, last
        if last == run and _opens_clause(parsed, last, following):
            return head, last
        if head == last and not _stands_first(parsed, last, following, plural=plural):
            head = following
        last = following


def _opens_clause(parsed: Parsed, last: int, following: int) -> bool:
    """Whether ", and" joins no more than one phrase to the first: what follows belongs to the clause, not to a list."""
    alone = parsed.letter(last + 1) == "," and bool(parsed.tag(last + 2) & (T.AND | T.OR))
    return alone and parsed.letter(last) != "P" and parsed.letter(following + 1) != "N"


def _listed_modifiers(parsed: Parsed, first: int, limit: int, *, plural: bool) -> int | None:
    """Last noun of a phrase that a list of modifiers opens (economic, health, and humanitarian assistance).

    A list whose first member is an adjective alone has its noun at the end. Behind a number a plural before that is
    counted itself.
    """
    listed = _MODIFIERS.match(parsed.between(first, limit))
    if listed is None:
        return None
    last = first + listed.end() - 1
    inner = range(first, first + listed.end(1))
    return None if plural and any(parsed.tag(place) & T.PLURAL for place in inner) else last


def _stands_first(parsed: Parsed, last: int, following: int, *, plural: bool) -> bool:
    """Whether the first of two joined nouns is the head.

    A plural one is, and any beside a conjunct of its own ("peace and security"), but not "cooperation and exchange
    activities".
    """
    if parsed.tag(last) & T.PLURAL and (plural or parsed.tag(following) & T.PLURAL):
        return True
    if plural or parsed.letter(last) == "P":
        return False
    start = last + 1
    while parsed.letter(start) in "C,":
        start += 1
    shared = parsed.letter(start) == "A" and parsed.word(following) in word_set("shared_heads")
    alone = parsed.letter(last - 1) not in "ANPDS"  # health and humanitarian assistance
    return start == following or (parsed.letter(start) == "A" and not (shared and alone))


def _run(parsed: Parsed, first: int, limit: int, *, plural: bool = False) -> int | None:
    """Last noun of an unbroken run of adjectives and nouns; None when there is no noun.

    Behind a number the first plural ends the run ("33 countries zero-tariff treatment"), but for plurals that stand in
    front of nouns (sports events).
    """
    noun, place = None, first
    while place < limit:
        letter = parsed.letter(place)
        if letter == "P" and noun is not None and parsed.letter(noun) == "N" and _opens_relative(parsed, place):
            break
        if letter in "NP":
            noun = place
            if plural and _closes_plural(parsed, place):
                break
        elif not _continues(parsed, place, letter, has_noun=noun is not None):
            break
        place += 1
    return noun


def _opens_relative(parsed: Parsed, place: int) -> bool:
    """Whether the name is the subject of a clause without a pronoun (the authority Congress provided)."""
    while parsed.letter(place) == "P":
        place += 1
    return parsed.letter(place) in "VK" and bool(parsed.tag(place) & T.PAST)


def _closes_plural(parsed: Parsed, place: int) -> bool:
    """Whether a plural closes the phrase behind its number; capital or hyphen make it part of a name or modifier."""
    tag = parsed.tag(place)
    people = tag & T.PERSON_NOUN and not tag & T.HYPHEN  # 3 million Indians live there
    if parsed.letter(place + 1) == "S" or (tag & T.NOUN and parsed.letter(place + 1) == "N"):
        return False  # Laos's exports, fish landing sites
    return (
        bool(tag & T.PLURAL)
        and (bool(people) or not tag & (T.CAPITAL | T.HYPHEN))
        and parsed.word(place) not in word_set("attributive_plurals")
        and not (parsed.letter(place - 1) == "P" and parsed.word(place) in word_set("name_particles"))
    )


def _continues(parsed: Parsed, place: int, letter: str, *, has_noun: bool) -> bool:
    """Whether a token that is no noun leaves the run unbroken; some do only in front of the first noun."""
    if letter == "A":
        return True
    following = parsed.letter(place + 1)
    if letter == "-":
        ahead = parsed.letter(place + 2) if following == "C" else following
        return parsed.tokens.joined(place) and ahead in _BODY
    if (letter == "S" and parsed.tag(place) & T.CLITIC) or (letter == "C" and parsed.letter(place - 1) == "-"):
        return following in _BODY
    if letter == "G":
        # Funding commitments, training courses: the gerund is a noun as well.
        return following == "N" and bool(parsed.tag(place) & T.NOMINAL)
    if has_noun:
        quoted = letter == '"' and following in _BODY  # a "next generation" workforce
        return quoted or _opens_acronym(parsed, place) or _opens_acronym(parsed, place - 2)
    if letter == "W":
        return following == "A"
    if letter in "C,":
        return parsed.letter(place - 1) == "A" and following == "A"
    return letter in 'K"' and following in _BODY


def _opens_acronym(parsed: Parsed, place: int) -> bool:
    """Whether a name's acronym stands in parentheses within the phrase: Foreign Direct Investment (FDI) inflows."""
    if parsed.letter(place) != "(" or parsed.letter(place + 2) != ")" or parsed.letter(place + 3) not in "NS":
        return False
    return bool(parsed.tag(place + 1) & T.UPPER)


def _coordinated(parsed: Parsed, last: int, limit: int) -> int | None:
    """Last noun of the next conjunct, when "and" or a comma list continues the phrase."""
    place = last + 1
    if place + 1 >= limit:
        return None
    if parsed.tag(place) & (T.AND | T.OR):
        return _conjunct(parsed, place + 1, limit)
    if parsed.letter(place) == "," and _list_closes(parsed, place, limit):
        start = place + 1 + bool(parsed.tag(place + 1) & (T.AND | T.OR))
        return _conjunct(parsed, start, limit)
    return None


def _conjunct(parsed: Parsed, place: int, limit: int) -> int | None:
    """Last noun of the conjunct that begins at the token; none where it is the subject of a clause of its own."""
    if parsed.letter(place) in "DSQR":
        return None
    noun = _run(parsed, place, limit)
    if noun is None or parsed.letter(place) not in "ANPW":
        return None
    if parsed.letter(noun + 1) == "Q" and parsed.letter(place - 1) == "C" and noun + 1 < limit:
        return None  # four million to Chad and Niger two million
    names = parsed.letter(place) == "P" and parsed.letter(place - 2) == "P"
    if (
        not names
        and noun + 1 < limit
        and parsed.letter(noun + 1) in "VXM"
        and parsed.letter(place - 1) == "C"
        and not parsed.tag(noun) & T.PLURAL
    ):
        return None
    return noun


def _list_closes(parsed: Parsed, place: int, limit: int) -> bool:
    """Whether a comma opens further members of a list that ends in "and N"."""
    while place < limit and parsed.letter(place) == ",":
        start = place + 1
        if parsed.tag(start) & (T.AND | T.OR):
            return _conjunct(parsed, start + 1, limit) is not None
        noun = _run(parsed, start, limit) if parsed.letter(start) in "ANP" else None
        if noun is None:
            return False
        place = noun + 1
        if parsed.tag(place) & (T.AND | T.OR):
            return _conjunct(parsed, place + 1, limit) is not None
    return False


def _tail(parsed: Parsed, last: int, limit: int) -> int:
    """Last token with the prepositional phrases that belong to the head, up to the first clause.

    Compound prepositions (in spite of, in response to) belong to the clause.
    """
    for _ in range(_MOST_TAILS):
        place = last + 1
        if parsed.word(place) in word_set("linking_participles") and parsed.tag(place + 1) & T.TO:
            place += 1  # related to
        elif place >= limit or parsed.letter(place) != "E":
            break
        if not parsed.tag(place) & _TAIL_PREPOSITIONS or parsed.word(place + 1) in word_set("abstract_objects"):
            break
        start = _skip_determiners(parsed, place + 1, limit)
        while parsed.letter(start) == "Q" and start > place + 1 and start < limit:
            start += 1
        if start >= limit or parsed.letter(start) not in _BODY or _is_area(parsed, place, start):
            break
        core = _core(parsed, start, limit, plural=False)
        if core is None:
            break
        last = core[1]
    return last


def _is_area(parsed: Parsed, preposition: int, start: int) -> bool:
    """Whether a list of areas opens ("in fields such as ..."), which is no part of the thing counted."""
    return bool(parsed.tag(preposition) & T.IN) and parsed.letter(start) == "N" and parsed.tag(start + 1) & T.DET > 0


def phrase_before(parsed: Parsed, place: int, *, nearest: bool = False) -> NounPhrase | None:
    """The noun phrase that ends right before the token, its prepositional tail included.

    With `nearest` it is the last noun phrase without any tail.
    """
    phrase = _ending_at(parsed, place, nearest=nearest)
    return phrase if phrase is None or nearest else _climbed(parsed, phrase)


def _climbed(parsed: Parsed, phrase: NounPhrase) -> NounPhrase:
    """The phrase with the noun in front of the preposition that leads to it.

    Not Turkey but trade "between Iran and its neighbour Turkey".
    """
    place = phrase.first - 1
    while parsed.letter(place) in "DSQA" or (parsed.letter(place) == "C" and parsed.letter(place - 1) in "NP"):
        place -= 2 if parsed.letter(place) == "C" else 1
    if (
        parsed.letter(place) != "E"
        or not (
            parsed.tag(place) & _TAIL_PREPOSITIONS or (parsed.letter(phrase.head) == "P" and _locates(parsed, place))
        )
        or parsed.letter(place - 1) not in "NP"
    ):
        return phrase
    upper = _ending_at(parsed, place, nearest=False)
    return NounPhrase(upper.first, upper.head, upper.core, phrase.last) if upper else phrase


def _locates(parsed: Parsed, place: int) -> bool:
    """Whether the preposition tells where a thing is (a plant near Casablanca, at Gouina), not who did it or when."""
    return not parsed.tag(place) & (T.BY | T.AS | T.SINCE | T.UNTIL | T.BEFORE | T.AFTER | T.DURING | T.INCLUDING)


def _in_series(parsed: Parsed, comma: int) -> bool:
    """Whether a comma stands in a list whose last comma comes with "and" (loans, grants, and technical aid)."""
    if parsed.letter(comma + 1) == "C":
        return re.search(",[ANPDS]*[NP]$", parsed.between(parsed.first, comma)) is not None
    return _SERIES.match(parsed.between(comma, parsed.stop)) is not None and parsed.letter(comma - 1) in "NP"


def _ending_at(parsed: Parsed, place: int, *, nearest: bool) -> NounPhrase | None:
    """The longest noun phrase that reaches up to the token."""
    start = place
    while start > parsed.first and _belongs(parsed, start - 1):
        start -= 1
    while start < place:
        phrase = phrase_from(parsed, start, place)
        if phrase and (phrase.core if nearest else phrase.last) >= place - 1:
            return phrase
        start += 1
    return None


def _belongs(parsed: Parsed, place: int) -> bool:
    """Whether a token may stand inside a noun phrase that ends further right."""
    letter = parsed.letter(place)
    if letter == ",":
        return _in_series(parsed, place)
    if letter == "E":
        return bool(parsed.tag(place) & _TAIL_PREPOSITIONS)
    if letter == "Q":
        return parsed.tag(place) & T.NUMERAL > 0 and parsed.letter(place - 1) == "D"
    if letter in "()":
        return _opens_acronym(parsed, place if letter == "(" else place - 2)
    return letter in "ANPDSC" or (letter == "-" and parsed.tokens.joined(place))
