"""Named initiatives, areas of cooperation, and the reasons that a count gives."""

from __future__ import annotations

import pytest

from findings import found

EXPLAINED = {"value", "bounds", "unit", "object_class", "parties", "period", "status", "speaker", "fields", "basis"}


@pytest.mark.parametrize(
    ("text", "name", "acronym", "kind"),
    [
        (
            "Kenya and Finland launched the Blue Lakes Development Fund (BLDF) in Kisumu.",
            "Blue Lakes Development Fund",
            "BLDF",
            "fund",
        ),
        (
            "Peru and Oman opened the Peru-Oman Institute of Marine Science.",
            "Peru-Oman Institute of Marine Science",
            None,
            "institution",
        ),
        (
            "China and Laos held the China-Laos Year of Friendship.",
            "China-Laos Year of Friendship",
            None,
            "programme",
        ),
        (
            "Japan and Vietnam met at the Japan-Vietnam Economic Forum in Hue.",
            "Japan-Vietnam Economic Forum",
            None,
            "mechanism",
        ),
        (
            "Peru and Oman signed the Peru-Oman Free Trade Agreement.",
            "Peru-Oman Free Trade Agreement",
            None,
            "agreement",
        ),
    ],
)
def test_named_things(text: str, name: str, acronym: str | None, kind: str) -> None:
    (row,) = found(text).initiatives
    assert (row.name, row.acronym, row.kind) == (name, acronym, kind)


def test_acronym_and_full_name_are_one_initiative() -> None:
    text = (
        "Kenya and Finland launched the Blue Lakes Development Fund (BLDF) in Kisumu.\n\n"
        "The BLDF will pay for 14 joint projects of Kenya and Finland. The fund is run from Kisumu."
    )
    (row,) = found(text).initiatives
    assert row.acronym == "BLDF"
    assert row.mentions >= 2
    assert sorted(row.parties) == ["FIN", "KEN"]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Health of Peru and Oman signed an agreement.",
        "Peru joined the United Nations and met Oman.",
        "Peru and Oman signed a trade agreement.",
    ],
)
def test_bodies_and_unnamed_agreements_are_none(text: str) -> None:
    assert found(text).initiatives == []


def test_a_list_of_areas_is_one_row_each() -> None:
    text = "Peru and Oman will cooperate in such fields as agriculture, public health, tourism and nuclear energy."
    codes = [(row.field_text, row.field_code) for row in found(text).fields]
    assert codes == [
        ("agriculture", "agriculture"),
        ("public health", "health"),
        ("tourism", "tourism"),
        ("nuclear energy", "nuclear"),
    ]


def test_every_column_has_its_reason() -> None:
    text = "Peruvian President Rosa Quispe said Peru and Oman would sign more than 40 agreements on fisheries by 2030."
    (row,) = found(text, explain=True).counts
    assert {one.column for one in row.reasons} >= EXPLAINED
    for one in row.reasons:
        assert one.value
        assert one.why
        assert 0 <= one.start <= one.end <= len(text)
    places = {one.column: text[one.start : one.end] for one in row.reasons if one.end}
    assert places["value"] == "more than 40"
    assert places["status"] == "would"
    assert places["period"] == "by 2030"


def test_reasons_are_given_only_when_asked_for() -> None:
    (row,) = found("Peru and Oman signed 14 agreements.").counts
    assert row.reasons == ()


@pytest.mark.parametrize("text", ["Peru and Oman signed 14 agreements.", "", "\n\n", "No numbers here."])
def test_confidence_is_a_share(text: str) -> None:
    assert all(0 <= row.confidence <= 1 for row in found(text).counts)
