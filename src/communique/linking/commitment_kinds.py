"""Which items of one telling are which of another, kind by kind: "10 tanks" of "10 tanks and 1,000 shells".

In: items of tellings of one commitment. Out: how many of each item another telling names, which items it doesn't name,
and which items of several tellings are of one kind. Two items of one telling are two kinds, however like each other
they are called; where a designation fits several kinds ("shells" of artillery and of mortars), the number decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final

from communique.linking.commitment_evidence import RANK, UNGIVEN
from communique.linking.commitment_pledges import Materiel, Pledge
from communique.linking.commitment_references import Pointer
from communique.linking.commitment_sizes import Size, alike, compare_items, compare_sums, is_vague, number_of, telling

_UNNAMED: Final = 0.3
"""Likeness of two designations of which one tells no more than the class."""
_NESTED: Final = 0.5
"""Least likeness of two designations of which one says all that the other does, and more."""
WHOLE: Final = 0.995
"""Share of a number or sum from which all of it is told, or there."""
_BY_NUMBER: Final = 0.25
"""Likeness that equal numbers add: less than what the words of a designation make out."""


def named(new: Sequence[Materiel], old: Sequence[Materiel]) -> list[float | None]:
    """Return for each item of `old` how many of it `new` names: None where it names none, 0 where it tells no number.

    An item that is told for several kinds together ("30 tanks" for 10 of one type and 20 of another) is given to the
    one that it fits best, and what is over to the others of which it is a name.
    """
    found: list[float | None] = [None] * len(old)
    for each in new:
        near = sorted(
            (place for place, other in enumerate(old) if alike(each, other)),
            key=lambda place: (-_nearness(each, old[place]), found[place] is not None, place),
        )
        if not near:
            continue
        fitting = [near[0], *(place for place in near[1:] if _is_nested(each, old[place]))]
        number = number_of(each)
        if number is None:
            for place in fitting:
                found[place] = found[place] or 0.0
            continue
        for place in fitting:
            if number <= 0 and place != near[0]:
                break
            held = number_of(old[place])
            taken = number if held is None else min(number, held)
            found[place] = (found[place] or 0.0) + taken
            number -= taken
        found[near[0]] = (found[near[0]] or 0.0) + number
    return found


def unnamed(new: Sequence[Materiel], old: Sequence[Materiel]) -> tuple[Materiel, ...]:
    """Return the items of `old` that `new` doesn't name, without those that name no kind."""
    return tuple(item for item, told in zip(old, named(new, old), strict=True) if told is None and not is_vague(item))


def of_some_kinds(pledges: Sequence[Pledge]) -> set[str]:
    """Return the ids of the tellings of one commitment that are of some of its materiel and not of all.

    "The 10 tanks have been delivered" tells so of a promise of 10 tanks and 1,000 shells, and so does the delivery of
    10 tanks and 400 shells; a paper that told the promise by its tanks alone doesn't. One that tells the sum of the
    whole tells of all of it.

    Args:
        pledges: the tellings of one commitment, in the order of time.
    """
    committed = [each for each in pledges if each.items and each.stage not in UNGIVEN]
    if not committed:
        return set()
    fullest = max(committed, key=_fullness)
    if _fullness(fullest)[0] <= 1:
        return set()
    onward = [each for each in pledges if RANK[each.stage] > RANK[fullest.stage]]
    return {each.id for each in onward if _is_less(each, fullest)}


def _fullness(each: Pledge) -> tuple[int, bool]:
    revised = any(ref.kind is Pointer.REVISION for ref in each.references)
    return sum(not is_vague(item) for item in each.items), revised


def _is_less(new: Pledge, old: Pledge) -> bool:
    """Return whether a telling names some kinds of another's materiel and not all, or not all of their numbers."""
    if new.amount and old.amount:
        same = compare_sums(new.amount, old.amount, new.published, old.published).size
        if same is Size.EQUAL:
            return False
    told = named(new.items, old.items)
    if all(number is None for number in told):
        return False
    short = (number and number < WHOLE * (number_of(item) or 0.0) for item, number in zip(old.items, told, strict=True))
    return any(short) or bool(unnamed(new.items, old.items))


def same_kinds(one: Pledge, other: Pledge) -> bool:
    """Return whether two tellings are of the same materiel in the same number."""
    return compare_items(one.items, other.items).size is Size.EQUAL and not (
        unnamed(one.items, other.items) or unnamed(other.items, one.items)
    )


def kinds(tellings: Iterable[Sequence[Materiel]]) -> list[list[int]]:
    """Return the number of the kind of each item of each telling: like items of several tellings have one number.

    Args:
        tellings: the items of each, in the order of time.
    """
    fresh = count()
    held: dict[int, list[Materiel]] = {}
    found: list[list[int]] = []
    for items in tellings:
        pairs = sorted(
            (-max(_nearness(item, each) for each in like), place, kind)
            for place, item in enumerate(items)
            for kind, some in held.items()
            if (like := [each for each in some if alike(item, each)])
        )
        own: dict[int, int] = {}
        for _, place, kind in pairs:
            if place not in own and kind not in own.values():
                own[place] = kind
        for place, item in enumerate(items):
            kind = own.setdefault(place, next(fresh) if place not in own else own[place])
            held.setdefault(kind, []).append(item)
        found.append([own[place] for place in range(len(items))])
    return found


def _nearness(one: Materiel, other: Materiel) -> float:
    """Return how near two like items are to each other, by their words first and then by their numbers."""
    left, right = telling(one), telling(other)
    if left == right:
        words = 1.0
    elif not left or not right:
        words = _UNNAMED
    else:
        shared = len(left & right) / len(left | right)
        words = max(shared, _NESTED) if _is_nested(one, other) else shared
    numbers = number_of(one), number_of(other)
    if not numbers[0] or not numbers[1]:
        return words
    return words + _BY_NUMBER * min(numbers) / max(numbers)  # type: ignore[type-var, operator]  # both are told here


def _is_nested(one: Materiel, other: Materiel) -> bool:
    return one.designation <= other.designation or other.designation <= one.designation
