"""Published tables -> report.html: one page that needs nothing else, neither network nor files beside it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flows.views import charts, facts, health, quotes, wording
from flows.views.charts import Spec
from flows.views.facts import Frames, Row
from flows.views.spans import Span
from transforms import dictionary, schema

REPORT = "report.html"
DICTIONARY = "dictionary.html"
NEEDED = (
    "articles",
    "inputs",
    "input_outcomes",
    "quarantine",
    "counts",
    "rejected_numbers",
    "statistics",
    "statistic_parties",
    "statistic_fields",
    "statistic_relations",
    "cooperation_monthly",
    "coverage_pairs",
    "source_months",
    "source_alarms",
    "runs",
    "run_figures",
    "dim_party",
    "dim_field",
)
_LOADER = PackageLoader("flows", "views/template")


@dataclass(frozen=True, slots=True)
class About:
    """Which run a page is of."""

    run_id: str
    published: str
    version: str


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_LOADER,
        autoescape=select_autoescape(["html", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"whole": wording.whole, "plural": wording.plural}
    environment.globals |= {"share": wording.share, "words": lambda text: str(text).replace("_", " ")}
    return environment


def _source(name: str) -> str:
    return _LOADER.get_source(_environment(), name)[0]


def report(frames: Frames, about: About, rows: Mapping[str, int]) -> str:
    """The report on a set of tables, of which those in NEEDED are given, as one HTML document.

    `rows` are the rows of every table.
    """
    axis = facts.article_span(frames)
    drawn = _charts(frames, axis)
    scripts = _scripts(drawn)
    policy = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    page = _environment().get_template("report.html.j2")
    told = _told(frames, axis) | {"tables": _tables(rows)}
    return page.render(
        about=about, style=_source("page.css"), scripts=scripts, policy=policy, axis=axis, drawn=drawn, **told
    )


def _told(frames: Frames, axis: Span) -> dict[str, Any]:
    """What the page says in words and tables."""
    return {
        "totals": facts.totals(frames),
        "sources": facts.sources(frames),
        "pairs": facts.by_pair(frames),
        "fields": facts.by_field(frames),
        "classes": facts.by_class(frames),
        "cards": facts.cards(frames, axis),
        "sums": facts.sums(frames),
        "promised": facts.promised(frames),
        "outcomes": facts.outcomes(frames),
        "quotes": quotes.quoted(frames),
        "reasons": facts.bars(health.rejected(frames)),
        "measures": facts.bars(frames["counts"]["measure"]),
        "followed": health.followed(frames, axis),
        "alarms": health.alarms(frames),
        "drift": health.drift(frames),
        "stages": health.stages(frames),
        "ended": health.ended(frames),
        "quarantine": health.quarantine(frames),
        "covered": health.coverage(frames, axis),
        "articles_by_period": facts.articles_by_period(frames, axis),
        "claims_by_period": facts.claims_by_period(frames, axis),
        "confidence": health.confidence(frames),
    }


def _charts(frames: Frames, axis: Span) -> dict[str, Spec]:
    """All charts of the page by the id of their place."""
    by = axis.length
    articles, claims = facts.articles_by_period(frames, axis), facts.claims_by_period(frames, axis)
    specs = {
        "chart-claims": charts.by_status(claims, f"Claims by {by} of their first report, done and planned"),
        "chart-articles": charts.over_time(articles, "articles", f"Articles by {by} of publication"),
        "chart-confidence": charts.confidence(health.confidence(frames), "Counts by confidence"),
    }
    if rows := facts.promised(frames):
        specs["chart-promised"] = charts.promised(rows, "Planned and done claims by class")
    if cells := health.coverage(frames, axis):
        specs["chart-coverage"] = charts.coverage(cells, axis.periods, f"Coverage of pairs by {by}")
    return specs | _small(frames, axis)


def _small(frames: Frames, axis: Span) -> dict[str, Spec]:
    """The small multiples: one chart a pair and one a source, on one scale each."""
    specs = {}
    cards, sources = facts.cards(frames, axis), health.followed(frames, axis)
    top = _highest(cards, "claims")
    for place, card in enumerate(cards):
        about = f"Claims on {wording.joined(card['parties'])}"
        specs[f"card-{place}"] = charts.small(card["periods"], "claims", top, about)
    top = _highest(sources, "articles")
    for place, source in enumerate(sources):
        about = f"Articles of {source['source']}"
        specs[f"source-{place}"] = charts.small(source["periods"], "articles", top, about)
    return specs


def _highest(multiples: list[Row], field: str) -> int:
    return max((row[field] for one in multiples for row in one["periods"]), default=0) or 1


def _tables(rows: Mapping[str, int]) -> list[Row]:
    declared = schema.tables().values()
    return [{"name": one.name, "grain": one.grain, "rows": rows[one.name]} for one in declared]


def _scripts(drawn: Mapping[str, Spec]) -> list[str]:
    """The chart library, once for all charts, and the few lines that draw them."""
    given = json.dumps({"config": charts.CONFIG, "charts": drawn}, ensure_ascii=True, sort_keys=True, allow_nan=False)
    # No "<" of a text may be taken for a tag.
    return [_library(), _source("draw.js").replace("/*given*/", given.replace("<", "\\u003c"))]


@cache
def _library() -> str:
    """Vega, Vega-Lite and Vega-Embed in one script, as vl-convert ships them."""
    bundle = str(vl_convert.javascript_bundle())  # type: ignore[call-arg]
    return bundle.replace("</script", "<\\/script")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def data_dictionary(about: About) -> str:
    """The data dictionary as one HTML document."""
    tables = schema.tables().values()
    page = _environment().get_template("dictionary.html.j2")
    version = schema.schema_version()
    return page.render(
        about=about, style=_source("page.css"), tables=tables, allowed=dictionary.allowed, schema_version=version
    )
