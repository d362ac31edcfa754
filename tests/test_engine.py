"""Where extraction runs: results in order whatever the engine, and a collector that is given back as it was."""

import gc
from operator import neg
from typing import Literal

import pytest

from flows import engine


@pytest.mark.parametrize("name", ["threads", "processes"])
def test_results_stand_in_the_order_of_the_items(name: Literal["threads", "processes"]) -> None:
    with engine.running(name):
        assert engine.spread(neg, range(500)) == [-number for number in range(500)]


def test_the_collector_looks_seldom_while_threads_extract_and_as_before_afterwards() -> None:
    former = gc.get_threshold()
    with engine.running("threads"):
        assert gc.get_threshold() == engine.SELDOM
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == former
    assert gc.get_freeze_count() == 0


def test_the_collector_is_given_back_after_an_error() -> None:
    former = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), engine.running("threads"):
        engine.spread(lambda number: 1 // number, [0])
    assert gc.get_threshold() == former


def test_the_collector_looks_seldom_in_every_process() -> None:
    with engine.running("processes"):
        assert set(engine.spread(_threshold, range(100))) == {engine.SELDOM}


def _threshold(_: int) -> tuple[int, int, int]:
    return gc.get_threshold()
