"""A dossier: what the ledger has on a question in one file that opens anywhere, without network and without script.

In: a ledger and the filters of `communique events`. Out: HTML with pictures as SVG, tables, sentences and citations.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from communique.charts.pictures import lives_of, map_of, timeline_of
from communique.ledger import Ledger
from communique.ledger.asking.filters import FAMILIES
from communique.ledger.full.details import CommitmentInFull, StatementInFull, statements_in_full
from communique.ledger.full.event_details import EventInFull
from communique.ledger.quoted import Quoted
from communique.ledger.told.contradictions import contradictions
from communique.ledger.told.totals import Totals
from communique.web.doubts import doubts
from communique.web.lists import LABELS
from communique.web.promises import promises
from communique.web.render import environment
from communique.web.sums import MOST as MOST_SUMMED

MOST = 500
"""Records of each family in a dossier, the latest."""
_AS = {"commitments": {"actor": "donor"}, "statements": {"actor": "speaker", "recipient": "addressee"}}
"""What filters of events are called where commitments and statements are asked for."""
MOST_AGAINST, MOST_DOUBTS = 50, 20
"""Contradictions, the newest, and doubts in a dossier."""
_TELLING = """
SELECT number FROM statements WHERE number IN (
    SELECT statement FROM reports WHERE event IN (SELECT value FROM json_each(?1))
    UNION SELECT statement FROM commitments WHERE number IN (SELECT value FROM json_each(?2)))
AND verdict IS NOT 'rejected' AND (?3 IS NULL OR known <= ?3)
ORDER BY day DESC, number DESC
"""
"""The statements in which events and commitments are told."""


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that a dossier cites, with the number that it has there."""

    number: int
    quote: Quoted


def dossier(ledger: Ledger, filters: Mapping[str, Sequence[str]], title: str, as_of: str | None = None) -> str:
    """Return the dossier. A family to which not all filters apply isn't in it: it would be about something else.

    Args:
        ledger: where the records are.
        filters: those of events, each with its values.
        title: what the dossier is about.
        as_of: the ledger as it was known on a day (ISO).

    Raises:
        BadQuestion: a filter's value isn't understood.
    """
    then = {"as_of": as_of} if as_of else {}
    asked: dict[str, Any] = {**filters, **then}
    events = ledger.events(limit=MOST, **asked)
    others = {family: _renamed(family, filters) for family in _AS}
    commitments = _asked(ledger, "commitments", others["commitments"], then)
    statements = _statements(ledger, others["statements"], then, events, commitments or ())
    records = [*events, *(commitments or ())]
    about = dict.fromkeys((*(each.id for each in events), *(each.thread for each in commitments or ())))
    against = list(contradictions(ledger.connection, until=as_of, limit=MOST_AGAINST, about=about)) if records else []
    doubted = doubts(ledger.connection, (each.quote for each in records), most=MOST_DOUBTS, more=0, until=as_of)
    sides = [side.quote for each in against for side in (each.one, each.other)]
    promised = promises(ledger, commitments or (), as_of)
    quotes = [
        *(each.quote for each in (*records, *(statements or ()), *(doubt.told for doubt in doubted.shown))),
        *sides,
        *(one.quote for each in promised.told for one in each.came),
    ]
    cited: dict[str, Cited] = {}
    for quote in quotes:
        cited.setdefault(quote.article, Cited(len(cited) + 1, quote))
    style = (files("communique.web") / "static" / "communique.css").read_text("utf-8")
    values = {
        "title": title,
        "style": Markup(style),  # noqa: S704  # a file of ours
        "made": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "filters": [(LABELS[name], ", ".join(values)) for name, values in filters.items()],
        "as_of": as_of,
        "ledger_name": ledger.path.rpartition("/")[2],
        "events": events,
        "commitments": commitments,
        "statements": statements,
        "sums": _sums(ledger, {**(others["commitments"] or {}), **then}, commitments),
        "promises": promised,
        "against": against,
        "doubts": doubted,
        "cited": cited,
        "most": MOST,
        "timeline": timeline_of(ledger, asked, links=False),
        "map": map_of(ledger, asked, links=False) if events else None,
        "lives": lives_of(ledger, {**(others["commitments"] or {}), **then}, links=False) if commitments else None,
    }
    return environment().get_template("dossier.html").render(values)


def held(ledger: Ledger, filters: Mapping[str, Sequence[str]], as_of: str | None = None) -> dict[str, int]:
    """Return how many records of each family the ledger has on a question, of those that it can be asked of."""
    then: Any = {"as_of": as_of} if as_of else {}
    asked = {"events": dict(filters), **{family: _renamed(family, filters) for family in _AS}}
    return {
        family: getattr(ledger, family)(limit=0, **its, **then).total
        for family, its in asked.items()
        if its is not None
    }


def _statements(
    ledger: Ledger,
    filters: Mapping[str, Sequence[str]] | None,
    then: Mapping[str, str],
    events: Sequence[EventInFull],
    commitments: Sequence[CommitmentInFull],
) -> list[StatementInFull] | None:
    """Return the statements of a question; of one for a recipient also those that tell of its events and commitments.

    Few statements are addressed to whom something is done, and what is said of it to others belongs there, too.
    """
    found = _asked(ledger, "statements", filters, then)
    if found is None or "addressee" not in (filters or {}):
        return None if found is None else list(found)
    numbers = [json.dumps([each.number for each in some]) for some in (events, commitments)]
    telling = [row[0] for row in ledger.connection.execute(_TELLING, (*numbers, then.get("as_of")))]
    made = {each.number: each for each in (*found, *statements_in_full(ledger.connection, telling))}
    return sorted(made.values(), key=lambda each: (each.day, each.number), reverse=True)[:MOST]


def _sums(ledger: Ledger, asked: Mapping[str, Any], commitments: Any) -> Totals | None:
    """Return what commitments come to by stage; None where there are none, or more than can be added up at once."""
    if not commitments or commitments.total > MOST_SUMMED:
        return None
    found = ledger.totals(by="stage", **asked)
    return found if any(row.counted for row in found.rows) else None


def _renamed(family: str, filters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]] | None:
    renamed = {_AS[family].get(name, name): value for name, value in filters.items()}
    return renamed if set(renamed) <= set(FAMILIES[family].filters) else None


def _asked(ledger: Ledger, family: str, filters: Mapping[str, Sequence[str]] | None, then: Mapping[str, str]) -> Any:
    return None if filters is None else getattr(ledger, family)(limit=MOST, **filters, **then)
