"""What a selection of commitments comes to: sums by stage that count nothing twice, and what isn't added and why.

In: a question's filters. Out: `Summed`, for the page of commitments, or None where there is too much to add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.charts.drawing import Picture
from communique.charts.running import Running, running_chart
from communique.ledger import Ledger
from communique.ledger.asking.filters import VOCABULARIES
from communique.ledger.told.totals import Counted, NotAdded, Total, Totals

MOST = 400
"""Commitments that a page adds up; a sum over more takes longer than a page may."""
_DRAWN = ("pledged", "approved", "contracted", "delivered")
"""Stages whose running totals are drawn."""


@dataclass(frozen=True, slots=True)
class StageSum:
    """What the commitments at a stage come to: how many have a sum, in euros and dollars, in the currencies told.

    `counted` is what is added up, each with its sentence: a part of a commitment may stand at another stage than the
    whole, so no filter chooses just those.
    """

    stage: str
    threads: int
    eur: float | None
    usd: float | None
    told: tuple[tuple[str, float], ...]
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """Sums by stage, those of all that is committed, what isn't added, whose rates were taken, and a picture."""

    stages: tuple[StageSum, ...]
    not_added: tuple[NotAdded, ...]
    rates: str
    picture: Picture | None


def summed(ledger: Ledger, filters: Mapping[str, Any], total: int) -> Summed | None:
    """Return the sums of a selection of so many commitments."""
    if not 0 < total <= MOST:
        return None
    by_stage = ledger.totals(by="stage", **filters)
    order = [each.value for each in VOCABULARIES["stage"]]
    rows = sorted(by_stage.rows, key=lambda each: order.index(dict(each.key)["stage"]))
    return Summed(
        stages=tuple(_stage(row) for row in rows if row.counted),
        not_added=_once(rows),
        rates=by_stage.rates,
        picture=running_of(ledger.totals(by=("month", "stage"), **filters)),
    )


def _once(rows: Sequence[Total]) -> tuple[NotAdded, ...]:
    """Return the tellings that add nothing at any stage, each once."""
    counted = {each.commitment for row in rows for each in row.counted}
    found: dict[str, NotAdded] = {}
    for row in rows:
        for each in row.not_added:
            if each.commitment not in counted:
                found.setdefault(each.commitment, each)
    return tuple(found.values())


def _stage(row: Total) -> StageSum:
    stage = dict(row.key)["stage"]
    told = tuple((currency, value) for currency, value, _, _ in row.sums)
    return StageSum(stage, len(row.threads), row.eur, row.usd, told, row.counted)


def running_of(found: Totals) -> Picture | None:
    """Return the picture of running totals in euros by month; None where less than two months have a sum."""
    steps: dict[str, list[tuple[str, float]]] = {}
    for row in found.rows:
        key = dict(row.key)
        if key["stage"] in _DRAWN and row.eur:
            steps.setdefault(key["stage"], []).append((key["month"], row.eur))
    months = {month for rows in steps.values() for month, _ in rows if month != "?"}
    if len(months) < 2:  # noqa: PLR2004  # one month is a number, not a course
        return None
    return running_chart(
        [
            Running(stage, tuple(sorted(each for each in steps[stage] if each[0] != "?")))
            for stage in _DRAWN
            if stage in steps
        ]
    )
