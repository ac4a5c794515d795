"""Where, when and with whom: GeoJSON, iCalendar and GraphML.

GeoJSON (RFC 7946): longitude first; an event known by country or region alone has no geometry, never a centroid that
looks like a place. iCalendar (RFC 5545): what is planned and which deliveries are due, with a UID that stays and a
SEQUENCE that rises when more reports come, so that a calendar program updates its entry. GraphML: actors as nodes,
their dealings as edges with counts by type.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import combinations, product
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from communique.export.columns import names
from communique.export.json_lists import write_list
from communique.export.selection import Selection, one_of
from communique.ledger.full.event_details import EventInFull
from communique.ledger.told.calendar import Coming, deliveries_due
from communique.ledger.told.lives import numbers_of
from communique.ledger.told.people import Actors, Party, parties
from communique.linking.commitment_threads import PROMISED
from communique.vocabulary import EventType

_CALENDAR_STATUS = {"planned": "CONFIRMED", "proposed": "TENTATIVE", "possible": "TENTATIVE", "negated": "CANCELLED"}
Pair = tuple[int, int]
"""The numbers of two actors."""
_LONGEST_LINE = 75
"""Octets of a line of iCalendar before it is folded."""


def write_geojson(chosen: Selection, out: BinaryIO) -> int:
    """Write events as a FeatureCollection; return how many."""
    features = map(_feature, chosen.all_events())
    return write_list(features, out, b'{"type":"FeatureCollection","features":[', b"]}")


def _feature(event: EventInFull) -> dict[str, object]:
    point = event.point
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": list(point)} if point else None,
        "properties": {
            "type": event.type,
            "mode": event.mode,
            "status": event.status,
            "actors": [each.name for each in event.actors],
            "recipients": [each.name for each in event.recipients],
            "day": event.day,
            "place": event.place,
            "country": event.country,
            "precision": event.place_precision,
            "sources": event.sources,
            "quote": event.quote.quote,
            "article": event.quote.article,
            "url": event.quote.url,
        },
    }


def write_ical(chosen: Selection, out: BinaryIO) -> int:
    """Write planned and proposed events that have a date, and deliveries due, as a calendar; return how many."""
    out.write(_ical_lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Communique//Ledger//EN", "CALSCALE:GREGORIAN"))
    count = 0
    dated = "date_start IS NOT NULL AND date_end IS NOT NULL"
    for event in chosen.all_events(f"{one_of('status', _CALENDAR_STATUS)} AND {dated}"):
        out.write(_ical_lines(*_ical_event(event)))
        count += 1
    for due in deliveries_due(chosen.connection, _promised(chosen)):
        out.write(_ical_lines(*_ical_delivery(due)))
        count += 1
    out.write(_ical_lines("END:VCALENDAR"))
    return count


def _promised(chosen: Selection) -> list[int]:
    """Return the numbers of the threads of which a chosen commitment promises something for a day."""
    only = f"date_end IS NOT NULL AND {one_of('stage', PROMISED)}"
    return numbers_of(chosen.connection, dict.fromkeys(each.thread for each in chosen.all_commitments(only)))


def _ical_delivery(due: Coming) -> Iterator[str]:
    sides = " → ".join("; ".join(side) for side in (due.actors, due.recipients) if side)
    yield from _ical_head(due.record, due.sources, due.quote.published or due.start, due.start, due.end)
    yield f"SUMMARY:{_ical_text(f'{due.what}, {due.status}: {sides}')}"
    yield f"STATUS:{'TENTATIVE' if due.status == 'delayed' else 'CONFIRMED'}"
    yield f"DESCRIPTION:{_ical_text(due.quote.quote)}"
    yield from _ical_foot(due.quote.url)


def _ical_event(event: EventInFull) -> Iterator[str]:
    sides = " → ".join(side for side in (names(event.actors), names(event.recipients)) if side)
    yield from _ical_head(event.id, event.reports, event.known, str(event.date_start), str(event.date_end))
    yield f"SUMMARY:{_ical_text(f'{event.type} {event.mode or str()}'.strip() + (f': {sides}' if sides else ''))}"
    yield f"STATUS:{_CALENDAR_STATUS[event.status]}"
    yield f"DESCRIPTION:{_ical_text(event.quote.quote)}"
    if event.place:
        yield f"LOCATION:{_ical_text(event.place)}"
    if event.point is not None:
        longitude, latitude = event.point
        yield f"GEO:{latitude};{longitude}"
    yield from _ical_foot(event.quote.url)


def _ical_head(record: str, reports: int, known: str, start: str, end: str) -> Iterator[str]:
    """Yield how an entry begins; days are ISO, and the end of whole days is the day after the last."""
    last = datetime.date.fromisoformat(end)
    after = last + datetime.timedelta(days=last < datetime.date.max)
    yield "BEGIN:VEVENT"
    yield f"UID:{record}@communique"
    yield f"SEQUENCE:{reports - 1}"
    yield f"DTSTAMP:{known.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{start.replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _ical_foot(url: str | None) -> Iterator[str]:
    if url:
        yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _ical_text(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _ical_lines(*lines: str) -> bytes:
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    """Return a line in pieces of at most 75 octets, none cut within a character."""
    pieces: list[bytes] = []
    while len(line) > _LONGEST_LINE - bool(pieces):
        cut = _LONGEST_LINE - bool(pieces)
        while line[cut] & 0xC0 == 0x80:  # noqa: PLR2004  # a byte inside a character of UTF-8
            cut -= 1
        pieces.append(line[:cut])
        line = line[cut:]
    return b"\r\n ".join([*pieces, line])


def write_graphml(chosen: Selection, out: BinaryIO) -> int:
    """Write actors as nodes and their dealings as directed edges; return the number of edges.

    The graph is kept in memory, as numbers: actors, pairs of them, and for each event of a pair a byte with its type.
    """
    people: dict[int, None] = {}
    ties: dict[Pair, bytearray] = {}
    kinds = [kind.value for kind in EventType]
    for event, actors, recipients, _ in chosen.told_events(None, quoted=False):
        kind = kinds.index(event.type)
        for pair in _ties(actors, recipients):
            people.update(dict.fromkeys(pair))
            ties.setdefault(pair, bytearray()).append(kind)
    types = sorted({kinds[kind] for told in ties.values() for kind in set(told)})
    out.write(_graphml_head(types).encode())
    ids: dict[int, str] = {}
    for actor, party in parties(chosen.connection, people):
        ids[actor] = party.id
        out.write(_graphml_node(party).encode())
    for number, ((source, target), told) in enumerate(ties.items()):
        data = "".join(
            f'<data key="{kind}">{count}</data>' for kind in types if (count := told.count(kinds.index(kind)))
        )
        ends = f"source={quoteattr(ids[source])} target={quoteattr(ids[target])}"
        out.write(f'<edge id="e{number}" {ends}><data key="weight">{len(told)}</data>{data}</edge>\n'.encode())
    out.write(b"</graph></graphml>\n")
    return len(ties)


def _ties(actors: Actors, recipients: Actors) -> Iterator[Pair]:
    """Yield who did something with whom; without recipients, those who act together, each pair once."""
    return product(actors, recipients) if recipients else combinations(actors, 2)


def _graphml_head(types: list[str]) -> str:
    keys = [
        f'<key id="{name}" for="node" attr.name="{name}" attr.type="string"/>' for name in ("name", "kind", "country")
    ]
    keys += [f'<key id="{name}" for="edge" attr.name="{name}" attr.type="int"/>' for name in ("weight", *types)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        + "\n".join(keys)
        + '\n<graph id="ledger" edgedefault="directed">\n'
    )


def _graphml_node(party: Party) -> str:
    values = {"name": party.name, "kind": party.kind, "country": party.country}
    data = "".join(f'<data key="{name}">{escape(_xml(value))}</data>' for name, value in values.items() if value)
    return f"<node id={quoteattr(party.id)}>{data}</node>\n"


def _xml(text: str) -> str:
    """Return a text without the control characters that XML can't hold."""
    return "".join(each for each in text if each >= " " or each in "\t\n")
