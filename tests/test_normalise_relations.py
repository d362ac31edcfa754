"""Relations between claims, and what they do to sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from builders import count, document, found, outcome, tables
from transforms import check
from transforms.normalise import Frames
from transforms.records import Count

TEXT = "China and Serbia have 29 laboratories, says {}."
BY_2025 = {"period_end": date(2025, 12, 31), "status": "planned", "basis": "stock"}
SINCE_2022 = {"period_start": date(2022, 3, 1), "period_end": date(2025, 11, 30)}


def laboratories(text: str, figure: float, given: dict[str, Any]) -> Count:
    exact: dict[str, Any] = {"value": figure, "lower": figure, "upper": figure, "object_text": "joint laboratories"}
    return count(text, **(exact | {"object_head": "laboratory", "object_class": "institution"} | given))


def reported(*reports: tuple[str, float, dict[str, Any]]) -> Frames:
    """Tables of one article a report: day, value and further columns of its one count."""
    outcomes = []
    for number, (day, value, given) in enumerate(reports):
        text = TEXT.format(f"the Bulletin of {day}, in words of its own number {number} and of nobody else")
        own = document(str(number), text, published_date=date.fromisoformat(day), publisher=f"Paper {number}")
        outcomes.append(outcome(own, found(laboratories(text, value, given))))
    return tables(*outcomes)


def between(frames: Frames) -> list[tuple[float, str, float]]:
    """Relations between different claims: value, relation, value."""
    value = frames["statistics"].set_index("statistic_id")["value"]
    rows = frames["statistic_relations"]
    rows = rows[rows["from_id"] != rows["to_id"]]
    return [(value[row["from_id"]], row["relation"], value[row["to_id"]]) for row in rows.to_dict("records")]


@pytest.mark.parametrize(
    ("plan", "done", "ratio"),
    [
        ({}, {}, (0.6, 0.6, 0.6)),
        ({}, {"upper": None, "qualifier": "more_than"}, (0.6, 0.6, None)),
        ({"upper": None, "qualifier": "at_least"}, {}, (0.6, None, 0.6)),
        ({"upper": None, "qualifier": "at_least"}, {"upper": None, "qualifier": "more_than"}, (0.6, None, None)),
        ({"parties": ("CHN", "HUN")}, {}, None),
        ({"object_head": "school"}, {}, None),
        ({"period_end": date(2023, 6, 30)}, {}, None),
        ({"status": "hypothetical"}, {}, None),
        ({}, {"status": "negated"}, None),
        ({}, {"period_start": date(2015, 1, 1)}, None),
        ({"value": 400.0, "lower": 400.0, "upper": 400.0}, {}, None),
    ],
)
def test_plan_and_outcome(
    plan: dict[str, Any], done: dict[str, Any], ratio: tuple[float | None, float | None, float | None] | None
) -> None:
    frames = reported(("2022-01-20", 20, BY_2025 | plan), ("2025-12-01", 12, SINCE_2022 | done))
    rows = frames["statistic_relations"].query("relation == 'realises'")
    shown = [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[RATIO].to_numpy().tolist()]
    assert shown == ([ratio] if ratio else [])


RATIO = ["ratio", "ratio_lower", "ratio_upper"]


def test_a_plan_has_one_outcome_and_a_replaced_plan_none() -> None:
    frames = reported(
        ("2022-01-20", 20, BY_2025),
        ("2023-01-20", 30, BY_2025),
        ("2024-12-01", 11, SINCE_2022 | {"period_end": date(2024, 11, 30)}),
        ("2025-12-01", 28, SINCE_2022),
    )
    assert set(between(frames)) == {(30, "updates", 20), (28, "updates", 11), (28, "realises", 30)}


def test_a_running_total_replaces_the_one_before() -> None:
    so_far = {"basis": "stock"}
    days = ("2023-01-10", "2023-06-10", "2024-02-10")
    frames = reported(*((day, value, so_far) for day, value in zip(days, (10, 14, 19), strict=True)))
    assert set(between(frames)) == {(14, "updates", 10), (19, "updates", 14)}
    claims = frames["statistics"].set_index("value")
    assert claims["superseded_by"].dropna().to_dict() == {
        10: claims["statistic_id"][14],
        14: claims["statistic_id"][19],
    }
    assert claims["not_additive_reason"].dropna().to_dict() == {10: "superseded", 14: "superseded"}
    assert claims["additive"].to_dict() == {10: "none", 14: "none", 19: "parties"}


@pytest.mark.parametrize(
    ("one", "other", "relations"),
    [
        ({}, {}, [(14, "contradicts", 10)]),
        ({}, {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}, []),
        ({}, {"object_text": "joint laboratories for optics"}, []),
        ({}, {"object_text": "laboratories of China"}, [(14, "contradicts", 10)]),
        ({"object_text": "laboratories of Serbia"}, {"object_text": "laboratories of China"}, []),
        ({"status": "hypothetical"}, {"status": "hypothetical"}, []),
        ({"upper": None, "qualifier": "more_than"}, {}, [(14, "contradicts", 10)]),
        ({"upper": None, "qualifier": "more_than", "value": 13.5, "lower": 13.5}, {}, []),
    ],
)
def test_figures_that_exclude_each_other(
    one: dict[str, Any], other: dict[str, Any], relations: list[tuple[float, str, float]]
) -> None:
    year = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    frames = reported(("2024-01-10", 10, year | one), ("2024-01-20", 14, year | other))
    assert between(frames) == relations


def test_tables_with_relations_break_no_rule() -> None:
    frames = reported(("2022-01-20", 20, BY_2025), ("2025-12-01", 12, SINCE_2022), ("2025-12-02", 12, SINCE_2022))
    assert check.check(frames) == []
    assert sorted(frames["statistic_relations"]["relation"]) == ["confirms", "realises"]
    assert frames["statistic_relations"]["relation_reason"].str.len().min() > 10
