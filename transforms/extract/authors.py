"""Who signs or delivers a whole document: "Remarks by X", "Delivered by X", "... - Ms X", a byline with an office."""

from __future__ import annotations

import re

from transforms.extract.article import Article
from transforms.extract.kinds import delivered_words
from transforms.extract.people import Person, find_people, name_at
from transforms.extract.speakers import Attribution
from transforms.text import tags as T
from transforms.text.tokens import Tokens, tokenise

_LINE = 300
_REACH = 10
_BEFORE = 5
_LONGEST_NAME = 5
_SEPARATOR = "; "
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_DASH = re.compile("[-\u2010-\u2015\u2212]")


def whole_document(article: Article) -> Attribution | None:
    """The person, or the persons, whose words the whole text is; the title tells, else the first line or the byline."""
    stop = article.sentences[0].stop if article.sentences else 0
    opening = article.document.text[: article.tokens.ends[stop - 1]] if stop else ""
    for line in (article.document.title or "", opening):
        names = _delivered_by(line)
        if names:
            return Attribution(_SEPARATOR.join(names), None, 0, -1)
    name = _behind_dash(article.document.title or "") or _in_brackets(article.document.title or "")
    name = name or _of_title(article.document.title or "") or _signed_by(article.document.byline or "")
    return Attribution(name, None, 0, -1) if name else None


def _signed_by(byline: str) -> str | None:
    """The name in a byline with an office behind a comma."""
    if "," not in byline:
        return None
    tokens = tokenise(byline)
    if not any(tag & T.ROLE for tag in tokens.tags) or not any(tag & T.COMMA for tag in tokens.tags):
        return None
    first = next((place for place, tag in enumerate(tokens.tags) if tag & T.CAPITAL), 0)
    comma = next(place for place, tag in enumerate(tokens.tags) if tag & T.COMMA)
    if 1 < comma - first <= _LONGEST_NAME and all(tag & (T.CAPITAL | T.STOP) for tag in tokens.tags[first:comma]):
        return tokens.text(first, comma - 1)
    return _name(tokens, first)


def _of_title(title: str) -> str | None:
    """The person whom a title names right before what is delivered ("Minister Roe's remarks at ...")."""
    if delivered_words().isdisjoint(title.casefold().split()):
        return None
    tokens = tokenise(title[:_LINE])
    for person in find_people(tokens, {}).persons:
        last = name_at(tokens, person.place, {})
        if last is None or person.role is None:
            continue
        for place in range(last + 1, min(last + _BEFORE, len(tokens.words) - 1)):
            if tokens.tags[place] & (T.PREPOSITION | T.AND | T.PUNCTUATION):
                break
            if tokens.lows[place] in delivered_words() and not tokens.tags[place + 1] & T.WITH:
                return person.name
    return None


def _behind_dash(title: str) -> str | None:
    """The person with a form of address that closes a title behind a dash ("High-level segment - Ms Grace Fu")."""
    if _DASH.search(title, 0, _LINE) is None:
        return None
    tokens = tokenise(title[:_LINE])
    dash = max((at for at, tag in enumerate(tokens.tags) if tag & T.DASH or tokens.words[at] == "-"), default=-1)
    if dash < 0 or dash + 2 >= len(tokens.words) or not tokens.tags[dash + 1] & T.HONORIFIC:
        return None
    people = find_people(tokens, {}).persons
    return next((person.name for person in people if person.place > dash), None)


def _in_brackets(title: str) -> str | None:
    """The person who closes the brackets at the end of a title ("... (State of the Union Address, Jane Roe)")."""
    if not title.rstrip().endswith(")"):
        return None
    tokens = tokenise(title[:_LINE])
    comma = max((at for at, tag in enumerate(tokens.tags) if tag & T.COMMA), default=-1)
    opening = max((at for at, tag in enumerate(tokens.tags[: max(comma, 0)]) if tag & T.PAREN_OPEN), default=-1)
    if opening < 0 or delivered_words().isdisjoint(tokens.lows[opening:comma]):
        return None
    return _name(tokens, _past_titles(tokens, comma + 1))


def _delivered_by(line: str) -> list[str]:
    """The names in "Remarks by Minister X and Governor Y at ...", "Keynote address - Delivered by Z"."""
    if _BY.search(line, 0, _LINE) is None:
        return []
    tokens = tokenise(line[:_LINE])
    place = next((at for at, word in enumerate(tokens.lows) if word in delivered_words()), None)
    by = [] if place is None else [at for at in range(place, len(tokens.words)) if tokens.tags[at] & T.BY]
    if place is None or not by or by[0] > place + _REACH:
        return []
    for at in reversed(by):
        names = _names_behind(tokens, at + 1)
        if names:
            return names
    return []


def _names_behind(tokens: Tokens, first: int) -> list[str]:
    """The persons named from the token on, as long as only "and" stands between them."""
    names: list[str] = []
    end = first
    for person in sorted(find_people(tokens, {}).persons, key=lambda item: item.place):
        if person.place < first:
            continue
        if names and not any(tag & T.AND for tag in tokens.tags[end : person.place]):
            break
        if _breaks(tokens, end, person):
            break
        names.append(person.name)
        end = person.place + len(person.name.split())
    alone = _name(tokens, _past_titles(tokens, first)) if not names else None
    return [alone] if alone else names


def _breaks(tokens: Tokens, end: int, person: Person) -> bool:
    """Whether the person belongs to another phrase of the line (at, on, with): no one who speaks."""
    start = min(person.span[0] or person.place, person.place)
    return any(tag & (T.AT | T.ON | T.WITH | T.IN | T.DURING) for tag in tokens.tags[end:start])


def _past_titles(tokens: Tokens, first: int) -> int:
    while first < len(tokens.words) and tokens.tags[first] & (T.ROLE | T.HONORIFIC | T.UPPER | T.STOP):
        first += 1
    return first


def _name(tokens: Tokens, first: int) -> str | None:
    last = name_at(tokens, first, {}) if first < len(tokens.words) else None
    return tokens.text(first, last) if last is not None else None
