"""The tasks: each a thin cover over a plain function, exchanging paths and small figures only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings

from flows import assemble, batch, plan, release
from flows.plan import Plan, Request

PUBLISH_SLOT = "coopstats-publish"
LEASE_SECONDS = 60
RETRIES = 2
RETRY_DELAYS = [2.0, 8.0]
JITTER = 0.5


def _outside_failed(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether a task failed by the disk or network, so that trying again may help."""
    try:
        state.result()
    except OSError:
        return True
    except Exception:  # noqa: BLE001 - the engine reports it; here it only is none of ours
        return False
    return False


@task(
    name="scan",
    description="Find the input files and decide which have to be read.",
    cache_policy=NO_CACHE,
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_jitter_factor=JITTER,
    retry_condition_fn=_outside_failed,
)
def scan(request: Request, staging: Path, begun: datetime) -> Path:
    """Save the plan of the run; returns its path."""
    path = plan.draw(request, staging, begun)
    drawn = Plan.load(path)
    get_run_logger().info(
        "%d files: %d unchanged, %d batches to read, %d gone",
        drawn.files_seen,
        len(drawn.kept),
        len(drawn.batches),
        len(drawn.removed),
    )
    return path


@task(
    name="extract",
    description="Read one batch of input files and extract their counts, fields and initiatives.",
    task_run_name="extract {path.stem}",
    cache_policy=NO_CACHE,
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_jitter_factor=JITTER,
    retry_condition_fn=_outside_failed,
)
def extract_batch(path: Path) -> Path:
    """Stage the tables of the batch saved at `path`; returns their folder."""
    return batch.run(path)


@task(
    name="normalise",
    description="Join all batches into the tables and add keys, claims, money and dimensions.",
    cache_policy=NO_CACHE,
)
def normalise(plan_path: Path, folders: list[Path]) -> Path:
    """Stage all tables; returns their folder."""
    return assemble.assemble(plan_path, folders)


@task(name="check", description="Hold the staged tables against the declared rules.", cache_policy=NO_CACHE)
def check(folder: Path) -> list[dict[str, Any]]:
    """The findings, as plain data; an empty list means that the tables may be published."""
    return [asdict(finding) for finding in assemble.findings(folder)]


@task(
    name="publish",
    description="Make the staged tables the published ones, all at once.",
    cache_policy=NO_CACHE,
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_jitter_factor=JITTER,
    retry_condition_fn=_outside_failed,
)
def publish(folder: Path, processed: Path, run_id: str, *, plain_files: bool, keep: int) -> Path:
    """Switch to the staged tables; returns the folder of the release."""
    if folder.exists():
        assemble.complete(folder, run_id)
    with _only_publisher():
        return release.publish(folder, processed, run_id, plain_files=plain_files, keep=keep)


@contextmanager
def _only_publisher() -> Iterator[None]:
    """Hold the server's slot for publishing, where a server has one; the system's lock is held in any case."""
    if not _server_has_slot():
        yield
        return
    with concurrency(PUBLISH_SLOT, occupy=1, strict=True, lease_duration=LEASE_SECONDS):
        yield


def _server_has_slot() -> bool:
    if not get_current_settings().api.url:
        return False
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(PUBLISH_SLOT)
        except ObjectNotFound:
            return False
    return True
