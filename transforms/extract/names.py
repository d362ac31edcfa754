"""Capitalised names with the head noun of an initiative, and partnerships with an adjective that names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.extract.article import Article
from transforms.extract.entities import Entity, group_codes
from transforms.text import tags as T
from transforms.text.lexicon import entries, lemma
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, word_set

_LINKS = T.OF | T.FOR | T.ON | T.AND | T.BETWEEN | T.AGAINST | T.TO | T.WITH | T.IN
_LONGEST = 16
_LOWER_RUN = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` up to and including `last`."""

    first: int
    last: int


@cache
def initiative_heads() -> dict[str, tuple[str, str]]:
    """Head noun in lower case -> kind, and how far a name with it goes alone.

    yes: it needs no further evidence; no: it does; near: two parties in the sentence are enough; body: most with it
    are bodies of one party, so that they are not.
    """
    return {row["word"]: (row["kind"], row["alone"]) for row in rows("initiative_heads")}


@cache
def _small_heads() -> frozenset[str]:
    """Heads that make a name in small letters with the names of parties alone (the Iran-Iraq trade committee)."""
    return frozenset(row["word"] for row in rows("initiative_heads") if row["small"] == "yes")


def name_spans(article: Article) -> Iterator[tuple[Span, str]]:
    """Every candidate name that has evidence of cooperation, with its kind."""
    tokens = article.tokens
    heads = initiative_heads()
    personal = {at for person in article.people.persons for at in (*range(*person.span), person.place)}
    for place in [place for place, word in enumerate(tokens.lows) if word in heads]:
        kind, alone = heads[tokens.lows[place]]
        span = _partnership(tokens, place) if kind == "partnership" and not tokens.tags[place] & T.CAPITAL else None
        span = span or _quoted(tokens, place) or _name(tokens, place)
        if not span or _is_other(article, span, place, personal) or _is_description(article, span, place):
            continue
        if alone == "yes" or _has_evidence(article, span, kind, near=alone == "near"):
            yield span, kind


def _is_description(article: Article, span: Span, head: int) -> bool:
    """Whether a head in small letters only tells what something is: UN operations, the Joint Committee meeting."""
    tokens = article.tokens
    if tokens.tags[head] & T.CAPITAL or span.last < head:
        return False
    word, before = tokens.lows[head], head - 1
    if lemma(word) != word and lemma(word) in initiative_heads():
        return True
    if tokens.lows[before] in initiative_heads() and (
        tokens.tags[before] & T.CAPITAL or initiative_heads()[word][0] == "event"
    ):
        return True
    if word in _small_heads() or not word_set("joint_words").isdisjoint(tokens.lows[span.first : head]):
        return False
    named = _covered(article.here(article.sentence_at(head)))
    capitals = [at for at in range(span.first, span.last + 1) if tokens.tags[at] & T.CAPITAL]
    return bool(capitals) and named.issuperset(capitals)


@cache
def _not_initiatives() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in rows("not_initiatives"))


def _is_other(article: Article, span: Span, head: int, personal: set[int]) -> bool:
    """Generic titles, organisations of the vocabulary, and names inside the title of a person (tokens `personal`)."""
    if article.tokens.text(span.first, span.last).casefold() in _not_initiatives():
        return True
    if not personal.isdisjoint(range(span.first, span.last + 1)):
        return True
    lows = article.tokens.lows
    if not word_set("body_nouns").isdisjoint(lows[head + 1 : _run_end(article.tokens, head) + 1]):
        return True
    if lows[span.first] in word_set("domestic_words") and len(article.codes_inside(span.first, span.last)) < 2:
        return True
    here = article.here(article.sentence_at(head))
    bodies = [entity for entity in here if entity.form in ("organisation", "group") and entity.last >= head]
    if not bodies:
        return False
    within = _covered(here)
    return any(within.issuperset(range(span.first, entity.first)) for entity in bodies)


def _covered(entities: list[Entity]) -> set[int]:
    """The tokens of the entities."""
    return {at for entity in entities for at in range(entity.first, entity.last + 1)}


def _run_end(tokens: Tokens, place: int) -> int:
    """Last of the capitalised words that follow one another from the token on, whatever "and" joins to them."""
    while place + 2 < len(tokens):
        step = 1 + bool(tokens.tags[place + 1] & T.AND)
        if not tokens.tags[place + step] & T.CAPITAL:
            break
        place += step
    return place


def _quoted(tokens: Tokens, head: int) -> Span | None:
    """A quoted title in front of its kind: "Double Thousand" plan."""
    close = head - 1
    if tokens.tags[head] & T.CAPITAL or close < 2 or not tokens.tags[close] & T.QUOTE:
        return None
    first = close - 1
    while first > 0 and close - first < _LONGEST and not tokens.tags[first] & (T.QUOTE | T.STOP | T.PARAGRAPH):
        first -= 1
    capitals = sum(1 for tag in tokens.tags[first + 1 : close] if tag & T.CAPITAL)
    return Span(first + 1, close - 1) if tokens.tags[first] & T.QUOTE and capitals >= 2 else None


def _name(tokens: Tokens, head: int) -> Span | None:
    """The name around a head noun: capitalised words before it and, behind "of", "for" or "on", after it."""
    if tokens.tags[head] & T.CAPITAL:
        first = _left(tokens, head)
        last = _right(tokens, head)
        proper = first < head or last > head
        return Span(_trimmed(tokens, first, head), last) if proper and last - first < _LONGEST else None
    return _lower(tokens, head)


def _left(tokens: Tokens, head: int) -> int:
    """First token of a name: capitalised words, what joins them, and a year or number in front."""
    first = head
    while first > 0:
        before = first - 1
        tag = tokens.tags[before]
        if (tag & T.CAPITAL and not tag & (T.PRONOUN | T.MONTH | T.WEEKDAY | T.PARAGRAPH | T.ROLE)) or (
            tag & T.HYPHEN and tokens.words[before].startswith("non-") and not tokens.words[before].islower()
        ):
            first = before
        elif (
            tag & (T.OF | T.AND | T.FOR | T.DASH)
            and before
            and tokens.tags[before - 1] & T.CAPITAL
            and _inner(tokens, before)
        ):
            if tag & T.AND and tokens.lows[before - 1] in initiative_heads():
                break
            first = before - 1
        elif tag & T.PAREN_CLOSE and before > 2 and _is_acronym(tokens, before - 1):
            first = before - 3
        elif tag & T.DIGITS and before and (tokens.tags[before - 1] & T.CAPITAL or tokens.joined(before)):
            first = before
        elif tag & T.DIGITS and len(tokens.words[before]) == 4:
            return before
        else:
            break
    return first


def _is_acronym(tokens: Tokens, place: int) -> bool:
    """Whether the token is an acronym in parentheses behind a capitalised word: Mekong Cooperation (LMC) Fund."""
    inside = tokens.tags[place] & T.UPPER and tokens.tags[place - 1] & T.PAREN_OPEN
    return bool(inside and tokens.tags[place - 2] & T.CAPITAL)


def _inner(tokens: Tokens, place: int) -> bool:
    """A dash belongs to a name only without white space around it; "and" only between words that a head follows."""
    return not tokens.tags[place] & T.DASH or (tokens.joined(place) and tokens.joined(place + 1))


def _right(tokens: Tokens, head: int) -> int:
    """Last token of a name: capitalised words, and those that "of", "for", "on" or "and" joins to it."""
    last = head
    while last + 2 < len(tokens.words) and last - head < _LONGEST:
        link = last + 1
        if tokens.tags[link] & T.CAPITAL and not tokens.tags[link] & (T.PRONOUN | T.MONTH | T.WEEKDAY):
            last = link
            continue
        if tokens.tags[link] & T.AND and (last == head or tokens.tags[link + 1] & T.ROLE):
            break
        after = link + 1 + bool(tokens.tags[link + 1] & T.ARTICLE)
        linked = tokens.tags[link] & _LINKS and after < len(tokens.words) and tokens.tags[after] & T.CAPITAL
        if not linked or tokens.tags[link] & (T.TO | T.WITH | T.IN) or tokens.tags[after] & (T.MONTH | T.WEEKDAY):
            break
        last = after
    return last


def _trimmed(tokens: Tokens, first: int, head: int) -> int:
    """Without a capitalised function word, number or title at its start (Head of), and what leads it (China-led)."""
    while first < head and (
        tokens.tags[first] & (T.DET | T.PREPOSITION | T.PRONOUN | T.SUBORDINATOR | T.HONORIFIC | T.COORDINATOR)
        or (tokens.tags[first] & T.ROLE and tokens.tags[first + 1] & T.OF)
        or (tokens.tags[first] & T.NUMERAL and not tokens.tags[first] & (T.DIGITS | T.ORDINAL))
        or (_is_led(tokens, first) and head - first > 1)
    ):
        first += 1
    return first


def _is_led(tokens: Tokens, place: int) -> bool:
    """Whether a word tells who leads or backs what follows: China-led, UN-mediated."""
    if not tokens.tags[place] & T.HYPHEN:
        return False
    ending = tokens.words[place].rpartition("-")[2]
    return ending.islower() and bool(entries().get(ending, 0) & T.PARTICIPLE)


def _lower(tokens: Tokens, head: int) -> Span | None:
    """A head in small letters behind a name: China-Russia science and technology innovation fund, COVAX facility."""
    first = head
    while first > 0 and head - first < _LOWER_RUN and not tokens.tags[first] & T.CAPITAL:
        tag = tokens.tags[first - 1]
        if not tag & (T.NOMINAL | T.ADJECTIVE | T.AND | T.HYPHEN | T.CAPITAL) or tag & (
            T.DET | T.PREPOSITION | T.PUNCTUATION
        ):
            return None
        first -= 1
    if not tokens.tags[first] & T.CAPITAL or first == head:
        return None
    first = _left(tokens, first)
    if tokens.tags[first] & T.ARTICLE:
        first += 1
    while (
        first > 2
        and tokens.tags[first - 1] & T.ARTICLE
        and tokens.tags[first - 2] & (T.FOR | T.OF)
        and tokens.tags[first - 3] & T.CAPITAL
    ):
        first = _left(tokens, first - 3)
    named = (
        tokens.tags[first] & T.HYPHEN
        or tokens.tags[first] & T.UPPER
        or (head - first > 1 and tokens.tags[first + 1] & T.CAPITAL)
    )
    return Span(first, head) if named else None


def _partnership(tokens: Tokens, head: int) -> Span | None:
    """Comprehensive strategic partnership of coordination for a new era."""
    first = head
    while first > 0 and tokens.lows[first - 1] in word_set("partnership_words"):
        first -= 1
    if first == head:
        return None
    last = head
    while last + 1 < len(tokens.words) and last - head < _LONGEST:
        tag = tokens.tags[last + 1]
        if not tag & (T.OF | T.FOR | T.ARTICLE | T.NOMINAL | T.ADJECTIVE | T.AND) or (
            tag & (T.VERBAL & ~T.GERUND) and not tag & T.NOMINAL
        ):
            break
        last += 1
    while last > head and not tokens.tags[last] & T.NOMINAL:
        last -= 1
    return Span(first, last)


def _has_evidence(article: Article, span: Span, kind: str, *, near: bool) -> bool:
    """Two parties or a word of joint work in the name, or what was launched, or signed as an agreement, between two.

    With `near` two parties in the sentence do: for what is built and for named projects.
    """
    inside = article.codes_inside(span.first, span.last)
    words = {article.tokens.lows[place] for place in range(span.first, span.last + 1)}
    if len(inside) > 1 or inside & group_codes() or words & word_set("joint_words"):
        return True
    before = article.tokens.lows[max(0, span.first - 5) : span.first]
    begun = word_set("launch_words") | word_set("signing_words") if kind == "agreement" else word_set("launch_words")
    if not begun.isdisjoint(before) and len(article.salience.main) > 1:
        return True
    if kind == "agreement" and not word_set("treaty_links").isdisjoint(article.tokens.lows[span.first : span.last]):
        return True
    return near and len({entity.code for entity in article.here(article.sentence_at(span.first))}) > 1


def acronym_behind(tokens: Tokens, last: int) -> str | None:
    """The acronym in parentheses right behind a name."""
    if (
        last + 3 >= len(tokens.words)
        or not tokens.tags[last + 1] & T.PAREN_OPEN
        or not tokens.tags[last + 3] & T.PAREN_CLOSE
    ):
        return None
    word = tokens.words[last + 2]
    return word if sum(char.isupper() for char in word) >= 2 else None
