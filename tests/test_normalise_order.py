"""The tables depend on what was read, never on its order, on how it was parted, or on what was known before."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import inputs, mentions, outcome
from quality import claims
from transforms import parquet, schema
from transforms.extract import extract
from transforms.normalise import Frames, Outcome, carried, merge, normalise, quarantine_frame, skipped_frame, stack
from transforms.records import Document

FEW = settings(max_examples=5, deadline=None)
ABOUT_INPUTS = ("inputs", "quarantine", "skipped")


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Every third labelled group, extracted; each article stands in a file of its own."""
    chosen = claims.groups(claims.FOLDER)[::3] + claims.groups(claims.SETS["claims_apart"])[::3]
    return tuple(extracted(document) for group in chosen for document in map(claims.document, group.articles))


def extracted(document: Document) -> Outcome:
    return outcome(document, extract(document))


def part(some: list[Outcome]) -> Frames:
    """What one batch of articles gives."""
    return mentions(*some) | {"inputs": inputs(*some), "quarantine": quarantine_frame([]), "skipped": skipped_frame({})}


def published(parts: list[Frames]) -> Frames:
    """The tables of several parts, as a run puts them together."""
    about = {name: stack([one[name] for one in parts], name) for name in ABOUT_INPUTS}
    return normalise(merge(parts), about)


def digests(frames: Frames) -> dict[str, str]:
    """SHA-256 of the file of each table."""
    with TemporaryDirectory() as folder:
        for name, frame in frames.items():
            parquet.write(frame, schema.tables()[name], Path(folder, name))
        return {name: hashlib.sha256(Path(folder, name).read_bytes()).hexdigest() for name in frames}


@cache
def expected() -> dict[str, str]:
    return digests(published([part(list(outcomes()))]))


@FEW
@given(st.permutations(range(len(outcomes()))), st.sets(st.integers(1, len(outcomes()) - 1), max_size=3))
def test_order_and_parts_do_not_matter(order: list[int], cuts: set[int]) -> None:
    shuffled = [outcomes()[place] for place in order]
    bounds = [0, *sorted(cuts), len(shuffled)]
    parts = [part(shuffled[first:last]) for first, last in pairwise(bounds)]
    assert digests(published(parts)) == expected()


@FEW
@given(st.lists(st.integers(0, 2), min_size=len(outcomes()), max_size=len(outcomes())))
def test_one_after_the_other_is_all_at_once(rounds: list[int]) -> None:
    """Articles arrive in three runs; each run takes over what the one before published."""
    frames: Frames | None = None
    known: list[Outcome] = []
    for number in range(3):
        fresh = [one for one, when in zip(outcomes(), rounds, strict=True) if when == number]
        former = [carried(frames, [one.source_file for one in known])] if frames else []
        frames = published([part(fresh), *former])
        known += fresh
    assert frames is not None
    assert digests(frames) == expected()


@FEW
@given(st.sets(st.integers(0, len(outcomes()) - 1), min_size=1, max_size=12))
def test_what_is_taken_away_leaves_no_trace(places: set[int]) -> None:
    gone = [one for place, one in enumerate(outcomes()) if place in places]
    kept = [one for place, one in enumerate(outcomes()) if place not in places]
    before = published([part([*gone, *kept])])
    after = published([part([]), carried(before, [one.source_file for one in kept])])
    assert digests(after) == digests(published([part(kept)]))
