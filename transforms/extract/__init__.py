"""Document -> counts, rejected numbers, field mentions and initiatives."""

from __future__ import annotations

from transforms.extract.areas import areas
from transforms.extract.article import Article, analyse
from transforms.extract.assemble import count_record, initiative_record, rejected_record
from transforms.extract.count_fields import topic
from transforms.extract.counts import findings
from transforms.extract.field_mentions import field_mentions
from transforms.extract.initiatives import find_initiatives
from transforms.extract.kinds import kinds, title_kind
from transforms.extract.programmes import Programmes
from transforms.extract.quotations import attributions
from transforms.extract.wholes import link
from transforms.records import Document, Extraction

_OPENING = 2


def extract(document: Document, *, explain: bool = False) -> Extraction:
    """All findings of one document; with `explain`, each count carries its reasons."""
    article = analyse(document)
    said = attributions(article)
    found = findings(article, said, _topic(article))
    named = find_initiatives(article)
    programmes = Programmes(article, named)
    occasion = kinds(article, [bool(row) for row in said])
    counts = [
        count_record(article, item, occasion[item.index], programmes.of(item), explain=explain)
        for item in found
        if item.reason is None
    ]
    link(document.text, counts)
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
    codes = {area.code for area in areas(article.headline, 0, len(article.headline))}
    return topic(article.tokens, article.sentences[:_OPENING], codes)
