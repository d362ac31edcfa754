"""Coverage: zero told apart from not covered, sources against their own past, drift between runs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from builders import count, document, found, mention, outcome, tables
from transforms import check, schema
from transforms.monitor import run_figures
from transforms.monitor.drift import stage_figure
from transforms.monitor.usual import score, usual
from transforms.normalise import Frames, Outcome

TEXT = "Nothing is counted here."


def article(name: str, day: date | None, publisher: str = "Daily", **given: Any) -> Outcome:
    """A document without counts."""
    given.setdefault("dateline_place", "OSLO")
    return outcome(document(name, f"{TEXT} {name}", published_date=day, publisher=publisher, **given))


def pair(frames: Frames, **key: str) -> dict[date, tuple[str, int, int]]:
    rows = frames["coverage_pairs"]
    for column, value in key.items():
        rows = rows[rows[column] == value]
    columns = ["coverage", "articles_seen", "counts_found"]
    return {row["month_start"]: tuple(row[name] for name in columns) for row in rows.to_dict("records")}


def test_zero_is_told_apart_from_not_covered() -> None:
    told = outcome(document("a", published_date=date(2024, 1, 10)), found(count(fields=("trade",))))
    frames = tables(told, article("b", date(2024, 2, 3)), article("c", date(2024, 4, 3)))
    assert pair(frames, party_a="CHN", party_b="SRB", covered_field="trade") == {
        date(2024, 1, 1): ("found", 1, 1),
        date(2024, 2, 1): ("zero", 0, 0),
        date(2024, 3, 1): ("not_covered", 0, 0),
        date(2024, 4, 1): ("zero", 0, 0),
    }
    assert check.check(frames) == []


def test_the_stricter_ground_counts_only_publishers_that_report_on_the_pair() -> None:
    told = outcome(document("a", published_date=date(2024, 1, 10), publisher="Daily"), found(count()))
    frames = tables(told, article("b", date(2024, 2, 3), "Weekly"), article("c", date(2024, 3, 3), "Daily"))
    rows = frames["coverage_pairs"].set_index("month_start")
    assert rows["articles_delivered"].tolist() == [1, 1, 1]
    assert rows["articles_of_sources"].tolist() == [1, 0, 1]
    assert rows["covered_field"].unique().tolist() == ["none"]


def test_an_area_without_a_number_is_seen_and_still_zero() -> None:
    frames = tables(outcome(document("a", published_date=date(2024, 1, 10)), found(fields=[mention()])))
    assert pair(frames, covered_field="trade") == {date(2024, 1, 1): ("zero", 1, 0)}


def test_three_parties_are_three_pairs_and_one_party_is_alone() -> None:
    three = outcome(document("a"), found(count(parties=("SRB", "CHN", "RUS"))))
    alone = outcome(
        document("b", "China signed 29 agreements."), found(count("China signed 29 agreements.", parties=("CHN",)))
    )
    rows = tables(three, alone)["coverage_pairs"]
    pairs = set(zip(rows["party_a"], rows["party_b"], strict=True))
    assert pairs == {("CHN", "RUS"), ("CHN", "SRB"), ("RUS", "SRB"), ("CHN", "none")}


def steady(months: int, each: int, publisher: str = "Daily", **given: Any) -> list[Outcome]:
    """As many documents in every month from January 2022."""
    days = [date(2022 + month // 12, month % 12 + 1, 10) for month in range(months)]
    return [article(f"{publisher}-{day}-{number}", day, publisher, **given) for day in days for number in range(each)]


def alarms(frames: Frames, **only: Any) -> list[tuple[str, str, bool]]:
    rows = frames["source_alarms"]
    for column, value in ({"period_kind": "month"} | only).items():
        rows = rows[rows[column] == value]
    return [(row["source"], row["alarm"], row["is_current"]) for row in rows.to_dict("records")]


def test_a_source_that_falls_silent_raises_an_alarm() -> None:
    frames = tables(*steady(8, 6), *steady(9, 6, "Weekly"), article("end", date(2022, 9, 30), "Weekly"))
    assert alarms(frames, source_kind="publisher") == [("Daily", "volume_fell", True)]
    (message,) = frames["source_alarms"].query("source == 'Daily' and period_kind == 'month'")["message"]
    assert message == "Daily: 0 articles where 6.0 are usual"
    months = frames["source_months"].query("source_kind == 'publisher' and source == 'Daily'")
    assert months["articles_in_period"].tolist() == [6] * 8 + [0]
    assert months["usual_articles"].isna().tolist() == [True] * 6 + [False] * 3


def test_a_month_that_has_only_begun_is_held_against_its_share_of_the_usual() -> None:
    frames = tables(*steady(8, 30), *[article(f"new-{number}", date(2022, 9, 3)) for number in range(3)])
    last = frames["source_months"].query("source_kind == 'publisher'").iloc[-1]
    assert last["usual_articles"] == pytest.approx(3.0)
    assert alarms(frames, source_kind="publisher") == []


def test_a_young_source_raises_none() -> None:
    assert alarms(tables(*steady(5, 6), *steady(6, 6, "Weekly")), source="Daily") == []


@pytest.mark.parametrize(
    ("late", "alarm"),
    [
        ({"published_date": date(2022, 9, 28), "dateline_place": None}, "datelines_missing"),
        ({"published_date": None, "dateline_place": "OSLO", "dateline_date": date(2022, 9, 28)}, "dates_missing"),
    ],
)
def test_what_suddenly_is_not_found_raises_an_alarm(late: dict[str, Any], alarm: str) -> None:
    last = [outcome(document(f"late-{n}", f"{TEXT} {n}", publisher="Daily", **late)) for n in range(6)]
    assert alarms(tables(*steady(8, 6), *last), source_kind="publisher") == [("Daily", alarm, True)]


def test_numbers_that_are_no_longer_found_raise_an_alarm() -> None:
    text = "China and Serbia signed 29 agreements."
    days = [date(2022, month, 10) for month in range(1, 9) for _ in range(6)]
    counted = [
        outcome(document(f"n-{place}", f"{text} {place}", published_date=day, publisher="Daily"), found(count(text)))
        for place, day in enumerate(days)
    ]
    last = [article(f"late-{number}", date(2022, 9, 28)) for number in range(6)]
    assert ("Daily", "numbers_missing", True) in alarms(tables(*counted, *last), source_kind="publisher")


def test_days_are_held_against_the_same_weekday() -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(days=number) for number in range(70)]
    working = [day for day in days if day.weekday() < 5 and day != date(2024, 3, 7)]
    frames = tables(*[article(f"{day}-{number}", day) for day in working for number in range(8)])
    rows = frames["source_alarms"].query("period_kind == 'day' and source_kind == 'publisher'")
    assert [(row["alarm_start"], row["alarm"], row["is_current"]) for row in rows.to_dict("records")] == [
        (date(2024, 3, 7), "volume_fell", True)
    ]


def test_usual_is_the_median_and_scaled_deviation_of_the_past() -> None:
    values = np.array([[1.0], [2.0], [3.0], [4.0], [100.0], [10.0]])
    by = usual(values, (1, 2, 3, 4, 5), 5, 0.5)
    assert np.isnan(by.median[4, 0])
    assert by.median[5, 0] == 3.0
    assert by.spread[5, 0] == pytest.approx(1.4826)
    assert score(values, by)[5, 0] == pytest.approx(7 / 1.4826)


def figures(frames: Frames, former: pd.DataFrame, **given: Any) -> pd.DataFrame:
    return run_figures(frames, [stage_figure("scan", "in", "files", 2)], former, **({"run_id": "r"} | given))


def nothing() -> pd.DataFrame:
    return schema.frame(schema.tables()["run_figures"], [])


def many(kind: str, number: int = 120) -> Frames:
    """Documents with one count of that class each."""
    text = "China and Serbia signed 29 agreements."
    told = [(f"{text} {place}", count(text, object_class=kind)) for place in range(number)]
    return tables(*[outcome(document(str(place), body), found(one)) for place, (body, one) in enumerate(told)])


def test_a_share_that_changed_beyond_its_tolerance_is_flagged_with_the_reason() -> None:
    before = figures(many("agreement"), nothing(), other_software=False)
    assert not before["drifted"].any()
    assert before["former_value"].isna().all()
    after = figures(many("project"), before, other_software=True)
    told = after[after["drifted"]].set_index("subject")["remark"].to_dict()
    why = "; the software changed between the runs"
    assert told == {
        "agreement": f"the share of counts of class agreement went from 100% to 0%{why}",
        "project": f"the share of counts of class project went from 0% to 100%{why}",
    }


def test_small_sets_are_not_flagged() -> None:
    before = figures(many("agreement", 20), nothing(), other_software=False)
    assert not figures(many("project", 20), before, other_software=False)["drifted"].any()
