"""The project's own sentences, by phenomenon of the language."""

from __future__ import annotations

import pytest

from quality import floors
from quality.extraction import cases, tally

FLOORS = floors.load()["sets"]["cases"]["phenomena"]


@pytest.mark.parametrize("phenomenon", cases())
def test_own_sentences(phenomenon: str) -> None:
    found = tally(cases()[phenomenon])
    fallen = floors.fallen(FLOORS[phenomenon], found.counted())
    assert fallen == [], "\n".join(found.faults)


def test_every_phenomenon_has_its_floors() -> None:
    assert set(FLOORS) == set(cases())


def test_sentences_are_named_once() -> None:
    names = [row["id"] for rows in cases().values() for row in rows]
    assert len(names) == len(set(names)) >= 60
