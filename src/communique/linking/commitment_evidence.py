"""What speaks for and against two tellings of one commitment, besides its size: parties, form, purpose, references.

In: two pledges. Out: points, to be added to a logit, with reasons for people. The figures were set by hand and checked
on the dev part of `corpus/histories`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.linking.commitment_pledges import UNKNOWN, Pledge, Sum
from communique.linking.commitment_references import LAST, Pointer, Reference
from communique.linking.commitment_sizes import Size, compare_sums, contradicts, sizes

RANK: Final = {
    "speculated": 0,
    "requested": 0,
    "proposed": 1,
    "pledged": 2,
    "approved": 3,
    "contracted": 4,
    "delayed": 4,
    "suspended": 4,
    "delivered": 5,
    "refused": 6,
    "cancelled": 6,
}
"""The stages in the order of a commitment's life."""
STOPS: Final = frozenset(("delayed", "suspended", "refused", "cancelled"))
UNGIVEN: Final = frozenset(("speculated", "requested", "proposed", "refused", "cancelled"))
"""Stages at which nothing is committed."""
LENT: Final = frozenset(("loan", "guarantee"))
_INSTRUMENTS: Final = {"loan": ("loan",), "guarantee": ("guarantee", "loan"), "grant": ("grant",)}
"""Lists of words that tell an instrument."""
NAMED: Final = 1.5
"""Points from which a reference names the very one."""
WEEK: Final = 7
TOPIC: Final = 2.0
"""Points for rare terms that two sentences share, at most."""


def shares_of(each: Pledge) -> list[Reference]:
    """Return the references of a pledge that call it a share."""
    return [ref for ref in each.references if ref.kind is Pointer.PART]


def is_cumulative(each: Pledge) -> bool:
    """Return whether a pledge was read as a total of earlier ones, and is called neither a part nor its whole."""
    named = (
        ref.kind is Pointer.WHOLE or (ref.kind is Pointer.PART and (ref.value is not None or ref.count is not None))
        for ref in each.references
    )
    return each.cumulative and not any(named)


def stated_instrument(each: Pledge) -> str:
    """Return the instrument of a pledge: of loans, guarantees and grants only where its sentence has a word for it.

    A sentence that tells only that money was promised or came says nothing of whether it is lent, whatever was read.
    """
    words = _INSTRUMENTS.get(each.instrument)
    if words is None or any(aid_words()[name].search(each.sentence) for name in words):
        return each.instrument
    return "unspecified"


def is_announced(each: Pledge) -> bool:
    """Return whether a delivery is told as one that is being made known: "Peru gives Togo 40 trucks"."""
    return each.stage == "delivered" and aid_words()["gives"].search(each.sentence) is not None


def days_between(new: Pledge, old: Pledge) -> int:
    """Return the days from one pledge to another, 0 where one has none."""
    return (new.published - old.published).days if new.published and old.published else 0


def parties(new: Pledge, old: Pledge) -> tuple[float, tuple[str, ...]] | None:
    """Return points for donors and recipients, with reasons; None where they are others."""
    points, reasons = 0.0, []
    known = 0
    for side, one, other in _facing(new, old):
        if not one or not other:
            points -= 0.6 if side == "to" else 1.0
            continue
        if one == other:
            known += 1
            reasons.append(f"{side} {' and '.join(sorted(one))}")
        elif one & other and (one <= other or other <= one):
            # Two who give together aren't one of them, unless much else says so.
            points -= 1.2 if side == "from" else 0.6
            known += 1
            reasons.append(f"{side} {' and '.join(sorted(one & other))}, one tells of more")
        else:
            return None
    return (points, tuple(reasons)) if known else None


def knows_parties(each: Pledge) -> bool:
    """Return whether it is known who gives and who gets."""
    return bool(_known(each.donor_parties) and _known(each.recipient_parties))


def _facing(new: Pledge, old: Pledge) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield donors and recipients of both, without parties of which nothing is known.

    Of an accord that only tells who signed, both are read as giving: they are the other's donors and recipients.
    """
    sides = [[_known(each.donor_parties), _known(each.recipient_parties)] for each in (new, old)]
    for mine, theirs in (sides, sides[::-1]):
        if not mine[1] and theirs[1] and len(mine[0]) > 1 and mine[0] == theirs[0] | theirs[1]:
            mine[:] = theirs
    lent = "loan" in {new.instrument, old.instrument}
    if lent and sides[0][0] and sides[0][0] == sides[1][1] and sides[0][1] == sides[1][0]:
        # "Lebanon ratified the bank's loan": of one loan between two there is one lender, whoever was taken for it.
        sides[0] = sides[1]
    yield "from", sides[0][0], sides[1][0]
    yield "to", sides[0][1], sides[1][1]


def one_sentence(new: Pledge, old: Pledge) -> tuple[float, tuple[str, ...]] | None:
    """Return points for a share and its whole that one sentence tells, whoever was taken for their parties; else None.

    "Armenia drew 30 million of the bank's loan of 100 million": the loan is the bank's, as the 30 million are.
    """
    if new.article != old.article or new.sentence != old.sentence or not is_named_by(old, new):
        return None
    return 0.0, ("a part and its whole in one sentence",)


def through_body(new: Pledge, old: Pledge) -> tuple[float, tuple[str, ...]] | None:
    """Return points for one gift of which one paper tells the country, the other the body that passes it on; else None.

    "The 120 million for Palestinians announced on 3 May" goes to a UN agency. Bodies get much else from the same giver,
    so the later sentence has to point at the day of the other, and its sum, or that of its whole, to be the other's.
    """
    givers = _known(new.donor_parties), _known(old.donor_parties)
    takers = _known(new.recipient_parties), _known(old.recipient_parties)
    if not givers[0] or givers[0] != givers[1] or not all(takers):
        return None
    bodies = [all(":" in each for each in side) for side in takers]
    if bodies[0] == bodies[1] or not any(ref.start and _fits(ref, old) >= 1 for ref in new.references):
        return None
    equal = any(each.size is Size.EQUAL and not each.items for each in sizes(new, old))
    if not equal and not any(ref.start and ref.value and _fits(ref, old) > NAMED for ref in shares_of(new)):
        return None
    names = [" and ".join(sorted(side)) for side in takers]
    return -0.6, (f"from {' and '.join(sorted(givers[0]))}", f"to {names[0]} for {names[1]}")


def is_told_again(new: Pledge, old: Pledge) -> bool:
    """Return whether an article goes on about what it told before: "The shells are to come in May"."""
    known = any(ref.kind is Pointer.KNOWN for ref in new.references)
    return known and new.article == old.article and new.place > old.place


def is_named_by(whole: Pledge, share: Pledge) -> bool:
    """Return whether a share's sentence names the sum or number of a pledge as its whole."""
    return any(
        (ref.value is not None or ref.count is not None) and _fits(ref, whole) >= NAMED for ref in shares_of(share)
    )


def _known(parties: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in parties if not each.startswith(UNKNOWN))


def group_share(new: Pledge, old: Pledge) -> tuple[float, tuple[str, ...]] | None:
    """Return points for one giver's share of what a group gives, where its sentence names the whole; else None."""
    group = len(old.donor_parties) > len(new.donor_parties) or any(each.startswith("IGO") for each in old.donor_parties)
    named = any(ref.value is not None and _fits(ref, old) >= NAMED for ref in shares_of(new))
    if not (group and named and new.recipient_parties == old.recipient_parties):
        return None
    givers = [" and ".join(sorted(each.donor_parties)) for each in (new, old)]
    return -0.5, (f"{givers[0]} for {givers[1]}",)


def form(new: Pledge, old: Pledge) -> float:
    """Return points against two pledges of different categories or instruments, or for different purposes."""
    points = 1.0 if new.package and new.package == old.package else 0.0
    if new.category != old.category and "unspecified" not in {new.category, old.category}:
        points -= 1.2 if {new.category, old.category} != {"civil", "financial"} else 0.8
    mine, theirs = stated_instrument(new), stated_instrument(old)
    if "unspecified" not in {mine, theirs} and mine != theirs:
        points -= 2.5 if (mine in LENT) != (theirs in LENT) else 0.6
    if contradicts(new, old):
        points -= 2.0
    points += min(TOPIC, 0.5 * len(new.topic & old.topic))
    if new.purpose and old.purpose:
        shared = len(new.purpose & old.purpose) / min(len(new.purpose), len(old.purpose))
        points += 0.8 * shared - (1.4 if not shared else 0.0)
    return points


@dataclass(frozen=True, slots=True)
class Said:
    """What references say of a pair: points, the kind that decides, reasons; `bare` for a share of what isn't named."""

    points: float
    kind: Pointer | None
    reasons: tuple[str, ...]
    bare: bool


def said(new: Pledge, old: Pledge) -> Said | None:
    """Return what references of a pledge say of an earlier one; None where one rules the pair out."""
    points, kind, reasons, bare = 0.0, None, [], False
    for ref in new.references:
        fits = _fits(ref, old)
        if ref.kind is Pointer.MORE:
            if fits > 0 and (ref.value or ref.count):
                return None
            points -= _beside(new, old)
            continue
        if ref.kind is Pointer.KNOWN:
            points += 0.8
            continue
        named = ref.value is not None or ref.count is not None or ref.start is not None
        if ref.kind is Pointer.PART and not named:
            bare = True
            # "The remaining ones" are of something that the reader knows, as "the" ones are.
            points += 0.8 if ref.ordinal == LAST else 0.4
        elif ref.kind in {Pointer.RETOLD, Pointer.WHOLE}:
            points += fits
            kind = kind or (Pointer.RETOLD if fits > 0 else None)
        elif fits > 0 and ref.kind is Pointer.PART:
            points, kind = points + 0.8 + fits, Pointer.PART
        elif fits > 0 and ref.kind is Pointer.REVISION:
            points, kind = points + fits, kind or Pointer.REVISION
        if fits > 0:
            reasons.append(f"“{ref.quote}”")
    return Said(points, kind, tuple(dict.fromkeys(reasons)), bare)


def is_further_delivery(new: Pledge, old: Pledge) -> bool:
    """Return whether "another eight" have come: beside what came before, and not beside what was promised."""
    more = any(ref.kind is Pointer.MORE for ref in new.references)
    equal = any(each.size is Size.EQUAL for each in sizes(new, old))
    return more and new.stage == "delivered" and bool(new.items) and RANK[old.stage] < RANK["delivered"] and not equal


def _beside(new: Pledge, old: Pledge) -> float:
    """Return points against a pledge that is told to come beside another one."""
    if is_further_delivery(new, old):
        return 0.2
    return 2.2 if days_between(new, old) > 1 and not _also_more(old) else 0.0


def _also_more(old: Pledge) -> bool:
    return any(each.kind is Pointer.MORE for each in old.references)


def _fits(ref: Reference, old: Pledge) -> float:
    """Return how well what a reference names fits a pledge; negative where it names something else."""
    points, told = 0.0, 0
    if ref.value is not None and ref.currency and old.amount:
        like = compare_sums(
            Sum(ref.value, ref.value, ref.value, ref.currency), old.amount, old.published, old.published
        )
        told += 1
        points += 2.0 if like.size is Size.EQUAL else 0.0 if like.size is Size.UNKNOWN else -2.5
    elif ref.value is not None:
        told += 1
    if ref.count is not None:
        told += 1
        if old.items:
            points += 2.0 if any(each.count == ref.count for each in old.items) else -2.0
    if ref.start and ref.end and old.published:
        told += 1
        points += _dated(ref.start, ref.end, old)
    if ref.stage and RANK[ref.stage] > RANK[old.stage] + 1:
        points -= 0.4
    return points if told else 0.4


def _dated(start: datetime.date, end: datetime.date, old: Pledge) -> float:
    """Return points for a day named in a reference: when the other was told, or happened."""
    slack = datetime.timedelta(days=2)
    days = [each for each in (old.published, old.start) if each]
    if any(start - slack <= each <= end + slack for each in days):
        return 1.2 if (end - start).days <= WEEK else 1.0
    # It may have been announced before the first report that we have of it.
    return -1.5 if all(each < start - slack for each in days) else -0.8
