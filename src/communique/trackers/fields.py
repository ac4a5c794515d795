"""What a row and an entry that are the same tell differently, field by field.

In: a match, and all matches of its entry. Out: `Difference`, each with the telling that says otherwise. What the
ledger doesn't tell is no difference; what the sheet leaves empty and the ledger tells is one, with nothing on the
sheet's side.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.knowledge.countries import countries
from communique.linking.commitment_pledges import Sum
from communique.linking.commitment_sizes import Size
from communique.trackers.dates import Days
from communique.trackers.entries import Entry, Telling, day_of, key, kiel_measure
from communique.trackers.matching import Match, days_between, same_category, sum_stands
from communique.trackers.rows import TRANSFER, SheetItem, SheetRow
from communique.trackers.sheet_cells import EUROS, OWN
from communique.trackers.wares import Ware, kinship, numbers_agree

DAYS: Final = 7
"""Days by which a row's date and the ledger's may be apart and still be the same: papers tell of it for a week."""
_EUR: Final = "EUR"
_SUMS: Final = (*OWN, *EUROS)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two tell differently, both values for people, and the telling of the ledger that says so."""

    field: str
    sheet: str
    ledger: str
    telling: Telling


def differences(own: Match, others: Sequence[Match], columns: Container[str]) -> list[Difference]:
    """Return what a row tells differently.

    Args:
        own: the row and what it is in the ledger.
        others: all matches of its entry, this one included.
        columns: meanings of the sheet's columns; a row lacks nothing for which its sheet has no column.
    """
    found = [*_parties(own), *_measure(own), *_category(own)]
    if any(each in columns for each in _SUMS):
        found += _amount(own, others)
    found += _transfer(own) if own.row.measure == TRANSFER else [*_date(own), *_items(own, others, columns)]
    if own.entry.ended is not None:
        # The commitment that calls it off has a sentence of its own.
        ended = Telling(own.entry.ended, None, (), day_of(own.entry.ended))
        found.append(Difference("status", own.row.measure or "as given", own.entry.ended.stage, ended))
    return found


def _parties(own: Match) -> Iterator[Difference]:
    row, entry, telling = own.row, own.entry, own.telling.commitment
    donors, recipients = entry.donors, entry.recipients
    if row.ident == telling.id:
        # A row of our own export has the sides of this telling, whatever others of its thread add.
        donors, recipients = (frozenset(map(key, each)) for each in (telling.donors, telling.recipients))
    for role, sheet, told, said in (
        ("donor", row.donors, donors, row.donor),
        ("recipient", row.recipients, recipients, row.recipient),
    ):
        # A ministry or a brigade without a country of its own is no other donor or recipient.
        lacking = {each for each in told - sheet if each in countries() or each == _EUR}
        if lacking and (sheet or role == "recipient"):
            named = _telling_of(entry, f"{role}s", lacking)
            yield Difference(role, said, entry.named(f"{role}s"), named)


def _telling_of(entry: Entry, role: str, lacking: set[str]) -> Telling:
    return next(
        (each for each in entry.tellings if any(one.country in lacking for one in getattr(each.commitment, role))),
        entry.latest,
    )


def _measure(own: Match) -> Iterator[Difference]:
    if own.row.measure and own.entry.measure and own.row.measure != own.entry.measure:
        stage = own.telling.commitment.stage
        yield Difference("measure", own.row.measure, f"{kiel_measure(stage)} ({stage})", own.telling)


def _category(own: Match) -> Iterator[Difference]:
    if own.row.category and not same_category(own.row, own.telling):
        yield Difference("aid type", own.row.category, own.telling.commitment.category, own.telling)


def _amount(own: Match, others: Sequence[Match]) -> Iterator[Difference]:
    if own.row.measure == TRANSFER:
        return
    told = [each for each in own.entry.tellings if each.amount is not None]
    if not own.row.amounts:
        if told and own is others[0] and not any(each.row.amounts for each in others):
            latest = max(told, key=lambda each: (each.day, each.commitment.id))
            yield Difference("amount", "", _money(latest), latest)
        return
    stands = [(each, found) for each in told if (found := sum_stands(own.row, each)) is not None]
    if not stands or any(found[0] is Size.EQUAL for _, found in stands):
        return
    telling = own.telling if own.telling.amount is not None else stands[-1][0]
    amount = next(
        (each for each in own.row.amounts if telling.amount and each.currency == telling.amount.currency),
        own.row.amounts[0],
    )
    yield Difference("amount", money_told(amount), _money(telling), telling)


def _date(own: Match) -> Iterator[Difference]:
    first, last = own.entry.days
    if own.row.days is not None and days_between(own.row.days, (first, last)) > DAYS:
        yield Difference("date", span(own.row.days), own.telling.commitment.day, own.telling)


def _items(own: Match, others: Sequence[Match], columns: Container[str]) -> Iterator[Difference]:
    for item in own.row.items:
        kin = _kin(item, own.entry)
        if own.row.ident == own.telling.commitment.id:
            # A row of our own export is what this telling says, whatever others of its thread do.
            kin = [each for each in kin if each[0] is own.telling] or kin
        if not kin:
            continue
        promised = [numbers_agree(item.count, ware) for _, ware in kin] if item.count is not None else []
        if False in promised and True not in promised and not _agrees_delivered(item, own.entry):
            telling, ware = _preferred(own, kin)
            yield Difference(f"number of {ware.name}", f"{item.count:,.15g} {item.name}", ware.told(), telling)
        elif not promised and item.delivered is None:
            numbered = [(each, ware) for each, ware in kin if ware.number]
            if any(_ranges_meet(item, ware) for _, ware in numbered):
                continue
            if numbered:
                telling, ware = _preferred(own, numbered)
                yield Difference(f"number of {ware.name}", item.name, ware.told(), telling)
    listed = any(each.row.items for each in others)
    if own is others[0] and (listed or "item" in columns or "item_type" in columns):
        yield from _lacking(own, others)


def _ranges_meet(item: SheetItem, ware: Ware) -> bool:
    """Return whether an item of which the sheet tells a range may have the number of the ledger's."""
    if item.low is None and item.high is None:
        return False
    highs = [math.inf if each is None else each for each in (item.high, ware.high)]
    return max(item.low or 0, ware.low or 0) <= min(highs)


def _lacking(own: Match, others: Sequence[Match]) -> Iterator[Difference]:
    """Yield the items of the ledger that no row of a package has; "military aid" names none."""
    named = [item for each in others for item in each.row.items]
    seen: list[Ware] = []
    for telling in own.entry.tellings:
        for ware in telling.wares:
            vague = not (ware.words or ware.number)
            if vague or any(kinship(item, ware) for item in named) or any(ware.same_kind(other) for other in seen):
                continue
            seen.append(ware)
            yield Difference("item", "", ware.told(), telling)


def _kin(item: SheetItem, entry: Entry) -> list[tuple[Telling, Ware]]:
    """Return the ledger's items that are a sheet's item, those alone whose names share words where there are any."""
    found = [(kinship(item, ware), telling, ware) for telling in entry.tellings for ware in telling.wares]
    best = max((each[0] for each in found), default=0.0)
    return [(telling, ware) for kin, telling, ware in found if kin == best and kin > 0]


def _agrees_delivered(item: SheetItem, entry: Entry) -> bool:
    return item.delivered is not None and any(
        numbers_agree(item.delivered, ware)
        for telling, ware in _kin(item, entry)
        if telling.commitment.stage == "delivered"
    )


def _preferred(own: Match, kin: Sequence[tuple[Telling, Ware]]) -> tuple[Telling, Ware]:
    return next((each for each in kin if each[0] is own.telling), kin[-1])


def _transfer(own: Match) -> Iterator[Difference]:
    """Yield what SIPRI's register tells differently of numbers and years of order and delivery."""
    item = own.row.items[0]
    kin = _kin(item, own.entry)
    delivered = [each for each in kin if each[0].commitment.stage == "delivered"]
    ordered = [each for each in kin if each[0].commitment.stage != "delivered"]
    for name, count, told in (("number ordered", item.count, ordered), ("number delivered", item.delivered, delivered)):
        yield from _number(name, item, count, told)
    contracts = [each for each, _ in ordered if each.commitment.stage == "contracted"]
    if own.row.days and contracts and not any(_in_year(own.row, each) for each in contracts):
        yield Difference("year of order", span(own.row.days), str(contracts[-1].day.year), contracts[-1])
    late = [each for each, _ in delivered if each.day.year not in own.row.delivery_years]
    if late and not (own.row.delivery_years and any(each.day.year in own.row.delivery_years for each, _ in delivered)):
        yield Difference(
            "year of delivery", ", ".join(map(str, own.row.delivery_years)), str(late[-1].day.year), late[-1]
        )


def _in_year(row: SheetRow, telling: Telling) -> bool:
    slack = 1 if row.order_about else 0
    return row.days is not None and row.days[0].year - slack <= telling.day.year <= row.days[1].year + slack


def _number(
    name: str, item: SheetItem, count: float | None, told: Sequence[tuple[Telling, Ware]]
) -> Iterator[Difference]:
    numbered = [(each, ware) for each, ware in told if ware.number]
    if not numbered:
        return
    telling, ware = numbered[-1]
    if count is None:
        # The newer register has no number ordered: there is nothing that it could lack.
        if name == "number delivered":
            yield Difference(name, "", ware.told(), telling)
        return
    if any(numbers_agree(count, each, about=item.about) for _, each in numbered):
        return
    lows = [each.low for _, each in numbered if each.low is not None]
    if name == "number delivered" and lows and max(lows) <= count <= sum(lows):
        # Deliveries may be told one by one or as the state of things: any number between is theirs.
        return
    shown = f"{count:,.15g}{' (estimate)' if item.about else ''} {item.name}"
    yield Difference(name, shown, ware.told(), telling)


def span(when: Days | None) -> str:
    """Return days for people: a day, a month, a year, or the first and the last."""
    if when is None:
        return ""
    first, last = when
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and first.year == last.year and first.month == last.month and (last - first).days >= 27:  # noqa: PLR2004  # days of February but one
        return first.isoformat()[:7]
    return f"{first.isoformat()} to {last.isoformat()}"


def money_told(amount: Sum) -> str:
    """Return a sum for people: "up to 80,000,000 EUR"."""
    low, high = amount.low, amount.high
    if low is not None and high is not None and low != high:
        figure = f"{low:,.15g}-{high:,.15g}"
    elif low is None and high is not None:
        figure = f"up to {high:,.15g}"
    elif high is None and low is not None:
        figure = f"at least {low:,.15g}"
    else:
        figure = f"{amount.value:,.15g}"
    return f"{figure} {amount.currency}{f' a {amount.per}' if amount.per else ''}"


def _money(telling: Telling) -> str:
    return money_told(telling.amount) if telling.amount else ""


def items_told(telling: Telling) -> str:
    """Return the items of a telling for people."""
    return "; ".join(each.told() for each in telling.wares)
