"""The report page: its words, its aggregates, what it must not hold."""

from __future__ import annotations

import json
import re
from datetime import date

import pandas as pd
import pytest

from builders import count, document, found, outcome, rich_tables, tables
from flows.views import facts, health, page, quotes, wording
from flows.views.spans import span
from transforms.normalise import Frames

ABOUT = page.About("run-1", "2024-05-12T00:00:00+00:00", "0.1.0")


def report(frames: Frames) -> str:
    """The page of a whole set, given only the tables that it may read."""
    needed = {name: frames[name] for name in page.NEEDED}
    return page.report(needed, ABOUT, {name: len(frame) for name, frame in frames.items()})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((1_000, 1_000, None, "1"), "1,000 or more"),
        ((13.8e9, 13.8e9, 13.8e9, "USD"), "13.8 billion USD"),
        ((-6.5, -6.5, -6.5, "percent"), "-6.5%"),
        ((50, None, 50, "1"), "up to 50"),
        ((190, 180, 200, "1"), "180 to 200"),
        ((2_200, None, None, "1"), "about 2,200"),
        ((40_760.5, 40_760.5, 40_760.5, "t"), "40,760 t"),
    ],
)
def test_bounds_in_words(given: tuple[float, float | None, float | None, str], words: str) -> None:
    assert wording.bounded(*given) == words


@pytest.mark.parametrize(
    ("last", "length", "periods"),
    [
        (date(2024, 3, 1), "month", ("2024-01", "2024-02", "2024-03")),
        (date(2026, 9, 1), "quarter", ("2024 Q1", "2024 Q2")),
        (date(2034, 1, 1), "year", ("2024", "2025")),
    ],
)
def test_time_is_cut_into_as_many_periods_as_fit(last: date, length: str, periods: tuple[str, ...]) -> None:
    axis = span(pd.Series([date(2024, 1, 5), last]))
    assert axis.length == length
    assert axis.periods[: len(periods)] == periods
    assert axis.labels(pd.Series([date(2024, 1, 9)])).tolist() == [axis.periods[0]]


def test_the_right_one_of_equal_numbers_is_marked() -> None:
    text = "China signed 29 agreements and Serbia signed 29 agreements."
    first, second = count(text), count(text)
    second.char_start = text.rindex("29")
    second.char_end = second.char_start + 2
    counts = tables(outcome(document(text=text), found(first, second)))["counts"]
    marked = [quotes.marked(row, counts) for _, row in counts.sort_values("char_start").iterrows()]
    assert [len(before) for before, _, _ in marked] == [text.index("29"), text.rindex("29")]


def test_the_same_tables_give_the_same_page() -> None:
    frames = rich_tables()
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in frames.items()}
    assert report(frames) == report(shuffled)


def test_what_articles_say_cannot_break_out_of_the_page() -> None:
    text = "China and Serbia signed 29 </script><script>alert(1)</script><b>agreements</b>."
    told = outcome(document(text=text, publisher="</script><img src=x>"), found(count(text)))
    built = report(tables(told))
    assert "<img src=x" not in built
    assert "<script>alert" not in built
    assert built.count("<script>") == 2
    given = re.search(r"const given = (.*);\n", built)
    assert given is not None
    assert json.loads(given[1])["charts"]


def test_texts_are_not_in_the_page() -> None:
    hidden = "This sentence holds no number and is not quoted."
    text = f"China and Serbia signed 29 agreements. {hidden}"
    told = outcome(document(text=text), found(count(text, sentence=text[:38])))
    assert hidden not in report(tables(told))


def test_empty_tables_give_a_page() -> None:
    assert "0 claims about cooperation" in report(tables())


def test_planned_and_done_are_told_by_class() -> None:
    frames = tables(
        outcome(document("a"), found(count(status="planned"))),
        outcome(document("b", "China signed 29 agreements."), found(count("China signed 29 agreements."))),
    )
    assert facts.promised(frames) == [{"class": "agreement", "planned": 1, "done": 1}]
    assert facts.totals(frames)["planned"] == 1


def test_the_dictionary_page_names_every_column() -> None:
    built = page.data_dictionary(ABOUT)
    for name in ("coverage_pairs", "statistic_id", "articles_of_sources"):
        assert name in built


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("Chile", "Peru", ["Chile – Peru"]),
        ("Burkina Faso", "Cape Verde", ["Burkina Faso – Cape", "Verde"]),
        ("Bosnia and Herzegovina", "Micronesia", ["Bosnia and Herzegovina", "– Micronesia"]),
    ],
)
def test_a_long_pair_takes_longer_lines_before_a_third(first: str, second: str, lines: list[str]) -> None:
    assert health._label(first, second).split("\n") == lines
