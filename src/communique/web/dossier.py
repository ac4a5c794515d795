"""A dossier: what the ledger has on a question in one file that opens anywhere, without network and without script.

In: a ledger and the filters of `communique events`. Out: HTML with pictures as SVG, tables, sentences and citations.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from communique.charts.pictures import lives_of, map_of, timeline_of
from communique.ledger import Ledger
from communique.ledger.filters import FAMILIES
from communique.ledger.quoted import Quoted
from communique.web.lists import LABELS
from communique.web.render import environment

MOST = 500
"""Records of each family in a dossier, the latest."""
_AS = {"commitments": {"actor": "donor"}, "statements": {"actor": "speaker", "recipient": "addressee"}}
"""What filters of events are called where commitments and statements are asked for."""


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
    statements = _asked(ledger, "statements", others["statements"], then)
    cited: dict[str, Cited] = {}
    for each in (*events, *(commitments or ()), *(statements or ())):
        cited.setdefault(each.quote.article, Cited(len(cited) + 1, each.quote))
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
        "cited": cited,
        "most": MOST,
        "timeline": timeline_of(ledger, asked),
        "map": map_of(ledger, asked, links=False) if events else None,
        "lives": lives_of(ledger, {**(others["commitments"] or {}), **then}, links=False) if commitments else None,
    }
    return environment().get_template("dossier.html").render(values)


def _renamed(family: str, filters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]] | None:
    renamed = {_AS[family].get(name, name): value for name, value in filters.items()}
    return renamed if set(renamed) <= set(FAMILIES[family].filters) else None


def _asked(ledger: Ledger, family: str, filters: Mapping[str, Sequence[str]] | None, then: Mapping[str, str]) -> Any:
    return None if filters is None else getattr(ledger, family)(limit=MOST, **filters, **then)
