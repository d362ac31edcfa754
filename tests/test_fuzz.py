"""Mutated inputs of every format: no exception, and every one accounted for."""

from __future__ import annotations

import pytest

from fuzz.mutations import fault, inputs, seeds

RUNS = 2_000
SEEDS = seeds()


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_inputs(name: str) -> None:
    faults = {number: wrong for number, data in inputs(name, SEEDS[name], RUNS) if (wrong := fault(name, data))}
    assert faults == {}


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_sound(name: str) -> None:
    assert fault(name, SEEDS[name]) is None
