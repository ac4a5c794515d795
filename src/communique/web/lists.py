"""Pages that list a family of records, with facets: events, statements, commitments, actors, articles.

In: a request whose query has the filters of `communique.ledger.asking.filters`. Out: a page, or CSV or JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from communique.charts.pictures import KINDS, drift_of, lives_of, timeline_of
from communique.errors import BadQuestion
from communique.export.columns import ROWS
from communique.ledger import Ledger
from communique.ledger.asking.filters import FAMILIES, VOCABULARIES
from communique.ledger.asking.questions import Answer
from communique.ledger.told.drift import Said
from communique.text.titles import stand_in
from communique.web.calling import called
from communique.web.choices import choices
from communique.web.files import csv_file
from communique.web.promises import Promises, promises
from communique.web.remembering import Memory
from communique.web.render import page, with_query
from communique.web.sums import MOST as MOST_SUMMED
from communique.web.sums import Summed, summed
from communique.web.wording import day, plain

PAGE = 50
"""Records on a page."""
MOST = 10_000
"""Records of a CSV or JSON file; more go through `communique export`."""

MOST_DRIFT = 60
"""Statements of one speaker whose change is told, the latest."""
_LOOKED_AT = 500
"""Statements that are looked at for those: of a sentence that many articles quote, one is told."""

LONGEST = 300
"""Characters of a value of a filter; what SQLite makes of longer ones takes more than it is worth."""
MOST_VALUES = 50
"""Values of one filter."""

_CALLED = """
SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(?1))
UNION ALL SELECT actor_aliases.id, name FROM actor_aliases JOIN actors ON actors.number = actor_aliases.actor
WHERE actor_aliases.id IN (SELECT value FROM json_each(?1))
"""
_BEGINNINGS = "SELECT number, substr(text, 1, 600), ref FROM articles WHERE number IN (SELECT value FROM json_each(?))"
LABELS = {
    "actor": "Who",
    "recipient": "To whom",
    "country": "Country on either side",
    "sector": "Sector",
    "type": "Type",
    "mode": "Mode",
    "context": "Context",
    "status": "Status",
    "place": "Where",
    "precision": "Place known by",
    "told_by": "Told by",
    "min_sources": "Sources, at least",
    "speaker": "Speaker",
    "addressee": "Addressee",
    "act": "Act",
    "certainty": "Certainty",
    "donor": "Donor",
    "category": "Category",
    "instrument": "Instrument",
    "stage": "Stage",
    "item": "Item",
    "min_amount": "Amount from",
    "max_amount": "Amount to",
    "currency": "Currency",
    "thread": "Thread",
    "name": "Name",
    "kind": "Kind",
    "since": "From day",
    "until": "To day",
    "published_since": "Known from",
    "published_until": "Known until",
    "source": "Source",
    "text": "Words",
    "article": "Article",
    "verdict": "Verdict",
    "as_of": "As known on",
}
"""What a filter is called on the page."""
_SHOWN_BY = frozenset(("by", "view"))
"""What of an address tells how a page is shown."""
DAYS = frozenset(("since", "until", "published_since", "published_until", "as_of"))
"""Filters that take a day."""
MAIN: Mapping[str, tuple[str, ...]] = {
    "events": ("actor", "recipient", "country", "type", "status", "place", "since", "until", "text"),
    "statements": ("speaker", "addressee", "act", "certainty", "since", "until", "text"),
    "commitments": ("donor", "recipient", "stage", "category", "item", "since", "until", "text"),
    "actors": ("name", "kind", "country", "sector"),
    "articles": ("source", "text", "since", "until"),
}
"""Filters that a form shows at once; the others stand behind “More filters”."""
_TITLES = {
    "events": ("Events", "Who did, does or will do what to whom, with the sentence behind each."),
    "statements": ("Statements", "Who said, denied, warned or promised what, and how sure of it."),
    "commitments": ("Commitments", "Money and materiel: from whom, to whom, at which stage."),
    "actors": ("Actors", "Everybody that the articles tell of."),
    "articles": ("Articles", "What was read, from where, and what it holds."),
}


def page_before(offset: int, total: int) -> int:
    """Return where the page before one begins; before one beyond the end, the last page."""
    return max(0, offset - PAGE if offset < total else (total - 1) // PAGE * PAGE)


def list_page(request: Request, family: str) -> Response:
    """Return the page of a family, or the file that its query asks for."""
    ledger: Ledger = request.app.state.ledgers.get()
    filters = filters_of(request, family)
    shape = request.query_params.get("format")
    if shape in {"csv", "json"}:
        found = _asked(ledger, family)(limit=MOST, **filters)
        return csv_of(family, found) if shape == "csv" else JSONResponse(found.to_json())
    offset = max(0, whole(request.query_params.get("offset")))
    found = _asked(ledger, family)(limit=PAGE, offset=offset, **filters)
    total = total_of(request, family, filters, found)
    title, about = _TITLES[family]
    values = {
        "title": title,
        "about": about,
        "family": family,
        "rows": found.rows,
        "total": total,
        "first": offset + 1 if found.rows else 0,
        "last": offset + len(found.rows),
        "before": with_query(request, offset=page_before(offset, total)) if offset else None,
        "after": with_query(request, offset=offset + PAGE) if offset + len(found.rows) < total else None,
        "facets": facets(request, family, filters),
        "carried": carried(request),
        "asked": asked_of(ledger, filters),
        "formats": {"csv": with_query(request, format="csv"), "json": with_query(request, format="json")},
        **_extra(request, ledger, family, filters, found),
    }
    return page(request, f"{family}.html", values)


def total_of(request: Request, family: str, filters: Mapping[str, Any], found: Answer[Any]) -> int:
    """Return how many records fit filters, as it was counted last while the ledger is the same."""
    memory: Memory = request.app.state.memory
    return memory.value(f"total {family} {sorted(filters.items())}", lambda: found.total)


def filters_of(request: Request, family: str) -> dict[str, Any]:
    """Return the filters that a request's query has, and `as_of`."""
    known = [*FAMILIES[family].filters, *(["as_of"] if family != "actors" else [])]
    found: dict[str, Any] = {}
    for name in known:
        values = [short(value) for value in request.query_params.getlist(name) if value.strip()]
        if len(values) > MOST_VALUES:
            raise BadQuestion(f"{name} has {len(values):,} values", hint=f"Give {MOST_VALUES} at most.")
        if values:
            found[name] = day_of(values[0]).isoformat() if name == "as_of" else values
    return found


def day_of(value: str) -> datetime.date:
    """Return a day.

    Raises:
        BadQuestion: it isn't written as one.
    """
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError as error:
        raise BadQuestion(f"{value} is no date", hint="Write it as 2024-01-18.") from error


def short(value: str) -> str:
    """Return a value of a question.

    Raises:
        BadQuestion: it is longer than any that is meant, or has U+0000 in it, where SQLite would end it.
    """
    if len(value) > LONGEST:
        raise BadQuestion(f"{value[:20]}… has {len(value):,} characters", hint=f"Ask with {LONGEST} at most.")
    if "\0" in value:
        raise BadQuestion("a value has U+0000 in it", hint="No text has that; take it out.")
    return value


def facets(request: Request, family: str, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a family's form: name, label, value, and the words to choose from where they are closed.

    What a field can't hold is `chosen`: values of which there are several, an actor's id, a word that is excluded. Of
    each that is how it is `shown`, and the address of the page `without` it.
    """
    named = _names(request.app.state.ledgers.get(), filters)
    made = []
    for name in (*FAMILIES[family].filters, *(["as_of"] if family != "actors" else [])):
        if name in {"article", "thread"} and name not in filters:
            continue
        words = [each.value for each in VOCABULARIES[name]] if name in VOCABULARIES else []
        if name == "verdict":
            words = ["accepted", "rejected", "none", "any"]
        given = filters.get(name) or []
        values = [given] if isinstance(given, str) else list(given)
        told = [each for each in values if each.removeprefix("!") in named or (words and each not in words)]
        held = len(values) <= 1 and not told
        made.append(
            {
                "name": name,
                "label": LABELS[name],
                "value": values[0] if held and values else "",
                "words": words,
                "main": name in MAIN.get(family, ()) or bool(values),
                "chosen": [] if held else [_chosen(request, name, each, named) for each in values],
            }
        )
    return made


def _chosen(request: Request, name: str, value: str, named: Mapping[str, str]) -> dict[str, str]:
    """Return a value of a filter as the page shows it, and the address of the page without it."""
    asked = [each for each in request.query_params.multi_items() if each != (name, value) and each[0] != "offset"]
    without = f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path
    return {"value": value, "shown": _called(value, named), "without": without}


def _called(value: str, named: Mapping[str, str]) -> str:
    """Return a filter's value in words: an actor's id by its name, and what is excluded as such."""
    meant = value.removeprefix("!")
    return f"{'not ' if meant != value else ''}{plain(named.get(meant, meant))}"


def carried(request: Request) -> list[tuple[str, str]]:
    """Return what of a page's address is no filter, but how it is shown: a form that asks anew carries it on."""
    return [each for each in request.query_params.multi_items() if each[0] in _SHOWN_BY]


def asked_of(ledger: Ledger, filters: Mapping[str, Any]) -> list[str]:
    """Return filters in words, for a printed page: "Donor: Estonia", "Type: AID or REJECT"."""
    named = _names(ledger, filters)
    told = []
    for name, values in filters.items():
        said = [values] if isinstance(values, str) else values
        words = [day(each) if name in DAYS else _called(each, named) for each in said]
        told.append(f"{LABELS[name]}: {' or '.join(words)}")
    return told


def _names(ledger: Ledger, filters: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the actors whose ids stand among filters."""
    said = (value.removeprefix("!") for values in filters.values() if not isinstance(values, str) for value in values)
    ids = [value for value in said if value.startswith("actor-")]
    if not ids:
        return {}
    rows = ledger.connection.execute(_CALLED, (json.dumps(ids),))
    return {row["id"]: row["name"] for row in rows}


def csv_of(family: str, found: Sequence[Any]) -> Response:
    """Return records as CSV."""
    make = ROWS.get(family, asdict)
    return csv_file(family, (make(row) for row in found))


def _asked(ledger: Ledger, family: str) -> Callable[..., Any]:
    asked: Callable[..., Any] = getattr(ledger, family)
    return asked


def _extra(request: Request, ledger: Ledger, family: str, filters: Mapping[str, Any], found: Any) -> dict[str, Any]:
    if family == "events":
        by = request.query_params.get("by") or KINDS[0]
        return {
            "pictures": {"timeline": timeline_of(ledger, filters, by)},
            "by": by,
            "ways": [(kind, with_query(request, by=kind, offset=None)) for kind in KINDS],
        }
    if family == "commitments":
        sums = summed(ledger, filters, total_of(request, family, filters, found))
        return {
            "pictures": {"running": sums.picture if sums else None, "lives": lives_of(ledger, filters)},
            "sums": sums,
            "called": called(ledger.connection, _not_added(sums)),
            "promises": promises(ledger, found.rows, filters.get("as_of")) if filters else Promises(),
            "most_summed": MOST_SUMMED,
            "frequent": choices(request, ledger, filters),
        }
    if family == "statements":
        said = drifted(ledger, filters)
        speaker = found.rows[0].speaker.name if said and found.rows else ""
        return {"drift": said, "speaker": speaker, "pictures": {"drift": drift_of(said, speaker)}}
    if family == "articles":
        nameless = json.dumps([each.number for each in found.rows if not each.title])
        begun = ledger.connection.execute(_BEGINNINGS, (nameless,))
        called_by = {number: stand_in(text, ref) for number, text, ref in begun}
        return {"called": called_by, "undated": stats_of(request)["undated"]}
    return {}


def stats_of(request: Request) -> dict[str, Any]:
    """Return what the ledger counts, as it was counted last while it is the same."""
    memory: Memory = request.app.state.memory
    ledger: Ledger = request.app.state.ledgers.get()
    return memory.value("stats", ledger.stats)


def _not_added(sums: Summed | None) -> Iterator[str]:
    """Yield the ids of tellings that add nothing, and of those that they are counted in."""
    for each in sums.not_added if sums else ():
        yield each.commitment
        yield each.other or ""


def drifted(ledger: Ledger, filters: Mapping[str, Any]) -> list[Said]:
    """Return how the words of the one speaker that a question asks for changed; nothing where it asks for several."""
    speakers = filters.get("speaker", [])
    if len(speakers) != 1 or speakers[0].startswith("!") or set(filters) - {"speaker", "text", "since", "until"}:
        return []
    about, since, until = (next(iter(filters.get(name, [])), None) for name in ("text", "since", "until"))
    found = ledger.drift(speakers[0], about=about, since=since, until=until and f"{until}~", last=_LOOKED_AT)
    return found[-MOST_DRIFT:] if len(found) > 1 else []


def whole(value: str | None) -> int:
    """Return the number that a value of a query is; 0 where it is none."""
    return int(value) if value and value.isdecimal() and len(value) < 12 else 0  # noqa: PLR2004  # no ledger has more
