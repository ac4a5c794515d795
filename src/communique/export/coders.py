"""The shapes of event data that conflict researchers read: POLECAT, ICEWS and ACLED.

Column names and their order are those of the published files. What the ledger has no value for stays empty: COW and
Wikipedia ids, districts, ACLED's interaction codes. POLECAT's files have one row an event with lists in its cells, or
with `dyads` a row for each pair of actor and recipient; ICEWS' and ACLED's have a row for each pair.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import BinaryIO

from communique import __version__
from communique.export.columns import Row, names
from communique.export.selection import Selection
from communique.export.tables import write_delimited
from communique.ledger.details import EventInFull, Party

POLECAT = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"),
    *("Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw"),
    *("Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type"),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
ICEWS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
ACLED = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)

_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_SITES = frozenset(("site", "city"))
"""Precisions with which a place has coordinates of its own; a country's centroid is not where something happened."""
_TIME_PRECISION = {"day": 1, "week": 2, "month": 3, "quarter": 3, "year": 3}
"""ACLED's: 1 the day, 2 the week, 3 the month (ACLED codebook, 2023)."""
_GEO_PRECISION = {"site": 1, "city": 1, "province": 2, "region": 3, "country": 3}
_ACLED_TYPES = {
    "ASSAULT": ("Political violence", "Battles", "Armed clash"),
    "PROTEST": ("Demonstrations", "Protests", "Peaceful protest"),
    "COERCE": ("Strategic developments", "Strategic developments", "Arrests"),
    "MOBILIZE": ("Strategic developments", "Strategic developments", "Change to group/activity"),
    "RETREAT": ("Strategic developments", "Strategic developments", "Non-violent transfer of territory"),
    "AGREE": ("Strategic developments", "Strategic developments", "Agreement"),
}
"""Types that ACLED has a kin of; the others aren't in its scope and stay out."""
_REMOTE, _ON_CIVILIANS = "Explosions/Remote violence", "Violence against civilians"
_ACLED_MODES = {
    "aerial": ("Political violence", _REMOTE, "Air/drone strike"),
    "drone": ("Political violence", _REMOTE, "Air/drone strike"),
    "heavy-weapons": ("Political violence", _REMOTE, "Shelling/artillery/missile attack"),
    "explosives": ("Political violence", _REMOTE, "Remote explosive/landmine/IED"),
    "suicide-attack": ("Political violence", _REMOTE, "Suicide bomb"),
    "unconventional": ("Political violence", _REMOTE, "Chemical weapon"),
    "abduct": ("Political violence", _ON_CIVILIANS, "Abduction/forced disappearance"),
    "sexual": ("Political violence", _ON_CIVILIANS, "Sexual violence"),
    "beat": ("Political violence", _ON_CIVILIANS, "Attack"),
    "torture": ("Political violence", _ON_CIVILIANS, "Attack"),
    "targeted": ("Political violence", _ON_CIVILIANS, "Attack"),
    "riot": ("Political violence", "Riots", "Violent demonstration"),
    "vandalize": ("Political violence", "Riots", "Violent demonstration"),
    "destroy": ("Strategic developments", "Strategic developments", "Looting/property destruction"),
    "ceasefire": ("Strategic developments", "Strategic developments", "Agreement"),
}
"""Modes of PLOVER that ACLED has a kin of (ACLED codebook, 2023); they go before the types."""
_HAPPENED = frozenset(("actual", "historical"))


def write_polecat(chosen: Selection, out: BinaryIO, *, dyads: bool = False) -> int:
    """Write POLECAT's 40 columns, tab-separated in UTF-8; return the number of rows."""
    return write_delimited(_polecat(chosen, dyads=dyads), POLECAT, out, "\t")


def write_icews(chosen: Selection, out: BinaryIO) -> int:
    """Write ICEWS' 20 columns, tab-separated, a row for each pair of actor and recipient; return the number of rows."""
    return write_delimited(_icews(chosen), ICEWS, out, "\t")


def write_acled(chosen: Selection, out: BinaryIO) -> int:
    """Write ACLED's 31 columns as CSV: what happened, of the types that ACLED has; return the number of rows."""
    return write_delimited(_acled(chosen), ACLED, out)


def _polecat(chosen: Selection, *, dyads: bool) -> Iterator[Row]:
    for event in chosen.all_events():
        sides = _pairs(event) if dyads else [(event.actors, event.recipients)]
        for number, (actors, recipients) in enumerate(sides):
            yield {
                **dict.fromkeys(POLECAT, ""),
                "Event ID": event.id if not number else f"{event.id}.{number}",
                "Event Date": event.day,
                "Event Type": event.type,
                "Event Mode": event.mode or "",
                "Intensity": _plain(event.score),
                "Quad Code": _QUADS[event.quad],
                "Contexts": ";".join(event.contexts),
                **_polecat_side("Actor", actors),
                **_polecat_side("Recipient", recipients),
                **_polecat_place(event),
                "Source": event.quote.publisher or "",
                "Publication Date": event.quote.published or "",
                "Language": "English",
                "Version": f"Communique {__version__}",
            }


@lru_cache(maxsize=8192)
def _polecat_side(side: str, parties: tuple[Party, ...]) -> Row:
    sectors = [each.sectors for each in parties]
    wikidata = [each.code.removeprefix("wikidata:") if each.code else "" for each in parties]
    return {
        f"{side} Name": _listed(each.name for each in parties),
        f"{side} Country": _listed(each.country or "" for each in parties),
        f"Primary {side} Sector": _listed(each[0] if each else "" for each in sectors),
        f"{side} Sectors": _listed(" ".join(each) for each in sectors),
        f"{side} Title": _listed(each.title or "" for each in parties),
        f"{side} Name Raw": _listed(each.name for each in parties),
        f"Wikipedia {side} ID": _listed(wikidata),
    }


def _polecat_place(event: EventInFull) -> Row:
    exact = event.place_precision in _SITES
    return {
        "Placename": event.place or "",
        "City": event.place or "" if event.place_precision == "city" else "",
        "Province": event.admin1 or "",
        "Country": event.country or "",
        "Latitude": event.latitude if exact and event.latitude is not None else "",
        "Longitude": event.longitude if exact and event.longitude is not None else "",
        "GeoNames ID": event.geonames or "",
        "Raw Placename": event.place or "",
        "Feature Type": event.place_precision or "",
    }


def _icews(chosen: Selection) -> Iterator[Row]:
    for event in chosen.all_events():
        exact = event.place_precision in _SITES
        for number, (actors, recipients) in enumerate(_pairs(event)):
            yield {
                **dict.fromkeys(ICEWS, ""),
                "Event ID": event.id if not number else f"{event.id}.{number}",
                "Event Date": event.day,
                **_icews_side("Source", actors),
                **_icews_side("Target", recipients),
                "Event Text": event.type.capitalize(),
                "CAMEO Code": event.cameo,
                "Intensity": _plain(event.score),
                "Story ID": event.quote.article,
                "Publisher": event.quote.publisher or "",
                "City": event.place or "" if event.place_precision == "city" else "",
                "Province": event.admin1 or "",
                "Country": event.country or "",
                "Latitude": event.latitude if exact and event.latitude is not None else "",
                "Longitude": event.longitude if exact and event.longitude is not None else "",
            }


def _icews_side(side: str, parties: tuple[Party, ...]) -> Row:
    return {
        f"{side} Name": names(parties),
        f"{side} Sectors": ",".join(sector for each in parties for sector in each.sectors),
        f"{side} Country": ",".join(each.country or "" for each in parties),
    }


def _acled(chosen: Selection) -> Iterator[Row]:
    for event in chosen.all_events():
        kind = _ACLED_MODES.get(event.mode or "") or _ACLED_TYPES.get(event.type)
        if kind is None or event.status not in _HAPPENED:
            continue
        dead = next((each for each in event.quantities if each.kind == "dead"), None)
        exact = event.place_precision in _SITES
        yield {
            **dict.fromkeys(ACLED, ""),
            "event_id_cnty": event.id,
            "event_date": event.day,
            "year": event.day[:4],
            "time_precision": _TIME_PRECISION.get(event.date_precision or "", 3),
            "disorder_type": kind[0],
            "event_type": kind[1],
            "sub_event_type": kind[2],
            "actor1": event.actors[0].name if event.actors else "",
            "assoc_actor_1": names(event.actors[1:]),
            "actor2": event.recipients[0].name if event.recipients else "",
            "assoc_actor_2": names(event.recipients[1:]),
            "country": event.country or "",
            "admin1": event.admin1 or "",
            "location": event.place or "",
            "latitude": event.latitude if exact and event.latitude is not None else "",
            "longitude": event.longitude if exact and event.longitude is not None else "",
            "geo_precision": _GEO_PRECISION.get(event.place_precision or "", ""),
            "source": event.quote.publisher or "",
            "notes": event.quote.quote,
            "fatalities": dead.value if dead and dead.value is not None else "",
            "tags": "; ".join(f"{each.kind}={each.value}" for each in event.quantities if each.kind != "dead"),
            "timestamp": int(datetime.datetime.fromisoformat(f"{event.known}T00:00:00+00:00").timestamp()),
        }


def _pairs(event: EventInFull) -> Iterator[tuple[tuple[Party, ...], tuple[Party, ...]]]:
    """Yield each actor with each recipient; where there is nobody on one side, the other alone."""
    for actor, recipient in product(event.actors or (None,), event.recipients or (None,)):
        yield (actor,) if actor else (), (recipient,) if recipient else ()


def _plain(value: float) -> float:
    """Return a number as it is written shortest; as a text, a negative one would be defused."""
    return int(value) if value == int(value) else value


def _listed(values: object) -> str:
    return ";".join(values)  # type: ignore[arg-type]  # any iterable of strings
