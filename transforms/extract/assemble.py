"""Findings -> records as published."""

from __future__ import annotations

from transforms.extract.article import Article
from transforms.extract.counts import Finding
from transforms.extract.explain import reasons
from transforms.extract.initiatives import Named
from transforms.extract.quantities import Quantity
from transforms.records import Count, Initiative, RejectedNumber


def sentence_text(article: Article, index: int) -> str:
    """The sentence as it stands in the document, white space made single."""
    found = article.texts.get(index)
    if found is None:
        sentence = article.sentences[index]
        start, end = article.tokens.span(sentence.first, sentence.stop - 1)
        found = article.texts[index] = " ".join(article.document.text[start:end].split())
    return found


def _phrase(article: Article, first: int, last: int) -> tuple[int, int, str]:
    start, end = article.tokens.span(first, last)
    return start, end, article.document.text[start:end]


def count_record(article: Article, item: Finding, kind: str | None, programme: str | None, *, explain: bool) -> Count:
    """One cooperation count."""
    quantity, thing, said = item.quantity, item.counted, item.attribution
    start, end, text = _phrase(article, quantity.first, quantity.last)
    return Count(
        sentence_index=item.index,
        sentence=sentence_text(article, item.index),
        char_start=start,
        char_end=end,
        value_text=text,
        value=quantity.value,
        lower=quantity.lower,
        upper=quantity.upper,
        qualifier=quantity.qualifier,
        measure=quantity.measure,
        unit=quantity.unit,
        object_text=thing.text if thing else None,
        object_head=thing.head if thing else None,
        object_class=item.object_class,
        parties=item.parties.codes,
        period_text=item.period.text,
        period_start=item.period.span.start,
        period_end=item.period.span.end,
        status=item.status.value,
        speaker=said.speaker if said else None,
        speaker_role=said.role if said else None,
        fields=item.fields,
        programme=programme,
        basis=item.basis,
        per=item.period.per,
        document_kind=kind,
        confidence=item.confidence,
        reasons=reasons(article, item, programme) if explain else (),
    )


def rejected_record(
    article: Article, index: int, quantity: Quantity, reason: str, item: Finding | None
) -> RejectedNumber:
    """One number that is no cooperation count; dates and names have no value of their own."""
    start, end, text = _phrase(article, quantity.first, quantity.last)
    valued = reason not in ("date", "address")
    thing = item.counted if item else None
    return RejectedNumber(
        sentence=sentence_text(article, index),
        char_start=start,
        char_end=end,
        value_text=text,
        value=quantity.value if valued else None,
        lower=quantity.lower if valued else None,
        upper=quantity.upper if valued else None,
        unit=quantity.unit or None if valued else None,
        object_text=thing.text if thing else None,
        reason=reason,
    )


def initiative_record(article: Article, named: Named) -> Initiative:
    """One named initiative, at its first mention."""
    start, end, _ = _phrase(article, named.first, named.last)
    return Initiative(
        start, end, named.name, named.acronym, named.kind, named.parties, named.started, named.ended, len(named.places)
    )  # fmt: skip
