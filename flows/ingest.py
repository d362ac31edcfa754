"""The flow that asks the remote sources of a configuration and keeps what they give in the raw store.

Annotations are evaluated here: Prefect builds the parameters' schema from them, however it loaded this file.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import clock, progress, store
from flows import config as configuration
from flows.config import Bucket
from flows.fetch import bucket
from flows.fetch.client import Client
from flows.fetch.source import Visit, failures

RUNNER: Any = ThreadPoolTaskRunner(max_workers=4)
logger = logging.getLogger("flows.ingest")
_clients: dict[str, Client] = {}


@flow(
    name="cooperation-ingest",
    description="Fetch what is new at the remote sources into the raw store.",
    task_runner=RUNNER,
)
def ingest(config: Path) -> dict[str, Any]:
    """Fetch what is new; returns the figures of each source and the failures that stand.

    Args:
        config: Configuration with the sources.
    """
    declared = configuration.load(config)
    names = [source.name for source in declared.remote]
    run = f"{clock.now():%Y%m%dt%H%M%Sz}-{os.getpid()}"
    with store.writer(declared.store_folder), _client(run, declared):
        progress.tell("fetch", 0, len(names))
        futures = [fetch_source.submit(config, name, run) for name in names]
        for done, _ in enumerate(as_completed(futures), start=1):
            progress.tell("fetch", done, len(names))
        tallies = [future.result() for future in futures]
    for tally in tallies:
        logger.info("%(source)s: %(new)d new, %(unchanged)d unchanged, %(failed)d failed, %(waiting)d waiting", tally)
    failed = [{"source_uri": one.asked, "error": one.error, "remedy": one.remedy} for one in failures(declared, names)]
    return {"sources": tallies, "failed": failed}


@task(
    name="fetch",
    description="Ask one source and keep what is new.",
    task_run_name="fetch {name}",
    cache_policy=NO_CACHE,
)
def fetch_source(config: Path, name: str, run: str) -> dict[str, Any]:
    """Figures of the source with that name, fetched by the client of the run."""
    declared = configuration.load(config)
    source = next(one for one in declared.remote if one.name == name)
    journal = store.Journal(declared.store_folder, f"{run}-{name}")
    try:
        if isinstance(source, Bucket):
            return asdict(bucket.visit(source, declared, journal))
        return asdict(Visit(source, declared, _clients[run], journal).run())
    finally:
        journal.close()


@contextmanager
def _client(run: str, declared: configuration.Config) -> Iterator[None]:
    """One client for all sources of the run, since the limits of a host hold for all of them together."""
    _clients[run] = Client(declared.http)
    try:
        yield
    finally:
        _clients.pop(run).close()
