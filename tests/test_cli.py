"""The command line, as a user starts it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, coopstats, program_environment, write_articles
from flows import release

COMMANDS = ("run", "fetch", "backfill", "serve", "show", "explain", "check", "export", "schema")


@pytest.fixture
def here(published: Path, tmp_path: Path) -> Path:
    """A copy of the published folder that a test may change."""
    return shutil.copytree(published, tmp_path / "copy", symlinks=True)


def said(done: subprocess.CompletedProcess[str]) -> Any:
    """The JSON document on standard output; nothing else may stand there."""
    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def one_error(done: subprocess.CompletedProcess[str]) -> str:
    """The only line on standard error besides progress."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert "Traceback" not in done.stderr
    assert "; " in lines[0]
    return lines[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    done = coopstats(command, "--help", env=program_environment(tmp_path), cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5


def test_help_does_not_import_the_heavy_libraries(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys, flows.cli; print(*sys.modules)"]
    done = subprocess.run(command, env=program_environment(tmp_path), capture_output=True, text=True, check=True)
    assert {"prefect", "pandas", "pyarrow"} & set(done.stdout.split()) == set()


def test_a_fresh_machine_without_a_server(tmp_path: Path) -> None:
    """The whole way with Prefect's temporary server and an empty Prefect home, as for a first command."""
    write_articles(tmp_path / "data" / "raw")
    env = program_environment(tmp_path / "home")
    done = coopstats("run", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "published: data/processed holds run" in done.stdout
    assert "quarantined: broken.json: broken JSON" in done.stderr
    assert (tmp_path / "data" / "processed" / "manifest.json").is_file()


def test_run_says_what_it_did(server: dict[str, str], here: Path) -> None:
    write_articles(here / "raw", {"new.txt": "OSLO, May 12 (NTB) -- Norway gave Ghana 20 million dollars.\n"})
    (here / "raw" / "broken.json").unlink()
    done = coopstats("run", "--raw", "raw", "--processed", "processed", env=server, cwd=here)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("published: processed holds run ")
    assert "  articles: 4\n" in done.stdout
    assert "gone: broken.json is no longer there" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr.startswith("starting Prefect\nlooking at the input files\nreading and extracting")


def test_run_as_json(server: dict[str, str], here: Path) -> None:
    outcome = said(coopstats("run", "--raw", "raw", "--processed", "processed", "--json", env=server, cwd=here))
    assert outcome["status"] == "unchanged"
    assert outcome["figures"]["documents_in"] == 3
    assert [entry["source_uri"] for entry in outcome["quarantined"]] == ["broken.json"]


def test_backfill(server: dict[str, str], here: Path) -> None:
    days = ("--from", "2024-05-01", "--to", "2024-05-31")
    done = coopstats("backfill", *days, "--raw", "raw", "--processed", "processed", "--json", env=server, cwd=here)
    assert said(done)["status"] == "unchanged"
    assert "reading and extracting (1 batch)" in done.stderr


def test_a_second_writer_ends_with_code_3(server: dict[str, str], here: Path) -> None:
    with release.writer(here / "processed"):
        done = coopstats("run", "--raw", "raw", "--processed", "processed", env=server, cwd=here)
    assert done.returncode == 3
    assert "another run is writing processed" in one_error(done)


def test_a_server_that_does_not_answer(here: Path, tmp_path: Path) -> None:
    env = program_environment(tmp_path / "home", PREFECT_API_URL="http://127.0.0.1:9/api")
    done = coopstats("run", "--raw", "raw", "--processed", "processed", env=env, cwd=here)
    assert done.returncode == 1
    assert "does not answer" in one_error(done)


def test_a_temporary_server_that_does_not_start(here: Path, tmp_path: Path) -> None:
    env = program_environment(tmp_path / "home", PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="0")
    done = coopstats("run", "--raw", "raw", "--processed", "processed", env=env, cwd=here)
    assert done.returncode == 1
    assert "temporary server did not start" in one_error(done)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("run", "--raw", "nowhere"), "nowhere is not a folder"),
        (("backfill", "--from", "2024-02-01", "--to", "2024-01-01", "--raw", "raw"), "is before"),
        (("serve", "--raw", "raw"), "needs a Prefect server"),
        (("show", "--processed", "nowhere"), "nothing is published"),
        (("show", "numbers"), "there is no table numbers"),
        (("show", "--country", "Atlantis"), "no party has the code or name Atlantis"),
        (("show", "--field", "alchemy"), "no code alchemy"),
        (("show", "dim_date", "--class", "project"), "dim_date has no column"),
        (("explain", "nothing"), "there is no count or claim nothing"),
        (("check", "--processed", "nowhere"), "nothing is published"),
        (("schema", "numbers"), "there is no table numbers"),
    ],
)
def test_wrong_usage_ends_with_code_2(published: Path, tmp_path: Path, arguments: tuple[str, ...], part: str) -> None:
    options = () if "--processed" in arguments or arguments[0] == "schema" else ("--processed", "processed")
    done = coopstats(*arguments, *options, env=program_environment(tmp_path), cwd=published)
    assert done.returncode == 2
    assert part in one_error(done)
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [("bogus",), ("run", "--engine", "steam"), ("backfill", "--from", "May")])
def test_unknown_words_end_with_code_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert coopstats(*arguments, env=program_environment(tmp_path), cwd=tmp_path).returncode == 2


def test_debug_shows_where_it_failed(tmp_path: Path) -> None:
    done = coopstats("--debug", "show", "numbers", env=program_environment(tmp_path), cwd=tmp_path)
    assert "Traceback" in done.stderr


def show(published: Path, tmp_path: Path, *arguments: object) -> Any:
    env = program_environment(tmp_path)
    return coopstats("show", *arguments, "--processed", published / "processed", env=env, cwd=tmp_path)


def test_show_filters(published: Path, tmp_path: Path) -> None:
    every = said(show(published, tmp_path, "--limit", 0, "--json"))
    assert every["rows_in_all"] == len(every["rows"]) > 5
    for country in ("SRB", "rs", "serbia"):
        some = said(show(published, tmp_path, "--country", country, "--json"))["rows"]
        assert some
        assert all("SRB" in row["parties"].split(";") for row in some)
    some = said(show(published, tmp_path, "statistics", "--class", "AGREEMENT", "--json"))["rows"]
    assert {row["object_class"] for row in some} == {"agreement"}
    assert said(show(published, tmp_path, "dim_field", "--field", "trade", "--json"))["rows_in_all"] == 1


def test_show_prints_lines_where_there_is_no_terminal(published: Path, tmp_path: Path) -> None:
    done = show(published, tmp_path, "articles", "--limit", 2)
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].split("\t")[:2] == ["article_id", "published_date"]
    assert done.stderr.strip() == "2 of 3 rows"


def test_explain(published: Path, tmp_path: Path) -> None:
    row = next(row for row in said(show(published, tmp_path, "--json"))["rows"] if row["value"] == 29)
    arguments = ("explain", row["count_id"], "--processed", published / "processed")
    data = said(coopstats(*arguments, "--json", env=program_environment(tmp_path), cwd=tmp_path))
    assert (data["value_text"], data["sentence"]) == ("29", row["sentence"])
    assert {"value", "object_class", "parties", "status"} <= {one["column"] for one in data["columns"]}
    assert all(one["why"] for one in data["columns"])
    done = coopstats(*arguments, env=program_environment(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[[29]]" in done.stdout
    assert data["source_uri"] in done.stdout


def test_explain_a_claim(published: Path, tmp_path: Path) -> None:
    row = next(row for row in said(show(published, tmp_path, "statistics", "--json"))["rows"] if row["value"] == 29)
    arguments = ("explain", row["statistic_id"], "--processed", published / "processed")
    data = said(coopstats(*arguments, "--json", env=program_environment(tmp_path), cwd=tmp_path))
    assert data["claim"]["sentence"] == row["sentence"]
    assert {one["role"] for one in data["mentions"]} <= {"first", "reprint", "repeated"}
    done = coopstats(*arguments, env=program_environment(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[[29]]" in done.stdout
    assert "may be summed over" in done.stdout


def test_check_finds_what_was_changed(here: Path, tmp_path: Path) -> None:
    env = program_environment(tmp_path)
    assert coopstats("check", "--processed", "processed", env=env, cwd=here).returncode == 0
    assert said(coopstats("check", "--processed", "processed", "--json", env=env, cwd=here)) == {
        "sound": True,
        "findings": [],
    }
    (here / "processed" / "counts.parquet").unlink()
    done = coopstats("check", "--processed", "processed", "--json", env=env, cwd=here)
    assert done.returncode == 1
    (finding,) = said(done)["findings"]
    assert (finding["table"], finding["example"]) == ("counts", "counts.parquet is missing")
    assert "counts.parquet is missing" in coopstats("check", "--processed", "processed", env=env, cwd=here).stdout


def test_check_completes_an_interrupted_publication(here: Path, tmp_path: Path) -> None:
    processed = here / "processed"
    (release_folder,) = (processed / "releases").iterdir()
    (processed / release.JOURNAL).write_text(json.dumps({"run_id": release_folder.name}))
    done = coopstats("check", "--processed", "processed", env=program_environment(tmp_path), cwd=here)
    assert done.returncode == 0, done.stderr
    assert not (processed / release.JOURNAL).exists()


def test_schema_prints_the_dictionary(tmp_path: Path) -> None:
    env = program_environment(tmp_path)
    page = coopstats("schema", "--markdown", env=env, cwd=tmp_path).stdout
    assert page == (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    data = said(coopstats("schema", "counts", "--json", env=env, cwd=tmp_path))
    assert data["tables"][0]["primary_key"] == ["count_id"]
    assert "counts\tCooperation counts" in coopstats("schema", env=env, cwd=tmp_path).stdout
    assert "value\tfloat64" in coopstats("schema", "counts", env=env, cwd=tmp_path).stdout


def test_the_repository_s_own_articles_are_read(server: dict[str, str], tmp_path: Path) -> None:
    arguments = ("run", "--raw", ROOT / "data" / "raw", "--processed", "processed", "--json")
    outcome = said(coopstats(*arguments, env=server, cwd=tmp_path))
    assert outcome["figures"]["documents_in"] >= 15
    assert {entry["stage"] for entry in outcome["quarantined"]} == {"read"}
