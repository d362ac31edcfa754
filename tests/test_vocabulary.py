"""The names of the world: each leads to one party, and the traps lead to none."""

from __future__ import annotations

import pytest

from transforms import schema
from transforms.extract.entities import entities
from transforms.text.tokens import tokenise
from transforms.vocabulary import lines, rows, split

COUNTRIES = rows("countries")


def parties(text: str) -> list[str]:
    return [entity.code for entity in entities(tokenise(text))]


@pytest.mark.parametrize("row", COUNTRIES, ids=[row["iso3"] for row in COUNTRIES])
def test_every_name_of_a_country_leads_to_it_alone(row: dict[str, str]) -> None:
    names = [row["name"], *split(row["names"]), *split(row["demonyms"]), *split(row["capitals"])]
    assert {name: parties(name) for name in names if name[0].isupper() and parties(name) != [row["iso3"]]} == {}


def test_names_stand_in_one_row() -> None:
    seen: dict[str, str] = {}
    for row in COUNTRIES:
        for name in {row["name"], *split(row["names"]), *split(row["demonyms"])}:
            assert seen.setdefault(name, row["iso3"]) == row["iso3"], name


@pytest.mark.parametrize("trap", lines("traps"))
def test_traps_lead_to_no_party(trap: str) -> None:
    assert parties(trap) == []


def test_country_codes_are_complete() -> None:
    assert len(COUNTRIES) == 250
    assert all(len(row["iso3"]) == 3 and len(row["iso2"]) == 2 for row in COUNTRIES)
    assert len({row["iso3"] for row in COUNTRIES}) == len({row["iso2"] for row in COUNTRIES}) == 250


@pytest.mark.parametrize("name", ["places", "organisations", "leaders"])
def test_places_bodies_and_leaders_have_known_codes(name: str) -> None:
    assert {row["code"] for row in rows(name)} <= schema.vocabulary_codes("parties.code") | {""}


def test_members_of_groups_are_parties() -> None:
    known = schema.vocabulary_codes("parties.code")
    assert {member for row in rows("groups") for member in split(row["members"])} <= known
