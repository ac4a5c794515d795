"""A row of POLECAT, ICEWS or ACLED as a reading: the row as text, its parties, and the one event that it codes.

In: the cells of a row by column, its number and its file. Out: `Reading`. Nothing is read into a row: what it codes is
taken over where PLOVER has it, everything else stays in the text; a row that tells no day or no type is refused.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from communique.errors import BadLine
from communique.imports.cast import Cast, country_code
from communique.imports.rowtext import RowText
from communique.imports.sides import side_of
from communique.knowledge.codebook import event_types
from communique.knowledge.countries import countries
from communique.knowledge.imported import codes
from communique.ledger.told.imported import READER
from communique.parts import Date, Place, Quantity
from communique.records import Article, Event, ReaderInfo, Reading, article_id
from communique.trackers.dates import Days, days, unit_of
from communique.trackers.figures import number
from communique.vocabulary import (
    MODES,
    Basis,
    Context,
    DatePrecision,
    EventType,
    Mode,
    PlacePrecision,
    QuantityKind,
    Status,
)

NAMES: Final = {"polecat": "POLECAT", "icews": "ICEWS", "acled": "ACLED", "kiel": "Kiel Ukraine Support Tracker"}
"""The data sets by kind, as they are told."""
_KEY: Final = {
    "polecat": (
        *("Event Date", "Event Type", "Event Mode", "Contexts", "Actor Name", "Actor Country", "Actor Title"),
        *("Recipient Name", "Recipient Country", "Recipient Title", "Placename", "Province", "Country"),
    ),
    "icews": (
        *("Event Date", "Event Text", "CAMEO Code", "Source Name", "Source Country", "Target Name", "Target Country"),
        *("City", "District", "Province", "Country"),
    ),
    "acled": (
        *("event_date", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2"),
        *("location", "admin1", "country", "fatalities"),
    ),
}
"""Columns that an event is made of; they are its sentence where the row has none."""
_ID: Final = {"polecat": "Event ID", "icews": "Event ID", "acled": "event_id_cnty"}
_TYPE: Final = {"polecat": "Event Type", "icews": "CAMEO Code", "acled": "sub_event_type"}
DATE: Final = {"polecat": "Event Date", "icews": "Event Date", "acled": "event_date"}
_SIDES: Final = {
    "polecat": ("Actor", "Recipient"),
    "icews": ("Source", "Target"),
    "acled": ("1", "2"),
}
_ROOT: Final = re.compile(r"0[1-9]|1\d|20")
"""How a CAMEO code begins that ICEWS tells; the others' is the codebook's."""
_WEEK: Final = datetime.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Made:
    """A row that became a reading; `key` is what the row is known by in its data set, the same in every file."""

    row: int
    key: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken over, and why."""

    row: int
    reason: str


def reading_of(kind: str, cells: Mapping[str, str], row: int, file: str, *, dayfirst: bool | None = None) -> Made:
    """Return a row as a reading.

    Args:
        kind: `polecat`, `icews` or `acled`.
        cells: the row's cells by the columns of the published files.
        row: its number in the file, from 1.
        file: the file's name.
        dayfirst: whether its dates have the day before the month, as 3/12/2022; None where none of them tells.

    Raises:
        BadLine: it tells no day, no type that PLOVER has, or fatalities that are no number of people.
        ReadingError: what it tells breaks the contract, as a latitude of 95.
    """
    text = RowText()
    evidence = text.paragraph((name, cells.get(name, "")) for name in _KEY[kind])
    notes = text.paragraph([("notes", cells.get("notes", ""))]) if kind == "acled" else None
    told = {*_KEY[kind], "notes"} if kind == "acled" else set(_KEY[kind])
    text.paragraph((name, value) for name, value in cells.items() if name not in told)
    type_, mode = _type(kind, cells)
    trigger = text.at("Event Text") if kind == "icews" and _is_type(cells.get("Event Text", "")) else None
    trigger = trigger or text.at(_TYPE[kind])
    if trigger is None or evidence is None:  # `_type` refused it before
        raise BadLine("it has no type")
    date = _date(kind, cells, text, dayfirst)
    cast = Cast()
    actors, recipients = (side_of(kind, side, cells, text, cast) for side in _SIDES[kind])
    entry = event_types()[type_]
    chosen = entry.modes[mode] if mode else entry
    event = Event(
        id="e1",
        type=type_,
        mode=mode,
        contexts=tuple(Context(each) for each in _contexts(cells.get("Contexts", ""))),
        actors=actors,
        recipients=recipients,
        status=Status.ACTUAL,
        attributed_to=None,
        date=date,
        place=_place(kind, cells, text),
        quantities=_dead(cells, text) if kind == "acled" else (),
        trigger=trigger,
        mentions=(),
        evidence=text.at("notes") if notes else evidence,  # type: ignore[arg-type]  # notes stand in the text
        quad=entry.quad,
        score=_score(cells.get("Intensity", ""), chosen.score),
        cameo=root[:2] if _ROOT.match(root := cells.get("CAMEO Code", "")) else chosen.cameo,
        why=f"imported from {NAMES[kind]}, row {row} of {file}, which codes “{trigger.quote}”",
    )
    article = article_of(kind, text.text, row, file, published=_published(kind, cells, date))
    reading = Reading(info(kind), article, cast.actors(), (), (event,), ())
    own = cells.get(_ID[kind], "")
    return Made(row, f"{kind}:{own or article.id}", reading)


def info(kind: str) -> ReaderInfo:
    """Return who made the reading of an imported row: nobody of ours read it."""
    return ReaderInfo(READER, kind, "PLOVER 2.0")


def article_of(  # noqa: PLR0913  # what a row's article consists of
    kind: str, text: str, row: int, file: str, *, published: datetime.date | None, url: str = ""
) -> Article:
    """Return the article that a row is."""
    return Article(
        id=article_id(text),
        ref=f"{file}:{row}",
        url=url or None,
        title=f"{NAMES[kind]}, row {row} of {file}",
        publisher=f"{NAMES[kind]} (imported)",
        byline=(),
        published=published,
        language="en",
        text=text,
        text_version=f"row of {kind}",
        dropped=(),
    )


def _is_type(said: str) -> bool:
    return said.upper() in EventType.__members__


def _type(kind: str, cells: Mapping[str, str]) -> tuple[EventType, Mode | None]:
    column = _TYPE[kind]
    said = cells.get(column, "")
    if kind == "polecat":
        if not _is_type(said):
            raise BadLine(f"{column} {said!r} is none of PLOVER's types")
        return EventType(said.upper()), _mode(EventType(said.upper()), cells.get("Event Mode", ""))
    if kind == "acled":
        found = codes()["acled"].get(said.casefold())
    elif _is_type(cells.get("Event Text", "")):
        found = (cells["Event Text"].upper(), None)
    else:
        found = next((hit for end in range(len(said), 1, -1) if (hit := codes()["cameo"].get(said[:end]))), None)
    if found is None:
        raise BadLine(f"{column} {said!r} has no type in PLOVER")
    return EventType(found[0]), Mode(found[1]) if found[1] else None


def _mode(type_: EventType, said: str) -> Mode | None:
    given = said.strip().lower().replace("_", "-").replace(" ", "-")
    return next((each for each in MODES[type_] if each == given), None)


def _contexts(said: str) -> list[str]:
    given = (each.strip().lower().replace("-", "_").replace(" ", "_") for each in re.split(r"[;,|]", said))
    known = {each.value for each in Context}
    return list(dict.fromkeys(each for each in given if each in known))


def _date(kind: str, cells: Mapping[str, str], text: RowText, dayfirst: bool | None) -> Date:  # noqa: FBT001  # as above
    column = DATE[kind]
    found = days(cells.get(column, ""), dayfirst=dayfirst)
    if found is None:
        raise BadLine(f"{column} {cells.get(column, '')!r} is no date")
    # ACLED tells by another cell how precise its day is: 2 is somewhen in the week, 3 in the month (codebook, 2023).
    precision = cells.get("time_precision", "") if kind == "acled" else ""
    (start, end), unit = _precise(found, precision)
    return Date(start, end, unit, Basis.STATED, text.at(column))


def _precise(found: Days, precision: str) -> tuple[Days, DatePrecision]:
    start, end = found
    if start != end:
        return found, unit_of(found)
    if precision == "2":
        return (start, min(start, datetime.date.max - _WEEK) + _WEEK), DatePrecision.WEEK
    if precision == "3":
        month = days(f"{start:%Y-%m}")
        return month or found, DatePrecision.MONTH
    return found, DatePrecision.DAY


def _place(kind: str, cells: Mapping[str, str], text: RowText) -> Place | None:
    columns: tuple[str, ...]
    if kind == "polecat":
        columns = ("Placename", "City", "District", "Province", "Country")
    elif kind == "icews":
        columns = ("City", "District", "Province", "Country")
    else:
        columns = ("location", "admin3", "admin2", "admin1", "country")
    column = next((each for each in columns if cells.get(each)), None)
    span = text.at(column) if column else None
    if column is None or span is None:
        return None
    latitude, longitude = (number(cells.get(each, "")) for each in _axes(kind))
    if latitude is None or longitude is None:
        latitude = longitude = None
    country = country_code(cells.get("country" if kind == "acled" else "Country", ""))
    # POLECAT tells a country by its code alone, which is no name to show.
    known = countries().get(country or "") if column == "Country" else None
    return Place(
        name=known.name if known else cells[column],
        country=country,
        admin1=cells.get("admin1" if kind == "acled" else "Province") or None,
        latitude=latitude,
        longitude=longitude,
        geonames=_positive(cells.get("GeoNames ID", "")),
        precision=_place_precision(kind, cells, column),
        span=span,
    )


def _axes(kind: str) -> tuple[str, str]:
    return ("latitude", "longitude") if kind == "acled" else ("Latitude", "Longitude")


def _positive(said: str) -> int | None:
    found = number(said)
    return int(found) if found is not None and found >= 1 else None


def _place_precision(kind: str, cells: Mapping[str, str], column: str) -> PlacePrecision:
    """Return the unit in which a place is known; that of the column where the row doesn't tell it."""
    given = cells.get("Feature Type", "").lower()
    if given in {each.value for each in PlacePrecision}:
        return PlacePrecision(given)
    if kind == "acled" and column == "location":
        # 1 the place itself, 2 a part of the region, 3 a larger region (codebook, 2023).
        by_code = {"1": PlacePrecision.CITY, "2": PlacePrecision.PROVINCE, "3": PlacePrecision.REGION}
        return by_code.get(cells.get("geo_precision", ""), PlacePrecision.CITY)
    by_column = {
        "Country": PlacePrecision.COUNTRY,
        "country": PlacePrecision.COUNTRY,
        "Province": PlacePrecision.PROVINCE,
        "admin1": PlacePrecision.PROVINCE,
        "District": PlacePrecision.PROVINCE,
        "admin2": PlacePrecision.PROVINCE,
    }
    if column == "Placename" and not cells.get("City"):
        return PlacePrecision.PROVINCE if cells.get("Province") == cells[column] else PlacePrecision.REGION
    return by_column.get(column, PlacePrecision.CITY)


def _dead(cells: Mapping[str, str], text: RowText) -> tuple[Quantity, ...]:
    span, said = text.at("fatalities"), cells.get("fatalities", "")
    if span is None:
        return ()
    told = number(said)
    if told is None or told < 0 or told != int(told):
        raise BadLine(f"fatalities {said!r} is no number of people")
    count = int(told)
    return () if not count else (Quantity(QuantityKind.DEAD, count, count, count, estimate=False, span=span),)


def _score(said: str, usual: float) -> float:
    found = number(said)
    return found if found is not None and -10 <= found <= 10 else usual  # noqa: PLR2004  # PLOVER's scale


def _published(kind: str, cells: Mapping[str, str], date: Date) -> datetime.date | None:
    """Return the day on which a row was known: POLECAT tells it, ICEWS' event day is that of its story."""
    if kind == "polecat":
        found = days(cells.get("Publication Date", ""))
        return found[0] if found and found[0] == found[1] else None
    if kind == "icews":
        return date.start
    # ACLED's timestamp is when the row was last changed, in seconds since 1970.
    seconds = number(cells.get("timestamp", ""))
    if seconds is None or not 0 < seconds < 4e9:  # noqa: PLR2004  # the year 2096
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
