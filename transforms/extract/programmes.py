"""The programme of a count: the named initiative that it belongs to."""

from __future__ import annotations

from transforms.extract.article import Article
from transforms.extract.counts import Finding
from transforms.extract.initiatives import Named

_OPENING = 2
_BODIES = ("mechanism", "institution")  # they act and pay, but no count belongs to them as to a programme


class Programmes:
    """The initiatives of one article, by the sentences that name them."""

    def __init__(self, article: Article, named: list[Named]) -> None:
        """Bodies are left out; the first initiative of the opening may be what the article is about."""
        self.mentions: dict[int, list[tuple[int, str]]] = {}
        fitting = [entry for entry in named if entry.kind not in _BODIES]
        for entry in fitting:
            for place in entry.places:
                self.mentions.setdefault(article.sentence_at(place), []).append((place, entry.name))
        opening = article.sentences[min(_OPENING, len(article.sentences)) - 1].stop if article.sentences else 0
        leading = next((entry for entry in fitting if entry.first < opening and entry.kind != "fund"), None)
        self.subject = leading if leading and len(leading.places) > _OPENING else None

    def of(self, item: Finding) -> str | None:
        """The initiative that the sentence names nearest to the number, else the one that the article is about."""
        near = [(abs(place - item.quantity.core), name) for place, name in self.mentions.get(item.index, ())]
        if near:
            return min(near)[1]
        if self.subject is None or not set(item.parties.codes) <= set(self.subject.parties or item.parties.codes):
            return None
        return self.subject.name
