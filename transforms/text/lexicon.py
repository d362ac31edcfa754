"""Word -> what it can be (tags) and its lemma; from the vocabulary, else from its shape."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from transforms.text import tags as T
from transforms.vocabulary import rows, split

_MARKS = {
    ",": T.COMMA,
    ".": T.STOP,
    "!": T.STOP,
    "?": T.STOP,
    "…": T.STOP,
    "(": T.PAREN_OPEN,
    "[": T.PAREN_OPEN,
    ")": T.PAREN_CLOSE,
    "]": T.PAREN_CLOSE,
    '"': T.QUOTE,
    "-": T.DASH,
    "–": T.DASH,
    "—": T.DASH,
    ":": T.COLON,
    ";": T.SEMICOLON,
    "•": T.BULLET,
    "*": T.BULLET,
    "\n": T.PARAGRAPH,
}
_SUFFIXES = (
    (("tion", "sion", "ment", "ness", "ship", "ity", "ism", "ance", "ence", "hood", "dom", "age", "cy"), T.NOUN),
    (("er", "or", "ist", "ian", "eer", "ant"), T.NOUN),
    (
        ("ous", "ful", "ive", "able", "ible", "less", "ic", "ical", "ial", "al", "ese", "ary", "ish", "ward"),
        T.ADJECTIVE,
    ),
    (("ly", "wise", "wards"), T.ADVERB),
    (("ize", "ise", "ify"), T.VERB),
)
_FORMS = (("lemma", T.VERB), ("third", T.THIRD), ("past", T.PAST), ("participle", T.PARTICIPLE), ("gerund", T.GERUND))
_NUMBER_TAGS = {
    "unit": T.NUMERAL,
    "tens": T.NUMERAL,
    "hundred": T.NUMERAL | T.SCALE,
    "scale": T.SCALE,
    "dozen": T.NUMERAL,
    "vague": T.VAGUE,
    "fraction": T.FRACTION,
    "multiple": T.MULTIPLE,
    "halving": T.MULTIPLE,
    "times": T.MULTIPLE,
    "fold_word": T.MULTIPLE,
    "ordinal": T.ORDINAL,
}


def _add(table: dict[str, int], word: str, bits: int) -> None:
    table[word] = table.get(word, 0) | bits


def _read_closed(table: dict[str, int]) -> None:
    """Function words, numbers, months and words of time."""
    for row in rows("words"):
        for name in split(row["tags"]):
            _add(table, row["word"], T.BITS[name])
    for row in rows("numbers"):
        _add(table, row["word"], _NUMBER_TAGS.get(row["kind"], 0))
    for row in rows("months"):
        for name in split(row["names"]):
            _add(table, name.casefold(), T.MONTH)
    for row in rows("phrases"):
        last = row["phrase"].rsplit(" ", 1)[-1]
        if not table.get(last, 0) & T.PREPOSITION:
            _add(table, last, T.TIMEWORD)
    for row in rows("times"):
        _add(table, row["word"], T.WEEKDAY if row["role"] == "weekday" else T.TIMEWORD)


def _read_open(table: dict[str, int]) -> None:
    """Verbs in all forms, nouns with their plurals, adjectives and adverbs."""
    for row in rows("verbs"):
        speech = T.SPEECH if {"speech", "report"} & set(split(row["tags"])) else 0
        for column, bit in _FORMS:
            for form in split(row[column]):
                _add(table, form.partition(" ")[0], speech if " " in form else bit | speech)
    for row in rows("nouns"):
        person = T.PERSON_NOUN if "person" in split(row["tags"]) else 0
        _add(table, row["lemma"].casefold(), T.NOUN | person)
        for plural in split(row["plural"]) or (_plural(row["lemma"].casefold()),):
            _add(table, plural, T.PLURAL | person)
    for row in rows("adjectives"):
        _add(table, row["word"], T.ADJECTIVE)
    for row in rows("adverbs"):
        _add(table, row["word"], T.ADVERB)


def _read_names(table: dict[str, int]) -> None:
    """Nationalities and offices."""
    for row in rows("countries"):
        for name in split(row["demonyms"]):
            _add(table, name.casefold(), T.ADJECTIVE | T.NOUN)
            _add(table, name.casefold() + "s", T.PLURAL | T.PERSON_NOUN)
    for row in rows("roles"):
        _add(table, _office(row["title"]), T.ROLE | T.NOUN)


def _office(title: str) -> str:
    """The word of a title that names the office: secretary of state -> secretary."""
    words = title.casefold().split()
    inner = next((place for place, word in enumerate(words) if place and word in _offices()), len(words))
    return words[inner - 1]


@cache
def _offices() -> frozenset[str]:
    """Prepositions, behind which a title names its department."""
    return frozenset(row["word"] for row in rows("words") if "PREPOSITION" in split(row["tags"]))


@cache
def entries() -> dict[str, int]:
    """Lower-case word -> tags, from every vocabulary file."""
    table: dict[str, int] = {}
    _read_closed(table)
    closed = dict(table)
    _read_open(table)
    _read_names(table)
    function = T.PREPOSITION | T.AUXILIARY | T.MODAL | T.DET | T.PRONOUN | T.COORDINATOR | T.SUBORDINATOR
    return {word: closed.get(word, 0) if closed.get(word, 0) & function else bits for word, bits in table.items()}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


@cache
def irregular_plurals() -> dict[str, str]:
    """Plural -> singular, for the nouns that the vocabulary gives a plural."""
    return {plural: row["lemma"] for row in rows("nouns") for plural in split(row["plural"])}


def lemma(noun: str) -> str:
    """Singular of an English noun, in the case in which it is written."""
    low = noun.casefold()
    if low in irregular_plurals():
        return irregular_plurals()[low]
    known = entries()
    if known.get(low, 0) & T.NOUN and not known.get(low, 0) & T.PLURAL:
        return noun
    if low.endswith("ies") and len(low) > 4:
        return noun[:-3] + "y"
    if low.endswith(("sses", "xes", "ches", "shes", "zes")) or (
        low.endswith("es") and low[:-2] in known and low[:-1] not in known
    ):
        return noun[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun[:-1] if low.endswith("is") and noun[0].isupper() and len(low) > 5 else noun


@cache
def bodies() -> frozenset[str]:
    """Nouns that name a body: ministry, agency, company."""
    return frozenset(row["lemma"] for row in rows("nouns") if "organisation" in split(row["tags"]))


class Lows(dict[str, str]):
    """Surface word -> the word in lower case, the same object each time, so that look-ups need not hash it anew.

    The memory is bounded: after `limit` words it starts anew.
    """

    limit: ClassVar[int] = 200_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.limit:
            self.clear()
        low = self[word] = word.casefold()
        return low


class Lexicon(dict[str, int]):
    """Surface word -> tags; a word met for the first time is worked out and kept.

    The memory is bounded: after `limit` unseen words it starts anew.
    """

    limit: ClassVar[int] = 200_000

    def __missing__(self, word: str) -> int:
        if len(self) > self.limit:
            self.clear()
        bits = self[word] = _tags(word)
        return bits


def _tags(word: str) -> int:
    """Tags of a word by vocabulary, else by its shape: first letter, hyphen, ending."""
    first = word[0]
    if first in _MARKS:
        return _MARKS[first]
    if first.isdecimal():
        return T.DIGITS
    if not first.isalpha() and first != "'":
        return T.OTHER
    shape = (T.CAPITAL if first.isupper() else 0) | (T.UPPER if len(word) > 1 and word.isupper() else 0)
    low = word.casefold()
    known = entries().get(low)
    if known is not None:
        return known | shape
    if "-" in low:
        known_part = any(part in entries() for part in low.split("-"))
        return (_hyphenated(low) if known_part or not shape else T.NOUN) | shape | T.HYPHEN
    return (_proper(low) if shape else _by_suffix(low)) | shape


def _proper(low: str) -> int:
    return T.NOUN if not low.endswith("s") or entries().get(lemma(low), 0) & T.NOUN == 0 else T.PLURAL


def _hyphenated(low: str) -> int:
    """A hyphenated word is what its last part is; a number in front keeps its tag."""
    known = entries()
    if all(known.get(part, 0) & T.MONTH for part in low.split("-")):
        return T.MONTH | T.NOUN
    last = low.rsplit("-", 1)[-1]
    bits = known.get(last) or _by_suffix(last)
    numeral = known.get(low.split("-", 1)[0], 0) & (T.NUMERAL | T.ORDINAL)
    if bits & T.PLURAL:
        return T.PLURAL | numeral
    if bits & (T.GERUND | T.PARTICIPLE | T.ADJECTIVE):
        return T.ADJECTIVE | numeral
    return T.NOUN | T.ADJECTIVE | numeral


def _by_suffix(low: str) -> int:
    """Tags of an unknown word in small letters, by its ending; a noun when none tells."""
    known = entries()
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        stem = known.get(lemma(low), 0)
        return (T.THIRD if stem & T.VERB else 0) | (T.PLURAL if stem & T.NOUN or not stem & T.VERB else 0)
    if low.endswith("ing") and len(low) > 4:
        return T.GERUND | T.NOUN
    if low.endswith("ed") and len(low) > 4:
        return T.PAST | T.PARTICIPLE | T.ADJECTIVE
    for endings, bits in _SUFFIXES:
        if low.endswith(endings):
            return bits
    return T.NOUN


LEXICON = Lexicon()
LOWS = Lows()
