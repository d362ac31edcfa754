"""Why each column of a count has its value, in words, with the phrase that decided it."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.extract.article import Article
from transforms.extract.counts import Finding
from transforms.extract.scope import weights
from transforms.records import Reason

_HOW_OBJECT = {
    "after": "the noun phrase behind the number",
    "before": "the noun phrase in front of the number",
    "subject": "the subject of the verb that governs the number",
    "deed": "the verb that says what is done with the money",
    "elided": "left out here; taken over from the number before",
    "heading": "the heading of the table's column, or its caption",
    "equivalent": "the same amount in another unit; taken over from the number before",
}
_HOW_PARTIES = {
    "phrase": "named in the counted phrase",
    "clause": "named in the clause",
    "sentence": "named in the sentence",
    "partner": "one side is named in the clause; the other is the article's main partner",
    "before": "not named here; those of the count before in the paragraph",
    "share": "of a row of numbers each of which has parties of its own",
    "article": "not named here; the article's main parties",
    "table": "the row's label, with the parties of the caption, the title or the article",
}
_QUALIFIERS = {
    "exact": "no qualifying word",
    "between": "two ends of a range",
    "vague": "a vague number noun",
}


def reasons(article: Article, item: Finding, programme: str | None) -> tuple[Reason, ...]:
    """One reason a column, in the order of the table."""
    return tuple(_reasons(article, item, programme))


def _at(article: Article, first: int, last: int) -> tuple[int, int]:
    return article.tokens.span(first, last) if 0 <= first <= last < len(article.tokens) else (0, 0)


def _reasons(article: Article, item: Finding, programme: str | None) -> Iterator[Reason]:
    quantity, thing, said = item.quantity, item.counted, item.attribution
    number = _at(article, quantity.first, quantity.last)
    yield Reason("value", f"{quantity.value:g}", f"read from a {quantity.form} in the text", *number)
    bounds = f"{_bound(quantity.lower)} … {_bound(quantity.upper)}"
    yield Reason("bounds", bounds, _QUALIFIERS.get(quantity.qualifier, f"qualifier {quantity.qualifier}"), *number)
    yield Reason("unit", f"{quantity.measure}, {quantity.unit}", "the words behind or before the number", *number)
    if thing:
        yield Reason("object", thing.text, _HOW_OBJECT[thing.how], *_at(article, thing.first, thing.last))
        yield Reason(
            "object_class",
            item.object_class,
            f"head noun {thing.head!r} and its context",
            *_at(article, thing.head_place, thing.head_place),
        )
    else:
        yield Reason("object_class", item.object_class, "no counted phrase found")
    yield Reason("parties", ";".join(item.parties.codes) or "none", _HOW_PARTIES[item.parties.how])
    yield _period(article, item)
    yield _status(article, item)
    if said:
        yield Reason(
            "speaker",
            said.speaker or f"unnamed ({said.role})",
            "attribution of the sentence",
            *_at(article, said.first, max(said.last, said.first)),
        )
    else:
        yield Reason("speaker", "none", "no attribution: the outlet's own voice")
    yield Reason("fields", ";".join(item.fields) or "none", "areas named in phrase, clause or article")
    if programme:
        yield Reason("programme", programme, "initiative named in the sentence")
    yield Reason("basis", item.basis, "measure, period and verb")
    yield _scope(item)


def _bound(value: float | None) -> str:
    return "open" if value is None else f"{value:g}"


def _period(article: Article, item: Finding) -> Reason:
    time, span = item.period.time, item.period.span
    value = f"{span.start or 'open'} … {span.end or 'open'}" if span.start or span.end else "none"
    if time:
        return Reason(
            "period", value, "the time expression that governs the number", *_at(article, time.first, time.last)
        )
    return Reason("period", value, "taken over from the number before" if item.period.text else "no time expression")


def _status(article: Article, item: Finding) -> Reason:
    place = item.status.place
    if place < 0:
        return Reason("status", item.status.value, "tense and context; no word of planning, possibility or denial")
    word = article.tokens.words[place]
    return Reason("status", item.status.value, f"decided by {word!r}", *_at(article, place, place))


def _scope(item: Finding) -> Reason:
    """The strongest features for and against, by weight."""
    table = weights()
    shares = {name: table.get(name, 0.0) * value for name, value in item.evidence.items() if name != "bias"}
    ranked = sorted((name for name in shares if shares[name]), key=lambda name: -abs(shares[name]))[:4]
    told = ", ".join(f"{name.replace('_', ' ')} {shares[name]:+.1f}" for name in ranked)
    return Reason("confidence", f"{item.confidence:.2f}", f"scope {item.scope:.2f}: {told}")
