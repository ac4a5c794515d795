"""Articles and readings made by rule, without the model, for the benches and tests of the ledger.

In: a number. Out: the same article and reading on every machine. Three articles in a row tell of one event, every
twentieth text is one that came before, and every twenty-fifth can't be read. `FakeReader` reads them.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from communique.errors import EmptyText
from communique.ledger import Input, Ledger
from communique.records import Reading, article_id
from communique.sources import RawArticle, Refused

STATES = (
    ("Estonia", "EST"),
    ("Latvia", "LVA"),
    ("Poland", "POL"),
    ("Norway", "NOR"),
    ("Japan", "JPN"),
    ("Canada", "CAN"),
)
TOWNS = (("Kharkiv", 49.98, 36.25), ("Odesa", 46.48, 30.73), ("Sumy", 50.91, 34.80), ("Kherson", 46.64, 32.61))
COPY, BAD = 20, 25


def inputs(count: int, *, first: int = 0) -> Iterator[Input]:
    """Yield the inputs with the numbers from `first` on."""
    for number in range(first, first + count):
        yield Input(f"made:{number}", "made", lambda number=number: _raw(number))  # type: ignore[misc]  # a default holds the number


def _raw(number: int) -> RawArticle:
    if number % BAD == BAD - 1:
        raise EmptyText(f"article {number} has no text")
    return RawArticle(text=text(number), ref=str(number), verbatim=True)


def text(number: int) -> str:
    """Return the text of an article."""
    if number % COPY == COPY - 1:
        number -= COPY // 2
    return "\n".join(_told(number))


def _told(number: int) -> list[str]:
    """Return the sentences of an article: what its story tells, and words by which texts are unlike one another."""
    story = number // 3
    giver, _ = STATES[story % len(STATES)]
    town, *_ = TOWNS[story % len(TOWNS)]
    chance = random.Random(number)  # noqa: S311  # the same on every machine, not secret
    rest = [" ".join(chance.choices(_words(), k=20)).capitalize() + "." for _ in range(6)]
    return [
        f"{giver} pledged {10 + story} million euros to Ukraine on {_day(number)}, minister Maarja Tamm said.",
        f"Drones of brigade {story} struck a depot in {town} on that day, killing {2 + story % 9} people.",
        f"Report {number} of the desk: talks about {story} went on for {number} minutes.",
        *rest,
    ]


@lru_cache(maxsize=1)
def _words() -> list[str]:
    """Return words of nobody's language."""
    chance = random.Random(1)  # noqa: S311  # as above
    return ["".join(chance.choices("aeioulmnrst", k=chance.randint(4, 8))) for _ in range(500)]


def _day(number: int) -> str:
    return (datetime.date(2010, 1, 1) + datetime.timedelta(days=number // 3)).isoformat()


def reading(number: int, version: str = "1") -> Reading:
    """Return the reading of an article."""
    if number % COPY == COPY - 1:
        number -= COPY // 2
    whole, story = text(number), number // 3
    sentences = _told(number)
    giver, code = STATES[story % len(STATES)]
    town, latitude, longitude = TOWNS[story % len(TOWNS)]
    day = _day(number)

    def span(quote: str) -> dict[str, Any]:
        start = whole.index(quote)
        return {"start": start, "end": start + len(quote), "quote": quote}

    def actor(its_id: str, name: str, kind: str, country: str) -> dict[str, Any]:
        return {
            "id": its_id, "name": name, "kind": kind, "country": country, "sectors": ["GOV"], "title": None,
            "code": None, "mentions": [span(name)],
        }  # fmt: skip

    def event(its_id: str, kind: str, trigger: str, **more: Any) -> dict[str, Any]:
        return {
            "id": its_id, "type": kind, "mode": None, "contexts": [], "actors": [], "recipients": [],
            "status": "actual", "attributed_to": None, "date": None, "place": None, "quantities": [],
            "trigger": span(trigger), "mentions": [], "quad": 1, "score": 1.0, "cameo": "04", "why": "made by rule",
            "evidence": span(next(each for each in sentences if trigger in each)), **more,
        }  # fmt: skip

    date = {"start": day, "end": day, "precision": "day", "basis": "stated", "span": span(day)}
    people = 2 + story % 9
    place = {
        "name": town, "country": "UKR", "admin1": None, "latitude": latitude, "longitude": longitude, "geonames": None,
        "precision": "city", "span": span(town),
    }  # fmt: skip
    dead = {
        "kind": "dead",
        "value": people,
        "low": people,
        "high": people,
        "estimate": False,
        "span": span(f"{people} people"),
    }
    millions = 1_000_000.0 * (10 + story)
    money = {
        "value": millions, "low": millions, "high": millions, "currency": "EUR", "qualifiers": [], "per": None,
        "span": span(f"{10 + story} million euros"),
    }  # fmt: skip
    return Reading.from_json(
        {
            "schema": "communique/reading/1",
            "reader": {"name": "made", "version": version, "codebook": "PLOVER 2.0"},
            "article": {
                "id": article_id(whole), "ref": str(number), "url": f"https://desk.example/{number}", "title": None,
                "publisher": f"Desk {number % 7}", "byline": [], "published": day, "language": "en", "text": whole,
                "text_version": "1", "dropped": [],
            },
            "actors": [
                actor("a1", giver, "state", code),
                actor("a2", "Ukraine", "state", "UKR"),
                actor("a3", "Maarja Tamm", "person", code),
                actor("a4", f"brigade {story}", "group", "RUS"),
            ],
            "statements": [
                {
                    "id": "s1", "speaker": "a3", "act": "announce", "cue": span("said"), "quotation": "indirect",
                    "content": span(sentences[0][:20]), "certainty": "certain", "addressee": None, "within": None,
                    "date": None, "evidence": span(sentences[0]),
                }
            ],
            "events": [
                event("e1", "AGREE", "pledged", actors=["a1"], recipients=["a2"], attributed_to="s1", date=date),
                event("e2", "ASSAULT", "struck", actors=["a4"], date=date, place=place, quantities=[dead]),
                event("e3", "CONSULT", "talks"),
            ],
            "commitments": [
                {
                    "id": "c1", "event": "e1", "donors": ["a1"], "recipients": ["a2"], "category": "military",
                    "instrument": "grant", "amount": money, "items": [], "stage": "pledged", "stage_by": "a3",
                    "conditions": None, "cumulative": False, "date": None, "attributed_to": "s1",
                    "evidence": span(sentences[0]),
                }
            ],
        }
    )  # fmt: skip


class FakeReader:
    """Reads the articles of this module, and no others."""

    def __init__(self, version: str = "1") -> None:
        self.version = version

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        """Yield the readings of articles, in order."""
        for each in articles:
            yield each if isinstance(each, Refused) else reading(int(each.ref or 0), self.version)


if __name__ == "__main__":
    # Adds so many articles to a ledger, and acknowledges each on a line of its own: for tests that kill it.
    import communique.reader  # noqa: F401  # loaded before, so that what is killed is the adding

    with Ledger.open(sys.argv[1]) as ledger:
        os.write(1, b'"ready"\n')
        for outcome in ledger.add(inputs(int(sys.argv[2])), reader=FakeReader()):  # type: ignore[arg-type]  # it reads as a Reader does
            os.write(1, f"{json.dumps([outcome.key, outcome.state, outcome.article])}\n".encode())
