"""Fetching, from servers that these tests start: limits, manners, refusals, and the way into the tables."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flow_runs import contents, table
from flows import config, store
from flows.batch import read_tables
from flows.config import Http
from flows.fetch.addresses import NotFetchedError, normal, refuse_private
from flows.fetch.client import Client
from flows.fetch.listings import Entry, feed_entries, map_entries
from loopback import Handler, Page, Site, bomb, cut_off, dripping, endless, silent, site
from transforms import check, schema

LOCAL = ("127.0.0.0/8",)
QUICK = {"contact": "mailto:desk@example.org", "requests_per_second": 100, "allow_private": LOCAL, "retries": 0}
STORY = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>Kenya and Peru signed {1} agreements on rail "
    "during the visit of the minister to Nairobi, the two governments said in a joint statement.</p></article></body>"
)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def client(**given: Any) -> Client:
    return Client(Http.model_validate(QUICK | {"total_seconds": 1.0, "read_seconds": 0.5, "largest_mb": 1} | given))


def refusal(url: str, **given: Any) -> str:
    with pytest.raises(NotFetchedError) as caught:
        client(**given).get(url)
    assert caught.value.remedy
    return caught.value.error


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "refused scheme file"),
        ("ftp://example.org/a", "refused scheme ftp"),
        ("gopher://example.org", "refused scheme gopher"),
        ("/etc/passwd", "refused scheme of no name"),
        ("http://", "without a host"),
        ("http://u:p@example.org/", "credentials in the address"),
        ("http://example.org:99999/", "no valid address"),
        ("http://[::1/", "no valid address"),
        ("http://exa\x07mple.org/", "control character"),
        (f"http://example.org/{'a' * 5000}", "more than 4096 characters"),
    ],
)
def test_addresses_that_are_never_asked(url: str, message: str) -> None:
    with pytest.raises(NotFetchedError, match=message):
        normal(url)


def test_addresses_have_one_form() -> None:
    assert normal(" HTTP://Example.ORG:80/a b?q=ü#part") == "http://example.org/a%20b?q=%C3%BC"
    assert normal("https://bücher.example") == "https://xn--bcher-kva.example/"
    assert normal("http://[2001:DB8::1]:8080/") == "http://[2001:db8::1]:8080/"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_networks_that_are_not_public(address: str) -> None:
    with pytest.raises(NotFetchedError, match="refused private address"):
        refuse_private(address, ())


def test_public_and_allowed_networks() -> None:
    for address in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"):
        refuse_private(address, ())
    refuse_private("10.1.2.3", ("10.1.0.0/16",))
    refuse_private("::ffff:10.1.2.3", ("10.1.0.0/16",))
    with pytest.raises(NotFetchedError):
        refuse_private("10.2.2.3", ("10.1.0.0/16",))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:7f00:1]"])
def test_a_private_host_is_refused_however_it_is_written(host: str, web: Site) -> None:
    url = web.root.replace("127.0.0.1", host)
    assert "refused private address" in refusal(url, allow_private=())
    assert web.asked == []


def test_a_redirect_is_checked_like_any_address(web: Site) -> None:
    web.pages = {
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/meta": (302, {"Location": "http://169.254.169.254/latest"}, b""),
        "/loop": (301, {"Location": "/loop"}, b""),
        "/once": (307, {"Location": "/page"}, b""),
        "/page": b"there",
    }
    assert refusal(f"{web.root}/file") == "refused scheme file"
    assert refusal(f"{web.root}/meta") == "refused private address 169.254.169.254"
    assert refusal(f"{web.root}/loop") == "more than 5 redirects in a row"
    answer = client().get(f"{web.root}/once")
    assert (answer.url, answer.data) == (f"{web.root}/page", b"there")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (dripping, "no answer in time"),
        (endless, "answer of more than 1 MB"),
        (cut_off, "connection failed"),
        (silent, "no answer in time"),
        (bomb(50), "answer of more than 1 MB"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "damaged compression"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 100)[:-9]), "compressed answer was cut off"),
        ((200, {"Content-Encoding": "br"}, b"x"), "unknown content coding br"),
        ((404, {}, b""), "HTTP status 404"),
        ((500, {}, b""), "HTTP status 500"),
        ((429, {"Retry-After": "999"}, b""), "HTTP status 429, to be asked again in 999 seconds"),
    ],
)
def test_bad_answers_end_in_one_line(page: Page, message: str, web: Site) -> None:
    web.pages = {"/a": page}
    assert message in refusal(f"{web.root}/a")


def test_passing_failures_are_tried_again(web: Site) -> None:
    def recovering(handler: Handler) -> None:
        times = web.paths().count("/a")
        if times == 1:
            handler.give(429, {"Retry-After": "0"}, b"")
        elif times == 2:
            handler.give(503, {}, b"")
        else:
            handler.give(200, {}, b"well")

    web.pages = {"/a": recovering}
    assert client(retries=2).get(f"{web.root}/a").data == b"well"
    assert web.paths() == ["/robots.txt", "/a", "/a", "/a"]
    web.asked.clear()
    assert refusal(f"{web.root}/missing", retries=2) == "HTTP status 404"
    assert web.paths() == ["/robots.txt", "/missing"]


def test_robots_and_agent(web: Site) -> None:
    web.pages = {"/robots.txt": b"User-agent: coopstats\nDisallow: /closed\n", "/open": b"x", "/closed/a": b"x"}
    assert refusal(f"{web.root}/closed/a") == "robots.txt forbids it"
    assert client().get(f"{web.root}/open").data == b"x"
    assert web.asked[-1][1]["user-agent"].startswith("coopstats/")
    assert "mailto:desk@example.org" in web.asked[-1][1]["user-agent"]
    web.pages["/robots.txt"] = (503, {}, b"")
    assert refusal(f"{web.root}/open") == "robots.txt cannot be had (HTTP status 503), which forbids all"


def test_a_host_that_does_not_answer_is_given_up() -> None:
    with site() as gone:
        url = gone.root
    asking = client()
    for _ in range(2):
        with pytest.raises(NotFetchedError, match="connection failed"):
            asking.get(f"{url}/a")


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/a"/>
<published>2024-05-10T01:02:03Z</published></entry></feed>"""
RSS = b"""<rss version="2.0"><channel><item><title>A</title><link>/a</link>
<pubDate>Fri, 10 May 2024 01:02:03 GMT</pubDate></item></channel></rss>"""
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "title": "A", '
JSON += b'"date_published": "2024-05-10T01:02:03Z"}, 3]}'


@pytest.mark.parametrize("data", [ATOM, RSS, JSON], ids=["atom", "rss", "json"])
def test_feeds(data: bytes) -> None:
    from datetime import date

    assert feed_entries(data, "https://example.org/f") == [Entry("https://example.org/a", "A", date(2024, 5, 10))]


ENTITIES = b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>'


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"{", b'{"items": 3}', b"[" * 9999, ENTITIES])
def test_what_is_no_listing(data: bytes) -> None:
    for read in (feed_entries, map_entries):
        with pytest.raises(NotFetchedError):
            read(data, "https://example.org/")
    with pytest.raises(NotFetchedError, match="entities"):
        feed_entries(ENTITIES.decode().encode("utf-16"), "")


def test_sitemaps() -> None:
    maps = b"<urlset><url><loc>http://e.org/a</loc><image><loc>http://e.org/i</loc></image></url><url/></urlset>"
    assert map_entries(gzip.compress(maps), "") == [Entry("http://e.org/a")]
    index = b'<sitemapindex xmlns="x"><sitemap><loc>/b</loc></sitemap></sitemapindex>'
    assert map_entries(index, "http://e.org/") == [Entry("http://e.org/b", inner=True)]


def test_the_store_keeps_bytes_as_they_came(tmp_path: Path) -> None:
    data = bytes(range(256)) * 100
    sha256 = store.keep(tmp_path, data)
    assert store.keep(tmp_path, data) == sha256
    path = store.path_of(tmp_path, sha256)
    assert store.content(path) == data
    assert path.stat().st_size < len(data)
    journal = store.Journal(tmp_path, "run")
    record = store.Record("s", "article", "http://e.org/", "2024-05-10T00:00:00+00:00", sha256=sha256, title="ü")
    journal.write(record)
    journal.close()
    with (tmp_path / store.RECORDS / "run.jsonl").open("a") as handle:
        handle.write('{"source": "cut o')
    assert store.records(tmp_path) == [record]


@pytest.fixture
def news(web: Site, tmp_path: Path) -> Path:
    """A configuration with a feed, a sitemap and a feed that is not there."""

    def item(link: str) -> str:
        return f"<item><link>{link}</link><pubDate>Fri, 10 May 2024 01:02:03 GMT</pubDate></item>"

    links = [f"{web.root}/one", "file:///etc/passwd", "http://169.254.169.254/meta", f"{web.root}/gone"]
    feed = f'<rss version="2.0"><channel>{"".join(map(item, links))}</channel></rss>'.encode()
    latin = STORY.format("Accord à Lima", 13).encode("latin-1")
    web.pages = {
        "/feed": (200, {"ETag": '"f1"', "Content-Type": "application/rss+xml"}, feed),
        "/one": (200, {"ETag": '"1"', "Content-Type": "text/html"}, STORY.format("Pact", 12).encode()),
        "/two": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, latin),
        "/map": f"<urlset><url><loc>{web.root}/two</loc></url></urlset>".encode(),
    }
    text = """
[http]
contact = "mailto:desk@example.org"
requests_per_second = 100
retries = 0
allow_private = ["127.0.0.0/8"]
"""
    for name, kind, path in (("news", "feed", "/feed"), ("maps", "sitemap", "/map"), ("lost", "feed", "/missing")):
        text += f'[[source]]\nname = "{name}"\nkind = "{kind}"\nlocations = ["{web.root}{path}"]\n'
    declared = tmp_path / config.NAME
    declared.write_text(text, encoding="utf-8")
    return declared


@pytest.mark.usefixtures("harness")
def test_from_the_web_into_the_tables(web: Site, news: Path, out: Path) -> None:
    from flows.build import build

    outcome = build(processed=out, config=news)
    assert [(one["source"], one["new"], one["failed"]) for one in outcome["fetched"]] == [
        ("news", 1, 3),
        ("maps", 1, 0),
        ("lost", 0, 1),
    ]
    articles = table(out, "articles").set_index("source_name")
    assert articles["source_id"].to_dict() == {"news": f"{web.root}/one", "maps": f"{web.root}/two"}
    assert articles.loc["news", "published_date_source"] == "feed"
    assert articles.loc["maps", "title"] == "Accord à Lima"
    quarantine = table(out, "quarantine").set_index("source_uri")
    assert set(quarantine["stage"]) == {"fetch"}
    assert quarantine["error"].to_dict() == {
        "file://etc/passwd": "refused scheme file",
        "http://169.254.169.254/meta": "refused private address 169.254.169.254",
        f"{web.root}/gone": "HTTP status 404",
        f"{web.root}/missing": "HTTP status 404",
    }
    assert check.check(read_tables(out, schema.tables())) == []


@pytest.mark.usefixtures("harness")
def test_what_changed_on_the_web_is_a_revision(web: Site, news: Path, out: Path, tmp_path: Path) -> None:
    from flows.build import build

    build(processed=out, config=news)
    records = len(store.records(tmp_path / "data" / "raw" / ".store"))
    again = build(processed=out, config=news)
    assert (again["status"], again["figures"]["files_read"]) == ("unchanged", 0)
    assert [headers.get("if-none-match") for path, headers in web.asked if path == "/one"] == [None, '"1"']
    assert len(store.records(tmp_path / "data" / "raw" / ".store")) == records
    web.pages["/one"] = (200, {"ETag": '"2"', "Content-Type": "text/html"}, STORY.format("Pact", 15).encode())
    web.pages["/gone"] = (
        b"<article><h1>Dams</h1><p>Chile lent Ghana 30 engineers and 4 cranes for two dams on the Volta, its embassy "
        b"in Accra told reporters after the signing on Monday.</p></article>"
    )
    changed = build(processed=out, config=news)
    assert changed["status"] == "published"
    versions = table(out, "articles").query("source_name == 'news'")
    assert sorted(versions["source_id"]) == [f"{web.root}/gone", f"{web.root}/one", f"{web.root}/one"]
    assert versions.loc[versions["source_id"] == f"{web.root}/one", "revision_of"].notna().sum() == 1
    assert f"{web.root}/gone" not in set(table(out, "quarantine")["source_uri"])


@pytest.mark.usefixtures("harness", "fixed_clock")
def test_the_raw_store_alone_gives_the_tables_again(web: Site, news: Path, out: Path) -> None:
    from flows.build import build

    build(processed=out, config=news)
    before, asked = contents(out), len(web.asked)
    shutil.rmtree(out)
    build(processed=out, config=news, fetch=False)
    assert len(web.asked) == asked
    after = contents(out)
    assert {name for name in before if before[name] != after[name]} == set()
