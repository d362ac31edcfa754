"""Named initiatives: programmes, forums, funds, institutions, facilities, agreements, partnerships and events.

Three sources: names of the vocabulary (initiatives.csv); capitalised names whose head noun is one of
initiative_heads.csv; partnerships that an adjective makes a named one. Mentions are joined within the article, also
by the acronym in parentheses behind the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from transforms.extract.article import Article
from transforms.extract.dating import dated
from transforms.extract.names import Span, acronym_behind, initiative_heads, name_spans
from transforms.text import tags as T
from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.tokens import Tokens, tokenise
from transforms.vocabulary import rows, split

_LONGEST_ACRONYM = 12
_Mention = tuple[Span, str, str, tuple[str, ...], str]


@dataclass(slots=True)
class Named:
    """One initiative; tokens `first` to `last` are its first mention, `places` the first tokens of all mentions."""

    first: int
    last: int
    name: str
    acronym: str | None
    kind: str
    parties: tuple[str, ...]
    started: str | None = None
    ended: str | None = None
    places: list[int] = field(default_factory=list)


@cache
def _known() -> FixedPhrases[tuple[str, tuple[str, ...], str]]:
    """The names of the vocabulary, with kind, parties and the name that all their forms stand for."""
    return FixedPhrases(
        (tokenise(form).words, (row["kind"], split(row["parties"]), row["name"]))
        for row in rows("initiatives")
        for form in (row["name"], *split(row["aliases"]), *split(row["acronyms"]))
    )


class _Register:
    """The initiatives of an article in the order of their first mention, found by name, acronym or a part of the name.

    Looked up by their words: an article may name thousands.
    """

    def __init__(self) -> None:
        self.items: list[Named] = []
        self._keys: list[frozenset[str]] = []
        self._by_key: dict[frozenset[str], int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_acronym: dict[str, int] = {}

    def add(self, item: Named) -> Named:
        """Takes in an initiative of a new name."""
        key, place = _key(item.name), len(self.items)
        self.items.append(item)
        self._keys.append(key)
        self._by_key[key] = place
        for word in key:
            self._by_word.setdefault(word, []).append(place)
        return item

    def shorten(self, item: Named, acronym: str) -> None:
        """Gives an initiative its acronym."""
        item.acronym = acronym
        place = self._by_key[_key(item.name)]
        self._by_acronym[acronym] = min(place, self._by_acronym.get(acronym, place))

    def find(self, name: str) -> Named | None:
        """The initiative of the name, else the first that is meant by its acronym or by a part of its full name."""
        key = _key(name)
        if key in self._by_key:
            return self.items[self._by_key[key]]
        fewest = min((self._by_word.get(word, []) for word in key), key=len, default=[])
        longer = next((place for place in fewest if key < self._keys[place]), None)
        short = self._by_acronym.get(name)
        meant = [place for place in (longer, short) if place is not None]
        return self.items[min(meant)] if meant else None


def find_initiatives(article: Article) -> list[Named]:
    """The initiatives of an article, in order of their first mention."""
    register = _Register()
    by_row: dict[str, Named] = {}
    for span, name, kind, parties, row in sorted(_mentions(article), key=lambda entry: entry[0].first):
        acronym = acronym_behind(article.tokens, span.last)
        known = by_row.get(row) or register.find(name)
        if known is None:
            sides = parties or _parties(article, span)
            known = register.add(Named(span.first, span.last, name, None, kind, sides))
        if row:
            by_row[row] = known
        if acronym and not known.acronym:
            register.shorten(known, acronym)
        known.places.append(span.first)
    found = register.items
    acronyms: dict[str, list[int]] = {item.acronym: [] for item in found if item.acronym}
    for place, word in enumerate(article.tokens.words if acronyms else ()):
        if word in acronyms:
            acronyms[word].append(place)
    for item in found:
        item.places += _by_acronym(acronyms, item)
    _add_short_forms(article.tokens, found)
    for item in found:
        item.started, item.ended = dated(article, item.places)
    return sorted(found, key=lambda item: item.first)


def _add_short_forms(tokens: Tokens, found: list[Named]) -> None:
    """Later mentions by the head of the name alone (the Year), where no other name has that head."""
    owners: dict[str, list[Named]] = {}
    for item in found:
        owners.setdefault(_head(item.name), []).append(item)
    covered = {place + step for item in found for place in item.places for step in range(item.last - item.first + 1)}
    single = {head: named[0] for head, named in owners.items() if len(named) == 1}
    for place, word in enumerate(tokens.words if single else ()):
        if word in single and place not in covered and place > single[word].last and _stands_alone(tokens, place):
            single[word].places.append(place)


def _stands_alone(tokens: Tokens, place: int) -> bool:
    """Whether a capitalised word has "the" in front and no further part of a name behind."""
    following = tokens.tags[place + 1] if place + 1 < len(tokens.words) else 0
    definite = tokens.tags[place - 1] & T.ARTICLE and len(tokens.words[place - 1]) > len("an")
    return bool(definite) and not following & (T.CAPITAL | T.OF)


def _head(name: str) -> str:
    """The head noun of a name: the last kind of initiative before "of", "for" or "on"."""
    heads = [word for word in re.split(r" (?:of|for|on) ", name)[0].split() if word.casefold() in initiative_heads()]
    return heads[-1] if heads else ""


def _key(name: str) -> frozenset[str]:
    """The words of a name whatever their order: China-Russia Year and Russia-China Year are one."""
    return frozenset(word for word in re.findall(r"[^\W_]+", name.casefold()) if len(word) > 2)


def _mentions(article: Article) -> Iterator[_Mention]:
    """Every mention with its name, kind, fixed parties and name in the vocabulary, the longest first.

    Of two that overlap it is the longer one.
    """
    taken: set[int] = set()
    candidates: list[_Mention] = list(_of_vocabulary(article.tokens))
    candidates += [
        (span, article.tokens.text(span.first, span.last), kind, (), "") for span, kind in name_spans(article)
    ]
    for span, name, kind, parties, row in sorted(
        candidates, key=lambda item: (-(item[0].last - item[0].first), item[0].first)
    ):
        places = set(range(span.first, span.last + 1))
        if not places & taken:
            taken |= places | ({span.last + 2} if acronym_behind(article.tokens, span.last) else set())
            yield span, name, kind, parties, row


def _of_vocabulary(tokens: Tokens) -> Iterator[_Mention]:
    for (kind, parties, row), first, last in _known().each(tokens.words):
        numbered = kind == "facility" and _is_numbered(tokens, last)
        yield Span(first, last + numbered), tokens.text(first, last + numbered), kind, parties, "" if numbered else row


def _is_numbered(tokens: Tokens, last: int) -> bool:
    """Whether a number behind a name tells one of several apart: Power of Siberia 2."""
    if last + 2 >= len(tokens) or not tokens.tags[last + 1] & T.DIGITS or len(tokens.words[last + 1]) > len("99"):
        return False
    if tokens.lows[last + 2] in initiative_heads():
        return True
    return not tokens.tags[last + 2] & (T.NOMINAL | T.ADJECTIVE | T.PERCENT | T.SCALE | T.DASH | T.TIMEWORD)


def _parties(article: Article, span: Span) -> tuple[str, ...]:
    """Codes inside the name; when it has fewer than two, those of the article's main parties as well."""
    inside = article.codes_inside(span.first, span.last)
    return tuple(sorted(inside if len(inside) > 1 else inside | set(article.salience.main)))


def _by_acronym(acronyms: dict[str, list[int]], item: Named) -> list[int]:
    """Later mentions by the acronym alone; `acronyms` holds the tokens of each acronym."""
    if not item.acronym or len(item.acronym) > _LONGEST_ACRONYM:
        return []
    return [place for place in acronyms.get(item.acronym, ()) if place > item.last + 2]
