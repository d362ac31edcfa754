"""The quality gate: labelled articles through the command line into Parquet, against the floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quality import floors
from quality.labelled import LabelledSet, labelled_sets
from quality.measuring import case_tally, figures, probe_table
from quality.reliability import judged, reliability

SETS = labelled_sets()
FLOORS = floors.load()
# No reason lowers a floor below these.
LEAST = {
    "dev_written": {
        "found": 0.90, "valued": 0.87, "record": 0.45, "fields": 0.75, "names": 0.75,
        "bounds": 0.95, "unit": 0.96, "object_head": 0.85, "object_class": 0.85,
        "parties": 0.80, "period": 0.80, "status": 0.90, "speaker": 0.85,
    },
    "dev_real": {"found": 0.80, "valued": 0.76, "record": 0.35, "fields": 0.60, "names": 0.65},
}  # fmt: skip
BY_NAME = {one.name: one for one in SETS}


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)
def test_figures_stand_on_their_floors(
    everything: Path, tmp_path: Path, one: LabelledSet, record_property: Any
) -> None:
    measured = figures(one, everything, tmp_path)
    record_property("figures", json.dumps(measured))
    assert floors.fallen(FLOORS["sets"][one.name]["figures"], measured) == []


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)
def test_floors_were_measured_on_these_labels(one: LabelledSet) -> None:
    assert FLOORS["sets"][one.name]["labels"] == one.digest(), "measure again with `python -m tests.quality --raise`"


@pytest.mark.parametrize("name", LEAST)
def test_floors_are_high_enough(name: str) -> None:
    assert floors.fallen(LEAST[name], FLOORS["sets"][name]["figures"]) == []


def test_floors_are_not_edited_by_hand() -> None:
    assert FLOORS["seal"] == floors.seal(FLOORS), "floors.toml is written by `python -m tests.quality --raise`"


def test_nearly_every_own_sentence_comes_through(everything: Path) -> None:
    right = case_tally(BY_NAME["cases"], everything).right
    assert right["rows"] > 150
    assert right["found"] / right["rows"] > 0.95


if "phenomena" in BY_NAME:

    def test_every_probe_is_answered(everything: Path) -> None:
        table = probe_table(BY_NAME["phenomena"], everything)
        assert {title: row for title, row in table.items() if row["found"] < row["values"] or row["taken"]} == {}


def entry(figure: float, spurious: int, labels: str = "a") -> dict[str, Any]:
    row = {"labels": labels, "figures": {"found": figure}, "phenomena": {"each": {"found": 3, "spurious": spurious}}}
    return {"sets": {"some": row}}


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        (entry(0.9, 1), []),
        (entry(0.95, 0), []),
        (entry(0.89, 1), ["some: found: 0.89, floor 0.9"]),
        (entry(0.9, 2), ["some, each: spurious: 2, floor 1"]),
        (entry(0.9, 1, "b"), ["some: the labels have changed"]),
        ({"sets": {}}, []),
    ],
)
def test_what_counts_as_a_fall(new: dict[str, Any], parts: list[str]) -> None:
    assert floors.all_fallen(entry(0.9, 1), new) == parts


def test_floors_come_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    whole = entry(0.9, 1) | {"lowered": [{"what": "some: found", "reason": 'a "harder" set'}]}
    floors.save(whole, path)
    again = floors.load(path)
    assert again["seal"] == floors.seal(again)
    assert again["sets"] == whole["sets"]
    path.write_text(path.read_text().replace("0.9", "0.8"))
    changed = floors.load(path)
    assert changed["seal"] != floors.seal(changed)


def test_reliability_tells_right_rows_from_wrong() -> None:
    label: dict[str, Any] = {
        "value_text": "9", "start": 10, "value": 9, "lower": 9, "upper": 9, "qualifier": "exact", "measure": "count",
        "unit": "1", "object_head": "pact", "object_class": "agreement", "parties": [], "period_start": None,
        "period_end": None, "status": "realised", "speaker": None,
    }  # fmt: skip
    row = label | {"count_id": "a", "char_start": 10, "char_end": 11, "parties": None, "confidence": 0.97}
    other = row | {"count_id": "b", "char_start": 40, "char_end": 42, "confidence": 0.4}
    assert list(judged([{"id": "x", "counts": [label]}], {"x": [row, other]})) == [(0.97, True), (0.4, False)]
    assert list(judged([{"id": "x", "counts": [label]}], {"x": [row | {"upper": None}]})) == [(0.97, False)]
    assert list(judged([{"id": "x", "counts": [label | {"optional": True}]}], {"x": [row]})) == []
    table = reliability([(0.97, True), (0.96, False), (0.4, False)])
    assert table.splitlines()[2:] == ["| 0 to 0.5 | 1 | 0.40 | 0.00 |", "| 0.95 to 1 | 2 | 0.96 | 0.50 |"]
