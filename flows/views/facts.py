"""Published tables -> the aggregates that the report shows. Frames in, small plain rows out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from flows.views import wording
from flows.views.spans import Span, span

Frames = Mapping[str, pd.DataFrame]
Row = dict[Any, Any]

TOP = 12
CARDS = 8
PER_CARD = 3
SUMS = 12
DONE = "realised"
PLANNED = "planned"
NONE = "none"


def names(frames: Frames) -> dict[str, str]:
    """Names of party and field codes."""
    parties = dict(frames["dim_party"][["party", "party_name"]].itertuples(index=False, name=None))
    return parties | dict(frames["dim_field"][["field_code", "field_name"]].itertuples(index=False, name=None))


def totals(frames: Frames) -> Row:
    """The figures of the first screen."""
    articles, claims = frames["articles"], frames["statistics"]
    days = articles["published_date"].dropna()
    return {
        "articles": len(articles),
        "sources": articles["publisher"].fillna(articles["agency"]).nunique(),
        "counts": len(frames["counts"]),
        "claims": len(claims),
        "parties": frames["statistic_parties"]["party"].nunique(),
        "pairs": len(_pairs(frames)[["party_a", "party_b"]].drop_duplicates()),
        "set_aside": len(frames["rejected_numbers"]),
        "planned": int((claims["status"] == PLANNED).sum()),
        "done": int((claims["status"] == DONE).sum()),
        "quarantined": len(frames["quarantine"]),
        "inputs": len(frames["inputs"]),
        "first": days.min() if len(days) else None,
        "last": days.max() if len(days) else None,
        "undated": int(articles["published_date"].isna().sum()),
    }


def bars(values: pd.Series[Any], most: int = TOP) -> list[Row]:
    """The most frequent values as rows label, amount and width (percent of the largest), the rest as one row."""
    counted = values.value_counts()
    ordered = sorted(((str(label), int(times)) for label, times in counted.items()), key=lambda row: (-row[1], row[0]))
    rows, rest = ordered[:most], ordered[most:]
    widest = max((times for _, times in rows), default=1)
    shown = [{"label": label, "amount": times, "width": 100 * times / widest} for label, times in rows]
    if rest:
        label = f"{wording.plural(len(rest), 'other')}"
        shown.append({"label": label, "amount": sum(times for _, times in rest), "width": None})
    return shown


def sources(frames: Frames) -> list[Row]:
    """The sources that delivered most: articles, share with date, counts for each article."""
    articles = frames["articles"]
    name = articles["publisher"].fillna(articles["agency"]).fillna("names no source")
    counts = frames["counts"].groupby("article_id").size().reindex(articles["article_id"]).fillna(0).to_numpy()
    placed = articles.assign(source=name, counts=counts, dated=articles["published_date"].notna())
    groups = placed.groupby("source").agg(
        articles=("source", "size"), dated=("dated", "mean"), counts=("counts", "sum")
    )
    ordered = groups.reset_index().sort_values(["articles", "source"], ascending=[False, True]).head(TOP)
    widest = max(ordered["articles"], default=1)
    return [row | {"width": 100 * row["articles"] / widest} for row in ordered.to_dict("records")]


def article_span(frames: Frames) -> Span:
    """The time axis of everything that is shown by publication."""
    return span(frames["articles"]["published_date"])


def articles_by_period(frames: Frames, axis: Span) -> list[Row]:
    """Articles published in each period, those without articles included."""
    counted = axis.labels(frames["articles"]["published_date"]).value_counts()
    return [{"period": label, "articles": int(counted.get(label, 0))} for label in axis.periods]


def claims_by_period(frames: Frames, axis: Span) -> list[Row]:
    """Claims first reported in each period, by status."""
    claims = frames["statistics"]
    placed = claims.assign(period=axis.labels(claims["first_reported"]))
    counted = placed.groupby(["period", "status"]).size()
    return [
        {"period": label, "status": status, "claims": int(counted.get((label, status), 0))}
        for label in axis.periods
        for status in (DONE, PLANNED)
    ]


def _pairs(frames: Frames) -> pd.DataFrame:
    """One row for each pair of parties of each claim: statistic_id, party_a, party_b."""
    parties = frames["statistic_parties"]
    first, second = (parties.rename(columns={"party": name}) for name in ("party_a", "party_b"))
    pairs = first.merge(second, on="statistic_id")
    return pairs[pairs["party_a"] < pairs["party_b"]]


def cards(frames: Frames, axis: Span) -> list[Row]:
    """The pairs with most claims: their claims by period, and their foremost fields and classes."""
    known, claims = names(frames), frames["statistics"]
    columns = ["statistic_id", "first_reported", "object_class", "status"]
    pairs = _pairs(frames).merge(claims[columns], on="statistic_id")
    sizes = pairs.groupby(["party_a", "party_b"]).size().reset_index(name="claims")
    top = sizes.sort_values(["claims", "party_a", "party_b"], ascending=[False, True, True]).head(CARDS)
    pairs = pairs.assign(period=axis.labels(pairs["first_reported"]))
    return [_card(frames, pairs, row, known, axis) for row in top.to_dict("records")]


def _card(frames: Frames, pairs: pd.DataFrame, key: Row, known: Mapping[str, str], axis: Span) -> Row:
    own = pairs[(pairs["party_a"] == key["party_a"]) & (pairs["party_b"] == key["party_b"])]
    linked = frames["statistic_fields"]
    fields = linked.loc[linked["statistic_id"].isin(own["statistic_id"]), "field_code"].map(lambda code: known[code])
    by_period = own["period"].value_counts()
    return {
        "parties": [known[key["party_a"]], known[key["party_b"]]],
        "claims": key["claims"],
        "planned": int((own["status"] == PLANNED).sum()),
        "fields": bars(fields, PER_CARD)[:PER_CARD],
        "classes": bars(own["object_class"], PER_CARD)[:PER_CARD],
        "undated": int(own["period"].isna().sum()),
        "periods": [{"period": label, "claims": int(by_period.get(label, 0))} for label in axis.periods],
    }


def by_pair(frames: Frames) -> list[Row]:
    """Claims by pair of parties."""
    known, pairs = names(frames), _pairs(frames)
    return bars(pairs["party_a"].map(lambda code: known[code]) + " – " + pairs["party_b"].map(lambda code: known[code]))


def by_field(frames: Frames) -> list[Row]:
    """Claims by field; a claim with two fields counts in both."""
    known = names(frames)
    return bars(frames["statistic_fields"]["field_code"].map(lambda code: known[code]))


def by_class(frames: Frames) -> list[Row]:
    """Claims by class of the counted thing."""
    return bars(frames["statistics"]["object_class"])


def promised(frames: Frames) -> list[Row]:
    """For each class with a plan: claims that are planned, and claims that are done."""
    claims = frames["statistics"]
    counted = claims.groupby(["object_class", "status"]).size().unstack(fill_value=0)  # noqa: PD010 - two columns
    counted = counted.reindex(columns=[PLANNED, DONE], fill_value=0).reset_index()
    kept = counted[counted[PLANNED] > 0].sort_values([PLANNED, "object_class"], ascending=[False, True]).head(TOP)
    return [
        {"class": row["object_class"], "planned": int(row[PLANNED]), "done": int(row[DONE])}
        for row in kept.to_dict("records")
    ]


def outcomes(frames: Frames) -> list[Row]:
    """Plans whose outcome was reported: what was planned, what was done, and the ratio in words."""
    relations, claims = frames["statistic_relations"], frames["statistics"].set_index("statistic_id")
    known, rows = names(frames), []
    # The relation is drawn from one claim to the other; which is the plan, its status tells.
    for relation in relations[relations["relation"] == "realises"].head(TOP).to_dict("records"):
        pair = [claims.loc[relation[end]] for end in ("from_id", "to_id")]
        plan, done = sorted(pair, key=lambda claim: claim["status"] != PLANNED)
        rows.append(
            {
                "parties": wording.named(plan["parties"], known),
                "object": plan["object_text"] or plan["object_class"],
                "planned": _value(plan),
                "done": _value(done),
                "reason": relation["relation_reason"],
            }
        )
    return rows


def _value(claim: Any) -> str:
    return wording.bounded(claim["value"], claim["lower"], claim["upper"], claim["unit"])


def sums(frames: Frames) -> list[Row]:
    """Sums of things over the additive claims, by class: only what may be added up, with its bounds."""
    monthly = frames["cooperation_monthly"]
    monthly = monthly[monthly["measure"] == "count"]
    rows: list[Row] = []
    for kind, group in monthly.groupby("object_class", sort=True):
        low, high = (group[f"{side}_sum"].sum(min_count=len(group)) for side in ("lower", "upper"))
        rows.append(
            {
                "class": kind,
                "claims": int(group["claims"].sum()),
                "sum": wording.bounded(group["value_sum"].sum(), low, high, "1"),
                "months": group["month_start"].nunique(),
            }
        )
    return sorted(rows, key=lambda row: (-row["claims"], row["class"]))[:SUMS]
