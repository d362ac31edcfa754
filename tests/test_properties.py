"""What holds for any text: numbers come back, offsets point at them, articles do not influence each other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from findings import figure, found
from quality.labelled import CASES, read_rows
from transforms.extract import extract
from transforms.read import read
from transforms.records import Count, Document, Extraction, FieldMention, Initiative, RejectedNumber

QUICK = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
CARRIER = "China and Serbia signed {} cooperation agreements in 2023."
MONEY = "Japan gave Kenya a grant of {} for the port of Mombasa."
UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
UNITS += ["seventeen", "eighteen", "nineteen"]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {1_000_000_000: "billion", 1_000_000: "million", 1_000: "thousand"}
QUALIFIERS = {
    "more than": ("more_than", True, False),
    "over": ("more_than", True, False),
    "at least": ("at_least", True, False),
    "no fewer than": ("at_least", True, False),
    "nearly": ("nearly", False, True),
    "almost": ("nearly", False, True),
    "fewer than": ("less_than", False, True),
    "up to": ("at_most", False, True),
    "no more than": ("at_most", False, True),
    "about": ("about", False, False),
    "some": ("about", False, False),
    "approximately": ("about", False, False),
}
CURRENCIES = {
    "${}": "USD",
    "€{}": "EUR",
    "£{}": "GBP",
    "US${}": "USD",
    "{} U.S. dollars": "USD",
    "{} euros": "EUR",
    "{} yuan": "CNY",
    "{} yen": "JPY",
    "{} rupees": "INR",
    "RMB {}": "CNY",
    "USD {}": "USD",
    "{} Hong Kong dollars": "HKD",
}
PARAGRAPHS = [
    "China and Serbia signed 29 cooperation agreements in Belgrade in May 2023.",
    "Brazil trained more than 1,200 farmers from Angola between 2018 and 2020.",
    "Trade between Vietnam and Australia reached 14.5 billion U.S. dollars in 2022.",
    "“Norway and Ghana will open three laboratories by 2027,” the Norwegian government said.",
    "Kuwait lent Jordan 60 million dollars in 2019 for 12 rural hospitals.",
    "Estonia and Finland ran dozens of joint exercises in 2021.",
]
LOOSE = ["\u00ad", "\u200b", "\u2060"]
JUNK = st.sampled_from(["😀", "…", "\u200b", "\ufeff", "“", "’", "\u00ad", "«", "™", "3万", "٣", "½", "m²", "\x0b"])


def only(text: str, words: str) -> dict[str, Any]:
    """The one number over these words, counted or not, as plain data."""
    return asdict(figure(text, words))


def spelled(number: int) -> str:
    """A whole number in words, as style guides write it."""
    for scale, name in SCALES.items():
        if number >= scale:
            rest = number % scale
            tail = "" if not rest else f" and {spelled(rest)}" if rest < 100 else f" {spelled(rest)}"
            return f"{spelled(number // scale)} {name}{tail}"
    if number >= 100:
        return f"{UNITS[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


def rows(result: Extraction) -> list[dict[str, Any]]:
    found_rows: list[Count | RejectedNumber | FieldMention | Initiative] = [*result.counts, *result.rejected]
    return [asdict(row) for row in (*found_rows, *result.fields, *result.initiatives)]


def spans(result: Extraction) -> list[tuple[int, int, str]]:
    numbers = [(row.char_start, row.char_end, row.value_text) for row in result.counts]
    numbers += [(row.char_start, row.char_end, row.value_text) for row in result.rejected]
    return numbers + [(row.char_start, row.char_end, row.field_text) for row in result.fields]


def facts(row: Count) -> dict[str, Any]:
    """What a count says, without where it stands and how sure it is."""
    left_out = {
        "sentence_index",
        "sentence",
        "char_start",
        "char_end",
        "confidence",
        "reasons",
        "value_text",
        "period_text",
    }
    left_out |= {"object_text", "speaker_role", "document_kind", "programme", "fields"}
    return {name: cell for name, cell in asdict(row).items() if name not in left_out}


@QUICK
@given(st.integers(2, 999_999_999))
@example(2)
@example(10_000)
@example(100_000)
def test_digits_come_back(number: int) -> None:
    for words in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u00a0")):
        if words != str(number) or not 1500 <= number <= 2100:
            row = only(CARRIER.format(words), words)
            assert (row["value"], row["lower"], row["upper"]) == (number, number, number)
            assert row["value_text"] == words


@QUICK
@given(st.integers(2, 999_999))
@example(105)
@example(1_000_000)
@example(21)
def test_words_come_back(number: int) -> None:
    for words in (spelled(number), spelled(number).capitalize()):
        row = only(CARRIER.format(words), words)
        assert row["value"] == number
        assert row["value_text"] == words


@QUICK
@given(
    st.integers(11, 9_999), st.sampled_from([("million", 1e6), ("billion", 1e9), ("trillion", 1e12), ("thousand", 1e3)])
)
def test_scaled_numbers_come_back(tenths: int, scale: tuple[str, float]) -> None:
    words = f"{tenths / 10:g} {scale[0]}"
    row = only(MONEY.format(f"{words} euros"), words)
    assert abs(row["value"] - tenths / 10 * scale[1]) <= 1e-6 * row["value"]
    assert (row["measure"], row["unit"]) == ("money", "EUR")


@QUICK
@given(st.integers(2, 99_999).filter(lambda n: not 1500 <= n <= 2100), st.sampled_from(sorted(QUALIFIERS)))
def test_qualifiers_set_the_bounds(number: int, words: str) -> None:
    name, below, above = QUALIFIERS[words]
    row = only(CARRIER.format(f"{words} {number:,}"), f"{number:,}")
    assert row["value_text"] == f"{words} {number:,}"
    assert row["qualifier"] == name
    assert row["lower"] == (number if below else None)
    assert row["upper"] == (number if above else None)


@QUICK
@given(st.integers(2, 999_999), st.sampled_from(sorted(CURRENCIES)), st.sampled_from(["", " million", " billion"]))
def test_currencies_come_back(number: int, form: str, scale: str) -> None:
    words = form.format(f"{number:,}{scale}")
    row = only(MONEY.format(words), words)
    factor = {"": 1, " million": 10**6, " billion": 10**9}[scale]
    assert (row["value"], row["measure"], row["unit"]) == (number * factor, "money", CURRENCIES[form])
    assert row["value_text"] == words


@QUICK
@given(st.integers(2, 400), st.integers(1, 400), st.sampled_from(["{}-{}", "{}–{}", "between {} and {}", "{} to {}"]))
def test_ranges_hold_both_ends(low: int, more: int, form: str) -> None:
    words = form.format(low, low + more)
    row = only(CARRIER.format(words), words)
    assert (row["lower"], row["upper"], row["value"]) == (low, low + more, low + more / 2)
    assert row["value_text"] == words


@settings(QUICK, max_examples=300)
@given(st.text(max_size=300))
@example("１２ agreements\u2028３４")
@example("5\u00ad000 \u200bvaccine do\u00adses from China to Peru")
def test_offsets_hold_on_any_text(text: str) -> None:
    for start, end, words in spans(found(text)):
        assert text[start:end] == words


@QUICK
@given(st.sampled_from(PARAGRAPHS), st.lists(st.tuples(st.integers(0, 90), JUNK), max_size=6))
def test_offsets_hold_among_odd_characters(text: str, junk: list[tuple[int, str]]) -> None:
    for place, char in junk:
        text = text[:place] + char + text[place:]
    for start, end, words in spans(found(text)):
        assert text[start:end] == words


@QUICK
@given(st.sampled_from(PARAGRAPHS), st.lists(st.tuples(st.integers(0, 80), st.sampled_from(LOOSE)), max_size=4))
def test_characters_of_no_width_change_nothing(text: str, loose: list[tuple[int, str]]) -> None:
    other = text
    for place, char in loose:
        other = other[:place] + char + other[place:]
    assert [facts(row) for row in found(other).counts] == [facts(row) for row in found(text).counts]


@QUICK
@given(st.sampled_from(PARAGRAPHS), st.sets(st.integers(0, 20), max_size=3), st.sampled_from(["\u00a0", "\r\n", "\n"]))
def test_white_space_inside_a_sentence_changes_nothing(text: str, places: set[int], space: str) -> None:
    words = text.split(" ")
    kept = [word for place, word in enumerate(words[:-1]) for word in (word, _gap(words, place, places, space))]
    other = "".join([*kept, words[-1]])
    assert [facts(row) for row in found(other).counts] == [facts(row) for row in found(text).counts]
    for start, end, said in spans(found(other)):
        assert other[start:end] == said


def _gap(words: list[str], place: int, places: set[int], space: str) -> str:
    """The white space behind a word; a line is wrapped only where the next one begins in lower case."""
    return space if place in places and (space == "\u00a0" or words[place + 1][0].islower()) else " "


@QUICK
@given(st.sampled_from(PARAGRAPHS))
def test_curly_quotes_are_quotes(text: str) -> None:
    plain = text.translate(str.maketrans("“”’", '""\''))
    assert [facts(row) for row in found(plain).counts] == [facts(row) for row in found(text).counts]


@QUICK
@given(st.permutations(PARAGRAPHS))
def test_the_order_of_paragraphs_changes_no_value(order: list[str]) -> None:
    by_sentence = {row.sentence: facts(row) for row in found("\n\n".join(PARAGRAPHS)).counts}
    again = {row.sentence: facts(row) for row in found("\n\n".join(order)).counts}
    assert by_sentence == again


def shipped() -> list[Document]:
    paths = sorted((ROOT / "data" / "raw").iterdir())
    return [document for path in paths for document in read(path.read_bytes(), path.name).documents]


@settings(QUICK, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_articles_do_not_influence_each_other(random: Any) -> None:
    documents = shipped()
    alone = {document.source_id: rows(extract(document)) for document in documents}
    random.shuffle(documents)
    for document in documents[:12]:
        assert rows(extract(document)) == alone[document.source_id]


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called in a piece of work."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


def test_work_grows_with_the_length_of_a_text() -> None:
    text = "\n\n".join(document.text for document in shipped() if document.source_uri.endswith(".txt"))
    found(text)
    once = calls(lambda: found(text))
    assert calls(lambda: found("\n\n".join([text] * 8))) <= 9.5 * once


def test_work_grows_with_the_length_of_a_sentence() -> None:
    once = (
        "China and Serbia signed 29 agreements, Brazil trained 40 farmers from Angola, Japan lent Kenya 3 million yen, "
    )
    found(once * 10)
    work = calls(lambda: found(once * 10))
    assert calls(lambda: found(once * 80)) <= 9.5 * work


def test_work_grows_with_the_headings_of_a_text() -> None:
    def headings(number: int) -> str:
        places = ("Kor" + "".join(chr(ord("a") + int(digit)) for digit in str(at)) for at in range(number))
        return "\n\n".join(f"Minister {name} Bakor opens {name} Trade Forum ({name[:5].upper()}F)" for name in places)

    found(headings(60))
    once = calls(lambda: found(headings(60)))
    assert calls(lambda: found(headings(480))) <= 9.5 * once


def test_work_grows_with_words_that_no_full_stop_parts() -> None:
    once = "Minister Of Trade And Energy Council President For Health "
    found(once * 10)
    work = calls(lambda: found(once * 10))
    assert calls(lambda: found(once * 80)) <= 9.5 * work


def test_sentences_cut_short_at_any_word_are_read() -> None:
    """Grammar that looks ahead must not look behind the end of a text."""
    for row in read_rows(CASES):
        words = row["text"].split(" ")
        for stop in range(1, len(words)):
            text = " ".join(words[:stop])
            assert all(0 <= one.char_start < one.char_end <= len(text) for one in found(text).counts), text
