"""What claims may be summed over, and why some may not be summed at all."""

from __future__ import annotations

from typing import Any

import pandas as pd

SUMMABLE_MEASURES = ("count", "money", "quantity")
CEILINGS = ("less_than", "at_most")
REPLACING = ("corrects", "updates")
TIME_AND_PARTIES, PARTIES, NONE = "time_and_parties", "parties", "none"


def settled(claims: pd.DataFrame, relations: pd.DataFrame, equivalents: pd.Series[Any]) -> pd.DataFrame:
    """`claims` with superseded_by, equal_to_id, derivation, additive and not_additive_reason.

    `relations` is `statistic_relations`, `equivalents` leads from a claim to the one whose amount it states in another
    unit.
    """
    replaced = relations[relations["relation"].isin(REPLACING)].drop_duplicates("to_id").set_index("to_id")["from_id"]
    told = claims.assign(
        superseded_by=replaced.reindex(claims["statistic_id"]).to_numpy(),
        equal_to_id=equivalents.reindex(claims["statistic_id"]).to_numpy(),
    )
    told["derivation"] = pd.Series("stated", index=told.index, dtype="str").mask(told["equal_to_id"].notna(), "derived")
    reason = _reason(told)
    over = _over(told, reason)
    parts = _parts(relations, over.set_axis(told["statistic_id"]))
    is_part = told["statistic_id"].isin(parts) & reason.isna()
    return told.assign(additive=over.mask(is_part, NONE), not_additive_reason=reason.mask(is_part, "part_of_total"))


def _reason(claims: pd.DataFrame) -> pd.Series[Any]:
    """Why a claim may not be summed, the first that applies; null for one that may."""
    checks = {
        "not_realised": claims["status"] != "realised",
        "share_or_change": ~claims["measure"].isin(SUMMABLE_MEASURES),
        "rate": claims["per"].notna() | (claims["basis"] == "rate"),
        "ceiling": claims["qualifier"].isin(CEILINGS),
        "superseded": claims["superseded_by"].notna(),
        "equivalent": claims["equal_to_id"].notna(),
    }
    found = pd.Series(None, index=claims.index, dtype="str")
    for name, applies in checks.items():
        found = found.mask(found.isna() & applies, name)
    return found


def _over(claims: pd.DataFrame, reason: pd.Series[Any]) -> pd.Series[Any]:
    over = pd.Series(NONE, index=claims.index, dtype="str")
    over = over.mask(reason.isna() & (claims["basis"] == "stock"), PARTIES)
    return over.mask(reason.isna() & (claims["basis"] == "flow"), TIME_AND_PARTIES)


def _parts(relations: pd.DataFrame, over: pd.Series[Any]) -> pd.Series[Any]:
    """The claims that are part of one which may be summed over the same."""
    parts = relations[relations["relation"] == "part_of"]
    mine, whole = (over.reindex(parts[name]).to_numpy() for name in ("from_id", "to_id"))
    found: pd.Series[Any] = parts["from_id"][mine == whole]
    return found
