"""The gazetteer: places by name, from `places/gazetteer.bin`, which `hatch_build.py` makes when the package is built.

In goes a name, out come the places that are called so, with coordinates (WGS 84, degrees), population, GeoNames id,
country (ISO 3166-1 alpha-3) and first-level area. Data: GeoNames (CC BY 4.0) and the tables of `places/`. The file is
mapped into memory; a look-up is a binary search.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from communique.errors import CommuniqueError
from communique.knowledge.place_names import key

_FILE: Final = "places/gazetteer.bin"


class PlaceKind(StrEnum):
    """What a place is; `land` is an island, mountain or desert, `site` a base, plant or the like."""

    CITY = auto()
    ADMIN1 = auto()
    ADMIN2 = auto()
    COUNTRY = auto()
    CONTINENT = auto()
    REGION = auto()
    WATER = auto()
    LAND = auto()
    SITE = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A place.

    Attributes:
        number: its number in the gazetteer.
        name: its first name.
        latitude: degrees, WGS 84.
        longitude: degrees.
        population: inhabitants; 0 where nobody lives or the number isn't known.
        geonames: id; None where the table has none.
        country: ISO 3166-1 alpha-3 code; None where it lies in none or several.
        area: first-level administrative area; None where it has none.
        kind: what it is.
        first: whether it was found by its first name.
    """

    number: int
    name: str
    latitude: float
    longitude: float
    population: int
    geonames: int | None
    country: str | None
    area: str | None
    kind: PlaceKind
    first: bool


class Gazetteer:
    """The places of one file.

    Raises:
        CommuniqueError: the file isn't there.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            hint = "Install the package again (pip install communique); from a checkout, `make setup` builds it."
            raise CommuniqueError(f"the table of places, {path.name}, is missing", hint=hint)
        whole = np.memmap(path, dtype="u1", mode="r")
        length = bytes(whole[: 1 << 20]).index(b"\n") + 1
        head = json.loads(bytes(whole[:length]))
        self._countries: list[str] = head["countries"]
        self._areas: list[str] = head["areas"]
        self._kinds = [PlaceKind(each) for each in head["kinds"]]
        self._by_code: dict[str, int] = {}
        self._arrays: dict[str, Any] = {}
        for name, (form, count, at) in head["arrays"].items():
            kind = np.dtype(form)
            self._arrays[name] = whole[length + at : length + at + count * kind.itemsize].view(kind)

    @classmethod
    def shipped(cls) -> Self:
        """Return the gazetteer of the package."""
        return cls(Path(str(files(__package__).joinpath(_FILE))))

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return the places that are called so, in no particular order."""
        wanted = np.uint64(key(name))
        keys = self._arrays["keys"]
        first = np.searchsorted(keys, wanted, "left")
        if first == len(keys) or keys[first] != wanted:
            return ()
        last = np.searchsorted(keys, wanted, "right")
        return tuple(
            self.entry(each >> 1, first=not each & 1) for each in map(int, self._arrays["entries"][first:last])
        )

    def country(self, iso3: str) -> Entry | None:
        """Return a country by its ISO 3166-1 alpha-3 code."""
        if not self._by_code:
            kind = self._kinds.index(PlaceKind.COUNTRY)
            numbers = [int(each) for each in np.flatnonzero(self._arrays["kind"] == kind)]
            self._by_code = {self._countries[self._arrays["country"][number]]: number for number in numbers}
        found = self._by_code.get(iso3)
        return None if found is None else self.entry(found)

    def largest_town(self, country: str, area: str) -> int | None:
        """Return the number of the town with most inhabitants in a first-level area, None where it has none."""
        arrays = self._arrays
        inside = np.flatnonzero(
            (arrays["kind"] == self._kinds.index(PlaceKind.CITY))
            & (arrays["country"] == self._countries.index(country))
            & (arrays["area"] == self._areas.index(area))
        )
        return int(inside[np.argmax(arrays["population"][inside])]) if len(inside) else None

    def entry(self, number: int, *, first: bool = True) -> Entry:
        """Return a place by its number."""
        arrays = self._arrays
        start, end = arrays["bounds"][number : number + 2]
        return Entry(
            number=number,
            name=bytes(arrays["names"][start:end]).decode(),
            latitude=round(float(arrays["latitude"][number]), 5),
            longitude=round(float(arrays["longitude"][number]), 5),
            population=int(arrays["population"][number]),
            geonames=int(arrays["geonames"][number]) or None,
            country=self._countries[arrays["country"][number]] or None,
            area=self._areas[arrays["area"][number]] or None,
            kind=self._kinds[arrays["kind"][number]],
            first=first,
        )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the package, loaded once."""
    return Gazetteer.shipped()


@lru_cache(maxsize=16384)
def places_named(name: str) -> tuple[Entry, ...]:
    """Return the places of the package's gazetteer that are called so."""
    return gazetteer().named(name)


@lru_cache(maxsize=4096)
def largest_town(country: str, area: str) -> int | None:
    """Return the number of a first-level area's town with most inhabitants, None where it has none."""
    return gazetteer().largest_town(country, area)


def country_entry(iso3: str) -> Entry | None:
    """Return a country by its ISO 3166-1 alpha-3 code, None where the gazetteer has no such country."""
    return gazetteer().country(iso3)
