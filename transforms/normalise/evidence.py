"""How much speaks for two statements making the same claim.

Some differences rule it out: other measure, unit or status, figures that do not fit, other parties, other times,
another thing. What is left is weighed in points (`evidence_weights.csv`), in the manner of Fellegi and Sunter, "A
Theory for Record Linkage" (1969): agreement that is unlikely by chance counts for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from transforms import vocabulary
from transforms.normalise import extents, wording
from transforms.normalise.extents import Codes, periods_together
from transforms.normalise.neighbours import Floats, Integers
from transforms.normalise.statements import Statements, related

Booleans = npt.NDArray[np.bool_]

DAYS_WITHOUT_PERIOD = 14
DAYS_OF_PRECISE = 45
PRECISE = 3
ROUNDED = ("exact", "about")
OTHER_PARTIES, NO_PARTIES, ONE_MORE, MORE, EQUAL_ONE, EQUAL = -1, 0, 1, 2, 3, 4
OTHER_PROGRAMME, NO_PROGRAMME, SAME_PROGRAMME = -1, 0, 1


@cache
def weights() -> dict[str, float]:
    """Points by name of the evidence, and under `enough` the sum that suffices."""
    return {row["evidence"]: float(row["points"]) for row in vocabulary.rows("evidence_weights")}


def parties_together(one: frozenset[str], other: frozenset[str]) -> int:
    """EQUAL parties, two or only ONE of them; MORE on one side, with several or ONE in common; NO or OTHER parties."""
    if not one or not other:
        return NO_PARTIES
    if one == other:
        return EQUAL if len(one) > 1 else EQUAL_ONE
    if one <= other or other <= one:
        return MORE if len(one & other) > 1 else ONE_MORE
    return OTHER_PARTIES


def programmes_together(one: frozenset[str], other: frozenset[str]) -> int:
    """The SAME programme, by its name in full or in part, ANOTHER one, or NONE on one side."""
    if not one or not other:
        return NO_PROGRAMME
    return SAME_PROGRAMME if one <= other or other <= one else OTHER_PROGRAMME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs of statements, compared column by column.

    `inside` one article; `near`: inside one cluster of articles; `points_back`: one of them is only named as the total
    of a part ("of the 60 schools, 22"), which says nothing of its status.
    """

    words: Integers
    parties: Integers
    programme: Integers
    period: Codes
    gap: Floats
    digits: Integers
    inside: Booleans
    near: Booleans
    points_back: Booleans
    differs: dict[str, Booleans]

    @classmethod
    def of(cls, stated: Statements, pairs: Integers) -> Comparison:
        """The comparison of each pair."""
        one, other = pairs[:, 0], pairs[:, 1]
        whole = stated.frame["is_whole"].to_numpy(dtype=bool)
        differs = {name: stated.codes(name)[one] != stated.codes(name)[other] for name in COMPARED}
        return cls(
            words=related(stated.wording, stated.wordings, pairs, wording.compared),
            parties=related(stated.parties, stated.party_sets, pairs, parties_together),
            programme=related(stated.programme, stated.programmes, pairs, programmes_together),
            period=periods_together(stated.start, stated.end, pairs),
            gap=np.abs(stated.published[one] - stated.published[other]),
            digits=np.minimum(stated.digits[one], stated.digits[other]),
            inside=~differs["article_id"],
            near=~(differs["article_id"] & differs["cluster_id"]),
            points_back=whole[one] | whole[other],
            differs=differs,
        )


COMPARED = (
    "article_id", "cluster_id", "sentence_index", "measure", "unit", "status", "per", "mixing", "object_class",
    "qualifier", "value", "speaker_id",
)  # fmt: skip


def strength(stated: Statements, pairs: Integers) -> Floats:
    """Points for each pair beyond what suffices; NaN where something rules out that the two make one claim."""
    seen = Comparison.of(stated, pairs)
    points = _of_things(seen) + _of_figures(seen) + _of_circumstances(seen) - weights()["enough"]
    return np.where(fits(stated, pairs, seen) & ~_ruled_out(seen), points, np.nan)


def fits(stated: Statements, pairs: Integers, seen: Comparison) -> Booleans:
    """Whether one true figure can be behind both numbers: two writers rounded it differently, or stated it alike.

    Numbers in like words and equally precise are either equal or two figures ("more than 6.9", "more than 7.3").
    """
    one, other = pairs[:, 0], pairs[:, 1]
    overlap = np.minimum(stated.high[one], stated.high[other]) >= np.maximum(stated.low[one], stated.low[other])
    alike = ~seen.differs["qualifier"] & ((stated.digits[one] == stated.digits[other]) | _bounded(stated, one))
    found: Booleans = overlap & ~(alike & seen.differs["value"])
    return found


def _bounded(stated: Statements, places: Integers) -> Booleans:
    found: Booleans = ~stated.frame["qualifier"].isin(ROUNDED).to_numpy()[places]
    return found


def _ruled_out(seen: Comparison) -> Booleans:
    differs = seen.differs
    status = differs["status"] & ~(seen.inside & seen.points_back)
    found: Booleans = differs["measure"] | differs["unit"] | status | differs["per"] | differs["mixing"]
    found |= (seen.words == wording.CLASH) | (seen.inside & (seen.words == wording.PARTLY))
    found |= (seen.parties == OTHER_PARTIES) | (seen.period == extents.APART)
    found |= seen.inside & ~differs["sentence_index"]
    within = np.where(seen.digits >= PRECISE, DAYS_OF_PRECISE, DAYS_WITHOUT_PERIOD)
    found |= ~seen.near & (seen.period != extents.SAME) & ~(seen.gap <= within)
    return found


def _of_things(seen: Comparison) -> Floats:
    """Points for the object, the parties and the programme."""
    return (
        _chosen(seen.words, {wording.SAME: "words_same", wording.WIDER: "words_wider", wording.BARE: "words_bare"})
        + _chosen(seen.words, {wording.PARTLY: "words_partly"})
        + _chosen(seen.differs["object_class"].astype(np.int64), {1: "other_class"})
        + _chosen(seen.parties, {EQUAL: "parties_equal", EQUAL_ONE: "parties_equal_one"})
        + _chosen(seen.parties, {MORE: "parties_more", ONE_MORE: "parties_one_more"})
        + _chosen(seen.programme, {SAME_PROGRAMME: "same_programme", OTHER_PROGRAMME: "other_programme"})
    )


def _of_figures(seen: Comparison) -> Floats:
    """Points for the number: the more digits two statements share, the less likely they do by chance."""
    alike = ~(seen.differs["value"] | seen.differs["qualifier"])
    digits = _chosen(seen.digits, {2: "two_digits", 3: "three_digits", 4: "four_digits"})
    return digits + np.where(alike, weights()["same_value"], 0.0)


def _of_circumstances(seen: Comparison) -> Floats:
    """Points for the period, the day of publication, the speaker and the article."""
    later = np.where(seen.gap <= 10, weights()["within_10_days"], 0.0)
    days = np.where(seen.gap <= 3, weights()["within_3_days"], later)
    place = np.where(seen.inside, weights()["same_article"], weights()["same_cluster"])
    speaker = ~seen.differs["speaker_id"] & ~seen.inside
    return (
        _chosen(seen.period.astype(np.int64), {extents.SAME: "period_same"})
        + np.where(seen.near, place, days)
        + np.where(speaker, weights()["same_speaker"], 0.0)
    )


def _chosen(codes: Integers, names: dict[int, str]) -> Floats:
    """For each code the points of the evidence that it names, 0 for other codes."""
    found = np.zeros(len(codes))
    for code, name in names.items():
        found[codes == code] = weights()[name]
    return found
