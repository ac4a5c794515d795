"""A ledger of five papers that contradict each other, each with a visit to come and a doubt; for tests of what is many.

In: a path. Out: the file, with readings written by hand. The first two articles are copies of one another, in which the
sentences stand at other offsets; all say the same of the official's doubt.
"""

from __future__ import annotations

from pathlib import Path

from ledger_readings import reading

from communique import Ledger, Reading

DOUBT = "Oleh Marchuk, an official in Kyiv, doubted that number."
TOLLS = (11, 11, 13, 15, 17)
"""Dead, as each article tells; the first two are copies."""
SOURCES = 4
_RESCUE = (
    "Rescuers worked through the night in two districts of the city, where the blast had broken windows in a school and"
    " in a dozen blocks of flats, and moved the wounded to three hospitals nearby before dawn."
)
_POWER = (
    "Power came back to most streets towards noon, the grid's operator wrote, but trams stayed in their depots since"
    " the overhead wires along the river were torn, and bakeries handed out bread from vans beside the station."
)
_FIELDS = (
    "It was the third salvo within a week. Farmers east of the ring road told of craters in fields sown in autumn, and"
    " insurers in Lviv began to count what warehouses, cold stores and a printing works had lost."
)
_SCHOOLS = (
    "Pupils are taught in metro stations now. A choir that was to sing on Friday will do so underground, its conductor"
    " promised, and tickets bought for the opera house remain valid there until spring comes."
)
_RESTS = (_RESCUE, _RESCUE, _POWER, _FIELDS, _SCHOOLS)
_CITIES, _COUNTRIES = ("Berlin", "Berlin", "Paris", "Rome", "Oslo"), ("DEU", "DEU", "FRA", "ITA", "NOR")
_DAYS = (20, 20, 22, 23, 24)
"""Days of January on which the visits are to be."""


def _told(at: int, dead: int) -> Reading:
    day = _DAYS[at]
    lead = "By our own reporters. " if at == 1 else ""
    first = f"Russia shelled Kharkiv on January 18, killing {dead} people."
    visit = f"Marchuk will visit {_CITIES[at]} on January {day}."
    return reading(
        f"{lead}{first} {DOUBT} {visit} {_RESTS[at]}",
        published="2024-01-19",
        publisher=f"Paper {at}",
        url=f"https://paper{at}.example/kharkiv",
        actors={
            "rus": ("Russia", "state", "RUS", ["GOV"], None),
            "marchuk": ("Oleh Marchuk", "person", "UKR", ["GOV"], None),
            "host": (_CITIES[at], "state", _COUNTRIES[at], ["GOV"], None),
        },
        statements=[
            {"speaker": "marchuk", "act": "doubt", "cue": "doubted", "certainty": "unlikely", "content": "that number"},
            {"speaker": "marchuk", "act": "promise", "cue": "will", "content": visit.rstrip(".")},
        ],
        events=[
            {
                "type": "ASSAULT",
                "mode": "heavy-weapons",
                "trigger": "shelled",
                "actors": ["rus"],
                "place": ("Kharkiv", "UKR", 49.98081, 36.25272, 706483, "city"),
                "date": ("2024-01-18", "2024-01-18", "day", "January 18"),
                "quantities": [("dead", dead, f"{dead} people")],
            },
            {
                "type": "CONSULT",
                "mode": "visit",
                "trigger": "visit",
                "status": "planned",
                "actors": ["marchuk"],
                "recipients": ["host"],
                "date": (f"2024-01-{day}", f"2024-01-{day}", "day", f"January {day}"),
            },
        ],
    )


def many_told(path: Path) -> Path:
    """Return the file of a ledger of all the articles, made at a path."""
    with Ledger.open(path) as ledger:
        for at, dead in enumerate(TOLLS):
            ledger.put(_told(at, dead))
    return path
