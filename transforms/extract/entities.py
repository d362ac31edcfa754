"""Countries, groups, places, organisations and leaders in the text, each with the code of its party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.text import tags as T
from transforms.text.fixed_phrases import FixedPhrases
from transforms.text.lexicon import entries
from transforms.text.tokens import Tokens, tokenise
from transforms.vocabulary import lines, rows, split, word_set


@dataclass(slots=True)
class Entity:
    """A name in the text: tokens `first` up to and including `last`.

    `form`: country, demonym, capital, group, adjective (of a group), place, organisation or leader.
    """

    first: int
    last: int
    code: str
    form: str


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    form: str
    not_after: frozenset[str]
    not_before: frozenset[str]


_SHORTENED = ("country", "group", "organisation")
_Written = tuple[str, str, str, dict[str, str]]


def _entries() -> Iterator[_Written]:
    """Every written name with its code, its form and its row."""
    yield from _of_countries()
    yield from _of_groups()
    for table, form in (("places", "place"), ("organisations", "organisation"), ("leaders", "leader")):
        for row in rows(table):
            yield row["name"], row["code"], form, row
            if row.get("surname"):
                yield row["surname"], row["code"], form, row


def _of_countries() -> Iterator[_Written]:
    """Names of countries and capitals, and of peoples in singular and plural."""
    for row in rows("countries"):
        for name in (row["name"], row["official_name"], *split(row["names"])):
            yield name, row["iso3"], "country", row
        for name in split(row["demonyms"]):
            yield name, row["iso3"], "demonym", row
            yield name + "s", row["iso3"], "demonym", row
        for name in split(row["capitals"]):
            yield name, row["iso3"], "capital", row


def _of_groups() -> Iterator[_Written]:
    """Names of blocs and bodies with the adjectives made of them."""
    for row in rows("groups"):
        for name in (row["name"].split(" / ")[0], *split(row["names"])):
            yield name, row["code"], "organisation" if row["kind"] == "organisation" else "group", row
        for name in split(row["adjectives"]):
            yield name, row["code"], "adjective", row
            yield name + "s", row["code"], "adjective", row


def _guard(cell: str, name: str) -> frozenset[str]:
    """Guard words of a row that hold for the name: plain ones, and those written as Name:word."""
    words = (entry.rpartition(":") for entry in split(cell))
    return frozenset(word for owner, _, word in words if owner in ("", name))


@cache
def _names() -> dict[tuple[str, ...], _Name]:
    """Words of a name, as written -> the name; the first row that claims a name keeps it."""
    table: dict[tuple[str, ...], _Name] = {}
    blocked: Iterator[_Written] = ((line, "", "trap", {}) for line in lines("traps"))
    for name, code, form, row in (*blocked, *_entries()):
        words = tuple(tokenise(name).words)
        for form_words in {words, tuple(word.upper() for word in words)} if len(name) > 3 else {words}:
            entry = _Name(code, form, _guard(row.get("not_after", ""), name), _guard(row.get("not_before", ""), name))
            table.setdefault(form_words, entry)
    return table


@cache
def _written() -> FixedPhrases[_Name]:
    return FixedPhrases(_names().items())


@cache
def _openings() -> frozenset[str]:
    """First words of the names."""
    return _written().openings()


@cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["code"] for row in rows("combining_forms")}


def entities(tokens: Tokens) -> list[Entity]:
    """All entities in order, those inside the names of currencies included."""
    found: list[Entity] = []
    short: dict[str, Entity] = {}
    last = -1
    openings, words = _openings(), tokens.words
    for place in [place for place, tag in enumerate(tokens.tags) if tag & T.CAPITAL]:
        if place <= last:
            continue
        entity = _match(tokens, place) if words[place] in openings else None
        if entity is None and words[place] in short:
            entity = _short_form(tokens, place, short)
        if entity:
            last = entity.last
            if entity.code and not _is_epithet(tokens, entity):
                found.append(entity)
                short.update(dict.fromkeys(_short_words(tokens, entity), entity))
        elif tokens.tags[place] & T.HYPHEN:
            found.extend(_parts(tokens, place))
    return found


def _is_epithet(tokens: Tokens, entity: Entity) -> bool:
    """Whether the name of a region only describes one country ("the West African nation")."""
    if entity.form not in ("group", "adjective") or entity.last + 1 >= len(tokens.words):
        return False
    return tokens.lows[entity.last + 1] in word_set("epithet_nouns")


def _short_form(tokens: Tokens, place: int, short: dict[str, Entity]) -> Entity | None:
    """A word of an earlier name that stands for it ("the Bank", "the Union", "the Kingdom")."""
    if not place or not tokens.is_the(place - 1):
        return None
    name = short[tokens.words[place]]
    following = tokens.tags[place + 1] if place + 1 < len(tokens.words) else T.STOP
    return None if following & (T.CAPITAL | T.OF | T.HYPHEN) else Entity(place, place, name.code, name.form)


def _short_words(tokens: Tokens, name: Entity) -> list[str]:
    """The words that may stand for a name of several: not the first, unless "of" follows (Kingdom of Jordan)."""
    if name.form not in _SHORTENED or name.last == name.first:
        return []
    return tokens.words[name.first + (not tokens.tags[name.first + 1] & T.OF) : name.last + 1]


def _match(tokens: Tokens, place: int) -> Entity | None:
    """The longest name that begins at the token and whose neighbours do not forbid it."""
    words = tokens.words
    for name, last in reversed(_written().all_at(words, place)):
        stop = last + 1
        if name.not_after and place and _stands_behind(words, place, name.not_after):
            continue
        if name.not_before and stop < len(words) and words[stop] in name.not_before:
            continue
        named = name.form in ("capital", "place") or words[place] in word_set("given_names", "name")
        if last == place and named and _is_surname(tokens, stop):
            continue  # Jordan Henderson, the company Porto Claro
        return Entity(place, last, name.code, name.form)
    return None


def _is_surname(tokens: Tokens, place: int) -> bool:
    """Whether a capitalised word that is neither in the dictionary nor opens a name of the vocabulary stands here."""
    if place >= len(tokens.words) or not tokens.tags[place] & T.CAPITAL or tokens.tags[place] & (T.UPPER | T.HYPHEN):
        return False
    return tokens.lows[place] not in entries() and tokens.words[place] not in _openings()


def _stands_behind(words: list[str], place: int, guards: frozenset[str]) -> bool:
    """Whether a guard stands right before the token, or before a comma (Atlanta, Georgia); it has up to two words."""
    before = words[place - 1]
    if before == "," and place > 1:
        before = words[place - 2]
    return before in guards or (place > 1 and f"{words[place - 2]} {before}" in guards)


def _parts(tokens: Tokens, place: int) -> list[Entity]:
    """Entities inside a hyphenated word: China-Russia, Sino-German, Kazakh-led."""
    found = []
    for part in tokens.words[place].split("-"):
        name = _names().get((part,))
        code = name.code if name else _prefixes().get(part, "")
        if code:
            found.append(Entity(place, place, code, name.form if name else "demonym"))
    return found


@cache
def members() -> dict[str, frozenset[str]]:
    """Code of a bloc -> ISO 3166-1 alpha-3 codes of its members, which are one side with it.

    Organisations that act beside their members (United Nations, development banks) are not here.
    """
    return {row["code"]: frozenset(split(row["members"])) for row in rows("groups") if row["kind"] == "bloc"}


@cache
def group_codes() -> frozenset[str]:
    """Codes of all groups."""
    return frozenset(row["code"] for row in rows("groups"))
