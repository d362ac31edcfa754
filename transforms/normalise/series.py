"""Relations between claims about one thing: later and larger, promised and done, contradicting, corrected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.normalise import extents, wording
from transforms.normalise.additive import CEILINGS
from transforms.normalise.blocks import happened, same_series
from transforms.normalise.evidence import EQUAL, EQUAL_ONE, MORE, SAME_PROGRAMME, Booleans, Comparison, fits
from transforms.normalise.neighbours import Floats, Integers
from transforms.normalise.relation_rows import rows_of
from transforms.normalise.statements import Statements, readable
from transforms.normalise.version_cues import is_correction

SAME_START_DAYS = 31
UP_TO_NOW_DAYS = 7
LONG_DAYS = 45
CORRECTION_DAYS = 30
MOST_TIMES = 10
TIMES = 5
TIMES_IF_NAMED = 20
TIMES_IF_OPEN = 2
MOST_BEFORE = 0.5
OPEN_PLAN_DAYS = 400
LATE_DAYS = 366
NEAR_DEADLINE_DAYS = 62
NO_UNIT = "1"
CORRECTED = "{0} instead of {1}, in an article marked as a correction by the same source"
UPDATED = "{0}, later and larger than {1}"
CONTRADICTED = "{0} and {1} for the same thing, parties and time exclude each other"
REALISED = "{0} done of what was planned: {1}"


@dataclass(frozen=True, slots=True)
class Series:
    """Claims in the order of their first report, and pairs of them about like things, the earlier first, compared."""

    claims: Statements
    one: Integers
    other: Integers
    seen: Comparison
    fitting: Booleans

    def of(self, column: str) -> tuple[pd.Series[str], pd.Series[str]]:
        """A column of the claims for the first and the second of each pair."""
        cells = self.claims.frame[column]
        return cells.iloc[self.one].reset_index(drop=True), cells.iloc[self.other].reset_index(drop=True)

    def have(self, column: str, value: str) -> Booleans:
        """Whether both of each pair have the value in the column."""
        one, other = self.of(column)
        return ((one == value) & (other == value)).to_numpy(dtype=bool)


def series(claims: pd.DataFrame, titles: pd.Series[str]) -> list[pd.DataFrame]:
    """`corrects`, `updates`, `contradicts` and `realises`; `titles` are those of the claims' best articles."""
    ordered = claims.assign(marked=[is_correction(title) for title in titles])
    ordered = ordered.sort_values(["published", "statistic_id"], ignore_index=True)
    stated = readable(ordered)
    pairs = same_series(stated)
    seen = Comparison.of(stated, pairs)
    found = Series(stated, pairs[:, 0], pairs[:, 1], seen, fits(stated, pairs, seen))
    corrected = _corrected(found)
    updated = _updated(found) & ~corrected
    return [
        _related(found, corrected, "corrects", CORRECTED),
        _related(found, _nearest_before(found, updated), "updates", UPDATED),
        _related(found, _contradicting(found) & ~corrected & ~updated, "contradicts", CONTRADICTED),
        _outcomes(found, updated),
    ]


def _alike(found: Series) -> Booleans:
    """Pairs about the same thing, parties, status and rate."""
    seen, differs = found.seen, found.seen.differs
    same = ~(differs["status"] | differs["per"] | differs["mixing"] | differs["unit"] | differs["measure"])
    found_alike: Booleans = same & (seen.words >= wording.BARE) & np.isin(seen.parties, (EQUAL, EQUAL_ONE))
    return found_alike


def _corrected(found: Series) -> Booleans:
    """Pairs of which the later stands in an article that is marked as a correction, by the same source."""
    marked = found.claims.frame["marked"].to_numpy(dtype=bool)[found.other]
    one, other = found.of("origin")
    recent = (found.seen.gap <= CORRECTION_DAYS) & ((found.seen.gap > 0) | ~found.seen.inside)
    fresh = marked & recent & (one == other).to_numpy() & (found.seen.period != extents.APART)
    corrected: Booleans = _alike(found) & fresh & ~found.fitting
    return corrected


def _updated(found: Series) -> Booleans:
    """Pairs of running totals of which the later is as of a later day and larger, and of targets that were raised."""
    claims, one, other = found.claims, found.one, found.other
    value = claims.frame["value"].to_numpy(dtype=np.float64)
    larger = (value[other] > value[one]) & (value[other] <= MOST_TIMES * value[one]) & ~found.fitting
    stated = ~claims.frame["qualifier"].isin(CEILINGS).to_numpy(dtype=bool)
    numbers = found.have("mixing", "number") & larger & _alike(found) & ~found.seen.inside & stated[one] & stated[other]
    running, as_of = _running(claims), happened(claims)
    started = np.abs(claims.start[one] - claims.start[other])
    totals = running[one] & running[other] & (as_of[other] > as_of[one]) & ~(started > SAME_START_DAYS)
    targets = (found.seen.period == extents.SAME) & (found.seen.gap > 0)
    updated: Booleans = (found.have("status", "realised") & totals) | (found.have("status", "planned") & targets)
    return numbers & updated


def _running(claims: Statements) -> Booleans:
    """Claims that give a total up to a day: stocks, "so far", "by the end of May", "since 2013"."""
    open_start = np.isnan(claims.start) & ~np.isnan(claims.end)
    up_to_now = np.abs(claims.end - claims.published) <= UP_TO_NOW_DAYS
    stock = (claims.frame["basis"] == "stock").to_numpy(dtype=bool)
    return stock | open_start | (up_to_now & (claims.end - claims.start > LONG_DAYS))


def _contradicting(found: Series) -> Booleans:
    """Pairs about the same thing in the same time whose figures exclude each other."""
    claims, one, other = found.claims, found.one, found.other
    running, as_of = _running(claims), happened(claims)
    moved = running[one] & running[other] & (np.abs(as_of[one] - as_of[other]) > extents.DAY_SLACK)
    asserted = found.have("status", "realised") | found.have("status", "planned")
    strict = np.isin(found.seen.words, (wording.SAME, wording.BARE)) & (found.seen.period == extents.SAME)
    apart: Booleans = (
        _alike(found) & ~found.seen.near & ~found.fitting & ~moved & asserted & strict & _same_direction(found)
    )
    return apart


def _same_direction(found: Series) -> Booleans:
    """Pairs whose objects name no different sides: exports of Iran to Italy are not those of Italy to Iran."""
    names = [one.names for one in found.claims.wordings]
    pairs = zip(found.claims.wording[found.one].tolist(), found.claims.wording[found.other].tolist(), strict=True)
    return np.array([names[one] <= names[other] or names[other] <= names[one] for one, other in pairs], dtype=bool)


def _nearest_before(found: Series, chosen: Booleans) -> Booleans:
    """Of the chosen pairs with one later claim only the one whose earlier claim is the latest."""
    places = np.flatnonzero(chosen)
    as_of = happened(found.claims)
    order = np.lexsort((found.one[places], as_of[found.one[places]], found.other[places]))
    last = np.ones(len(places), dtype=bool)
    last[:-1] = np.diff(found.other[places][order]) != 0
    kept = np.zeros(len(chosen), dtype=bool)
    kept[places[order][last]] = True
    return kept


def _outcomes(found: Series, updated: Booleans) -> pd.DataFrame:
    """`realises`: for each plan, unless a later one took its place, the claim that most likely tells its outcome."""
    points = _outcome_points(found)
    replaced = np.isin(found.one, found.one[updated])
    places = np.flatnonzero(~np.isnan(points) & ~replaced)
    late = np.abs(happened(found.claims)[found.other] - happened(found.claims)[found.one])
    order = np.lexsort((found.other[places], late[places], -points[places], found.one[places]))
    first = np.ones(len(places), dtype=bool)
    first[1:] = np.diff(found.one[places][order]) != 0
    kept = np.zeros(len(points), dtype=bool)
    kept[places[order][first]] = True
    return _related(found, kept, "realises", REALISED).assign(**_ratios(found, kept))


def _outcome_points(found: Series) -> Floats:
    """What speaks for the second of each pair being the outcome of the first; NaN where it cannot be.

    The outcome is reported later, in another article, and dated unless both belong to one named programme; its period
    does not lie before the plan. The less binds the two, the nearer the figures must be.
    """
    claims, one, other, seen = found.claims, found.one, found.other, found.seen
    deadline, done = _deadline(claims)[one], happened(claims)[other]
    open_ended, named = np.isnan(deadline), seen.programme == SAME_PROGRAMME
    last = np.where(open_ended, claims.published[one] + OPEN_PLAN_DAYS, deadline + LATE_DAYS)
    length = np.maximum(done - claims.start[other], 1.0)
    before = np.nan_to_num(np.clip((claims.published[one] - claims.start[other]) / length, 0.0, 1.0))
    dated = ~np.isnan(claims.end[other])
    most = np.where(named, TIMES_IF_NAMED, np.where(open_ended, TIMES_IF_OPEN, TIMES))
    possible = _plan_and_figure(found, named, most) & (named | dated) & (seen.gap > 0) & ~seen.inside
    possible &= (done >= claims.published[one]) & (done <= last) & (before <= MOST_BEFORE)
    points = 3.0 * named + (seen.words == wording.SAME) + (seen.words >= wording.BARE) - 4.0 * before
    points += ~open_ended & (np.abs(done - deadline) <= NEAR_DEADLINE_DAYS)
    return np.where(possible, points, np.nan)


def _deadline(claims: Statements) -> Floats:
    """The last day by which each plan is to be carried out; NaN for a period that was over when the plan was told."""
    return np.where(claims.end > claims.published, claims.end, np.nan)


def _plan_and_figure(found: Series, named: Booleans, most: Floats) -> Booleans:
    """Pairs of a plan and a figure about the same thing, the one at most so many times the other."""
    seen, value = found.seen, found.claims.frame["value"].to_numpy(dtype=np.float64)
    differs = seen.differs["unit"] | seen.differs["measure"] | seen.differs["per"] | seen.differs["mixing"]
    times = value[found.other] / np.where(value[found.one] == 0, np.nan, value[found.one])
    alike = (seen.words >= wording.BARE) | ((seen.words == wording.PARTLY) & named)
    status = (found.of("status")[0] == "planned") & (found.of("status")[1] == "realised")
    sides = np.isin(seen.parties, (EQUAL, EQUAL_ONE, MORE))
    possible: Booleans = status.to_numpy() & ~differs & alike & sides & (times <= most) & (times >= 1 / most)
    return possible


def _ratios(found: Series, kept: Booleans) -> dict[str, npt.NDArray[np.float64]]:
    """Done in the planned, with bounds: what is open in either figure leaves the ratio open."""
    frame = found.claims.frame
    plan, done = (
        frame[["value", "lower", "upper"]].to_numpy(dtype=np.float64)[side[kept]] for side in (found.one, found.other)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, low, high = done[:, 0] / plan[:, 0], done[:, 1] / plan[:, 2], done[:, 2] / plan[:, 1]
    return {"ratio": ratio, "ratio_lower": low, "ratio_upper": high}


def _related(found: Series, kept: Booleans, relation: str, words: str) -> pd.DataFrame:
    """The kept pairs as rows, from the later claim to the earlier; `words` are filled with the figures of both."""
    frame = found.claims.frame
    earlier, later = frame.iloc[found.one[kept]], frame.iloc[found.other[kept]]
    ends = pd.DataFrame(
        {
            "from_id": later["statistic_id"].to_numpy(),
            "to_id": earlier["statistic_id"].to_numpy(),
            "from_count_id": later["best_count_id"].to_numpy(),
            "to_count_id": earlier["best_count_id"].to_numpy(),
        }
    )
    reasons = [words.format(*two) for two in zip(_figures(later), _figures(earlier), strict=True)]
    return rows_of(ends, relation, reasons)


def _figures(claims: pd.DataFrame) -> list[str]:
    """The figure and last day of each claim in words."""
    days = claims["period_end"].fillna(claims["first_reported"])
    cells = zip(claims["value"], claims["unit"], days, strict=True)
    return [_figure(value, unit) + ("" if pd.isna(day) else f" as of {day}") for value, unit, day in cells]


def _figure(value: float, unit: str) -> str:
    return f"{value:,.10g}" if unit == NO_UNIT else f"{value:,.10g} {unit}"
