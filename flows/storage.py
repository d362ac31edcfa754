"""One folder of a bucket in S3-compatible storage: objects read, written, and replaced only by those who know them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import S3Store

from flows.leases import Holder
from flows.problems import Unreachable

REMEDY = "check address, credentials and server, and run again; the tables on this machine are whole"
TIMEOUT = timedelta(seconds=60)
RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}


class Storage:
    """The objects below `location`, an address like `s3://bucket/folder`; Unreachable when the server fails.

    Credentials come from the environment (AWS_ACCESS_KEY_ID and so on) or from the machine's role.
    """

    def __init__(self, location: str, endpoint: str | None = None, region: str | None = None) -> None:
        """`endpoint` names storage other than Amazon's."""
        bucket, _, prefix = location.removeprefix("s3://").partition("/")
        given: dict[str, Any] = {"region": region or "us-east-1"}
        if endpoint:
            given["endpoint"] = endpoint
        client: Any = {"allow_http": bool(endpoint and endpoint.startswith("http://")), "timeout": TIMEOUT}
        self.location = location
        self._store = S3Store(
            bucket, prefix=prefix.strip("/") or None, client_options=client, retry_config=RETRIES, **given
        )

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            reason = str(error).partition("\n")[0]
            raise Unreachable(f"{self.location}/{name}: the storage failed: {reason}", REMEDY) from error

    def get(self, name: str) -> tuple[bytes, str] | None:
        """The bytes of an object and their version; None when there is none."""
        with self._told(name):
            try:
                found = self._store.get(name)
            except FileNotFoundError:
                return None
            return bytes(found.bytes()), str(found.meta["e_tag"])

    def put(self, name: str, source: Path | bytes) -> None:
        """Write an object, whole or not at all, whatever is there."""
        with self._told(name):
            self._store.put(name, source)

    def swap(self, name: str, data: bytes, version: str) -> str | None:
        """Write an object in place of the one of that version ("" of none); None when that is not the present one."""
        mode: Any = {"e_tag": version} if version else "create"
        with self._told(name):
            try:
                return str(self._store.put(name, data, mode=mode)["e_tag"])
            except (AlreadyExistsError, PreconditionError):
                # An answer that was lost makes the client ask again, for what it has then done itself.
                found = self.get(name)
                return found[1] if found and found[0] == data else None

    def names(self, prefix: str) -> list[str]:
        """Names of all objects below a prefix."""
        with self._told(prefix):
            return sorted(str(entry["path"]) for page in self._store.list(prefix) for entry in page)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, in their order."""
        for name in names:
            with self._told(name):
                self._store.delete(name)

    def download(self, name: str, path: Path) -> None:
        """Write the bytes of an object to a new file."""
        with self._told(name), path.open("xb") as handle:
            for piece in self._store.get(name).stream():
                handle.write(piece)

    def sha256(self, name: str) -> str | None:
        """SHA-256 of the bytes that the server gives for an object, hexadecimal; None when there is none."""
        digest = hashlib.sha256()
        with self._told(name):
            try:
                for piece in self._store.get(name).stream():
                    digest.update(piece)
            except FileNotFoundError:
                return None
        return digest.hexdigest()


class StorageRegister:
    """The register of a lease as one object."""

    def __init__(self, storage: Storage, name: str) -> None:
        """The object of that name."""
        self._storage, self._name = storage, name

    def read(self) -> tuple[Holder | None, str]:
        """The record and its version."""
        found = self._storage.get(self._name)
        return (Holder.from_bytes(found[0]), found[1]) if found else (None, "")

    def swap(self, version: str, holder: Holder) -> str | None:
        """Replace the object if it is of that version."""
        return self._storage.swap(self._name, holder.to_bytes(), version)
