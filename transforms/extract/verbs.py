"""What a verb form means in news of cooperation: its classes from verbs.csv."""

from __future__ import annotations

from functools import cache

from transforms.vocabulary import rows, split

_COLUMNS = ("lemma", "third", "past", "participle", "gerund")
_NONE: frozenset[str] = frozenset()


@cache
def _classes() -> dict[str, frozenset[str]]:
    """Every form of a verb, in lower case -> its classes."""
    table: dict[str, frozenset[str]] = {}
    for row in rows("verbs"):
        tags = frozenset(split(row["tags"]))
        for column in _COLUMNS:
            for form in split(row[column]):
                table[form] = table.get(form, _NONE) | tags
    return table


@cache
def particles() -> frozenset[str]:
    """Second words of verb forms of two words (pointed out)."""
    return frozenset(form.partition(" ")[2] for form in _classes() if " " in form)


def classes(word: str) -> frozenset[str]:
    """Classes of a verb form: speech, rise, fall, reach, give, plan, ... ; empty for an unknown form."""
    return _classes().get(word.casefold(), _NONE)


def is_a(word: str, *names: str) -> bool:
    """Whether the verb form belongs to one of the classes."""
    table = _classes()
    known = table.get(word)
    return not (table.get(word.casefold(), _NONE) if known is None else known).isdisjoint(names)


def is_known(form: str) -> bool:
    """Whether the vocabulary has the verb form (of one word, or of a verb with its particle)."""
    return form in _classes()


@cache
def forms_of(name: str) -> frozenset[str]:
    """All forms of one word of the verbs of a class."""
    return frozenset(form for form, tags in _classes().items() if name in tags and " " not in form)


def forms(lemma: str) -> frozenset[str]:
    """All forms of the verb with that base form; none for an unknown one."""
    return _forms().get(lemma, _NONE)


@cache
def _forms() -> dict[str, frozenset[str]]:
    return {
        row["lemma"]: frozenset(form for column in _COLUMNS for form in split(row[column])) for row in rows("verbs")
    }


@cache
def first_words_of(name: str) -> frozenset[str]:
    """First words of the forms of a class, phrasal verbs included."""
    return frozenset(form.partition(" ")[0] for form, tags in _classes().items() if name in tags)
