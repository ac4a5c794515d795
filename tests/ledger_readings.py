"""A small ledger for the tests, of readings written by hand: no model is needed.

`reading` makes one from a text and short notes on it; `READINGS` are some articles about one promise and what came of
it, invented, in the order in which they were published; `MANY` are three dozen more, put together by rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique import Ledger, Reading, article_id

EVENTS: Mapping[str, tuple[int, float, str]] = {
    "AGREE": (1, 2.5, "03"),
    "CONSULT": (1, 2.5, "04"),
    "AID": (2, 7.0, "07"),
    "ACCUSE": (3, -2.0, "11"),
    "REQUEST": (3, 0.0, "02"),
    "REJECT": (3, -4.0, "12"),
    "ASSAULT": (4, -9.0, "19"),
    "SANCTION": (4, -5.0, "16"),
}
"""Quad class, score and CAMEO root of the types that the articles have."""

Notes = Mapping[str, Any]


class _Maker:
    """Makes the parts of one reading; a quote stands for its span, `word@2` for the second place that says it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, quote: str) -> dict[str, Any]:
        words, _, place = quote.partition("@")
        start = -1
        for _ in range(int(place or 1)):
            start = self.text.index(words, start + 1)
        return {"start": start, "end": start + len(words), "quote": words}

    def sentence(self, quote: str) -> dict[str, Any]:
        at = self.span(quote)
        start = max(self.text.rfind(". ", 0, at["start"]) + 2, self.text.rfind("\n", 0, at["start"]) + 1, 0)
        if start == 1:
            start = 0
        ends = [found for mark in (". ", ".\n") if (found := self.text.find(mark, at["end"])) >= 0]
        end = min(ends) + 1 if ends else len(self.text)
        return {"start": start, "end": end, "quote": self.text[start:end]}

    def date(self, note: Sequence[str] | None) -> dict[str, Any] | None:
        if note is None:
            return None
        start, end, precision, quote = note
        return {"start": start, "end": end, "precision": precision, "basis": "stated", "span": self.span(quote)}

    def money(self, note: Sequence[Any] | None) -> dict[str, Any] | None:
        if note is None:
            return None
        value, low, high, currency, quote, *per = note
        return {
            "value": value,
            "low": low,
            "high": high,
            "currency": currency,
            "qualifiers": ["up_to"] if low is None else [],
            "per": per[0] if per else None,
            "span": self.span(quote),
        }

    def item(self, note: Sequence[Any]) -> dict[str, Any]:
        count, designation, item_class, quote = note
        return {
            "designation": designation,
            "class": item_class,
            "count": count,
            "low": count,
            "high": count,
            "estimate": False,
            "condition": None,
            "span": self.span(quote),
        }


def reading(  # noqa: PLR0913  # one argument for each family
    text: str,
    *,
    actors: Mapping[str, Sequence[Any]],
    statements: Sequence[Notes] = (),
    events: Sequence[Notes] = (),
    commitments: Sequence[Notes] = (),
    published: str | None = "2024-01-18",
    publisher: str | None = "Tallinn Monitor",
    url: str | None = None,
    title: str | None = None,
    version: str = "1",
) -> Reading:
    """Return a reading; actors are `key: (name, kind, country, sectors, code)`, whose name stands in the text."""
    make = _Maker(text)
    ids = {key: f"a{at}" for at, key in enumerate(actors, 1)}
    said = {each.get("key", f"s{at}"): f"s{at}" for at, each in enumerate(statements, 1)}
    done = {each.get("key", f"e{at}"): f"e{at}" for at, each in enumerate(events, 1)}
    return Reading.from_json(
        {
            "schema": "communique/reading/1",
            "reader": {"name": "by-hand", "version": version, "codebook": "PLOVER 2.0"},
            "article": {
                "id": article_id(text),
                "ref": None,
                "url": url,
                "title": title,
                "publisher": publisher,
                "byline": [],
                "published": published,
                "language": "en",
                "text": text,
                "text_version": "1",
                "dropped": [],
            },
            "actors": [
                {
                    "id": ids[key],
                    "name": name,
                    "kind": kind,
                    "country": country,
                    "sectors": list(sectors),
                    "title": None,
                    "code": code,
                    "mentions": [make.span(name)],
                }
                for key, (name, kind, country, sectors, code) in actors.items()
            ],
            "statements": [
                {
                    "id": f"s{at}",
                    "speaker": ids[note["speaker"]],
                    "act": note["act"],
                    "cue": make.span(note["cue"]),
                    "content": make.span(note["content"]),
                    "quotation": note.get("quotation", "indirect"),
                    "certainty": note.get("certainty", "certain"),
                    "addressee": ids[note["addressee"]] if "addressee" in note else None,
                    "within": said[note["within"]] if "within" in note else None,
                    "date": make.date(note.get("date")),
                    "evidence": make.sentence(note["cue"]),
                }
                for at, note in enumerate(statements, 1)
            ],
            "events": [_event(make, at, note, ids, said) for at, note in enumerate(events, 1)],
            "commitments": [
                {
                    "id": f"c{at}",
                    "event": done[note["event"]] if "event" in note else None,
                    "donors": [ids[key] for key in note.get("donors", ())],
                    "recipients": [ids[key] for key in note.get("recipients", ())],
                    "category": note.get("category", "military"),
                    "instrument": note.get("instrument", "in_kind"),
                    "amount": make.money(note.get("amount")),
                    "items": [make.item(each) for each in note.get("items", ())],
                    "stage": note["stage"],
                    "stage_by": ids[note["stage_by"]] if "stage_by" in note else None,
                    "conditions": None,
                    "cumulative": note.get("cumulative", False),
                    "date": make.date(note.get("date")),
                    "attributed_to": said[note["told"]] if "told" in note else None,
                    "evidence": make.sentence(note["at"]),
                }
                for at, note in enumerate(commitments, 1)
            ],
        }
    )


def _event(make: _Maker, at: int, note: Notes, ids: Mapping[str, str], said: Mapping[str, str]) -> dict[str, Any]:
    quad, score, cameo = EVENTS[note["type"]]
    place = note.get("place")
    return {
        "id": f"e{at}",
        "type": note["type"],
        "mode": note.get("mode"),
        "contexts": list(note.get("contexts", ())),
        "actors": [ids[key] for key in note.get("actors", ())],
        "recipients": [ids[key] for key in note.get("recipients", ())],
        "status": note.get("status", "actual"),
        "attributed_to": said[note["told"]] if "told" in note else None,
        "date": make.date(note.get("date")),
        "place": None
        if place is None
        else {
            "name": place[0],
            "country": place[1],
            "admin1": None,
            "latitude": place[2],
            "longitude": place[3],
            "geonames": place[4],
            "precision": place[5],
            "span": make.span(place[0]),
        },
        "quantities": [
            {
                "kind": kind,
                "value": value,
                "low": value,
                "high": value,
                "estimate": False,
                "span": make.span(quote),
            }
            for kind, value, quote in note.get("quantities", ())
        ],
        "trigger": make.span(note["trigger"]),
        "mentions": [],
        "evidence": make.sentence(note["trigger"]),
        "quad": quad,
        "score": score,
        "cameo": cameo,
        "why": "written by hand",
    }


_EST = ("Estonia", "state", "EST", ["GOV"], None)
_UKR = ("Ukraine", "state", "UKR", ["GOV"], None)
_TAMM = ("Maarja Tamm", "person", "EST", ["GOV"], None)
_TALLINN = ("Tallinn", "EST", 59.43696, 24.75353, 588409, "city")

PLEDGE = reading(
    "Estonia will send Ukraine up to 80 million euros in military aid this year, including 24 howitzers, Prime Minister"
    " Maarja Tamm said in Tallinn. Tamm met Andriy Savchuk, the defence minister of Ukraine, on January 18. Savchuk"
    " said Russian drones had struck a power plant near Kharkiv on January 16, killing seven people. Russia denied it."
    " He will visit Berlin on January 29.",
    url="https://tallinn-monitor.example/pledge",
    title="Estonia promises guns",
    actors={
        "est": _EST,
        "ukr": _UKR,
        "tamm": _TAMM,
        "savchuk": ("Andriy Savchuk", "person", "UKR", ["MIL"], None),
        "rus": ("Russian", "state", "RUS", ["GOV"], None),
        "plant": ("power plant", "organization", "UKR", [], None),
        "deu": ("Berlin", "state", "DEU", ["GOV"], None),
    },
    statements=[
        {
            "key": "said",
            "speaker": "tamm",
            "act": "promise",
            "cue": "said",
            "content": "Estonia will send Ukraine up to 80 million euros in military aid this year",
        },
        {
            "key": "told",
            "speaker": "savchuk",
            "act": "say",
            "cue": "said@2",
            "content": "Russian drones had struck a power plant near Kharkiv on January 16, killing seven people",
        },
        {"speaker": "rus", "act": "deny", "cue": "denied", "content": "it."},
    ],
    events=[
        {
            "key": "aid",
            "type": "AGREE",
            "status": "planned",
            "trigger": "will send",
            "told": "said",
            "actors": ["est"],
            "recipients": ["ukr"],
        },
        {
            "type": "CONSULT",
            "mode": "visit",
            "trigger": "met",
            "actors": ["tamm", "savchuk"],
            "place": _TALLINN,
            "date": ("2024-01-18", "2024-01-18", "day", "January 18"),
        },
        {
            "type": "ASSAULT",
            "mode": "drone",
            "trigger": "struck",
            "actors": ["rus"],
            "recipients": ["plant"],
            "told": "told",
            "place": ("Kharkiv", "UKR", 49.98081, 36.25272, 706483, "city"),
            "date": ("2024-01-16", "2024-01-16", "day", "January 16"),
            "quantities": [("dead", 7, "seven people")],
        },
        {
            "type": "CONSULT",
            "mode": "visit",
            "trigger": "visit",
            "status": "planned",
            "actors": ["savchuk"],
            "recipients": ["deu"],
            "date": ("2024-01-29", "2024-01-29", "day", "January 29"),
        },
    ],
    commitments=[
        {
            "event": "aid",
            "donors": ["est"],
            "recipients": ["ukr"],
            "stage": "pledged",
            "stage_by": "tamm",
            "amount": (8e7, None, 8e7, "EUR", "up to 80 million euros"),
            "told": "said",
            "at": "80 million",
            "items": [(24, "howitzers", "artillery", "24 howitzers")],
        },
    ],
)
APPROVAL = reading(
    "Estonia's parliament approved the 80 million euro package for Ukraine on January 30 by 71 votes to 16."
    " The opposition criticized the vote.",
    published="2024-01-30",
    url="https://tallinn-monitor.example/approval",
    title="=Parliament approves aid",
    actors={
        "est": _EST,
        "ukr": _UKR,
        "parliament": ("parliament", "organization", "EST", ["LEG"], None),
        "opposition": ("opposition", "organization", "EST", ["OPP"], None),
    },
    statements=[{"speaker": "opposition", "act": "criticize", "cue": "criticized", "content": "the vote"}],
    events=[
        {
            "type": "AGREE",
            "trigger": "approved",
            "actors": ["parliament"],
            "recipients": ["ukr"],
            "date": ("2024-01-30", "2024-01-30", "day", "January 30"),
        },
        {"type": "ACCUSE", "mode": "disapprove", "trigger": "criticized", "actors": ["opposition"]},
    ],
    commitments=[
        {
            "donors": ["est"],
            "recipients": ["ukr"],
            "stage": "approved",
            "stage_by": "parliament",
            "amount": (8e7, 8e7, 8e7, "EUR", "80 million euro"),
            "at": "80 million",
        },
    ],
)
DELIVERY = reading(
    "Estonia has delivered 12 howitzers to Ukraine, the Defence Ministry said on March 12. The rest will follow by"
    " May 31. Drones struck a depot in Kupiansk, killing three people.",
    published="2024-03-12",
    publisher="Baltic Courier",
    url="https://baltic-courier.example/delivered",
    title="First howitzers handed over",
    actors={
        "est": _EST,
        "ukr": _UKR,
        "ministry": ("Defence Ministry", "organization", "EST", ["MIL", "GOV"], None),
    },
    statements=[
        {
            "speaker": "ministry",
            "act": "announce",
            "cue": "said",
            "content": "Estonia has delivered 12 howitzers to Ukraine",
        }
    ],
    events=[
        {"key": "aid", "type": "AID", "trigger": "delivered", "actors": ["est"], "recipients": ["ukr"]},
        {
            "type": "ASSAULT",
            "mode": "drone",
            "trigger": "struck",
            "recipients": ["ukr"],
            "place": ("Kupiansk", "UKR", 49.71064, 37.61582, 702796, "city"),
            "quantities": [("dead", 3, "three people")],
        },
    ],
    commitments=[
        {
            "event": "aid",
            "donors": ["est"],
            "recipients": ["ukr"],
            "stage": "delivered",
            "at": "12 howitzers",
            "items": [(12, "howitzers", "artillery", "12 howitzers")],
        },
    ],
)
DOUBT = reading(
    "Ukraine has received 10 howitzers from Estonia, a spokesman for the general staff said. Hungary refused to allow"
    " arms through its territory. NATO may open an office in Kyiv.",
    published="2024-03-13",
    publisher="Dnipro Gazette",
    url=None,
    actors={
        "ukr": _UKR,
        "est": _EST,
        "spokesman": ("spokesman", "person", "UKR", ["MIL"], None),
        "hun": ("Hungary", "state", "HUN", ["GOV"], None),
        "nato": ("NATO", "organization", "IGO", ["MIL"], "wikidata:Q7184"),
    },
    statements=[
        {
            "speaker": "spokesman",
            "act": "say",
            "cue": "said",
            "certainty": "probable",
            "content": "Ukraine has received 10 howitzers from Estonia",
        }
    ],
    events=[
        {"key": "aid", "type": "AID", "trigger": "received", "actors": ["est"], "recipients": ["ukr"]},
        {"type": "REJECT", "trigger": "refused", "actors": ["hun"], "mode": "yield"},
        {"type": "AGREE", "status": "possible", "trigger": "open", "actors": ["nato"], "recipients": ["ukr"]},
    ],
    commitments=[
        {
            "event": "aid",
            "donors": ["est"],
            "recipients": ["ukr"],
            "stage": "delivered",
            "at": "10 howitzers",
            "items": [(10, "howitzers", "artillery", "10 howitzers")],
        },
    ],
)
READINGS = (PLEDGE, APPROVAL, DELIVERY, DOUBT)


_SIDES = {
    "fra": ("France", "state", "FRA", ["GOV"], None),
    "pol": ("Poland", "state", "POL", ["GOV"], None),
    "irq": ("Iraq", "state", "IRQ", ["GOV"], None),
    "army": ("Sudan's army", "organization", "SDN", ["MIL"], None),
    "un": ("United Nations", "organization", "UNO", [], "wikidata:Q1065"),
    "koroma": ("Aminata Koroma", "person", "SLE", ["OPP"], None),
    "marek": ("Marek Zielony", "person", "POL", ["LEG", "OPP"], None),
    "anna": ("Anna Zielony", "person", "POL", ["MED"], None),
}
_DEEDS = {
    "accused": ("ACCUSE", "disapprove", "actual"),
    "attacked": ("ASSAULT", "aerial", "actual"),
    "met": ("CONSULT", "visit", "actual"),
    "will meet": ("CONSULT", "visit", "planned"),
    "may sanction": ("SANCTION", None, "possible"),
    "did not attack": ("ASSAULT", "aerial", "negated"),
}
_TOWNS = {
    "Basra": ("Basra", "IRQ", 30.50852, 47.7804, 99532, "city"),
    "Gdynia": ("Gdynia", "POL", 54.51889, 18.53188, 3099424, "city"),
    "El Fasher": ("El Fasher", "SDN", 13.62793, 25.34936, 381606, "city"),
}
_PAPERS = (
    ("Gulf Herald", "https://www.gulf-herald.example/{}"),
    ("Baltic Courier", "https://news.baltic-courier.example/{}"),
    ("Freetown Ledger", None),
)


def _composed(number: int) -> Reading:
    """Return one of many short articles; every third tells again what the one before the last told, a day later."""
    told = number - 2 if number % 3 == 2 and number > 2 else number
    names, deeds, towns = list(_SIDES), list(_DEEDS), list(_TOWNS)
    one, other = names[told * 3 % 8], names[(told * 5 + 1) % 8]
    other = other if other != one else names[(told + 3) % 8]
    verb, town = deeds[told % 6], towns[told % 3]
    teller = names[5 + number % 3]
    published = datetime.date(2024, 2, 1) + datetime.timedelta(days=number)
    day = datetime.date(2024, 2, 1) + datetime.timedelta(days=told + (9 if verb.startswith(("will", "may")) else -1))
    said = f"{day:%B} {day.day}"
    text = (
        f"{_SIDES[one][0]} {verb} {_SIDES[other][0]} in {town} over the dam at the border on {said}."
        f" {_SIDES[teller][0]} warned of delays in report {number}."
    )
    paper, url = _PAPERS[number % 3]
    deed, mode, status = _DEEDS[verb]
    return reading(
        text,
        published=published.isoformat() if number % 7 else None,
        publisher=paper,
        url=url and url.format(number),
        title=f"Report {number}",
        actors={key: _SIDES[key] for key in dict.fromkeys((one, other, teller))},
        statements=[{"speaker": teller, "act": "warn", "cue": "warned", "content": "of delays", "addressee": one}],
        events=[
            {
                "type": deed,
                "mode": mode,
                "status": status,
                "trigger": verb,
                "actors": [one],
                "recipients": [other],
                "contexts": ["military"] if told % 2 else ["diplomatic", "environment"],
                "place": _TOWNS[town],
                "date": (day.isoformat(), day.isoformat(), "day", said) if told % 4 else None,
            }
        ],
    )


MANY = tuple(_composed(number) for number in range(36))
"""Short articles that differ in all that can be asked for; some tell of events again that others told before."""


def many_ledger(path: str = ":memory:", *, until: str | None = None) -> Ledger:
    """Return a ledger of `READINGS` and `MANY`, or of those published by a day."""
    ledger = Ledger.open(path)
    for each in (*READINGS, *MANY):
        published = each.article.published
        if until is None or (published and published.isoformat() <= until):
            ledger.put(each)
    return ledger


def small_ledger(path: str = ":memory:") -> Ledger:
    """Return a ledger of all the readings."""
    return ledger_of(READINGS, path)


def ledger_of(readings: Iterable[Reading], path: str | Path = ":memory:") -> Ledger:
    """Return a ledger of some readings."""
    ledger = Ledger.open(path)
    for each in readings:
        ledger.put(each)
    return ledger
