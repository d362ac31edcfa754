"""Parts of speech of one sentence, one letter a token.

    N noun        P proper noun   A adjective     W adverb       D determiner   S possessive   R pronoun
    V finite verb I infinitive    K participle    G gerund       X auxiliary    M modal
    E preposition T infinitival to C coordinator  B subordinator or relative
    Q number      Y time expression   , . ( ) " - : ;  as printed

A compact tagger is enough for news English: the lexicon says what a word can be, its neighbours what it is. The
string of letters is what the grammar of phrases and clauses reads.
"""

from __future__ import annotations

import re

from transforms.text import tags as T
from transforms.text.letters import LETTERS, MAY
from transforms.text.tokens import Tokens
from transforms.vocabulary import word_set

_PREMODIFIED = "DSAQE"
_BRACKETED = re.compile(r"\([^()]*\)")
_STARTS_PHRASE = T.DET | T.POSSESSIVE | T.NUMERIC | T.ADJECTIVE | T.PRONOUN | T.OTHER
_FINITE = T.FINITE | T.MODAL


class Tagger:
    """Tags one sentence; tokens of numbers and time expressions are given beforehand."""

    def __init__(self, tokens: Tokens, first: int, stop: int, fixed: dict[int, str]) -> None:
        """`fixed` gives the letters of tokens that are known already."""
        self.tokens = tokens
        self.tags = tokens.tags
        self.words = tokens.words
        self.first, self.stop = first, stop
        self.fixed = fixed
        self.letters: list[str] = []

    def run(self) -> str:
        """The letters of the sentence's tokens, as one string."""
        fixed, tags, letters = self.fixed, self.tags, self.letters
        for place in range(self.first, self.stop):
            letters.append(fixed.get(place) or LETTERS[tags[place]] or self._letter(place))
        return "".join(letters)

    def _letter(self, place: int) -> str:
        """The letter of a word that its neighbours decide."""
        tag = self.tags[place]
        if tag & T.TO:
            return "T" if self._base_follows(place + 1) else "E"
        if tag & T.THAT:
            return self._that(place)
        if tag & MAY == MAY:
            return "P" if self.letters else "M"
        if tag & T.CAPITAL and self._is_proper(place, tag):
            return "P"
        return self._open(place, tag)

    def _that(self, place: int) -> str:
        """That: determiner in front of a noun, pronoun behind a preposition, else subordinator or relative."""
        if self._before() in "E^" and self.letters:
            return "D" if self._next(place) & T.NOMINAL else "R"
        return "D" if self._before() == "^" and self._next(place) & T.NOUN else "B"

    def _before(self) -> str:
        """Letter of the token before, past adverbs and words of time; ^ at the start."""
        for letter in reversed(self.letters):
            if letter not in "WY":
                return letter
        return "^"

    def _place_before(self) -> int:
        """The token before, past adverbs and words of time."""
        place = len(self.letters) - 1
        while place > 0 and self.letters[place] in "WY":
            place -= 1
        return self.first + place

    def _before_more(self) -> str:
        """Letter of the token before, past "more" as well."""
        more = self.letters and self.tags[self.first + len(self.letters) - 1] & (T.MORE | T.FURTHER)
        return self.letters[-2] if more and len(self.letters) > 1 else self._before()

    def _next(self, place: int) -> int:
        """Tags of the token behind, past one adverb; a number counts as numeric."""
        following = place + 1
        if following < self.stop and self.tags[following] & T.ADVERB and not self.tags[following] & T.OPEN & ~T.ADVERB:
            following += 1
        if following >= self.stop:
            return T.STOP
        known = self.fixed.get(following)
        if known in ("Q", "Y"):
            return T.NUMERAL if known == "Q" else T.TIMEWORD
        return self.tags[following]

    def _base_follows(self, place: int) -> bool:
        """Whether "to" leads to an infinitive: a base form that is no noun, or one with a complement."""
        while place < self.stop and self.tags[place] & T.ADVERB and not self.tags[place] & T.VERB:
            place += 1
        if place >= self.stop or self.fixed.get(place) == "Q":
            return place < self.stop and bool(self.tags[place] & T.VERB) and not self.tags[place] & T.DIGITS
        tag = self.tags[place]
        if (tag & (T.AUXILIARY) and not tag & T.FINITE) or tag & (T.HAVE | T.DO):
            return True
        if not tag & T.VERB or tag & T.CAPITAL:
            return False
        if not tag & T.NOUN or self._next(place) & (_STARTS_PHRASE | T.PREPOSITION | T.NOMINAL | T.ADVERB):
            return True
        if place + 2 >= self.stop or not self.tags[place + 1] & T.AND:
            return False
        return bool(self.tags[place + 2] & T.VERB) and not self.tags[place + 2] & (T.NOUN | T.ADJECTIVE)

    def _is_proper(self, place: int, tag: int) -> bool:
        initial = not self.letters or self.letters[-1] in '":.-('
        if not initial:
            return True
        return not tag & T.OPEN & ~T.NOUN and not tag & (T.PERSON_NOUN) and self._next(place) & T.CAPITAL > 0

    def _open(self, place: int, tag: int) -> str:
        """The letter of a noun, verb, adjective or adverb, by what the word can be."""
        verbal = tag & T.VERBAL
        if not verbal:
            if tag & T.ADVERB and not tag & (T.NOMINAL | T.ADJECTIVE):
                return "W"
            if tag & T.ADVERB and self.letters and self.letters[-1] == "M":
                return "W"  # could well cross
            if tag & T.ADJECTIVE:
                return self._adjective(place, tag)
            return "N" if tag & T.NOMINAL else "W" if tag & T.ADVERB else "N"
        if tag & (T.PAST | T.PARTICIPLE):
            return self._past(place, tag)
        if tag & T.GERUND:
            return self._gerund(place, tag)
        return self._present(place, tag)

    def _adjective(self, place: int, tag: int) -> str:
        if tag & T.ROLE and self._before() == "D" and self._next(place) & (T.PAST | T.THIRD):
            return "N"
        if not tag & T.NOMINAL:
            return "W" if tag & T.ADVERB and self._before() in "VXMIKG" and not self._next(place) & T.NOMINAL else "A"
        if tag & T.PLURAL:
            return "N"
        return "A" if self._next(place) & (T.NOMINAL | T.ADJECTIVE) or self._opens_adjectives(place) else "N"

    def _opens_adjectives(self, place: int) -> bool:
        """Whether a comma and another adjective in front of a noun follow (safe, effective vaccines)."""
        if place + 3 >= self.stop or not self.tags[place + 1] & T.COMMA or self._before() not in _PREMODIFIED + "A":
            return False
        second = self.tags[place + 2]
        return bool(second & T.ADJECTIVE) and not second & T.NOMINAL and bool(self._next(place + 2) & T.NOMINAL)

    def _past(self, place: int, tag: int) -> str:
        """Past tense, participle or adjective: the kinds that share the ending -ed."""
        before, following = self._before(), self._next(place)
        if before == "-" and self.tokens.joined(place) and tag & T.PARTICIPLE:
            return "A"  # U.S.-donated doses
        agent = following & T.BY and self.fixed.get(place + 2) != "Q" and before in "NPQY)"  # a target set by ministers
        if (before in "XM" or agent) and tag & T.PARTICIPLE:
            return "K"
        if tag & (T.NOMINAL) and before in _PREMODIFIED and not following & _STARTS_PHRASE:
            return "N"
        attributive = self._attributive(place, tag, before, following)
        if attributive:
            return attributive
        if tag & T.VERB and before in "TM":
            return "I"
        if before in 'NPQY),"' and tag & T.PARTICIPLE and self._is_reduced(place, following):
            return "K"
        if before in "E,^" and tag & T.PARTICIPLE:
            closes = before == "," and tag & T.PAST and self._closes_aside(place)
            return "V" if closes else "K"
        return "V" if tag & T.PAST else "K"

    def _attributive(self, place: int, tag: int, before: str, following: int) -> str | None:
        """The letter of a form in -ed in front of a noun: donated doses, U.S.-donated doses, nine ground terminals."""
        if before in _PREMODIFIED + "C(" and following & (T.NOMINAL | T.ADJECTIVE) and not following & T.DET:
            return None if self._many_did(place, tag) else "A"
        if before == "-" and following & (T.NOMINAL | T.ADJECTIVE | T.CAPITAL):
            return "A"
        if self.letters and self.letters[-1] == "D" and following & T.NUMERIC:
            return "A"  # a combined 900 million
        return "N" if tag & T.NOUN and following & T.NOMINAL and self._awaits_plural(place) else None

    def _many_did(self, place: int, tag: int) -> bool:
        """Whether a number in digits is the subject of a past: 270 returned home, where a noun would be a plural."""
        counted = place > self.first and self.tags[place - 1] & T.DIGITS and self.letters[-1] == "Q"
        if not counted or not tag & T.PAST or place + 2 >= self.stop:
            return False
        single = self.tags[place + 1] & T.NOUN and not self.tags[place + 1] & T.PLURAL
        return bool(single and self.tags[place + 2] & (T.STOP | T.COMMA | T.SEMICOLON | T.TIMEWORD))

    def _closes_aside(self, place: int) -> bool:
        """Whether the comma before ends an aside in a clause without another verb ("lending, with loans, totalled")."""
        if self.letters.count(",") < 2 or any(letter in "VXM" for letter in self._clause_before()):
            return False
        return not self._finite_ahead(place)

    def _is_reduced(self, place: int, following: int) -> bool:
        """Whether "agreements signed in Beijing ..." goes on to a finite verb of its own."""
        if following & T.BY and self.fixed.get(place + 2) != "Q":
            return True
        if self.tags[place] & T.SPEECH and following & (T.PUNCTUATION | T.TIMEWORD):
            return False
        if not following & (T.PREPOSITION | T.ADVERB | T.PUNCTUATION | T.TIMEWORD):
            return False
        return any(letter in "VXM" for letter in self._clause_before()) or self._finite_ahead(place)

    def _finite_ahead(self, place: int) -> bool:
        """Whether a verb that can only be finite follows in the same clause."""
        for at in range(place + 1, self.stop):
            tag = self.tags[at]
            if at in self.fixed:
                continue
            if self._certainly_finite(at):
                return self.words[at] not in word_set("comparing_words")
            conjunct = tag & T.COMMA and at + 1 < self.stop and self.tags[at + 1] & T.COORDINATOR
            if tag & (T.SEMICOLON | T.RELATIVE | T.IF) or conjunct:
                return False
        return False

    def _clause_before(self) -> str:
        text = _BRACKETED.sub("", "".join(self.letters))
        for mark in ";B":
            text = text.rsplit(mark, 1)[-1]
        return text

    def _certainly_finite(self, place: int) -> bool:
        tag = self.tags[place]
        if tag & T.CAPITAL:
            return False
        past = tag & T.PAST and not tag & T.PARTICIPLE  # rose, fell, grew
        return bool(tag & _FINITE or past) or (bool(tag & (T.PAST | T.THIRD)) and not tag & (T.NOMINAL | T.ADJECTIVE))

    def _gerund(self, place: int, tag: int) -> str:
        """Gerund, noun or adjective: the kinds that share the ending -ing."""
        before, following = self._before(), self._next(place)
        noun_follows = following & (T.NOMINAL | T.ADJECTIVE) and not following & (T.DET | T.POSSESSIVE)
        if before == "X":
            return "G"
        unit = before == "Q" and self.tags[place - 1] & T.PLURAL and not self.tags[place - 1] & (T.NUMERIC | T.SCALE)
        if unit and following & (T.TO | T.DET):
            return "G"  # seven billion dollars belonging to Iran
        if before in "DSAQ":
            verbal = before == "Q" and not noun_follows and (not tag & T.NOUN or bool(following & T.TO))
            return "G" if verbal else "A" if noun_follows else "N"
        if before in "E,^C(" and following & (_STARTS_PHRASE | T.NOMINAL | T.PREPOSITION | T.CAPITAL):
            named = tag & T.NOUN and following & T.PREPOSITION and self.tags[place - 1] & T.OF
            return "N" if named else "A" if noun_follows and tag & T.NOUN and before == "C" else "G"
        if before in "NPQY)":
            single = before == "N" and (self._singular_before() or self.tags[place - 1] & T.NOUN)  # fish landing sites
            compound = single and following & T.NOMINAL and not following & T.CAPITAL
            bare = before in "NP" and not following & (_STARTS_PHRASE | T.PREPOSITION | T.NOMINAL)
            return "N" if bare or compound else "G"
        return "N" if tag & T.NOUN else "G"

    def _present(self, place: int, tag: int) -> str:
        """A base form or third person, which may be a noun or adjective as well."""
        before, following = self._before(), self._next(place)
        bare = before == "X" and tag & T.VERB and self.tags[place - 1] & (T.DO | T.NEGATION)
        if before in "TM" or bare:
            return "I"
        if self._before_more() == "Q" and self._follows_number(place, tag, following):
            return "V"
        if tag & T.PLURAL and self._awaits_plural(place):
            return "N"
        if self._joins_verb(place, tag) or self._closes_clause(tag, before, following):
            return "V"
        nominal = "A" if tag & T.ADJECTIVE and following & T.NOMINAL else "N"
        if before in "DSAQ" and self.letters[-1] != "W" and (tag & (T.NOMINAL | T.ADJECTIVE) or before not in "DA"):
            return nominal
        if not tag & (T.NOMINAL | T.ADJECTIVE) or self._closes_saying(tag, before, following):
            return "V"
        if before in _PREMODIFIED or (before in 'X^,("C-' and not self._verb_context(place, following)):
            return nominal
        return "V" if self._heads_clause(place, tag, before, following) else "N"

    @staticmethod
    def _closes_clause(tag: int, before: str, following: int) -> bool:
        """Whether a word that could be an adjective has no noun behind it ("where 3 million Indians live")."""
        closes = following & (T.PUNCTUATION & ~T.OTHER | T.PREPOSITION | T.TIMEWORD)
        return not tag & T.NOMINAL and bool(tag & T.ADJECTIVE and closes) and before in "NPAQ"

    def _follows_number(self, place: int, tag: int, following: int) -> bool:
        """Whether the verb of a number follows it: of which 115 lead; 174 still work; eight million euros covers."""
        governs = tag & T.VERB and not tag & T.PLURAL and following & (T.DET | T.POSSESSIVE)  # 170 patrol the border
        if governs or self._counts_which(place) or self._is_bare_verb(tag, following):
            return True
        return self._closed(tag) or self._many_do(place, tag, following)

    def _many_do(self, place: int, tag: int, following: int) -> bool:
        """Whether a bare number above one is the subject of a base form, since a noun would be a plural."""
        if not tag & T.VERB or tag & (T.PLURAL | T.HYPHEN) or not following & (T.PREPOSITION | T.TIMEWORD | T.ADVERB):
            return False
        if following & T.OF:
            return False
        at = place - 1
        while at >= self.first and self.fixed.get(at) == "Q" and self.tags[at] & (T.DIGITS | T.NUMERAL | T.SCALE):
            at -= 1
        bare = at < self.first or self.fixed.get(at) != "Q"
        return bool(bare and self.tags[place - 1] & T.DIGITS) and not self.tags[place - 1] & T.HYPHEN

    def _joins_verb(self, place: int, tag: int) -> bool:
        """Whether "and" joins a verb and its number to one of the same form ("will send aid and open 3 clinics")."""
        if not self.letters or self.letters[-1] != "C" or self.fixed.get(place + 1) != "Q":
            return False
        before = next((at for at in range(len(self.letters) - 1, -1, -1) if self.letters[at] in "VI"), None)
        if before is None:
            return False
        other = self.tags[self.first + before]
        return bool(tag & T.THIRD and other & T.THIRD) or bool(tag & T.VERB and not other & (T.THIRD | T.PAST))

    def _awaits_plural(self, place: int) -> bool:
        """Whether nouns in the singular lead back to a number: its plural is still to come (16 village schools)."""
        at = len(self.letters) - 1
        while at >= 0 and self.letters[at] in "NA" and not self.tags[self.first + at] & T.PLURAL:
            at -= 1
        counts = at >= 0 and self.letters[at] == "Q" and self.tags[self.first + at] & (T.DIGITS | T.NUMERAL | T.SCALE)
        return bool(counts) and self.first + at < place - 1

    def _closes_saying(self, tag: int, before: str, following: int) -> bool:
        """Whether the word is the verb of a speech tag ("..., the reports say.")."""
        if not (tag & T.SPEECH and following & (T.STOP | T.QUOTE) and before in "NP)"):
            return False
        return self._agrees(tag) or (bool(tag & T.VERB) and self._plural_opens())

    def _plural_opens(self) -> bool:
        """Whether the phrase behind the last comma has a plural head ("..., figures from the ministry show")."""
        at = len(self.letters)
        while at and self.letters[at - 1] in "NPADSEC":
            at -= 1
        while at < len(self.letters) and self.letters[at] not in "NP":
            at += 1
        return at < len(self.letters) and self.letters[at] == "N" and bool(self.tags[self.first + at] & T.PLURAL)

    def _plural_leads(self) -> bool:
        """Whether a plural leads to the noun before by a preposition (exports to Russia stand at)."""
        at = len(self.letters)
        while at and self.letters[at - 1] in "NPADS":
            at -= 1
        lead = at - 2
        return lead >= 0 and self.letters[at - 1] == "E" and bool(self.tags[self.first + lead] & T.PLURAL)

    def _heads_clause(self, place: int, tag: int, before: str, following: int) -> bool:
        """Whether a word that may be noun or verb has a subject in front of it and a complement behind."""
        if before == "R" and self.tags[self._place_before()] & T.SUBJECT:
            return True
        if self._finite_next(place):
            return False
        if before == "B":
            return self._opens_relative() and bool(following & ~T.OF)
        agrees = self._agrees(tag) or (bool(tag & T.VERB) and self._plural_leads())
        return before in "NPQ)" and agrees and self._verb_context(place, following)

    def _agrees(self, tag: int) -> bool:
        return bool(tag & T.THIRD if self._singular_before() else tag & T.VERB)

    def _opens_relative(self) -> bool:
        """Whether the subordinator before is a relative pronoun, behind which a verb may follow at once."""
        place = self._place_before()
        if self.tags[place] & T.THAT and place > self.first:
            told = any(self.tags[at] & T.SPEECH for at in range(max(self.first, place - 3), place))
            return self.letters[place - self.first - 1] in "NP" and not told
        return bool(self.tags[place] & T.RELATIVE)

    def _finite_next(self, place: int) -> bool:
        following = place + 1
        if following >= self.stop:
            return False
        if following in self.fixed:  # trade exceeded 22 billion
            return self.fixed[following] == "Q" and bool(self.tags[following] & T.PAST)
        tells = self.tags[following] & T.PAST and self.fixed.get(following + 1) == "Q"  # member states rose 72 percent
        return bool(tells) or self._certainly_finite(following)

    @staticmethod
    def _is_bare_verb(tag: int, following: int) -> bool:
        """Whether a word that is no noun is the verb of a number that stands alone ("just two remain")."""
        return not tag & (T.NOMINAL | T.ADJECTIVE) and not following & (T.NOMINAL | T.ADJECTIVE)

    def _closed(self, tag: int) -> bool:
        """Whether the number before ends its phrase: an adverb or a unit in the plural follows it.

        "174 still work", "40 more arrive", "eight million euros covers".
        """
        place = self.first + len(self.letters) - 1
        further = self.tags[place] & (T.MORE | T.FURTHER) and not tag & (T.NOMINAL | T.ADJECTIVE)
        if self.letters[-1] == "W" or further:
            return bool(tag & T.VERB)
        unit = self.tags[place]
        return bool(tag & T.THIRD and unit & T.PLURAL and self.fixed.get(place) == "Q") and not unit & T.SCALE

    def _counts_which(self, place: int) -> bool:
        """Whether the number before stands for the noun ("of which 115 lead to a degree")."""
        at = place - 1
        while at > self.first and self.fixed.get(at) == "Q":
            at -= 1
        return bool(self.tags[at] & T.RELATIVE)

    def _singular_before(self) -> bool:
        place = self.first + len(self.letters) - 1
        while place > self.first and self.letters[place - self.first] == "W":
            place -= 1
        return not self.tags[place] & T.PLURAL

    def _verb_context(self, place: int, following: int) -> bool:
        """Whether what follows is the complement of a verb, in a clause that has no other verb."""
        if following & T.THAT:
            return bool(self.tags[place] & T.SPEECH)
        if following & (T.DET | T.POSSESSIVE | T.NUMERIC) or (following & T.TO and self._base_follows(place + 2)):
            return True
        if not following & (T.PREPOSITION | T.ADJECTIVE | T.NOMINAL | T.CAPITAL | T.OTHER):
            return False
        if following & T.OF or any(letter in "VXM" for letter in self._clause_before()):
            return False
        return not self._finite_ahead(place)


def parts_of_speech(tokens: Tokens, first: int, stop: int, fixed: dict[int, str]) -> str:
    """One letter a token for the tokens `first` up to `stop`; `fixed` gives letters that are known already."""
    return Tagger(tokens, first, stop, fixed).run()
