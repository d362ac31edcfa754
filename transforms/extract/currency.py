"""Which currency a shared name or symbol means (shillings, Rs): that of the country which the text is about."""

from __future__ import annotations

from transforms.extract.entities import Entity
from transforms.extract.quantities import Quantity
from transforms.extract.salience import Salience
from transforms.extract.units import currency_country


def settle_currency(quantity: Quantity, here: list[Entity], home: str | None, salience: Salience) -> None:
    """Sets the currency of an amount whose name several countries use.

    That of the dateline's country (`home`), else of a country in the sentence, else of the article's heaviest country;
    the first candidate when none fits.
    """
    if len(quantity.candidates) < 2:
        return
    owner = {currency_country().get(code, ""): code for code in quantity.candidates}
    ranked = sorted(salience.weights.items(), key=lambda pair: (-pair[1], pair[0]))
    near = [entity.code for entity in here if entity.form in ("country", "demonym")]
    order = [*([home] if home in owner else []), *near, *(code for code, _ in ranked)]
    quantity.unit = next((owner[code] for code in order if code in owner), quantity.unit)
