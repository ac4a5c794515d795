"""Pages across all families of records: what is new and coming, the calendar, the search.

In: requests. Out: pages, or the same as CSV or JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from communique.charts.pictures import months_with
from communique.knowledge.countries import countries
from communique.ledger import Ledger
from communique.ledger.asking.conditions import check_period
from communique.ledger.asking.questions import ActorRow
from communique.ledger.asking.searching import count_found
from communique.ledger.decided.who import code_of
from communique.ledger.full.event_details import EventInFull, events_in_full
from communique.ledger.told.calendar import Coming
from communique.ledger.told.counting import GROUPS
from communique.web.ahead import Ahead, Part, ahead, named
from communique.web.files import citation, csv_file
from communique.web.lists import MOST, PAGE, asked_of, day_of, page_before, short, stats_of, whole
from communique.web.render import page, with_query


def today_page(request: Request) -> Response:
    """Return what is new, what is to come, what contradicts, what is overdue."""
    ledger: Ledger = request.app.state.ledgers.get()
    counts = stats_of(request)
    last = datetime.date.fromisoformat(counts["last_day"] or datetime.datetime.now(datetime.UTC).date().isoformat())
    coming = ahead(named(ledger, _calendar(ledger, last)))
    values = {
        "counts": counts,
        "last": last.isoformat(),
        "new": _new(ledger, last - datetime.timedelta(days=_RECENT)),
        "publishers": len(counts["articles_by_publisher"]),
        "most_publishers": GROUPS,
        "coming": coming[:_MOST_AHEAD],
        "all_coming": len(coming),
        "most_coming": _MOST_COMING,
        "contradictions": ledger.contradictions(limit=_MOST_AGAINST),
        "all_contradictions": ledger.count_contradictions(),
        "overdue": sorted(ledger.overdue(last), key=lambda each: each.days)[:5],
    }
    shape = request.query_params.get("format")
    if shape in {"csv", "json"}:
        rows = list(_today_rows(values))
        return csv_file("today", rows) if shape == "csv" else JSONResponse({"counts": counts, "rows": rows})
    values["formats"] = {"csv": "/?format=csv", "json": "/?format=json"}
    return page(request, "today.html", values)


_NEWEST = """
SELECT reports.event FROM articles INDEXED BY articles_known CROSS JOIN reports ON reports.article = articles.number
CROSS JOIN events ON events.number = reports.event
WHERE articles.known >= ? AND events.known = articles.known AND events.verdict IS NOT 'rejected'
ORDER BY articles.known DESC, articles.number DESC
"""
_MOST_NEW = 8
"""Events on the first page that became known last."""
_MOST_AHEAD = 8
"""What is to come on the first page."""
_RECENT, _YEARS = 7, 1_100
"""Days before the last one that count as new; days ahead that are looked at for what is coming."""
_MOST_AGAINST = 4
"""Contradictions on the first page, the newest."""


def _new(ledger: Ledger, since: datetime.date) -> list[EventInFull]:
    """Return the events that became known last, whenever they are: a visit planned for next year isn't always news."""
    told = (row[0] for row in ledger.connection.execute(_NEWEST, (since.isoformat(),)))
    numbers: dict[int, None] = {}
    for number in told:
        numbers[number] = None
        if len(numbers) == _MOST_NEW:
            break
    return list(events_in_full(ledger.connection, list(numbers)))


def _calendar(ledger: Ledger, last: datetime.date) -> list[Coming]:
    return ledger.calendar(since=last, until=last + datetime.timedelta(days=_YEARS), limit=_MOST_COMING)


def _today_rows(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in values["coming"]:
        said = "; ".join(part.called for part in each.parts)
        yield {"part": "coming", "day": each.start, "record": each.first.record, "said": said, **citation(each.quote)}
    for each in values["contradictions"]:
        for side in (each.one, each.other):
            said = f"{each.what}: {side.said}"
            yield {
                "part": "contradicting",
                "day": side.known,
                "record": each.about,
                "said": said,
                **citation(side.quote),
            }
    for each in values["overdue"]:
        yield {"part": "overdue", "day": each.due, "record": each.thread, "said": each.what, **citation(each.quote)}
    for each in values["new"]:
        yield {"part": "new", "day": each.day, "record": each.id, "said": each.type, **citation(each.quote)}


def calendar_page(request: Request) -> Response:
    """Return what is planned from a day on; with `kind=meetings`, meetings and visits alone."""
    ledger: Ledger = request.app.state.ledgers.get()
    since = request.query_params.get("since") or stats_of(request)["last_day"] or "2000-01-01"
    until = request.query_params.get("until") or None
    first, last = day_of(since), day_of(until) if until else None
    check_period([since], [until] if until else [])
    only_meetings = request.query_params.get("kind") == "meetings"
    shape = request.query_params.get("format")
    planned = ledger.calendar(since=first, until=last, limit=None if shape else _MOST_LOOKED_AT)
    parts = [each for each in named(ledger, planned) if not only_meetings or each.meeting]
    coming = [each.coming for each in parts]
    if shape == "json":
        return JSONResponse([each.to_json() for each in coming])
    if shape == "csv":
        return csv_file("calendar", map(_coming_row, parts))
    months: dict[tuple[str, str], list[Ahead]] = {}
    shown = ahead(parts)[:_MOST_COMING]
    for each in shown:
        months.setdefault(each.under, []).append(each)
    values = {
        "months": months,
        "firsts": {each.start: each.first.record for each in reversed(shown)},
        "pictures": {"months": months_with(coming)},
        "since": since,
        "until": until or "",
        "meetings": only_meetings,
        "asked": [
            *asked_of(ledger, {name: [value] for name, value in (("since", since), ("until", until)) if value}),
            *(["Meetings and visits alone"] if only_meetings else []),
        ],
        "more": len(coming) > _MOST_COMING or len(planned) == _MOST_LOOKED_AT,
        "all": with_query(request, kind=None),
        "only": with_query(request, kind="meetings"),
        "formats": {"csv": with_query(request, format="csv"), "json": with_query(request, format="json")},
    }
    return page(request, "calendar.html", values)


_MOST_COMING, _MOST_LOOKED_AT = 200, 1_000
"""Entries of the calendar on one page, and the first ones that it is made of; its files have all."""


def _coming_row(part: Part) -> dict[str, Any]:
    each = part.coming
    cited = citation(each.quote)
    # Beside days, which are called so.
    offsets = {f"quote_{name}": cited.pop(name) for name in ("start", "end")}
    return {
        "word": part.word,
        "record": each.record,
        "start": each.start,
        "end": each.end,
        "precision": each.precision,
        "what": each.what,
        "status": each.status,
        "actors": "; ".join(each.actors),
        "recipients": "; ".join(each.recipients),
        "place": each.place,
        "sources": each.sources,
        **cited,
        **offsets,
    }


def search_page(request: Request) -> Response:
    """Return the sentences that have words in them, and the actors that are called so."""
    ledger: Ledger = request.app.state.ledgers.get()
    said = short(request.query_params.get("text", "").strip())
    shape = request.query_params.get("format")
    offset = 0 if shape else min(whole(request.query_params.get("offset")), MOST)
    limit = MOST if shape else min(PAGE, MOST - offset)
    newest = request.query_params.get("order") == "newest"
    total = count_found(ledger.connection, said, MOST + 1) if said else 0
    code = None if said.startswith("!") else code_of(said) if said else None
    country = countries()[code].name if code and code in countries() else None
    # No paper writes "UKR": where nothing has the code, what has the country's name is meant.
    instead = country if country and not total and country.casefold() != said.casefold() else None
    words = f'"{instead}"' if instead else said
    if instead:
        total = count_found(ledger.connection, words, MOST + 1)
    found = ledger.search(words, newest=newest, limit=limit, offset=offset) if words else []
    if shape == "json":
        return JSONResponse(
            [{"snippet": each.snippet, "records": each.records, **each.quote.to_json()} for each in found]
        )
    if shape == "csv":
        return csv_file("search", ({"records": " ".join(each.records), **citation(each.quote)} for each in found))
    after = offset + len(found)
    values = {
        "found": found,
        "first": offset + 1,
        "last": after,
        "total": min(total, MOST),
        "more": total > MOST,
        "before": with_query(request, offset=page_before(offset, min(total, MOST))) if offset else None,
        "after": with_query(request, offset=after) if found and after < min(total, MOST) else None,
        "people": _people(ledger, said, code),
        "country": country,
        "code": code,
        "instead": instead if found else None,
        "searched": said,
        "asked": [f"Words: {said}"] if said else [],
        "newest": newest,
        "formats": {"csv": with_query(request, format="csv"), "json": with_query(request, format="json")},
    }
    return page(request, "search.html", values)


def _people(ledger: Ledger, said: str, code: str | None) -> list[ActorRow]:
    """Return the actors that are called so; where words are a country's code or name, also those of the country."""
    if not said or said.startswith("!"):
        return []
    called = ledger.actors(name=said, limit=_MOST_PEOPLE).rows
    of_country = ledger.actors(country=code, limit=_MOST_PEOPLE).rows if code else []
    return list({each.id: each for each in (*called, *of_country)}.values())[:_MOST_PEOPLE]


_MOST_PEOPLE = 8
"""Actors that a search tells."""
