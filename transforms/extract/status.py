"""Done, planned, possible or denied: the status of a count, from the verbs above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from transforms.extract.clauses import Governor, clause_bounds, governor, opening_governor
from transforms.extract.counted_phrases import Counted
from transforms.extract.cues import cue_spans
from transforms.extract.object_classes import lexical_class
from transforms.extract.quantities import Quantity
from transforms.extract.status_clues import of_contents, of_relative, of_thought
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.time_words import roles
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import lemma
from transforms.vocabulary import rows, word_set

_NEAR = 6
_ASIDE = re.compile(",[^,;VXM]*,")


@dataclass(frozen=True, slots=True)
class Status:
    """The status and the token that decided it (-1 when it holds by default)."""

    value: str
    place: int


REALISED = Status("realised", -1)


@cache
def _nouns() -> dict[str, str]:
    """Noun or adjective of plans and possibilities -> status."""
    return {row["word"]: row["status"] for row in rows("status_words")}


def status(
    parsed: Parsed, quantity: Quantity, governor: Governor | None, found: Counted | None, *, reported: bool
) -> Status:
    """The status of one count.

    The clause's verb decides, a plan or hope above it prevails, nouns of planning count where the verb is neutral. In
    `reported` speech "would" is the future of the one who spoke.
    """
    if governor is None:
        governor = opening_governor(parsed, quantity.first, quantity.last)
    condition = _conditional(parsed, quantity, governor)
    if condition is not None:
        return Status("hypothetical", condition)
    if _is_base(parsed, quantity, governor) or _holds_now(parsed, quantity):
        return Status("realised", quantity.first)
    could = _potential(parsed, quantity)
    if could is not None:
        return Status("hypothetical", could)
    verdict = _of_verbs(parsed, governor, reported=reported)
    if verdict and verdict.value != "realised":
        return verdict
    told = of_relative(parsed, quantity, governor) or of_contents(parsed, governor)
    if told:
        return Status(*told)
    return (
        _of_words(parsed, quantity, found)
        or _of_talks(parsed, quantity)
        or _of_cues(parsed, quantity)
        or _of_works(parsed, quantity)
        or REALISED
    )


def mention_status(parsed: Parsed, first: int, last: int) -> str:
    """The status of an area that is named: discussed and intended is planned, proposed is hypothetical."""
    verdict = _of_verbs(parsed, governor(parsed, first, last), reported=False)
    if any(group.last < first and is_a(group.word, "discuss") for group in parsed.groups):
        return "planned"
    return verdict.value if verdict else "realised"


def status_of_list(opening: Parsed) -> Status | None:
    """What the words that open a list say of its items: "Germany will:", "They agreed to:", "Planned for 2025:"."""
    last = next((group for group in reversed(opening.groups) if group.form != "participle"), None)
    if last is None:
        words = range(opening.first, opening.stop)
        return next((Status(_nouns()[opening.word(at)], at) for at in words if opening.word(at) in _nouns()), None)
    if opening.tag(last.last + 1) & T.TO and is_a(last.word, "plan", "hypothesise"):
        return Status("hypothetical" if is_a(last.word, "hypothesise") else "planned", last.head)
    return _of_verbs(opening, governor(opening, last.last + 1, last.last + 1), reported=False)


def _conditional(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> int | None:
    """The token that opens an if-clause, or an inverted "should", anywhere in a sentence about what could be."""
    first = parsed.first + (parsed.letter(parsed.first) == '"')
    if parsed.tag(first) & T.MAY and parsed.tag(first) & T.MODAL:
        return first
    clause, _ = clause_bounds(parsed, quantity.core)
    if parsed.tag(clause) & T.IF and "," not in parsed.between(clause, quantity.first):
        return clause
    if governor is None or not any(group.bits & T.MODAL for group in (governor.group, *governor.chain)):
        return None
    return next((place for place in range(parsed.first, parsed.stop) if parsed.tag(place) & T.IF), None)


def _is_base(parsed: Parsed, quantity: Quantity, governor: Governor | None) -> bool:
    """Whether the figure is what a change sets out from, and so is real ("to increase from 280 to 700")."""
    if _is_compared(parsed, quantity):
        return True
    if governor is None or quantity.qualifier == "between":
        return False
    multiplied = any(one.measure == "change" and one.last == quantity.first - 2 for one in parsed.quantities)
    if parsed.is_the(quantity.first - 1) and multiplied:
        return True
    if parsed.is_the(quantity.first - 1) and governor.group.last == quantity.first - 2:
        return is_a(governor.group.word, "rise", "fall", "raise") and quantity.measure != "change"
    if not parsed.tag(quantity.first - 1) & T.FROM:
        return False
    onward = any(one.first > quantity.last and parsed.tag(one.first - 1) & T.TO for one in parsed.quantities)
    return is_a(governor.group.word, "rise", "fall") or (onward and is_a(governor.group.word, "move", "raise"))


def _is_compared(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the figure belongs to what a plan is compared with (", up from 250 million in two loans")."""
    start = parsed.letters.rfind(",WE", 0, quantity.first - parsed.first)
    if start < 0 or not parsed.tag(parsed.first + start + 2) & T.FROM:
        return False
    return all(letter in "DANPQEYSC" for letter in parsed.between(parsed.first + start + 3, quantity.first))


def _holds_now(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the words beside the figure tell that it holds: "the current 2 billion", "60 doses already given"."""
    if parsed.tag(quantity.first - 1) & T.TIMEWORD and "present" in roles(parsed.tokens, quantity.first - 1):
        return True
    done = cue_spans(parsed, "done")
    after = next((start for start, _ in done if start > quantity.last), parsed.stop) if done else parsed.stop
    between = parsed.between(quantity.last + 1, after)
    return (
        after + 1 < parsed.stop and parsed.letter(after + 1) in "KG" and all(letter in "NPAEDXB-" for letter in between)
    )


def _potential(parsed: Parsed, quantity: Quantity) -> int | None:
    """The words before the number that only see a potential ("have the potential to trade 20 billion")."""
    for start, last in cue_spans(parsed, "potential"):
        if last < quantity.first and not any(letter in ";B," for letter in parsed.between(last, quantity.first)):
            return start
    return None


def _of_verbs(parsed: Parsed, governor: Governor | None, *, reported: bool) -> Status | None:
    """Denial anywhere above the number prevails, then the nearest verb above, then the governing verb itself."""
    if governor is None:
        return _to_follow(parsed)
    if _tells_outcome(parsed, governor.group):
        return None
    governor = _of_change(parsed, governor)
    verdicts = []
    for lower, upper in pairwise((governor.group, *governor.chain)):
        verdict = _above(parsed, upper, lower, reported=reported)
        if verdict:
            verdicts.append(verdict)
    thought = of_thought(parsed, governor.group) if governor.group.form == "finite" else None
    if thought:
        return Status(*thought)
    denied = next((verdict for verdict in verdicts if verdict.value == "negated"), None)
    if denied or verdicts:
        return denied or verdicts[0]
    shared = _shared(parsed, governor.group, reported=reported) or _agreed(parsed, governor.group)
    return shared or _itself(parsed, governor.group, governor, reported=reported)


def _tells_outcome(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether an infinitive goes on from a figure that is its own verb (", exceeded 3 billion, to register a rise")."""
    told = group.form == "infinitive" and is_a(group.word, "outcome") and parsed.letter(group.first - 1) == ","
    return told and parsed.group_before(group.first) is None


def _of_change(parsed: Parsed, governor: Governor) -> Governor:
    """The verb whose outcome an infinitive tells ("fell 21 percent to hit 2.9 billion", "partnered to train 40")."""
    group = governor.group
    if group.form != "infinitive":
        return governor
    before = (one for one in reversed(parsed.groups) if one.last < group.first)
    upper = next(
        (one for one in before if one.form in ("finite", "infinitive") or is_a(one.word, "rise", "fall")), None
    )
    if upper is None or parsed.letter(upper.first - 1) == "D":
        return governor
    told = is_a(group.word, "reach", "outcome") and is_a(upper.word, "rise", "fall", "move", "reach", "exceed")
    joint = is_a(upper.word, "cooperate") and upper.form == "finite" and upper.bits & (T.PAST | T.HAVE)
    above = tuple(one for one in governor.chain if one.last < upper.first)
    return Governor(upper, above, subject=False) if told or joint else governor


def _shared(parsed: Parsed, group: VerbGroup, *, reported: bool) -> Status | None:
    """The modal that a result shares with the main verb ("will give 30 million, bringing the total to 65 million")."""
    if group.form != "gerund" or parsed.letter(group.first - 1) != ",":
        return None
    main = next((one for one in reversed(parsed.groups) if one.last < group.first and one.form == "finite"), None)
    if main is None:
        return None
    if _is_future(main, reported=reported):
        return Status("planned", main.first)
    return Status("hypothetical", main.first) if main.bits & T.MAY and main.bits & T.MODAL else None


def _agreed(parsed: Parsed, group: VerbGroup) -> Status | None:
    """What an agreement is about is still to be done ("a memorandum on sending 300 nurses")."""
    if group.form != "gerund":
        return None
    first = group.first
    earlier = [one for one in parsed.groups if one.form == "gerund" and one.last < first]
    while parsed.letter(first - 1) in "C," and earlier and "B" not in parsed.between(earlier[-1].last, first):
        first = earlier.pop().first
    return _about_agreement(parsed, first - 1)


def _about_agreement(parsed: Parsed, place: int) -> Status | None:
    """The status when the token is the preposition behind a noun of agreement."""
    if parsed.letter(place) != "E" or not parsed.tag(place) & (T.ON | T.FOR):
        return None
    noun = lemma(parsed.word(place - 1))
    if noun in word_set("talk_nouns"):
        return Status("hypothetical", place - 1)
    return Status("planned", place - 1) if lexical_class(noun, frozenset()) == "agreement" else None


def _to_follow(parsed: Parsed) -> Status | None:
    """Notes without a finite verb: "one hospital to follow"."""
    later = next((group for group in parsed.groups if group.form == "infinitive"), None)
    return Status("planned", later.first) if later and parsed.letter(later.first - 1) in "NYQ" else None


def _above(parsed: Parsed, upper: VerbGroup, lower: VerbGroup, *, reported: bool) -> Status | None:
    """What a verb makes of its complement: plans to, hopes that, denied that."""
    if is_a(upper.word, "deny") and not upper.bits & T.NEGATION:
        return Status("negated", upper.head)
    if is_a(upper.word, "hypothesise"):
        return Status("hypothetical", upper.head)
    if is_a(upper.word, "plan") and (lower.form in ("infinitive", "gerund") or _is_under_way(parsed, lower)):
        return Status("negated" if upper.bits & T.NEGATION else "planned", upper.head)
    if lower.form == "finite":
        foreseen = is_a(upper.word, "plan") and lower.bits & (T.WILL | T.WOULD) and not lower.bits & T.NEGATION
        return Status("planned", upper.head) if foreseen and not upper.bits & T.NEGATION else None
    if _is_future(upper, reported=reported) or (upper.bits & T.TO and upper.bits & T.FINITE):
        return Status("planned", upper.head)
    if upper.bits & T.MAY:
        return Status("hypothetical", upper.head)
    if lower.form == "infinitive" and parsed.tag(upper.head) & T.BE and upper.form == "finite":
        return Status("planned", upper.head)
    return None


def _is_under_way(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether the group is progressive, which in an announcement looks ahead ("announced it was sending")."""
    return bool(group.bits & T.BE) and parsed.letter(group.head) == "G"


def _is_future(group: VerbGroup, *, reported: bool) -> bool:
    return bool(group.bits & T.WILL) or (reported and bool(group.bits & T.WOULD))


def _itself(parsed: Parsed, group: VerbGroup, governor: Governor, *, reported: bool) -> Status | None:
    """The group's own modal, tense and sense."""
    bits = group.bits
    if bits & T.NEGATION:
        return None if is_a(group.word, "share", "contain") else Status("negated", group.first)
    asked = is_a(group.word, "ask") and group.bits & T.WILL
    if (is_a(group.word, "hypothesise") and group.form != "infinitive") or asked:
        return Status("hypothetical", group.head)
    if _is_future(group, reported=reported):
        return Status("planned", group.first)
    if bits & T.MAY and bits & T.MODAL:
        return Status("hypothetical", group.first)
    denies = is_a(group.word, "deny") and not is_a(group.word, "clause") and not _falls(parsed, group)
    if denies and (not governor.subject or group.passive):
        return Status("negated", group.head)
    if is_a(group.word, "plan") and not (is_a(group.word, "speech") and governor.subject and not group.passive):
        if is_a(group.word, "ask"):
            return Status("hypothetical", group.head)
        done = bits & T.HAVE and (_up_to_now(parsed) or is_a(group.word, "commit"))
        done = done and (governor.subject or parsed.letter(group.last + 1) != "T")
        return None if done else Status("planned", group.head)
    due = bits & T.TO and bits & T.FINITE
    return Status("planned", group.first) if due or group.form == "infinitive" else None


def _falls(parsed: Parsed, group: VerbGroup) -> bool:
    """Whether a verb that can also deny tells of a fall, as it has no object ("dropped by 3 percent")."""
    return is_a(group.word, "fall") and not group.bits & T.BE and parsed.letter(group.last + 1) in "EQY,."


def _up_to_now(parsed: Parsed) -> bool:
    """Whether the sentence sums up what has been done until now (since 1992, so far, already)."""
    if cue_spans(parsed, "done"):
        return True
    return any(time.relation == "since" or time.kind == "now" for time in parsed.times)


def _of_words(parsed: Parsed, quantity: Quantity, found: Counted | None) -> Status | None:
    """Nouns and adjectives of planning next to the number or its subject: a target of, planned, promised by."""
    nouns = _nouns()
    stop = max(found.last, quantity.last) if found and found.first > quantity.last else quantity.last
    first = min(quantity.first - _NEAR, found.first) if found and found.how == "subject" else quantity.first - _NEAR
    first = max(parsed.first, first)
    for place, word in enumerate(parsed.tokens.lows[first : min(stop + 2, parsed.stop)], first):
        verdict = nouns.get(word)
        if verdict and ((place < quantity.first and parsed.letter(place) in "NA") or parsed.letter(place) in "AK"):
            between = parsed.between(place, quantity.first) or parsed.between(quantity.last + 1, place)
            if not any(letter in 'QVXMB;,"' for letter in between):
                return Status(verdict, place)
    return None


def _of_works(parsed: Parsed, quantity: Quantity) -> Status | None:
    """Works that an agreement provides for ("a memorandum on construction of 500 MW")."""
    place = quantity.first - 1
    if not parsed.tag(place) & T.OF:
        return None
    while parsed.letter(place - 1) in "NAD":
        place -= 1
    return _about_agreement(parsed, place - 1)


def _of_talks(parsed: Parsed, quantity: Quantity) -> Status | None:
    """What is talked of or asked for ("talks on a loan of ...", "an option on another 15")."""
    place = quantity.first - 1
    while parsed.letter(place) in "DA" or (parsed.letter(place) == "N" and parsed.tag(place - 1) & T.DET):
        place -= 1
    led = parsed.letter(place) == "E" and parsed.tag(place) & (T.ON | T.FOR | T.OVER)
    return (
        Status("hypothetical", place - 1) if led and lemma(parsed.word(place - 1)) in word_set("talk_nouns") else None
    )


def _of_cues(parsed: Parsed, quantity: Quantity) -> Status | None:
    """Fixed phrases of the clause: due to, under discussion, subject to."""
    first, last = clause_bounds(parsed, quantity.core)
    for cue, verdict in (("plan", "planned"), ("due", "planned"), ("hypothesis", "hypothetical")):
        for start, end in cue_spans(parsed, cue):
            if cue == "due" and parsed.letter(end) != "T":
                continue
            between = _ASIDE.sub("", parsed.between(quantity.last + 1, start))
            if first <= start <= last and not any(mark in between for mark in ";Q"):
                return Status(verdict, start)
    return None
