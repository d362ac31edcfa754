"""What a sum of money is for where no noun beside it says so: the infinitive behind it, else the verb that moves it."""

from __future__ import annotations

import re
from functools import cache

from transforms.extract.clauses import Governor
from transforms.extract.counted_phrases import Counted, Sought, phrase_at, phrase_behind
from transforms.extract.phrases import phrase_from
from transforms.extract.quantities import Quantity
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import forms
from transforms.text import tags as T
from transforms.vocabulary import rows, word_set

_RECIPIENTS = re.compile("(?:[EDSANPYWC()Q]|,(?=[CDP]))*")
_FARTHEST = 30


def purpose(sought: Sought) -> Counted | None:
    """Gave 2 million to the agency in 2022 to buy tents: the object of the infinitive that says what for."""
    parsed = sought.parsed
    begin = _begin(sought)
    between = _RECIPIENTS.match(parsed.between(begin, min(begin + _FARTHEST, parsed.stop)))
    place = begin + (between.end() if between else 0)
    group = next((group for group in parsed.groups if group.first == place), None)
    if group is None or group.form != "infinitive" or not parsed.tag(place) & T.TO:
        return None
    following = group.last + 1
    if parsed.letter(following) == "C" and parsed.letter(following + 1) in "VI":
        following += 2  # to purchase and deliver supplies
    found = phrase_at(parsed, following, plural=False)
    return found if found and parsed.letter(found.head_place) == "N" else None


def for_what(sought: Sought) -> Counted | None:
    """Two million dollars for schools, to the hospital, on training; of a named recipient, what it gets them for."""
    parsed = sought.parsed
    place = sought.following
    led = (
        T.FOR | T.TO | T.ON | T.INTO | (T.PREPOSITION if parsed.word(place) in word_set("purpose_prepositions") else 0)
    )
    behind = phrase_behind(parsed, place, led)
    if behind and parsed.tag(place) & T.TO and behind.head in word_set("party_nouns"):
        return purpose(sought)  # lent to African nations
    if behind and parsed.letter(behind.head_place) == "N":
        return behind
    return purpose(sought) or behind


def supported(sought: Sought) -> Counted | None:
    """Another 10 million will support programmes: the object of a verb of support whose subject is the sum."""
    governor, parsed = sought.governor, sought.parsed
    if governor is None or not governor.subject or governor.group.passive:
        return None
    group = governor.group
    near = all(letter in "EDSANPYWC,K" for letter in parsed.between(sought.following, group.first))
    said = parsed.tag(sought.following) & (T.OF | T.IN | T.WORTH)  # 10 million of new investment went into the mill
    said = said or parsed.tag(sought.before) & T.OF or parsed.letter(sought.following) in "ANP"  # a grant of 8 million
    if said or not near or parsed.word(group.head) not in supporting_forms():
        return None
    place = group.last + 1
    place += bool(parsed.tag(place) & (T.TO | T.FOR | T.INTO))
    return phrase_at(parsed, place, plural=False)


@cache
def supporting_forms() -> frozenset[str]:
    """Forms of the verbs by which money serves something: support, fund, go to, cover."""
    return frozenset(form for row in rows("supporting_verbs") for form in forms(row["lemma"]))


def given_to(sought: Sought) -> Counted | None:
    """A billion was set aside by the ministry for credits: what a sum in front of its verb is for."""
    parsed, begin = sought.parsed, _begin(sought)
    if begin == sought.following:
        return None
    place = begin
    while parsed.letter(place) in "YW" or parsed.tag(place) & T.BY:
        place = _past_phrase(parsed, place + 1) if parsed.tag(place) & T.BY else place + 1
    return phrase_at(parsed, place + 1) if parsed.tag(place) & (T.FOR | T.TO | T.ON | T.INTO) else None


def is_purpose(parsed: Parsed, quantity: Quantity, thing: Counted) -> bool:
    """Whether the phrase says what a sum is for, behind "for", "to" or an infinitive, and not what it is."""
    place = thing.first - 1
    while place > quantity.last and parsed.letter(place) in "DSW":
        place -= 1
    led = parsed.letter(place) == "I" or parsed.tag(place) & (T.FOR | T.TO | T.ON | T.INTO)
    return place > quantity.last and (bool(led) or parsed.word(place) in word_set("purpose_prepositions"))


def _past_phrase(parsed: Parsed, place: int) -> int:
    phrase = phrase_from(parsed, place)
    return phrase.core + 1 if phrase else place


def _begin(sought: Sought) -> int:
    """The token from which a purpose may follow: behind the sum, or behind the passive verb of which it is subject."""
    governor = sought.governor
    if governor and governor.subject and governor.group.passive:
        return governor.group.last + 1
    return sought.following + (sought.parsed.letter(sought.following) == "K")  # another 14 billion needed for


def deed(sought: Sought) -> Counted | None:
    """Will invest 640 million, still owes 3 billion: the noun of the verb, where no other names the sum."""
    governor, parsed = sought.governor, sought.parsed
    if governor is None or (governor.subject and not governor.group.passive):
        return None
    group = governor.group
    noun = deed_nouns().get(parsed.word(group.head))
    sums = [number for number in parsed.quantities if number.measure == "money" and not number.reason]
    if sought.earlier and sums and sums[0].first < sought.quantity.first:
        return None  # the sum is of what the one before was of
    if noun is None or not _governs_alone(sought, group):
        return None
    return _named_by(parsed, group.head, noun)


def told_deed(sought: Sought) -> Counted | None:
    """The 90 million that Qatar promised; 12 billion that Malawi owes: the noun of the verb that tells of the sum."""
    parsed, place = sought.parsed, sought.following
    place += parsed.letter(place) == "B"
    group = next((group for group in parsed.groups if group.first >= place), None)
    if group is None or not all(letter in "DSANPRY" for letter in parsed.between(place, group.first)):
        return None
    clause = parsed.letter(sought.following) == "B" or place < group.first
    noun = deed_nouns().get(parsed.word(group.head)) if clause and group.form == "finite" else None
    return _named_by(parsed, group.head, noun) if noun else None


def _named_by(parsed: Parsed, place: int, noun: str) -> Counted:
    """The noun of a deed, told by the verb at the token."""
    return Counted(parsed.tokens.text(place, place), noun, frozenset((noun,)), None, place, place, place, "deed")


def occasion(sought: Sought) -> Counted | None:
    """Has visited Chad three times: the noun of what took place that often."""
    governor, parsed = sought.governor, sought.parsed
    if governor is None or sought.quantity.form != "occasions":
        return None
    group = governor.group
    noun = occasion_nouns().get(parsed.word(group.head), "")
    last = max(sought.quantity.first - 1, group.head)
    text = parsed.tokens.text(group.head, last)
    return Counted(text, noun, frozenset((noun,)), None, group.head, last, group.head, "deed")


def settle_occasions(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> None:
    """Makes a number of times a count where the verb tells what takes place between parties (visited three times)."""
    told = governor is not None and parsed.word(governor.group.head) in occasion_nouns()
    if quantity.unit != "times" or quantity.core == quantity.last or not told:
        return
    if parsed.tag(quantity.last + 1) & (T.DET | T.POSSESSIVE | T.AS | T.MORE | T.THAN):
        return
    quantity.measure, quantity.unit, quantity.form = "count", "1", "occasions"


@cache
def occasion_nouns() -> dict[str, str]:
    """Form of a verb of meeting -> the noun of the occasion."""
    return {form: row["noun"] for row in rows("occasion_deeds") for form in forms(row["lemma"])}


def _governs_alone(sought: Sought, group: VerbGroup) -> bool:
    """Whether no other number stands between the verb and the sum, and nothing tells that it adds to one before."""
    parsed, first = sought.parsed, sought.quantity.first
    if parsed.tag(first - 1) & (T.ANOTHER | T.FURTHER):
        return False
    near, far = sorted((group.last, first))
    return "Q" not in parsed.between(near + 1, far)


@cache
def deed_nouns() -> dict[str, str]:
    """Form of a verb that moves money -> the noun of what it does."""
    return {form: row["noun"] for row in rows("money_deeds") for form in forms(row["lemma"])}
