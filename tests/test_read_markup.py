"""XML and Parquet: articles in the forms of agencies and feeds, and under plain names."""

from __future__ import annotations

import gzip
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.read import Limits, read

LEAD = "China and Kenya signed 12 agreements on rail and health during the visit."
SECOND = "The two sides plan 40 training courses by 2027 & more."
TEXT = f"{LEAD}\n\n{SECOND}"
BODY = f"<p>{LEAD}</p><p>{SECOND.replace('&', '&amp;')}</p>"
NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf><head><title>Slug</title><docdata><doc-id id-string="n-17"/><date.issue norm="20240510T081500Z"/></docdata>
<pubdata name="Example Times"/></head><body><body.head><hedline><hl1>Pacts signed</hl1></hedline>
<byline>By Ama Mensah</byline><dateline>NAIROBI, May 10 (Xinhua)</dateline></body.head>
<body.content>{BODY}</body.content></body></nitf>"""
NEWSML = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:x:17"><itemMeta>
<provider><name>Example Agency</name></provider><firstCreated>2024-05-10T08:15:00Z</firstCreated></itemMeta>
<contentMeta><headline>Pacts signed</headline><by>Ama Mensah</by></contentMeta><contentSet>
<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:x:18"><contentSet><inlineData>{LEAD}</inlineData></contentSet></newsItem></itemSet></newsMessage>"""
RSS = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Example Times</title><item><title>Pacts signed</title><media:title>Wrong</media:title><guid>g-17</guid>
<link>https://example.org/17</link><pubDate>Fri, 10 May 2024 08:15:00 +0000</pubDate><dc:creator>Ama Mensah</dc:creator>
<description>Teaser</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>Short</title><description>{LEAD}</description></item><item><title>None</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Times</title><entry><id>a-17</id>
<title>Pacts signed</title><link href="https://example.org/17"/><published>2024-05-10T08:15:00Z</published>
<author><name>Ama Mensah</name></author><content type="html">{BODY.replace("&", "&amp;").replace("<", "&lt;")}</content>
</entry></feed>"""
PLAIN = f"""<a:export xmlns:a="urn:own"><a:article id="p-17" date="2024-05-10"><a:headline>Pacts signed</a:headline>
<a:body>{BODY}</a:body></a:article><a:article id="p-18"><a:body/></a:article></a:export>"""


@pytest.mark.parametrize(
    ("source", "identifier", "publisher"),
    [
        (NITF, "n-17", "Example Times"),
        (NEWSML, "urn:x:17", "Example Agency"),
        (RSS, "g-17", "Example Times"),
        (ATOM, "a-17", "Example Times"),
        (PLAIN, "p-17", None),
    ],
)
def test_forms(source: str, identifier: str, publisher: str | None) -> None:
    found = read(source.encode(), "x.xml").documents[0]
    assert (found.source_id, found.publisher, found.title) == (identifier, publisher, "Pacts signed")
    assert (found.published_date, found.published_date_source) == (date(2024, 5, 10), "meta")
    assert found.text.endswith(TEXT)
    assert found.source_uri == "x.xml#1"
    if source == NITF:
        assert (found.agency, found.dateline_country, found.byline) == ("Xinhua", "KEN", "By Ama Mensah")


def test_every_item_is_accounted_for() -> None:
    result = read(RSS.encode(), "feed.rss")
    assert [found.source_uri for found in result.documents] == ["feed.rss#1", "feed.rss#2"]
    assert [(one.source_uri, one.error) for one in result.rejects] == [
        ("feed.rss#3", "article 3: empty text: no field holds the article's body")
    ]
    assert len(read(PLAIN.encode(), "x.xml").rejects) == 1
    assert [found.text for found in read(NEWSML.encode(), "x.xml").documents][1] == LEAD


def test_declared_encoding() -> None:
    source = f'<?xml version="1.0" encoding="iso-8859-2"?><article><text>{LEAD} Łódź</text></article>'
    [found] = read(source.encode("iso-8859-2"), "x.xml").documents
    assert found.text == f"{LEAD} Łódź"


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha">' + "".join(
    f'<!ENTITY b{n} "{f"&b{n - 1 or str()};" * 10}">' for n in range(1, 12)
)


@pytest.mark.parametrize(
    "source",
    [
        f"{LAUGHS}]><article><text>&b11;</text></article>",
        '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><article><text>&f;</text></article>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><article><text>x</text></article>',
    ],
)
def test_entities_are_refused(source: str) -> None:
    result = read(source.encode(), "x.xml")
    assert not result.documents
    assert len(result.rejects) == 1


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", "broken XML"),
        ("<a><b></a>", "broken XML"),
        ("<a>" * 5_000, "broken XML"),
        ("<urlset><url><loc>https://example.org/</loc></url></urlset>", "no articles in the XML"),
    ],
)
def test_no_articles(source: str, error: str) -> None:
    [reject] = read(source.encode(), "x.xml").rejects
    assert reject.error.startswith(error)


def parquet(columns: dict[str, list[object]], **given: int) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written, **given)
    return written.getvalue()


def test_parquet() -> None:
    rows: dict[str, list[object]] = {
        "ID": [str(number) for number in range(450)],
        "body": [None if number == 7 else f"{LEAD} {number}" for number in range(450)],
        "date": [date(2024, 5, 10)] * 450,
        "other": [[1]] * 450,
    }
    data = parquet(rows, row_group_size=100)
    result = read(data, "a.parquet")
    assert len(result.documents) == 449
    first = result.documents[0]
    assert (first.source_id, first.source_uri, first.text) == ("0", "a.parquet#1", f"{LEAD} 0")
    assert first.published_date == date(2024, 5, 10)
    assert [reject.source_uri for reject in result.rejects] == ["a.parquet#8"]
    packed = read(gzip.compress(data), "a.parquet.gz").documents
    assert [one.text for one in packed] == [one.text for one in result.documents]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "damaged Parquet file"),
        (b"PAR1 no such file PAR1", "damaged Parquet file"),
        (parquet({"number": [1]}), "no column for the text"),
        (parquet({"text": [LEAD] * 900})[:-30], "damaged Parquet file"),
        (parquet({"text": []}), "no records"),
    ],
)
def test_no_parquet(data: bytes, error: str) -> None:
    [reject] = read(data, "a.parquet").rejects
    assert reject.error.startswith(error)


def test_row_group_beyond_the_limits() -> None:
    data = parquet({"text": [LEAD * 100 + str(number) for number in range(100)]}, row_group_size=100)
    [reject] = read(data, "a.parquet", limits=Limits(file_bytes=1_000)).rejects
    assert reject.error == "row group of more than 4000 bytes"
