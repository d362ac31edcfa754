"""Progress of a run for whoever listens: the command line, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Listener: TypeAlias = Callable[[str, int, int], None]

_listeners: list[Listener] = []


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """While this lasts, `listener` is called with stage, steps done and steps in all."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(stage: str, done: int, total: int) -> None:
    """Say how far a stage has come."""
    for listener in _listeners:
        listener(stage, done, total)
