"""Kind of document or occasion in which a figure was stated: letter, speech, press conference ..."""

from __future__ import annotations

from functools import cache

from transforms.extract.article import Article
from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.sentences import Sentence
from transforms.vocabulary import rows


@cache
def _phrases(where: str) -> FixedPhrases[str]:
    """Words that name a kind of document in a title or in running text."""
    return FixedPhrases((row["word"].split(), row["kind"]) for row in rows("document_kinds") if row["where"] == where)


def _find(words: list[str], where: str) -> str | None:
    """The kind that the lower-case words name first."""
    return next((kind for kind, _, _ in _phrases(where).each(words)), None)


@cache
def delivered_words() -> frozenset[str]:
    """Words for what one person delivers or signs: speech, remarks, article."""
    return frozenset(row["word"] for row in rows("document_kinds") if row["where"] == "delivered")


@cache
def interview_words() -> frozenset[str]:
    """Words in a text for an interview."""
    return frozenset(row["word"] for row in rows("document_kinds") if row["kind"] == "interview")


def title_kind(article: Article) -> str | None:
    """The kind that the title names."""
    return _find((article.document.title or "").casefold().replace(":", " ").split(), "title")


def kinds(article: Article, attributed: list[bool]) -> list[str | None]:
    """Kind for each sentence, None where nothing tells.

    The one named beside an attribution, or first beside a person (letters from the two presidents were read out), holds
    until another is named; the title's kind stands where no sentence tells.
    """
    whole = title_kind(article)
    found: list[str | None] = []
    current: str | None = None
    for sentence in article.sentences:
        words = article.tokens.lows[sentence.first : sentence.stop]
        tells = attributed[sentence.index] or (current is None and _names_person(article, sentence))
        named = _find(words, "text") if tells else None
        current = named or current
        found.append(current if attributed[sentence.index] and current else whole)
    return found


def _names_person(article: Article, sentence: Sentence) -> bool:
    return any(sentence.first <= person.span[0] < sentence.stop for person in article.people.persons)
