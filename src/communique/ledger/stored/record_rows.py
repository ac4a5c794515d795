"""The records of one reading as rows: actors, statements, events with their reports, commitments with their threads.

In: a `Reading` whose article has its row, and an open transaction. Out: rows, each event and thread by itself;
`ledger.links` joins them with those of other articles.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.knowledge.countries import countries
from communique.ledger.file.database import to_json
from communique.ledger.ids import actor_id, commitment_ids, report_ids, statement_ids
from communique.ledger.rows import day_of, insert_all, span_columns
from communique.ledger.stored.placing import Placed, Row
from communique.ledger.told.lives import OUTSTANDING
from communique.linking.actors import actor_key, folded, state_of
from communique.parts import Date, Span
from communique.records import Actor, Commitment, Event, Reading, Statement
from communique.vocabulary import ActorKind, Stage, Status

_TABLES = ("statements", "events", "reports", "threads", "commitments")
"""Those of records, each after those that its rows refer to."""
_KNOWN = """
SELECT key, number, country FROM actors WHERE key IN (SELECT value FROM json_each(?1))
UNION ALL SELECT actor_aliases.key, number, country FROM actor_aliases JOIN actors ON actors.number = actor
WHERE actor_aliases.key IN (SELECT value FROM json_each(?1))
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a reading became: the numbers of its rows, in the reading's order."""

    article: int
    statements: tuple[int, ...]
    reports: tuple[int, ...]
    commitments: tuple[int, ...]
    placed: Placed | None = None
    """What came of placing its reports among known events, where somebody did."""


Placer = Callable[[Sequence[Row]], Placed]
"""Tells which events the reports of a reading join, by the rows that they will be."""


class RecordWriter:
    """Writes the records of one reading; it holds what their rows refer to."""

    def __init__(self, connection: sqlite3.Connection, reading: Reading, number: int) -> None:
        self._connection = connection
        self._reading = reading
        self._number = number
        row = connection.execute("SELECT known FROM articles WHERE number = ?", (number,)).fetchone()
        self._known: str = row[0]
        # Rows are written together at the end: a statement of SQL for each would take longer than what it does.
        self._rows: dict[str, list[dict[str, Any]]] = {table: [] for table in _TABLES}
        self._mentions: list[tuple[object, ...]] = []
        self._roles: list[tuple[int, int, str, int, int, str]] = []
        self._quantities: list[tuple[object, ...]] = []
        self._parties: list[tuple[object, ...]] = []
        self._items: list[tuple[object, ...]] = []
        self._countries: dict[int, str | None] = {}
        self._actors = self._cast()
        self._quotes: dict[tuple[int, int], int] = {}
        self._sentences: list[tuple[int, str]] = []
        self._statements: dict[str, int] = {}
        self._reports: dict[str, int] = {}
        self._negated = {each.id for each in reading.events if each.status is Status.NEGATED}
        # This writer alone makes events and threads while it writes.
        self._event, self._thread, self._first_quote = (self._next(each) for each in ("events", "threads", "quotes"))

    def write(self, place: Placer | None = None) -> Stored:
        """Write all records of the reading; `place` tells which reports join known events, without it none does."""
        reading = self._reading
        self._statements = self._numbers("statements", [each.id for each in reading.statements])
        for statement, its_id in zip(reading.statements, statement_ids(reading), strict=True):
            self._statement(statement, its_id)
        self._reports = self._numbers("reports", [each.id for each in reading.events])
        for event, its_id in zip(reading.events, report_ids(reading), strict=True):
            self._report(event, its_id)
        commitments = self._numbers("commitments", [each.id for each in reading.commitments])
        for commitment, its_id in zip(reading.commitments, commitment_ids(reading), strict=True):
            self._commitment(commitment, its_id, commitments[commitment.id])
        placed = place(self._placeable()) if place else None
        if placed is not None:
            self._join(placed)
        self._rest(placed.joined if placed else ())
        return Stored(
            self._number,
            tuple(self._statements.values()),
            tuple(self._reports.values()),
            tuple(commitments.values()),
            placed,
        )

    def _placeable(self) -> list[Row]:
        """Return the rows of reports with what telling them best asks for."""
        roles = Counter(report for report, _ in {(report, role) for _, report, role, *_ in self._roles})
        return [{**row, "roles": roles[row["number"]], "verdict": None} for row in self._rows["reports"]]

    def _join(self, placed: Placed) -> None:
        """Have reports tell the events that they join, which have no need of one of their own."""
        joined = placed.joined
        for row, told in zip(self._rows["reports"], placed.told, strict=True):
            row["event"] = joined.get(row["number"], row["event"])
            row["told"] = told
        self._rows["events"] = [row for row in self._rows["events"] if row["lead"] not in joined]

    def _numbers(self, table: str, local: Sequence[str]) -> dict[str, int]:
        """Return the numbers that records will have, given beforehand because statements refer to later ones."""
        first = self._next(table)
        return {each: first + at for at, each in enumerate(local)}

    def _next(self, table: str) -> int:
        query = f"SELECT coalesce(max(number), 0) + 1 FROM {table}"  # a name of ours
        return int(self._connection.execute(query).fetchone()[0])

    def _cast(self) -> dict[str, int]:
        """Return the numbers of the reading's actors by their ids in it; rows are made of those not met before."""
        keys = {each.id: actor_key(each, self._reading.article.id) for each in self._reading.actors}
        rows = self._connection.execute(_KNOWN, (to_json(list(keys.values())),))
        known: dict[str, tuple[int, str | None]] = {row[0]: (row[1], row[2]) for row in rows}
        first, new = self._next("actors"), list[Mapping[str, object]]()
        for actor in self._reading.actors:
            key = keys[actor.id]
            if key not in known:
                known[key] = (first + len(new), actor.country)
                new.append({"number": known[key][0], "id": actor_id(key), "key": key, **actor_values(actor)})
            number, country = known[key]
            self._countries[number] = country
            spans = ",".join(f"[{each.start},{each.end}]" for each in actor.mentions)
            self._mentions.append((self._number, number, actor.id, actor.name, actor.title, f"[{spans}]"))
        insert_all(self._connection, "actors", new)
        return {its_id: known[key][0] for its_id, key in keys.items()}

    def _rest(self, joined: Container[int] = ()) -> None:
        """Write the rows; of reports that joined an event, it is left to whoever puts events together."""
        execute = self._connection.executemany
        quotes = [(number, self._number, *span) for span, number in self._quotes.items()]
        execute('INSERT INTO quotes (number, article, "start", "end") VALUES (?, ?, ?, ?)', quotes)
        execute("INSERT INTO quote_search (rowid, quote) VALUES (?, ?)", self._sentences)
        for table, rows in self._rows.items():
            insert_all(self._connection, table, rows)
        execute(
            "INSERT INTO mentions (article, actor, local, name, title, spans) VALUES (?, ?, ?, ?, ?, ?)", self._mentions
        )
        execute(
            "INSERT INTO report_actors (report, role, place, actor) VALUES (?, ?, ?, ?)",
            [(report, role, at, actor) for _, report, role, at, actor, _ in self._roles],
        )
        execute(
            "INSERT INTO event_actors (event, role, place, actor, country, day) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (event, role, at, actor, self._countries[actor], day)
                for event, report, role, at, actor, day in self._roles
                if report not in joined
            ],
        )
        execute(
            'INSERT INTO quantities (report, place, kind, value, low, high, estimate, "start", "end")'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._quantities,
        )
        execute(
            "INSERT INTO commitment_actors (commitment, role, place, actor, country, day) VALUES (?, ?, ?, ?, ?, ?)",
            self._parties,
        )
        execute(
            'INSERT INTO items (commitment, place, designation, class, count, low, high, estimate, condition, "start",'
            ' "end") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            self._items,
        )

    def _statement(self, each: Statement, its_id: str) -> None:
        values = {
            "number": self._statements[each.id],
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "speaker": self._actors[each.speaker],
            "act": each.act,
            **span_columns("cue", each.cue),
            **span_columns("content", each.content),
            "quotation": each.quotation,
            "addressee": self._actors[each.addressee] if each.addressee else None,
            "certainty": each.certainty,
            "within": self._statements[each.within] if each.within else None,
            **self._date(each.date),
            "known": self._known,
            "quote": self._quote(each.evidence),
            "country": self._countries[self._actors[each.speaker]],
        }
        self._rows["statements"].append(values)

    def _report(self, each: Event, its_id: str) -> None:
        date, place = self._date(each.date), each.place
        number = self._reports[each.id]
        event, self._event = self._event, self._event + 1
        country = place.country if place else None
        shared = {"type": each.type, "mode": each.mode, "status": each.status, "known": self._known, "country": country}
        spanned = {name: date[name] for name in ("date_start", "date_end", "date_precision", "day")}
        self._rows["events"].append(
            {
                "number": event,
                "id": f"event-{its_id.partition('-')[2]}",
                "lead": number,
                **shared,
                **spanned,
                "reports": 1,
                "sources": 1,
                "last_known": self._known,
            },
        )
        values = {
            "number": number,
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "event": event,
            **shared,
            "contexts": to_json(each.contexts),
            "statement": self._statements[each.attributed_to] if each.attributed_to else None,
            **date,
            "place": place.name if place else None,
            "admin1": place.admin1 if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "geonames": place.geonames if place else None,
            "place_precision": place.precision if place else None,
            **span_columns("trigger", each.trigger),
            "quad": each.quad,
            "score": each.score,
            "cameo": each.cameo,
            "why": each.why,
            "quote": self._quote(each.evidence),
        }
        self._rows["reports"].append(values)
        roles = {"actor": each.actors, "recipient": each.recipients}
        self._roles += [
            (event, number, role, at, actor, str(date["day"]))
            for role, actors in roles.items()
            for at, actor in enumerate(self._distinct(actors))
        ]
        self._quantities += [
            (number, at, str(q.kind), q.value, q.low, q.high, int(q.estimate), q.span.start, q.span.end)
            for at, q in enumerate(each.quantities)
        ]

    def _commitment(self, each: Commitment, its_id: str, number: int) -> None:
        date, amount = self._date(each.date), each.amount
        thread, self._thread = self._thread, self._thread + 1
        money = {
            "value": amount.value if amount else None,
            "low": amount.low if amount else None,
            "high": amount.high if amount else None,
            "currency": amount.currency if amount else None,
        }
        self._rows["threads"].append(
            {
                "number": thread,
                "id": f"thread-{its_id.partition('-')[2]}",
                "category": each.category,
                "stage": OUTSTANDING if each.stage is Stage.DELIVERED and each.event in self._negated else each.stage,
                **money,
                "first_day": date["day"],
                "last_day": date["day"],
                "reports": 1,
                "sources": 1,
            },
        )
        values = {
            "number": number,
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "thread": thread,
            "report": self._reports[each.event] if each.event else None,
            "category": each.category,
            "instrument": each.instrument,
            **money,
            "qualifiers": to_json(amount.qualifiers) if amount else None,
            "per": amount.per if amount else None,
            **span_columns("amount", amount.span if amount else None),
            "stage": each.stage,
            "stage_by": self._actors[each.stage_by] if each.stage_by else None,
            **span_columns("conditions", each.conditions),
            "cumulative": int(each.cumulative),
            **date,
            "known": self._known,
            "statement": self._statements[each.attributed_to] if each.attributed_to else None,
            "quote": self._quote(each.evidence),
        }
        self._rows["commitments"].append(values)
        roles = {"donor": each.donors, "recipient": each.recipients}
        self._parties += [
            (number, role, at, actor, self._countries[actor], date["day"])
            for role, actors in roles.items()
            for at, actor in enumerate(self._distinct(actors))
        ]
        self._items += [
            (
                *(number, at, i.designation, i.item_class, i.count, i.low, i.high, int(i.estimate), i.condition),
                *(i.span.start, i.span.end),
            )
            for at, i in enumerate(each.items)
        ]

    def _distinct(self, actors: Iterable[str]) -> list[int]:
        """Return the numbers of actors; two of the reading may be one across articles."""
        return list(dict.fromkeys(self._actors[each] for each in actors))

    def _date(self, date: Date | None) -> dict[str, object]:
        start, end = (date.start, date.end) if date else (None, None)
        # A time that is open on one side ("since 2022") is no day on which something happened.
        first = start if end else None
        return {
            "date_start": day_of(start),
            "date_end": day_of(end),
            "date_precision": date.precision if date else None,
            "date_basis": date.basis if date else None,
            "day": day_of(first) or self._known,
        }

    def _quote(self, span: Span) -> int:
        """Return the number of a sentence, which is stored and indexed once."""
        key = (span.start, span.end)
        if key not in self._quotes:
            self._quotes[key] = self._first_quote + len(self._quotes)
            self._sentences.append((self._quotes[key], span.quote))
        return self._quotes[key]


def actor_values(actor: Actor) -> dict[str, str | None]:
    """Return the columns of an actor as a reading has it; a state goes by its country's name."""
    state = state_of(actor)
    name = countries()[state].name if state else actor.name
    return {
        "name": name,
        "folded": folded(name),
        "kind": str(ActorKind.STATE if state else actor.kind),
        "country": actor.country,
        "sectors": to_json(actor.sectors),
        "title": actor.title,
        "code": actor.code,
    }
