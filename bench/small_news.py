"""Short articles by number, and a reader of no model that reads them: to try what the ledger does.

In: the number of an article. Out: inputs for `Ledger.add`, and readings with two events and a statement each. Every
ninth text is that of an earlier article, every thirteenth article can't be loaded.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from communique.errors import UnreadableFile
from communique.ledger.stored.adding import Input
from communique.records import Reading, article_id
from communique.sources import RawArticle, Refused

COPIED, BROKEN = 9, 13
EVENTS = 2
"""Events of an article."""
_TOWNS = ("Olmo", "Verdun", "Tarn", "Brask", "Selu", "Kirov", "Adra")
_STATES = (("Peru", "PER"), ("Chad", "TCD"), ("Mali", "MLI"), ("Oman", "OMN"), ("Togo", "TGO"), ("Laos", "LAO"))


def text_of(number: int) -> str:
    """Return the text of an article."""
    if number % COPIED == COPIED - 1:
        return text_of(number // COPIED * COPIED)
    state, other = _STATES[number % 6][0], _STATES[number // 6 % 6][0]
    town, day = _TOWNS[number % 7], 1 + number % 28
    return (
        f"{state} shelled {town} on {day} March with {number} rounds, its army said.\n"
        f"Ministers of {other} met at {town} over convoy {number * 7919 % 100_003}."
    )


def is_broken(number: int) -> bool:
    """Return whether an article can't be loaded."""
    return number % BROKEN == BROKEN - 1


def inputs(count: int) -> Iterator[Input]:
    """Yield the inputs of the first articles."""
    for number in range(count):
        yield Input(f"article:{number}", "small news", lambda number=number: _load(number))  # type: ignore[misc]


def _load(number: int) -> RawArticle:
    if is_broken(number):
        raise UnreadableFile(f"article {number} is gone", hint="Nothing helps.")
    return RawArticle(text=text_of(number), url=f"https://news.example/{number}", publisher="News")


class SmallReader:
    """Reads these articles, in no time."""

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        """Yield a reading for each article."""
        for each in articles:
            yield each if isinstance(each, Refused) else reading(each.text or "", each.url)


def reading(text: str, url: str | None = None) -> Reading:
    """Return the reading of a text."""

    def span(quote: str) -> dict[str, Any]:
        start = text.index(quote)
        return {"start": start, "end": start + len(quote), "quote": quote}

    first, second = text.split("\n")
    state, other = first.split(" ")[0], second.split(" ")[2]
    codes = dict(_STATES)
    actors = [_actor("a1", state, codes[state], span(state)), _actor("a2", "army", None, span("army"))]
    actors.append(_actor("a3", "Ministers", codes[other], span("Ministers")))
    day = datetime.date(2024, 3, 1) + datetime.timedelta(len(text) % 28)
    return Reading.from_json(
        {
            "schema": "communique/reading/1",
            "reader": {"name": "small", "version": "1", "codebook": "PLOVER 2.0"},
            "article": {
                **dict.fromkeys(("ref", "title")),
                "id": article_id(text),
                "url": url,
                "publisher": "News",
                "byline": [],
                "language": "en",
                "published": day.isoformat(),
                "text": text,
                "text_version": "1",
                "dropped": [],
            },
            "actors": actors,
            "statements": [_statement(span("said"), span(first[:-14]), span(first))],
            "events": [
                _event("e1", "ASSAULT", "a1", span("shelled"), span(first), "s1"),
                _event("e2", "CONSULT", "a3", span("met"), span(second), None),
            ],
            "commitments": [],
        }
    )


def _actor(its_id: str, name: str, country: str | None, span: dict[str, Any]) -> dict[str, Any]:
    kind = "group" if name in {"army", "Ministers"} else "state"
    return {
        "id": its_id,
        "name": name,
        "kind": kind,
        "country": country,
        "sectors": [],
        "title": None,
        "code": None,
        "mentions": [span],
    }


def _statement(cue: dict[str, Any], content: dict[str, Any], evidence: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "s1",
        "speaker": "a2",
        "act": "say",
        "cue": cue,
        "content": content,
        "quotation": "indirect",
        "addressee": None,
        "certainty": "certain",
        "within": None,
        "date": None,
        "evidence": evidence,
    }


def _event(  # noqa: PLR0913, PLR0917 - what these events differ by
    its_id: str, kind: str, actor: str, trigger: dict[str, Any], evidence: dict[str, Any], told: str | None
) -> dict[str, Any]:
    quad, score, cameo = (4, -9.0, "19") if kind == "ASSAULT" else (1, 2.5, "04")
    return {
        "id": its_id,
        "type": kind,
        "mode": None,
        "contexts": [],
        "actors": [actor],
        "recipients": [],
        "status": "actual",
        "attributed_to": told,
        "date": None,
        "place": None,
        "quantities": [],
        "trigger": trigger,
        "mentions": [],
        "evidence": evidence,
        "quad": quad,
        "score": score,
        "cameo": cameo,
        "why": "by hand",
    }
