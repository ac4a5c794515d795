"""What can be asked of each family of records: its filters by name, its orders, and the words that filters take.

In: filters as a user writes them. Out: `Condition`s. Several values of one filter mean any of them, one that
begins with "!" means none of it. Words of closed vocabularies are checked, so that a misspelt one is told and not
answered with nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from communique.errors import BadQuestion
from communique.ledger.asking import conditions as by
from communique.ledger.asking import party_conditions as party
from communique.ledger.asking.conditions import Condition, Maker
from communique.vocabulary import (
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    Mode,
    PlacePrecision,
    Sector,
    Stage,
    Status,
)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of records.

    Attributes:
        table: where its records are.
        order: what they are ordered by where nothing else is asked for.
        orders: other orders by name; "oldest" is `order` the other way round.
        filters: what makes a condition of a filter's value, by the filter's name.
    """

    table: str
    order: str
    orders: dict[str, str] = field(repr=False)
    filters: dict[str, Maker] = field(repr=False)


def conditions(connection: sqlite3.Connection, family: Family, asked: Mapping[str, Sequence[str]]) -> list[Condition]:
    """Return the conditions of filters; those of one name are alternatives, those with "!" are excluded.

    Raises:
        BadQuestion: a filter or a word in it isn't known; the message names the nearest. Or a period ends before it
            begins.
    """
    found: list[Condition] = []
    for name, values in asked.items():
        make = family.filters.get(name)
        if make is None:
            raise BadQuestion(f"{family.table} can't be asked for {name}", hint=by.nearest(name, family.filters))
        wanted = [make(connection, family.table, value) for value in values if not value.startswith("!")]
        unwanted = [make(connection, family.table, value[1:]) for value in values if value.startswith("!")]
        if wanted:
            found.append(by.any_of(wanted))
        found += [by.none_of(each) for each in unwanted]
    for first, last in _PERIODS:
        by.check_period(*([each for each in asked.get(name, ()) if not each.startswith("!")] for name in (first, last)))
    by.check_range(asked.get("min_amount", ()), asked.get("max_amount", ()))
    return found


def ordered(family: Family, order: str | None) -> str:
    """Return what records are ordered by.

    Raises:
        BadQuestion: the family has no such order.
    """
    known = {"newest" if "day" in family.order or "known" in family.order else "name": family.order, **family.orders}
    if order is None:
        return family.order
    if order not in known:
        raise BadQuestion(f"{family.table} have no order {order}", hint=by.nearest(order, known))
    return known[order]


def _orders(table: str, column: str = "day", **others: str) -> dict[str, str]:
    return {"oldest": f"{table}.{column}, {table}.number", **others}


_PERIODS = (("since", "until"), ("published_since", "published_until"))
_COMMITMENT = ("commitment_actors", "commitment")
_SHARED: dict[str, Maker] = {
    "since": by.day(">="),
    "until": by.day("<="),
    "published_since": by.day(">=", "known"),
    "published_until": by.day("<=", "known"),
    "source": by.published_by,
    "text": by.words_in,
    "article": by.in_article,
    "verdict": by.verdict,
}

FAMILIES: dict[str, Family] = {
    "events": Family(
        "events",
        "events.day DESC, events.number DESC",
        _orders("events", sources="events.sources DESC, events.day DESC, events.number DESC"),
        {
            "actor": party.role("actor"),
            "recipient": party.role("recipient"),
            "country": party.role("actor recipient"),
            "sector": party.sector("event_actors", "event"),
            "type": by.word("type", EventType),
            "mode": by.word("mode", Mode),
            "context": by.context,
            "status": by.word("status", Status),
            "place": party.place,
            "precision": party.precision,
            "told_by": party.told_by,
            "min_sources": by.number("sources", ">="),
            **_SHARED,
        },
    ),
    "statements": Family(
        "statements",
        "statements.day DESC, statements.number DESC",
        _orders("statements"),
        {
            "speaker": party.speaker,
            "addressee": party.addressee,
            "country": by.either(party.speaker, party.addressee),
            "sector": party.speakers_sector,
            "act": by.word("act", Act),
            "certainty": by.word("certainty", Certainty, indexed=False),
            **_SHARED,
        },
    ),
    "commitments": Family(
        "commitments",
        "commitments.day DESC, commitments.number DESC",
        _orders("commitments", amount='commitments."value" DESC, commitments.day DESC, commitments.number DESC'),
        {
            "donor": party.role("donor", *_COMMITMENT),
            "recipient": party.role("recipient", *_COMMITMENT),
            "country": party.role("donor recipient", *_COMMITMENT),
            "sector": party.sector(*_COMMITMENT),
            "category": by.word("category", Category),
            "instrument": by.word("instrument", Instrument, indexed=False),
            "stage": by.stage,
            "item": by.item,
            "min_amount": by.number("value", ">="),
            "max_amount": by.number("value", "<="),
            "currency": by.currency,
            "thread": by.thread,
            "told_by": party.told_by,
            **_SHARED,
        },
    ),
    "actors": Family(
        "actors",
        "actors.folded, actors.number",
        {},
        {
            "name": party.named,
            "country": party.country,
            "kind": by.word("kind", ActorKind, indexed=False),
            "sector": party.own_sector,
        },
    ),
    "articles": Family(
        "articles",
        "articles.known DESC, articles.number DESC",
        _orders("articles", "known"),
        {
            "source": by.published_by,
            "text": by.words_in,
            "article": by.in_article,
            "since": by.day(">=", "known"),
            "until": by.day("<=", "known"),
        },
    ),
}
"""What can be asked of each family."""

ROLES = frozenset(("actor", "recipient", "donor", "speaker", "addressee", "country", "told_by"))
"""Filters whose values name somebody."""

DAYS = frozenset(("since", "until", "published_since", "published_until"))
"""Filters whose values are days."""

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
    "precision": PlacePrecision,
    "sector": Sector,
    "kind": ActorKind,
}
"""The words that filters take, by the filter's name."""
