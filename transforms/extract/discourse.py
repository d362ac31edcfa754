"""What one number takes over from the text before it.

News states period, parties and fields once and goes on with bare numbers; the surroundings by which a number's scope is
judged are gathered here as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.article import Article
from transforms.extract.clauses import Governor, clause_bounds
from transforms.extract.counted_phrases import Counted, is_measure_noun
from transforms.extract.parties import Before
from transforms.extract.period_choice import is_base
from transforms.extract.periods import Period
from transforms.extract.quantities import Quantity
from transforms.extract.scope import Surroundings
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import is_a
from transforms.text import tags as T

if TYPE_CHECKING:
    from transforms.extract.counts import Finding, Reading
from transforms.vocabulary import word_set

_REACH = 2
_NEAR = 3
_NAMED = ("country", "demonym", "group")
_LINKED_VALUE = 1000


def _same_paragraph(reading: Reading, index: int) -> Finding | None:
    """The number before, when it stands in the same paragraph and is a count."""
    if not reading.found or reading.found[-1].reason is not None:
        return None
    sentences = reading.article.sentences
    same = sentences[reading.found[-1].index].paragraph == sentences[index].paragraph
    return reading.found[-1] if same else None


def parties_before(reading: Reading, index: int) -> Before:
    """Parties of the count before in the same paragraph, and the states that its sentences before this one name."""
    before = _same_paragraph(reading, index)
    article, names = reading.article, []
    paragraph = article.sentences[index].paragraph
    at = index - 1
    while at >= 0 and article.sentences[at].paragraph == paragraph:
        names += [entity.code for entity in reversed(article.here(at)) if entity.form in _NAMED]
        at -= 1
    passed_on = before.parties.codes if before and before.parties.how != "share" else ()
    return Before(passed_on, tuple(names))


def fields_before(reading: Reading, index: int) -> tuple[str, ...]:
    """Fields of the count before in the same paragraph."""
    before = _same_paragraph(reading, index)
    return before.fields if before else ()


def class_before(reading: Reading, quantity: Quantity, thing: Counted | None) -> str | None:
    """The class of the earlier number whose phrase this one leaves out ("another dozen"), for things of one kind."""
    if thing is None or thing.how != "elided" or quantity.measure == "money":
        return None
    for item in reversed(reading.by_head.get(thing.head_place, ())):
        if item.counted and item.counted.how != "elided":
            part = quantity.measure in ("share", "change")
            alike = item.quantity.measure == quantity.measure and item.quantity.measure != "money"
            return item.object_class if alike or part else None
    return None


def inherited_period(
    reading: Reading,
    parsed: Parsed,
    index: int,
    quantity: Quantity,
    thing: Counted | None,
    own: Period,
    verb: Governor | None,
) -> Period:
    """The period of the number before, where this one breaks it down or goes on with it."""
    again = _stated_before(reading, quantity, thing)
    if again:
        return _passed_on(again, own)
    before = reading.found[-1] if reading.found else None
    if before is None or not 0 <= index - before.index <= _REACH or before.period.text is None:
        return own
    if is_base(parsed, quantity):
        return own
    if before.index == index:
        return _passed_on(before, own) if _is_remark(parsed, before, quantity, thing) else own
    anaphoric = _points_back(parsed, quantity)
    elided = thing is not None and thing.how in ("elided", "equivalent") and is_static(parsed, verb)
    told = any(group.form == "finite" and not is_a(group.word, "speech") for group in parsed.groups)
    note = verb is None and not parsed.times and not told
    if not (note or anaphoric or elided or _opens_package(parsed, verb) or _breaks_down(before, quantity, thing)):
        return own
    if before.period.time is None or (_is_stock(before.period) and not anaphoric):
        return own
    return _passed_on(before, own)


def _is_stock(period: Period) -> bool:
    """Whether the words only say until when things were counted (now, as of 1 April)."""
    return period.span.start is None and period.span.end is not None and period.time is not None


def _passed_on(before: Finding, own: Period) -> Period:
    """The period of another number, with the rate of this one."""
    return Period(before.period.text, before.period.span, own.per, None)


def _points_back(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the sentence opens with words for what was just told, or the number is part of it: 12 of them."""
    behind = quantity.last + 1
    if parsed.tag(behind) & T.OF and parsed.tag(behind + 1) & (T.DEMONSTRATIVE | T.THEM):
        return True
    opening = parsed.first + (parsed.letter(parsed.first) == '"')
    if parsed.tag(opening) & (T.OF | T.DEMONSTRATIVE | T.THEM) or parsed.tag(opening + 1) & T.THEM:
        return True
    return bool(parsed.tag(opening) & T.ARTICLE) and is_measure_noun(parsed.word(opening + 1))


def take_over_unit(reading: Reading, parsed: Parsed, quantity: Quantity, thing: Counted | None) -> None:
    """Gives a bare number the unit of the one before, where both measure the same thing.

    "From 4.1 billion cubic metres to 22.7 billion".
    """
    before = reading.found[-1] if reading.found else None
    if before is None or before.counted is None or thing is None or thing.how == "after" or quantity.measure != "count":
        return
    linked = quantity.value >= _LINKED_VALUE and quantity.digits
    of_them = parsed.tag(quantity.last + 1) & T.OF
    if not (quantity.scaled or linked) or quantity.form == "hyphen" or of_them:
        return
    sums = before.quantity.measure == "money" and quantity.scaled and thing.head in word_set("funds")
    if sums or (before.quantity.measure in ("money", "quantity") and thing.head == before.counted.head):
        quantity.measure, quantity.unit = before.quantity.measure, before.quantity.unit


def _stated_before(reading: Reading, quantity: Quantity, thing: Counted | None) -> Finding | None:
    """The same figure of the same thing, dated where it was first stated."""
    if thing is None or thing.how == "elided" or (quantity.measure == "count" and quantity.value < _LINKED_VALUE):
        return None
    return reading.dated.get((quantity.value, quantity.unit, thing.head))


def _is_remark(parsed: Parsed, before: Finding, quantity: Quantity, thing: Counted | None) -> bool:
    """A second figure on the same thing in one sentence, or on a part of it, without a plan or wish in between."""
    parts = bool(parsed.tag(parsed.first) & T.OF)  # of this, 60 million goes to schools and 50 million to wells
    if thing is None or before.counted is None or (thing.head != before.counted.head and not parts):
        return False
    return not any(
        group.bits & (T.MODAL | T.TO) for group in parsed.groups if before.quantity.last < group.first < quantity.first
    )


def _opens_package(parsed: Parsed, verb: Governor | None) -> bool:
    """Whether a present tense goes on with a thing just spoken of ("The package breaks down into ...")."""
    definite = parsed.tag(parsed.first) & T.ARTICLE and parsed.letter(parsed.first + 1) == "N"
    if verb is None or not is_a(verb.group.word, "contain", "list", "share"):
        return False
    return bool(definite) and is_static(parsed, verb) and not parsed.tag(verb.group.head) & T.BE


def _breaks_down(before: Finding, quantity: Quantity, thing: Counted | None) -> bool:
    """A smaller number of the same things, in things or money, right behind the total."""
    if thing is None or before.counted is None or before.reason is not None or thing.how != "after":
        return False
    same = thing.head == before.counted.head and quantity.unit == before.quantity.unit
    return same and 0 < quantity.value < before.quantity.value


def is_static(parsed: Parsed, verb: Governor | None) -> bool:
    """A present tense that tells what a plan holds (breaks down into, are new), no deed of its own."""
    if verb is None:
        return True
    bits = parsed.tag(verb.group.head)
    present = bool(bits & (T.BE | T.THIRD)) and not bits & T.PAST
    return verb.group.form == "finite" and not verb.group.bits & T.HAVE and present


def describes_plan(
    reading: Reading, index: int, quantity: Quantity, thing: Counted | None, verb: Governor | None
) -> bool:
    """Whether a size or cost is told, in no past tense, of a thing that was just spoken of as planned."""
    if thing is None or quantity.measure not in ("quantity", "money"):
        return False
    if verb is None or verb.group.bits & (T.PAST | T.HAVE):
        return False
    for item in reversed(reading.found):
        if index - item.index > _NEAR:
            break
        if item.counted and item.reason is None and item.counted.head == thing.head:
            return item.status.value == "planned"
    return False


def lies_ahead(article: Article, time: Period, verb: Governor | None) -> bool:
    """A present tense with a date to come ("opens at the end of the year")."""
    today, span = article.clock.today, time.span
    if today is None or (verb is not None and verb.group.bits & (T.PAST | T.HAVE)):
        return False
    if span.start is not None:
        return span.start > today
    return span.end is not None and span.end > today


def list_opening(article: Article, index: int) -> int | None:
    """Index of the sentence that ends in a colon and opens the list in which a sentence is an item, or None."""
    sentences, tokens = article.sentences, article.tokens
    while index > 0 and _has_list_mark(tokens.words[sentences[index].first]):
        paragraph = sentences[index].paragraph
        while index >= 0 and sentences[index].paragraph == paragraph:
            index -= 1
        if index >= 0 and tokens.tags[sentences[index].stop - 1] & T.COLON:
            return index
    return None


def _has_list_mark(word: str) -> bool:
    """Whether the first token of a sentence is a dash, bullet or bracket."""
    return not word[0].isalnum() and word != '"'


def surroundings(reading: Reading, parsed: Parsed, quantity: Quantity, index: int) -> Surroundings:
    """What article, sentence and clause say about the scope of a number."""
    article = reading.article
    first, last = clause_bounds(parsed, quantity.core)
    here = article.here(index)
    home = article.document.dateline_country
    near = [item for item in reading.found[-4:] if index - item.index <= 1 and item.reason in (None, "domestic")]
    heavy = sorted(article.salience.weights.values(), reverse=True)
    return Surroundings(
        frozenset(entity.code for entity in here if first <= entity.first <= last),
        frozenset(entity.code for entity in here),
        article.paragraph_codes(article.sentences[index].paragraph),
        frozenset((home,) if home else ()),
        min(heavy[1] / heavy[0], 1.0) if len(heavy) > 1 else 0.0,
        article.pair_share,
        len(article.title_codes) > 1,
        article.density,
        near[-1].reason is None if near else None,
    )
