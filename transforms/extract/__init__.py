"""Document -> counts, rejected numbers, field mentions and initiatives."""

from __future__ import annotations

from transforms.extract.areas import areas
from transforms.extract.article import Article, analyse
from transforms.extract.assemble import count_record, initiative_record, rejected_record
from transforms.extract.count_fields import topic
from transforms.extract.counts import Finding, findings
from transforms.extract.field_mentions import field_mentions
from transforms.extract.initiatives import Named, find_initiatives
from transforms.extract.kinds import kinds, title_kind
from transforms.extract.quotations import attributions
from transforms.records import Document, Extraction
from transforms.text.tokens import tokenise

_OPENING = 2
_BODIES = ("mechanism", "institution")  # they act and pay, but no count belongs to them as to a programme


def extract(document: Document, *, explain: bool = False) -> Extraction:
    """All findings of one document; with `explain`, each count carries its reasons."""
    article = analyse(document)
    said = attributions(article)
    found = findings(article, said, _topic(article))
    named = find_initiatives(article)
    occasion = kinds(article, [bool(row) for row in said])
    counts = [
        count_record(article, item, occasion[item.index], _programme(article, item, named), explain=explain)
        for item in found
        if item.reason is None
    ]
    rejected = [rejected_record(article, item.index, item.quantity, item.reason, item) for item in found if item.reason]
    for index, row in enumerate(article.numbers):
        rejected += [rejected_record(article, index, number, number.reason, None) for number in row if number.reason]
    rejected.sort(key=lambda row: row.char_start)
    initiatives = [initiative_record(article, item) for item in named]
    return Extraction(
        counts,
        rejected,
        field_mentions(article, found, named),
        initiatives,
        title_kind(article),
        len(article.sentences),
    )


def _topic(article: Article) -> tuple[str, ...]:
    """The field that title and opening name most."""
    title = tokenise(article.document.title) if article.document.title else None
    codes = {area.code for area in areas(title, 0, len(title))} if title else set()
    opening = [article.parsed(index) for index in range(min(_OPENING, len(article.sentences)))]
    return topic(opening, codes)


def _programme(article: Article, item: Finding, named: list[Named]) -> str | None:
    """The initiative of a count: the one its sentence names, else the one that the article is about."""
    return _nearest(article, item, named) or _subject_of(article, item, named)


def _nearest(article: Article, item: Finding, named: list[Named]) -> str | None:
    """The initiative that the sentence names nearest to the number."""
    sentence = article.sentences[item.index]
    near = [
        (abs(place - item.quantity.core), entry.name)
        for entry in named
        for place in entry.places
        if sentence.first <= place < sentence.stop and entry.kind not in _BODIES
    ]
    return min(near)[1] if near else None


def _subject_of(article: Article, item: Finding, named: list[Named]) -> str | None:
    """The initiative that the article is about: named first in its opening, and again in the text."""
    opening = article.sentences[min(_OPENING, len(article.sentences)) - 1].stop
    leading = [entry for entry in named if entry.first < opening and entry.kind not in _BODIES]
    if not leading or len(leading[0].places) <= _OPENING:
        return None
    parties = leading[0].parties
    return leading[0].name if not parties or set(item.parties.codes) <= set(parties) else None
