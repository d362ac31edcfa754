"""The phrase that speaks: where the subject of a verb of saying stands, and whether the verb says anything at all."""

from __future__ import annotations

from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import is_a
from transforms.text import tags as T

_APPOSITION = 25


def stands_as_saying(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether the verb reports speech here.

    Verbs that often mean something else (add, agree, find) do so only in front of "that" or a quotation, or behind
    what was said; an infinitive does behind a verb of going on ("went on to say").
    """
    if is_a(group.word, "resume") and not is_a(group.word, "speech"):
        return _is_parenthetical(parsed, group)
    if not is_a(group.word, "speech", "report"):
        return is_a(group.word, "figure") and _names_figure(parsed, group)
    if _is_reduced_relative(parsed, group) or group.bits & T.WILL:
        return False
    if group.form == "infinitive":
        upper = parsed.group_before(group.first)
        return upper is not None and is_a(upper.word, "move") and group.first - upper.last <= 2
    if not is_a(group.word, "clause"):
        return True
    following = group.last + 1
    while parsed.letter(following) in "YW" and following < parsed.stop:
        following += 1
    if parsed.tag(following) & T.THAT or parsed.letter(following) in '",.:' or following >= parsed.stop:
        return True
    if _is_parenthetical(parsed, group):
        return True
    return parsed.letter(following) in "NPRDQ" and any(
        other.form == "finite" and following < other.first <= following + 8 for other in parsed.groups
    )


def _is_reduced_relative(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether the verb belongs to the noun in front of its subject (the largest package the ministry has announced)."""
    place = group.first - 1
    while parsed.letter(place) in "NPA" and place > parsed.first:
        place -= 1
    behind = group.last + 1
    ends = parsed.letter(behind) in ".,;EYC" and not parsed.tag(behind) & T.THAT
    while parsed.letter(behind) in "NPAD":
        behind += 1
    ends = ends or parsed.letter(behind) in "XM"
    if parsed.letter(place) == "E" and "Q" in parsed.between(max(place - 3, parsed.first), place):
        return ends and any(one.form == "finite" and one.last < place for one in parsed.groups)
    if parsed.letter(place) == "Q":
        return ends and "NP" in parsed.between(place, group.first)
    return parsed.letter(place) == "D" and parsed.letter(place - 1) == "N" and ends


def _names_figure(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether the verb tells a figure ("put the value of trade at 3 billion")."""
    figure = next((q.first for q in parsed.quantities if q.first > group.last and not q.reason), parsed.first)
    between = parsed.between(group.last + 1, figure)
    told = parsed.tag(figure - 1) & T.AT and not any(letter in "VXM;B" for letter in between)
    return group.form == "finite" and bool(told)


def _is_parenthetical(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether subject and verb stand between commas ("..., Xi promised in front of his guests, ...")."""
    subject = group.first - 1
    while subject > parsed.first and parsed.letter(subject) in "NPRDA":
        subject -= 1
    after = group.last + 1
    while parsed.letter(after) in "ENPDASYW" and after < group.last + 18:
        after += 1
    return parsed.letter(subject) == "," and parsed.letter(after) == "," and subject < group.first - 1


def tag_end(parsed: Parsed, group: VerbGroup) -> int:
    """Last token of a speech tag between commas; -1 for a verb that is no such tag."""
    if not _is_parenthetical(parsed, group):
        return -1
    place = group.last
    while place + 1 < parsed.stop and parsed.letter(place + 1) != ",":
        place += 1
    return place


def speaking_phrase(parsed: Parsed, group: VerbGroup) -> tuple[int, int] | None:
    """First and last token of the phrase that speaks.

    It stands in front of the verb, or behind it where a quotation stands in front.
    """
    before = group.first - 1
    while before >= parsed.first and parsed.letter(before) in "WY)":
        before = parsed.opening_bracket(before) - 1 if parsed.letter(before) == ")" else before - 1
    if before >= parsed.first and (parsed.letter(before) in "RNP" or parsed.tag(before) & T.PERSON):
        return _past_side_phrase(parsed, phrase_start(parsed, before), before)
    if is_comment(parsed, group) or (group.form == "gerund" and parsed.tag(before) & T.BY):
        return _of_main_verb(parsed, before)
    if before >= parsed.first and parsed.letter(before) == ",":
        apposed = _apposed(parsed, before)
        if apposed:
            return apposed
    if before >= parsed.first and parsed.letter(before) == "C":
        return _shared(parsed, before)
    return _inverted(parsed, group, before)


def is_comment(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether a participle behind a comma goes on from the main clause (", saying the plant was worth")."""
    return group.form == "gerund" and parsed.letter(group.first - 1) == "," and group.first - 1 > parsed.first


def _of_main_verb(parsed: Parsed, stop: int) -> tuple[int, int] | None:
    """The subject of the sentence's verb of saying, else of its first verb."""
    verbs = [
        group
        for group in parsed.groups
        if group.last < stop and group.form in ("finite", "participle") and parsed.letter(group.first - 1) in "NPRY"
    ]
    saying = [group for group in verbs if is_a(group.word, "speech")]
    return speaking_phrase(parsed, (saying or verbs)[0]) if verbs else None


def _past_side_phrase(parsed: Parsed, first: int, last: int) -> tuple[int, int]:
    """The phrase in front of the preposition speaks ("Xi during his opening remarks pledged")."""
    side = parsed.letter(first - 1) == "E" and not parsed.tag(first - 1) & (T.OF | T.FOR | T.FROM | T.AS)
    if not side or parsed.letter(first - 2) not in "NPR" or first - 2 < parsed.first:
        return first, last
    return phrase_start(parsed, first - 2), first - 2


def _shared(parsed: Parsed, before: int) -> tuple[int, int] | None:
    """The second of two verbs has the subject of the first ("acknowledged the pain but said")."""
    upper = next(
        (other for other in reversed(parsed.groups) if other.last < before and other.form != "infinitive"), None
    )
    return speaking_phrase(parsed, upper) if upper else None


def _apposed(parsed: Parsed, comma: int) -> tuple[int, int] | None:
    """A subject with an apposition between commas, both together."""
    for place in range(comma - 1, max(parsed.first, comma - _APPOSITION) - 1, -1):
        if parsed.letter(place) == "," and place > parsed.first and parsed.letter(place - 1) in "NP":
            return phrase_start(parsed, place - 1), comma - 1
        if parsed.letter(place) in 'VXM";':
            return None
    return None


def _inverted(parsed: Parsed, group: VerbGroup, before: int) -> tuple[int, int] | None:
    """The phrase behind the verb: "...", said the head of the mission, Yamilé Ortega."""
    place = group.last + 1
    if (before >= parsed.first and parsed.letter(before) not in '",') or parsed.letter(place) not in "NPDAS":
        return None
    last = place
    while last + 1 < parsed.stop and (parsed.letter(last + 1) in "NPAESD" or _joins_names(parsed, last + 1)):
        last += 1
    if parsed.letter(last + 1) == "," and parsed.letter(last + 2) == "P":
        last += 2
        while last + 1 < parsed.stop and parsed.letter(last + 1) == "P":
            last += 1
    return place, last


def _joins_names(parsed: Parsed, place: int) -> bool:
    """Whether "and" stands inside a name ("Minister of Industry and Trade Dang")."""
    return parsed.letter(place) == "C" and parsed.letter(place - 1) == "P" and parsed.letter(place + 1) == "P"


def phrase_start(parsed: Parsed, last: int) -> int:
    """First token of the subject phrase that ends at the token."""
    first = last
    while first > parsed.first:
        letter = parsed.letter(first - 1)
        inner = letter in "NPADS" or (letter == "C" and parsed.letter(first) == "P" and parsed.letter(first - 2) == "P")
        linked = letter == "E" and (
            parsed.tag(first - 1) & (T.OF | T.FOR | T.FROM | T.IN) or parsed.tag(first - 2) & (T.ROLE | T.PERSON_NOUN)
        )
        if (not inner and not linked) or (parsed.letter(first) == "D" and letter in "NP"):
            break
        first -= 1
    while first < last and parsed.letter(first) in "EC":
        first += 1
    return first


def plain(parsed: Parsed, first: int, last: int) -> str:
    """The phrase without determiner."""
    while first < last and parsed.letter(first) == "D":
        first += 1
    return parsed.tokens.text(first, last)
