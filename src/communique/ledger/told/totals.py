"""Sums of the ledger's commitments that count nothing twice, with what they leave out, why, and every sentence.

In: numbers of threads and the dimensions to sum by. Out: `Totals`: rows with what each adds, in the currencies told and
in euros and US dollars by the rates of the day on which each sum was told; and for each telling that adds nothing,
because it is part of, the same as, a stage or a revision of another, at odds with it, or a total of others, that other
with both sentences.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from communique.knowledge.rates import convert
from communique.ledger.quoted import Quoted, quoted
from communique.ledger.told.contested_parts import Part, parts_of
from communique.ledger.told.contradictions import Contradiction, disputed_sums
from communique.ledger.told.lives import Life, lives
from communique.ledger.told.sizes import told_on
from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_relations import Kind, Relation
from communique.linking.sums import DIMENSIONS, Portion, Row, sums
from communique.shown import Shown

INTO: Final = ("EUR", "USD")
"""Currencies that every sum is converted to."""
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.SAME: "the same as",
    Kind.STAGE_OF: "a stage of",
    Kind.PART_OF: "part of",
    Kind.REVISION_OF: "a revision of",
    Kind.TOTAL_OF: "a total that holds",
    Kind.CONTRADICTS: "at odds with",
}


@dataclass(frozen=True, slots=True)
class InCurrency:
    """A sum in another currency: `value` in its units, the rate, the day of the rate (ISO), and whose rate it is.

    Where there is no rate, `value`, `rate` and `rate_date` are None and `reason` says why.
    """

    currency: str
    value: float | None
    rate: float | None
    rate_date: str | None
    source: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AtOdds:
    """A commitment of another thread that may be the same with another sum: what it says, when, and its sentence."""

    commitment: str
    said: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Counted:
    """What a row adds: of which thread, at which stage, how much in the currency told, and in others.

    `commitment` is the telling whose sum it is, `day` (ISO) when it was told, `quote` its sentence. What is `at_odds`
    with it is added too, as a commitment of its own.
    """

    thread: str
    commitment: str
    donors: tuple[str, ...]
    stage: str
    value: float
    low: float
    high: float | None
    currency: str
    day: str | None
    converted: tuple[InCurrency, ...]
    quote: Quoted
    at_odds: tuple[AtOdds, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A telling that adds nothing: what it is (`said`), of which other telling it is, and both sentences.

    `kind` is `same`, `stage_of`, `part_of`, `revision_of`, `total_of`, `contradicts`; or `left_out` for a whole
    thread of which `said` tells why, with no other.
    """

    commitment: str
    thread: str
    kind: str
    said: str
    quote: Quoted
    other: str | None = None
    other_quote: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """One row: its key by dimension, sums by currency told, in euros and in US dollars, and what it is made of.

    `sums` are `(currency, value, low, high)`; `high` is None where one is open upwards. `eur` and `usd` are None where
    a sum has no rate; then `unconverted` says why.
    """

    key: tuple[tuple[str, str], ...]
    sums: tuple[tuple[str, float, float, float | None], ...]
    eur: float | None
    usd: float | None
    unconverted: tuple[str, ...]
    counted: tuple[Counted, ...]
    not_added: tuple[NotAdded, ...]

    @property
    def threads(self) -> tuple[str, ...]:
        """The ids of the threads that it counts."""
        return tuple(dict.fromkeys(each.thread for each in self.counted))


@dataclass(frozen=True, slots=True)
class Totals(Shown):
    """Rows by some dimensions, and whose rates were taken."""

    by: tuple[str, ...]
    rows: tuple[Total, ...]
    rates: str

    def to_json(self) -> dict[str, Any]:
        """Return the totals as one JSON object, as the command prints it and a page draws it.

        ```
        {"by": [str], "rates": str,
         "rows": [{"key": {dimension: str}, "sums": [{"currency", "value", "low", "high"}], "eur", "usd",
                   "unconverted": [str], "threads": [thread id],
                   "counted": [{"thread", "commitment", "donors", "stage", "value", "low", "high", "currency", "day",
                                "converted": [{"currency", "value", "rate", "rate_date", "source", "reason"}],
                                "quote": {"quote", "article", "start", "end", "publisher", "published", "title", "url",
                                          "source"},
                                "at_odds": [{"commitment", "said", "quote"}]}],
                   "not_added": [{"commitment", "thread", "kind", "said", "quote", "other", "other_quote"}]}]}
        ```

        Donors, recipients are ISO 3166-1 alpha-3 codes (several who give together with "+"), PLOVER's code and a name
        ("IGO:world bank"), or "?"; months are "2024-03". Sums are in units of their currency, days ISO.
        """
        return {
            "by": list(self.by),
            "rates": self.rates,
            "rows": [
                {
                    "key": dict(row.key),
                    "sums": [dict(zip(("currency", "value", "low", "high"), each, strict=True)) for each in row.sums],
                    "eur": row.eur,
                    "usd": row.usd,
                    "unconverted": list(row.unconverted),
                    "threads": list(row.threads),
                    "counted": [asdict(each) for each in row.counted],
                    "not_added": [asdict(each) for each in row.not_added],
                }
                for row in self.rows
            ],
        }


def totals(
    connection: sqlite3.Connection, threads: Iterable[int], by: Sequence[str] = ("donor",), until: str | None = None
) -> Totals:
    """Return the totals of threads, the largest first, or by month in the order of time.

    Args:
        connection: the ledger.
        threads: their numbers.
        by: dimensions out of `donor`, `recipient`, `category`, `stage`, `month`. Without `stage` what is not committed
            (refused, proposed …) is left out, and a commitment counts once, whatever of it has been delivered.
        until: only what was known on this day (ISO).

    Raises:
        ValueError: an unknown dimension.
    """
    known = {life.thread.id: life for life in lives(connection, threads, until)}
    disputed = disputed_sums(connection, known.values(), until)
    grouped: dict[tuple[tuple[str, str], ...], list[Row]] = {}
    for row in sums((life.thread for life in known.values()), by):
        grouped.setdefault(row.key, []).append(row)
    rows = [_total(connection, key, some, known, disputed) for key, some in grouped.items()]
    if "month" in by:
        rows.sort(key=lambda each: (dict(each.key)["month"], -(each.eur or 0.0), each.key))
    else:
        rows.sort(key=lambda each: (-(each.eur or 0.0), not each.sums, each.key))
    return Totals(tuple(by), tuple(rows), convert(1.0, "EUR", "USD", datetime.date(2024, 1, 2)).source)


def _total(
    connection: sqlite3.Connection,
    key: tuple[tuple[str, str], ...],
    rows: Sequence[Row],
    known: Mapping[str, Life],
    disputed: Mapping[str, Sequence[Contradiction]],
) -> Total:
    counted = [
        _counted(connection, each, known[each.thread], disputed.get(each.thread, ()))
        for row in rows
        for each in row.portions
    ]
    left = dict.fromkeys(each for row in rows for each in row.left_out)
    told = {each.thread: each.reason for each in left}
    threads = dict.fromkeys((*(each.thread for each in counted), *told))
    reasons = [each.reason for one in counted for each in one.converted if each.reason]
    tellers = frozenset(each.commitment for each in counted)
    return Total(
        key=key,
        sums=tuple((row.currency, row.value, row.low, row.high) for row in rows if row.currency is not None),
        eur=_converted(counted, "EUR"),
        usd=_converted(counted, "USD"),
        unconverted=tuple(dict.fromkeys(reasons)),
        counted=tuple(counted),
        not_added=tuple(
            each
            for thread in threads
            for each in (
                *_not_added(connection, known[thread], tellers, disputed.get(thread, ())),
                *_left_out(connection, known[thread], told.get(thread)),
            )
        ),
    )


def _converted(counted: Sequence[Counted], currency: str) -> float | None:
    values = [each.value for one in counted for each in one.converted if each.currency == currency]
    return None if None in values else sum(each for each in values if each is not None)


def _counted(
    connection: sqlite3.Connection, portion: Portion, life: Life, disputed: Iterable[Contradiction]
) -> Counted:
    teller = _teller(portion, life)
    return Counted(
        portion.thread,
        teller,
        tuple(sorted(portion.donors)),
        portion.stage,
        portion.value,
        portion.low,
        portion.high,
        portion.currency,
        portion.day.isoformat() if portion.day else None,
        tuple(_in(portion, code) for code in INTO),
        quoted(connection, life.quotes[teller]),
        tuple(_at_odds(life, disputed)),
    )


def _at_odds(life: Life, disputed: Iterable[Contradiction]) -> Iterator[AtOdds]:
    for each in disputed:
        for side in (each.one, each.other):
            if side.record not in life.pledges:
                yield AtOdds(side.record, f"{side.said}, {side.known}", side.quote)


def _in(portion: Portion, currency: str) -> InCurrency:
    if portion.currency == currency:
        day = portion.day.isoformat() if portion.day else None
        return InCurrency(currency, portion.value, 1.0, day, "the currency told")
    if portion.day is None:
        return InCurrency(currency, None, None, None, "", "the day isn't known, so there is no rate")
    found = convert(portion.value, portion.currency, currency, portion.day)
    day = found.rate_date.isoformat() if found.rate_date else None
    return InCurrency(currency, found.value, found.rate, day, found.source, found.reason)


def _teller(portion: Portion, life: Life) -> str:
    """Return the commitment that tells a sum: of that day, stage and currency, the nearest to it in size."""

    def fits(each: Pledge) -> tuple[object, ...]:
        amount = each.amount
        same = amount is not None and amount.currency == portion.currency
        off = abs(amount.value - portion.value) if amount else float("inf")
        return (not same, each.published != portion.day, each.stage != portion.stage, off, each.id)

    return min(life.thread.pledges, key=fits).id


def _not_added(
    connection: sqlite3.Connection, life: Life, tellers: Container[str], disputed: Iterable[Contradiction]
) -> Iterator[NotAdded]:
    """Yield each telling of a thread that adds nothing, once, with the one that it belongs to or that counts for it."""
    pledges, parts = life.pledges, parts_of(life)
    counted = [each for each in pledges.values() if each.id in tellers]
    related = _related(life, tellers)
    odd = {side.record for each in disputed for side in (each.one, each.other)}
    for each in pledges.values():
        if each.id in tellers:
            continue
        part = parts.get(each.id, Part())
        alike = [one for one in counted if part.compares(parts.get(one.id, Part()))]
        against = next((one for one in alike if each.id in odd and _differs(each, one)), None)
        if against is None and each.id in related:
            kind, words, other = related[each.id]
        else:
            found = against or next(iter(alike), None) or _nearest(part, counted, parts)
            if found is None:
                continue
            other, kind = found.id, _kind(each, part, found, parts.get(found.id, Part()))
            # A promise counts by what is left of it; a running total is none.
            words = f"{'the whole of' if kind is Kind.TOTAL_OF else _KINDS[kind]} the {told_on(found)}"
        yield NotAdded(
            each.id,
            life.thread.id,
            str(kind),
            words,
            quoted(connection, life.quotes[each.id]),
            other,
            quoted(connection, life.quotes[other]),
        )


def _related(life: Life, tellers: Container[str]) -> dict[str, tuple[Kind, str, str]]:
    """Return by telling what it is to another: kind, words, the other; to one that counts where it is that to any."""
    pledges = life.pledges
    found: dict[str, tuple[Kind, str, str]] = {}
    for each in life.thread.relations:
        if each.id not in pledges or each.other not in pledges:
            continue
        # The later telling counts where it has the better sum; then it is the earlier one that adds nothing.
        later = each.id in tellers and not each.share
        one, other = (each.other, each.id) if later else (each.id, each.other)
        if one not in found or (other in tellers and found[one][2] not in tellers):
            words = f"counted as the {told_on(pledges[other])}" if later else said(each, pledges[other])
            found[one] = each.kind, words, other
    return found


def _differs(one: Pledge, other: Pledge) -> bool:
    """Return whether two sums of one currency have no value in common."""
    mine, theirs = one.amount, other.amount
    if mine is None or theirs is None or mine.currency != theirs.currency:
        return False
    return any(
        this.high is not None and (that.low or 0.0) > this.high for this, that in ((mine, theirs), (theirs, mine))
    )


def _nearest(part: Part, counted: Sequence[Pledge], parts: Mapping[str, Part]) -> Pledge | None:
    """Return what counts of the parts that hold a part, or that it holds."""
    paths = {each.id: parts.get(each.id, Part()).path for each in counted}
    held = [
        each for each in counted if all(one == other for one, other in zip(part.path, paths[each.id], strict=False))
    ]
    return max(held, key=lambda each: (len(paths[each.id]) <= len(part.path), len(paths[each.id])), default=None)


def _kind(one: Pledge, part: Part, counted: Pledge, of: Part) -> Kind:
    """Return what a telling is that no relation begins at, to the one that counts for it."""
    if not part.compares(of):
        return Kind.PART_OF if len(part.path) > len(of.path) else Kind.TOTAL_OF
    if _differs(one, counted):
        return Kind.CONTRADICTS
    return Kind.SAME if one.stage == counted.stage else Kind.STAGE_OF


def _left_out(connection: sqlite3.Connection, life: Life, reason: str | None) -> Iterator[NotAdded]:
    if reason is not None:
        first = life.thread.pledges[0].id
        yield NotAdded(first, life.thread.id, "left_out", reason, quoted(connection, life.quotes[first]))


def said(relation: Relation, other: Pledge) -> str:
    """Return in words what a telling is to another: "part of the EUR 500 million announced on 5 March 2024"."""
    kind = Kind.PART_OF if relation.share else relation.kind
    return f"{_KINDS[kind]} the {told_on(other)}"


__all__ = [
    "DIMENSIONS",
    "INTO",
    "Counted",
    "InCurrency",
    "NotAdded",
    "Total",
    "Totals",
    "said",
    "totals",
]
