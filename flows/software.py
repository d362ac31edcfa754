"""Which software ran: its version, and a digest of all that decides what is read and extracted."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import transforms

# A new version of these may read or measure differently; they count as part of the extracting code.
LIBRARIES = (
    "charset-normalizer",
    "currencyconverter",
    "fastwarc",
    "ftfy",
    "lxml",
    "pandas",
    "pint",
    "py3langid",
    "pyarrow",
    "rensa",
    "trafilatura",
)
SOURCES = (".py", ".csv", ".toml", ".txt")
UNINSTALLED = "0+uninstalled"


@cache
def version() -> str:
    """Version of this package; a marked one when it runs from a folder without being installed."""
    return _installed("coopstats") or UNINSTALLED


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


@cache
def extractor() -> str:
    """SHA-256 over the sources and vocabulary of `transforms` and the versions of the libraries it uses."""
    digest = hashlib.sha256()
    for name, data in source_files():
        digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    for library in LIBRARIES:
        digest.update(f"{library}=={_installed(library)}\n".encode())
    return digest.hexdigest()


def source_files() -> list[tuple[str, bytes]]:
    """Names and contents of all sources of `transforms`, in order, with line ends as on Unix."""
    folder = Path(transforms.__file__).parent
    found = sorted(path for path in folder.rglob("*") if path.suffix in SOURCES)
    return [(path.relative_to(folder).as_posix(), path.read_bytes().replace(b"\r\n", b"\n")) for path in found]
