"""Fetching where names and certificates lie: a stub resolver, real connections to servers that these tests start."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from certificates import authority, server_context
from flows.config import Http
from flows.fetch.addresses import NotFetchedError
from flows.fetch.client import Client
from loopback import Site, site

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:4700::1111"
INNER = "127.0.0.1"
NAME = "news.example"


class Names:
    """A resolver and the net behind it: what names resolve to, answer by answer, and whether PUBLIC leads here.

    The system's own connections ask it too, so that code which resolves a name a second time gets the second answer.
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.reachable = True

    def getaddrinfo(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        self.asked.append(host)
        if host in {PUBLIC, OTHER_PUBLIC}:
            if not self.reachable:
                raise OSError("no way there")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (INNER, port))]
        if host == INNER:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (INNER, port))]
        left = self.answers[host]
        found = left.pop(0) if len(left) > 1 else left[0]
        kinds = [socket.AF_INET6 if ":" in one else socket.AF_INET for one in found]
        return [(kind, socket.SOCK_STREAM, 6, "", (one, port)) for kind, one in zip(kinds, found, strict=True)]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    told = Names()
    monkeypatch.setattr(socket, "getaddrinfo", told.getaddrinfo)
    return told


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        running.pages = {"/a": b"there"}
        yield running


def client(**given: Any) -> Client:
    quick = {"requests_per_second": 100, "retries": 0, "total_seconds": 5.0}
    return Client(Http.model_validate(quick | given))


def refusal(url: str, **given: Any) -> NotFetchedError:
    with pytest.raises(NotFetchedError) as caught:
        client(**given).get(url)
    return caught.value


def named(web: Site, host: str = NAME) -> str:
    return web.root.replace(INNER, host)


def test_a_public_name_is_asked_at_the_address_that_was_checked(web: Site, names: Names) -> None:
    names.answers = {NAME: [[PUBLIC]]}
    assert client().get(f"{named(web)}/a").data == b"there"
    assert names.asked == [NAME, PUBLIC]
    assert {headers["host"] for _, headers in web.asked} == {named(web).removeprefix("http://")}


def test_a_name_that_is_public_for_the_check_alone_leads_nowhere(web: Site, names: Names) -> None:
    names.answers, names.reachable = {NAME: [[PUBLIC], [INNER]]}, False
    assert refusal(f"{named(web)}/a").error.startswith("connection failed")
    assert (names.asked, web.asked) == ([NAME, PUBLIC], [])


def test_a_name_that_is_private_at_the_next_attempt_is_refused(web: Site, names: Names) -> None:
    names.answers, names.reachable = {NAME: [[PUBLIC], [INNER]]}, False
    assert refusal(f"{named(web)}/a", retries=1).error == f"refused private address {INNER}"
    assert web.asked == []


@pytest.mark.parametrize("found", [[PUBLIC, INNER], [INNER, PUBLIC], [OTHER_PUBLIC, "::1"], [PUBLIC, "::ffff:7f00:1"]])
def test_a_name_with_one_private_address_is_refused(web: Site, names: Names, found: list[str]) -> None:
    names.answers = {NAME: [found]}
    assert refusal(f"{named(web)}/a").error.startswith("refused private address")
    assert web.asked == []


@pytest.mark.parametrize("host", [INNER, "inner.example"])
def test_a_redirect_from_a_public_to_a_private_address_is_refused(web: Site, names: Names, host: str) -> None:
    names.answers = {NAME: [[PUBLIC]], "inner.example": [[INNER]]}
    web.pages["/moved"] = (302, {"Location": f"{named(web, host)}/a"}, b"")
    assert refusal(f"{named(web)}/moved").error == f"refused private address {INNER}"
    assert web.paths() == ["/robots.txt", "/moved"]


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0", "0", "127.1", "0x7f000001", "017700000001", "0x7f.0.0.0x1", "localhost.", "１２７.0.0.1",  # noqa: S104 - refused
        "127。0。0。1", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]",
    ],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_written(web: Site, host: str) -> None:
    assert refusal(f"{named(web, host)}/a").error.startswith("refused private address")
    assert web.asked == []


@pytest.mark.parametrize("found", ["fe80::1%1", "fe80::1%lo"])
def test_a_zone_does_not_make_an_address_public(web: Site, names: Names, found: str) -> None:
    names.answers = {NAME: [[found]]}
    assert refusal(f"{named(web)}/a").error == "refused private address fe80::1"


@pytest.mark.parametrize("host", ["[fe80::1%25lo]", "[fe80::1%lo]"])
def test_a_zone_in_the_address_is_not_asked(web: Site, host: str) -> None:
    assert refusal(f"{named(web, host)}/a").error.startswith(("refused private", "no valid address", "host fe80"))
    assert web.asked == []


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An authority that this process trusts."""
    issuer = authority(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return issuer


def test_https_asks_for_the_name_at_the_checked_address(trusted: Any, names: Names, tmp_path: Path) -> None:
    names.answers = {NAME: [[PUBLIC]]}
    context, asked_for = server_context(tmp_path, NAME, trusted), []

    def noted(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        asked_for.append(name)

    context.sni_callback = noted
    with site(context) as web:
        web.pages = {"/a": b"there"}
        assert client().get(f"{named(web)}/a").data == b"there"
        assert {headers["host"] for _, headers in web.asked} == {named(web).removeprefix("https://")}
    assert set(asked_for) == {NAME}
    assert names.asked == [NAME, PUBLIC]


@pytest.mark.parametrize(
    ("host", "signed", "days", "told"),
    [
        (NAME, False, 0, "self-signed certificate"),
        ("other.example", True, 0, f"Hostname mismatch, certificate is not valid for '{NAME}'."),
        (NAME, True, 2, "certificate has expired"),
    ],
)
def test_https_without_a_good_certificate_is_refused(
    trusted: Any, names: Names, tmp_path: Path, host: str, signed: bool, days: int, told: str
) -> None:
    names.answers = {NAME: [[PUBLIC]]}
    context = server_context(tmp_path, host, trusted if signed else None, age=timedelta(days=days))
    with site(context) as web:
        refused = refusal(f"{named(web)}/a")
        assert web.asked == []
    assert refused.error == f"certificate refused: {told}"
    assert "SSL_CERT_FILE" in refused.remedy


def test_https_to_a_private_address_is_refused(trusted: Any, names: Names, tmp_path: Path) -> None:
    names.answers = {NAME: [[INNER]]}
    with site(server_context(tmp_path, NAME, trusted)) as web:
        assert refusal(f"{named(web)}/a").error == f"refused private address {INNER}"
        assert web.asked == []
