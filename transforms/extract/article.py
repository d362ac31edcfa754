"""One article under analysis: tokens, sentences, entities and persons, worked out once and read by every room."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from transforms.extract.calendar import fiscal_starts
from transforms.extract.entities import Entity, entities, group_codes
from transforms.extract.people import People, find_people
from transforms.extract.quantities import Quantity
from transforms.extract.roundups import Roundup, read_roundup
from transforms.extract.salience import Salience, salience
from transforms.extract.scan import scan
from transforms.extract.senses import cooperation_words
from transforms.extract.syntax import Parsed, parse
from transforms.extract.tables import Cell, find_cells, put_into
from transforms.extract.time_expressions import Clock, Time
from transforms.extract.times import times
from transforms.read.heading import Heading, read_heading
from transforms.records import Document
from transforms.text.sentences import Sentence, sentences
from transforms.text.tokens import Tokens, tokenise

_LEAD_SENTENCES = 2
_PERIOD_REACH = 3
_LIST = 3


@dataclass(slots=True)
class Article:
    """The analysis of one document, `headline` that of its title; `times` and `numbers` have one list a sentence.

    `taken` gives the form of the entity at a token, `title_codes` the parties of the title; `pair_share` is the share
    of sentences that name two parties, `density` the words of cooperation a sentence; `cells` gives the numbers of
    tables by the token at which they begin; `texts` keeps sentences as they are published; `roundup` holds the reports
    of a text that has several.
    """

    document: Document
    headline: Tokens
    tokens: Tokens
    sentences: list[Sentence]
    clock: Clock
    times: list[list[Time]]
    numbers: list[list[Quantity]]
    entities: list[Entity]
    taken: dict[int, str]
    people: People
    salience: Salience
    title_codes: frozenset[str] = frozenset()
    pair_share: float = 0.0
    density: float = 0.0
    cells: dict[int, Cell] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    roundup: Roundup = field(default_factory=Roundup)
    _parsed: dict[int, Parsed] = field(default_factory=dict)
    _here: list[list[Entity]] = field(default_factory=list)
    _firsts: list[int] = field(default_factory=list)
    _paragraph_codes: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._here = _by_sentence(self.sentences, self.entities)
        self._firsts = [sentence.first for sentence in self.sentences]
        for sentence, named in zip(self.sentences, self._here, strict=True):
            codes = self._paragraph_codes.get(sentence.paragraph, frozenset())
            self._paragraph_codes[sentence.paragraph] = codes.union(entity.code for entity in named)

    def parsed(self, index: int) -> Parsed:
        """The sentence's syntax, analysed when first asked for."""
        if index not in self._parsed:
            self._parsed[index] = parse(
                self.tokens, self.sentences[index], self.numbers[index], self.times[index], self.taken
            )
        return self._parsed[index]

    def sentence_at(self, place: int) -> int:
        """Index of the sentence in which the token stands, or of the last one before it."""
        return max(bisect_right(self._firsts, place) - 1, 0)

    def salience_at(self, index: int) -> Salience:
        """The weights of parties that hold for a sentence: those of its report in a roundup, else the article's."""
        return self.roundup.at(self._firsts[index]) or self.salience

    def paragraph_codes(self, paragraph: int) -> frozenset[str]:
        """Codes of the parties that a paragraph names."""
        return self._paragraph_codes.get(paragraph, frozenset())

    def codes_inside(self, first: int, last: int) -> set[str]:
        """Codes of the parties named by the tokens `first` up to and including `last` of one sentence."""
        return {entity.code for entity in self.here(self.sentence_at(first)) if first <= entity.first <= last}

    def here(self, index: int) -> list[Entity]:
        """Entities of one sentence."""
        return self._here[index]


def analyse(document: Document) -> Article:
    """Everything that the rooms need to know of a document before they look at single numbers."""
    heading = read_heading(document.text)
    tokens = tokenise(document.text)
    heading.start, heading.line, heading.body = map(tokens.in_shadow, (heading.start, heading.line, heading.body))
    parts = sentences(tokens, heading.body)
    found = entities(tokens)
    clock = Clock(document.published_date, None, document.dateline_country or _most_named(found))
    dated = _dated(tokens, parts, clock)
    numbers = [scan(tokens, sentence, found) for sentence, found in zip(parts, dated, strict=True)]
    cells = find_cells(tokens, found)
    put_into(numbers, [part.stop for part in parts], cells)
    _set_aside(tokens, parts, numbers, heading)
    _number_paragraphs(parts, numbers)
    amounts = {
        place for row in numbers for quantity in row if not quantity.reason
        for place in range(quantity.first, quantity.last + 1)
    }  # fmt: skip
    found = [entity for entity in found if entity.first not in amounts]
    taken = {place: entity.form for entity in found for place in range(entity.first, entity.last + 1)}
    people = find_people(tokens, taken)
    headline = tokenise(document.title or "")
    title = entities(headline)
    opening = next((part for part in parts if tokens.starts[part.first] >= heading.body), None)
    first = (opening.first, opening.stop) if opening else (0, 0)
    lead = parts[min(opening.index + _LEAD_SENTENCES, len(parts)) - 1].stop if opening else 0
    aside = _aside(tokens, people, heading)
    weights = salience(tokens, found, headline, title, first, lead, aside)
    article = Article(document, headline, tokens, parts, clock, dated, numbers, found, taken, people, weights)
    article.cells = {cell.quantity.core: cell for cell in cells}
    article.title_codes = frozenset(entity.code for entity in title)
    weights.host = document.dateline_country or ""
    weights.lists = _lists(article)
    article.roundup = read_roundup(tokens, parts, found, document.dateline_country)
    _weigh(article)
    return article


def _lists(article: Article) -> dict[int, tuple[str, ...]]:
    """Three or more states that one sentence names, by their number, for "the four countries"; the first one counts."""
    found: dict[int, tuple[str, ...]] = {}
    for part in article.sentences:
        codes = {entity.code for entity in article.here(part.index) if entity.code not in group_codes()}
        if len(codes) >= _LIST:
            found.setdefault(len(codes), tuple(sorted(codes)))
    return found


def _most_named(found: list[Entity]) -> str | None:
    """The country named most, whose fiscal year is meant when no dateline tells; one whose fiscal year is known."""
    counts = Counter(entity.code for entity in found if entity.code in fiscal_starts())
    return max(sorted(counts), key=lambda code: counts[code]) if counts else None


def _weigh(article: Article) -> None:
    """How much the article as a whole is about cooperation."""
    total = max(len(article.sentences), 1)
    pairs = sum(1 for part in article.sentences if len({entity.code for entity in article.here(part.index)}) > 1)
    article.pair_share = pairs / total
    article.density = sum(map(cooperation_words().__contains__, article.tokens.lows)) / total


def _aside(tokens: Tokens, people: People, heading: Heading) -> set[int]:
    """Tokens of the dateline and of the titles of those who only comment: what they name is no party."""
    found = {place for person in people.persons if person.comments for place in range(*person.span)}
    if heading.dateline:
        for place, start in enumerate(tokens.starts):
            if start >= heading.body:
                break
            if start >= heading.line:
                found.add(place)
    return found


def _set_aside(tokens: Tokens, parts: list[Sentence], numbers: list[list[Quantity]], heading: Heading) -> None:
    """Numbers in the date header and the dateline are dates."""
    for sentence, row in zip(parts, numbers, strict=True):
        start = tokens.starts[sentence.first]
        if start >= heading.body:
            return
        if start < heading.start or start >= heading.line:
            for quantity in row:
                quantity.reason = quantity.reason or "date"


def _number_paragraphs(parts: list[Sentence], numbers: list[list[Quantity]]) -> None:
    """Numbers at the head of paragraphs that count on by one (12 Lastly, ... 13 Climate change ...) enumerate."""
    heads: list[Quantity] = []
    paragraph = -1
    for part, row in zip(parts, numbers, strict=True):
        if (
            part.paragraph != paragraph
            and row
            and row[0].first == part.first
            and row[0].digits
            and row[0].form == "number"
        ):
            heads.append(row[0])
        paragraph = part.paragraph
    for one, other in pairwise(heads):
        if other.value == one.value + 1:
            one.reason = one.reason or "enumeration"
            other.reason = other.reason or "enumeration"


def _dated(tokens: Tokens, parts: list[Sentence], clock: Clock) -> list[list[Time]]:
    """Time expressions sentence by sentence; what was spoken of last is remembered for the next paragraphs."""
    found = []
    paragraph = 0
    for sentence in parts:
        if sentence.paragraph > paragraph + _PERIOD_REACH:
            clock.last = clock.point = None
        row = times(tokens, sentence, clock)
        if any(time.kind == "span" for time in row):
            paragraph = sentence.paragraph
        found.append(row)
    return found


def _by_sentence(parts: list[Sentence], found: list[Entity]) -> list[list[Entity]]:
    """The entities of each sentence; what stands behind the last one is counted to it."""
    here: list[list[Entity]] = [[] for _ in parts]
    index = 0
    for entity in found if parts else ():
        while index < len(parts) - 1 and entity.first >= parts[index].stop:
            index += 1
        here[index].append(entity)
    return here
