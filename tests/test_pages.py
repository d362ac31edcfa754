"""Articles as publishers mark them up: no structure is read worse than it was."""

from __future__ import annotations

import json

import pytest

from pages.measuring import PAGES, expected, measured

FLOORS = json.loads((PAGES / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", expected())
def test_structure(name: str) -> None:
    figures = measured(name, expected()[name])
    assert {key: value for key, value in figures.items() if value < FLOORS[name][key] - 0.001} == {}


def test_every_page_has_its_floor() -> None:
    assert set(FLOORS) == set(expected()) == {path.stem for path in PAGES.glob("*.html")}
