"""The whole life of each commitment: pledges of many articles become threads, with stages, shares and the best amount.

In: pledges. Out: threads, each with its relations, its stages with the pledges that tell them, its shares (tranches,
first deliveries), and its latest amount. Nothing depends on the order in which pledges
are given: they are taken in the order of publication, as they would come one by one (`place`).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import Final, TypeVar

from communique.linking.commitment_bars import open_to
from communique.linking.commitment_dues import PROMISED, promises
from communique.linking.commitment_evidence import is_cumulative, knows_parties, shares_of
from communique.linking.commitment_kinds import of_some_kinds, same_kinds
from communique.linking.commitment_pledges import Materiel, Pledge, Sum
from communique.linking.commitment_references import Pointer
from communique.linking.commitment_relations import APART, RANK, STOPS, UNGIVEN, Kind, Relation, compare, relate
from communique.linking.commitment_shares import DELIVERED, Share, all_there, growth, is_disputed, is_last
from communique.linking.commitment_sizes import digits

_Id = TypeVar("_Id", bound=Hashable)
_NEVER: Final = datetime.date.min


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that was reached, the day on which it was first told, and the ids of the pledges that tell it."""

    stage: str
    day: datetime.date | None
    pledges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """One commitment through its life.

    `id` is made of its pledges' ids. `amount` is that of the latest revision, `amount_day` when it was told. `history`
    is in the order of time; `stage` is where the whole stands, `shares` have gone on before it. `total` says that it is
    a total that holds other commitments, and no commitment of its own. `due` is the last delivery date promised.
    """

    id: str
    pledges: tuple[Pledge, ...] = field(repr=False)
    relations: tuple[Relation, ...] = field(repr=False)
    donors: frozenset[str]
    recipients: frozenset[str]
    category: str
    instrument: str
    stage: str
    history: tuple[Step, ...]
    amount: Sum | None
    amount_day: datetime.date | None
    items: tuple[Materiel, ...]
    shares: tuple[Share, ...]
    due: datetime.date | None
    due_pledge: str | None
    total: bool


def place(new: Pledge, threads: Sequence[tuple[_Id, Sequence[Pledge]]]) -> tuple[_Id | None, Relation] | None:
    """Return the thread that a pledge joins, with its relation to one of that thread's pledges.

    The thread is None where the relation is that of a total or a contradiction, which joins none. The answer is None
    where the pledge begins a thread.

    Args:
        new: the pledge.
        threads: ids and pledges of known threads that share a party with it, on whichever side; it joins no others.
    """
    known = {each.id: ident for ident, members in threads for each in members}
    relation = relate(new, sorted(open_to(new, threads), key=order))
    if relation is None:
        return None
    if relation.kind in APART:
        return None, relation
    return known[relation.other if relation.id == new.id else relation.id], relation


def order(each: Pledge) -> tuple[datetime.date, str, bool, int, str]:
    """Return what pledges are ordered by: the day on which they were known; of one article, as they are told.

    Ids don't tell the latter: those of the ledger are made of words. A tranche would be looked for before its package.

    The whole that a sentence names beside its share finds what was told of it before, and the share finds the whole,
    whoever was taken for its giver. A whole of which a party isn't known comes behind its share, and is found by it.
    """
    found_by_share = any(ref.kind is Pointer.WHOLE for ref in each.references) and not knows_parties(each)
    return each.published or _NEVER, each.article, found_by_share, each.place, each.id


def thread(pledges: Iterable[Pledge]) -> list[Thread]:
    """Return the threads of pledges, in the order of their first pledges.

    Raises:
        ValueError: two pledges have one id.
    """
    ordered = sorted(pledges, key=order)
    if len({each.id for each in ordered}) < len(ordered):
        raise ValueError("two pledges have the same id; make ids that hold the article's")
    groups: list[list[Pledge]] = []
    relations: list[list[Relation]] = []
    by_party: dict[str, set[int]] = {}
    for new in ordered:
        parties = sorted(new.donor_parties | new.recipient_parties)
        near = sorted(set().union(*(by_party.get(each, set()) for each in parties)))
        placed = place(new, [(at, groups[at]) for at in near])
        if placed is None or placed[0] is None:
            at = len(groups)
            groups.append([new])
            relations.append([placed[1]] if placed else [])
        else:
            at = placed[0]
            groups[at].append(new)
            relations[at].append(placed[1])
        for each in parties:
            by_party.setdefault(each, set()).add(at)
    return [make_thread(group, links) for group, links in zip(groups, relations, strict=True)]


def make_thread(pledges: Sequence[Pledge], relations: Sequence[Relation]) -> Thread:
    """Return the thread of pledges that belong together, by the relations between them."""
    ordered = sorted(pledges, key=order)
    groups, parents, root = _components(ordered, relations)
    some = {its_id for group in groups.values() for its_id in of_some_kinds(group)}
    if some:
        joined = [pair for group in groups.values() for pair in _joined(group, some)]
        relations = [_by_kinds(each, some) for each in relations]
        groups, parents, root = _components(ordered, relations, joined)
    whole = groups[root]
    stage = _stage(whole)
    amount, day = _amount(whole, relations)
    items = _items(whole)
    shares = _shares(root, groups, parents, relations)
    if stage != DELIVERED and not _is_stopped(stage, whole, shares) and all_there(items, amount, shares):
        stage = DELIVERED
    due = [each for each in ordered if promises(each)]
    last = max(due, key=lambda each: (each.published or _NEVER, each.end or _NEVER, each.id), default=None)
    return Thread(
        id=f"thread-{hashlib.sha256('|'.join(each.id for each in ordered).encode()).hexdigest()[:12]}",
        pledges=tuple(ordered),
        relations=tuple(relations),
        donors=_donors(whole),
        recipients=_parties(each.recipient_parties for each in whole),
        category=_commonest([each.category for each in whole]),
        instrument=_commonest([each.instrument for each in whole]),
        stage=stage,
        history=_history(ordered),
        amount=amount,
        amount_day=day,
        items=items,
        shares=shares,
        due=last.end if last else None,
        due_pledge=last.id if last else None,
        total=all(is_total(each) for each in whole) and not shares,
    )


def is_total(each: Pledge) -> bool:
    """Return whether a pledge tells a total that holds other commitments."""
    return is_cumulative(each) or any(ref.kind is Pointer.TOTAL for ref in each.references)


def _by_kinds(each: Relation, some: Container[str]) -> Relation:
    """Return a relation, as that of a share where one of its ends is of some kinds of the materiel alone."""
    if each.share or each.kind in APART or (each.id in some) == (each.other in some):
        return each
    if each.id in some:
        return replace(each, share=True)
    # What tells of all goes on with what tells of a part: it is the part that is one of it.
    return replace(each, id=each.other, other=each.id, quotes=(each.quotes[1], each.quotes[0]), share=True)


def _joined(group: Sequence[Pledge], some: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield what stays one when tellings of some kinds alone become shares: all others, and those of the same kinds."""
    others = [each.id for each in group if each.id not in some]
    yield from pairwise(others)
    for one, other in combinations([each for each in group if each.id in some], 2):
        if same_kinds(one, other):
            yield one.id, other.id


def _components(
    pledges: Sequence[Pledge], relations: Sequence[Relation], joined: Sequence[tuple[str, str]] = ()
) -> tuple[dict[str, list[Pledge]], dict[str, str], str]:
    """Return what tells of one thing, by name; the name of what each is a share of; and the name of the whole."""
    owner = {each.id: each.id for each in pledges}

    def root(ident: str) -> str:
        while owner[ident] != ident:
            ident = owner[ident]
        return ident

    known = [each for each in relations if each.kind not in APART and each.id in owner and each.other in owner]
    for each in known:
        if not each.share:
            owner[root(each.id)] = root(each.other)
    for one, other in joined:
        owner[root(one)] = root(other)
    groups: dict[str, list[Pledge]] = {}
    for pledge in pledges:
        groups.setdefault(root(pledge.id), []).append(pledge)
    parents: dict[str, str] = {}
    for each in known:
        inner, outer = root(each.id), root(each.other)
        above = outer
        while above in parents and above != inner:
            above = parents[above]
        if each.share and above != inner:
            parents.setdefault(inner, outer)
    return groups, parents, next(name for name in groups if name not in parents)


def _shares(
    name: str, groups: dict[str, list[Pledge]], parents: dict[str, str], relations: Sequence[Relation]
) -> tuple[Share, ...]:
    """Return the shares of what a name stands for, in the order of time, with their own."""
    return tuple(
        Share(
            pledges=tuple(each.id for each in group),
            donors=_donors(group),
            stage=_stage(group),
            day=group[0].published,
            amount=_amount(group, relations)[0],
            items=_items(group),
            adds=_adds(group),
            called=any(shares_of(each) for each in group) or _is_further(group),
            last=is_last(group),
            disputed=is_disputed(group),
            shares=_shares(inner, groups, parents, relations),
        )
        for inner, group in groups.items()
        if parents.get(inner) == name
    )


def _donors(pledges: Sequence[Pledge]) -> frozenset[str]:
    """Return who gives, without who takes: of an accord both who signed are read as giving."""
    takers = _parties(each.recipient_parties for each in pledges)
    return _parties(each.donor_parties - takers or each.donor_parties for each in pledges)


def _parties(sides: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the side that holds those of most tellings, the narrowest such: who was named once is still of it."""
    told = [each for each in sides if each]
    return max(
        told, key=lambda side: (sum(each <= side for each in told), -len(side), sorted(side)), default=frozenset()
    )


def _stage(pledges: Sequence[Pledge]) -> str:
    """Return where a commitment stands: the furthest stage, unless it was stopped later, or begun anew."""
    # What is only named as the whole of a share, or told to be cut, stands where it stood before.
    telling = [each for each in pledges if not _is_aside(each)] or list(pledges)
    stage, day = telling[0].stage, telling[0].published or _NEVER
    for each in telling[1:]:
        told = each.published or _NEVER
        looks_back = any(ref.kind is Pointer.RETOLD for ref in each.references)
        onward = RANK[each.stage] >= RANK[stage] and not (stage == DELIVERED and each.stage in STOPS)
        stopped = each.stage in STOPS and told > day and stage != DELIVERED
        anew = stage in STOPS and each.stage not in UNGIVEN and told > day and not looks_back
        if onward or stopped or anew:
            stage, day = each.stage, told
    return stage


def _is_stopped(stage: str, whole: Sequence[Pledge], shares: Sequence[Share]) -> bool:
    """Return whether a commitment was stopped, and nothing of it was delivered since."""
    if stage not in STOPS:
        return False
    stopped = max(each.published or _NEVER for each in whole if each.stage == stage)
    return not any(each.stage == DELIVERED and (each.day or _NEVER) > stopped for each in shares)


def _is_aside(each: Pledge) -> bool:
    kinds = {ref.kind for ref in each.references}
    return Pointer.WHOLE in kinds or (Pointer.REVISION in kinds and each.stage in STOPS)


def _history(pledges: Sequence[Pledge]) -> tuple[Step, ...]:
    found: dict[str, list[Pledge]] = {}
    for each in pledges:
        found.setdefault(each.stage, []).append(each)
    steps = [Step(stage, group[0].published, tuple(each.id for each in group)) for stage, group in found.items()]
    return tuple(sorted(steps, key=lambda each: (each.day or _NEVER, RANK[each.stage], each.stage)))


def _amount(pledges: Sequence[Pledge], relations: Sequence[Relation]) -> tuple[Sum | None, datetime.date | None]:
    """Return the sum of the latest revision, or else the most exact one, the first told of several."""
    revised = {each.id for each in relations if each.kind is Kind.REVISION_OF and not each.share}
    held = [(each.amount, each) for each in pledges if each.amount]
    if not held:
        return None, None
    latest = [each for each in held if each[1].id in revised]
    if latest:
        return latest[-1][0], latest[-1][1].published
    best = max(held, key=lambda each: _exactness(each[0]))
    # The sum as the first to tell it had it counts, where it is as exact: later ones are conversions.
    first = held[0]
    if first[0].currency != best[0].currency and not first[0].qualifiers & {"about"}:
        best = first
    return best[0], best[1].published


def _exactness(each: Sum) -> tuple[bool, bool, int]:
    plain = each.low == each.high == each.value
    return "about" not in each.qualifiers, plain, digits(each.value)


def _items(pledges: Sequence[Pledge]) -> tuple[Materiel, ...]:
    """Return the items of the pledge that counts most of them, the latest of several."""
    return max(
        enumerate(pledges),
        key=lambda pair: (sum(each.count is not None for each in pair[1].items), len(pair[1].items), pair[0]),
    )[1].items


def _adds(pledges: Sequence[Pledge]) -> bool | None:
    refs = [ref for each in pledges for ref in each.references]
    told = [ref.adds for ref in refs if ref.kind is Pointer.PART and ref.adds is not None]
    if told:
        return told[0]
    return True if _is_further(pledges) else False if any(ref.kind is Pointer.TOTAL for ref in refs) else None


def _is_further(pledges: Iterable[Pledge]) -> bool:
    """Return whether what was delivered is told to come beside what was delivered before: "another eight"."""
    delivered = [each for each in pledges if each.stage == DELIVERED]
    return any(ref.kind is Pointer.MORE for each in delivered for ref in each.references)


def _commonest(words: Sequence[str]) -> str:
    known = [each for each in words if each != "unspecified"]
    return max(known, key=lambda each: (known.count(each), -known.index(each))) if known else "unspecified"


__all__ = [
    "PROMISED",
    "Share",
    "Step",
    "Thread",
    "compare",
    "growth",
    "is_total",
    "make_thread",
    "order",
    "place",
    "thread",
]
