"""What a number in a table counts, for whom and when: from the column's heading, the row's label and the caption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transforms.extract.areas import areas
from transforms.extract.article import Article
from transforms.extract.calendar import Span
from transforms.extract.counted_phrases import Counted, counted_phrase, is_measure_noun
from transforms.extract.object_classes import object_class
from transforms.extract.parties import Resolution
from transforms.extract.periods import NONE, Period
from transforms.extract.phrases import NounPhrase, phrase_from
from transforms.extract.status import REALISED, Status, status_of_list
from transforms.extract.syntax import Parsed
from transforms.extract.tables import Cell
from transforms.text import tags as T
from transforms.text.lexicon import lemma

_CERTAIN, _DOUBTFUL = 0.9, 0.3
_TOLD_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Tabular:
    """The columns of a count that a table gives; `scope` is the probability that it is about cooperation."""

    counted: Counted | None
    object_class: str
    parties: Resolution
    period: Period
    status: Status
    fields: tuple[str, ...]
    scope: float


def read_cell(article: Article, cell: Cell, topic: tuple[str, ...]) -> Tabular:
    """All that heading, label and caption say of a number."""
    caption = _caption(article, cell)
    thing = _named(article, cell) or _captioned(article, caption) or _told(article, caption)
    words = (thing.words if thing else frozenset[str]()) | _caption_words(article, caption)
    kind = object_class(thing, cell.quantity.measure, cell.quantity.unit, words, demonym=False, joins=False)
    row = article.codes_inside(cell.label[0], cell.label[1] - 1)
    around = _around(article, caption, _rows_codes(article, cell), 1 if row or cell.total else 2)
    sides = row | around if row or cell.total else around
    known = thing is not None or cell.quantity.measure == "money"
    certain = known and bool(around) and (len(sides) > 1 or cell.total)
    state = status_of_list(article.parsed(caption)) if caption is not None else None
    return Tabular(
        thing, kind, Resolution(tuple(sorted(sides)), "table"), _period(article, cell, caption), state or REALISED,
        _fields(article, cell, caption, topic), _CERTAIN if certain else _DOUBTFUL,
    )  # fmt: skip


def _caption(article: Article, cell: Cell) -> int | None:
    """Index of the sentence in front of the table."""
    index = article.sentence_at(cell.header)
    if article.sentences[index].first == cell.header:
        index -= 1
    return index if index >= 0 else None


def _named(article: Article, cell: Cell) -> Counted | None:
    """The thing that the heading names; none where it names a year, a unit or only a measure (amount)."""
    tokens, (first, stop) = article.tokens, cell.heading
    head = first
    while head + 1 < stop and not tokens.tags[head + 1] & T.PREPOSITION:
        head += 1
    if first >= stop or tokens.tags[head] & T.DIGITS or is_measure_noun(tokens.lows[head]):
        return None
    words = frozenset(tokens.lows[first:stop])
    return Counted(
        tokens.text(first, stop - 1), lemma(tokens.lows[head]), words, None, first, stop - 1, head, "heading"
    )


def _captioned(article: Article, caption: int | None) -> Counted | None:
    """The thing with which a caption without a verb begins."""
    if caption is None:
        return None
    parsed = article.parsed(caption)
    phrase = _read_as_noun(parsed) or phrase_from(parsed, parsed.first)
    if phrase is None or parsed.letter(phrase.head) not in "NV":
        return None
    inside = all(phrase.first <= place <= phrase.last for place in _finite(parsed))
    return counted_phrase(parsed, phrase, "heading") if inside else None


def _told(article: Article, caption: int | None) -> Counted | None:
    """The object of a verb of the caption, or of the sentence in front of it (Uruguay shipped more beef to Japan)."""
    for index in range(caption, max(caption - _TOLD_BEFORE, -1), -1) if caption is not None else ():
        parsed = article.parsed(index)
        for group in parsed.groups:
            phrase = phrase_from(parsed, group.last + 1) if parsed.letter(group.last + 1) in "NADS" else None
            if phrase and parsed.letter(phrase.head) == "N" and not is_measure_noun(parsed.word(phrase.head)):
                return counted_phrase(parsed, phrase, "heading")
    return None


def _caption_words(article: Article, caption: int | None) -> frozenset[str]:
    """Lower-case words of the caption, or of the two sentences that tell what a table without one is about."""
    if caption is None:
        return frozenset()
    first = caption if not _finite(article.parsed(caption)) else max(caption - 1, 0)
    tokens, sentences = article.tokens, article.sentences
    return frozenset(tokens.lows[sentences[first].first : sentences[caption].stop])


def _finite(parsed: Parsed) -> list[int]:
    """Where the finite verbs of a caption begin."""
    return [group.first for group in parsed.groups if group.form == "finite"]


def _read_as_noun(parsed: Parsed) -> NounPhrase | None:
    """The phrase up to the only verb, where that may be a noun ("Coffee exports from Peru")."""
    verbs = _finite(parsed)
    if len(verbs) != 1 or not parsed.tag(verbs[0]) & T.NOMINAL or not parsed.tag(verbs[0] + 1) & T.PREPOSITION:
        return None
    plain = all(letter in "NPA" for letter in parsed.between(parsed.first, verbs[0]))
    return NounPhrase(parsed.first, verbs[0], verbs[0], verbs[0]) if plain else None


def _rows_codes(article: Article, cell: Cell) -> set[str]:
    """The parties by which the rows of the cell's table are named, worked out once a table."""
    key = f"rows of table {cell.header}"
    if key not in article.tokens.memory:
        inside = (entity for entity in article.entities if cell.header <= entity.first < cell.stop)
        article.tokens.memory[key] = {entity.code for entity in inside}
    codes: set[str] = article.tokens.memory[key]
    return codes


def _around(article: Article, caption: int | None, rows: set[str], wanted: int) -> set[str]:
    """The parties of the caption, else of the title, else of the article, but for those that name rows.

    `wanted` is how many of them a count needs.
    """
    here = {entity.code for entity in article.here(caption)} if caption is not None else set()
    for codes in (here, set(article.title_codes), set(article.salience.main)):
        if len(codes - rows) >= wanted:
            return codes - rows
    return set()


def _period(article: Article, cell: Cell, caption: int | None) -> Period:
    """The time that names the row or column, else the one of the caption."""
    tokens = article.tokens
    for first, stop in (cell.label, cell.heading):
        row = article.times[article.sentence_at(first)]
        time = next((time for time in row if first <= time.core < stop and time.kind == "span"), None)
        if time:
            return Period(tokens.text(time.first, time.last), time.span, None, time)
        if first < stop and tokens.tags[stop - 1] & T.DIGITS and len(tokens.words[stop - 1]) == 4:
            return Period(tokens.words[stop - 1], _year(int(tokens.words[stop - 1])), None, None)
    for time in article.times[caption] if caption is not None else ():
        if time.kind == "span":
            return Period(tokens.text(time.first, time.last), time.span, None, time)
    return NONE


def _year(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31))


def _fields(article: Article, cell: Cell, caption: int | None, topic: tuple[str, ...]) -> tuple[str, ...]:
    """The areas of the heading, else of the caption, else what the article is about."""
    found = {area.code for area in areas(article.tokens, *cell.heading)}
    if not found and caption is not None:
        sentence = article.sentences[caption]
        found = {area.code for area in areas(article.tokens, sentence.first, sentence.stop)}
    return tuple(sorted(found)) if 0 < len(found) <= 3 else topic
