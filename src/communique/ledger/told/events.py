"""Events from their reports: which reports tell one, and what they tell together.

In: numbers of events and reports in an open transaction. Out: rows of `events` and `event_actors` that say what the
reports say together, whatever the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from communique.ledger.ids import event_id
from communique.ledger.quoted import marks
from communique.ledger.told.contested import contest_event

_REPORTS = """
SELECT reports.*, articles.source,
    (SELECT count(DISTINCT role) FROM report_actors WHERE report = reports.number) AS roles
FROM reports JOIN articles ON articles.number = reports.article WHERE event = ? ORDER BY reports.known, reports.id
"""

_Report = TypeVar("_Report", bound=sqlite3.Row | Mapping[str, Any])
"""A row of `reports` as `_REPORTS` selects it, or one that is still to be written."""


def move_reports(connection: sqlite3.Connection, reports: Iterable[int], event: int | None) -> int:
    """Make reports tell one event, a new one where none is given; return its number. Events left without reports go."""
    numbers = list(reports)
    query = f"SELECT DISTINCT event FROM reports WHERE number IN ({marks(numbers)})"  # marks only
    left = {row[0] for row in connection.execute(query, numbers)}
    number = _new_event(connection, numbers[0]) if event is None else event
    connection.executemany("UPDATE reports SET event = ? WHERE number = ?", [(number, each) for each in numbers])
    for each in left - {number}:
        refresh_event(connection, each, into=number)
    refresh_event(connection, number)
    return number


def refresh_event(connection: sqlite3.Connection, event: int, *, into: int | None = None) -> None:
    """Write anew what an event's reports say together; one without reports is taken out.

    `into` is the event that its last report went to: whoever cites the old id finds that one.
    """
    rows = connection.execute(_REPORTS, (event,)).fetchall()
    if not rows:
        _remove(connection, event, into)
        return
    its_id = event_id(row["id"] for row in rows)
    _rename(connection, event, its_id)
    told = put_together(connection, rows)
    columns = ", ".join(f"{name} = ?" for name in told.fields)
    connection.execute(
        f"UPDATE events SET id = ?, {columns} WHERE number = ?",  # names of ours
        (its_id, *told.fields.values(), event),
    )
    connection.execute("DELETE FROM event_actors WHERE event = ?", (event,))
    connection.executemany(
        "INSERT INTO event_actors (event, role, place, actor, country, day) VALUES (?, ?, ?, ?, ?, ?)",
        [(event, *each, told.fields["day"]) for each in told.roles],
    )
    contest_event(connection, event)


@dataclass(frozen=True, slots=True)
class Together:
    """What reports of an event say together: columns of `events`; of `event_actors` role, place, actor and country."""

    fields: dict[str, object]
    roles: tuple[tuple[str, int, int, str | None], ...]


def reports_of(connection: sqlite3.Connection, event: int, until: str | None = None) -> list[sqlite3.Row]:
    """Return the reports of an event, those known by a day (ISO) if one is given, as `put_together` takes them."""
    rows = connection.execute(_REPORTS, (event,)).fetchall()
    return rows if until is None else [row for row in rows if row["known"] <= until]


def put_together(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Together:
    """Return what some reports of one event say together, in the order of `reports_of`."""
    kept = _kept(rows)
    lead = leading(rows)
    dated = _first(kept, lead, "date_start") or lead
    placed = _first(kept, lead, "country")
    latest = max(kept, key=lambda row: (row["status"] != "historical", row["known"], row["number"] == lead["number"]))
    verdicts = {row["verdict"] for row in rows}
    kind, mode = _most(kept, lead)
    fields = {
        "lead": lead["number"],
        "type": kind,
        "mode": mode,
        "status": latest["status"],
        "date_start": dated["date_start"],
        "date_end": dated["date_end"],
        "date_precision": dated["date_precision"],
        "day": dated["day"],
        "known": min(row["known"] for row in kept),
        "country": placed["country"] if placed else None,
        "reports": len(kept),
        "sources": len({row["source"] for row in kept}),
        "verdict": "rejected" if verdicts == {"rejected"} else "accepted" if "accepted" in verdicts else None,
    }
    return Together(fields, tuple(_roles(connection, kept)))


def leading(rows: Sequence[_Report]) -> _Report:
    """Return the report that tells an event best, of all its reports."""
    return max(_kept(rows), key=_tells)


def _kept(rows: Sequence[_Report]) -> Sequence[_Report]:
    return [row for row in rows if row["verdict"] != "rejected"] or rows


def _tells(row: sqlite3.Row | Mapping[str, Any]) -> tuple[object, ...]:
    """Return how well a report tells an event: with both sides, a day, a place, at first hand; the earlier one."""
    told = (row["roles"], row["date_start"] is not None, row["place"] is not None, row["statement"] is None)
    return (*told, _Earlier(row["known"]), _Earlier(row["id"]))


class _Earlier(str):
    """A string that is more the earlier it stands in the alphabet."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)

    def __gt__(self, other: str) -> bool:
        return str.__lt__(self, other)


def _first(rows: Sequence[sqlite3.Row], lead: sqlite3.Row, field: str) -> sqlite3.Row | None:
    return next((row for row in (lead, *rows) if row[field] is not None), None)


def _most(rows: Sequence[sqlite3.Row], lead: sqlite3.Row) -> tuple[str, str | None]:
    """Return the type and mode that most reports give, the lead's where as many give another."""
    counts = Counter((row["type"], row["mode"]) for row in rows)
    own = (lead["type"], lead["mode"])
    best = max(counts, key=lambda each: (counts[each], each == own, each[0], each[1] or ""))
    return str(best[0]), best[1]


def _roles(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Iterator[tuple[str, int, int, str | None]]:
    """Yield the actors and recipients of the report that tells it best, and those that half its sources name.

    Where that report names none in a role, the next best that does stands in for it.
    """
    ranked = sorted(rows, key=_tells, reverse=True)
    sources = {row["number"]: row["source"] for row in rows}
    query = f"""
    SELECT report, role, place, actor, actors.country FROM report_actors JOIN actors ON actors.number = actor
    WHERE report IN ({marks(rows)})
    """  # marks only
    # Numbers of reports are others when an article is written anew; their order as reports of the event stays.
    order = {row["number"]: at for at, row in enumerate(rows)}
    found = connection.execute(query, [row["number"] for row in rows]).fetchall()
    found.sort(key=lambda each: (each["place"], order[each["report"]]))
    for role in ("actor", "recipient"):
        told = [row for row in found if row["role"] == role]
        leading = next((row["number"] for row in ranked if any(each["report"] == row["number"] for each in told)), None)
        by: dict[int, set[int]] = {}
        for each in told:
            by.setdefault(each["actor"], set()).add(sources[each["report"]])
        most = len(set(sources.values())) / 2
        own = {each["actor"] for each in told if each["report"] == leading}
        chosen = {
            each["actor"]: each["country"]
            for each in sorted(told, key=lambda each: each["report"] != leading)
            if each["actor"] in own or (len(by[each["actor"]]) > 1 and len(by[each["actor"]]) >= most)
        }
        for at, (actor, country) in enumerate(chosen.items()):
            yield role, at, actor, country


def join_events(connection: sqlite3.Connection, joined: Mapping[str, int]) -> None:
    """Write anew what events say together that new reports joined, by the ids of these; what was cited leads there.

    Ids of events of their own that the reports would have had lead to those that they joined.
    """
    connection.executemany(
        "INSERT OR REPLACE INTO former_ids (id, event) VALUES (?, ?)",
        [(event_id((report,)), event) for report, event in joined.items()],
    )
    refresh_events(connection, joined.values())


def _new_event(connection: sqlite3.Connection, report: int) -> int:
    cursor = connection.execute(
        "INSERT INTO events (id, type, mode, status, day, known, reports, sources)"
        " SELECT 'event-new-' || number, type, mode, status, day, known, 0, 0 FROM reports WHERE number = ?",
        (report,),
    )
    return int(cursor.lastrowid or 0)


def _rename(connection: sqlite3.Connection, event: int, its_id: str) -> None:
    """Keep an id under which an event may have been cited, when it gets another."""
    row = connection.execute("SELECT id FROM events WHERE number = ?", (event,)).fetchone()
    if row["id"] != its_id and not row["id"].startswith("event-new-"):
        connection.execute("INSERT OR REPLACE INTO former_ids (id, event) VALUES (?, ?)", (row["id"], event))
    connection.execute("DELETE FROM former_ids WHERE id = ?", (its_id,))


def _remove(connection: sqlite3.Connection, event: int, into: int | None) -> None:
    if into is not None:
        row = connection.execute("SELECT id FROM events WHERE number = ?", (event,)).fetchone()
        connection.execute("UPDATE OR REPLACE former_ids SET event = ? WHERE event = ?", (into, event))
        connection.execute("DELETE FROM events WHERE number = ?", (event,))
        if row is not None and not row["id"].startswith("event-new-"):
            connection.execute("INSERT OR REPLACE INTO former_ids (id, event) VALUES (?, ?)", (row["id"], into))
    else:
        connection.execute("DELETE FROM events WHERE number = ?", (event,))


def refresh_events(connection: sqlite3.Connection, events: Iterable[int]) -> None:
    """Write anew what the reports of some events say together."""
    for event in sorted(set(events)):
        refresh_event(connection, event)
