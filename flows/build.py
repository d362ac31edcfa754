"""The flows: from the raw folder to the published tables, for all that is new or for a range of days.

Annotations are evaluated here: Prefect builds the parameters' schema from them, however it loaded this file.
"""

import logging
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import assemble, clock, engine, manifest, pictures, progress, release, tasks
from flows import config as configuration
from flows import target as targets
from flows.batch import read_tables
from flows.engine import EngineName
from flows.ingest import ingest
from flows.leases import Lease
from flows.plan import Plan, Request
from flows.problems import BadInput, Refused
from flows.report import report
from flows.rollback import learn, let_go, refuse_held
from flows.snapshots import KEPT
from flows.target import Target
from transforms.normalise import figures

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
PROGRESS_KEY = "coopstats-run-progress"
LISTED = 1_000
RUNNER: Any = ThreadPoolTaskRunner(max_workers=os.cpu_count() or 2)

# Named in full: a deployment loads this file by its path, under another module name.
logger = logging.getLogger("flows.build")


@flow(
    name="cooperation-statistics",
    description="Read the articles in the raw folder and publish the tables of cooperation counts.",
    task_runner=RUNNER,
)
def build(
    raw: Path = RAW,
    processed: Path = PROCESSED,
    *,
    full: bool = False,
    engine: EngineName = "auto",
    allow_empty: bool = False,
    plain_files: bool = False,
    config: Path | None = None,
    fetch: bool = True,
    keep: int = KEPT,
    resume: bool = False,
    again: list[str] | None = None,
) -> dict[str, Any]:
    """Publish the tables for what lies in the raw folder now.

    Args:
        raw: Folder with the articles; read with all folders below it, never written to.
        processed: Folder for the published tables.
        full: Read and extract every file again, also those that did not change.
        engine: Where extraction runs: in threads, in processes, or as the amount of text suggests.
        allow_empty: Publish empty tables when the raw folder is empty and the tables are not.
        plain_files: Publish plain files instead of links, for shares that hide symbolic links.
        config: Configuration with the sources, in place of the raw folder.
        fetch: Ask the remote sources of the configuration first.
        keep: How many sets of tables stay, the new one included.
        resume: Publish again after a rollback.
        again: Input files to read again although they did not change, by their names in the table inputs.
    """
    return run(
        Request(
            raw=raw,
            processed=processed,
            full=full,
            engine=engine,
            allow_empty=allow_empty,
            plain_files=plain_files,
            config=config,
            fetch=fetch,
            keep=keep,
            resume=resume,
            again=tuple(again or ()),
        )
    )


@flow(
    name="cooperation-statistics-backfill",
    description="Extract the documents of a range of publication days again and publish the tables.",
    task_runner=RUNNER,
)
def backfill(
    first: date,
    last: date,
    raw: Path = RAW,
    processed: Path = PROCESSED,
    engine: EngineName = "auto",
    config: Path | None = None,
) -> dict[str, Any]:
    """Publish the tables after extracting again what was published on the days from first to last.

    Args:
        first: First day of publication.
        last: Last day of publication, included.
        raw: Folder with the articles.
        processed: Folder for the published tables.
        engine: Where extraction runs: in threads, in processes, or as the amount of text suggests.
        config: Configuration with the sources, in place of the raw folder; nothing is fetched.
    """
    if last < first:
        raise BadInput(f"the range ends ({last}) before it begins ({first})", "give the earlier day first")
    return run(Request(raw, processed, engine=engine, first=first, last=last, config=config, fetch=False))


def run(request: Request) -> dict[str, Any]:
    """Do what was asked as the only writer; returns status, run_id, figures, removed files and what to look at."""
    fetched: list[dict[str, Any]] = []
    declared = configuration.load(request.config) if request.config else None
    if request.config and declared and request.fetch and declared.remote:
        fetched = ingest(request.config)["sources"]
    bucket = declared.target if declared else None
    with release.writer(request.processed) as lease, targets.opened(bucket, request.processed) as target:
        _take_up(request, target)
        outcome = _published(request, lease)
        if target:
            progress.tell("upload", 0, 1)
            if target.push(request.keep):
                logger.info("uploaded run %s to the bucket", outcome["run_id"])
        let_go(request.processed)
        if target:
            target.let_go()
    return outcome | {"fetched": fetched}


def _take_up(request: Request, target: Target | None) -> None:
    """Begin from a whole set: what was interrupted is completed, what others published is had here too."""
    if target:
        learn(request.processed, target)
    if not request.resume:
        refuse_held(request.processed)
    if release.recover(request.processed):
        logger.warning("an interrupted publication was completed")
    if target and (run_id := target.pull(plain_files=request.plain_files)):
        logger.info("took over run %s from the bucket", run_id)


def _published(request: Request, lease: Lease) -> dict[str, Any]:
    begun = clock.now()
    staging = release.stage(request.processed, f"{begun:%Y%m%dt%H%M%Sz}-{os.getpid()}")
    try:
        progress.tell("scan", 0, 1)
        return _follow(request, tasks.scan(request, staging, begun), lease)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _follow(request: Request, plan_path: Path, lease: Lease) -> dict[str, Any]:
    plan = Plan.load(plan_path)
    if plan.nothing_new:
        return _told(_unchanged(request, plan))
    folders = _extract_all(plan)
    progress.tell("normalise", 0, 1)
    folder = tasks.normalise(plan_path, folders)
    noted = assemble.summary(plan_path)
    if noted["same"]:
        return _told(_unchanged(request, plan))
    _refuse_faulty(folder)
    lease.require()
    progress.tell("publish", 0, 1)
    published = tasks.publish(
        folder, request.processed, noted["run_id"], plain_files=request.plain_files, keep=request.keep
    )
    return _told(_outcome("published", published, plan, noted["figures"], noted["drift"]))


def _extract_all(plan: Plan) -> list[Path]:
    """Folders of all batches, once every one is done; the first failure is raised only then."""
    shown = create_progress_artifact(progress=0.0, key=PROGRESS_KEY, description="Extraction of the batches")
    with engine.running("processes" if plan.engine == "processes" else "threads"):
        futures = [tasks.extract_batch.submit(Path(path)) for path in plan.batches]
        _follow_progress(futures, shown)
        return [future.result() for future in futures]


def _follow_progress(futures: list[PrefectFuture[Path]], shown: Any) -> None:
    total = len(futures)
    progress.tell("extract", 0, total)
    for done, _ in enumerate(as_completed(futures), start=1):
        update_progress_artifact(shown, progress=100.0 * done / total)
        progress.tell("extract", done, total)


def _refuse_faulty(folder: Path) -> None:
    progress.tell("check", 0, 1)
    findings = tasks.check(folder)
    for finding in findings[:LISTED]:
        logger.error("%(table)s: rule %(rule)s broken by %(rows)s rows (%(example)s); %(remedy)s", finding)
    if findings:
        first = findings[0]
        what = f"{first['table']} breaks the rule {first['rule']} ({first['example']})"
        more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
        raise Refused(f"nothing was published: {what}{more}", first["remedy"])


def _unchanged(request: Request, plan: Plan) -> dict[str, Any]:
    """The outcome when the published set is already what the raw folder gives; links or files are mended."""
    base = Path(plan.base)
    status = "unchanged"
    if manifest.broken(request.processed):
        release.switch(request.processed, base, plain_files=request.plain_files)
        status = "restored"
        logger.warning("published files were missing or altered and have been restored")
    tables = read_tables(base, assemble.FIGURED)
    figured = figures(tables) | {"files_seen": plan.files_seen, "files_read": 0}
    return _outcome(status, base, plan, figured)


def _outcome(
    status: str, folder: Path, plan: Plan, figured: dict[str, Any], drift: list[str] | None = None
) -> dict[str, Any]:
    described = manifest.load(folder) or {}
    return {
        "status": status,
        "run_id": described.get("run_id"),
        "processed": plan.processed,
        "figures": figured,
        "removed": plan.removed,
        "quarantined": assemble.quarantined(folder, LISTED),
        "alarms": assemble.alarms(folder),
        "drift": drift or [],
        "report": str(Path(plan.processed, pictures.REPORT)),
        "report_failure": pictures.failure(folder),
    }


def _told(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome, after it was logged and shown; that the report fails does not undo what was published."""
    figured = outcome["figures"]
    logger.info("%s: run %s, %d counts", outcome["status"], outcome["run_id"], figured["counts_out"])
    for entry in outcome["quarantined"]:
        logger.warning("quarantined %(source_uri)s: %(error)s; %(remedy)s", entry)
    for name in outcome["removed"]:
        logger.warning("gone from the sources: %s", name)
    for message in outcome["alarms"]:
        logger.warning("alarm: %s", message)
    for remark in outcome["drift"]:
        logger.warning("drift: %s", remark)
    if report(outcome, return_state=True).is_failed():
        logger.warning("the report could not be shown in Prefect")
    return outcome
