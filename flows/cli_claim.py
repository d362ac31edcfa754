"""One claim in words: its row, its mentions, why they are one claim, its relations, and what sums count it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from flows import terminal

ROLES = {
    "first": "first to state it",
    "repeated": "repeated in the article",
    "reprint": "reprint",
    "confirms": "independent source",
    "same_source": "same source or sentence as an earlier article",
}
SUMMED = {
    "time_and_parties": "over time and parties",
    "parties": "over parties at one moment, never over time",
    "none": "over nothing",
}
Row = dict[str, Any]


def found(identifier: str, processed: Path) -> Row | None:
    """What the published tables tell of the claim with this identifier; None when there is none."""
    from flows import inspection
    from transforms import lineage

    claims = inspection.table(processed, "statistics")
    if not (claims["statistic_id"] == identifier).any():
        return None
    frames = {name: inspection.table(processed, name) for name in lineage.NEEDED}
    return lineage.lineage(frames, identifier)


def tell(told: Row, *, as_json: bool) -> None:
    """Print the claim: for a program as JSON, else in words."""
    if as_json:
        terminal.print_json(told)
        return
    claim = told["claim"]
    typer.echo(f"claim {claim['statistic_id']}: {figure(claim)}")
    terminal.print_rows(["column", "value"], [[name, str(cell)] for name, cell in claim.items() if cell is not None])
    typer.echo(f"\n{claim['mentions']} mentions, {claim['independent_sources']} independent sources")
    for mention in told["mentions"]:
        typer.echo("\n".join(_mention(mention)))
    typer.echo("\nrelations" if told["relations"] else "\nno relations to other claims")
    for relation in told["relations"]:
        typer.echo("\n".join(_relation(relation)))
    typer.echo("\n" + "\n".join(_sums(claim, told["monthly"])))


def figure(claim: Row) -> str:
    """Value, unit, object and status of a claim in words."""
    unit = "" if claim["unit"] == "1" else f" {claim['unit']}"
    return f"{claim['value']:,.10g}{unit}, {claim['object_text'] or 'object not named'}, {claim['status']}"


def _mention(mention: Row) -> Iterator[str]:
    whose = mention["publisher"] or mention["text_source"] or "outlet not known"
    agency = f", agency {mention['agency']}" if mention["agency"] else ""
    reprint = f" of article {mention['reprint_of']}" if mention["role"] == "reprint" else ""
    best = ", its sentence stands for the claim" if mention["is_best"] else ""
    day = mention["published_date"] or "day not known"
    yield f"  {day}, {whose}{agency}: {ROLES[mention['role']]}{reprint}{best}"
    yield f"    {mention['sentence']}"
    yield f"    {mention['source_uri']}, count {mention['count_id']}"
    yield f"    agrees in {', '.join(mention['agrees'])}"
    if mention["differs"]:
        cells = (f"{name} ({'not stated' if cell is None else cell})" for name, cell in mention["differs"].items())
        yield f"    differs in {', '.join(cells)}"


def _relation(relation: Row) -> Iterator[str]:
    other = f"claim {relation['other']}"
    ends = (
        f"this {relation['relation']} {other}"
        if relation["direction"] == "to"
        else f"{other} {relation['relation']} this"
    )
    yield f"  {ends}: {relation['reason']}"
    yield f"    {figure(relation['other_claim'])}: {relation['other_claim']['sentence']}"
    if relation["ratio"] is not None:
        low, high = (_bound(relation[name]) for name in ("ratio_lower", "ratio_upper"))
        yield f"    done / planned {relation['ratio']:.3g}, from {low} to {high}"


def _bound(cell: float | None) -> str:
    return "open" if cell is None else f"{cell:.3g}"


def _sums(claim: Row, monthly: Row | None) -> Iterator[str]:
    reason = f", because {claim['not_additive_reason']}" if claim["not_additive_reason"] else ""
    yield f"may be summed {SUMMED[claim['additive']]}{reason}"
    if claim["superseded_by"]:
        yield f"superseded by claim {claim['superseded_by']}"
    if claim["equal_to_id"]:
        yield f"the amount of claim {claim['equal_to_id']} in another unit"
    if monthly is None:
        yield "counted in no row of cooperation_monthly"
        return
    key = ("party_a", "party_b", "field_set", "object_class", "measure", "unit", "basis")
    cells = ", ".join(str(monthly[name]) for name in key)
    yield f"counted in cooperation_monthly {monthly['month_start']}: {cells}"
    upper = "open" if monthly["upper_sum"] is None else f"{monthly['upper_sum']:,.10g}"
    total = f"sum {monthly['value_sum']:,.10g}, from {monthly['lower_sum']:,.10g} to {upper}"
    yield f"  claims in this row: {monthly['claims']}, {total}"
