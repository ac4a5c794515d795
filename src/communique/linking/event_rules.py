"""Rules of linking that no likeness outweighs, and what a record's own fields add to it.

In: two tolds. Out: the reason why they can't be one event, or None; and points for and against, as logits, from type,
actors, date and place. ECB+ has too few events of PLOVER's kind to fit these on, so they are set by hand: a point of 1
makes the odds 2.7 times as good.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import Final

from communique.knowledge.codebook import quad_of
from communique.linking.actors import are_others, is_named
from communique.linking.event_told import Count, Told
from communique.vocabulary import EventType

UNREAL: Final = frozenset(("planned", "proposed", "possible", "hypothetical"))
"""Statuses of what has not happened, as far as is told."""
MUTUAL: Final = frozenset(("CONSULT", "AGREE", "COOPERATE"))
"""Types in which who is actor and who recipient is often a matter of wording."""
SPOKEN: Final = frozenset(("SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
"""Types in which somebody acts by what he says himself."""
SLACK: Final = 1
"""Days by which two stated dates of one event may differ: time zones, nights, and the day of the report."""
FAR: Final = 150.0
"""Kilometres between two towns that are surely two places; nearer ones may be a town and its district."""
LATE: Final = 10
"""Days between two reports of which neither states a date, after which they are of two events: agencies retell an
event for a week or so."""

SAME_TYPE, OTHER_TYPE, NO_TYPE = 0.8, -1.5, -0.3
SHARED, PARTLY, APART = 1.0, 0.4, -2.0
SAME_DAY, NEXT_DAY, SAME_PLACE = 0.8, -0.8, 0.8
RETOLD: Final = 0.35
"""Points for the logarithm of the days between two reports that state the same day."""
SAME_COUNT, RARE_COUNT, FEWER, MANY_MORE, FEWEST = 0.8, 1.5, -1.0, -0.5, -2.0
"""A number of people told again, and one that isn't round; a later report with far fewer, or many times as many; the
least for all kinds."""
TOLL: Final = frozenset(("dead", "injured", "arrested", "displaced"))
"""Kinds of people who are counted; estimates of crowds and troops differ by where they come from."""
SHRUNK, GROWN = 0.67, 4.0
"""Ratios of a later number to an earlier one beyond which both are seldom of one event: tolls grow with time."""
TELLING, RARE = 3, 20
"""Numbers of people from which two reports have the same one seldom by chance, and hardly ever."""
PAIR: Final = 2
"""Countries, or people, that meet where no other is meant."""
OTHER_PARTY, ONE_MORE, OVER_TIME = -2.0, -1.0, -1.0
"""Points where each names somebody at a meeting whom the other doesn't; where one tells of a further one and the other
came out before it; where one counts over a stretch of time without an end."""


def barrier(a: Told, b: Told) -> str | None:
    """Return why two tellings can't be one event, None where they can."""
    return (
        _status(a, b) or _type(a, b) or _sides(a, b) or _dates(a, b) or _places(a, b) or _another(a, b) or _people(a, b)
    )


def _another(a: Told, b: Told) -> str | None:
    if not a.type or a.type != b.type:
        return None
    first, second = (a, b) if a.at <= b.at else (b, a)
    if a.article == b.article and second.another and not first.another:
        return "the article tells of another one"
    return None


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
        return _meetings(a, b)
    for actors, recipients in (("actors", "recipients"), ("actor_countries", "recipient_countries")):
        first = [getattr(a, name) for name in (actors, recipients)]
        second = [getattr(b, name) for name in (actors, recipients)]
        if first[0] & second[1] and first[1] & second[0] and not first[0] & second[0] and not first[1] & second[1]:
            return "the sides are the other way round"
    left, right = _parties(a), _parties(b)
    if all(_are_others(mine, theirs) for mine, theirs in zip(left, right, strict=True)):
        return "other actors and other recipients"
    return None


def _meetings(a: Told, b: Told) -> str | None:
    """Return that two meetings of two have only one of them in common, country or person: "A met B", "A met C"."""
    if not a.type == b.type == "CONSULT":
        return None
    mine, theirs = _met(a, b)[0]
    two = len(mine) == len(theirs) == PAIR
    if two and _each_has_another(mine, theirs):
        return "each names another party"
    people = len(a.persons) == len(b.persons) == PAIR and len(a.persons & b.persons) == 1
    rest = (
        [next(iter(one - other)) for one, other in ((a.persons, b.persons), (b.persons, a.persons))] if people else []
    )
    return "each names another person" if people and are_others(*rest) else None


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
    if agree is None and (_is_too_early(a, b) or _is_too_early(b, a)):
        return "told before it happened"
    if agree is None and not (a.status in UNREAL and b.status in UNREAL):
        spans = [_days(each) for each in (a, b)]
        if all(spans) and _apart(spans[0], spans[1]) > LATE:
            return "told too long after each other"
    return None


def _is_too_early(told: Told, other: Told) -> bool:
    """Return whether one tells as done what, of a stated day, was done only after it came out."""
    if told.status in UNREAL or not told.status or told.published is None or other.start is None:
        return False
    return (other.start - told.published).days > SLACK


def dates_agree(a: Told, b: Told) -> bool | None:
    """Say whether two stated dates agree; None where one isn't stated."""
    if not (a.start and a.end and b.start and b.end):
        return None
    return _apart((a.start, a.end), (b.start, b.end)) <= SLACK


Days = tuple[datetime.date, datetime.date]
_Sides = tuple[frozenset[str], frozenset[str]]


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
        apart = _apart(_days(a), _days(b))
        total += NEXT_DAY if apart else SAME_DAY
        reasons.append(f"days {apart} apart" if apart else "same day")
    total += _retold(a, b)
    if a.place and a.exact and b.exact and (a.place == b.place or (kilometres(a, b) or FAR) < FAR / 10):
        total += SAME_PLACE
        reasons.append(f"both at {a.place}")
    for score, reason in (_counted(a, b), _one_more(a, b), _over_time(a, b)):
        total += score
        reasons += [reason] if score else []
    return total, tuple(reasons)


def _retold(a: Told, b: Told) -> float:
    """Return the points for days that both state and that agree, by how long after each other they came out.

    Likeness was fitted on reports of which few state a day: there one of three weeks later is of something else. A day
    that is told says which event is meant, however late it is told.
    """
    exact = all(each.precision in {"day", "week"} for each in (a, b))
    if not exact or not dates_agree(a, b) or _apart(_days(a), _days(b)) or not (a.published and b.published):
        return 0.0
    return RETOLD * math.log1p(max(0, abs((a.published - b.published).days) - 1))


def _people(a: Told, b: Told) -> str | None:
    """Return that a later report has far fewer of every kind of people: what takes back one toll keeps the other."""
    found = [score for score, _ in _tolls(a, b)]
    return "far fewer people of every kind" if len(found) > 1 and set(found) == {FEWER} else None


def _counted(a: Told, b: Told) -> tuple[float, str]:
    """Return the points for numbers of people that agree or differ, and what they are."""
    found = [(score, said) for score, said in _tolls(a, b) if score]
    total = sum(score for score, _ in found)
    return max(FEWEST, min(RARE_COUNT, total)), " and ".join(said for _, said in found)


def _tolls(a: Told, b: Told) -> Iterator[tuple[float, str]]:
    """Yield the points for the numbers of each kind of people that both tell exactly, and the numbers.

    Two records of one article may have been given the same number, so there it says nothing.
    """
    if a.article == b.article:
        return
    days = [each.published or datetime.date.min for each in (a, b)]
    first, second = (b, a) if days[1] < days[0] else (a, b)
    mine, theirs = ({each.kind: each for each in one.counts} for one in (first, second))
    for kind in sorted(mine.keys() & theirs.keys() & TOLL):
        points = _count_points(mine[kind], theirs[kind], ordered=days[0] != days[1])
        yield points, f"{kind} {_said(mine[kind])} / {_said(theirs[kind])}"


def _count_points(before: Count, after: Count, *, ordered: bool) -> float:
    """Return the points for two numbers, each exact or a bound; `ordered` says that the second was told later."""
    if before == after and before.low == before.high:
        number = before.low or 0
        return (RARE_COUNT if number >= RARE and number % 10 else SAME_COUNT) if number >= TELLING else 0.0
    shrunk, grown = _least_ratio(before, after), _least_ratio(after, before)
    if not ordered:
        return MANY_MORE if max(shrunk, grown) > GROWN else 0.0
    return FEWER if shrunk > 1 / SHRUNK else MANY_MORE if grown > GROWN else 0.0


def _least_ratio(more: Count, fewer: Count) -> float:
    """Return how many times as many one number is at least, 0 where that isn't known."""
    return more.low / fewer.high if more.low and fewer.high else 0.0


def _said(count: Count) -> str:
    """Return a number in a reason, an open end as the lists of contradictions show it."""
    low, high = ("" if end is None else str(end) for end in (count.low, count.high))
    return low if low == high else f"{low}–{high}"


def _one_more(a: Told, b: Told) -> tuple[float, str]:
    """Return the points against a further event and one of which an earlier report tells as of a first."""
    further, other = (a, b) if a.another else (b, a)
    if a.another == b.another or a.article == b.article or not (further.published and other.published):
        return 0.0, ""
    return (ONE_MORE, "one tells of a further one") if other.published < further.published else (0.0, "")


def _over_time(a: Told, b: Told) -> tuple[float, str]:
    """Return the points against what one counts since some day and one of which the other tells."""
    lasting = [each.start is not None and each.end is None for each in (a, b)]
    return (OVER_TIME, "one is told over a stretch of time") if lasting[0] != lasting[1] else (0.0, "")


def _other_people(a: Told, b: Told) -> tuple[bool, bool]:
    """Return whether those who act, and those whom it is done to, are surely other people in two reports.

    Two citizens of one country are no more one than two of two. Of who acts that holds where one acts by speaking: of a
    deed of state one paper may name the president, another the general.
    """
    if a.type in MUTUAL or b.type in MUTUAL:
        return False, False
    sides = ((a.actors, b.actors), (a.recipients, b.recipients))
    names = dict(a.persons), dict(b.persons)
    actors, recipients = (
        bool(mine and theirs)
        and mine <= names[0].keys()
        and theirs <= names[1].keys()
        and all(are_others((one, names[0][one]), (other, names[1][other])) for one in mine for other in theirs)
        for mine, theirs in sides
    )
    return actors and {a.type, b.type} <= SPOKEN, recipients


def _met(a: Told, b: Told) -> tuple[_Sides, _Sides]:
    """Return who met, as two reports have it: by country, and by name."""
    countries = [each.actor_countries | each.recipient_countries for each in (a, b)]
    people = [frozenset(key for key, _ in each.persons) for each in (a, b)]
    return (countries[0], countries[1]), (people[0], people[1])


def _each_has_another(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether each side names somebody whom the other doesn't: "A met B" and "A met C" are two meetings."""
    return bool(mine & theirs and mine - theirs and theirs - mine)


def _parties_shared(a: Told, b: Told) -> tuple[float, list[str]]:
    """Return the points for shared actors and recipients, and their names for people."""
    left, right = _parties(a), _parties(b)
    if a.type in MUTUAL and b.type in MUTUAL:
        left, right = (left[0] | left[1], frozenset()), (right[0] | right[1], frozenset())
    total = 0.0
    shared: set[str] = set()
    people = _other_people(a, b)
    for place, (mine, theirs) in enumerate(zip(left, right, strict=True)):
        if people[place]:
            total += APART
        elif mine and theirs:
            both = mine & theirs
            total += (SHARED if both in (mine, theirs) else PARTLY) if both else APART
            shared |= both
    if a.type == b.type == "CONSULT" and any(_each_has_another(*each) for each in _met(a, b)):
        total += OTHER_PARTY
    keys = (a.actors | a.recipients) & (b.actors | b.recipients)
    total += PARTLY if keys else 0.0
    return total, sorted({each if each.startswith("wikidata") else each.rpartition(":")[2] for each in shared})
