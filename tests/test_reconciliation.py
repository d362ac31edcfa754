"""From articles through the command line to claims, relations and sums: the story, and the labelled groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from quality import claims, floors
from transforms import schema

FLOORS = floors.load(claims.FILE)
# No reason lowers a floor below these.
LEAST = {"same": 0.90, "relations": 0.80}
PLAN, DONE, REPRINT, HERALD = claims.STORY


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return claims.publish(tmp_path_factory.mktemp("groups"))


@pytest.fixture(scope="module")
def story(processed: Path) -> pd.DataFrame:
    """The claims of the story about a thousand or more activities, by what they count."""
    statistics = pd.read_parquet(processed / "statistics.parquet")
    year = statistics[(statistics["parties"] == "CHN;RUS") & (statistics["object_class"] == "activity")]
    return year[year["value"] >= 1000].set_index("object_text")


EXCHANGES, RESEARCH = "cooperation and exchange activities", "scientific research activities"


def test_one_plan_and_two_outcomes(story: pd.DataFrame) -> None:
    assert story["status"].value_counts().to_dict() == {"realised": 2, "planned": 1}
    assert story["value"].tolist() == [1000.0] * 3
    assert story["qualifier"].tolist() == ["more_than"] * 3
    done = story[story["status"] == "realised"]
    assert set(done.index) == {EXCHANGES, RESEARCH}
    assert done["period_end"].astype(str).tolist() == ["2021-11-26"] * 2


def test_reprints_are_evidence_only(story: pd.DataFrame) -> None:
    stated = story[["articles", "independent_sources"]].T.to_dict("list")
    assert stated[EXCHANGES] == [3, 1]
    assert stated[RESEARCH] == [2, 1]


def test_reprints_lead_to_the_agency(processed: Path) -> None:
    articles = pd.read_parquet(processed / "articles.parquet").set_index("source_id")
    assert articles.loc[[REPRINT, HERALD], "reprint_of"].tolist() == [articles.loc[DONE, "article_id"]] * 2
    assert articles.loc[[DONE, REPRINT, HERALD], "text_source"].tolist() == ["Xinhua"] * 3
    assert articles.loc[[PLAN, DONE], "reprint_of"].isna().all()


def test_the_plan_is_linked_with_its_outcome(processed: Path, story: pd.DataFrame) -> None:
    relations = pd.read_parquet(processed / "statistic_relations.parquet").set_index("from_id")
    plans = story.loc[story["status"] == "planned", "statistic_id"]
    realised = relations.loc[[story.loc[EXCHANGES, "statistic_id"]]].query("relation == 'realises'")
    assert realised["to_id"].tolist() == plans.tolist()
    assert realised["ratio"].tolist() == [1.0]
    assert realised[["ratio_lower", "ratio_upper"]].isna().all(axis=None)
    other = relations.loc[[story.loc[RESEARCH, "statistic_id"]]]
    assert set(other["relation"]) == {"reprint_of", "same_value_other_object"}


def test_no_sum_of_them_appears_anywhere(processed: Path) -> None:
    monthly = pd.read_parquet(processed / "cooperation_monthly.parquet")
    sums = monthly[["value_sum", "lower_sum", "upper_sum", "usd_sum"]]
    assert len(monthly) > 30
    assert not sums.isin([2000.0, 3000.0, 4000.0]).any(axis=None)


@pytest.mark.parametrize("name", claims.SETS)
def test_labelled_groups_stand_on_their_floors(processed: Path, name: str, record_property: Any) -> None:
    measured = claims.measured(name, claims.tallies(name, processed))
    record_property("figures", json.dumps(measured["figures"]))
    assert floors.all_fallen(FLOORS, {"sets": {name: measured}}) == []


@pytest.mark.parametrize("name", claims.SETS)
def test_floors_are_high_enough(name: str) -> None:
    assert floors.fallen(LEAST, FLOORS["sets"][name]["figures"]) == []


def test_floors_are_not_edited_by_hand() -> None:
    assert FLOORS["seal"] == floors.seal(FLOORS), "written by `python -m tests.quality.claims --raise`"


def test_there_are_enough_groups_of_every_kind() -> None:
    groups = claims.groups(claims.FOLDER)
    related = [relation for group in groups for _, _, relation, _ in group.related]
    assert len(groups) >= 40
    assert len({group.name for group in groups}) == len(groups)
    assert set(related) == set(schema.tables()["statistic_relations"].column("relation").codes)


def test_every_labelled_mention_is_found(processed: Path) -> None:
    for labels in claims.SETS.values():
        groups = claims.groups(labels)
        found = claims.published(processed, groups).claims
        assert [mark for group in groups for mark in group.marks if mark not in found] == []
