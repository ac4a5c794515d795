"""The shapes of event data that conflict researchers read: POLECAT, ICEWS and ACLED.

Column names and their order are those of the published files. What the ledger has no value for stays empty: COW and
Wikipedia ids, districts, ACLED's interaction codes. POLECAT's files have one row an event with lists in its cells, or
with `dyads` a row for each pair of actor and recipient; ICEWS' and ACLED's have a row for each pair. None has a column
for a status, and every row is read as something that happened: what was denied, planned or supposed goes out only if it
is asked for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import product
from typing import Any, BinaryIO

from communique import __version__
from communique.export.columns import names
from communique.export.delimited import write_values
from communique.export.selection import EVERY, Selection, one_of
from communique.export.told import Sides
from communique.ledger.full.event_rows import EventRow
from communique.ledger.told.people import Actors, Party, listed
from communique.vocabulary import HAPPENED

Cells = tuple[Any, ...]

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
_HAPPENED = one_of("status", HAPPENED)
_SCOPES = {
    "polecat": EVERY,
    "icews": EVERY,
    "acled": f"({one_of('mode', _ACLED_MODES)} OR {one_of('type', _ACLED_TYPES)})",
}
"""The condition that an event is of a kind that a data set has."""


def left_out(chosen: Selection, name: str) -> int:
    """Return how many of the chosen events an export leaves out because they aren't told to have happened."""
    if name not in _SCOPES or chosen.all_statuses:
        return 0
    return chosen.count_events(f"{_SCOPES[name]} AND NOT {_HAPPENED}")


def _within(chosen: Selection, name: str) -> str:
    return _SCOPES[name] if chosen.all_statuses else f"{_SCOPES[name]} AND {_HAPPENED}"


def write_polecat(chosen: Selection, out: BinaryIO, *, dyads: bool = False) -> int:
    """Write POLECAT's 40 columns, tab-separated in UTF-8; return the number of rows."""
    return write_values(_polecat(chosen, dyads=dyads), POLECAT, out, "\t")


def write_icews(chosen: Selection, out: BinaryIO) -> int:
    """Write ICEWS' 20 columns, tab-separated, a row for each pair of actor and recipient; return the number of rows."""
    return write_values(_icews(chosen), ICEWS, out, "\t")


def write_acled(chosen: Selection, out: BinaryIO) -> int:
    """Write ACLED's 31 columns as CSV, of the types that ACLED has; return the number of rows."""
    return write_values(_acled(chosen), ACLED, out)


def _polecat(chosen: Selection, *, dyads: bool) -> Iterator[Cells]:
    sides = Sides(_polecat_side)
    version = f"Communique {__version__}"
    for event, actors, recipients, _ in chosen.told_events(sides, quoted=False, only=_within(chosen, "polecat")):
        told = (
            *(event.day, event.type, event.mode, _plain(event.score), _QUADS[event.quad]),
            ";".join(listed(event.contexts)),
        )
        place = _polecat_place(event)
        source = (event.publisher, event.published, "", "", "", "English", version)
        for number, (one, other) in enumerate(_pairs(actors, recipients) if dyads else ((actors, recipients),)):
            ident = event.id if not number else f"{event.id}.{number}"
            yield (ident, *told, *sides.of(one), *sides.of(other), *place, *source)


def _polecat_side(parties: tuple[Party, ...]) -> Cells:
    """Return the columns of a side, from the name to the Wikipedia id."""
    sectors = [each.sectors for each in parties]
    named = _listed(each.name for each in parties)
    return (
        named,
        _listed(each.country or "" for each in parties),
        "",
        _listed(each[0] if each else "" for each in sectors),
        _listed(" ".join(each) for each in sectors),
        _listed(each.title or "" for each in parties),
        named,
        _listed(each.code.removeprefix("wikidata:") if each.code else "" for each in parties),
    )


def _polecat_place(event: EventRow) -> Cells:
    """Return the columns of a place, from its name to the type of feature."""
    place, precision = event.place or "", event.place_precision
    latitude, longitude = _point(event)
    city = place if precision == "city" else ""
    return (place, city, "", event.admin1, event.country, latitude, longitude, event.geonames or "", place, precision)


def _point(event: EventRow) -> Cells:
    return (event.latitude, event.longitude) if event.place_precision in _SITES else ("", "")


def _icews(chosen: Selection) -> Iterator[Cells]:
    sides = Sides(_icews_side)
    for event, actors, recipients, _ in chosen.told_events(sides, quoted=False, only=_within(chosen, "icews")):
        coded = (event.type.capitalize(), event.cameo, _plain(event.score))
        where = (
            *(event.article, "", event.publisher, event.place if event.place_precision == "city" else "", ""),
            *(event.admin1, event.country, *_point(event)),
        )
        for number, (one, other) in enumerate(_pairs(actors, recipients)):
            ident = event.id if not number else f"{event.id}.{number}"
            yield (ident, event.day, *sides.of(one), *coded, *sides.of(other), *where)


def _icews_side(parties: tuple[Party, ...]) -> Cells:
    """Return the columns of a side: name, sectors, country."""
    return (
        names(parties),
        ",".join(sector for each in parties for sector in each.sectors),
        ",".join(each.country or "" for each in parties),
    )


def _acled(chosen: Selection) -> Iterator[Cells]:
    sides = Sides(_acled_side)
    for event, actors, recipients, figures in chosen.told_events(sides, only=_within(chosen, "acled")):
        kind = _ACLED_MODES.get(event.mode or "") or _ACLED_TYPES[event.type]
        dead = next((each for each in figures if each.kind == "dead"), None)
        yield (
            *(event.id, event.day, event.day[:4], _TIME_PRECISION.get(event.date_precision or "", 3), *kind),
            *(*sides.of(actors), "", *sides.of(recipients), "", "", "", "", ""),
            *(event.country, event.admin1, "", "", event.place, *_point(event)),
            *(_GEO_PRECISION.get(event.place_precision or "", ""), event.publisher, "", event.quote),
            dead.value if dead else "",
            "; ".join(f"{each.kind}={each.value}" for each in figures if each.kind != "dead"),
            int(datetime.datetime.fromisoformat(f"{event.known}T00:00:00+00:00").timestamp()),
        )


def _acled_side(parties: tuple[Party, ...]) -> Cells:
    """Return the columns of a side: the first one, and the others."""
    return (parties[0].name if parties else "", names(parties[1:]))


def _pairs(actors: Actors, recipients: Actors) -> Iterator[tuple[Actors, Actors]]:
    """Yield each actor with each recipient; where there is nobody on one side, the other alone."""
    for actor, recipient in product(actors or (None,), recipients or (None,)):
        yield () if actor is None else (actor,), () if recipient is None else (recipient,)


def _plain(value: float) -> float:
    """Return a number as it is written shortest; as a text, a negative one would be defused."""
    return int(value) if value == int(value) else value


def _listed(values: object) -> str:
    return ";".join(values)  # type: ignore[arg-type]  # any iterable of strings
