"""What is told of one claim: its mentions and what each of them adds, relations, and the sums that count it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import count, document, found, outcome, tables
from flows import cli_claim
from transforms.lineage import lineage, marked
from transforms.normalise import Frames

SIGNED = (
    "China and Serbia signed 29 agreements on rail in Belgrade on Friday, and the guests then went to see the river."
)
OWN_WORDS = (
    "It took both delegations an hour: Serbia and China put their names to 29 agreements on rail, the host told us."
)
TWICE = "Of 29 towns 29 agreements came."


def told(text: str, name: str, day: int, **given: Any) -> Any:
    on_friday = {"period_start": date(2024, 5, 10), "period_end": date(2024, 5, 10)}
    facts: dict[str, Any] = {"object_text": "agreements on rail", **on_friday, **given.pop("facts", {})}
    own = document(name, text, published_date=date(2024, 5, day), **given)
    return outcome(own, found(count(text, **facts)))


@pytest.fixture(scope="module")
def frames() -> Frames:
    planned = (
        "China and Serbia will sign 40 agreements on rail by June 2024, a spokesman announced at the start of the year."
    )
    plan = {"value": 40.0, "lower": 40.0, "upper": 40.0, "status": "planned", "period_end": date(2024, 6, 1)}
    return tables(
        told(SIGNED, "agency", 10, publisher="Agency", agency="Agency"),
        told(f"Rail pacts signed\n\n{SIGNED}", "copy", 11, publisher="Herald", agency="Agency"),
        told(OWN_WORDS, "own", 12, publisher="Danube Post", facts={"object_text": "agreements"}),
        outcome(
            document("plan", planned, published_date=date(2024, 1, 4), publisher="Gazette"),
            found(count(planned, "40", object_text="agreements on rail", **plan)),
        ),
    )


@pytest.fixture(scope="module")
def claim(frames: Frames) -> dict[str, Any]:
    (identifier,) = frames["statistics"].query("value == 29")["statistic_id"]
    return lineage(frames, identifier)


def test_each_mention_has_its_role(claim: dict[str, Any]) -> None:
    assert [(one["publisher"], one["role"]) for one in claim["mentions"]] == [
        ("Agency", "first"),
        ("Herald", "reprint"),
        ("Danube Post", "confirms"),
    ]
    assert [one["is_best"] for one in claim["mentions"]].count(True) == 1
    assert all("[[29]]" in one["sentence"] for one in claim["mentions"])


def test_columns_that_agree_and_differ(claim: dict[str, Any]) -> None:
    agency, _, own = claim["mentions"]
    assert {"value", "unit", "object_head", "parties", "status"} <= set(agency["agrees"])
    assert agency["differs"] == {}
    assert own["differs"] == {"object_text": "agreements"}


def test_sums_that_count_it(claim: dict[str, Any], frames: Frames) -> None:
    assert claim["claim"]["additive"] == "time_and_parties"
    assert (claim["monthly"]["month_start"], claim["monthly"]["value_sum"]) == ("2024-05-01", 29.0)
    (plan,) = frames["statistics"].query("value == 40")["statistic_id"]
    assert lineage(frames, plan)["monthly"] is None


def test_relations_in_both_directions(claim: dict[str, Any], frames: Frames) -> None:
    (forth,) = claim["relations"]
    assert (forth["relation"], forth["direction"], forth["ratio"]) == ("realises", "to", 29 / 40)
    (back,) = lineage(frames, forth["other"])["relations"]
    assert (back["relation"], back["direction"]) == ("realises", "from")
    assert back["other"] == claim["claim"]["statistic_id"]
    assert back["reason"] == forth["reason"]


@pytest.mark.parametrize(
    ("text", "start", "shown"),
    [
        (TWICE, 12, "Of 29 towns [[29]] agreements came."),
        (TWICE, 3, "Of [[29]] towns 29 agreements came."),
        (TWICE.replace(" ", "\n"), 12, "Of 29 towns [[29]] agreements came."),
        (None, 12, "Of [[29]] towns 29 agreements came."),
        ("Another text altogether.", 12, "Of [[29]] towns 29 agreements came."),
    ],
)
def test_the_number_is_marked(text: str | None, start: int, shown: str) -> None:
    row = {"sentence": TWICE, "value_text": "29", "char_start": start, "char_end": start + 2}
    assert marked(row, text) == shown


def test_no_such_claim(frames: Frames) -> None:
    with pytest.raises(LookupError, match="there is no claim nothing"):
        lineage(frames, "nothing")


def test_in_words(claim: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    cli_claim.tell(claim, as_json=False)
    lines = capsys.readouterr().out
    for part in (
        "3 mentions, 2 independent sources",
        "2024-05-11, Herald, agency Agency: reprint of article",
        "differs in object_text (agreements)",
        "this realises claim",
        "done / planned 0.725, from 0.725 to 0.725",
        "may be summed over time and parties",
        "counted in cooperation_monthly 2024-05-01: CHN, SRB",
        "sum 29, from 29 to 29",
    ):
        assert part in lines
