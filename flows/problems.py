"""What can go wrong for a reason the user can mend: one line, a remedy and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """A failure with its remedy; `exit_code` is that of the command line."""

    exit_code = 1

    def __init__(self, message: str, remedy: str) -> None:
        """Both are one line without a full stop."""
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Message and remedy in one line."""
        return f"{self.message}; {self.remedy}"


class Refused(Problem):
    """The tables break declared rules, so that nothing was published."""


class Damaged(Problem):
    """Published files are not what the manifest says."""


class BadInput(Problem):
    """A path, date or name that was given does not fit."""

    exit_code = 2


class Locked(Problem):
    """Another process is writing the tables."""

    exit_code = 3


class Unreachable(Problem):
    """The Prefect server or an object store does not answer."""


def described(error: Exception) -> str:
    """Type and message of an exception in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have an error of the system name the file; it names none where a write or a flush fails."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
