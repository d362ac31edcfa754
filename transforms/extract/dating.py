"""When an initiative itself began or ended, where the text dates it."""

from __future__ import annotations

from datetime import date

from transforms.extract.article import Article
from transforms.extract.time_expressions import Time
from transforms.extract.verbs import is_a

_LENGTHS = {"year": 4, "month": 7, "day": 10}


def dated(article: Article, places: list[int]) -> tuple[str | None, str | None]:
    """Start and end as ISO dates, as exact as the text states them; `places` are the tokens of the mentions."""
    started = ended = None
    mentioned: dict[int, list[int]] = {}
    for place in places:
        mentioned.setdefault(article.sentence_at(place), []).append(place)
    for index, here in sorted(mentioned.items()):
        sentence = article.sentences[index]
        times = [time for time in article.times[sentence.index] if time.kind == "span" and time.grain in _LENGTHS]
        if not times:
            continue
        parsed = article.parsed(sentence.index)
        for group in parsed.groups:
            after = next((time for time in times if 0 < time.first - group.last <= 4), None)
            near = any(abs(group.first - place) <= 14 for place in here)
            if after is None or not near:
                continue
            if is_a(group.word, "begin", "build", "found"):
                started = started or _iso(after, after.span.start)
            elif is_a(group.word, "end"):
                ended = ended or _iso(after, after.span.end)
    return started, ended


def _iso(time: Time, day: date | None) -> str | None:
    return day.isoformat()[: _LENGTHS[time.grain]] if day else None
