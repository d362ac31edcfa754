"""Attribution: who says a sentence, by which name and title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.extract.counted_phrases import is_measure_noun
from transforms.extract.cues import cue_spans
from transforms.extract.names import acronym_behind
from transforms.extract.people import People, Person, leader_name, name_at, role_start
from transforms.extract.spoken_bodies import SpokenBodies
from transforms.extract.subjects import is_comment, plain, speaking_phrase, stands_as_saying, tag_end
from transforms.extract.syntax import Parsed, VerbGroup
from transforms.extract.verbs import is_a
from transforms.text import tags as T
from transforms.text.lexicon import bodies, lemma
from transforms.vocabulary import rows, split, word_set

_LONGEST_BODY = 6
_PARTIES = {"country", "capital", "group", "demonym", "place", "adjective"}
_Named = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Speaker (full name of a person or body, None when unnamed) and title or description.

    Tokens `first` up to and including `last` are the words that speak, `stop` is the last token of a speech tag between
    commas (-1 elsewhere).
    """

    speaker: str | None
    role: str | None
    first: int
    last: int
    stop: int = -1


@cache
def _agencies() -> frozenset[str]:
    """Names of news agencies in lower case, alone and with "news agency"; they pass on what others say."""
    names = {name.casefold() for row in rows("agencies") for name in (row["name"], *split(row["names"]))}
    return frozenset(names | {f"{name} {noun}" for name in names for noun in word_set("agency_nouns")})


@cache
def _events() -> set[str]:
    """Nouns of occasions (dialogue, summit), which highlight and underline in communiques but speak for nobody."""
    silent = {row["word"] for row in rows("occasions") if row["speaks"] == "no"}
    return silent | {row["word"] for row in rows("initiative_heads") if row["kind"] in ("event", "programme")}


@cache
def _body_kinds() -> dict[str, str]:
    """Name of an organisation -> agency, bank, company or university."""
    return {row["name"]: row["kind"] for row in rows("organisations")}


class Speakers:
    """Finds attributions sentence by sentence and remembers who spoke last."""

    def __init__(self, people: People, taken: dict[int, str], outlet: frozenset[str]) -> None:
        """`taken` gives the form of the entity at a token, `outlet` the words that name agency and publisher."""
        self.people, self.taken, self.outlet = people, taken, outlet
        self.person: Person | None = None
        self.bodies = SpokenBodies()
        self.acronyms: dict[str, str] = {}
        self.body_spoke = False

    def attributions(self, parsed: Parsed) -> list[Attribution]:
        """The attributions of one sentence, in order of the text."""
        found = [item for group in parsed.groups if (item := self._of_verb(parsed, group))]
        for first, last in (*cue_spans(parsed, "according"), *cue_spans(parsed, "attributable")):
            item = self._behind(parsed, last + 1, first)
            found += [item] if item else []
        found += self._presented(parsed)
        return sorted(found, key=lambda item: item.first)

    def _of_verb(self, parsed: Parsed, group: VerbGroup) -> Attribution | None:
        """The attribution that a verb of saying makes; hopes and plans are said by persons alone."""
        if not stands_as_saying(parsed, group):
            return None
        subject = speaking_phrase(parsed, group)
        if subject is None:
            return None
        if is_a(group.word, "mind") and not self._is_human(parsed, *subject):
            return None
        if group.passive and group.bits & T.BE and not parsed.tag(group.last + 1) & T.AS:
            return None  # it was stressed that, a price was agreed; but: he was quoted as saying
        named = self._name(parsed, *subject, reported=is_a(group.word, "report"))
        spoken = (group.first, group.last) if is_comment(parsed, group) else subject
        return Attribution(*named, *spoken, tag_end(parsed, group)) if named else None

    def _presented(self, parsed: Parsed) -> list[Attribution]:
        """Whoever gives out the text that follows ("Following are the figures released by the ministry")."""
        for first, last in cue_spans(parsed, "document")[:1]:
            by = next((at for at in range(last, parsed.stop) if parsed.tag(at) & T.BY), parsed.stop)
            item = self._behind(parsed, by + 1, first) if first == parsed.first and by + 1 < parsed.stop else None
            return [item] if item else []
        return []

    def _is_human(self, parsed: Parsed, first: int, last: int) -> bool:
        """Whether hopes and expectations are those of a person, which the text then quotes."""
        if first == last and parsed.tag(last) & T.PERSON:
            return True
        return self._person(parsed, first, last) is not None

    def _behind(self, parsed: Parsed, place: int, first: int) -> Attribution | None:
        """The phrase behind "according to"."""
        last = place
        while last < parsed.stop and (
            parsed.letter(last) in "NPADSR"
            or (last == place and parsed.letter(last) in "KG")
            or (parsed.letter(last) in "KV" and parsed.tag(last + 1) & T.BY)
            or (parsed.tag(last) & T.BY and parsed.letter(last - 1) in "KV")
            or _joins_names(parsed, last)
            or parsed.tag(last) & (T.OF | T.FOR | T.FROM)
        ):
            last += 1
        last -= 1
        while last > place and parsed.letter(last) in "CD":
            last -= 1
        if last < place:
            return None
        named = self._name(parsed, place, last, reported=True)
        return Attribution(*named, first, last) if named else None

    def _name(self, parsed: Parsed, first: int, last: int, *, reported: bool) -> _Named | None:
        """Speaker and title of the subject phrase; None when it speaks for nobody (a country, a thing)."""
        if parsed.letter(last) == "R" or (first == last and parsed.tag(last) & T.PERSON):
            return self._pronoun(parsed, last)
        person = self._person(parsed, first, last)
        if person:
            self.person = person
            self.body_spoke = False
            return person.name, person.role
        head = _head(parsed, first, last)
        if lemma(parsed.word(head)) in word_set("data_nouns"):
            return self._source(parsed, first, head, last)
        if parsed.tag(head) & (T.ROLE | T.PERSON_NOUN) and (parsed.letter(head) == "N" or head == last):
            return self._office(parsed, first, head, last)
        if lemma(parsed.word(head)) in _events():
            return None
        return self._body(parsed, first, head, last, reported=reported)

    def _pronoun(self, parsed: Parsed, place: int) -> _Named | None:
        """He or she: the person named before in the sentence, else the one who spoke last, else the one named last."""
        if not parsed.tag(place) & T.PERSON:
            thing = parsed.tag(place) & T.SUBJECT and not parsed.tag(place) & T.FIRST_PERSON
            return (self.bodies.last, None) if thing and self.bodies.last and self.body_spoke else None
        self.body_spoke = False
        named = [person for person in self.people.persons if person.place < place]
        here = [person for person in named if parsed.first <= person.place]
        person = here[0] if here else self._subject_before(parsed) or self.person or (named[-1] if named else None)
        if person is None:
            return None
        self.person = person
        return person.name, person.role

    def _subject_before(self, parsed: Parsed) -> Person | None:
        """The person whose name opens the sentence before, in the same paragraph."""
        tokens = parsed.tokens
        first = parsed.first - 1
        if first < 1 or tokens.tags[first] & T.PARAGRAPH:
            return None
        while first > 0 and not tokens.tags[first - 1] & (T.STOP | T.PARAGRAPH):
            first -= 1
        return self.people.by_word.get(tokens.words[first]) if tokens.tags[first] & T.CAPITAL else None

    def _person(self, parsed: Parsed, first: int, last: int) -> Person | None:
        """The person whose name stands in the phrase; a new one is registered."""
        if lemma(parsed.word(_head(parsed, first, last))) in bodies():
            return None
        for place in range(first, last + 1):
            if parsed.tag(place) & T.CAPITAL and self.taken.get(place, "leader") == "leader":
                known = self.people.by_word.get(parsed.tokens.words[place])
                if known:
                    return known
        if self.taken.get(last) == "leader":
            name = leader_name(parsed.tokens.words[last]) or parsed.tokens.text(first, last)
            return self.people.add(Person(name, None, last))
        return self._new(parsed, first, last)

    def _new(self, parsed: Parsed, first: int, last: int) -> Person | None:
        """A person who is named here for the first time, with the title in front."""
        start = last
        while start > first and parsed.letter(start - 1) == "P":
            start -= 1
        while start < last and name_at(parsed.tokens, start, self.taken) != last:
            start += 1
        if start == last or name_at(parsed.tokens, start, self.taken) != last:
            return None
        before = start - 1
        if before < first:
            return self.people.add(Person(parsed.tokens.text(start, last), None, start))
        if not parsed.tag(before) & (T.ROLE | T.PERSON_NOUN):
            return None
        role = parsed.tokens.text(role_start(parsed.tokens, before, self.taken), before)
        return self.people.add(Person(parsed.tokens.text(start, last), role, start))

    def _source(self, parsed: Parsed, first: int, head: int, last: int) -> _Named:
        """Figures and reports: the body that owns them, else the description."""
        owner: _Named | None = None
        link = head + 1 + (parsed.letter(head + 1) in "KV" and bool(parsed.tag(head + 2) & T.BY))
        if parsed.tag(link) & (T.FROM | T.OF | T.BY) and link < last:
            owner = self._body(parsed, link + 1, _head(parsed, link + 1, last), last, reported=True)
        clitic = next((place for place in range(first, head) if parsed.tag(place) & T.CLITIC), None)
        if clitic:
            owner = self._body(parsed, first, clitic - 1, clitic - 1, reported=True)
        run = head
        while run > first and parsed.letter(run - 1) == "N":
            run -= 1
        if owner is None and run > first and parsed.letter(run - 1) == "P":
            owner = self._body(parsed, first, run - 1, run - 1, reported=True)
        if owner is None and run < head and lemma(parsed.word(head - 1)) in bodies():
            owner = self._body(parsed, first, head - 1, head - 1, reported=True)
        again = parsed.is_the(first) and first + 1 == head == last and not is_measure_noun(parsed.word(head))
        if again and self.body_spoke and self.bodies.last and not (owner and owner[0]):
            return self.bodies.last, None
        return owner if owner and owner[0] else (None, plain(parsed, first, last))

    def _office(self, parsed: Parsed, first: int, head: int, last: int) -> _Named:
        """The minister, the official, officials: the person spoken of who holds the office, else nobody named."""
        noun = parsed.word(head)
        if parsed.letter(first) != "D" and not parsed.tag(head) & T.PLURAL:
            return self._bare_office(parsed, first, last)
        if not parsed.is_the(first) or parsed.tag(head) & T.PLURAL or last > head + 3:
            return None, plain(parsed, first, last)
        holders = [person for person in self.people.persons if person.role and person.place < parsed.stop]
        holders = [person for person in holders if noun in str(person.role).casefold().split()]
        holder = self.person if self.person in holders or not holders else holders[-1]
        if holder is None:
            return None, plain(parsed, first, last)
        self.person = holder
        return holder.name, holder.role

    def _bare_office(self, parsed: Parsed, first: int, last: int) -> _Named:
        """A title without article, as leads have it ("Finnish trade chief says"): who bears it later or before."""
        words = set(parsed.tokens.lows[first : last + 1])
        bearers = [one for one in self.people.persons if one.role and words <= set(one.role.casefold().split())]
        if len(bearers) != 1 or first == last:
            return None, plain(parsed, first, last)
        self.person = bearers[0]
        return self.person.name, self.person.role

    def _body(self, parsed: Parsed, first: int, head: int, last: int, *, reported: bool) -> _Named | None:
        """Ministries, companies, agencies; a short form (the ministry) means the one named before."""
        start = first
        while start < last and parsed.letter(start) in "DS" and not parsed.tag(start) & T.CLITIC:
            start += 1
        noun = parsed.word(head)
        owned = "P" in parsed.between(start, head) or start in self.taken
        if parsed.letter(head) == "P" or (lemma(noun) in bodies() and owned):
            if {self.taken.get(place) for place in range(start, last + 1)} <= _PARTIES:
                return None
            text = parsed.tokens.text(start, last)
            acronym = acronym_behind(parsed.tokens, last)
            if acronym:
                self.acronyms.setdefault(acronym, text)
            return None if self._is_outlet(text) else (self._known_body(text), None)
        earlier = self.bodies.latest_with(noun)
        if parsed.tag(first) & T.DET and (earlier or lemma(noun) in bodies()):
            spoken = self.bodies.last if self.body_spoke else None
            named = earlier or self._earlier_body(parsed, head) or spoken
            return (named, None) if named else (None, plain(parsed, first, last))
        plural = parsed.tag(head) & (T.PLURAL | T.PERSON_NOUN)
        return (None, plain(parsed, first, last)) if plural or reported else None

    def _is_outlet(self, text: str) -> bool:
        """Whether the body is the agency or paper itself, or a news agency that only passes on."""
        low = text.casefold()
        return low in _agencies() or not self.outlet.isdisjoint(low.replace("(", " ").replace(")", " ").split())

    def _earlier_body(self, parsed: Parsed, head: int) -> str | None:
        """The capitalised name in the text before that has the noun for its head (the ministry: Foreign Ministry)."""
        tokens, noun = parsed.tokens, parsed.word(head)
        for place in range(parsed.first - 1, -1, -1):
            if tokens.lows[place] != noun or not tokens.tags[place] & T.CAPITAL:
                continue
            first = last = place
            while first and tokens.tags[first - 1] & T.CAPITAL and not tokens.tags[first - 1] & (T.DET | T.PREPOSITION):
                first -= 1
            while (
                last + 2 < len(tokens.words)
                and tokens.tags[last + 1] & (T.OF | T.AND)
                and tokens.tags[last + 2] & T.CAPITAL
            ):
                last += 2
            return self._known_body(tokens.text(first, last)) if last > first else None
        return self._by_kind(parsed, noun)

    def _by_kind(self, parsed: Parsed, noun: str) -> str | None:
        """The organisation named last that is of the kind the noun tells (the agency: UNHCR)."""
        last = parsed.stop - 1
        while last >= 0:
            if self.taken.get(last) != "organisation":
                last -= 1
                continue
            for first in range(max(last - _LONGEST_BODY, -1) + 1, last + 1):
                name = parsed.tokens.text(first, last)
                if _body_kinds().get(name) == noun:
                    return self._known_body(name)
            last -= 1
        return None

    def _known_body(self, text: str) -> str:
        """The first full name of a body that is named again by a part of its name."""
        full = self.acronyms.get(text) or self.bodies.whole(text)
        self.bodies.add(full or text)
        self.body_spoke = True
        return full or text


def _head(parsed: Parsed, first: int, last: int) -> int:
    """Head noun: the last noun before the first preposition."""
    head = last
    for place in range(first, last + 1):
        if parsed.letter(place) == "E" and place > first:
            break
        if parsed.letter(place) in "NP":
            head = place
    return head


def _joins_names(parsed: Parsed, place: int) -> bool:
    """Whether "and" stands between capitalised words of one name, or between two names."""
    return parsed.letter(place) == "C" and parsed.letter(place - 1) == "P" and parsed.letter(place + 1) == "P"
