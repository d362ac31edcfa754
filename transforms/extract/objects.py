"""What is counted: the noun phrase that a number counts or measures.

The phrase stands behind the number, before it (subject, apposition, "the number of ..."), or is left out and taken
over from the number before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from transforms.extract.clauses import Governor
from transforms.extract.phrases import NounPhrase, phrase_before, phrase_from
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.time_words import time_words
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import rows

_LINKS = ("reach", "exceed", "rise", "fall", "share", "move", "value")


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted phrase: its text without determiner, the lemma of its head and its lower-case words.

    Tokens `first` up to and including `last`; `how` it was found: after, before, subject, elided or equivalent.
    `oblique` tells that its number stands behind a preposition of place or company (in eight provinces).
    """

    text: str
    head: str
    words: frozenset[str]
    complement: str | None
    first: int
    last: int
    head_place: int
    how: str
    oblique: bool = False


@cache
def _measure_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("measure_nouns"))


def is_measure_noun(word: str) -> bool:
    """Whether the noun only names a measure (figure, value, number)."""
    return lemma(word) in _measure_nouns()


def counted(parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    """The counted phrase of a quantity; `earlier` holds the phrases of the numbers before it, latest last."""
    if quantity.measure == "count":
        found = _thing(parsed, quantity, governor, earlier)
    elif quantity.measure == "money":
        found = _money(parsed, quantity, governor, earlier)
    elif quantity.measure == "quantity":
        found = _physical(parsed, quantity, governor, earlier)
    else:
        found = _proportion(parsed, quantity, governor, earlier)
    side = bool(parsed.tag(quantity.first - 1) & (T.IN | T.AT | T.WITH | T.FROM)) and quantity.measure == "count"
    return replace(found, oblique=side) if found and side and found.how == "after" else found


def _build(parsed: Parsed, phrase: NounPhrase, how: str) -> Counted:
    """Makes the record; "the number of X" counts X."""
    phrase = _inside_measure(parsed, phrase) or phrase
    words = frozenset(parsed.word(place) for place in range(phrase.first, phrase.core + 1))
    return Counted(
        parsed.tokens.text(phrase.first, phrase.last),
        lemma(parsed.tokens.words[phrase.head]),
        words,
        _complement(parsed, phrase),
        phrase.first,
        phrase.last,
        phrase.head,
        how,
    )


def _inside_measure(parsed: Parsed, phrase: NounPhrase) -> NounPhrase | None:
    following = phrase.head + 1
    if lemma(parsed.word(phrase.head)) not in _measure_nouns() or not parsed.tag(following) & (T.OF | T.IN | T.FOR):
        return None
    return phrase_from(parsed, following + 1, phrase.last + 1, plural=True)


def _complement(parsed: Parsed, phrase: NounPhrase) -> str | None:
    """Lemma of the noun behind "of" (pairs of universities -> university)."""
    following = phrase.core + 1
    if following > phrase.last or not parsed.tag(following) & T.OF:
        return None
    inner = phrase_from(parsed, following + 1, phrase.last + 1, plural=True)
    return lemma(parsed.tokens.words[inner.head]) if inner else None


def _is_bare_measure(parsed: Parsed, phrase: NounPhrase) -> bool:
    """Whether a phrase stands for the thing spoken of before ("the figure", "that share", "a potential value")."""
    if parsed.letter(phrase.first - 1) != "D" and parsed.letter(phrase.first) != "D":
        return False
    return lemma(parsed.word(phrase.head)) in _measure_nouns() and phrase.last == phrase.core


def _after(parsed: Parsed, place: int, how: str = "after", *, plural: bool = True) -> Counted | None:
    if place >= parsed.stop or parsed.letter(place) not in 'NPADSWK"':
        return None
    phrase = phrase_from(parsed, place, plural=plural)
    return _build(parsed, phrase, how) if phrase and not _is_time(parsed, phrase) else None


def _is_time(parsed: Parsed, phrase: NounPhrase) -> bool:
    """The period, the year: words of time are nothing counted."""
    role = time_words().get(parsed.word(phrase.head), {})
    return "span" in role or "unit" in role


def _of_verb_inside(parsed: Parsed, quantity: Quantity, earlier: list[Counted]) -> Counted | None:
    """The subject of a verb that is part of the number's qualifier (trade passed half a trillion dollars)."""
    first = quantity.first
    verb = quantity.core if quantity.form == "multiple" else first
    if not parsed.tag(verb) & (T.PAST | T.THIRD) or parsed.tag(verb) & (T.PREPOSITION | T.ADVERB):
        return None
    while parsed.letter(first - 1) in "XMWY":
        first -= 1
    phrase = phrase_before(parsed, first) if parsed.letter(first - 1) in "NP" else None
    if phrase is None:
        return _elided(earlier) if parsed.letter(first - 1) == "R" else None
    return _elided(earlier) if _is_bare_measure(parsed, phrase) and earlier else _build(parsed, phrase, "subject")


def _thing(parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    following = quantity.last + 1
    if parsed.tag(following) & T.OF and quantity.form != "vague":
        return _partitive(parsed, following + 1, earlier)
    direct = _after(parsed, following, plural=quantity.value != 1)
    if direct:
        return direct
    bracket = _bracketed(parsed, quantity)
    if bracket:
        return bracket
    return (
        _of_which(parsed, quantity, earlier)
        or _of_verb_inside(parsed, quantity, earlier)
        or _predicate(parsed, governor)
        or _pair_end(parsed, quantity, earlier)
        or _moved_object(parsed, quantity, governor, earlier)
        or _subject_of_link(parsed, quantity, governor, earlier)
        or _elided(earlier)
        or _subject(parsed, governor, earlier)
    )


def _predicate(parsed: Parsed, governor: Governor | None) -> Counted | None:
    """2,490 are Kenyans: a plural behind "be" names what the bare number counts."""
    if governor is None or not governor.subject or not parsed.tag(governor.group.head) & T.BE:
        return None
    found = _after(parsed, governor.group.last + 1)
    return found if found and parsed.tag(found.head_place) & T.PLURAL else None


def _skip_bracket(parsed: Parsed, place: int) -> int:
    """The token behind an equivalent in parentheses, and behind a time expression."""
    if parsed.letter(place) == "(":
        while place < parsed.stop and parsed.letter(place) != ")":
            place += 1
        place += 1
    while parsed.letter(place) == "Y":
        place += 1
    return place


def _partitive(parsed: Parsed, place: int, earlier: list[Counted]) -> Counted | None:
    """Five of them, nine of which: the phrase before; 17 of the 18 missions: the phrase behind."""
    if (
        parsed.tag(place) & T.THEM
        or parsed.letter(place) == "B"
        or (parsed.tag(place) & T.DEMONSTRATIVE and parsed.letter(place + 1) not in "NPA")
    ):
        return _elided(earlier)
    while place < parsed.stop and parsed.letter(place) in "DSQ":
        place += 1
    return _after(parsed, place) or _elided(earlier)


def _elided(earlier: list[Counted]) -> Counted | None:
    """The phrase of the number before; one that stood in a side phrase gives way to the main one before it."""
    if not earlier:
        return None
    last = next((found for found in reversed(earlier[-2:]) if not found.oblique), earlier[-1])
    return replace(last, how="elided", oblique=False)


def _bracketed(parsed: Parsed, quantity: Quantity) -> Counted | None:
    """Malaysians (about 840,000); the section, 75 kilometres."""
    before = quantity.first - 1
    if parsed.letter(before) not in "(," or before <= parsed.first:
        return None
    closing = parsed.letter(quantity.last + 1)
    if parsed.letter(before) == "(" and closing not in "),;":
        return None
    if parsed.letter(before) == "," and closing not in ",." + ("EA" if quantity.measure == "quantity" else ""):
        return None
    phrase = phrase_before(parsed, before)
    return _build(parsed, phrase, "before") if phrase else None


def _subject_of_link(
    parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]
) -> Counted | None:
    """Arrivals reached 120,000; the number of flights rose from 38 to 61; trade came to 54 billion."""
    if governor is None or governor.subject or not _links(parsed, governor.group, quantity):
        return None
    return _subject(parsed, governor, earlier)


def _links(parsed: Parsed, group: VerbGroup, quantity: Quantity) -> bool:
    head = group.word
    if is_a(head, *_LINKS) or parsed.tag(group.head) & T.BE:
        return True
    return quantity.first - group.last == 2 and bool(parsed.tag(group.last + 1) & (T.TO | T.AT))


def _subject(parsed: Parsed, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    if governor and _pronoun_subject(parsed, governor.group):
        return _elided(earlier)
    phrase = subject_phrase(parsed, governor.group) if governor else None
    if phrase is None:
        return None
    return _elided(earlier) if _is_bare_measure(parsed, phrase) and earlier else _build(parsed, phrase, "subject")


def _pronoun_subject(parsed: Parsed, group: VerbGroup) -> bool:
    """It came to, they rose: a pronoun stands for the thing spoken of before."""
    place = group.first - 1
    while parsed.letter(place) in "WY" and place > parsed.first:
        place -= 1
    return (
        parsed.letter(place) == "R" and bool(parsed.tag(place) & T.SUBJECT) and not parsed.tag(place) & T.FIRST_PERSON
    )


def subject_phrase(parsed: Parsed, group: VerbGroup) -> NounPhrase | None:
    """The subject of a verb group: the noun phrase before it, past adverbs, times and asides.

    A second verb has the subject of the first, an infinitive that of the verb above it.
    """
    place = group.first
    while place > parsed.first:
        letter = parsed.letter(place - 1)
        if letter in "WY":
            place -= 1
        elif letter == ")":
            place = _open_bracket(parsed, place - 1)
        elif letter == "," and _aside_start(parsed, place - 1) is not None:
            place = _aside_start(parsed, place - 1) or parsed.first
        else:
            break
    if parsed.tag(place - 1) & T.RELATIVE and parsed.letter(place - 1) == "B":
        place -= 1 + (parsed.letter(place - 2) == ",")
    phrase = phrase_before(parsed, place) if parsed.letter(place - 1) in "NP)" else None
    if phrase:
        return _past_reduced(parsed, phrase)
    upper = next((other for other in reversed(parsed.groups) if other.last < group.first), None)
    if upper is None or parsed.letter(place - 1) in ';."':
        return None
    return subject_phrase(parsed, upper)


def _past_reduced(parsed: Parsed, phrase: NounPhrase) -> NounPhrase:
    """The noun in front of a reduced clause is the subject ("students involved in exchanges rose")."""
    place = phrase.first - 1
    while place > parsed.first and parsed.letter(place) in "EDSWAN":
        place -= 1
    if parsed.letter(place) not in "KG" or parsed.letter(place - 1) not in "NP":
        return phrase
    return phrase_before(parsed, place) or phrase


def _open_bracket(parsed: Parsed, place: int) -> int:
    while place > parsed.first and parsed.letter(place) != "(":
        place -= 1
    return place


def _aside_start(parsed: Parsed, comma: int) -> int | None:
    """The comma that opens an aside which ends at `comma`."""
    for place in range(comma - 1, max(parsed.first, comma - 18), -1):
        if parsed.letter(place) == ",":
            return place
        if parsed.letter(place) in ';"':
            return None
    return None


def _money(parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    equivalent = _equivalent(parsed, quantity, earlier)
    if equivalent:
        return equivalent
    following = _skip_bracket(parsed, quantity.last + 1)
    return (
        _predicate(parsed, governor)
        or _of_which(parsed, quantity, earlier)
        or _of_verb_inside(parsed, quantity, earlier)
        or _worth(parsed, quantity)
        or _behind_preposition(parsed, following, T.WORTH | T.OF)
        or _after(parsed, following)
        or _pair_end(parsed, quantity, earlier)
        or _moved_object(parsed, quantity, governor, earlier)
        or _in_kind(parsed, following)
        or _before_of(parsed, quantity, earlier)
        or _bracketed(parsed, quantity)
        or _subject_of_link(parsed, quantity, governor, earlier)
        or _behind_preposition(parsed, following, T.FOR | T.TO | T.ON)
        or _elided(earlier)
        or _subject(parsed, governor, earlier)
    )


def _of_which(parsed: Parsed, quantity: Quantity, earlier: list[Counted]) -> Counted | None:
    """Of which 115 lead to a degree; of that, 20 are grants: part of what was counted before."""
    before = quantity.first - 1
    if parsed.tag(before) & T.COMMA:
        before -= 1
    anaphoric = parsed.tag(before) & (T.RELATIVE | T.THEM | T.DEMONSTRATIVE)
    return _elided(earlier) if anaphoric and parsed.tag(before - 1) & T.OF else None


def _pair_end(parsed: Parsed, quantity: Quantity, earlier: list[Counted]) -> Counted | None:
    """From 940 places in 2021 to 1,500: the second number counts what the first does."""
    if not parsed.tag(quantity.first - 1) & T.TO or not earlier:
        return None
    before = next((q for q in reversed(parsed.quantities) if q.last < quantity.first and not q.reason), None)
    if before is None or not parsed.tag(before.first - 1) & T.FROM:
        return None
    between = parsed.letters[before.last + 1 - parsed.first : quantity.first - parsed.first]
    return None if any(letter in "VXMB;" for letter in between) else _elided(earlier)


def _moved_object(
    parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]
) -> Counted | None:
    """Put the rate at 88 percent; raise the number of places from 280 to 700; extend the track by 470 km."""
    before = quantity.first - 1
    if governor is None or governor.subject or not parsed.tag(before) & (T.TO | T.AT | T.BY | T.FROM):
        return None
    group = _mover(parsed, governor.group)
    gives = is_a(group.word, "give", "send") and not parsed.tag(before) & (T.BY | T.AT)
    if gives or (group.passive and group.form != "participle"):
        return None
    if parsed.tag(group.last + 1) & T.PRONOUN:
        return _elided(earlier)
    phrase = phrase_from(parsed, group.last + 1, before) if group.last + 1 < before else None
    if phrase is None or parsed.letter(group.last + 1) not in "NPADS":
        return None
    return _elided(earlier) if _is_bare_measure(parsed, phrase) and earlier else _build(parsed, phrase, "before")


def _mover(parsed: Parsed, group: VerbGroup) -> VerbGroup:
    """The verb whose object is moved, past a reduced clause on it ("put the number of people working there at")."""
    if group.form not in ("gerund", "participle") or parsed.letter(group.first - 1) not in "NP":
        return group
    uppers = [other for other in parsed.groups if other.last < group.first]
    upper = uppers[-1] if uppers else group
    return upper if is_a(upper.word, "put", "raise", "rise", "fall", "move") else group


def _equivalent(parsed: Parsed, quantity: Quantity, earlier: list[Counted]) -> Counted | None:
    """1.2 trillion yuan (about 170 billion U.S. dollars): the same thing in another currency."""
    before = quantity.first - 1
    if parsed.letter(before) not in "(," or parsed.letter(before - 1) != "Q" or not earlier:
        return None
    last = earlier[-1]
    return replace(last, how="equivalent")


def _worth(parsed: Parsed, quantity: Quantity) -> Counted | None:
    """NP worth X; NP valued at X; NP totalling X: the phrase in front of a participle that leads to the amount."""
    before = quantity.first - 1
    if parsed.tag(before) & T.WORTH:
        phrase = phrase_before(parsed, before - (parsed.letter(before - 1) == ","))
        return _build(parsed, phrase, "before") if phrase else None
    if parsed.tag(before) & (T.AT | T.TO | T.OF) and parsed.letter(before - 1) in "KG":
        before -= 1
    if parsed.letter(before) not in "KG" or not is_a(parsed.word(before), "reach", "value", "exceed"):
        return None
    phrase = phrase_before(parsed, before) or phrase_before(parsed, before - 1)
    return _build(parsed, phrase, "before") if phrase else None


def _behind_preposition(parsed: Parsed, place: int, bits: int) -> Counted | None:
    if not parsed.tag(place) & bits:
        return None
    place += 1
    if parsed.tag(place) & T.OF:
        place += 1
    return _after(parsed, place)


def _in_kind(parsed: Parsed, place: int) -> Counted | None:
    """Two million dollars in grants: the noun behind "in", where it is no place and no time."""
    if not parsed.tag(place) & T.IN:
        return None
    phrase = phrase_from(parsed, place + 1) if parsed.letter(place + 1) in "NAD" else None
    if (
        phrase is None
        or parsed.letter(phrase.head) != "N"
        or _is_bare_measure(parsed, phrase)
        or _is_time(parsed, phrase)
    ):
        return None
    return _build(parsed, phrase, "after")


def _before_of(parsed: Parsed, quantity: Quantity, earlier: list[Counted]) -> Counted | None:
    """A contribution of USD 2.4 million; of a bare measure (a value of) the thing that has it."""
    before = quantity.first - 1
    if not parsed.tag(before) & T.OF or parsed.letter(before - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, before, nearest=True)
    if phrase is None:
        return None
    return _elided(earlier) if _is_bare_measure(parsed, phrase) and earlier else _build(parsed, phrase, "before")


def _physical(parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]) -> Counted | None:
    following = quantity.last + 1
    return (
        _behind_preposition(parsed, following, T.OF)
        or _after(parsed, following)
        or _bracketed(parsed, quantity)
        or _before_of(parsed, quantity, earlier)
        or _of_which(parsed, quantity, earlier)
        or _pair_end(parsed, quantity, earlier)
        or _moved_object(parsed, quantity, governor, earlier)
        or _subject_of_link(parsed, quantity, governor, earlier)
        or _elided(earlier)
        or _subject(parsed, governor, earlier)
    )


def _proportion(
    parsed: Parsed, quantity: Quantity, governor: Governor | None, earlier: list[Counted]
) -> Counted | None:
    following = quantity.last + 1
    if parsed.tag(following) & T.OF and quantity.measure == "share":
        return _partitive(parsed, following + 1, earlier)
    changed = _changed_noun(parsed, following)
    if changed:
        return changed
    if quantity.measure == "share" and governor and is_a(governor.group.word, "share") and earlier:
        return _elided(earlier)
    if quantity.form == "multiple":
        before = _of_verb_inside(parsed, quantity, []) if parsed.tag(quantity.core) & T.VERBAL else None
        if before and parsed.letter(quantity.last + 1) not in "SD":
            return before
    if quantity.form == "multiple" and parsed.letter(quantity.core) in "QVKI":
        behind = _after(parsed, following) if quantity.first == quantity.last else None
        if behind and parsed.letter(following) in "SD":
            return behind
    if _apposed(parsed, quantity) and earlier:
        return _elided(earlier)
    beside = _beside_adverb(parsed, quantity)
    if beside:
        return beside
    return (
        _of_which(parsed, quantity, earlier)
        or _moved_object(parsed, quantity, governor, earlier)
        or _subject(parsed, governor, earlier)
        or _elided(earlier)
    )


def _beside_adverb(parsed: Parsed, quantity: Quantity) -> Counted | None:
    """Sales to China down 97%: the phrase right before the adverb."""
    before = quantity.first - 1
    if not parsed.tag(before) & (T.UP | T.DOWN) or parsed.letter(before - 1) not in "NP":
        return None
    phrase = phrase_before(parsed, before)
    return _build(parsed, phrase, "before") if phrase else None


def _changed_noun(parsed: Parsed, place: int) -> Counted | None:
    """A 5 percent increase in exports: the noun behind the noun of change."""
    if parsed.letter(place) != "N" or not is_a(parsed.word(place), "rise", "fall"):
        return None
    return _behind_preposition(parsed, place + 1, T.IN | T.OF)


def _apposed(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the number only remarks on the one before (", up 11.2 percent", ", a decline of 3.3%")."""
    before = quantity.first - 1
    while before > parsed.first and parsed.letter(before) in "WEND":
        before -= 1
    return parsed.letter(before) in ",(" and any(place.last < before for place in parsed.quantities if not place.reason)
