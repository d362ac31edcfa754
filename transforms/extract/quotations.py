"""How far an attribution reaches.

It holds for its sentence, the quotation or report in which it runs on, the answers of an interview, or the whole of a
signed statement.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.article import Article
from transforms.extract.authors import whole_document
from transforms.extract.cues import cue_openings, cue_spans
from transforms.extract.kinds import interview_words
from transforms.extract.names import acronym_behind
from transforms.extract.speakers import Attribution, Speakers
from transforms.extract.syntax import Parsed
from transforms.extract.verbs import first_words_of, forms_of, is_a
from transforms.text import tags as T
from transforms.text.lexicon import lemma

_SHARED_WORDS = 2
_WHOLE = ("attributable", "document")
_LEAST_QUESTIONS = 3
_SOON = 2


def attributions(article: Article) -> list[list[Attribution]]:
    """The attributions that hold for each sentence of the article."""
    speakers = Speakers(article.people, article.taken, _outlet(article))
    said: list[list[Attribution]] = []
    inside = _inside_quotes(article)
    whole = whole_document(article)
    for index in range(len(article.sentences)):
        found = speakers.attributions(article.parsed(index)) if _may_attribute(article, index) else []
        if found and any(cue_spans(article.parsed(index), cue) for cue in _WHOLE):
            whole = found[-1]
        running = _continued(article, index, said, inside) if not whole or inside[index] else []
        said.append(found or running or ([whole] if whole else []))
    _look_ahead(article, said, inside)
    _answers(article, said)
    _monologue(article, said, inside)
    _named_later(article, said)
    return said


def _monologue(article: Article, said: list[list[Attribution]], inside: list[bool]) -> None:
    """What the guest of an interview says without quotation marks, shown by "I" in text that is not the agency's.

    It begins behind the last paragraph in which the guest is named as speaking before that.
    """
    if "I" not in article.tokens.words:
        return
    first = next((index for index in range(len(said)) if _says_i(article, index, inside)), None)
    if first is None or said[first]:
        return
    told = [index for index in range(first) if said[index] and said[index][-1].speaker]
    if not told or not any(_is_interview(article, index) for index in range(told[-1] + 1)):
        return
    guest = said[told[-1]][-1]
    opening = article.sentences[told[-1]].paragraph
    for index in range(told[-1] + 1, len(said)):
        if not said[index] and article.sentences[index].paragraph > opening:
            said[index] = [
                replace(guest, first=article.sentences[index].first, last=article.sentences[index].first - 1)
            ]


def _says_i(article: Article, index: int, inside: list[bool]) -> bool:
    """Whether somebody says "I" outside quotation marks."""
    sentence = article.sentences[index]
    words = article.tokens.words[sentence.first : sentence.stop]
    if inside[index] or "I" not in words:
        return False
    tags = article.tokens.tags[sentence.first : sentence.stop]
    if any(tag & T.QUOTE for tag in tags):
        return False
    return any(word == "I" and tag & T.FIRST_PERSON for word, tag in zip(words, tags, strict=True))


def _is_interview(article: Article, index: int) -> bool:
    """Whether the sentence tells of an interview, or of one who tells the paper (in the present tense)."""
    sentence = article.sentences[index]
    if not interview_words().isdisjoint(article.tokens.lows[sentence.first : sentence.stop]):
        return True
    groups = article.parsed(index).groups if _may_attribute(article, index) else []
    return any(is_a(group.word, "tell") and group.bits & T.THIRD for group in groups)


def _named_later(article: Article, said: list[list[Attribution]]) -> None:
    """An official whom the lead calls by office alone takes the name of who speaks, without a title, right behind.

    "..., the spokesman of the customs office announced. Ruhollah Latifi put exports at ...".
    """
    for index, row in enumerate(said[:-1]):
        if len(row) != 1 or row[0].speaker is not None or not _is_one_official(article, row[0]):
            continue
        named = next((item for later in said[index + 1 : index + 1 + _SOON] for item in later), None)
        person = article.people.by_word.get((named.speaker or "").split()[-1]) if named and named.speaker else None
        if person and person.role is None and article.sentences[index].stop <= person.place:
            said[index] = [replace(row[0], speaker=person.name)]


def _is_one_official(article: Article, said: Attribution) -> bool:
    """Whether the words that speak name one office (the spokesman of the customs office, a deputy minister)."""
    phrase = article.tokens.tags[said.first : said.last + 1]
    head = next((tag for tag in phrase if tag & (T.ROLE | T.PERSON_NOUN)), 0)
    return bool(head) and not head & T.PLURAL


def _outlet(article: Article) -> frozenset[str]:
    """Words that name the agency or publisher of the article."""
    names = (article.document.agency or "", article.document.publisher or "")
    return frozenset(name.casefold() for name in names if name)


def _may_attribute(article: Article, index: int) -> bool:
    sentence = article.sentences[index]
    if article.tokens.lows[sentence.first] in cue_openings("document"):
        return True
    if not (forms_of("figure") | first_words_of("resume")).isdisjoint(
        article.tokens.lows[sentence.first : sentence.stop]
    ):
        return True
    return bool([tag for tag in article.tokens.tags[sentence.first : sentence.stop] if tag & T.SPEECH])


def _continued(article: Article, index: int, said: list[list[Attribution]], inside: list[bool]) -> list[Attribution]:
    """The attribution of the sentence before, when the same quotation or report runs on in the paragraph."""
    if not index or article.sentences[index - 1].paragraph != article.sentences[index].paragraph or not said[index - 1]:
        return []
    if any(group.passive and is_a(group.word, "speech") for group in article.parsed(index).groups):
        return []
    runs_on = inside[index] or (not inside[index - 1] and _refers_back(article, index, said[index - 1][-1]))
    return said[index - 1][-1:] if runs_on else []


def _refers_back(article: Article, index: int, attribution: Attribution) -> bool:
    """Whether a sentence speaks of what the one before spoke of: it opens with a pronoun or repeats its nouns."""
    here, before = article.parsed(index), article.parsed(index - 1)
    speaker = set((attribution.speaker or "").split())
    acronym = acronym_behind(article.tokens, attribution.last) if attribution.last >= 0 else None
    speaker |= {acronym} if acronym else set()
    words, tags = article.tokens.words[here.first : here.stop], article.tokens.tags[here.first : here.stop]
    if any(word in speaker and tag & T.CAPITAL for word, tag in zip(words, tags, strict=True)):
        return True
    opening = range(here.first, min(here.first + 3, here.stop))
    if any(here.letter(place) == "R" and not here.tag(place) & (T.PERSON | T.THERE) for place in opening):
        return True
    if any(group.form == "finite" and group.bits & T.WOULD for group in here.groups):
        return not any(tag & T.IF for tag in tags)
    if any(tag & T.DEMONSTRATIVE and letter == "D" for tag, letter in zip(tags, here.letters, strict=True)):
        return True
    return len(_nouns(here) & _nouns(before)) >= _SHARED_WORDS


def _nouns(parsed: Parsed) -> set[str]:
    """Lemmas of the nouns and adjectives of a sentence."""
    words = parsed.tokens.lows[parsed.first : parsed.stop]
    return {lemma(word) for word, letter in zip(words, parsed.letters, strict=True) if letter in "NA"}


def _inside_quotes(article: Article) -> list[bool]:
    """Whether each sentence begins inside a quotation or opens with one."""
    if '"' not in article.tokens.shadow:
        return [False] * len(article.sentences)
    found = []
    open_quote = False
    paragraph = -1
    for sentence in article.sentences:
        if sentence.paragraph != paragraph:
            open_quote, paragraph = False, sentence.paragraph
        marks = sum(1 for tag in article.tokens.tags[sentence.first : sentence.stop] if tag & T.QUOTE)
        found.append(open_quote or bool(article.tokens.tags[sentence.first] & T.QUOTE))
        open_quote ^= bool(marks % 2)
    return found


def _look_ahead(article: Article, said: list[list[Attribution]], inside: list[bool]) -> None:
    """A quotation that runs on to the sentence that names its speaker."""
    for index in range(len(said) - 2, -1, -1):
        following = article.sentences[index + 1]
        same = following.paragraph == article.sentences[index].paragraph
        if not said[index] and inside[index] and inside[index + 1] and same:
            said[index] = said[index + 1][:1]


def _answers(article: Article, said: list[list[Attribution]]) -> None:
    """Interviews: paragraphs behind a question are answers of the person whom the opening introduces."""
    questions = _question_paragraphs(article)
    if len(questions) < _LEAST_QUESTIONS or not article.people.persons:
        return
    guest = article.people.persons[0]
    begun = False
    for index, sentence in enumerate(article.sentences):
        if sentence.paragraph in questions:
            begun = True
        elif begun and not said[index]:
            said[index] = [Attribution(guest.name, guest.role, sentence.first, sentence.first - 1)]


def _question_paragraphs(article: Article) -> set[int]:
    """Paragraphs that end in a question mark, and short ones right before an answer."""
    last = {sentence.paragraph: sentence for sentence in article.sentences}
    return {
        number
        for number, sentence in last.items()
        if any(word == "?" for word in article.tokens.words[max(sentence.first, sentence.stop - 2) : sentence.stop])
    }
