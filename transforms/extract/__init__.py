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
    """The initiative that the sentence names nearest to the number, else the one that the article is about."""
    sentence = article.sentences[item.index]
    near = [
        (abs(place - item.quantity.core), entry.name)
        for entry in named
        for place in entry.places
        if sentence.first <= place < sentence.stop
    ]
    return min(near)[1] if near else _subject_of(article, item, named)


def _subject_of(article: Article, item: Finding, named: list[Named]) -> str | None:
    """The initiative that the whole article is about: named in its opening and again, between the same parties."""
    opening = article.sentences[min(_OPENING, len(article.sentences)) - 1].stop
    for entry in named:
        if entry.first < opening and len(entry.places) > _OPENING and set(entry.parties) == set(item.parties.codes):
            return entry.name
    return None
