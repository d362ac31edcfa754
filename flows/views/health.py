"""Published tables -> what the report says about quality and coverage."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from flows.views import wording
from flows.views.facts import NONE, Frames, Row, names
from flows.views.spans import Span
from transforms.monitor.accounting import OUTCOMES

PAIRS = 10
SOURCES = 6
LISTED = 25
BINS = 10
LINE_LETTERS = 19, 26
RANK = {"found": 2, "zero": 1, "not_covered": 0}
STATES = {rank: state for state, rank in RANK.items()}


def coverage(frames: Frames, axis: Span) -> list[Row]:
    """For the pairs with most counts: found, zero or not covered in each period, over all fields."""
    rows = frames["coverage_pairs"]
    rows = rows[rows["party_b"] != NONE]
    rows = rows.assign(period=axis.labels(rows["month_start"]), rank=rows["coverage"].map(RANK))
    by_pair = rows.groupby(["party_a", "party_b"])["counts_found"].sum().reset_index()
    top = by_pair.sort_values(["counts_found", "party_a", "party_b"], ascending=[False, True, True]).head(PAIRS)
    best = rows.groupby(["party_a", "party_b", "period"])["rank"].max()
    counts = rows.groupby(["party_a", "party_b", "period"])["counts_found"].sum()
    known, cells = names(frames), []
    for pair in top[["party_a", "party_b"]].itertuples(index=False, name=None):
        label = _label(*(known[code] for code in pair))
        # Before a pair was first seen the table has no row: it is left blank.
        keys = [(period, (*pair, period)) for period in axis.periods if (*pair, period) in best.index]
        cells += [
            {"pair": label, "period": period, "state": STATES[int(best[key])], "counts": int(counts[key])}
            for period, key in keys
        ]
    return cells


def _label(first: str, second: str) -> str:
    """The names of a pair in lines short enough to stand beside a chart, longer ones where that saves a third line."""
    pair, (short, long) = f"{first} – {second}", LINE_LETTERS
    found = ["\n".join(textwrap.wrap(pair, letters)) for letters in range(short, long + 1)]
    return min(found, key=lambda label: max(label.count("\n"), 1))


def followed(frames: Frames, axis: Span) -> list[Row]:
    """The publishers and agencies that delivered most: articles in each period."""
    months = frames["source_months"]
    months = months[months["source_kind"].isin(["publisher", "agency"]) & (months["source"] != "unknown")]
    months = months.assign(period=axis.labels(months["month_start"]))
    sizes = months.groupby(["source_kind", "source"])["articles_in_period"].sum().reset_index()
    order = ["articles_in_period", "source", "source_kind"]
    top = sizes.sort_values(order, ascending=[False, True, True]).head(SOURCES)
    return [_source(months, key, axis) for key in top.to_dict("records")]


def _source(months: pd.DataFrame, key: Row, axis: Span) -> Row:
    own = months[(months["source_kind"] == key["source_kind"]) & (months["source"] == key["source"])]
    delivered = own.groupby("period")["articles_in_period"].sum()
    return {
        "source": key["source"],
        "kind": key["source_kind"],
        "articles": int(key["articles_in_period"]),
        "periods": [{"period": label, "articles": int(delivered.get(label, 0))} for label in axis.periods],
    }


def confidence(frames: Frames) -> list[Row]:
    """Counts by confidence, in ten steps."""
    steps = (frames["counts"]["confidence"] * BINS).clip(0, BINS - 1).astype("int64").value_counts()
    return [{"from": f"{step / BINS:.1f}", "counts": int(steps.get(step, 0))} for step in range(BINS)]


def alarms(frames: Frames) -> list[Row]:
    """Alarms about sources, the current and the latest first."""
    table = frames["source_alarms"]
    order = ["is_current", "alarm_start", "source_kind", "source", "alarm"]
    ordered = table.sort_values(order, ascending=[False, False, True, True, True])
    return [{**row} for row in ordered.head(LISTED).to_dict("records")]


def of_last_run(frames: Frames) -> pd.DataFrame:
    """The figures of the newest run."""
    runs, figures = frames["runs"].sort_values(["started_utc", "run_id"]), frames["run_figures"]
    return figures[figures["run_id"].isin(runs["run_id"].tail(1))]


def drift(frames: Frames) -> list[str]:
    """What changed beyond its tolerance against the run before, in words."""
    return [str(remark) for remark in of_last_run(frames)["remark"].dropna()]


def ended(frames: Frames) -> list[Row]:
    """What became of all records that came in: each outcome with its records, the sum last."""
    table = frames["input_outcomes"].groupby("outcome")["outcome_records"].sum()
    rows = [{"outcome": name.replace("_", " "), "records": wording.whole(table.get(name, 0))} for name in OUTCOMES]
    return [*rows, {"outcome": "all records that came in", "records": wording.whole(frames["inputs"]["records"].sum())}]


def stages(frames: Frames) -> list[Row]:
    """Rows into and out of every stage of the newest run."""
    figures = of_last_run(frames)
    rows = []
    for stage in ("scan", "read", "extract", "carry", "normalise", "check", "publish"):
        own = figures[figures["stage_of_run"] == stage]
        told = {side: _listed(own[own["figure"] == f"{stage}_{side}"], stage) for side in ("in", "out")}
        rows.append({"stage": stage, **told})
    return rows


def _listed(rows: pd.DataFrame, stage: str) -> str:
    if stage == "normalise" and len(rows) > LISTED // 2:
        return f"{wording.whole(rows['figure_value'].sum())} rows in {len(rows)} tables"
    told = [(row["figure_value"], row["subject"].replace("_", " ")) for row in rows.to_dict("records")]
    some = [f"{wording.whole(value)} {subject}" for value, subject in told if value]
    return ", ".join(some) or ("nothing" if told else wording.MISSING)


def quarantine(frames: Frames) -> list[Row]:
    """Inputs in quarantine with error and remedy."""
    return [{**row} for row in frames["quarantine"].head(LISTED).to_dict("records")]


def rejected(frames: Frames) -> pd.Series[Any]:
    """Reasons for which numbers were set aside, as words."""
    return frames["rejected_numbers"]["reason"].str.replace("_", " ")
