"""The dateline at the start of a line: place, day and agency ("BEIJING, Nov. 26 (Xinhua) -- ")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from transforms.read import dates, gazetteer
from transforms.read.labels import is_function_word, labels

WINDOW = 130
LINES_REMEMBERED = 256
MOST_BREAKS = 10
PLACE_WORDS = 5
BREAK = re.compile(
    r"(?P<dash>\s*(?:--+|[—–―])\s*|\s+-\s+|(?<=[^\W\d_]|/)-\s+)|(?P<stop>[.:]\s+)|(?P<bracket>(?<=[)\]/])\s+)"
)
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]|(?:(?<=[\s\d])|^)-?/([^/]{2,40})/(?=[\s.,]|$)")
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’/-])*")
QUOTES = "\"'“‘«(["
OPENING = re.compile(rf"[{re.escape(QUOTES)}]*\w")
CLOSING = re.compile(r"\s*(?:--+|[—–―.:])\s*|\s+-\s+|(?<=[)\]/])\s+")


class Ending(Enum):
    """What closes a dateline."""

    DASH = auto()
    STOP = auto()
    BRACKET = auto()


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as read; `end` is the offset in its line at which the report begins."""

    place: str | None = None
    country: str | None = None
    when: dates.PartialDate | None = None
    agency: str | None = None
    end: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the words in front of a break say, piece by piece."""

    names: tuple[str, ...]
    when: dates.PartialDate | None
    agency: str | None
    in_brackets: bool

    @property
    def place(self) -> str | None:
        """The first name, as written."""
        return self.names[0] if self.names else None

    @property
    def known(self) -> gazetteer.Place | None:
        """The place in the gazetteer; a country named behind it decides which one is meant."""
        own = gazetteer.place(self.names[0]) if self.names else None
        for name in self.names[1:]:
            region = gazetteer.place(name)
            if region and region.is_country:
                return gazetteer.Place(region.country, is_country=False)
        return own


def parse(line: str) -> Dateline | None:
    """The dateline with which `line` begins, if there is enough evidence that it is one."""
    return _parse(line[:WINDOW])


@lru_cache(LINES_REMEMBERED)
def _parse(head: str) -> Dateline | None:
    """As `parse`; the head of an article is read for its heading, its body and its report one after the other."""
    for start, end, ending in _breaks(head):
        parts = _parts(head[:start])
        if parts and _is_dateline(parts, ending, head[start:end], head[end:]):
            known = parts.known
            found = Dateline(parts.place, known.country if known else None, parts.when, parts.agency, end)
            return _with_trailing_agency(found, head)
    return None


def parse_alone(line: str) -> Dateline | None:
    """A dateline that has a line to itself: a known place and a full date ("Geneva, 5 May 2022")."""
    return _parse_alone(line) if len(line) <= WINDOW // 2 else None


@lru_cache(LINES_REMEMBERED)
def _parse_alone(line: str) -> Dateline | None:
    parts = _parts(line)
    if parts is None or parts.known is None or parts.when is None or parts.when.year is None:
        return None
    return Dateline(parts.place, parts.known.country, parts.when, parts.agency, len(line))


def _breaks(head: str) -> Iterator[tuple[int, int, Ending]]:
    """Places where a dateline could end: start and end of the break, and its kind."""
    for count, match in enumerate(BREAK.finditer(head)):
        if count == MOST_BREAKS:
            return
        yield match.start(), match.end(), Ending[str(match.lastgroup).upper()]


def _parts(words: str) -> Parts | None:
    """The pieces of a possible dateline, or none when any piece is neither name, date nor agency."""
    bracketed = [one or other for one, other in IN_BRACKETS.findall(words)]
    plain = IN_BRACKETS.sub(",", words)
    dated = dates.search(plain)
    if dated:
        plain = f"{plain[: dated[1]]},{plain[dated[2] :]}"
    else:
        dated = next((found for text in bracketed if (found := dates.search(text))), None)
    names, agency = _names_and_agency(plain)
    if len(bracketed) > 2 or len(names) > 3 or not all(map(_is_name, names)):
        return None
    inside = next((name for text in bracketed if (name := _bracketed_agency(text))), None)
    return Parts(names, dated[0] if dated else None, inside or agency, bool(bracketed))


def _names_and_agency(plain: str) -> tuple[tuple[str, ...], str | None]:
    """Names between commas, with an agency that stands among them or before the place taken out."""
    pieces = [piece for part in plain.split(",") if (piece := part.strip().strip("."))]
    agencies = [found for piece in pieces if (found := gazetteer.agency_as_written(piece))]
    names = [piece for piece in pieces if not gazetteer.agency_as_written(piece)]
    leading = gazetteer.leading_agency(names[0]) if names else None
    if leading:
        names[0] = names[0][leading[1] :].strip()
        agencies.append(leading[0])
    return tuple(names), agencies[0] if agencies else None


def _bracketed_agency(text: str) -> str | None:
    """The agency named in brackets; as written when it is not in the list but looks like a name."""
    name = re.split(r",| - ", text, maxsplit=1)[0].strip()
    known = gazetteer.agency(name)
    if known or dates.search(name):
        return known
    return name if name[:1].isupper() and len(name.split()) <= 3 else None


def _is_name(text: str) -> bool:
    """A few words that begin and end with a capital, as names of places do; known names in any case."""
    if gazetteer.place(text):
        return True
    words = text.split()
    fits = NAME.fullmatch(text) is not None and len(words) <= PLACE_WORDS
    return fits and words[0][0].isupper() and words[-1][0].isupper()


def _is_dateline(parts: Parts, ending: Ending, mark: str, rest: str) -> bool:
    """Whether place, date, agency and the closing mark together make a dateline."""
    if not OPENING.match(rest):
        return False
    if parts.place is None:
        return _stands_without_place(parts, ending)
    if parts.agency and gazetteer.agency(parts.agency):
        return _may_be_place(parts)
    if parts.when:
        return ending is not Ending.BRACKET and _dated(parts, ending)
    if parts.in_brackets:
        return parts.known is not None and ending is Ending.DASH
    return _place_alone(parts, ending, mark, rest)


def _stands_without_place(parts: Parts, ending: Ending) -> bool:
    """An agency's name or a full date may open the report on its own, before a dash."""
    known = parts.agency is not None and gazetteer.agency(parts.agency) is not None
    dated = parts.when is not None and parts.when.year is not None
    return (ending is Ending.DASH and (known or dated)) or (known and parts.in_brackets)


def _dated(parts: Parts, ending: Ending) -> bool:
    """A place with a date: known, or in capitals, or unknown before a full date and a dash."""
    full = parts.when is not None and parts.when.year is not None and ending is Ending.DASH
    capitals = parts.place is not None and parts.place.isupper()
    return (parts.known is not None or capitals or full) and _may_be_place(parts)


def _may_be_place(parts: Parts) -> bool:
    """Known, or not begun by a function word and without a word that heads notices ("Update", a weekday)."""
    words = (parts.place or "").casefold().split()
    heads_notice = is_function_word(words[0]) or any(word in labels().heading for word in words)
    return parts.known is not None or not heads_notice


def _place_alone(parts: Parts, ending: Ending, mark: str, rest: str) -> bool:
    """A known city by itself: in capitals before any mark, in small letters before a spaced dash or a full stop."""
    known, place = parts.known, parts.place or ""
    if known is None or known.is_country or ending is Ending.BRACKET:
        return False
    if ending is Ending.STOP and len(parts.names) > 1:
        return False
    words = [word for word in re.split(r"[^\w'’]+", rest) if word][:2]
    if place.isupper():
        return not all(len(word) > 1 and word.isupper() for word in words)
    spaced = mark.strip() != mark and not mark.startswith(":")
    is_route = gazetteer.place(words[0] if words else "") is not None
    return spaced and not is_route and not rest.lstrip(QUOTES)[:1].islower()


def _with_trailing_agency(found: Dateline, head: str) -> Dateline:
    """An agency behind the first break belongs to the dateline: "MOSCOW, Dec. 2 - RIA Novosti. "."""
    if found.agency:
        return found
    rest = head[found.end :]
    inside = IN_BRACKETS.match(rest)
    if inside and (agency := gazetteer.agency(inside.group(1) or inside.group(2))):
        return _closed(found, agency, rest, inside.end())
    leading = gazetteer.leading_agency(rest)
    return _closed(found, leading[0], rest, leading[1]) if leading else found


def _closed(found: Dateline, agency: str, rest: str, length: int) -> Dateline:
    """The dateline with its agency, when a closing mark follows the agency's name."""
    mark = CLOSING.match(rest, length)
    return replace(found, agency=agency, end=found.end + mark.end()) if mark else found
