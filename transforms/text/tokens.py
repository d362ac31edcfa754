"""Text -> tokens with offsets and tags.

The scan runs over a shadow of the text in which typographic characters stand as plain ones. Each character has one
counterpart, so offsets are those of the text; only characters of no width are left out, and then a map leads back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from transforms.text import tags as T
from transforms.text.lexicon import LEXICON, LOWS

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u02bc\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t\r\x0b\x0c", " "),
    **dict.fromkeys("\u2010\u2011\u2212", "-"),
    **dict.fromkeys("\u2012\u2015", "\u2013"),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_NO_WIDTH = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFE0F))
)
_TOKEN = re.compile(
    r"([A-Za-z][a-z]++(?![\w'-])"  # most words, told by few comparisons
    r"|(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+|-[^\W\d_]+)*"  # words, hyphenated words, o'clock
    r"|'s\b"
    r"|[0-9]+(?:[.,][0-9]+)*"
    r"|\n\s*"
    r"|[^\s])"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}$")  # an abbreviation at the end of a line
_LONGEST_INDEFINITE = 2
_TERMINAL = (".", "!", "?", ":", ";", '"', "…")


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens of one text.

    `lows` holds the words in lower case, `starts` and `ends` are offsets into `shadow`; `back` maps an offset into
    `shadow` to one into the text, where the two differ. `memory` keeps what other rooms work out once a text.
    """

    shadow: str
    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[int]
    back: list[int] | None
    memory: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets into the text, end exclusive, of the tokens `first` up to and including `last`."""
        start, end = self.starts[first], self.ends[last]
        return (start, end) if self.back is None else (self.back[start], self.back[end - 1] + 1)

    def in_shadow(self, offset: int) -> int:
        """The offset into `shadow` of an offset into the text."""
        return offset if self.back is None else bisect_left(self.back, offset)

    def text(self, first: int, last: int) -> str:
        """The shadow's words from `first` up to and including `last`, white space made single."""
        return " ".join(self.shadow[self.starts[first] : self.ends[last]].split())

    def is_the(self, place: int) -> bool:
        """Whether the token is the definite article."""
        return bool(self.tags[place] & T.ARTICLE) and len(self.words[place]) > _LONGEST_INDEFINITE

    def is_an(self, place: int) -> bool:
        """Whether the token is the indefinite article."""
        return bool(self.tags[place] & T.ARTICLE) and len(self.words[place]) <= _LONGEST_INDEFINITE

    def joined(self, place: int) -> bool:
        """Whether the token stands right behind the one before it, without white space."""
        return place > 0 and self.starts[place] == self.ends[place - 1]


def tokenise(text: str) -> Tokens:
    """Tokens of a text; a break between paragraphs or list lines is one token that begins with a line feed."""
    shadow, back, written = text, None, set(text)
    for char in written & _PLAIN.keys():
        shadow = shadow.replace(char, _PLAIN[char])
    if written & _NO_WIDTH:
        back = [place for place, char in enumerate(shadow) if char not in _NO_WIDTH]
        shadow = "".join([shadow[place] for place in back])
    if "\n" in shadow:
        shadow = _unwrap(shadow)
    pieces = _TOKEN.split(shadow)  # white space and words in turn
    words = pieces[1::2]
    ends = list(accumulate(map(len, pieces)))
    lows = list(map(LOWS.__getitem__, words))
    return Tokens(shadow, words, lows, ends[:-1:2], ends[1::2], list(map(LEXICON.__getitem__, words)), back)


def _unwrap(shadow: str) -> str:
    """Line feeds that only wrap a running sentence become spaces, one for one."""
    lines = shadow.split("\n")
    width = max(map(len, lines))
    kept = [lines[0]]
    for line in lines[1:]:
        kept.append((" " if _runs_on(kept[-1], line, width) else "\n") + line)
    return "".join(kept)


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a sentence runs on to the next line: a long line without a full stop, or small letters behind it."""
    line, following = line.strip(), following.strip()
    if not line or not following:
        return False
    if line.endswith(_TERMINAL) and not (_DOTTED.search(line) and following[0].islower()):
        return False
    return following[0].islower() or (len(line) > 0.75 * min(width, 90) and following[0].isalnum() and len(line) <= 110)
