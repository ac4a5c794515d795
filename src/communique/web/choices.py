"""What a selection of commitments can be narrowed to: its most frequent donors, recipients, months, stages, categories.

In: a question's filters. Out: for each facet its label and `Choice`s. A country is one choice, with its ministries and
soldiers beneath it: to choose it is to choose them all, as its sums have them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from communique.knowledge.countries import countries
from communique.ledger import Ledger
from communique.ledger.asking.filters import VOCABULARIES
from communique.vocabulary import ActorKind
from communique.web.remembering import Memory
from communique.web.render import with_query
from communique.web.wording import day, plain

MOST = 10_000
"""Commitments that are counted, the latest."""
SHOWN, BENEATH = 8, 3
"""Parties that a facet has at most, and beneath a country others of it."""
_TOGETHER = {"EUR": "European Union"}
"""Codes of no country whose actors are one giver or taker all the same, with their names."""
_LOOKED_AT = 200
"""Actors that are sorted by country, the most frequent."""
_FREQUENT = f"""
SELECT actors.id, actors.name, count(*), actors.kind, commitment_actors.country
FROM commitment_actors JOIN actors ON actors.number = commitment_actors.actor
WHERE role = ? AND commitment IN (SELECT value FROM json_each(?))
GROUP BY actors.number ORDER BY count(*) DESC, actors.name LIMIT {_LOOKED_AT}
"""  # noqa: S608  # a number of ours
_COUNTRIES = """
SELECT country, count(DISTINCT commitment) FROM commitment_actors
WHERE role = ? AND country IS NOT NULL AND commitment IN (SELECT value FROM json_each(?)) GROUP BY country
"""
_CHOSEN = "FROM commitments WHERE number IN (SELECT value FROM json_each(?)) GROUP BY 1"
_BY_WORD = {
    "stage": f"SELECT stage, count(*) {_CHOSEN}",
    "category": f"SELECT category, count(*) {_CHOSEN}",
}
_MONTHS = f"SELECT substr(known, 1, 7), count(*) {_CHOSEN} ORDER BY 1 DESC LIMIT 8"
"""Months by when commitments were known: the day of one is the day due, if it tells one, and a promise of September
would be counted in December."""
_FACETS: Mapping[str, tuple[str, ...]] = {
    "donor": ("donor",),
    "recipient": ("recipient",),
    "month": ("published_since", "published_until"),
    "stage": ("stage",),
    "category": ("category",),
}
"""The filters that the choices of a facet set."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow a selection to: its name, how many commitments it has, its address, and what is of it."""

    name: str
    count: int
    address: str
    beneath: tuple[Choice, ...] = ()


def choices(request: Request, ledger: Ledger, filters: Mapping[str, Any]) -> list[tuple[str, list[Choice]]]:
    """Return what a selection can be narrowed to; a facet of which it has one value alone isn't told.

    A facet that was chosen from tells its other values too, so that another one can be chosen in its place.
    """
    memory: Memory = request.app.state.memory
    counted = memory.value(f"choices {sorted(filters.items())}", lambda: _counted(ledger, filters))
    found: list[tuple[str, list[Choice]]] = []
    for label, role in (("Donor", "donor"), ("Recipient", "recipient")):
        found.append((label, _parties(request, role, counted[role], counted[f"{role} country"])))
    months = counted["month"]
    found.append(("Known in", [Choice(day(row[0]), row[1], with_query(request, **_month(row[0]))) for row in months]))
    for label, name in (("Stage", "stage"), ("Category", "category")):
        counts = {row[0]: row[1] for row in counted[name]}
        ordered = [each.value for each in VOCABULARIES[name] if each.value in counts]
        found.append((label, [Choice(plain(each), counts[each], _narrowed(request, name, each)) for each in ordered]))
    return [(label, rows) for label, rows in found if len(rows) > 1 or any(each.beneath for each in rows)]


def _narrowed(request: Request, name: str, value: str) -> str:
    return with_query(request, **{name: value, "offset": None})


def _parties(
    request: Request, role: str, actors: Sequence[tuple[Any, ...]], numbers: Sequence[tuple[Any, ...]]
) -> list[Choice]:
    """Return the most frequent parties: countries with others of theirs beneath them, and who is of no country."""
    called = {**{code: each.name for code, each in countries().items()}, **_TOGETHER}
    many = {row[0]: row[1] for row in numbers if row[0] in called}
    of: dict[str, list[Choice]] = {code: [] for code in many}
    made: list[Choice] = []
    for its_id, name, number, kind, country in actors:
        one = Choice(name, number, _narrowed(request, role, its_id))
        if country not in many:
            made.append(one)
        elif kind != ActorKind.STATE and name != called[country]:
            of[country].append(one)
    made += [
        Choice(called[code], number, _narrowed(request, role, code), tuple(of[code][:BENEATH]))
        for code, number in many.items()
    ]
    return sorted(made, key=lambda each: (-each.count, each.name))[:SHOWN]


def _counted(ledger: Ledger, filters: Mapping[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Return for each facet its rows: of parties id, name, count, kind, country; of others a word and its count."""
    asked: dict[tuple[str, ...], str] = {}

    def rows_of(facet: str, query: str, *values: str) -> list[tuple[Any, ...]]:
        # What no other value was chosen of is counted among the same commitments.
        without = tuple(sorted(set(_FACETS[facet]) & set(filters)))
        if without not in asked:
            rest = {name: value for name, value in filters.items() if name not in {*without, "as_of"}}
            found = ledger.ask.numbers("commitments", rest, limit=MOST, as_of=filters.get("as_of"))
            asked[without] = json.dumps(list(found))
        return [tuple(row) for row in ledger.connection.execute(query, (*values, asked[without]))]

    return {
        **{role: rows_of(role, _FREQUENT, role) for role in ("donor", "recipient")},
        **{f"{role} country": rows_of(role, _COUNTRIES, role) for role in ("donor", "recipient")},
        **{name: rows_of(name, query) for name, query in {**_BY_WORD, "month": _MONTHS}.items()},
    }


def _month(month: str) -> dict[str, str | int | None]:
    first = datetime.date.fromisoformat(f"{month}-01")
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return {"published_since": first.isoformat(), "published_until": last.isoformat(), "offset": None}
