"""The declared rules: each is broken once, and found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from builders import BODY, count, document, found, mentions, outcome, rich_tables
from transforms import check, schema
from transforms.normalise import Frames

Change = Callable[[Frames], object]


def put(table: str, column: str, value: Any, row: int = 0) -> Change:
    """A change that puts `value` into one cell."""

    def change(frames: Frames) -> None:
        frame = frames[table].reset_index(drop=True)
        values = frame[column].astype(object)
        values[row] = value
        frames[table] = frame.assign(**{column: values.astype(frame[column].dtype)})

    return change


def drop(table: str, column: str) -> Change:
    return lambda frames: frames.__setitem__(table, frames[table].drop(columns=column))


def repeat(table: str) -> Change:
    return lambda frames: frames.__setitem__(table, pd.concat([frames[table], frames[table].tail(1)]))


def test_sound_tables_have_no_findings() -> None:
    assert check.check(rich_tables()) == []


@pytest.mark.parametrize(
    ("change", "table", "rule"),
    [
        (lambda frames: frames.pop("fields"), "fields", "table"),
        (drop("counts", "value"), "counts", "columns"),
        (lambda frames: frames["counts"].__setitem__("value", "many"), "counts", "type:value"),
        (put("counts", "sentence", None), "counts", "null:sentence"),
        (put("counts", "status", "done"), "counts", "code:status"),
        (put("counts", "object_class", "thing"), "counts", "code:object_class"),
        (put("counts", "parties", "CHN;XXX"), "counts", "code:parties"),
        (put("counts", "parties", "SRB;CHN"), "counts", "code:parties"),
        (put("counts", "parties", "CHN;CHN"), "counts", "code:parties"),
        (put("counts", "confidence", 1.5), "counts", "maximum:confidence"),
        (put("counts", "sentence_index", -1), "counts", "minimum:sentence_index"),
        (put("counts", "value", float("inf")), "counts", "finite:value"),
        (put("counts", "char_end", 999), "counts", "offsets"),
        (put("counts", "value_text", "30"), "counts", "offsets"),
        (put("fields", "field_text", "trade"), "fields", "offsets"),
        (put("counts", "char_end", 0), "counts", "offsets_in_order"),
        (put("counts", "lower", 30.0), "counts", "bounds_hold_value"),
        (put("counts", "article_id", "nobody"), "counts", "foreign_key:article_id"),
        (put("counts", "statistic_id", "none"), "counts", "foreign_key:statistic_id"),
        (put("articles", "reprint_of", "nobody"), "articles", "foreign_key:reprint_of"),
        (repeat("counts"), "counts", "key"),
        (put("dim_speaker", "speaker_id", "e\u0301"), "dim_speaker", "nfc:speaker_id"),
        (put("statistics", "independent_sources", 9), "statistics", "sources_within_articles"),
        (put("statistics", "upper", 1.0), "statistics", "bounds_hold_value"),
        (put("statistics", "last_reported", date(2001, 1, 1)), "statistics", "reports_in_order"),
        (put("rejected_numbers", "lower", 99.0), "rejected_numbers", "bounds_hold_value"),
        (put("initiatives", "char_end", 0), "initiatives", "offsets_in_order"),
        (put("cooperation_monthly", "party_b", "all"), "cooperation_monthly", "code:party_b"),
        (put("cooperation_monthly", "lower_sum", 1e12), "cooperation_monthly", "bounds_hold_value"),
        (put("coverage_pairs", "articles_seen", 99), "coverage_pairs", "seen_within_delivered"),
    ],
)
def test_a_broken_rule_is_found(change: Change, table: str, rule: str) -> None:
    frames = rich_tables()
    change(frames)
    findings = [finding for finding in check.check(frames) if (finding.table, finding.rule) == (table, rule)]
    assert len(findings) == 1
    assert findings[0].example
    assert findings[0].remedy


def test_keys_that_differ_by_case_or_trailing_space_are_found() -> None:
    frames = rich_tables()
    speaker = frames["dim_speaker"].iloc[[0]]
    frames["dim_speaker"] = pd.concat([speaker, speaker.assign(speaker_id="Unattributed ")], ignore_index=True)
    assert [finding.rule for finding in check.check(frames)] == ["key_case"]


@pytest.mark.parametrize("table", sorted({rule.table for rule in schema.rules()}))
def test_every_rule_over_columns_can_be_evaluated(table: str) -> None:
    """Also where every cell that may be null is null."""
    declared = schema.tables()[table]
    empty: dict[str, Any] = {"string": "", "int64": 1, "float64": 1.0, "bool": True}
    empty |= {"date32": date(2024, 1, 1), "timestamp[us, UTC]": datetime(2024, 1, 1, tzinfo=UTC)}
    row = {column.name: None if column.nullable else empty[column.type] for column in declared.columns}
    frame = schema.frame(declared, [row])
    broken = {one.rule for one in check.row_violations(frame, declared)}
    assert broken & {rule.name for rule in schema.rules()} <= {"offsets_in_order"}


def test_periods_in_order() -> None:
    frames = mentions(outcome(document(), found(count(period_start=date(2024, 2, 1), period_end=date(2024, 1, 1)))))
    table = schema.tables()["counts"]
    assert [one.rule for one in check.row_violations(frames["counts"], table)] == ["periods_in_order"]


def test_a_finding_counts_the_rows_and_shows_one() -> None:
    frames = rich_tables()
    frames["counts"] = frames["counts"].assign(status="done")
    (finding,) = (one for one in check.check(frames) if one.rule == "code:status")
    assert finding.rows == 3
    assert finding.example.endswith("status = done")


def test_only_the_rows_that_break_a_rule_are_left_out() -> None:
    wrong, right = count(object_class="thing"), count(BODY, "4 billion")
    frames = mentions(outcome(document("a"), found(count())), outcome(document("b"), found(wrong, right)))
    kept, (fault,) = check.sound(frames)
    assert (fault.rule, fault.rows, fault.example) == ("counts.code:object_class", 1, "29")
    assert fault.article_id == frames["articles"]["article_id"].tolist()[1]
    assert kept["counts"]["value_text"].tolist() == ["29", "4 billion"]
    assert len(kept["articles"]) == 2


def test_an_article_keeps_its_row() -> None:
    frames = mentions(outcome(document(dateline_country="Atlantis")))
    kept, (fault,) = check.sound(frames)
    assert (fault.rule, fault.example) == ("articles.code:dateline_country", "Atlantis")
    assert kept["articles"]["dateline_country"].isna().tolist() == [True]
