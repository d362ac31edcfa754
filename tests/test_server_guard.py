"""The temporary server of a run goes with the run, however that ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import START_SECONDS, call, program_environment, wait_until
from flows import server_guard

RUN = """
import sys
from flows import cli_run
from prefect.server.api.server import SubprocessASGIServer
cli_run._connect()
print(SubprocessASGIServer().api_url, flush=True)
sys.stdin.read()
"""


def test_the_temporary_server_does_not_outlive_a_killed_run(tmp_path: Path) -> None:
    env = program_environment(tmp_path)
    with subprocess.Popen([sys.executable, "-c", RUN], env=env, stdin=-1, stdout=-1) as run:
        assert run.stdout is not None
        health = f"{run.stdout.readline().decode().strip()}/health"
        assert call(health) is True
        run.kill()
    wait_until(lambda: call(health) is None, 30, "the end of the temporary server")


def test_without_a_temporary_server_nothing_is_guarded(server: dict[str, str], tmp_path: Path) -> None:
    run = "from flows import cli_run, server_guard; cli_run._connect(); print(server_guard._guards)"
    command = [sys.executable, "-c", run]
    done = subprocess.run(command, env=server, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=240)
    assert done.stdout.strip() == "{}"


def test_a_guard_of_a_process_that_is_gone_ends_quietly() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(START_SECONDS)
    guard = [sys.executable, "-I", "-S", server_guard.__file__, str(gone.pid)]
    done = subprocess.run(guard, input=b"", capture_output=True, timeout=START_SECONDS, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
