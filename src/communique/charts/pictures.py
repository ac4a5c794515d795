"""The pictures of a ledger, by name: what the page shows, `communique plot` draws and a dossier holds.

In: a ledger and the filters of a question. Out: SVG, or None where there is nothing to show.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from communique.charts.lives import Life, Step, lives_chart
from communique.charts.months import months_chart
from communique.charts.ties import MOST, Tie, ties_chart
from communique.charts.timeline import dyads, timeline_chart
from communique.charts.world import Dot, Shade, world_map
from communique.errors import BadQuestion
from communique.ledger import Ledger
from communique.ledger.details import CommitmentInFull

MOST_EVENTS = 2_000
"""Events of one picture, the latest."""
MOST_LIVES = 20
"""Commitments of one picture, those that something is newest of."""
KINDS = ("type", "status", "dyad")
"""What the columns of the timeline can be told apart by."""
_EXACT = frozenset(("site", "city"))
_TIMES = "SELECT number, day, type, status FROM events WHERE number IN (SELECT value FROM json_each(?))"
_SIDES = """
SELECT event_actors.event, min(CASE role WHEN 'actor' THEN coalesce(actors.country, '?') END),
    min(CASE role WHEN 'recipient' THEN coalesce(actors.country, '?') END)
FROM event_actors JOIN actors ON actors.number = event_actors.actor
WHERE event_actors.event IN (SELECT value FROM json_each(?)) GROUP BY event_actors.event
"""
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
    """A map, and what stands on it: events at towns and sites, by country alone, nowhere; places with their events."""

    svg: str
    shown: int
    countries: int
    nowhere: int
    total: int
    places: tuple[tuple[str, int], ...]


def map_of(ledger: Ledger, filters: Mapping[str, Any], *, links: bool = True) -> Mapped:
    """Return the map of events."""
    found = ledger.events(limit=MOST_EVENTS, **filters)
    dots: dict[tuple[float, float], list[str]] = {}
    shades: dict[str, int] = {}
    places: dict[tuple[float, float], str] = {}
    nowhere = 0
    for event in found:
        if event.latitude is not None and event.longitude is not None and event.place_precision in _EXACT:
            where = (event.longitude, event.latitude)
            dots.setdefault(where, []).append(event.id)
            places[where] = event.place or ""
        elif event.country:
            shades[event.country] = shades.get(event.country, 0) + 1
        else:
            nowhere += 1
    svg = world_map(
        [
            Dot(lon, lat, places[lon, lat], len(ids), _where(ids, places[lon, lat]) if links else None)
            for (lon, lat), ids in dots.items()
        ],
        [Shade(country, count, f"/events?place={country}" if links else None) for country, count in shades.items()],
    )
    ranked = sorted(((places[where], len(ids)) for where, ids in dots.items()), key=lambda each: (-each[1], each[0]))
    return Mapped(
        svg, sum(count for _, count in ranked), sum(shades.values()), nowhere, found.total, tuple(ranked[:20])
    )


def timeline_of(ledger: Ledger, filters: Mapping[str, Any], by: str = "type") -> str | None:
    """Return events over time, told apart by type, status or dyad.

    Raises:
        BadQuestion: they can't be told apart by that.
    """
    if by not in KINDS:
        raise BadQuestion(f"{by} tells no events apart", hint=f"It is one of {', '.join(KINDS)}.")
    numbers = json.dumps(ledger.events(limit=MOST_EVENTS, **filters).numbers)
    rows = ledger.connection.execute(_TIMES, (numbers,)).fetchall()
    if not rows:
        return None
    if by == "dyad":
        sides = {row[0]: (row[1], row[2]) for row in ledger.connection.execute(_SIDES, (numbers,))}
        kinds = dyads(sides.get(row["number"], (None, None)) for row in rows)
    else:
        kinds = [row[by] for row in rows]
    return timeline_chart([(row["day"], kind) for row, kind in zip(rows, kinds, strict=True)], f"Events by {by}")


def lives_of(ledger: Ledger, filters: Mapping[str, Any], *, links: bool = True) -> str | None:
    """Return the lives of commitments, from promise to delivery, by donor."""
    threads: dict[str, list[CommitmentInFull]] = {}
    for each in ledger.commitments(limit=300, **filters):
        threads.setdefault(each.thread, []).append(each)
    lives = [_life(thread, told, links=links) for thread, told in list(threads.items())[:MOST_LIVES]]
    return lives_chart(lives) if lives else None


def ties_of(ledger: Ledger, actor: str, *, links: bool = True) -> str | None:
    """Return the strongest ties of an actor, given by its id."""
    name = ledger.connection.execute("SELECT name FROM actors WHERE id = ?", (actor,)).fetchone()
    ties = [
        Tie(row["name"], row["shared"], row["score"] or 0.0, f"/actor/{row['id']}" if links else None)
        for row in ledger.connection.execute(_TIES, (actor, MOST))
    ]
    return ties_chart(name[0], ties) if name and ties else None


def months_of(
    ledger: Ledger, since: datetime.date, until: datetime.date | None = None, *, links: bool = True
) -> str | None:
    """Return the months in which something is planned."""
    planned: dict[str, list[str]] = {}
    for each in ledger.calendar(since=since, until=until):
        if each.precision == "day":
            planned.setdefault(each.start, []).append(f"{each.what}, {', '.join(each.actors) or 'not named'}")
    return months_chart(planned, links=links) if planned else None


def _where(ids: list[str], place: str) -> str:
    return f"/record/{ids[0]}" if len(ids) == 1 else f"/events?place={quote(place)}"


def _life(thread: str, told: list[CommitmentInFull], *, links: bool) -> Life:
    ordered = sorted(told, key=lambda each: (each.known, each.number))
    steps = tuple(dict.fromkeys(Step(each.known, each.stage) for each in ordered))
    whole = max(ordered, key=lambda each: (len(each.donors) + len(each.recipients), each.value or 0, len(each.items)))
    largest = max(ordered, key=lambda each: each.value or 0)
    what = f"{largest.value:,.15g} {largest.currency}" if largest.value is not None else ""
    if not what and whole.items:
        item = whole.items[0]
        what = f"{item.count:,} {item.designation}" if item.count is not None else item.designation
    recipients = ", ".join(each.name for each in whole.recipients)
    due = [each.date_end for each in ordered if each.date_end and each.date_start and each.date_start > each.known]
    return Life(
        ", ".join(each.name for each in whole.donors) or "Donor not named",
        " → ".join(part for part in (what or whole.category.replace("_", " "), recipients) if part),
        steps,
        max(due, default=None),
        f"/record/{thread}" if links else None,
    )


PICTURES: Mapping[str, tuple[str, Callable[..., str | None]]] = {
    "map": ("events", lambda ledger, filters, **_: map_of(ledger, filters, links=False).svg),
    "timeline": ("events", lambda ledger, filters, by="type", **_: timeline_of(ledger, filters, by)),
    "lives": ("commitments", lambda ledger, filters, **_: lives_of(ledger, filters, links=False)),
}
"""Pictures that a question's filters choose the records of: the family, and what draws them."""
