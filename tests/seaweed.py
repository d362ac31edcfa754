"""An S3-compatible object store (SeaweedFS) on this machine, which tests start, kill and start again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import call_status, free_port, wait_until

ACCESS_KEY, SECRET_KEY = "testkey", "testsecret123"
BUCKET = "coop"
START_SECONDS = 60
GRPC = 10_000
HELD = ("s3.port", "master.port", "volume.port", "filer.port")


class Seaweed:
    """One server with its data in `folder`; `endpoint` is where S3 clients find it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._ports = _ports()
        self.endpoint = f"http://127.0.0.1:{self._ports['s3.port']}"
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        credentials = [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}]
        identity = {"name": "test", "credentials": credentials, "actions": actions}
        (folder / "data").mkdir(parents=True)
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}), encoding="utf-8")

    def start(self) -> None:
        """Run until the store answers."""
        settings = {
            "dir": self._folder / "data", "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "master.telemetry": "false",
            "s3.config": self._folder / "s3.json", "s3.port.iceberg": 0, "s3.port.lance": 0, "webdav": "false",
            "admin.ui": "false", "bucket": BUCKET,
        } | self._ports  # fmt: skip
        command = [str(Path(sys.executable).with_name("weed")), "mini"]
        command += [f"-{name}={value}" for name, value in settings.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        wait_until(self._answers, START_SECONDS, "the start of the object store")

    def _answers(self) -> bool:
        from pyarrow import fs

        if self._process is None or self._process.poll() is not None:
            pytest.fail(f"the object store ended: {(self._folder / 'log').read_text(encoding='utf-8')[-500:]}")
        try:
            return call_status(self.endpoint) is not None and self.system().get_file_info(BUCKET).type != (
                fs.FileType.NotFound
            )
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None

    def system(self) -> Any:
        """A client."""
        from pyarrow import fs

        host = self.endpoint.removeprefix("http://")
        return fs.S3FileSystem(
            access_key=ACCESS_KEY, secret_key=SECRET_KEY, endpoint_override=host, scheme="http", region="us-east-1",
            connect_timeout=2, request_timeout=10,
        )  # fmt: skip

    def put(self, key: str, data: bytes) -> None:
        """Write one object into the bucket."""
        with self.system().open_output_stream(f"{BUCKET}/{key}") as stream:
            stream.write(data)


def _ports() -> dict[str, int]:
    """Free ports, none of them the one that another implies: each server speaks gRPC 10,000 above its own."""
    found: dict[str, int] = {}
    while len(found) < len(HELD):
        port = free_port()
        implied = {other + step for other in found.values() for step in (0, -GRPC, GRPC)}
        if port + GRPC < 65_536 and port not in implied:
            found[HELD[len(found)]] = port
    return found
