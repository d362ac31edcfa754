"""Documents and findings to frames: keys, joined codes, repetitions, order."""

from __future__ import annotations

from datetime import date

import pandas as pd

from builders import BODY, count, document, found, initiative, mention, mentions, outcome, rejected, tables
from transforms import schema
from transforms.normalise import Located, distinct, keys, merge, quarantine_frame
from transforms.records import Reject


def test_keys_are_what_the_declaration_says() -> None:
    assert keys.article_key("a", "text") == keys.key("a", "text")
    assert len(keys.key("a", 1, 2)) == 20
    assert keys.key("a", "bc") != keys.key("ab", "c")
    assert keys.key("x") == "2d711642b726b0440162"


def test_speaker_keys_do_not_depend_on_spelling() -> None:
    assert keys.speaker_key("  Xi   JINPING ") == "xi jinping"
    assert keys.speaker_key("Nguye\u0302\u0303n") == keys.speaker_key("Nguy\u1ec5n")
    assert keys.speaker_key(None) == keys.speaker_key(" ") == "unattributed"


def test_rows_of_one_document() -> None:
    extraction = found(
        count(fields=("trade", "energy"), speaker="Xi Jinping"),
        rejected=[rejected()],
        fields=[mention()],
        initiatives=[initiative()],
        document_kind="letter",
    )
    frames = mentions(outcome(document(), extraction))
    assert {name: len(frame) for name, frame in frames.items()} == dict.fromkeys(frames, 1)
    row = frames["counts"].iloc[0]
    assert (row["parties"], row["fields"], row["speaker_id"]) == ("CHN;SRB", "energy;trade", "xi jinping")
    article = frames["articles"].iloc[0]
    assert (article["word_count"], article["state"], article["document_kind"]) == (11, "extracted", "letter")
    assert frames["article_texts"]["text"].tolist() == [BODY]


def test_no_codes_are_null() -> None:
    frames = mentions(outcome(document(), found(count(parties=()))))
    assert frames["counts"][["parties", "fields"]].isna().all(axis=None)


def test_documents_without_findings_have_an_article() -> None:
    frames = mentions(outcome(document(), state="language_not_supported"))
    assert frames["articles"]["state"].tolist() == ["language_not_supported"]
    assert frames["counts"].empty


def test_the_same_document_twice_is_one() -> None:
    twice = [Located(document(source_uri=uri), uri) for uri in ("b.txt", "a.txt")]
    assert [one.source_file for one in distinct(twice)] == ["a.txt"]


def test_merge_takes_all_rows_of_a_document_from_one_part() -> None:
    first = mentions(outcome(document(source_uri="b.txt", title="B"), found(count())))
    second = mentions(outcome(document(source_uri="a.txt", title="A"), found(count(status="planned"))))
    for parts in ([first, second], [second, first]):
        merged = merge(parts)
        assert merged["articles"]["title"].tolist() == ["A"]
        assert merged["counts"]["status"].tolist() == ["planned"]
        assert len(merged["article_inputs"]) == 2


def test_quarantine_keeps_one_row_for_each_failure() -> None:
    reject = Reject("a.json", "a", "read", "broken", "mend it", "0")
    frame = quarantine_frame([("a.json", reject), ("a.json", reject)])
    assert frame["source_uri"].tolist() == ["a.json"]
    assert frame["first_seen_utc"].isna().all()


def test_tables_do_not_depend_on_the_order_of_documents() -> None:
    outcomes = [
        outcome(document(name, f"{name}. {BODY}", published_date=date(2024, 5, 10 + number)), found())
        for number, name in enumerate("cab")
    ]
    for name, frame in tables(*outcomes).items():
        again = tables(*reversed(outcomes))[name]
        order = list(schema.tables()[name].primary_key)
        pd.testing.assert_frame_equal(
            frame.sort_values(order, ignore_index=True), again.sort_values(order, ignore_index=True)
        )
