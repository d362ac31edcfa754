"""report.html as a reader sees it: in Chromium, light and dark, wide and narrow."""

from __future__ import annotations

import functools
import http.server
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import REMEDY, chromium, found
from conftest import ROOT, coopstats

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
TEXTS = """() => [...document.querySelectorAll(".chart svg")].flatMap((svg, place) => {
  const page = document.documentElement.clientWidth;
  return [...svg.querySelectorAll("text")].filter(text => text.textContent.trim() && text.getBoundingClientRect().width
      && getComputedStyle(text).opacity !== "0").map(text => {
    const box = text.getBoundingClientRect();
    return { place, words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom, page };
  });
})"""
CONTRAST = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = colour => parse(colour).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = node => { for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!/, 0\\)$|transparent/.test(colour)) return colour; } return "rgb(255, 255, 255)"; };
  return [...document.querySelectorAll("h1, h2, h3, p, th, td, dd, dt, a, mark, figcaption, caption, blockquote")]
    .filter(node => node.textContent.trim()).map(node => {
      const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), node.tagName, node.textContent.trim().slice(0, 40)]; })
    .filter(row => row[0] < 4.5);
}"""


@dataclass
class Seen:
    """What a page did while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert found(), f"no Chromium: {REMEDY}"
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The published set of the shipped articles, served on this machine."""
    folder = tmp_path_factory.mktemp("site")
    raw = ROOT / "data" / "raw"
    done = coopstats("run", "--raw", raw, "--processed", folder / "processed", env=server, cwd=folder)
    assert done.returncode == 0, done.stderr

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(folder / "processed"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            thread.join()


@pytest.fixture(params=[(scheme, width) for scheme in SCHEMES for width in WIDTHS], ids=str)
def seen(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Seen]:
    scheme, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    one = Seen(page)
    page.on("console", lambda message: one.said.append(message.text))
    page.on("pageerror", lambda error: one.said.append(str(error)))
    page.on("request", lambda asked: one.asked.append(asked.url))
    page.goto(f"{site}/report.html")
    page.wait_for_function("document.documentElement.dataset.drawn", timeout=30_000)
    yield one
    page.close()


def test_the_report_is_drawn_whole_and_asks_for_nothing(seen: Seen, site: str) -> None:
    page = seen.page
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [f"{site}/report.html"]
    drawn = int(page.evaluate("document.documentElement.dataset.drawn"))
    assert drawn == page.locator(".chart svg").count() == page.locator(".chart").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    assert page.evaluate(CONTRAST) == []
    assert_texts_apart(page)
    assert_not_blank(page)


def assert_texts_apart(page: Page) -> None:
    """No label of a chart lies on another or beyond the page, and none was cut."""
    texts = page.evaluate(TEXTS)
    assert len(texts) > 30
    assert [text["words"] for text in texts if "…" in text["words"]] == []
    assert [text["words"] for text in texts if text["left"] < 0 or text["right"] > text["page"] + 1] == []
    clashes = [
        (one["words"], other["words"])
        for number, one in enumerate(texts)
        for other in texts[number + 1 :]
        if one["place"] == other["place"]
        and min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 3
    ]
    assert clashes == []


def assert_not_blank(page: Page) -> None:
    """Every chart has ink: the part of the picture that it covers is not of one colour."""
    for chart in page.locator("figure .chart").all():
        picture = chart.screenshot()
        assert len(picture) > 2_000
        assert picture.startswith(b"\x89PNG")
    assert len(set(BytesIO(page.screenshot()).getvalue())) > 200


def test_the_page_is_built_for_everyone(seen: Seen) -> None:
    page = seen.page
    assert page.locator("h1").count() == 1
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(h => Number(h.tagName[1]))")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("table:not(:has(caption)):not(details table)").count() == 0
    assert page.locator("thead th:not([scope])").count() == 0
    unnamed = page.evaluate(
        "[...document.querySelectorAll('.chart svg')].filter(s => !s.querySelector('[aria-label]')).length"
    )
    assert unnamed == 0
    assert page.locator("#quoted mark").count() >= 1


def test_links_lead_to_the_tables_and_the_dictionary(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/report.html")
    links = page.evaluate("[...document.querySelectorAll('a')].map(link => link.href)")
    files = {link for link in links if "#" not in link}
    assert len(files) > 25
    assert {page.request.get(link).status for link in files} == {200}
    anchors = {link.partition("#")[2] for link in links if "#" in link}
    assert [name for name in anchors if not page.locator(f"#{name}").count()] == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site}/dictionary.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("section").count() == len(list(files)) - 1
    page.close()


def test_printing_gives_a_page_with_all_charts(browser: Browser, site: str, tmp_path: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{site}/report.html")
    page.wait_for_function("document.documentElement.dataset.drawn")
    path = tmp_path / "report.pdf"
    page.pdf(path=path, format="A4")
    assert path.read_bytes().count(b"/Type /Page") > 3
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()
