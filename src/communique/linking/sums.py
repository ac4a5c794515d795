"""Sums over commitments that count nothing twice.

In: threads. Out: rows by donor, recipient, category, stage and month, each with the threads that it sums and those
that it leaves out, with the reason. A commitment is one thread, so that reports of it and its stages are never added; a
share counts in place of as much of its whole; totals that hold other commitments are left out. Donors who give together
are one row ("DEU+NLD"). A row of a stage has what stands at that stage: of 500 million promised of which 150 are
delivered, 350 stand at `pledged` and 150 at `delivered`, so that rows may be added too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.knowledge.rates import convert
from communique.linking.commitment_pledges import Sum
from communique.linking.commitment_relations import RANK, UNGIVEN
from communique.linking.commitment_threads import Share, Thread, growth

DIMENSIONS: Final = ("donor", "recipient", "category", "stage", "month")
_UNKNOWN: Final = "?"
_LEAST: Final = 0.005
"""Share of a whole under which what is left of it is rounding."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A thread that a row doesn't count, and why."""

    thread: str
    reason: str


@dataclass(frozen=True, slots=True)
class Portion:
    """What of a thread a row counts: who gives, at which stage, `value` and its range in units of `currency`.

    `day` is when the sum was told, by whose rates it is converted; `month` ("2024-03") when this stage was first told,
    or where rows have no stages, when it was first committed.
    """

    thread: str
    donors: frozenset[str]
    stage: str
    value: float
    low: float
    high: float | None
    currency: str
    day: datetime.date | None
    month: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sum: its key by dimension, `value` and its range in units of `currency`, and what it is made of.

    `high` is None where one of the sums is open upwards. `currency` is None for a row that only leaves out. `portions`
    are what is added, in their own currencies.
    """

    key: tuple[tuple[str, str], ...]
    currency: str | None
    value: float
    low: float
    high: float | None
    threads: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    portions: tuple[Portion, ...] = ()


def sums(threads: Iterable[Thread], by: Sequence[str] = DIMENSIONS[:4], currency: str | None = None) -> list[Row]:
    """Return the sums of threads, in the order of their keys.

    Without `stage` among the dimensions what is not committed (refused, cancelled, speculated, requested, proposed) is
    left out, and a commitment counts once, whatever of it has been delivered.

    Args:
        threads: as `thread` gives them.
        by: dimensions out of `DIMENSIONS`.
        currency: ISO 4217 code to convert to, at the rates of the day on which each sum was told; None keeps currencies
            apart, in rows of their own.

    Raises:
        ValueError: an unknown dimension.
    """
    unknown = [each for each in by if each not in DIMENSIONS]
    if unknown:
        raise ValueError(f"no sums by {', '.join(unknown)}; choose from {', '.join(DIMENSIONS)}")
    added: dict[_Key, dict[str | None, list[tuple[Portion, Portion]]]] = {}
    left: dict[_Key, list[LeftOut]] = {}
    for thread in sorted(threads, key=lambda each: each.id):
        reason = _excluded(thread)
        portions = [] if reason else list(_portions(thread, apart="stage" in by))
        if reason:
            key = _key(thread, thread.donors, thread.stage, _month(thread.history[0].day), by)
            left.setdefault(key, []).append(LeftOut(thread.id, reason))
        for portion in portions:
            key = _key(thread, portion.donors, portion.stage, portion.month, by)
            if "stage" not in by and portion.stage in UNGIVEN:
                left.setdefault(key, []).append(LeftOut(thread.id, f"only {portion.stage}"))
                continue
            given = _converted(portion, currency)
            if isinstance(given, str):
                left.setdefault(key, []).append(LeftOut(thread.id, given))
            else:
                added.setdefault(key, {}).setdefault(given.currency, []).append((portion, given))
    return list(_rows(added, left))


_Key = tuple[tuple[str, str], ...]


def _rows(
    added: dict[_Key, dict[str | None, list[tuple[Portion, Portion]]]], left: dict[_Key, list[LeftOut]]
) -> Iterator[Row]:
    for key in sorted({*added, *left}):
        out = tuple(dict.fromkeys(left.get(key, ())))
        held = added.get(key) or {None: []}
        for code, pairs in sorted(held.items(), key=lambda each: each[0] or ""):
            portions = [given for _, given in pairs]
            highs = [each.high for each in portions]
            yield Row(
                key=key,
                currency=code,
                value=sum(each.value for each in portions),
                low=sum(each.low for each in portions),
                high=None if None in highs else sum(each for each in highs if each is not None),
                threads=tuple(dict.fromkeys(each.thread for each in portions)),
                left_out=out,
                portions=tuple(own for own, _ in pairs),
            )


def _key(thread: Thread, donors: frozenset[str], stage: str, month: str, by: Sequence[str]) -> _Key:
    told = {
        "donor": "+".join(sorted(donors)) or _UNKNOWN,
        "recipient": "+".join(sorted(thread.recipients)) or _UNKNOWN,
        "category": thread.category,
        "stage": stage,
        "month": month,
    }
    return tuple((each, told[each]) for each in by)


def _month(day: datetime.date | None) -> str:
    return f"{day:%Y-%m}" if day else _UNKNOWN


def _since(thread: Thread, *, apart: bool) -> datetime.date | None:
    """Return when the stage of the whole was first told; `apart` from others, else when it was first committed."""
    wanted = {thread.stage} if apart else {each.stage for each in thread.history} - UNGIVEN
    days = [each.day for each in thread.history if each.stage in wanted and each.day]
    return min(days, default=thread.amount_day)


def _excluded(thread: Thread) -> str | None:
    """Return why a thread as a whole isn't summed."""
    if thread.total:
        return "a total that holds earlier commitments"
    known = [thread.amount, *(each.amount for each in thread.shares)]
    if not any(known):
        return "no sum of money is told"
    if any(each is not None and each.per for each in known[:1]):
        return "a sum for each year or month; for how many isn't told"
    return None


def _portions(thread: Thread, *, apart: bool) -> Iterator[Portion]:
    """Yield what of a commitment stands at which stage; `apart` keeps its shares apart from the rest."""
    whole = thread.amount
    if whole is not None:
        shares = thread.shares if apart and thread.stage != "delivered" else ()
        since = _since(thread, apart=apart)
        own = _portion(thread.id, thread.donors, thread.stage, whole, 1.0, thread.amount_day)
        yield from _split(replace(own, month=_month(since)), whole, shares)
        return
    known = [(each, each.amount, each.amount.value) for each in thread.shares if each.amount and not each.amount.per]
    for share, amount, value in _grown(known):
        yield _portion(thread.id, share.donors, share.stage, amount, value / amount.value, share.day)


def _split(own: Portion, whole: Sum, shares: Sequence[Share]) -> Iterator[Portion]:
    """Yield the shares of a sum, each split in its turn, and what is left of it as its own portion."""
    rest = 1.0
    sized = [
        (each, amount, size) for each, amount in _known(shares) if (size := _size(each, amount, whole)) is not None
    ]
    for share, amount, value in _grown(sized):
        size = next(each for held, _, each in sized if held is share)
        taken = min(value / whole.value, rest) if whole.value else 0.0
        if taken <= _LEAST:
            continue
        rest -= taken
        donors = share.donors or own.donors
        if share.shares and value == size:
            inner = _portion(own.thread, donors, share.stage, amount, 1.0, share.day)
            yield from _split(inner, amount, share.shares)
        else:
            yield _portion(own.thread, donors, share.stage, amount, taken * whole.value / size, share.day)
    if rest > _LEAST:
        yield replace(_portion(own.thread, own.donors, own.stage, whole, rest, own.day), month=own.month)


def _known(shares: Iterable[Share]) -> Iterator[tuple[Share, Sum]]:
    for each in shares:
        if each.amount and each.amount.value and not each.amount.per:
            yield each, each.amount


def _grown(shares: Sequence[tuple[Share, Sum, float]]) -> Iterator[tuple[Share, Sum, float]]:
    """Yield shares that add something to those before them at one stage, with how much; the furthest stage first."""
    for stage in sorted({share.stage for share, _, _ in shares}, key=lambda each: (-RANK[each], each)):
        for donors in sorted({share.donors for share, _, _ in shares}, key=sorted):
            held = [each for each in shares if each[0].stage == stage and each[0].donors == donors]
            grown, _ = growth([size for _, _, size in held], [share.adds for share, _, _ in held])
            pairs = zip(held, grown, strict=True)
            yield from ((share, amount, value) for (share, amount, _), value in pairs if value)


def _size(share: Share, amount: Sum, whole: Sum) -> float | None:
    """Return the size of a share in the currency of its whole, None where there is no rate between."""
    if amount.currency == whole.currency:
        return amount.value
    return convert(amount.value, amount.currency, whole.currency, share.day).value if share.day else None


def _portion(  # noqa: PLR0913, PLR0917  # what a portion consists of
    thread: str, donors: frozenset[str], stage: str, amount: Sum, part: float, day: datetime.date | None
) -> Portion:
    high = None if amount.high is None else amount.high * part
    low = (amount.low or 0.0) * part
    return Portion(thread, donors, stage, amount.value * part, low, high, amount.currency, day, _month(day))


def _converted(portion: Portion, currency: str | None) -> Portion | str:
    """Return a portion in the currency asked for, or why it has no rate."""
    if currency is None or portion.currency == currency:
        return portion
    if portion.day is None:
        return "the day isn't known, so there is no rate"
    found = convert(1.0, portion.currency, currency, portion.day)
    if found.rate is None:
        return f"not converted: {found.reason}"
    rate = found.rate
    high = None if portion.high is None else portion.high * rate
    return replace(portion, value=portion.value * rate, low=portion.low * rate, high=high, currency=currency)
