"""Rules of linking that no likeness outweighs, and what a record's own fields add to it.

In: two tolds. Out: the reason why they can't be one event, or None; and points for and against, as logits, from type,
actors, date and place. ECB+ has too few events of PLOVER's kind to fit these on, so they are set by hand: a point of 1
makes the odds 2.7 times as good.
"""

from __future__ import annotations

import datetime
import math
from typing import Final

from communique.knowledge.codebook import quad_of
from communique.linking.actors import is_named
from communique.linking.event_told import Told
from communique.vocabulary import EventType

UNREAL: Final = frozenset(("planned", "proposed", "possible", "hypothetical"))
"""Statuses of what has not happened, as far as is told."""
MUTUAL: Final = frozenset(("CONSULT", "AGREE", "COOPERATE"))
"""Types in which who is actor and who recipient is often a matter of wording."""
SLACK: Final = 1
"""Days by which two stated dates of one event may differ: time zones, nights, and the day of the report."""
FAR: Final = 150.0
"""Kilometres between two towns that are surely two places; nearer ones may be a town and its district."""
LATE: Final = 10
"""Days between two reports of which neither states a date, after which they are of two events: agencies retell an
event for a week or so."""

SAME_TYPE, OTHER_TYPE, NO_TYPE = 0.8, -1.5, -0.3
SHARED, PARTLY, APART = 1.0, 0.4, -2.0
SAME_DAY, SAME_PLACE = 0.8, 0.8


def barrier(a: Told, b: Told) -> str | None:
    """Return why two tellings can't be one event, None where they can."""
    return _status(a, b) or _type(a, b) or _sides(a, b) or _dates(a, b) or _places(a, b)


def _status(a: Told, b: Told) -> str | None:
    if not (a.status and b.status):
        return None
    if (a.status == "negated") != (b.status == "negated"):
        return "one says that it did not happen"
    agree = dates_agree(a, b)
    if (a.status in UNREAL) != (b.status in UNREAL) and agree is not True:
        return "one is a plan, and no dates agree"
    if (a.status == "historical") != (b.status == "historical") and agree is not True:
        return "one is background, and no dates agree"
    return None


def _type(a: Told, b: Told) -> str | None:
    if a.type and b.type and a.type != b.type:
        quads = [(quad_of(EventType(each.type)) - 1) // 2 for each in (a, b)]
        if quads[0] != quads[1]:
            return f"{min(a.type, b.type)} and {max(a.type, b.type)} are opposites"
    return None


def _sides(a: Told, b: Told) -> str | None:
    if a.type in MUTUAL or b.type in MUTUAL:
        return None
    for actors, recipients in (("actors", "recipients"), ("actor_countries", "recipient_countries")):
        first = [getattr(a, name) for name in (actors, recipients)]
        second = [getattr(b, name) for name in (actors, recipients)]
        if first[0] & second[1] and first[1] & second[0] and not first[0] & second[0] and not first[1] & second[1]:
            return "the sides are the other way round"
    left, right = _parties(a), _parties(b)
    if all(_are_others(mine, theirs) for mine, theirs in zip(left, right, strict=True)):
        return "other actors and other recipients"
    return None


def _are_others(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether two sides are surely not the same: both are told, all are named, and none is on both.

    "Two workers" in one report may be "the victims" of the other.
    """
    return bool(mine and theirs) and not mine & theirs and all(is_named(each) for each in mine | theirs)


def _parties(told: Told) -> tuple[frozenset[str], frozenset[str]]:
    """Return actors and recipients by country where one is known, else by key."""
    return told.actor_countries or told.actors, told.recipient_countries or told.recipients


def _dates(a: Told, b: Told) -> str | None:
    agree = dates_agree(a, b)
    if agree is False:
        return "the dates differ"
    if agree is None and not (a.status in UNREAL and b.status in UNREAL):
        spans = [_days(each) for each in (a, b)]
        if all(spans) and _apart(spans[0], spans[1]) > LATE:
            return "told too long after each other"
    return None


def dates_agree(a: Told, b: Told) -> bool | None:
    """Say whether two stated dates agree; None where one isn't stated."""
    if not (a.start and a.end and b.start and b.end):
        return None
    return _apart((a.start, a.end), (b.start, b.end)) <= SLACK


Days = tuple[datetime.date, datetime.date]


def _days(told: Told) -> Days | None:
    """Return the stated days, else that of publication."""
    if told.start and told.end:
        return told.start, told.end
    return (told.published, told.published) if told.published else None


def _apart(first: Days | None, second: Days | None) -> int:
    """Return the days between two stretches, 0 where they overlap."""
    if first is None or second is None:
        return 0
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def _places(a: Told, b: Told) -> str | None:
    far = kilometres(a, b)
    return "the places are far apart" if a.exact and b.exact and far is not None and far > FAR else None


def kilometres(a: Told, b: Told) -> float | None:
    """Return how far the places of two tellings are apart, None where one has no coordinates (haversine formula)."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    first, second = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((second - first) / 2) ** 2
    half += math.cos(first) * math.cos(second) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


def points(a: Told, b: Told) -> tuple[float, tuple[str, ...]]:
    """Return what the records' fields say for (or against) one event, in logits, and the reasons in words."""
    total, reasons = 0.0, []
    if a.type and b.type:
        total += SAME_TYPE if a.type == b.type else OTHER_TYPE
        reasons.append(f"same type {a.type}" if a.type == b.type else f"types {a.type} / {b.type}")
    elif a.type or b.type:
        total += NO_TYPE
    if a.type and b.type:
        score, shared = _parties_shared(a, b)
        total += score
        if shared:
            reasons.append(f"both name {' and '.join(shared)}")
    if dates_agree(a, b) and a.precision == b.precision == "day":
        total += SAME_DAY
        reasons.append("same day" if a.start == b.start else f"days {_apart(_days(a), _days(b)) or 0} apart")
    if a.place and a.exact and b.exact and (a.place == b.place or (kilometres(a, b) or FAR) < FAR / 10):
        total += SAME_PLACE
        reasons.append(f"both at {a.place}")
    return total, tuple(reasons)


def _parties_shared(a: Told, b: Told) -> tuple[float, list[str]]:
    """Return the points for shared actors and recipients, and their names for people."""
    left, right = _parties(a), _parties(b)
    if a.type in MUTUAL and b.type in MUTUAL:
        left, right = (left[0] | left[1], frozenset()), (right[0] | right[1], frozenset())
    total = 0.0
    shared: set[str] = set()
    for mine, theirs in zip(left, right, strict=True):
        if mine and theirs:
            both = mine & theirs
            total += (SHARED if both in (mine, theirs) else PARTLY) if both else APART
            shared |= both
    keys = (a.actors | a.recipients) & (b.actors | b.recipients)
    total += PARTLY if keys else 0.0
    return total, sorted({each if each.startswith("wikidata") else each.rpartition(":")[2] for each in shared})
