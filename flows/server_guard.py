"""End Prefect's temporary server when the run that started it is killed.

The server is a plain child process that Prefect ends when Python exits. A run that dies of SIGKILL, or for want of
memory, never comes so far. So a small process waits at the other end of a pipe, which the system closes with the run in
any case.

Run as a program, this file is that process: `python server_guard.py PID`. It imports nothing of the project, so that it
starts at once and stays small.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

_guards: dict[int, subprocess.Popen[bytes]] = {}


def watch() -> None:
    """Guard the temporary server of this process, if it has started one; once for each."""
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer().server_process
    if server is None or server.pid in _guards:
        return
    # `-I -S`: the folder of this file has modules that must not be taken for those of the standard library.
    command = [sys.executable, "-I", "-S", __file__, str(server.pid)]
    # Kept, so that the pipe stays open; in a session of its own, so that no signal to the run's group ends it.
    _guards[server.pid] = subprocess.Popen(  # noqa: S603 - this interpreter, this file and a number
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _handle(pid: int) -> int | None:
    """A handle on the process itself, where the system has such: at the end its number may be another's."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        raise
    except OSError:
        return None  # an old kernel, or a container that forbids it; then the number has to do


def main(pid: int) -> None:
    """Wait for the end of the pipe on standard input, then end the process `pid`, if it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        handle = _handle(pid)
        sys.stdin.buffer.read()
        if handle is None:
            os.kill(pid, signal.SIGTERM)
        else:
            signal.pidfd_send_signal(handle, signal.SIGTERM)


if __name__ == "__main__":
    main(int(sys.argv[1]))
