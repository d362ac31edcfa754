"""What may be done with a number: flow, stock, change, share or rate."""

from __future__ import annotations

from transforms.extract.clauses import Governor
from transforms.extract.periods import Period
from transforms.extract.quantities import Quantity
from transforms.text import tags as T
from transforms.vocabulary import word_set


def basis(quantity: Quantity, period: Period, verb: Governor | None) -> str:
    """One of share, change, rate, stock and flow.

    Shares and changes are what they measure; a figure per unit of time is a rate; a figure that holds at a date, or
    that a verb of state reports, is a stock; all else adds up over time and is a flow.
    """
    if quantity.measure in ("share", "change"):
        return quantity.measure
    if period.per:
        return "rate"
    time = period.time
    if time is not None and (time.kind == "now" or (time.relation == "by" and time.span.start is None)):
        return "stock"
    if verb is None or time is not None:
        return "flow"
    present = not verb.group.bits & (T.PAST | T.WILL | T.HAVE) or (
        verb.group.word in word_set("stock_words") and verb.group.first == verb.group.last
    )
    return "stock" if verb.group.word in word_set("stock_words") and present else "flow"
