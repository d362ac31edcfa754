"""The numbers of an article, one by one -> findings: all columns of a count, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from transforms.extract import discourse
from transforms.extract.antecedents import settled
from transforms.extract.article import Article
from transforms.extract.basis import basis
from transforms.extract.changes import settle_change
from transforms.extract.clauses import Governor, clause_bounds, governor
from transforms.extract.confidence import confidence, confidence_features
from transforms.extract.count_fields import count_fields
from transforms.extract.counted_deeds import deed, is_purpose, settle_occasions
from transforms.extract.counted_labels import take_label_unit
from transforms.extract.counted_phrases import Counted, Sought, elided
from transforms.extract.cues import cue_openings
from transforms.extract.currency import settle_currency
from transforms.extract.object_classes import lexical_class, object_class, says_kind_of_money
from transforms.extract.objects import counted
from transforms.extract.parties import Resolution, resolve
from transforms.extract.periods import Period, period
from transforms.extract.quantities import Quantity
from transforms.extract.scope import features, plain_reason, probability
from transforms.extract.speakers import Attribution
from transforms.extract.status import Status, status, status_of_list
from transforms.extract.syntax import Parsed
from transforms.extract.tables import Cell
from transforms.extract.tabular import read_cell
from transforms.extract.verbs import is_a
from transforms.text import tags as T

_PLACES = ("country", "capital")
_BACK = 8  # numbers back to the whole of "the other five"
_NEAR = 4  # numbers between two sums of one list
_NO_PHRASE = ("party_reference", "enumeration")


@dataclass(slots=True)
class Finding:
    """One number with all that was found about it; `index` is that of its sentence, `reason` is None for a count."""

    index: int
    quantity: Quantity
    counted: Counted | None
    object_class: str
    parties: Resolution
    period: Period
    status: Status
    attribution: Attribution | None
    fields: tuple[str, ...]
    basis: str
    scope: float
    evidence: dict[str, float]
    confidence: float
    reason: str | None


@dataclass(slots=True)
class Reading:
    """Where the reader of an article stands: what was found so far, and phrases that later numbers may leave out.

    `by_head` gives the findings by the token of the head that they count, `dated` the first one with a period by value,
    unit and head.
    """

    article: Article
    spoken: list[list[Attribution]]
    topic: tuple[str, ...]
    found: list[Finding] = field(default_factory=list)
    earlier: list[Counted] = field(default_factory=list)
    by_head: dict[int, list[Finding]] = field(default_factory=dict)
    dated: dict[tuple[float, str, str], Finding] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Takes in what was found next."""
        self.found.append(finding)
        if finding.counted:
            self.by_head.setdefault(finding.counted.head_place, []).append(finding)
            if finding.period.text:
                quantity = finding.quantity
                self.dated.setdefault((quantity.value, quantity.unit, finding.counted.head), finding)


def findings(article: Article, spoken: list[list[Attribution]], topic: tuple[str, ...]) -> list[Finding]:
    """A finding for each quantity of the article, in order."""
    reading = Reading(article, spoken, topic)
    for index in range(len(article.sentences)):
        if not any(not quantity.reason for quantity in article.numbers[index]):
            continue
        parsed = article.parsed(index)
        for quantity in article.numbers[index]:
            cell = article.cells.get(quantity.core)
            if cell and not quantity.reason:
                reading.add(_of_table(reading, index, cell))
            elif not quantity.reason:
                _take(reading, _finding(reading, parsed, index, quantity))
    return reading.found


def _take(reading: Reading, finding: Finding) -> None:
    reading.add(finding)
    if finding.counted and finding.reason not in _NO_PHRASE:
        reading.earlier.append(finding.counted)


def _finding(reading: Reading, parsed: Parsed, index: int, quantity: Quantity) -> Finding:
    """One number with all its columns; an equivalent in another unit takes most of them from the number before."""
    article, spoken = reading.article, reading.spoken[index]
    here = article.here(index)
    settle_currency(quantity, here, article.document.dateline_country, article.salience)
    verb = governor(parsed, quantity.first, quantity.last)
    _share_currency(reading, parsed, index, quantity)
    settle_occasions(parsed, quantity, verb)
    take_label_unit(parsed, quantity)
    settle_change(parsed, quantity, verb)
    thing = _no_country(reading, parsed, quantity, verb, counted(parsed, quantity, verb, reading.earlier))
    thing = settled(reading, parsed, index, quantity, verb, thing)
    thing = _others(reading, parsed, quantity, thing)
    discourse.take_over_unit(reading, parsed, quantity, thing)
    kind = _class_of(reading, parsed, index, quantity, verb, thing)
    state, time = _state_and_time(reading, parsed, index, quantity, verb, thing)
    sides = resolve(
        parsed, quantity, thing, here, article.salience_at(index), spoken, discourse.parties_before(reading, index)
    )
    if thing and thing.how == "equivalent" and reading.found and reading.found[-1].index == index:
        same = reading.found[-1]
        kind, state, time, sides = same.object_class, same.status, same.period, same.parties
    sort = (lexical_class(thing.head, thing.words) if thing and kind == "other" else None) or kind  # drugs seized
    evidence = features(parsed, quantity, thing, sort, discourse.surroundings(reading, parsed, quantity, index), verb)
    scope = probability(evidence)
    areas = count_fields(parsed, quantity, thing, kind, discourse.fields_before(reading, index), reading.topic)
    return Finding(
        index, quantity, thing, kind, sides, time, state, _speaker(_holding(parsed, spoken, quantity), quantity), areas,
        basis(quantity, time, verb), scope, evidence, confidence(confidence_features(quantity, thing, scope, kind)),
        plain_reason(parsed, quantity, thing, verb) or ("domestic" if scope < 0.5 else None),
    )  # fmt: skip


def _share_currency(reading: Reading, parsed: Parsed, index: int, quantity: Quantity) -> None:
    """Gives a bare number of millions the currency of a sum before it in the sentence (and Australia 60 million)."""
    following = quantity.last + 1
    counts = quantity.measure != "count" or not quantity.scaled or quantity.form not in ("number", "range")
    if counts or parsed.letter(following) not in "E.,;C)Y" or parsed.tag(following + 1) & T.THEM:
        return
    near = [item.quantity for item in reading.found[-_NEAR:] if item.index == index and item.quantity.unit != "1"]
    if near and near[-1].measure == "money":
        quantity.measure, quantity.unit = "money", near[-1].unit


def _class_of(
    reading: Reading, parsed: Parsed, index: int, quantity: Quantity, verb: Governor | None, thing: Counted | None
) -> str:
    """Class of what is counted; a sum in a list whose words tell no kind of money is of the kind of the one before."""
    before = discourse.class_before(reading, quantity, thing)
    people = thing is not None and parsed.tag(thing.head_place) & T.PERSON_NOUN
    if before and not (people and before == "finance"):
        return before
    words = _context(parsed, quantity)
    if people and thing is not None and parsed.letter(thing.last + 1) == "B":
        first, last = clause_bounds(parsed, thing.last + 1)  # Kenyans who have gone through the course
        words |= frozenset(parsed.tokens.lows[first : last + 1])
    purpose = thing is not None and is_purpose(parsed, quantity, thing)
    if purpose and quantity.measure == "money" and not says_kind_of_money(words):
        sums = [item for item in reading.found[-_NEAR:] if item.index == index and item.quantity.measure == "money"]
        if sums:
            return sums[-1].object_class
    return object_class(
        thing,
        quantity.measure,
        quantity.unit,
        words,
        demonym=thing is not None and reading.article.taken.get(thing.head_place) in ("demonym", "adjective"),
        joins=verb is not None and verb.subject and not verb.group.passive and is_a(verb.group.word, "attend"),
        verb=verb.group.word if verb and not verb.subject else "",
        purpose=purpose,
    )


def _no_country(
    reading: Reading, parsed: Parsed, quantity: Quantity, verb: Governor | None, thing: Counted | None
) -> Counted | None:
    """What is counted; of money to a country, which only gets it, the deed or the thing of the number before."""
    if thing is None or reading.article.taken.get(thing.head_place) not in _PLACES:
        return thing
    if quantity.measure != "money" and thing.how not in ("subject", "before"):
        return thing
    named = range(thing.first, thing.head_place)
    if any(parsed.letter(place) == "P" and reading.article.taken.get(place) not in _PLACES for place in named):
        return thing  # a programme named by its country (Power Africa Kenya)
    sought = Sought(parsed, quantity, verb, reading.earlier, quantity.last + 1)
    return deed(sought) or elided(sought)


def _others(reading: Reading, parsed: Parsed, quantity: Quantity, thing: Counted | None) -> Counted | None:
    """The other five, the remaining three: of the smallest number before that is greater."""
    before = quantity.first - 1
    rest = parsed.tag(before) & T.FURTHER and parsed.is_the(before - 1) and quantity.measure == "count"
    if thing is None or thing.how != "elided" or not rest:
        return thing
    wholes = [item for item in reading.found[-_BACK:] if item.quantity.measure == "count" and item.counted]
    greater = [item for item in wholes if item.quantity.value > quantity.value and item.reason not in _NO_PHRASE]
    whole = min(greater, key=lambda item: item.quantity.value, default=None)
    return replace(whole.counted, how="elided") if whole and whole.counted else thing


def _of_table(reading: Reading, index: int, cell: Cell) -> Finding:
    """A number of a table, which its heading and its row explain."""
    said = read_cell(reading.article, cell, reading.topic)
    quantity = cell.quantity
    trust = confidence(confidence_features(quantity, said.counted, said.scope, said.object_class))
    return Finding(
        index, quantity, said.counted, said.object_class, said.parties, said.period, said.status,
        _speaker(reading.spoken[index], quantity), said.fields, basis(quantity, said.period, None), said.scope, {},
        trust, "domestic" if said.scope < 0.5 else None,
    )  # fmt: skip


def _state_and_time(
    reading: Reading, parsed: Parsed, index: int, quantity: Quantity, verb: Governor | None, thing: Counted | None
) -> tuple[Status, Period]:
    """Status and period, each seen in the light of the other and of the number before."""
    reported = any(
        parsed.first <= item.first < parsed.stop and parsed.tokens.lows[item.first] not in cue_openings("according")
        for item in reading.spoken[index]
    )
    state = status(parsed, quantity, verb, thing, reported=reported)
    opening = discourse.list_opening(reading.article, index) if state.place < 0 else None
    if opening is not None:
        state = status_of_list(reading.article.parsed(opening)) or state
    planned = state.value in ("planned", "hypothetical")
    time = period(parsed, quantity, reading.article.clock, planned=planned)
    if time.time is None:
        inherited = discourse.inherited_period(reading, parsed, index, quantity, thing, time, verb)
        if inherited is not time and state.place < 0 and discourse.is_static(parsed, verb):
            state = reading.found[-1].status
        time = inherited
    if state.place < 0 and discourse.lies_ahead(reading.article, time, verb):
        state = Status("planned", state.place)
    if state.place < 0 and time.time is None and discourse.describes_plan(reading, index, quantity, thing, verb):
        state = Status("planned", state.place)
    return state, time


def _context(parsed: Parsed, quantity: Quantity) -> frozenset[str]:
    """Lower-case words of the number's clause."""
    first, last = clause_bounds(parsed, quantity.core)
    return frozenset(parsed.tokens.lows[first : last + 1])


def _holding(parsed: Parsed, spoken: list[Attribution], quantity: Quantity) -> list[Attribution]:
    """The attributions but those that only date what stands before ("..., one day after the minister said ...")."""
    if not spoken:
        return spoken
    when = T.AFTER | T.BEFORE | T.WHEN
    return [
        item
        for item in spoken
        if not (parsed.first < item.first and quantity.core < item.first and _opens_when(parsed, item.first, when))
    ]


def _opens_when(parsed: Parsed, first: int, when: int) -> bool:
    """Whether a word of time stands before the phrase that speaks, past its own title."""
    place = first - 1
    while place > parsed.first and parsed.letter(place) in "NPADS":
        place -= 1
    return bool(parsed.tag(place) & when)


def _speaker(spoken: list[Attribution], quantity: Quantity) -> Attribution | None:
    """The attribution nearest to the number."""
    return min(spoken, key=lambda item: abs(item.first - quantity.core)) if spoken else None
