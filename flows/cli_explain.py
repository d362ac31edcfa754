"""`coopstats explain`: the evidence for one count, or where one claim comes from and where it is summed."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows import cli_claim, options, terminal
from flows.problems import BadInput

if TYPE_CHECKING:
    from transforms.records import Count, Document

EVIDENCE, NUMBER = 1, 2
STYLES = ("", "bold cyan", "bold reverse")
BRACKETS = (("", ""), ("[", "]"), ("[[", "]]"))


def explain(
    identifier: Annotated[
        str, typer.Argument(help="A count_id or statistic_id, as `coopstats show counts` or `statistics` prints it.")
    ],
    processed: options.Processed = options.DEFAULT_PROCESSED,
    as_json: options.AsJson = False,
) -> None:
    """Show the sentence of one count with the evidence for each column, or the mentions and relations of one claim."""
    if told := cli_claim.found(identifier, processed):
        cli_claim.tell(told, as_json=as_json)
        return
    document, span = _stored(identifier, processed)
    count = _extracted(document, span, identifier)
    if as_json:
        terminal.print_json(_data(identifier, document, count))
    else:
        _print(document, count)


def _stored(count_id: str, processed: Path) -> tuple[Document, tuple[int, int]]:
    """The document of the count as it is published, and where in it the count stands."""
    from flows import inspection
    from transforms import selection

    counts = inspection.table(processed, "counts")
    found = selection.records(counts[counts["count_id"] == count_id])
    if not found:
        raise BadInput(
            f"there is no count or claim {count_id}",
            "take one that `coopstats show counts` or `show statistics` prints",
        )
    article_id = found[0]["article_id"]
    rows: dict[str, Any] = {}
    for name in ("articles", "article_texts"):
        table = inspection.table(processed, name)
        of_article = table[table["article_id"] == article_id].astype(object)
        if not len(of_article):
            raise BadInput("the text of this article is not published", "look it up at its source, which forbids it")
        rows |= of_article.iloc[0].to_dict()
    return selection.document(rows), (found[0]["char_start"], found[0]["char_end"])


def _extracted(document: Document, span: tuple[int, int], count_id: str) -> Count:
    from transforms.extract import extract

    for count in extract(document, explain=True).counts:
        if (count.char_start, count.char_end) == span:
            return count
    raise BadInput(f"this version of the program does not find count {count_id}", "run `coopstats run` first")


def _data(count_id: str, document: Document, count: Count) -> dict[str, Any]:
    reasons = [
        {"column": one.column, "value": one.value, "why": one.why, "evidence": document.text[one.start : one.end]}
        for one in count.reasons
    ]
    return {
        "count_id": count_id,
        "source_uri": document.source_uri,
        "sentence": count.sentence,
        "value_text": count.value_text,
        "char_start": count.char_start,
        "char_end": count.char_end,
        "columns": reasons,
    }


def _print(document: Document, count: Count) -> None:
    console = terminal.output()
    console.print(_marked(document, count, styled=console.is_terminal))
    typer.echo(f"  {document.source_uri}, characters {count.char_start} to {count.char_end}")
    rows = [[one.column, one.value, one.why, _quoted(document.text[one.start : one.end])] for one in count.reasons]
    terminal.print_rows(["column", "value", "why", "evidence"], rows)


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""


def _marked(document: Document, count: Count, *, styled: bool) -> Text:
    """The sentence with the number and the other evidence marked: in colour, or in brackets where there is none."""
    start, end = _sentence_span(document.text, count)
    marks = [0] * (end - start)
    spans = [(one.start, one.end, EVIDENCE) for one in count.reasons]
    for first, last, mark in [*spans, (count.char_start, count.char_end, NUMBER)]:
        if start <= first < last <= end:
            marks[first - start : last - start] = [mark] * (last - first)
    shown = Text()
    position = start
    for mark, run in groupby(marks):
        words = document.text[position : position + len(list(run))]
        position += len(words)
        shown.append(words if styled else BRACKETS[mark][0] + words + BRACKETS[mark][1], STYLES[mark])
    return shown


def _sentence_span(text: str, count: Count) -> tuple[int, int]:
    """Where the quoted sentence stands in the text, in which its white space may differ."""
    pattern = r"\s+".join(re.escape(word) for word in count.sentence.split())
    for match in re.finditer(pattern, text):
        if match.start() <= count.char_start and count.char_end <= match.end():
            return match.span()
    return count.char_start, count.char_end
