"""Codes of other classifications in the dimension tables, against lists that others keep.

ISO 3166 and ISO 4217 come from pycountry, which follows the iso-codes of Debian. The other short lists were written by
hand, not imported, after: OECD, Frascati Manual 2015, table 2.2 (FORD); OECD DAC, CRS sector and purpose codes; United
Nations, 2030 Agenda; PLOVER manual, drafts 0.7 and 0.8.
"""

from __future__ import annotations

import pandas as pd
import pycountry
import pytest

from transforms import vocabulary
from transforms.normalise import dimensions

# Codes that ISO gives to users, and none of its own.
USER_ASSIGNED = {"XKX": ("XK", None)}
# Gone from ISO 4217, but still in news of the years when they were money.
WITHDRAWN = frozenset(
    [
        "ANG",
        "ATS",
        "BEF",
        "BGN",
        "CYP",
        "DEM",
        "EEK",
        "ESP",
        "FIM",
        "FRF",
        "GRD",
        "HRK",
        "IEP",
        "ITL",
        "LTL",
        "LUF",
        "LVL",
        "MTL",
        "NLG",
        "PTE",
        "SIT",
        "SKK",
        "SUR",
        "XEU",
        "ZWL",
    ]
)
FORD = {1: 7, 2: 11, 3: 5, 4: 5, 5: 9, 6: 5}
CRS_SECTORS = frozenset(
    [
        "110",
        "111",
        "112",
        "113",
        "114",
        "120",
        "121",
        "122",
        "123",
        "130",
        "140",
        "150",
        "151",
        "152",
        "160",
        "210",
        "220",
        "230",
        "231",
        "232",
        "233",
        "234",
        "235",
        "236",
        "240",
        "250",
        "310",
        "311",
        "312",
        "313",
        "320",
        "321",
        "322",
        "323",
        "331",
        "332",
        "410",
        "430",
        "510",
        "520",
        "530",
        "600",
        "720",
        "730",
        "740",
        "910",
        "930",
        "998",
    ]
)
CRS_PURPOSES = {
    "15110": "151", "15130": "151", "15150": "151", "15185": "151", "16020": "160", "16061": "160", "22030": "220",
    "43082": "430",
}  # fmt: skip
PLOVER_TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
PLOVER_CONTEXTS = frozenset(
    [
        "diplomatic",
        "legal",
        "military",
        "government",
        "economic",
        "humanitarian",
        "political",
        "refugee",
        "terrorism",
        "resource",
        "culture",
        "disease",
        "disaster",
        "election",
        "legislative",
        "cyber",
        "cbrn",
    ]
)


@pytest.fixture(scope="module")
def fields() -> pd.DataFrame:
    return dimensions.dim_field()


@pytest.fixture(scope="module")
def countries() -> pd.DataFrame:
    parties = dimensions.dim_party()
    return parties[parties["party_kind"] == "country"].set_index("party")


def listed(column: pd.Series[str]) -> set[str]:
    return {code for cell in column.dropna() for code in cell.split(";")}


def test_every_country_has_its_iso_codes_and_no_country_is_missing(countries: pd.DataFrame) -> None:
    kept = {one.alpha_3: (one.alpha_2, one.numeric) for one in pycountry.countries} | USER_ASSIGNED
    codes = countries[["iso2", "m49"]].astype(object)
    codes = codes.where(codes.notna(), None)
    assert {party: tuple(row) for party, *row in codes.itertuples(name=None)} == kept
    assert list(countries["iso3"]) == list(countries.index)


def test_members_of_groups_are_parties() -> None:
    parties = dimensions.dim_party()
    assert listed(parties["members"]) <= set(parties["party"])


def test_currencies_are_those_of_iso_4217_and_what_was_money_before() -> None:
    ours = {row["iso4217"] for row in vocabulary.rows("currencies")}
    kept = {one.alpha_3 for one in pycountry.currencies}
    assert ours - kept == WITHDRAWN
    # Left out are funds, units of account and metals, which are no country's money.
    assert all(code.startswith("X") or code in FUNDS for code in kept - ours)


FUNDS = frozenset(["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED"])


def test_sdg(fields: pd.DataFrame) -> None:
    assert listed(fields["sdg"]) <= {str(number) for number in range(1, 18)}
    assert all(cell.split(";") == sorted(set(cell.split(";")), key=int) for cell in fields["sdg"].dropna())


def test_ford(fields: pd.DataFrame) -> None:
    known = {f"{group}.{number}" for group, last in FORD.items() for number in range(1, last + 1)}
    assert listed(fields["ford"]) <= known


def test_dac(fields: pd.DataFrame) -> None:
    assert listed(fields["dac_sector"]) <= CRS_SECTORS | set(CRS_PURPOSES)
    assert all(sector in CRS_SECTORS for sector in CRS_PURPOSES.values())
    assert fields["dac_sector"].notna().all()


def test_plover(fields: pd.DataFrame) -> None:
    for cell in fields["plover"].dropna():
        kind, _, context = cell.partition(":")
        assert kind in PLOVER_TYPES
        assert context in PLOVER_CONTEXTS | {""}
