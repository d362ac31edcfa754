"""Which addresses may be asked: http and https, and public networks unless the configuration allows more."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit, urlunsplit

SCHEMES = {"http": 80, "https": 443}
LONGEST = 4_096
SAFE = "%/:=&?~#+!$,;'@()*[]"
# Networks of addresses that end in one of version 4: translated ones, and the old compatible form `::127.0.0.1`
EMBEDDING = (ip_network("64:ff9b::/96"), ip_network("::/96"))
HTTP_REMEDY = "only addresses that begin with http:// or https:// are fetched"


class NotFetchedError(Exception):
    """Something that was not fetched: why, what to do, and whether trying again may help.

    `status` is the server's, and `wait` how many seconds it asked for; 0 where it said nothing.
    """

    def __init__(self, error: str, remedy: str, *, again: bool = False, status: int = 0, wait: float = 0.0) -> None:
        """Error and remedy are one line each."""
        super().__init__(error)
        self.error = error
        self.remedy = remedy
        self.again = again
        self.status = status
        self.wait = wait


def normal(url: str) -> str:
    """The address in its one usual form, without a fragment; NotFetchedError when it is not to be asked."""
    url = url.strip()
    if len(url) > LONGEST:
        raise NotFetchedError(f"address of more than {LONGEST} characters", HTTP_REMEDY)
    if any(ord(char) < 32 for char in url):
        raise NotFetchedError("control character in the address", "mend the address in the source")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        ascii_host = host if ":" in host or host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise NotFetchedError(f"no valid address: {error}", "mend the address in the source") from error
    if parts.scheme.lower() not in SCHEMES:
        raise NotFetchedError(f"refused scheme {parts.scheme or 'of no name'}", HTTP_REMEDY)
    if not host:
        raise NotFetchedError("address without a host", "mend the address in the source")
    if parts.username is not None or parts.password is not None:
        raise NotFetchedError("credentials in the address", "take name and password out of it")
    scheme = parts.scheme.lower()
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = shown if port in {None, SCHEMES[scheme]} else f"{shown}:{port}"
    return urlunsplit((scheme, netloc, quote(parts.path or "/", SAFE), quote(parts.query, SAFE), ""))


def refuse_private(address: str, allowed: Sequence[str]) -> None:
    """NotFetchedError when the network address is not a public one and not in a network that is allowed."""
    given = ip_address(address.partition("%")[0])
    if any(given in ip_network(network) for network in allowed):
        return
    for one in _meant(given):
        if not one.is_global or one.is_multicast:
            if any(one in ip_network(network) for network in allowed):
                return
            remedy = f'if it is yours, add its network to allow_private, such as "{one}/{one.max_prefixlen}"'
            raise NotFetchedError(f"refused private address {given}", remedy)


def _meant(given: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and those that are embedded in it."""
    if isinstance(given, IPv4Address):
        return [given]
    if given.ipv4_mapped is not None:
        return [given.ipv4_mapped]
    inner = [IPv4Address(int(given) & 0xFFFFFFFF)] if any(given in one for one in EMBEDDING) else []
    return [given, *inner, *([given.sixtofour] if given.sixtofour else [])]
