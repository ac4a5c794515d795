"""Linked data: FollowTheMoney entities, schema.org claims and W3C web annotations.

FollowTheMoney (followthemoney.tech) as JSON lines of entities: articles, actors and events; an offset has no field
there, so the sentence goes into the summary. Claims are schema.org's `Claim` with the article in which they appear; no
verdict is given, since that is a person's. Annotations follow the W3C's Web Annotation Data Model, with position and
quote of every record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from communique.export.json_lists import compact, write_lines
from communique.export.selection import ArticleInFull, Selection
from communique.export.told import Sides
from communique.knowledge.countries import countries
from communique.ledger.full.details import StatementInFull
from communique.ledger.full.event_rows import EventRow
from communique.ledger.quoted import Quoted
from communique.ledger.told.people import Party
from communique.parts import Span

_SCHEMATA = {"person": "Person", "organization": "Organization", "group": "LegalEntity", "state": "PublicBody"}
_OF_NO_STATE = {"EUR": "eu"}
"""FollowTheMoney's codes for PLOVER's, where it has one."""
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"communique": "https://communique.example/ns#"}]

Json = dict[str, Any]


def write_ftm(chosen: Selection, out: BinaryIO) -> int:
    """Write FollowTheMoney entities as JSON lines; return how many."""
    return write_lines(_ftm(chosen), out)


def write_claims(chosen: Selection, out: BinaryIO) -> int:
    """Write statements as schema.org claims, JSON-LD, one a line; return how many."""
    return write_lines(map(_claim, chosen.all_statements()), out)


def write_annotations(chosen: Selection, out: BinaryIO) -> int:
    """Write every record as a web annotation, JSON-LD, one a line; return how many."""
    return write_lines(_annotations(chosen), out)


def _ftm(chosen: Selection) -> Iterator[Json]:
    for article in chosen.all_articles():
        yield _ftm_article(article)
    sides: Sides[tuple[Party, ...]] = Sides(lambda parties: parties)
    # A mark for each actor's number: their ids would take a hundred times the room.
    seen = bytearray(1 + (chosen.connection.execute("SELECT max(number) FROM actors").fetchone()[0] or 0))
    for event, actors, recipients, _ in chosen.told_events(sides):
        one, other = sides.of(actors), sides.of(recipients)
        for number, party in zip((*actors, *recipients), (*one, *other), strict=True):
            if not seen[number]:
                seen[number] = True
                yield _ftm_party(party)
        yield _ftm_event(event, one, other)


def _ftm_article(article: ArticleInFull) -> Json:
    return _entity(
        f"article-{article.id}",
        "Article",
        title=[article.title or article.url or article.id],
        author=list(article.byline),
        bodyText=[article.text],
        publishedAt=[article.published],
        sourceUrl=[article.url],
        publisher=[article.publisher],
        language=["eng"],
    )


def _wikidata(party: Party) -> str | None:
    code = party.code or ""
    return code.removeprefix("wikidata:") if code.startswith("wikidata:") else None


def _ftm_party(party: Party) -> Json:
    wikidata = _wikidata(party)
    known = countries().get(party.country or "")
    code = known.iso2.lower() if known else _OF_NO_STATE.get(party.country or "")
    return _entity(party.id, _SCHEMATA[party.kind], name=[party.name], country=[code], wikidataId=[wikidata])


def _ftm_event(event: EventRow, actors: Sequence[Party], recipients: Sequence[Party]) -> Json:
    sides = (" and ".join(each.name for each in parties) for parties in (actors, recipients))
    who = " → ".join(side for side in sides if side)
    return _entity(
        event.id,
        "Event",
        name=[f"{event.type}: {who}" if who else event.type],
        summary=[event.quote],
        date=[event.date_start],
        endDate=[event.date_end],
        location=[event.place],
        organizer=[each.id for each in actors if each.kind != "group"],
        involved=[each.id for each in (*actors, *recipients)],
        proof=[f"article-{event.article}"],
        sourceUrl=[event.url],
        publisher=[event.publisher],
    )


def _entity(its_id: str, schema: str, **properties: list[str | None]) -> Json:
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": its_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _claim(statement: StatementInFull) -> Json:
    quote = statement.quote
    return _present(
        {
            "@context": "https://schema.org",
            "@type": "Claim",
            "identifier": statement.id,
            "text": statement.content,
            "author": _person(statement.speaker),
            "datePublished": statement.day,
            "appearance": _present(
                {
                    "@type": "NewsArticle",
                    "identifier": quote.article,
                    "url": quote.url,
                    "headline": quote.title,
                    "datePublished": quote.published,
                    "publisher": {"@type": "Organization", "name": quote.publisher} if quote.publisher else None,
                    "articleBody": quote.quote,
                }
            ),
        }
    )


def _person(party: Party) -> Json:
    wikidata = _wikidata(party)
    return _present(
        {
            "@type": "Person" if party.kind == "person" else "Organization",
            "name": party.name,
            "jobTitle": party.title if party.kind == "person" else None,
            "sameAs": f"https://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        }
    )


def _annotations(chosen: Selection) -> Iterator[Json]:
    texts: dict[str, str] = {}

    def text(quote: Quoted) -> str:
        # Records come article by article most of the time: one text at hand is enough.
        if quote.article not in texts:
            texts.clear()
            texts[quote.article] = chosen.text(quote.article)
        return texts[quote.article]

    body: Json
    for event in chosen.all_events():
        roles = {"actors": [each.name for each in event.actors], "recipients": [each.name for each in event.recipients]}
        body = {"type": event.type, "mode": event.mode, "status": event.status, **roles, "date": event.date_start}
        yield _annotation(event.id, "event", body, event.quote, text(event.quote))
    for statement in chosen.all_statements():
        body = {"speaker": statement.speaker.name, "act": statement.act, "certainty": statement.certainty}
        yield _annotation(statement.id, "statement", body, statement.quote, text(statement.quote))
    for each in chosen.all_commitments():
        body = {
            "donors": [party.name for party in each.donors],
            "recipients": [party.name for party in each.recipients],
            "stage": each.stage,
            "category": each.category,
            "value": each.value,
            "currency": each.currency,
        }
        yield _annotation(each.id, "commitment", body, each.quote, text(each.quote))


def _annotation(its_id: str, family: str, body: Json, quote: Quoted, text: str) -> Json:
    value = compact(_present(body))
    return {
        "@context": _CONTEXT,
        "id": f"urn:communique:{its_id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {"type": "TextualBody", "format": "application/json", "purpose": "classifying", "value": value},
        "target": {
            "source": quote.url or f"urn:communique:article-{quote.article}",
            "selector": Span(quote.start, quote.end, quote.quote).selectors(text),
        },
        "communique:family": family,
        "communique:digest": hashlib.sha256(value.encode()).hexdigest()[:16],
    }


def _present(values: Json) -> Json:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
