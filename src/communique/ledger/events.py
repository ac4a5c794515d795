"""Events from their reports: which reports tell one, and what they tell together.

In: numbers of events and reports in an open transaction. Out: rows of `events` and `event_actors` that say what the
reports say together, whatever the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from communique.ledger.ids import event_id
from communique.ledger.quoted import marks

_REPORTS = """
SELECT reports.*, articles.source,
    (SELECT count(DISTINCT role) FROM report_actors WHERE report = reports.number) AS roles
FROM reports JOIN articles ON articles.number = reports.article WHERE event = ? ORDER BY reports.known, reports.id
"""


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
    kept = [row for row in rows if row["verdict"] != "rejected"] or rows
    lead = max(kept, key=_tells)
    its_id = event_id(row["id"] for row in rows)
    _rename(connection, event, its_id)
    dated = _first(kept, lead, "date_start") or lead
    placed = _first(kept, lead, "country")
    latest = max(kept, key=lambda row: (row["status"] != "historical", row["known"], row["number"] == lead["number"]))
    verdicts = {row["verdict"] for row in rows}
    verdict = "rejected" if verdicts == {"rejected"} else "accepted" if "accepted" in verdicts else None
    connection.execute(
        "UPDATE events SET id = ?, lead = ?, type = ?, mode = ?, status = ?, date_start = ?, date_end = ?,"
        " date_precision = ?, day = ?, known = ?, country = ?, reports = ?, sources = ?, verdict = ? WHERE number = ?",
        (
            *(its_id, lead["number"], *_most(kept, lead), latest["status"]),
            *(dated["date_start"], dated["date_end"], dated["date_precision"], dated["day"]),
            *(min(row["known"] for row in kept), placed["country"] if placed else None),
            *(len(kept), len({row["source"] for row in kept}), verdict, event),
        ),
    )
    _refresh_roles(connection, event, kept, dated["day"])


def _tells(row: sqlite3.Row) -> tuple[object, ...]:
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


def _refresh_roles(connection: sqlite3.Connection, event: int, rows: Sequence[sqlite3.Row], day: str) -> None:
    """Give an event the actors and recipients of the report that tells it best, and those that half its sources name.

    Where that report names none in a role, the next best that does stands in for it.
    """
    connection.execute("DELETE FROM event_actors WHERE event = ?", (event,))
    ranked = sorted(rows, key=_tells, reverse=True)
    sources = {row["number"]: row["source"] for row in rows}
    query = f"""
    SELECT report, role, actor, actors.country FROM report_actors JOIN actors ON actors.number = actor
    WHERE report IN ({marks(rows)}) ORDER BY place, report
    """  # marks only
    found = connection.execute(query, [row["number"] for row in rows]).fetchall()
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
        connection.executemany(
            "INSERT INTO event_actors (event, role, place, actor, country, day) VALUES (?, ?, ?, ?, ?, ?)",
            [(event, role, at, actor, country, day) for at, (actor, country) in enumerate(chosen.items())],
        )


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
