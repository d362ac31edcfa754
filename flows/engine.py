"""How the work on one batch is spread: over the threads that Prefect gives, or over processes of our own."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Literal, TypeAlias, TypeVar

EngineName: TypeAlias = Literal["auto", "threads", "processes"]
Item = TypeVar("Item")
Result = TypeVar("Result")

PROCESSES_FROM = 20_000
DOCUMENT_BYTES = 2_000
PACKED = (".gz", ".zst", ".zip", ".wacz", ".tgz", ".tzst")
PACKED_TIMES = 4
CHUNK = 50
# Thresholds of Python's collector, the youngest generation first: the default is (700, 10, 10)
SELDOM = (100_000, 50, 100)

_pools: list[ProcessPoolExecutor] = []


def weight(name: str, size: int) -> int:
    """Bytes of text to expect in a file: compressed ones and archives hold several times their size."""
    return size * PACKED_TIMES if name.lower().endswith(PACKED) else size


def chosen(name: EngineName, files: int, size: int) -> Literal["threads", "processes"]:
    """The engine for that many files of that many bytes in all; starting processes pays from some 20,000 documents."""
    if name != "auto":
        return name
    documents = max(files, size // DOCUMENT_BYTES)
    return "processes" if documents > PROCESSES_FROM and (os.cpu_count() or 1) > 1 else "threads"


def collect_seldom() -> None:
    """Have the collector of reference cycles look seldom in this process, and not at what is loaded by now.

    Extraction makes no cycles, but keeps many objects as long as it reads an article: by default each full look costs
    as much as vocabulary and article are large, and the time a character grows with the article.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    former = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*former)
        gc.unfreeze()


@contextmanager
def running(name: Literal["threads", "processes"]) -> Iterator[None]:
    """While this lasts, `spread` works with the engine of that name."""
    if name == "threads":
        with _collecting_seldom():
            yield
        return
    # Fresh interpreters: a forked copy of a process with threads may inherit a lock that nobody ever frees.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=collect_seldom) as pool:
        _pools.append(pool)
        try:
            yield
        finally:
            _pools.remove(pool)


def spread(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The function's results in the order of the items; it must be a module's own when processes run."""
    if not _pools or not items:
        return [function(item) for item in items]
    share = len(items) // (8 * (os.cpu_count() or 1))
    return list(_pools[-1].map(function, items, chunksize=min(CHUNK, share + 1)))
