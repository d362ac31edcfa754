"""Dimensions, bridges, what is taken over from an earlier set, and figures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from builders import ARRIVED, BODY, count, document, found, mentions, outcome, rich_tables, tables
from transforms.normalise import carried, dated_files, dimensions, figures, remembered, unchanged_files

SAME = ("0", "declared")


def test_every_list_has_its_bridge() -> None:
    frames = rich_tables()
    for name, (source, key, listed, member) in dimensions.BRIDGES.items():
        cells = frames[source].dropna(subset=[listed])
        expected = {(row[key], code) for row in cells.to_dict("records") for code in row[listed].split(";")}
        assert set(frames[name][[key, member]].itertuples(index=False, name=None)) == expected


def test_calendar_covers_whole_years() -> None:
    dates = rich_tables()["dim_date"]
    assert (dates["date"].min(), dates["date"].max(), len(dates)) == (date(2024, 1, 1), date(2024, 12, 31), 366)
    row = dates[dates["date"] == date(2024, 12, 29)].iloc[0]
    assert row.tolist()[1:] == [2024, 4, 12, date(2024, 12, 1), 52, True]


def test_calendar_leaves_out_impossible_years() -> None:
    extraction = found(count(period_start=date(221, 1, 1), period_end=date(9999, 1, 1)))
    dates = tables(outcome(document(), extraction))["dim_date"]
    assert set(dates["year"]) == {2024}
    assert tables(outcome(document(published_date=None)))["dim_date"].empty


def test_dimensions_hold_every_code() -> None:
    frames = rich_tables()
    assert {"CHN", "XKX", "ASEAN"} <= set(frames["dim_party"]["party"])
    assert len(frames["dim_field"]) == 31
    assert len(frames["dim_object_class"]) == 20
    asean = frames["dim_party"].set_index("party").loc["ASEAN"]
    assert (asean["party_kind"], "VNM" in asean["members"].split(";")) == ("group", True)


def test_speakers_have_one_row_each() -> None:
    extraction = found(
        count(speaker="Xi Jinping", speaker_role="President"),
        count(BODY, "4 billion", speaker="XI JINPING", speaker_role="leader"),
        count(BODY, "China", speaker="Xi Jinping"),
    )
    speakers = tables(outcome(document(), extraction))["dim_speaker"].to_dict("records")
    assert sorted(row["speaker_id"] for row in speakers) == ["unattributed", "xi jinping"]
    assert (speakers[1]["speaker"], speakers[1]["roles"]) == ("Xi Jinping", "President; leader")


def test_unchanged_files() -> None:
    frames = rich_tables()
    todays = {"a.txt": SAME, "b.txt": SAME}
    known = frames["inputs"], frames["article_inputs"]
    assert unchanged_files(*known, todays, "digest") == {"a.txt", "b.txt"}
    assert unchanged_files(*known, todays | {"a.txt": ("1", "declared")}, "digest") == {"b.txt"}
    assert unchanged_files(*known, todays | {"a.txt": ("0", "otherwise")}, "digest") == {"b.txt"}
    assert unchanged_files(*known, {"b.txt": SAME}, "digest") == {"b.txt"}
    assert unchanged_files(*known, todays, "other") == frozenset()
    assert unchanged_files(*known, todays, "digest", {"b.txt"}) == {"a.txt"}


def test_a_file_that_shares_a_document_with_one_that_went_is_read_again() -> None:
    first, second = (mentions(outcome(document(source_uri=uri))) for uri in ("a.txt", "b.txt"))
    links = pd.concat([first["article_inputs"], second["article_inputs"]], ignore_index=True)
    frames = tables(outcome(document(source_uri="a.txt")), outcome(document("z", source_uri="b.txt")))
    assert unchanged_files(frames["inputs"], links, {"b.txt": SAME}, "digest") == frozenset()


def test_carried_rows_belong_to_the_files() -> None:
    frames = rich_tables()
    kept = carried(frames, {"a.txt"})
    assert kept["articles"]["source_uri"].tolist() == ["a.txt"]
    assert set(kept["counts"]["article_id"]) == set(kept["articles"]["article_id"])
    assert kept["inputs"]["source_file"].tolist() == ["a.txt"]


def test_dated_files() -> None:
    frames = rich_tables()
    assert dated_files(frames, date(2024, 5, 11), date(2024, 5, 31)) == {"b.txt"}
    assert dated_files(frames, date(2024, 5, 10), date(2024, 5, 11)) == {"a.txt", "b.txt"}


def test_first_seen_is_remembered() -> None:
    articles = rich_tables()["articles"]
    earlier = datetime(2020, 1, 1, tzinfo=UTC)
    seen = articles.head(1).assign(first_seen_utc=earlier).set_index("article_id")["first_seen_utc"]
    assert remembered(articles, "article_id", seen)["first_seen_utc"].tolist() == [earlier, ARRIVED]


def test_figures() -> None:
    found_figures = figures(rich_tables())
    assert (found_figures["documents_in"], found_figures["counts_out"], found_figures["quarantined"]) == (2, 3, 0)
    assert found_figures["mean_confidence"] == pytest.approx(0.9)
    assert figures(tables(outcome(document())))["mean_confidence"] == 0.0
