"""Connections that go where the check of addresses allows, and end when their time is up.

The name is resolved and checked here, and the connection goes to the very address that was checked, so that a name
which resolves otherwise a moment later gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from threading import local
from typing import Any

import httpcore

from flows.fetch.addresses import NotFetchedError, refuse_private

CERTIFICATE_REMEDY = "report it to the owner; if the authority is yours, name its certificate in SSL_CERT_FILE"


class Deadline(local):
    """Until when the request of this thread may last, on the monotonic clock."""

    end = float("inf")

    def set(self, seconds: float) -> None:
        """So many seconds from now."""
        self.end = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """The timeout, or what is left when that is less; httpcore.ReadTimeout when nothing is left."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is up")
        return left if timeout is None else min(timeout, left)


class Guarded(httpcore.NetworkBackend):
    """Opens connections to addresses that may be asked."""

    def __init__(self, allowed: Sequence[str], deadline: Deadline) -> None:
        """`allowed` are networks that may be asked although they are not public."""
        self._allowed = allowed
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers; every one of them must be allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotFetchedError(f"host {host} is not known", "mend the address", again=True) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            refuse_private(address, self._allowed)
        for address in addresses[:-1]:
            try:
                return self._connected(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout, local_address, socket_options)

    def _connected(self, address: str, port: int, timeout: float | None, *rest: Any) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(address, port, self._deadline.left(timeout), *rest)
        return Timed(stream, self._deadline)

    def connect_unix_socket(self, path: str, *_rest: Any, **_more: Any) -> httpcore.NetworkStream:
        """Never."""
        raise NotFetchedError(f"refused local socket {path}", "mend the address in the source")


class Timed(httpcore.NetworkStream):
    """A stream that ends with the deadline, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Over another stream."""
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send the bytes."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The stream in TLS, for the name that was asked; NotFetchedError when its certificate is not to be trusted."""
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                told = f"certificate refused: {error.__cause__.verify_message}"
                raise NotFetchedError(told, CERTIFICATE_REMEDY, again=True) from error
            raise
        return Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the stream knows of itself."""
        return self._stream.get_extra_info(info)
