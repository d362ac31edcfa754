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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Oman and Peru spoke at the NATO summit about UN operations and a UN truce.", []),
        ("Peru and Oman signed the Peru-Oman agreements after Peru-Oman talks.", []),
        ("Oman and Peru work with the Oman Small Ports and Industrial Parks Organization.", []),
        ("Peru asked the National Harvest Fund of Oman for a loan.", []),
        ("The Swiss-mediated mechanism helps Oman and Peru.", []),
        ("Head of Peru-Oman Joint Chamber of Commerce said so.", ["Peru-Oman Joint Chamber of Commerce"]),
        ("The 4th Peru-Oman Joint Trade Committee meeting was held.", ["Peru-Oman Joint Trade Committee"]),
        ("Kenya and Laos pay into the Lakes Cooperation (LC) Special Fund.", ["Lakes Cooperation (LC) Special Fund"]),
        ("Oman and Peru joined the Finland-led Blue Lakes Initiative.", ["Blue Lakes Initiative"]),
        ("China and Russia spoke about the Power of Siberia 3 pipeline.", ["Power of Siberia 3"]),
        ("Oman and Peru signed the Convention on Mountain Springs.", ["Convention on Mountain Springs"]),
        ("COVAX sent vaccines. The COVAX Facility helps Oman and Peru.", ["COVAX"]),
    ],
)
def test_what_is_a_name(text: str, names: list[str]) -> None:
    assert [row.name for row in found(text).initiatives] == names


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        (
            "Oman and Peru agreed on cooperation in district heating, mobile networks and carbon storage.",
            [("district heating", "energy"), ("mobile networks", "digital"), ("carbon storage", "environment")],
        ),
        (
            "Oman and Peru will expand cooperation in banking and insurance.",
            [("banking and insurance", "finance")],
        ),
        (
            "The deputy minister of industries and trade spoke of cooperation between Oman and Peru in tourism.",
            [("tourism", "tourism")],
        ),
        ("Oman and Peru discussed trade wars and oil prices at a news conference on the nuclear deal.", []),
    ],
)
def test_areas_of_cooperation(text: str, areas: list[tuple[str, str]]) -> None:
    assert [(row.field_text, row.field_code) for row in found(text).fields] == areas
