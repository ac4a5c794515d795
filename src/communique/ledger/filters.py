"""What a question asks for: filters by role, code, word and day, and the conditions of SQL that they mean.

In: filters as a user writes them. Out: `Condition`s. Roles take an actor's name, its id, an ISO 3166 code, a country's
name or a PLOVER code; several values mean any of them, one that begins with "!" means none of it. Words of closed
vocabularies are checked, so that a misspelt one is told and not answered with nothing.
"""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from communique.errors import BadQuestion
from communique.knowledge.countries import countries
from communique.ledger.find import full_id, matching
from communique.ledger.who import SUPRANATIONAL, actors_meant, code_of
from communique.vocabulary import (
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    Sector,
    Stage,
    Status,
)

FEW = 4_000
"""Where a condition holds for no more rows than this, they are gathered first; else rows are gone through in order."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL with what is to be bound to its marks.

    `rows` is a query of the numbers of the rows for which it holds, where those can be looked up; `test` asks the same
    of the row at hand.
    """

    test: str
    values: tuple[object, ...] = ()
    rows: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A family of records: its table, what it is ordered by, and its filters by name."""

    table: str
    order: str
    filters: dict[str, Callable[[sqlite3.Connection, str, str], Condition]] = field(repr=False)


def conditions(connection: sqlite3.Connection, family: Family, asked: Mapping[str, Sequence[str]]) -> list[Condition]:
    """Return the conditions of filters; those of one name are alternatives, those with "!" are excluded.

    Raises:
        BadQuestion: a filter or a word in it isn't known; the message names the nearest.
    """
    found: list[Condition] = []
    for name, values in asked.items():
        make = family.filters.get(name)
        if make is None:
            raise BadQuestion(f"{family.table} can't be asked for {name}", hint=_nearest(name, family.filters))
        wanted = [make(connection, family.table, value) for value in values if not value.startswith("!")]
        unwanted = [make(connection, family.table, value[1:]) for value in values if value.startswith("!")]
        if wanted:
            found.append(_any(wanted))
        found += [Condition(f"NOT ({each.test})", each.values) for each in unwanted]
    return found


def where(connection: sqlite3.Connection, table: str, found: Iterable[Condition]) -> tuple[str, list[object]]:
    """Return the WHERE of conditions and its values; what holds for few rows is looked up and not tried row by row."""
    parts: list[str] = []
    values: list[object] = []
    for each in found:
        if each.rows is not None and _is_rare(connection, each):
            parts.append(f"{table}.number IN ({each.rows})")
        else:
            parts.append(f"({each.test})")
        values.extend(each.values)
    return " AND ".join(parts) or "1", values


def _is_rare(connection: sqlite3.Connection, condition: Condition) -> bool:
    query = f"SELECT count(*) FROM (SELECT 1 FROM ({condition.rows}) LIMIT {FEW + 1})"  # ours
    return int(connection.execute(query, condition.values).fetchone()[0]) <= FEW


def _any(found: Sequence[Condition]) -> Condition:
    if len(found) == 1:
        return found[0]
    rows = [each.rows for each in found if each.rows is not None]
    return Condition(
        " OR ".join(f"({each.test})" for each in found),
        tuple(value for each in found for value in each.values),
        " UNION ".join(rows) if len(rows) == len(found) else None,
    )


Maker = Callable[[sqlite3.Connection, str, str], Condition]


def word(column: str, vocabulary: type[StrEnum]) -> Maker:
    """Return a filter by a word of a closed vocabulary."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        return Condition(f"{table}.{column} = ?", (_known(value, vocabulary),))

    return make


def _known(value: str, vocabulary: type[StrEnum]) -> str:
    forms = {each.value.casefold(): each.value for each in vocabulary}
    given = value.strip().casefold().replace(" ", "_")
    found = forms.get(given) or forms.get(given.replace("_", "-"))
    if found is None:
        raise BadQuestion(f"{value} is no {_called(vocabulary)}", hint=_nearest(value, forms.values()))
    return found


def _called(vocabulary: type[StrEnum]) -> str:
    """Return what a vocabulary's words are called: "event type"."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in vocabulary.__name__).strip()


def _nearest(given: str, known: Iterable[str]) -> str:
    names = {name.casefold(): name for name in sorted(known)}
    near = [names[each] for each in difflib.get_close_matches(given.casefold(), names, 3, 0.5)]
    return f"Did you mean {' or '.join(near)}?" if near else f"It is one of {', '.join(names.values())}."


def role(name: str, table: str = "event_actors", record: str = "event") -> Maker:
    """Return a filter by who has a role; `name` may be several, apart by a space."""
    roles = name.split()

    def make(connection: sqlite3.Connection, owner: str, value: str) -> Condition:
        code = code_of(value)
        values: tuple[object, ...] = ()
        if code is not None:
            who, values = f"{table}.country = ?", (code,)
        else:
            numbers = actors_meant(connection, value)
            who = f"{table}.actor IN ({', '.join(map(str, numbers))})"
        which = f"{table}.role IN ({', '.join(repr(each) for each in roles)})"
        return Condition(
            f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{record} = {owner}.number AND {which} AND {who})",
            values,
            f"SELECT {table}.{record} FROM {table} WHERE {which} AND {who}",
        )

    return make


def person(column: str) -> Maker:
    """Return a filter by an actor that a column refers to."""

    def make(connection: sqlite3.Connection, table: str, value: str) -> Condition:
        code = code_of(value)
        if code is not None:
            numbers = "SELECT number FROM actors WHERE country = ?"
            values: tuple[object, ...] = (code,)
        else:
            numbers, values = ", ".join(map(str, actors_meant(connection, value))), ()
        return Condition(
            f"{table}.{column} IN ({numbers})", values, f"SELECT number FROM {table} WHERE {column} IN ({numbers})"
        )

    return make


def place_country(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that something happened in a country."""
    return Condition(f"{table}.country = ?", (_code(value),))


def _code(value: str) -> str:
    code = code_of(value)
    if code is None:
        known = [*countries(), *SUPRANATIONAL]
        raise BadQuestion(f"{value} is no country", hint=f"Write its ISO 3166 code. {_nearest(value.upper(), known)}")
    return code


def sector(table: str, record: str) -> Maker:
    """Return a filter by a sector of any party."""

    def make(_: sqlite3.Connection, owner: str, value: str) -> Condition:
        code = _known(value, Sector)
        inside = f"{table}.actor IN (SELECT number FROM actors WHERE sectors LIKE '%\"' || ? || '\"%')"
        return Condition(
            f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{record} = {owner}.number AND {inside})",
            (code,),
            f"SELECT {table}.{record} FROM {table} WHERE {inside}",
        )

    return make


def day(comparison: str, column: str = "day") -> Maker:
    """Return a filter by a day; less than a whole date is its first or last day, as 2024-03."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        parts = value.split("-")
        if not all(part.isdecimal() for part in parts) or [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
            raise BadQuestion(f"{value} is no date", hint="Write it as 2024-01-18, 2024-01 or 2024.")
        # "2024-03" stands before all its days; with a letter at its end, after them.
        return Condition(f"{table}.{column} {comparison} ?", (value if comparison == ">=" else f"{value}~",))

    return make


def reported(condition: str) -> Maker:
    """Return a filter of events by their reports; `condition` is about `reports` and `articles`, with one mark."""

    def make(_: sqlite3.Connection, __: str, value: str) -> Condition:
        joined = "reports JOIN articles ON articles.number = reports.article"
        return Condition(
            f"EXISTS (SELECT 1 FROM {joined} WHERE reports.event = events.number AND {condition})",
            (value,),
            f"SELECT reports.event FROM {joined} WHERE {condition}",
        )

    return make


def published_by(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record's article is of a publisher, or of a host."""
    inside = "SELECT number FROM articles WHERE publisher LIKE ? OR url LIKE '%//' || ? || '%'"
    values = (value, value)
    if table == "articles":
        return Condition(f"articles.number IN ({inside})", values, inside)
    if table == "events":
        return Condition(
            f"EXISTS (SELECT 1 FROM reports WHERE reports.event = events.number AND article IN ({inside}))",
            values,
            f"SELECT event FROM reports WHERE article IN ({inside})",
        )
    return Condition(
        f"{table}.article IN ({inside})", values, f"SELECT number FROM {table} WHERE article IN ({inside})"
    )


def in_article(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record stands in an article."""
    number = "SELECT number FROM articles WHERE id = ?"
    values = (full_id(connection, value),)
    if table == "events":
        rows = f"SELECT event FROM reports WHERE article IN ({number})"
        return Condition(f"events.number IN ({rows})", values, rows)
    return Condition(
        f"{table}.article IN ({number})", values, f"SELECT number FROM {table} WHERE article IN ({number})"
    )


def words_in(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record's sentence has words; of an article, its text."""
    query = matching(value)
    if table == "articles":
        rows = "SELECT rowid FROM article_search WHERE article_search MATCH ?"
        return Condition(f"articles.number IN ({rows})", (query,), rows)
    found = "SELECT rowid FROM quote_search WHERE quote_search MATCH ?"
    if table == "events":
        return Condition(
            "EXISTS (SELECT 1 FROM reports JOIN quote_search ON quote_search.rowid = reports.quote"
            " WHERE reports.event = events.number AND quote_search MATCH ?)",
            (query,),
            f"SELECT event FROM reports WHERE quote IN ({found})",
        )
    return Condition(
        f"EXISTS (SELECT 1 FROM quote_search WHERE quote_search.rowid = {table}.quote AND quote_search MATCH ?)",
        (query,),
        f"SELECT number FROM {table} WHERE quote IN ({found})",
    )


def told_by(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that somebody tells of it."""
    code = code_of(value)
    values: tuple[object, ...] = ()
    if code is not None:
        who, values = "SELECT number FROM actors WHERE country = ?", (code,)
    else:
        who = ", ".join(map(str, actors_meant(connection, value)))
    inside = f"statement IN (SELECT number FROM statements WHERE speaker IN ({who}))"
    if table == "events":
        return Condition(
            f"EXISTS (SELECT 1 FROM reports WHERE reports.event = events.number AND reports.{inside})",
            values,
            f"SELECT event FROM reports WHERE {inside}",
        )
    return Condition(f"{table}.{inside}", values, f"SELECT number FROM {table} WHERE {inside}")


def verdict(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition of what reviewers said: accepted, rejected, none, any."""
    tests = {
        "any": "1",
        "accepted": f"{table}.verdict = 'accepted'",
        "rejected": f"{table}.verdict = 'rejected'",
        "none": f"{table}.verdict IS NULL",
    }
    if value not in tests:
        raise BadQuestion(f"{value} is no verdict", hint=_nearest(value, tests))
    return Condition(tests[value])


def number(column: str, comparison: str) -> Maker:
    """Return a filter by a number."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        try:
            return Condition(f"{table}.{column} {comparison} ?", (float(value.replace(",", "").replace("_", "")),))
        except ValueError as error:
            raise BadQuestion(f"{value} is no number", hint="Write it in digits, as 13100000000.") from error

    return make


def _currency(_: sqlite3.Connection, table: str, value: str) -> Condition:
    return Condition(f"{table}.currency = ?", (value.strip().upper(),))


def _thread(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    rows = "SELECT number FROM commitments WHERE thread = (SELECT number FROM threads WHERE id = ?)"
    return Condition(f"{table}.number IN ({rows})", (full_id(connection, value),), rows)


def _item(_: sqlite3.Connection, table: str, value: str) -> Condition:
    classes = {each.value for each in ItemClass}
    given = value.strip().casefold().replace(" ", "_")
    inside = "class = ?" if given in classes else "designation LIKE '%' || ? || '%'"
    bound = given if given in classes else value
    return Condition(
        f"EXISTS (SELECT 1 FROM items WHERE items.commitment = {table}.number AND {inside})",
        (bound,),
        f"SELECT commitment FROM items WHERE {inside}",
    )


def _place(_: sqlite3.Connection, __: str, value: str) -> Condition:
    code = code_of(value)
    if code is not None:
        return Condition("events.country = ?", (code,))
    return reported("reports.place LIKE ?")(_, __, value)


def _context(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    return reported("reports.contexts LIKE '%\"' || ? || '\"%'")(connection, table, _known(value, Context))


def _named(_: sqlite3.Connection, table: str, value: str) -> Condition:
    from communique.linking.actors import folded  # noqa: PLC0415  # as `who`

    return Condition(f"' ' || {table}.folded || ' ' LIKE '% ' || ? || '%'", (folded(value),))


def _actors_sector(_: sqlite3.Connection, table: str, value: str) -> Condition:
    return Condition(f"{table}.sectors LIKE '%\"' || ? || '\"%'", (_known(value, Sector),))


_SHARED: dict[str, Maker] = {
    "since": day(">="),
    "until": day("<="),
    "source": published_by,
    "text": words_in,
    "article": in_article,
    "verdict": verdict,
}
_PLACED = {"published_since": day(">=", "known"), "published_until": day("<=", "known")}

FAMILIES: dict[str, Family] = {
    "events": Family(
        "events",
        "events.day DESC, events.number DESC",
        {
            "actor": role("actor"),
            "recipient": role("recipient"),
            "country": role("actor recipient"),
            "sector": sector("event_actors", "event"),
            "type": word("type", EventType),
            "mode": word("mode", Mode),
            "context": _context,
            "status": word("status", Status),
            "place": _place,
            "told_by": told_by,
            "min_sources": number("sources", ">="),
            **_SHARED,
            **_PLACED,
        },
    ),
    "statements": Family(
        "statements",
        "statements.day DESC, statements.number DESC",
        {
            "speaker": person("speaker"),
            "addressee": person("addressee"),
            "country": person("speaker"),
            "act": word("act", Act),
            "certainty": word("certainty", Certainty),
            **_SHARED,
            **_PLACED,
        },
    ),
    "commitments": Family(
        "commitments",
        "commitments.day DESC, commitments.number DESC",
        {
            "donor": role("donor", "commitment_actors", "commitment"),
            "recipient": role("recipient", "commitment_actors", "commitment"),
            "country": role("donor recipient", "commitment_actors", "commitment"),
            "sector": sector("commitment_actors", "commitment"),
            "category": word("category", Category),
            "instrument": word("instrument", Instrument),
            "stage": word("stage", Stage),
            "item": _item,
            "min_amount": number("value", ">="),
            "max_amount": number("value", "<="),
            "currency": _currency,
            "thread": _thread,
            "told_by": told_by,
            **_SHARED,
            **_PLACED,
        },
    ),
    "actors": Family(
        "actors",
        "actors.name, actors.number",
        {
            "name": _named,
            "country": place_country,
            "kind": word("kind", ActorKind),
            "sector": _actors_sector,
        },
    ),
    "articles": Family(
        "articles",
        "articles.known DESC, articles.number DESC",
        {
            "source": published_by,
            "text": words_in,
            "since": day(">=", "known"),
            "until": day("<=", "known"),
        },
    ),
}
"""What can be asked of each family."""

VOCABULARIES: dict[str, type[StrEnum]] = {
    "type": EventType,
    "mode": Mode,
    "context": Context,
    "status": Status,
    "act": Act,
    "certainty": Certainty,
    "category": Category,
    "instrument": Instrument,
    "stage": Stage,
    "sector": Sector,
    "kind": ActorKind,
}
"""The words that filters take, by the filter's name."""
