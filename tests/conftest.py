"""What several tests need: folders of articles, the command line, a Prefect server on this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from seaweed import Seaweed

import browser
from flow_runs import EPOCH
from quality.labelled import CORPUS, labelled_sets, lay

LEFT_OUT = pytest.StashKey[int]()
ROOT = Path(__file__).parents[1]
START_SECONDS = 90
COMMAND_SECONDS = 240

Command: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

ARTICLES = {
    "2024-05-10-pacts.txt": (
        " date 2024-05-10 BEIJING, May 10 (Xinhua) -- China and Serbia signed 29 cooperation agreements on Thursday, "
        "including five on green energy.\n\nTrade between the two countries reached nearly 4 billion U.S. dollars "
        "in 2023, and more than 200 students from Serbia study in China.\n"
    ),
    "2024-05-11-reprint.txt": (
        "Serbia and China sign pacts\n\nBEIJING, May 10, 2024 (Xinhua) -- China and Serbia signed 29 cooperation "
        "agreements on Thursday, including five on green energy.\n\nTrade between the two countries reached nearly "
        "4 billion U.S. dollars in 2023, and more than 200 students from Serbia study in China.\n"
    ),
    "nested/rail.json": json.dumps(
        {
            "id": "rail-1",
            "url": "https://example.org/rail",
            "title": "Rail link opens",
            "date": "2023-03-01",
            "text": "Kenya and Uganda will build 12 stations and train 1,500 engineers under the railway project.",
        }
    ),
    "broken.json": '{"id": "cut-off", "text": "Kenya and',
}


def write_articles(folder: Path, articles: dict[str, str] | None = None) -> Path:
    """Lay the articles into `folder`, with one modification time, so that two folders are alike."""
    for name, text in (ARTICLES if articles is None else articles).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        os.utime(path, (1_715_400_000, 1_715_400_000))
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a browser where there is none, unless COOPSTATS_REQUIRE_BROWSER is set."""
    if browser.found() or os.environ.get("COOPSTATS_REQUIRE_BROWSER"):
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for want of a browser, and the remedy."""
    if number := terminalreporter.config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{number} tests of the report not run, no Chromium: {browser.REMEDY}", yellow=True)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "raw")


def program_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a started program: nothing of the user's Prefect, the package from this checkout."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "COOPSTATS_"))}
    own |= {"PREFECT_HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}
    own |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    return own | more


def coopstats(*arguments: object, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(
        command, env=env, cwd=cwd, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], env: dict[str, str], cwd: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs while this lasts."""
    with log.open("wb") as handle:
        process = subprocess.Popen(command, env=env, cwd=cwd, stdout=handle, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(30)


def wait_until(holds: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first true answer of `holds`; fails the test when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(0.5)
    pytest.fail(f"{what} did not happen within {seconds:.0f} seconds")


def call(url: str, data: dict[str, Any] | None = None) -> Any:
    """What a Prefect server answers, as plain data; None while it does not."""
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return json.loads(answer.read() or b"null")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


@contextmanager
def prefect_server(folder: Path) -> Iterator[dict[str, str]]:
    """A real Prefect server on this machine, with its home in `folder`; gives the environment of a client."""
    port = free_port()
    env = program_environment(folder / "home", PREFECT_API_URL=f"http://127.0.0.1:{port}/api")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with started([*command, "--no-ui"], env, folder, folder / "server.log"):
        wait_until(lambda: call(f"{env['PREFECT_API_URL']}/health"), START_SECONDS, "the start of the server")
        yield env


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a client of a Prefect server."""
    with prefect_server(tmp_path_factory.mktemp("server")) as env:
        yield env


@pytest.fixture(scope="session")
def harness() -> Iterator[None]:
    """A throw-away Prefect database for flows that run inside the tests."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=START_SECONDS):
        yield


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs begin at one moment."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to publish into, not there yet."""
    return tmp_path / "processed"


@pytest.fixture(scope="session")
def published(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `raw` and, published from it by the command line, a folder `processed`."""
    folder = tmp_path_factory.mktemp("published")
    write_articles(folder / "raw")
    done = coopstats("run", "--raw", folder / "raw", "--processed", folder / "processed", env=server, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def everything(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables published from all articles at hand: labelled sets, the shipped articles, the corpus where it is."""
    folder = tmp_path_factory.mktemp("everything")
    lay(folder / "raw", labelled_sets())
    shutil.copytree(ROOT / "data" / "raw", folder / "raw" / "shipped")
    if CORPUS.exists():
        shutil.copyfile(CORPUS, folder / "raw" / CORPUS.name)
    done = coopstats("run", "--raw", folder / "raw", "--processed", folder / "processed", env=server, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "processed"


def call_status(url: str) -> int | None:
    """The status of a server's answer; None while there is none."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


@pytest.fixture
def weed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seaweed]:
    """An object store that runs, with its credentials in the environment."""
    import seaweed

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", seaweed.ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", seaweed.SECRET_KEY)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    running = seaweed.Seaweed(tmp_path / "weed")
    try:
        running.start()
        yield running
    finally:
        running.kill()
