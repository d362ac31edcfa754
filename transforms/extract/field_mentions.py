"""Field mentions: the areas that the text presents as areas of cooperation.

An area counts where a noun or verb of cooperation leads to it: "cooperation in A, B and C", "such fields as A", "A
cooperation", "the documents span A and B".
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.extract.area_evidence import Setting, cue_roles, features, lead, names_office, probability
from transforms.extract.area_lists import area_lists
from transforms.extract.areas import Area, area_marks
from transforms.extract.article import Article
from transforms.extract.counts import Finding
from transforms.extract.initiatives import Named
from transforms.extract.status import mention_status
from transforms.extract.syntax import Parsed
from transforms.records import FieldMention

_HEADING = 5  # tokens in which a line's heading ends (Water: 40 wells)
_ACCEPTED = 0.4  # where F1 is flat and high, on articles that the weights have not seen


def field_mentions(article: Article, found: list[Finding], named: list[Named]) -> list[FieldMention]:
    """The field mentions of an article, in order.

    What its counts (`found`) count is no area, nor are the words of a proper name (`named`).
    """
    return [
        _record(article, sentence, area)
        for sentence, area, evidence in weighed_mentions(article, found, named)
        if probability(evidence) >= _ACCEPTED
    ]


def weighed_mentions(
    article: Article, found: list[Finding], named: list[Named]
) -> Iterator[tuple[Parsed, Area, dict[str, float]]]:
    """Every area that a sentence with a word of cooperation names: sentence, area, evidence."""
    counted, priced = _counted(found, money=False), _counted(found, money=True)
    counted |= {place for item in named for place in range(item.first, item.last + 1)}
    for sentence in article.sentences:
        first, stop = sentence.first, sentence.stop
        lows = article.tokens.lows
        led = ":" in lows[first + 1 : first + _HEADING] or not cue_roles().keys().isdisjoint(lows[first:stop])
        marks = area_marks(article.tokens, first, stop) if led else []
        if not marks:
            continue
        codes = frozenset(entity.code for entity in article.here(sentence.index))
        around = Setting(codes, article.density, article.pair_share)
        parsed = article.parsed(sentence.index)
        for area, evidence in _weighed(parsed, marks, counted, priced, around):
            yield parsed, area, evidence


def _counted(found: list[Finding], *, money: bool) -> set[int]:
    """Tokens of the phrases that are counted, up to their heads: things, or what money is for."""
    return {
        place
        for item in found
        if item.reason is None and item.counted and (item.quantity.measure == "money") == money
        for place in range(item.counted.first, item.counted.head_place + 1)
    }


def _weighed(
    parsed: Parsed, marks: list[int], counted: set[int], priced: set[int], around: Setting
) -> Iterator[tuple[Area, dict[str, float]]]:
    for found in area_lists(parsed, marks):
        if names_office(parsed, found):
            continue
        led = lead(parsed, found)
        for area in found.members:
            if area.last not in counted and area.first not in counted:
                yield area, features(parsed, found, led, area, around, priced=area.first in priced)


def _record(article: Article, parsed: Parsed, area: Area) -> FieldMention:
    start, end = article.tokens.span(area.first, area.last)
    text = article.document.text[start:end]
    return FieldMention(
        start, end, text, area.code, article.salience.main, mention_status(parsed, area.first, area.last)
    )
