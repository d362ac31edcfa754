"""Web pages: body without clutter, metadata in order of trust, fallbacks."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.read import read

LEAD = "ACCRA, Sept. 5 (Xinhua) -- Ghana and China signed 12 agreements on Thursday, officials said after the talks."
SECOND = "The two countries plan more than 1,000 joint activities over three years, among them 40 training courses."
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "name": "Wrong"}, {"@type": "NewsArticle", "headline": "Ghana and China sign 12 deals",
"datePublished": "2024-09-05T23:10:00+00:00", "author": {"@type": "Person", "name": "Ama Mensah"},
"publisher": {"@type": "Organization", "name": "Example Times"}}]}</script>"""
MODERN = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Deals | Example Times</title>
<meta property="og:title" content="Other title"><meta property="article:published_time" content="2020-01-01">
<link rel="canonical" href="https://www.example.org/africa/deals">{LINKED}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Ghana and China sign 12 deals</h1><p>{LEAD}</p><p>{SECOND}</p>
<table><tr><td>Roads</td><td>4</td></tr><tr><td>Rail</td><td>2</td></tr></table></article>
<aside><p>Subscribe to our letter today</p></aside><footer><p>Copyright Example Times</p></footer></body></html>"""
OLD = f"""<html><head><title>Deals in Accra - Reuters</title><meta name="date" content="2003-05-12"></head>
<body><p>{SECOND}</p><p>They met twice.</p></body></html>"""


def test_page_with_metadata() -> None:
    [found] = read(MODERN.encode(), "in/deals.html").documents
    assert found.source_id == "deals"
    assert found.title == "Ghana and China sign 12 deals"
    assert found.url == "https://www.example.org/africa/deals"
    assert (found.publisher, found.byline, found.agency) == ("Example Times", "Ama Mensah", "Xinhua")
    assert (found.published_date, found.published_date_source) == (date(2024, 9, 5), "meta")
    assert (found.dateline_place, found.dateline_country, found.dateline_date) == ("ACCRA", "GHA", date(2024, 9, 5))
    assert found.language == "en"


def test_body_without_clutter() -> None:
    [found] = read(MODERN.encode(), "deals.html").documents
    assert f"{LEAD}\n\n{SECOND}\n\n" in found.text
    assert "| Roads | 4 |\n| Rail | 2 |" in found.text
    for clutter in ("Home", "Subscribe", "Copyright"):
        assert clutter not in found.text


def test_old_page() -> None:
    [found] = read(OLD.encode(), "old.htm").documents
    assert (found.title, found.published_date) == ("Deals in Accra", date(2003, 5, 12))
    assert (found.publisher, found.byline, found.url) == (None, None, None)
    assert SECOND in found.text


def test_declared_charset() -> None:
    head = '<meta charset="windows-1251"><title>Вести</title>'
    page = f"<html><head>{head}</head><body><p>{'Россия и Китай. ' * 20}</p></body></html>"
    [found] = read(page.encode("cp1251"), "r.html").documents
    assert (found.title, found.language) == ("Вести", "ru")
    assert "Россия и Китай" in found.text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2020-02-03T10:00">', date(2020, 2, 3)),
        ('<meta name="DC.date.issued" content="3 February 2020">', date(2020, 2, 3)),
        (
            '<script type="application/ld+json">{broken</script><meta name="date" content="2020-02-03">',
            date(2020, 2, 3),
        ),
        ("", None),
    ],
)
def test_published_in_head(head: str, expected: date | None) -> None:
    [found] = read(f"<html><head>{head}</head><body><p>{SECOND}</p></body></html>".encode(), "p.html").documents
    assert found.published_date == expected
    assert found.published_date_source == ("meta" if expected else "none")


def test_time_element_counts_only_within_the_article() -> None:
    page = "<html><body>{0}<article>{1}<p>" + SECOND + "</p></article></body></html>"
    stamp = '<time datetime="2021-03-04T01:00Z">4 March</time>'
    [own] = read(page.format("", stamp).encode(), "p.html").documents
    [other] = read(page.format(f"<aside>{stamp}</aside>", "").encode(), "p.html").documents
    assert (own.published_date, other.published_date) == (date(2021, 3, 4), None)


def test_url_and_publisher_from_meta() -> None:
    url = '<meta property="og:url" content="https://www.example.org/2022/05/12/x">'
    head = f'{url}<meta property="og:site_name" content="ET">'
    [found] = read(f"<html><head>{head}</head><body><p>{SECOND}</p></body></html>".encode(), "p.html").documents
    assert (found.publisher, found.published_date, found.published_date_source) == ("ET", date(2022, 5, 12), "url")


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<html><body><script>x()</script></body></html>", "<!--"])
def test_page_without_text(page: str) -> None:
    result = read(page.encode(), "p.html")
    assert not result.documents
    assert [reject.error for reject in result.rejects] == ["no article text in the page"]


def test_deep_nesting_is_survived() -> None:
    result = read(b"<div>" * 20_000 + f"<p>{SECOND}</p>".encode(), "p.html")
    assert len(result.documents) + len(result.rejects) == 1
