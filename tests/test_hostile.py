"""Hostile inputs, each in a process with little memory: stopped with a message, without filling that memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from conftest import ROOT
from hostile import ENDLESS, INPUTS

MEGABYTES = 1_536
ERRORS = {
    "gzip bomb": "text of more than 20 MB",
    "gzip bomb of lines": "decompression bomb",
    "tar bomb": "decompression bomb",
    "zip bomb": "decompression bomb",
    "a million entries": "archive of more than 200,000 members",
    "nested archives": "containers more than 4 deep",
    "quine": "damaged ZIP member",
    "endless tar header": "damaged tar archive: header of an impossible size",
    "web archive bomb": "decompression bomb",
    "web archive header": "damaged web archive",
    "entities": "broken XML",
    "deep JSON": "broken JSON",
    "deep JSON list": "broken JSON",
    "page of 50 MB": "page of more than 5 MB",
    "page of tags": "page of more than 100,000 tags",
    "page of attributes": "page of more than 100,000 tags",
    "line of 1 GB": "line 1: of more than 20 MB",
    "row of 1 GB": "line 2: of more than 20 MB",
    "text of 1 GB": "text of more than 20 MB",
    "JSON of 1 GB": "file of more than 50 MB",
}


@pytest.mark.parametrize("case", [*INPUTS, *ENDLESS])
def test_hostile_input(case: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "hostile.py"), case, str(MEGABYTES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["documents"] == 0
    assert any(ERRORS[case] in error for error in told["errors"])
    assert told["megabytes"] < MEGABYTES / 3
