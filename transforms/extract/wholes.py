"""Which counts of an article are parts of another one, and which state the same amount in another unit.

Both are read off the words between the numbers ("64 projects, including 20", "of the 64, 20", "95 of whom") and, for
lists, off the numbers themselves: what adds up to the number before or behind is its breakdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from transforms import vocabulary
from transforms.extract.units import conversion
from transforms.records import Count

ADDING = ("count", "money", "quantity")
NEAR = 40
OPENING = 24
ITEM = 60
MOST_WORDS = 2
FEWEST_PARTS = 2
SAME_AMOUNT = 0.02
BRACKET = re.compile(r"\s*[(\[]\s*")
WORDS = re.compile(r"[^\W\d_]+(?:[.'][^\W\d_]+)*")


@cache
def _cues(place: str) -> re.Pattern[str]:
    """The phrases that stand at one place, as words: in front of a part, behind it, or in front of its whole."""
    phrases = sorted((row["phrase"] for row in vocabulary.rows("part_cues") if row["place"] == place), key=len)
    found = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in reversed(phrases))
    return re.compile(rf"\b(?:{found})\b", re.IGNORECASE)


def link(text: str, counts: Sequence[Count]) -> None:
    """Set `part_of` and `equivalent_of` of the counts of one text to where the other count stands."""
    sentences = [list(group) for _, group in groupby(_ordered(counts), key=lambda count: count.sentence_index)]
    before: list[Count] = []
    for row in sentences:
        for one, other in pairwise(row):
            if _is_equivalent(text, one, other):
                other.equivalent_of = _span(one)
        stated = [count for count in row if count.equivalent_of is None and count.measure in ADDING]
        near = before if before and before[-1].sentence_index == row[0].sentence_index - 1 else []
        _link_parts(text, stated, near)
        before = stated


def _ordered(counts: Sequence[Count]) -> list[Count]:
    return sorted(counts, key=lambda count: (count.sentence_index, count.char_start))


def _span(count: Count) -> tuple[int, int]:
    return count.char_start, count.char_end


def _is_equivalent(text: str, one: Count, other: Count) -> bool:
    """6 billion yen (about 55 million U.S. dollars); 500 km (310 miles)."""
    between = text[one.char_end : other.char_start]
    bracket = BRACKET.match(between)
    known = vocabulary.word_set("equivalence_words")
    words = {word.casefold() for word in WORDS.findall(between)}
    if one.measure != other.measure or not words <= known or not (bracket or words):
        return False
    if one.measure == "money":
        return one.unit != other.unit
    factor = conversion(one.unit, other.unit) if bracket and one.measure == "quantity" else None
    return factor is not None and abs(one.value * factor - other.value) <= SAME_AMOUNT * abs(other.value)


def _link_parts(text: str, row: list[Count], before: list[Count]) -> None:
    for place, part in enumerate(row):
        whole = _whole(text, row, place, before)
        if whole is not None and part.part_of is None:
            part.part_of = _span(whole)
            for other in _siblings(text, row, place, whole):
                other.part_of = _span(whole)
    for whole, parts in _breakdowns(row):
        for part in parts:
            part.part_of = part.part_of or _span(whole)


def _whole(text: str, row: list[Count], place: int, before: list[Count]) -> Count | None:
    """The count of which the one at `place` is said to be a part."""
    part = row[place]
    earlier = row[place - 1] if place else None
    between = text[earlier.char_end : part.char_start] if earlier else ""
    behind = text[part.char_end : part.char_end + NEAR].lstrip()
    if place + 1 < len(row) and _cues("whole").fullmatch(text[part.char_end : row[place + 1].char_start].strip()):
        return _fits(row[place + 1], part)
    if earlier and (_opens(_cues("between"), between, part) or _cues("behind").match(behind)):
        return _nearest(row[:place], part)
    if earlier and place == 1 and _heads_clause(text, earlier):
        return _fits(earlier, part)
    opening = text[max(0, part.char_start - OPENING) : part.char_start]
    if not earlier and (_opens(_cues("opens"), opening, part) or _cues("behind").match(behind)):
        return _nearest(before, part)
    return None


def _opens(cues: re.Pattern[str], front: str, part: Count) -> bool:
    """Whether a cue stands in front of the part: of things close to it, since others may be named between."""
    words = [len(front[match.end() :].split()) for match in cues.finditer(front)]
    return bool(words) and (part.measure != "count" or words[-1] <= MOST_WORDS)


def _heads_clause(text: str, whole: Count) -> bool:
    """Of the 64 projects, 20 ...: whether the words for a whole stand at the head of sentence or clause."""
    front = text[max(0, whole.char_start - OPENING) : whole.char_start].rstrip()
    found = next((match for match in _cues("whole").finditer(front) if match.end() == len(front)), None)
    if found is None:
        return False
    head = front[: found.start()].rstrip()
    return not head or head[-1] in '.,;:!?\n"”' or "\n" in front[len(head) : found.start()]


def _fits(whole: Count, part: Count) -> Count | None:
    """The whole, if a part of that measure, unit and size can belong to it."""
    same = (whole.measure, whole.unit) == (part.measure, part.unit)
    return whole if same and part.value < whole.value else None


def _nearest(row: list[Count], part: Count) -> Count | None:
    """The latest count before the part that can hold it and is none itself."""
    return next((one for one in reversed(row) if one.part_of is None and _fits(one, part)), None)


def _siblings(text: str, row: list[Count], place: int, whole: Count) -> Iterator[Count]:
    """Further parts in the list that the one at `place` opens, as long as they fit into the whole together."""
    first = last = row[place]
    total = first.value
    for other in row[place + 1 :]:
        total += other.value
        alike = other.object_class == first.object_class or other.object_head == first.object_head
        far = len(text[last.char_end : other.char_start]) > ITEM
        if far or other.part_of or not alike or _fits(whole, other) is None or total > whole.value:
            return
        yield other
        last = other


def _breakdowns(row: list[Count]) -> Iterator[tuple[Count, list[Count]]]:
    """Wholes with all their parts: 90 scholarships: 45 ..., 30 ... and 15 ...; the whole first or last."""
    for whole, parts in ((row[0], row[1:]), (row[-1], row[:-1])) if row else ():
        fitting = [part for part in parts if _fits(whole, part)]
        enough = len(parts) >= FEWEST_PARTS and len(fitting) == len(parts) and whole.part_of is None
        if enough and sum(part.value for part in parts) == whole.value:
            yield whole, parts
