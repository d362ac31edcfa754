"""One analysed sentence: letters of its parts of speech, its numbers, its time expressions, its verb groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from transforms.extract.number_reasons import stands_alone
from transforms.extract.quantities import Quantity
from transforms.extract.time_expressions import Time
from transforms.extract.verbs import is_known, particles
from transforms.text import tags as T
from transforms.text.parts import parts_of_speech
from transforms.text.sentences import Sentence
from transforms.text.tokens import Tokens

_GROUP = re.compile(
    r"XW*T[WY]*(?:XW*[KG]?|I)"  # is to build, are to be stationed
    r"|[MX](?:[WY]+(?=[XMKGI])|W|(?<=[MX])[RPN](?=W?[KGIX])|[XM])*[KGI]*"
    r"|V|TW*I|TXW*[KG]?|K|G|I"
)


_MODIFIERS = ("demonym", "adjective")
_INNER = {"name": "P", "ordinal": "A", "rank": "A", "party_reference": "A"}


@dataclass(slots=True)
class VerbGroup:
    """The words of one verb: tokens `first` up to and including `last`.

    `head` is the main verb and `word` its form in lower case, with the particle of a phrasal verb (pointed out). `form`
    is finite, infinitive, participle or gerund; `bits` unites the tags of its words.
    """

    first: int
    last: int
    head: int
    word: str
    form: str
    bits: int
    passive: bool


@dataclass(slots=True)
class Parsed:
    """A sentence with its analysis: tokens `first` up to `stop`, end exclusive, numbered as in the whole text.

    `memory` keeps what other rooms work out once a sentence.
    """

    tokens: Tokens
    first: int
    stop: int
    quantities: list[Quantity]
    times: list[Time]
    letters: str = ""
    groups: list[VerbGroup] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)

    def letter(self, place: int) -> str:
        """Part of speech of a token; a full stop outside the sentence."""
        at = place - self.first
        return self.letters[at] if 0 <= at < len(self.letters) else "."

    def is_the(self, place: int) -> bool:
        """Whether the token is the definite article."""
        return self.first <= place < self.stop and self.tokens.is_the(place)

    def is_an(self, place: int) -> bool:
        """Whether the token is the indefinite article."""
        return self.first <= place < self.stop and self.tokens.is_an(place)

    def between(self, first: int, stop: int) -> str:
        """Parts of speech of the tokens `first` up to `stop`, end exclusive."""
        return self.letters[first - self.first : stop - self.first]

    def group_before(self, place: int) -> VerbGroup | None:
        """The last verb group that ends in front of the token."""
        return next((group for group in reversed(self.groups) if group.last < place), None)

    def opening_bracket(self, place: int) -> int:
        """The bracket that opens what the one at the token closes; the sentence's first token where none does."""
        while place > self.first and self.letter(place) != "(":
            place -= 1
        return place

    def word(self, place: int) -> str:
        """The token's word in lower case; empty outside the sentence."""
        return self.tokens.lows[place] if self.first <= place < self.stop else ""

    def tag(self, place: int) -> int:
        """The token's tags; none outside the sentence."""
        return self.tokens.tags[place] if self.first <= place < self.stop else 0


def parse(
    tokens: Tokens, sentence: Sentence, quantities: list[Quantity], times: list[Time], taken: dict[int, str]
) -> Parsed:
    """Analyses one sentence, whose numbers and time expressions are known.

    `taken` gives the form of the entity at a token.
    """
    fixed: dict[int, str] = {}
    for place in filter(taken.__contains__, range(sentence.first, sentence.stop)):
        alone = taken[place] in _MODIFIERS and not tokens.tags[place] & T.PLURAL
        modifies = alone and _before_noun(tokens, place, sentence.stop)
        fixed[place] = "A" if modifies else "P"
    for time in times:
        letter = "A" if _modifies(tokens, time, sentence.stop) else "Y"
        fixed.update(dict.fromkeys(range(time.first, time.last + 1), letter))
    for quantity in quantities:
        if quantity.reason in _INNER:
            alone = quantity.reason == "party_reference" and stands_alone(tokens, quantity)
            letter = "N" if alone else _INNER[quantity.reason]
            fixed.update(dict.fromkeys(range(quantity.first, quantity.last + 1), letter))
        elif quantity.reason == "date":
            fixed.update({place: "Y" for place in range(quantity.first, quantity.last + 1) if place not in fixed})
        elif quantity.reason not in ("duration", "time"):
            fixed.update(dict.fromkeys(range(quantity.first, quantity.last + 1), "Q"))
    parsed = Parsed(tokens, sentence.first, sentence.stop, quantities, times)
    parsed.letters = parts_of_speech(tokens, sentence.first, sentence.stop, fixed)
    parsed.groups = _groups(parsed)
    return parsed


def _before_noun(tokens: Tokens, place: int, stop: int) -> bool:
    """Whether a nationality stands in front of a noun or adjective."""
    tag = tokens.tags[place + 1] if place + 1 < stop else T.STOP
    if tokens.tags[place] & T.PLURAL and tokens.words[place].endswith("s"):
        return False  # the 3,200 Fijians trained there
    if tag & T.GERUND and place + 2 < stop and tokens.tags[place + 2] & (T.PREPOSITION | T.DET | T.POSSESSIVE):
        return False  # Timorese working in Australia
    return bool(tag & (T.NOMINAL | T.ADJECTIVE | T.HYPHEN)) and not tag & (T.AUXILIARY | T.MODAL | T.PREPOSITION)


def _modifies(tokens: Tokens, time: Time, stop: int) -> bool:
    """A hyphenated duration or a rate in front of a noun (a three-day visit, a 30-year contract, weekly flights)."""
    if time.last + 1 >= stop or time.first != time.core:
        return False
    if time.kind == "rate" and time.first == time.last:
        return bool(tokens.tags[time.last + 1] & (T.NOMINAL | T.ADJECTIVE))
    if time.kind != "duration":
        return False
    hyphened = tokens.tags[time.last] & T.HYPHEN or (time.last > time.first and tokens.words[time.last - 1] == "-")
    return bool(hyphened and tokens.tags[time.last + 1] & (T.NOMINAL | T.ADJECTIVE))


def _groups(parsed: Parsed) -> list[VerbGroup]:
    """The verb groups of a sentence, in order."""
    found: list[VerbGroup] = []
    for match in _GROUP.finditer(parsed.letters):
        first, last = parsed.first + match.start(), parsed.first + match.end() - 1
        bits = parsed.tag(first - 1) & T.NEGATION
        for tag in parsed.tokens.tags[first : last + 1]:
            bits |= tag
        if found and _shares_auxiliary(parsed, found[-1], first):
            bits |= found[-1].bits & (T.WILL | T.MAY | T.WOULD | T.MODAL | T.TO)
        inner, form, participle = _shape(match.group())
        if form == "finite" and bits & T.TO and found and found[-1].form == "infinitive":
            form = "infinitive"
        head = first + inner
        passive = participle and (first == last or bool(bits & T.BE))
        found.append(VerbGroup(first, last, head, _phrasal(parsed, head), form, bits, passive))
    return found


def _shares_auxiliary(parsed: Parsed, before: VerbGroup, first: int) -> bool:
    """Whether a base form in a list has the auxiliary of the verb before ("will go home, work and teach")."""
    tag = parsed.tag(first)
    listed = parsed.letter(first) == "K" and parsed.letter(first - 1) == "," and tag & T.PAST
    if not before.bits & (T.MODAL | T.TO) or not (parsed.letter(first) == "V" or listed):
        return False
    if not tag & T.VERB or tag & T.THIRD:
        return False
    return parsed.letter(first - 1) in "C," or (parsed.letter(first - 1) == "W" and parsed.letter(first - 2) == "C")


def _phrasal(parsed: Parsed, head: int) -> str:
    """The verb with its particle, where the two make a verb of their own."""
    word, particle = parsed.tokens.lows[head], parsed.word(head + 1)
    if particle in particles() and is_known(f"{word} {particle}"):
        return f"{word} {particle}"
    return word


def _head(letters: str) -> int:
    """Place of the main verb within its group: the last verb, else the last auxiliary."""
    for verbs in ("VKGI", "XM"):
        for place in range(len(letters) - 1, -1, -1):
            if letters[place] in verbs:
                return place
    return len(letters) - 1


def _form(letters: str) -> str:
    if letters[0] in "MXV":
        return "finite"
    return {"T": "infinitive", "I": "infinitive", "K": "participle"}.get(letters[0], "gerund")


@cache
def _shape(letters: str) -> tuple[int, str, bool]:
    """Of a verb group: the place of its main verb, its form, and whether it ends in a participle."""
    return _head(letters), _form(letters), letters.rstrip("W").endswith("K")
