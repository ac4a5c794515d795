"""The pictures of a ledger, by name: what the page shows, `communique plot` draws and a dossier holds.

In: a ledger and the filters of a question. Out: SVG with its specification, or None where there is nothing to show.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from communique.charts.drawing import Picture, sized
from communique.charts.drift import Uttered, drift_chart
from communique.charts.lives import Life, Step, lives_chart
from communique.charts.months import months_chart
from communique.charts.ties import MOST, Tie, ties_chart
from communique.charts.timeline import dyads, timeline_chart
from communique.charts.world import Dot, Shade, world_map
from communique.errors import BadQuestion
from communique.ledger import Ledger
from communique.ledger.asking.questions import Answer
from communique.ledger.full.details import NOT_DELIVERED, CommitmentInFull, commitments_in_full
from communique.ledger.full.event_details import EventInFull
from communique.ledger.told.calendar import Coming
from communique.ledger.told.drift import Said
from communique.ledger.told.givers import givers
from communique.ledger.told.lives import Life as Told
from communique.ledger.told.lives import lives as lives_told
from communique.ledger.told.lives import numbers_of, whole
from communique.ledger.told.people import Party
from communique.ledger.told.size_words import item_in_words

MOST_EVENTS = 2_000
"""Events of one picture, the latest."""
MOST_LIVES = 20
"""Commitments of one picture, those that something is newest of."""
KINDS = ("type", "status", "dyad")
"""What the columns of the timeline can be told apart by."""
_EXACT = frozenset(("site", "city"))
_TIMES = "SELECT number, day, type, status FROM events WHERE number IN (SELECT value FROM json_each(?))"
_PLACES = """
SELECT events.id, reports.place, reports.country, reports.longitude, reports.latitude, reports.place_precision
FROM events JOIN reports ON reports.number = events.lead WHERE events.number IN (SELECT value FROM json_each(?))
"""
"""Of thousands of events where they were, and no more."""
_SIDES = """
SELECT event_actors.event, min(CASE role WHEN 'actor' THEN coalesce(actors.country, '?') END),
    min(CASE role WHEN 'recipient' THEN coalesce(actors.country, '?') END)
FROM event_actors JOIN actors ON actors.number = event_actors.actor
WHERE event_actors.event IN (SELECT value FROM json_each(?)) GROUP BY event_actors.event
"""
_COMMITMENTS = "SELECT number FROM commitments WHERE id IN (SELECT value FROM json_each(?))"
_TIES = """
WITH own AS (
    SELECT DISTINCT event FROM event_actors WHERE actor = (SELECT number FROM actors WHERE id = ?1)
    ORDER BY day DESC LIMIT 5000)
SELECT actors.id, actors.name, count(DISTINCT own.event) AS shared, avg(reports.score) AS score
FROM own JOIN event_actors AS others ON others.event = own.event JOIN actors ON actors.number = others.actor
JOIN events ON events.number = own.event LEFT JOIN reports ON reports.number = events.lead
WHERE actors.id <> ?1 GROUP BY actors.number ORDER BY shared DESC, actors.name LIMIT ?2
"""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A map, and what stands on it: events at towns and sites, by country alone, nowhere; places, events, addresses."""

    svg: Picture
    shown: int
    countries: int
    nowhere: int
    total: int
    places: tuple[tuple[str, int, str], ...]


def map_of(ledger: Ledger, filters: Mapping[str, Any], *, links: bool = True, near: bool = True) -> Mapped:
    """Return the map of events: `near`, of the part of the world where they are, or of all of it."""
    found = ledger.events(limit=MOST_EVENTS, **filters)
    dots: dict[tuple[float, float], list[str]] = {}
    shades: dict[str, int] = {}
    places: dict[tuple[float, float], str] = {}
    units: dict[tuple[float, float] | str, dict[str, None]] = {}
    nowhere = 0
    for its_id, place, country, where, precision in _places(ledger, found, then="as_of" in filters):
        if where is not None and precision in _EXACT:
            dots.setdefault(where, []).append(its_id)
            places[where] = place or ""
            units.setdefault(where, {})[precision or ""] = None
        elif country:
            shades[country] = shades.get(country, 0) + 1
            units.setdefault(country, {})[precision or ""] = None
        else:
            nowhere += 1
    address = {
        at: _chosen(filters, place=[places[at] if at in places else str(at)], precision=list(some))
        for at, some in units.items()
    }
    address |= {where: f"/record/{ids[0]}" for where, ids in dots.items() if len(ids) == 1}
    svg = world_map(
        [Dot(*where, places[where], len(ids), address[where] if links else None) for where, ids in dots.items()],
        [Shade(country, count, address[country] if links else None) for country, count in shades.items()],
        near=near,
    )
    ranked = sorted(
        ((places[where], len(ids), address[where]) for where, ids in dots.items()), key=lambda each: (-each[1], each[0])
    )
    known = sum(count for _, count, _ in ranked)
    return Mapped(svg, known, sum(shades.values()), nowhere, found.total, tuple(ranked[:20]))


def _chosen(filters: Mapping[str, Any], **narrower: Sequence[str]) -> str:
    """Return the address of the list of the events that filters choose, with others in place of some."""
    return f"/events?{urlencode({**filters, **narrower}, doseq=True)}"


_Placed = tuple[str, str | None, str | None, tuple[float, float] | None, str | None]


def _places(ledger: Ledger, found: Answer[EventInFull], *, then: bool) -> Iterator[_Placed]:
    """Yield of each event its id, place, country, longitude and latitude, precision."""
    if then:
        for event in found:
            yield event.id, event.place, event.country, event.point, event.place_precision
        return
    for row in ledger.connection.execute(_PLACES, (json.dumps(found.numbers),)):
        point = None if row["longitude"] is None or row["latitude"] is None else (row["longitude"], row["latitude"])
        yield row["id"], row["place"], row["country"], point, row["place_precision"]


def timeline_of(ledger: Ledger, filters: Mapping[str, Any], by: str = "type", *, links: bool = True) -> Picture | None:
    """Return events over time, told apart by type, status or dyad; no filter asks for a dyad's, which have no links.

    Raises:
        BadQuestion: they can't be told apart by that.
    """
    if by not in KINDS:
        raise BadQuestion(f"{by} tells no events apart", hint=f"It is one of {', '.join(KINDS)}.")
    found = ledger.events(limit=MOST_EVENTS, **filters)
    numbers = json.dumps(found.numbers)
    if "as_of" in filters:
        # What an event was like then stands in none of the ledger's own tables.
        rows: list[Any] = [
            {name: getattr(each, name) for name in ("number", "day", "type", "status")} for each in found
        ]
    else:
        rows = ledger.connection.execute(_TIMES, (numbers,)).fetchall()
    if not rows:
        return None
    if by == "dyad":
        sides = {row[0]: (row[1], row[2]) for row in ledger.connection.execute(_SIDES, (numbers,))}
        kinds = dyads(sides.get(row["number"], (None, None)) for row in rows)
    else:
        kinds = [row[by] for row in rows]
    days = [(row["day"], kind) for row, kind in zip(rows, kinds, strict=True)]
    leads = partial(_column, filters, by) if links and by != "dyad" else None
    return timeline_chart(days, f"Events by {by}", leads)


def _column(filters: Mapping[str, Any], by: str, first: str, last: str, kinds: Sequence[str]) -> str:
    """Return the address of the events of a column that are of a kind, or of none of those that begin with "!"."""
    since, until = list(filters.get("since", ())), list(filters.get("until", ()))
    # What is asked for may begin or end within a column. A month, as 2024-03, is all of its days.
    if len(since) == 1 and not since[0].startswith("!"):
        first = max(first, since[0])
    if len(until) == 1 and not until[0].startswith("!"):
        last = min(last, until[0], key=lambda each: f"{each}~")
    rest = filters.get(by, ()) if kinds[0].startswith("!") else ()
    return _chosen(filters, since=[first], until=[last], **{by: [*rest, *kinds]})


def lives_of(ledger: Ledger, filters: Mapping[str, Any], *, links: bool = True) -> Picture | None:
    """Return the lives of commitments, from promise to delivery, by donor: of each that is chosen its whole life."""
    threads: dict[str, list[CommitmentInFull]] = {}
    for each in ledger.commitments(limit=300, **filters):
        threads.setdefault(each.thread, []).append(each)
    shown = dict(list(threads.items())[:MOST_LIVES])
    then = filters.get("as_of")
    numbers = numbers_of(ledger.connection, shown)
    known = {each.thread.id: each for each in lives_told(ledger.connection, numbers, then)}
    most = json.dumps([whole(each).id for each in known.values()])
    records = [row[0] for row in ledger.connection.execute(_COMMITMENTS, (most,))]
    full = {each.thread: each for each in commitments_in_full(ledger.connection, records, as_of=then)}
    donors = givers(ledger.connection, known.values())
    lives = [
        _life(thread, told, known.get(thread), full.get(thread), donors.get(thread, ()), links=links)
        for thread, told in shown.items()
    ]
    return lives_chart(lives) if lives else None


def ties_of(ledger: Ledger, actor: str, *, links: bool = True) -> Picture | None:
    """Return the strongest ties of an actor, given by its id."""
    name = ledger.connection.execute("SELECT name FROM actors WHERE id = ?", (actor,)).fetchone()
    ties = [
        Tie(row["name"], row["shared"], row["score"] or 0.0, f"/actor/{row['id']}" if links else None)
        for row in ledger.connection.execute(_TIES, (actor, MOST))
    ]
    return ties_chart(name[0], ties) if name and ties else None


def months_of(
    ledger: Ledger, since: datetime.date, until: datetime.date | None = None, *, links: bool = True
) -> Picture | None:
    """Return the months in which something is planned, from a day to another."""
    return months_with(ledger.calendar(since=since, until=until), links=links)


def months_with(coming: Iterable[Coming], *, links: bool = True) -> Picture | None:
    """Return the months in which something is planned on a certain day."""
    planned: dict[str, list[str]] = {}
    for each in coming:
        if each.precision == "day":
            planned.setdefault(each.start, []).append(f"{each.what}, {', '.join(each.actors) or 'not named'}")
    return months_chart(planned, links=links) if planned else None


def drift_of(said: Sequence[Said], speaker: str, *, links: bool = True) -> Picture | None:
    """Return how sure a speaker was over time, from what `Ledger.drift` tells."""
    uttered = [
        Uttered(each.day, each.act, each.certainty, each.content, f"/record/{each.statement}" if links else None)
        for each in said
    ]
    return drift_chart(uttered, speaker) if uttered else None


def _life(  # noqa: PLR0913  # what a life is made of
    thread: str,
    told: list[CommitmentInFull],
    known: Told | None,
    most: CommitmentInFull | None,
    donors: Sequence[Party],
    *,
    links: bool,
) -> Life:
    """Return a life for the picture: all its stages, called by its `donors` and the telling that says `most` of it.

    Where all that is told of it was rejected, nothing is `known` of it but what was chosen.
    """
    if known is None or most is None:
        most = max(told, key=lambda each: (len(each.donors) + len(each.recipients), len(each.items)))
        steps = [Step(each.known, each.stage_told) for each in told]
        amount: Any = most
    else:
        steps = [
            Step(known.known[each.id], NOT_DELIVERED if each.id in known.undelivered else each.stage)
            for each in known.thread.pledges
        ]
        amount = known.thread.amount or most
    what = f"{sized(amount.value)} {amount.currency}" if amount.value is not None else ""
    if not what and most.items:
        what = item_in_words(most.items[0])
    recipients = ", ".join(each.name for each in most.recipients)
    due = known.thread.due if known else None
    return Life(
        ", ".join(each.name for each in donors or most.donors) or "Donor not named",
        " → ".join(part for part in (what or most.category.replace("_", " "), recipients) if part),
        tuple(dict.fromkeys(sorted(steps, key=lambda each: each.day))),
        due.isoformat() if due else None,
        f"/record/{thread}" if links else None,
    )


PICTURES: Mapping[str, tuple[str, Callable[..., Picture | None]]] = {
    "map": ("events", lambda ledger, filters, **_: map_of(ledger, filters, links=False).svg),
    "timeline": ("events", lambda ledger, filters, by="type", **_: timeline_of(ledger, filters, by, links=False)),
    "lives": ("commitments", lambda ledger, filters, **_: lives_of(ledger, filters, links=False)),
}
"""Pictures that a question's filters choose the records of: the family, and what draws them."""
