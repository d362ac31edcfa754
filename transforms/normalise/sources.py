"""Whose text an article is: the agency's or outlet's, and whether its own copy or one taken over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from transforms.read import gazetteer

OWN, TAKEN, UNCREDITED = 0, 1, 2


def source_names(articles: pd.DataFrame) -> list[str | None]:
    """For each article the agency that it credits, else its publisher, else the host of its address."""
    columns = articles[["agency", "publisher", "url"]].astype(object)
    return [_source(*row) for row in columns.where(columns.notna(), None).itertuples(index=False, name=None)]


def _source(agency: str | None, publisher: str | None, url: str | None) -> str | None:
    return agency or _canonical(publisher) or (urlsplit(url).hostname if url else None)


def _canonical(publisher: str | None) -> str | None:
    return (gazetteer.agency(publisher) or publisher) if publisher else None


def credit(articles: pd.DataFrame) -> list[int]:
    """For each article 0 when it is an agency's own copy, 1 when it was taken from an agency, 2 without an agency."""
    columns = articles[["agency", "publisher"]].astype(object)
    return [_credit(*row) for row in columns.where(columns.notna(), None).itertuples(index=False, name=None)]


def _credit(agency: str | None, publisher: Any) -> int:
    if not agency:
        return UNCREDITED
    return OWN if publisher is None or _canonical(publisher) == agency else TAKEN
