"""Scheduled runs, with a real server, a real worker and the real commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, call, started, wait_until, write_articles

RUN_SECONDS = 150
DEPLOYED = ("flows", "transforms", "prefect.yaml", "pyproject.toml")


def prefect(*arguments: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=120, check=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in DEPLOYED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    write_articles(folder / "data" / "raw")
    return folder


def start_run(env: dict[str, str], deployment: str) -> str:
    """Ask for a run of the deployment, once the server knows it; returns the run's id."""
    url = env["PREFECT_API_URL"]
    found = wait_until(lambda: call(f"{url}/deployments/name/{deployment}"), 60, f"the deployment {deployment}")
    return str(call(f"{url}/deployments/{found['id']}/create_flow_run", {})["id"])


def ended(env: dict[str, str], run: str) -> Any:
    state = call(f"{env['PREFECT_API_URL']}/flow_runs/{run}")["state"]
    return state if state["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None


def assert_completed(env: dict[str, str], run: str, log: Path) -> None:
    state = wait_until(lambda: ended(env, run), RUN_SECONDS, "the end of the run")
    assert state["type"] == "COMPLETED", f"{state['message']}\n{log.read_text()}"


def logged(env: dict[str, str], run: str) -> str:
    found = call(f"{env['PREFECT_API_URL']}/logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}})
    return "\n".join(entry["message"] for entry in found)


def test_deployment_of_prefect_yaml_runs_in_a_worker(server: dict[str, str], checkout: Path, tmp_path: Path) -> None:
    prefect("work-pool", "create", "coopstats", "--type", "process", env=server, cwd=checkout)
    prefect("gcl", "create", "coopstats-publish", "--limit", "1", env=server, cwd=checkout)
    prefect("deploy", "--all", env=server, cwd=checkout)
    deployed = call(f"{server['PREFECT_API_URL']}/deployments/name/cooperation-statistics/nightly")
    assert [entry["schedule"]["cron"] for entry in deployed["schedules"]] == ["0 5 * * *"]
    assert deployed["global_concurrency_limit"]["limit"] == 1
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "coopstats"]
    with started(command, server, tmp_path, tmp_path / "worker.log"):
        run = start_run(server, "cooperation-statistics/nightly")
        assert_completed(server, run, tmp_path / "worker.log")
        wait_until(lambda: "quarantined broken.json" in logged(server, run), 60, "the log in Prefect")
    described = json.loads((checkout / "data" / "processed" / "manifest.json").read_text())
    assert described["tables"]["articles"]["rows"] == 3
    prefect("gcl", "delete", "coopstats-publish", env=server, cwd=checkout)


def scheduled_run(env: dict[str, str], deployment: str) -> str | None:
    """The first run that the server's scheduler started by itself; None as long as there is none."""
    wanted = {"deployments": {"name": {"any_": [deployment]}}, "flow_runs": {"start_time": {"is_null_": False}}}
    found = call(f"{env['PREFECT_API_URL']}/flow_runs/filter", wanted)
    return next((str(run["id"]) for run in found if run["auto_scheduled"]), None)


def test_serve_runs_by_its_schedule(server: dict[str, str], raw: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flows.cli", "serve", "--cron", "* * * * *", "--name", "small"]
    command += ["--raw", str(raw), "--processed", str(tmp_path / "processed")]
    with started(command, server, tmp_path, tmp_path / "serve.log"):
        run = wait_until(lambda: scheduled_run(server, "small"), RUN_SECONDS, "a run by the schedule")
        assert_completed(server, run, tmp_path / "serve.log")
    described = json.loads((tmp_path / "processed" / "manifest.json").read_text())
    assert described["tables"]["articles"]["rows"] == 3
