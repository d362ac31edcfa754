"""The head of a text: date header, headline, byline, source line, agency, publisher, language."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.read import read
from transforms.records import Document

LEAD = "China and Kenya carried out more than 1,000 exchange activities in the past two years, the ministry said."


def text(content: str, name: str = "a.txt") -> Document:
    [found] = read(content.encode(), name).documents
    assert found.text == content
    return found


def test_leading_date_header() -> None:
    found = text(f" date 2021-11-26 BEIJING, Nov. 26 (Xinhua) -- {LEAD}\n\nMore.\n", "000_c9bf.txt")
    assert (found.source_id, found.title, found.agency) == ("000_c9bf", None, "Xinhua")
    assert (found.published_date, found.published_date_source) == (date(2021, 11, 26), "header")
    assert (found.dateline_place, found.dateline_country, found.dateline_date) == ("BEIJING", "CHN", date(2021, 11, 26))


def test_dateline_without_year_dates_nothing() -> None:
    found = text(f"BEIJING, Nov. 26 (Xinhua) -- {LEAD}")
    assert (found.published_date, found.published_date_source, found.dateline_date) == (None, "none", None)


def test_dateline_with_year_dates_the_article() -> None:
    found = text(f"Kuala Lumpur, 20 June 2024 – {LEAD}")
    assert (found.published_date, found.published_date_source) == (date(2024, 6, 20), "dateline")
    assert found.dateline_date == date(2024, 6, 20)


def test_dateline_takes_the_nearest_year() -> None:
    assert text(f" date 2022-01-01 BEIJING, Dec. 31 (Xinhua) -- {LEAD}").dateline_date == date(2021, 12, 31)


def test_order_of_trust() -> None:
    body = f" date 2021-11-26 Accra, 20 June 2020 – {LEAD}".replace('"', "")
    record = '{{"url": "https://example.org/2019/01/02/x", "text": "{0}"{1}}}'
    [stated] = read(record.format(body, ', "date": "2022-02-02"').encode(), "a.jsonl").documents
    [header] = read(record.format(body, "").encode(), "a.jsonl").documents
    [dateline] = read(record.format(body[17:], "").encode(), "a.jsonl").documents
    [url] = read(record.format(LEAD, "").encode(), "a.jsonl").documents
    found = [
        (one.published_date_source, one.published_date and one.published_date.year)
        for one in (stated, header, dateline, url)
    ]
    assert found == [("meta", 2022), ("header", 2021), ("dateline", 2020), ("url", 2019)]


@pytest.mark.parametrize(
    ("head", "title", "byline"),
    [
        (
            "Kenya signs 12 deals\n\nBy Patrick Mutiso\n\nNAIROBI, May 5 (Xinhua) -- ",
            "Kenya signs 12 deals",
            "By Patrick Mutiso",
        ),
        ("Kenya signs 12 deals\nNAIROBI, May 5 (Xinhua) -- ", "Kenya signs 12 deals", None),
        (
            "Kenya signs 12 deals\nwith two neighbours\n\nHerald Reporter\n",
            "Kenya signs 12 deals with two neighbours",
            "Herald Reporter",
        ),
        ("Kenya signs 12 deals\n\n", "Kenya signs 12 deals", None),
        ("Will Kenya buy from the U.S.\n\n", "Will Kenya buy from the U.S.", None),
        ("FOR IMMEDIATE RELEASE\n\nKenya signs 12 deals\n\n", "Kenya signs 12 deals", None),
        (
            "Kenya signs 12 deals\n\nThe two sides met for two days.\n\nACCRA, May 5 (GNA) – ",
            "Kenya signs 12 deals",
            None,
        ),
        ("The two sides met for two days.\n\n", None, None),
        ("By 2030, 12 more labs open\n\n", "By 2030, 12 more labs open", None),
        ("- first point\n\n", None, None),
        ("", None, None),
    ],
)
def test_title_and_byline(head: str, title: str | None, byline: str | None) -> None:
    found = text(head + LEAD)
    assert (found.title, found.byline) == (title, byline)


def test_hard_wrapped_report_has_no_title() -> None:
    assert text(LEAD.replace(" in the", "\nin the").replace(" years,", "\nyears,")).title is None


def test_wrapped_line_that_begins_with_a_city_is_no_dateline() -> None:
    assert (
        text(f"Two ministers from Accra met again in\nMoscow. They signed two deals.\n\n{LEAD}").dateline_place is None
    )


def test_dateline_below_headline_and_deck() -> None:
    found = text(f"Kenya signs 12 deals\n\nTwo days of talks end.\n\nACCRA, May 5 (GNA) – {LEAD}")
    assert (found.dateline_place, found.agency) == ("ACCRA", "GNA")


def test_dateline_deep_in_the_report_is_not_taken() -> None:
    assert text(f"{LEAD * 3}\n\nACCRA, May 5 (GNA) – {LEAD}").dateline_place is None


def test_source_line() -> None:
    found = text(f"Source: Xinhua| 2018-11-04 18:45:47|Editor: QQ\n\n{LEAD}")
    assert (found.agency, found.title) == ("Xinhua", None)
    assert (found.published_date, found.published_date_source) == (date(2018, 11, 4), "header")


@pytest.mark.parametrize(
    "line", ["March 3, 2024", "Monday, 3 March 2024", "Published: 3 March 2024", "2024-03-03 10:15 GMT"]
)
def test_date_line(line: str) -> None:
    found = text(f"Kenya signs 12 deals\n{line}\n\n{LEAD}")
    assert (found.title, found.published_date) == ("Kenya signs 12 deals", date(2024, 3, 3))
    assert found.published_date_source == "header"


def test_place_and_date_on_their_own_line() -> None:
    found = text(f"Kenya signs 12 deals\n\nAccra, 5 May 2022\n\n{LEAD}")
    assert (found.title, found.dateline_place, found.dateline_date) == (
        "Kenya signs 12 deals",
        "Accra",
        date(2022, 5, 5),
    )


def test_agency_behind_the_author() -> None:
    assert text(f"Kenya signs 12 deals\nBy Jane Doe, Reuters\n\n{LEAD}").agency == "Reuters"


@pytest.mark.parametrize("line", ["Jane Q. Doe, Secretary of State", "John Roe, Department Spokesperson"])
def test_signed_statement(line: str) -> None:
    found = text(f"{line}\n\n{LEAD}")
    assert (found.byline, found.title) == (line, None)


@pytest.mark.parametrize(
    "line", ["China, Kenya sign 12 deals", "Jane Doe, president of Kenya, visits", "Two Roads, Three Bridges"]
)
def test_headline_with_a_comma_is_no_signature(line: str) -> None:
    found = text(f"{line}\n\n{LEAD}")
    assert (found.byline, found.title) == (None, line)


def test_agency_as_publisher() -> None:
    [found] = read(f'{{"text": "{LEAD}", "source": "Xinhua News Agency"}}'.encode(), "a.jsonl").documents
    assert (found.publisher, found.agency) == ("Xinhua News Agency", "Xinhua")


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.BBC.com/news/1", "bbc.com"), ("/news/1", None), ("http://[x", None)]
)
def test_publisher_from_host(url: str, host: str | None) -> None:
    [found] = read(f'{{"text": "{LEAD}", "url": "{url}"}}'.encode(), "a.jsonl").documents
    assert found.publisher == host


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LEAD, "en"),
        ("Trade with Peru up 12 pct to 3 bln dlrs in the half, bank said.", "en"),
        ("La Chine et le Kenya ont signé douze accords de coopération lors de la visite du ministre.", "fr"),
        ("China y Perú firmaron doce acuerdos de cooperación durante la visita del ministro en Lima.", "es"),
        ("中国和肯尼亚签署了十二项合作协议，并将继续扩大双方在各个领域的合作与交流。", "zh"),
        ("Россия и Китай подписали двенадцать соглашений о сотрудничестве в ходе визита.", "ru"),
        ("Deal of 12", None),
        ("12 34 56 78 90 12 34 56 78 90 12 34 56 78", None),
    ],
)
def test_language(content: str, code: str | None) -> None:
    assert text(content).language == code
