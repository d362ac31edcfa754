"""Counted phrases that the verb of a number leads to: its subject, its object, its predicate."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.counted_phrases import Counted, Sought, counted_phrase, elided, named_or_elided, phrase_at
from transforms.extract.phrases import NounPhrase, phrase_before, phrase_from
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.vocabulary import word_set

_LINKS = ("reach", "exceed", "rise", "fall", "share", "move", "value")
_MOVERS = ("put", "raise", "rise", "fall", "move")
_LONGEST_ASIDE = 18


def predicate(sought: Sought) -> Counted | None:
    """2,490 are Kenyans: a plural behind "be" names what the bare number counts."""
    parsed, governor = sought.parsed, sought.governor
    if governor is None or not governor.subject or not parsed.tag(governor.group.head) & T.BE:
        return None
    found = phrase_at(parsed, governor.group.last + 1)
    return found if found and parsed.tag(found.head_place) & T.PLURAL else None


def of_qualifying_verb(sought: Sought) -> Counted | None:
    """The subject of a verb that is part of the number's qualifier (trade passed half a trillion dollars)."""
    parsed, first = sought.parsed, sought.quantity.first
    verb = sought.quantity.core if sought.quantity.form == "multiple" else first
    if not parsed.tag(verb) & (T.PAST | T.THIRD | T.VERB) or parsed.tag(verb) & (T.PREPOSITION | T.ADVERB):
        return None
    while parsed.letter(first - 1) in "XMWY":
        first -= 1
    if parsed.letter(first - 1) == ")":
        first = parsed.opening_bracket(first - 1)
    phrase = phrase_before(parsed, first) if parsed.letter(first - 1) in "NP" else None
    if phrase is None:
        return elided(sought) if parsed.letter(first - 1) == "R" else None
    return named_or_elided(sought, phrase, "subject")


def named_before(sought: Sought) -> Counted | None:
    """The volunteers are back: 82 are serving: a bare number in front of its verb counts the plural named before it."""
    parsed, quantity = sought.parsed, sought.quantity
    place = quantity.last + 1
    while parsed.letter(place) in "WA" and not parsed.tag(place) & T.NOMINAL:
        place += 1
    mark = quantity.first - 1
    if parsed.letter(place) not in "VXM" or parsed.letter(mark) not in ":;":
        return None
    start = parsed.first
    while parsed.letter(start) not in "NPADS" and start < mark:
        start += 1
    phrase = phrase_from(parsed, start, mark, plural=True)
    if phrase is None or not parsed.tag(phrase.head) & T.PLURAL or parsed.letter(phrase.head) != "N":
        return None
    return counted_phrase(parsed, phrase, "before")


def multiplied_subject(sought: Sought) -> Counted | None:
    """Exports doubled: the subject of a verb that multiplies, where no object follows."""
    parsed, quantity = sought.parsed, sought.quantity
    if quantity.form != "multiple" or not parsed.tag(quantity.core) & T.VERBAL:
        return None
    return of_qualifying_verb(replace(sought, earlier=[])) if parsed.letter(quantity.last + 1) not in "SD" else None


def multiplied_object(sought: Sought) -> Counted | None:
    """To double its exports: the object of a verb that multiplies."""
    parsed, quantity = sought.parsed, sought.quantity
    if quantity.form != "multiple" or quantity.core != quantity.last or parsed.letter(quantity.core) not in "QVKI":
        return None
    return phrase_at(parsed, sought.following, plural=False) if parsed.letter(sought.following) in "SD" else None


def shared_whole(sought: Sought) -> Counted | None:
    """Account for 60 percent: a share without "of" is one of the thing spoken of before."""
    if sought.quantity.measure != "share" or sought.governor is None:
        return None
    return elided(sought) if is_a(sought.governor.group.word, "share") else None


def moved_object(sought: Sought) -> Counted | None:
    """Put the rate at 88 percent; raise the number of places from 280 to 700; extend the track by 470 km."""
    parsed, governor, before = sought.parsed, sought.governor, sought.before
    while parsed.letter(before) in "ADN" and parsed.letter(before - 1) in "DE" and before > parsed.first:
        before -= 1  # from the current 2 billion
    if governor is None or governor.subject or not parsed.tag(before) & (T.TO | T.AT | T.BY | T.FROM | T.AS):
        return None
    group = _mover(parsed, governor.group)
    gives = is_a(group.word, "give", "send") and not parsed.tag(before) & (T.BY | T.AT | T.AS)
    if gives or (group.passive and group.form != "participle"):
        return None
    if parsed.tag(group.last + 1) & T.PRONOUN:
        return elided(sought)
    if group.last + 1 == before and is_a(group.word, "figure"):
        return _put_at(sought, group)
    phrase = _moved(parsed, group.last + 1, before) if group.last + 1 < before else None
    if phrase is None or parsed.letter(group.last + 1) not in "NPADS":
        return None
    return named_or_elided(sought, phrase, "before")


def _put_at(sought: Sought, group: VerbGroup) -> Counted | None:
    """Contracts whose value a federation puts at 50 billion: what the relative pronoun stands for."""
    parsed = sought.parsed
    before = range(group.first - 1, parsed.first, -1)
    place = next((at for at in before if parsed.tag(at) & T.RELATIVE), None)
    if place is None:
        return None
    phrase = phrase_before(parsed, place - (parsed.letter(place - 1) == ","))
    return named_or_elided(sought, phrase, "before") if phrase else None


def fund_subject(sought: Sought) -> Counted | None:
    """Exports earned 10 billion rupees: a subject that is money itself, whatever its verb."""
    found = subject(sought) if sought.governor and not sought.governor.subject else None
    return found if found and found.how == "subject" and found.head in word_set("funds") else None


def in_all(sought: Sought) -> Counted | None:
    """Has sent doctors since 1978, over 300 in all: the object of the verb before the comma."""
    parsed, governor, following = sought.parsed, sought.governor, sought.following
    summed = parsed.tag(following) & T.IN and parsed.word(following + 1) in word_set("sum_words")
    if governor is None or governor.subject or not summed or parsed.letter(sought.before) != ",":
        return None
    found = phrase_at(parsed, governor.group.last + 1)
    return found if found and parsed.tag(found.head_place) & T.PLURAL else None


def raised_object(sought: Sought) -> Counted | None:
    """Increased its grant threefold, cut the tariffs 5 percent: the object between a verb of change and the number."""
    parsed, governor = sought.parsed, sought.governor
    if governor is None or governor.subject or governor.group.passive:
        return None
    first, stop = governor.group.last + 1, sought.quantity.first
    if first >= stop or not is_a(governor.group.word, *_MOVERS) or parsed.letter(first) not in "DSNPA":
        return None
    phrase = phrase_from(parsed, first, stop)
    return counted_phrase(parsed, phrase, "before") if phrase and phrase.last == stop - 1 else None


def _moved(parsed: Parsed, place: int, stop: int) -> NounPhrase | None:
    """The noun phrase at the token, or the one behind a number that sizes it (the current $1-billion trade)."""
    phrase = phrase_from(parsed, place, stop)
    if phrase is None or parsed.letter(phrase.last + 1) != "Q":
        return phrase
    size = next((number for number in parsed.quantities if number.first == phrase.last + 1), None)
    return (phrase_from(parsed, size.last + 1, stop) if size else None) or phrase


def _mover(parsed: Parsed, group: VerbGroup) -> VerbGroup:
    """The verb whose object is moved, past a clause on it ("put the number of people working there at")."""
    if group.form == "finite":
        upper = parsed.group_before(group.first)
        relative = upper and "B" in parsed.between(upper.last + 1, group.first)
        return upper if upper and relative and is_a(upper.word, *_MOVERS) else group
    if group.form not in ("gerund", "participle") or parsed.letter(group.first - 1) not in "NP":
        return group
    upper = parsed.group_before(group.first) or group
    return upper if is_a(upper.word, *_MOVERS) else group


def linked_subject(sought: Sought) -> Counted | None:
    """Arrivals reached 120,000; the number of flights rose from 38 to 61; trade came to 54 billion."""
    if sought.governor is None or sought.governor.subject or not _links(sought, sought.governor.group):
        return None
    return subject(sought)


def _links(sought: Sought, group: VerbGroup) -> bool:
    """Whether the verb says of its subject how much it is."""
    parsed = sought.parsed
    dropped = sought.quantity.measure == "count" and parsed.letter(group.last + 1) == "D"  # dropped all six
    if (is_a(group.word, *_LINKS) and not dropped) or parsed.tag(group.head) & T.BE:
        return True
    told = parsed.tag(group.last + 1) & (T.TO | T.AT) or (group.passive and parsed.tag(sought.before) & (T.AS | T.AT))
    return bool(told) and all(letter in "EWA" for letter in parsed.between(group.last + 1, sought.quantity.first))


def subject(sought: Sought) -> Counted | None:
    """The subject of the governing verb; a pronoun stands for the thing spoken of before."""
    if sought.governor is None:
        return None
    if _is_pronoun(sought.parsed, sought.governor.group) or _is_number(sought, sought.governor.group):
        return elided(sought)
    phrase = subject_phrase(sought.parsed, sought.governor.group)
    sold = sought.quantity.measure == "quantity" and is_a(sought.governor.group.word, "give", "send", "trade")
    if phrase and (sold or (sought.quantity.measure == "money" and _pays(sought, phrase))):
        return None  # who pays is not what the money is for
    return named_or_elided(sought, phrase, "subject") if phrase else None


def _pays(sought: Sought, phrase: NounPhrase) -> bool:
    """Whether the subject is who gives the money: a name, or whoever gives, sends, spends or invests."""
    group = sought.governor.group if sought.governor else None
    gives = group is not None and not group.passive and is_a(group.word, "give", "send", "spend", "invest")
    return gives or sought.parsed.letter(phrase.head) == "P"


def _is_number(sought: Sought, group: VerbGroup) -> bool:
    """Whether the subject is another number, which stands for what it counts (31 are in schools, 18 in farming)."""
    place = group.first - 1
    while sought.parsed.letter(place) == "W":
        place -= 1
    return sought.parsed.letter(place) == "Q" and place < sought.quantity.first


def _is_pronoun(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether the subject is a pronoun of the third person: it came to, they rose."""
    place = group.first - 1
    while parsed.letter(place) in "WY" and place > parsed.first:
        place -= 1
    tag = parsed.tag(place)
    inner = parsed.letter(place - 1) == "E"  # trade between them
    return parsed.letter(place) == "R" and bool(tag & T.SUBJECT) and not tag & T.FIRST_PERSON and not inner


def subject_phrase(parsed: Parsed, group: VerbGroup) -> NounPhrase | None:
    """The subject of a verb group: the noun phrase before it, past adverbs, times and asides.

    A second verb has the subject of the first, an infinitive that of the verb above it.
    """
    place = _past_asides(parsed, group.first)
    if parsed.letter(place - 1) == "R" and parsed.letter(place - 2) == "E":
        place -= 2  # trade between them
    if parsed.tag(place - 1) & T.RELATIVE and parsed.letter(place - 1) == "B":
        place -= 1 + (parsed.letter(place - 2) == ",")
    if group.form == "participle" and parsed.letter(place - 1) == "," and parsed.letter(place - 2) in "NP":
        place -= 1  # the project, estimated to cost
    phrase = phrase_before(parsed, place) if parsed.letter(place - 1) in "NP)" else None
    if phrase:
        return _past_reduced(parsed, phrase)
    upper = parsed.group_before(group.first)
    if upper is None or parsed.letter(place - 1) in ';."':
        return None
    moves = group.form == "infinitive" and is_a(upper.word, *_MOVERS) and parsed.letter(upper.last + 1) in "NPADS"
    # boost trade by half to hit 100 billion
    moved = phrase_from(parsed, upper.last + 1, group.first) if moves else None
    return moved or subject_phrase(parsed, upper)


def _past_asides(parsed: Parsed, place: int) -> int:
    """The token behind the subject: past adverbs, times, brackets and asides in front of the token."""
    while place > parsed.first:
        letter = parsed.letter(place - 1)
        if letter == "Y":
            place = _time_start(parsed, place - 1)
        elif letter == "W":
            place -= 1
        elif letter == ")":
            place = parsed.opening_bracket(place - 1)
        else:
            aside = _aside_start(parsed, place - 1) if letter == "," else None
            if aside is None and letter == "," and parsed.letter(place - 2) == "Y":
                aside = place - 1
            if aside is None:
                break
            place = aside
    return place


def _time_start(parsed: Parsed, place: int) -> int:
    """The first token of a time that ends at the token, with words in front that its analysis left out."""
    while parsed.letter(place - 1) == "Y" and place > parsed.first:
        place -= 1
    lead = place - 1
    while parsed.letter(lead) in "DA":
        lead -= 1
    return lead if parsed.letter(lead) == "E" and lead < place - 1 else place


def _past_reduced(parsed: Parsed, phrase: NounPhrase) -> NounPhrase:
    """The noun in front of a reduced clause is the subject ("students involved in exchanges rose")."""
    place = phrase.first - 1
    while place > parsed.first and parsed.letter(place) in "EDSWANY":
        place -= 1
    if parsed.letter(place) not in "KG" or parsed.letter(place - 1) not in "NP":
        return phrase
    return phrase_before(parsed, place) or phrase


def _aside_start(parsed: Parsed, comma: int) -> int | None:
    """The comma that opens an aside which ends at `comma`."""
    for place in range(comma - 1, max(parsed.first, comma - _LONGEST_ASIDE), -1):
        if parsed.letter(place) == ",":
            return place
        if parsed.letter(place) in ';"':
            return None
    return None
