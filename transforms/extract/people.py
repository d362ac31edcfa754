"""Persons of an article: full name and title as first given, found again by surname, pronoun or office."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from transforms.text import tags as T
from transforms.text.lexicon import bodies, entries
from transforms.text.tokens import Tokens
from transforms.vocabulary import rows, word_set

_LONGEST_NAME = 5
_LONGEST_TITLE = 40  # in tokens; headings without a full stop between run on like one title
_LEAD = T.CAPITAL | T.ADJECTIVE | T.NOUN
_OFFICE_LINKS = T.PREPOSITION | T.COMMA | T.ARTICLE | T.AND
_STOPS = T.DET | T.PREPOSITION | T.PRONOUN | T.COORDINATOR | T.AUXILIARY | T.MODAL | T.PUNCTUATION


@dataclass(slots=True)
class Person:
    """One person; `role` is the title as written, None when the article gives none.

    `place` is the first token of the name; `span` holds the tokens of name and title, end exclusive. `comments` tells
    that the title is that of an observer (analyst, professor), not of somebody who acts for a party.
    """

    name: str
    role: str | None
    place: int
    span: tuple[int, int] = (0, 0)
    comments: bool = False


@dataclass(slots=True)
class People:
    """All persons of an article; `by_word` finds one by any part of the name."""

    persons: list[Person] = field(default_factory=list)
    by_word: dict[str, Person] = field(default_factory=dict)

    def add(self, person: Person) -> Person:
        """Registers a person; one who is known already keeps the longer name and the first title."""
        words = [word for word in person.name.replace(".", " ").split() if len(word) > 1]
        known = next((self.by_word[word] for word in (words[-1:] + words[:1]) if word in self.by_word), None)
        if known and (set(words) <= set(known.name.split()) or known.name in words):
            if len(words) > len(known.name.split()):
                known.name = person.name
            known.role = known.role or person.role
            person = known
        else:
            self.persons.append(person)
        for word in words:
            self.by_word.setdefault(word, person)
        return person


@cache
def _commenting() -> frozenset[str]:
    return frozenset(row["title"] for row in rows("roles") if row["level"] == "academic")


def _is_comment(role: str) -> bool:
    return any(word in _commenting() for word in role.casefold().split())


@cache
def _leaders() -> dict[str, str]:
    """Surname -> full name of the leaders that news names without introduction."""
    return {row["surname"]: row["name"] for row in rows("leaders") if row["surname"]}


def find_people(tokens: Tokens, taken: dict[int, str]) -> People:
    """Persons introduced with a title, before or behind their name; `taken` gives the form of the entity at a token."""
    people = People()
    for place, tag in enumerate(tokens.tags):
        if not tag & (T.ROLE | T.HONORIFIC):
            continue
        found = _behind_role(tokens, place, taken) if tag & T.ROLE else _behind_honorific(tokens, place, taken)
        found = found or (
            _before_role(tokens, place, taken) or _apposed(tokens, place, taken) if tag & T.ROLE else None
        )
        if found:
            people.add(found)
    return people


def name_at(tokens: Tokens, place: int, taken: dict[int, str]) -> int | None:
    """Last token of the personal name that begins at the token, or None.

    A name is made of capitalised words that are no common words, places or organisations.
    """
    last = None
    at = place
    while at < len(tokens.words) and at - place < _LONGEST_NAME:
        if _is_name_word(tokens, at, taken):
            last = at
        elif not _is_inner(tokens, at):
            break
        at += 1
    return last


def _is_name_word(tokens: Tokens, place: int, taken: dict[int, str]) -> bool:
    """Whether a capitalised word may be part of a personal name: no title, no place, no common word."""
    tag = tokens.tags[place]
    if not tag & T.CAPITAL or taken.get(place, "leader") != "leader" or tag & (T.HONORIFIC | T.WEEKDAY):
        return False
    if tag & T.MONTH and tokens.lows[place] not in word_set("month_names", "name"):
        return False
    known = tag & (T.PLURAL | T.DET | T.PREPOSITION | T.PRONOUN | T.ROLE | T.PERSON_NOUN | T.AUXILIARY)
    if known:
        return False
    return taken.get(place) == "leader" or not _is_common(tokens, place) or _has_given_name(tokens, place, taken)


def _has_given_name(tokens: Tokens, place: int, taken: dict[int, str]) -> bool:
    """A family name that is also a common word (Park Joon-ho), shown by the name behind it."""
    following = place + 1
    if following >= len(tokens.words) or not tokens.tags[following] & T.CAPITAL or following in taken:
        return False
    if tokens.lows[place] in bodies() or (place and tokens.tags[place - 1] & (T.AND | T.OF)):
        return False
    return not tokens.tags[following] & T.OPEN & ~T.NOUN and not _is_common(tokens, following)


def _is_common(tokens: Tokens, place: int) -> bool:
    """Whether the word is a common word of more than three letters."""
    known = entries().get(tokens.lows[place], 0)
    return bool(known & T.OPEN) and len(tokens.words[place]) > 3


def _is_inner(tokens: Tokens, place: int) -> bool:
    """Whether a token may stand inside a name: an initial, its stop, a particle (bin, van), a hyphen."""
    word = tokens.words[place]
    if word == "." and tokens.joined(place):
        return len(tokens.words[place - 1]) <= 2
    if word == "-" and tokens.joined(place):
        return True
    return word in word_set("name_particles") or (len(word) == 1 and word.isupper())


def _behind_honorific(tokens: Tokens, place: int, taken: dict[int, str]) -> Person | None:
    start = _skip_honorifics(tokens, place)
    last = name_at(tokens, start, taken) if start < len(tokens.words) else None
    return Person(tokens.text(start, last), None, start) if last is not None else None


def _skip_honorifics(tokens: Tokens, place: int) -> int:
    while place < len(tokens.words) and (tokens.tags[place] & T.HONORIFIC or tokens.words[place] == "."):
        place += 1
    return place


def _behind_role(tokens: Tokens, place: int, taken: dict[int, str]) -> Person | None:
    """Chinese President Xi Jinping; Deputy Minister of Labour and Social Affairs Tran Quoc Huy."""
    start = _skip_honorifics(tokens, place + 1)
    last = name_at(tokens, start, taken) if start < len(tokens.words) else None
    if last is None:
        start, last = _behind_office(tokens, place, taken)
    if last is None:
        return None
    begin = role_start(tokens, place, taken)
    role = tokens.text(begin, _trim(tokens, place, start))
    return Person(tokens.text(start, last), role, start, (begin, last + 1), _is_comment(role))


def _trim(tokens: Tokens, place: int, start: int) -> int:
    end = start - 1
    while end > place and tokens.tags[end] & (T.HONORIFIC | T.STOP):
        end -= 1
    return end


def _behind_office(tokens: Tokens, place: int, taken: dict[int, str]) -> tuple[int, int | None]:
    """The name behind an office that runs on (of Science and Technology, for External Affairs)."""
    at = place + 1
    if at >= len(tokens.words) or not tokens.tags[at] & (T.OF | T.FOR | T.TO | T.IN):
        return at, None
    while at < len(tokens.words) and at - place < 14:
        tag = tokens.tags[at]
        if tag & T.CAPITAL and at > place + 1:
            last = name_at(tokens, at, taken)
            if last is not None and last > at and not tokens.tags[at - 1] & _OFFICE_LINKS:
                return at, last
        if not tag & (T.CAPITAL | T.PREPOSITION | T.COORDINATOR | T.COMMA | T.ARTICLE | T.HONORIFIC | T.STOP):
            break
        if tag & T.COMMA and not _office_goes_on(tokens, at):
            break
        at += 1
    return at, None


def _office_goes_on(tokens: Tokens, comma: int) -> bool:
    """Labour, Invalids and Social Affairs: a comma inside the name of a ministry."""
    ahead = range(comma + 1, min(comma + 4, len(tokens.words)))
    return any(tokens.tags[place] & T.AND for place in ahead) and bool(tokens.tags[comma + 1] & T.CAPITAL)


def role_start(tokens: Tokens, place: int, taken: dict[int, str]) -> int:
    """First token of the title that ends in the role word: nationality, body and rank in front of it."""
    start, furthest = place, max(0, place - _LONGEST_TITLE)
    while start > furthest:
        before = tokens.tags[start - 1]
        clitic = before & T.CLITIC and start > 1
        if not (clitic or (before & _LEAD and not before & _STOPS) or start - 1 in taken):
            break
        if before & T.VERBAL and not before & (T.NOMINAL | T.CAPITAL | T.ADJECTIVE):
            break
        start -= 1
    return start + bool(tokens.tags[start] & T.CLITIC)


def _before_role(tokens: Tokens, place: int, taken: dict[int, str]) -> Person | None:
    """Elena Marchetti, FAO Representative in Uganda; Li Mingjiang, an associate professor of ..."""
    start = role_start(tokens, place, taken)
    if start and tokens.tags[start - 1] & (T.ARTICLE | T.POSSESSIVE):
        start -= 1
    comma = start - 1
    if comma < 1 or not tokens.tags[comma] & T.COMMA:
        return None
    first = comma - 1
    while first > 0 and comma - first < _LONGEST_NAME and tokens.tags[first - 1] & T.CAPITAL:
        first -= 1
    while first < comma - 1 and name_at(tokens, first, taken) != comma - 1:
        first += 1
    if name_at(tokens, first, taken) != comma - 1 or (first == comma - 1 and tokens.words[first].isupper()):
        return None
    begin = start + bool(tokens.tags[start] & T.ARTICLE)
    end = _role_end(tokens, place)
    role = tokens.text(begin, end)
    return Person(tokens.text(first, comma - 1), role, first, (first, end + 1), _is_comment(role))


def _apposed(tokens: Tokens, place: int, taken: dict[int, str]) -> Person | None:
    """The hospital's director, Jean-Luc Mandaba; the coordinator of the mission, Yamilé Ortega."""
    end = _role_end(tokens, place)
    if end + 2 >= len(tokens.words) or not tokens.tags[end + 1] & T.COMMA:
        return None
    last = name_at(tokens, end + 2, taken)
    if last is None or last == end + 2:
        return None
    closes = last + 1 >= len(tokens.words) or tokens.tags[last + 1] & (
        T.PUNCTUATION | T.VERBAL | T.COORDINATOR | T.AUXILIARY
    )
    begin = role_start(tokens, place, taken)
    role = tokens.text(begin, end)
    return Person(tokens.text(end + 2, last), role, end + 2, (begin, last + 1), _is_comment(role)) if closes else None


def _role_end(tokens: Tokens, place: int) -> int:
    """Last token of a title with its office (Representative in Uganda, head of the trade department)."""
    end, furthest = place, min(place + _LONGEST_TITLE, len(tokens.words))
    while end + 2 < furthest and tokens.tags[end + 1] & (T.OF | T.IN | T.FOR | T.AT | T.ON | T.TO):
        at = end + 2
        while at < furthest and tokens.tags[at] & (T.ARTICLE | T.CAPITAL | T.ADJECTIVE | T.NOMINAL | T.AND | T.CLITIC):
            if tokens.tags[at] & T.VERBAL and not tokens.tags[at] & (T.NOMINAL | T.CAPITAL):
                break
            at += 1
        if at == end + 2:
            break
        end = at - 1
    return end


def leader_name(surname: str) -> str | None:
    """Full name of a leader known by surname alone."""
    return _leaders().get(surname)
