"""Records as flat rows for spreadsheets and data frames: a column for each field, names that don't change.

In: records in full. Out: dicts with the same keys in the same order for every record of a family. Several values in a
cell are apart by "; ", codes by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from communique.export.selection import ArticleInFull, Selection
from communique.export.told import Sides
from communique.ledger.full.details import CommitmentInFull, Materiel, StatementInFull
from communique.ledger.full.event_details import EventInFull
from communique.ledger.full.event_rows import EventRow, Figure
from communique.ledger.quoted import Quoted
from communique.ledger.told.people import Party, listed
from communique.shown import ranged

Row = dict[str, Any]


def event_row(event: EventInFull) -> Row:
    """Return an event as a flat row."""
    return {
        "id": event.id,
        "day": event.day,
        "date_start": event.date_start,
        "date_end": event.date_end,
        "date_precision": event.date_precision,
        "date_basis": event.date_basis,
        "type": event.type,
        "mode": event.mode,
        "contexts": " ".join(event.contexts),
        "status": event.status,
        **_parties("actor", event.actors),
        **_parties("recipient", event.recipients),
        "told_by": event.told_by,
        "place": event.place,
        "place_country": event.country,
        "place_admin1": event.admin1,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "geonames": event.geonames,
        "place_precision": event.place_precision,
        "quantities": "; ".join(map(figure, event.quantities)),
        "quad": event.quad,
        "score": event.score,
        "cameo": event.cameo,
        "reports": event.reports,
        "sources": event.sources,
        "verdict": event.verdict,
        "known": event.known,
        **_citation(event.quote),
    }


def _fields(names: str) -> Callable[[EventRow], tuple[Any, ...]]:
    """Return what takes several fields of a row at once: a million rows have no time to look them up by name."""
    return itemgetter(*map(EventRow._fields.index, names.split()))


_when_and_what = _fields("id day date_start date_end date_precision date_basis type mode")
_where = _fields("told_by place country admin1 latitude longitude geonames place_precision")
_told = _fields(
    "quad score cameo reports sources verdict known quote quote_start quote_end article publisher published title url"
)


def event_values(chosen: Selection) -> Iterator[tuple[Any, ...]]:
    """Yield the values of `event_row` for the events of a selection, without a record in between: twice as quick."""
    sides = Sides(_side)
    for row, actors, recipients, figures in chosen.told_events(sides):
        yield (
            *_when_and_what(row),
            " ".join(listed(row.contexts)),
            row.status,
            *sides.of(actors),
            *sides.of(recipients),
            *_where(row),
            "; ".join(map(figure, figures)) if figures else "",
            *_told(row),
        )


def statement_row(statement: StatementInFull) -> Row:
    """Return a statement as a flat row."""
    return {
        "id": statement.id,
        "day": statement.day,
        **_parties("speaker", (statement.speaker,)),
        "speaker_title": statement.speaker.title,
        "act": statement.act,
        "certainty": statement.certainty,
        **_parties("addressee", (statement.addressee,) if statement.addressee else ()),
        "quotation": statement.quotation,
        "cue": statement.cue,
        "content": statement.content,
        "content_start": statement.content_start,
        "content_end": statement.content_end,
        "within": statement.within,
        "verdict": statement.verdict,
        "known": statement.known,
        **_citation(statement.quote),
    }


def commitment_row(commitment: CommitmentInFull) -> Row:
    """Return a commitment as a flat row."""
    return {
        "id": commitment.id,
        "thread": commitment.thread,
        "day": commitment.day,
        "date_start": commitment.date_start,
        "date_end": commitment.date_end,
        "date_precision": commitment.date_precision,
        **_parties("donor", commitment.donors),
        **_parties("recipient", commitment.recipients),
        "stage": commitment.stage,
        "stage_by": commitment.stage_by.name if commitment.stage_by else None,
        "category": commitment.category,
        "instrument": commitment.instrument,
        "value": commitment.value,
        "low": commitment.low,
        "high": commitment.high,
        "currency": commitment.currency,
        "qualifiers": " ".join(commitment.qualifiers),
        "per": commitment.per,
        "items": "; ".join(map(materiel, commitment.items)),
        "item_classes": " ".join(dict.fromkeys(each.item_class for each in commitment.items)),
        "cumulative": commitment.cumulative,
        "told_by": commitment.told_by,
        "verdict": commitment.verdict,
        "known": commitment.known,
        **_citation(commitment.quote),
    }


def article_row(article: ArticleInFull) -> Row:
    """Return an article as a flat row; `text` is empty unless it was asked for."""
    return {
        "id": article.id,
        "ref": article.ref,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "byline": "; ".join(article.byline),
        "published": article.published,
        "added": article.added,
        "language": article.language,
        "copy_of": article.copy_of,
        "text": article.text,
    }


ROWS: dict[str, Callable[[Any], Row]] = {
    "events": event_row,
    "statements": statement_row,
    "commitments": commitment_row,
}
"""How a record in full becomes a flat row."""

FAMILIES: dict[str, Callable[[Selection], Iterator[Row]]] = {
    "events": lambda chosen: map(event_row, chosen.all_events()),
    "statements": lambda chosen: map(statement_row, chosen.all_statements()),
    "commitments": lambda chosen: map(commitment_row, chosen.all_commitments()),
    "articles": lambda chosen: map(article_row, chosen.all_articles()),
}
"""The rows of every family."""

VALUES: dict[str, Callable[[Selection], Iterator[tuple[Any, ...]]]] = {
    "events": event_values,
    **{
        family: lambda chosen, rows=rows: (tuple(row.values()) for row in rows(chosen))  # type: ignore[misc]  # a default holds each
        for family, rows in FAMILIES.items()
        if family != "events"
    },
}
"""The same as values alone, in the order of the columns."""


def extent(value: float | None, low: float | None, high: float | None) -> str:
    """Return a figure and its range as "12", "10-12", "<=12" or ">=12"."""
    return ranged(value, low, high, "{:.15g}".format, ("-", "<=", ">="))


def figure(part: Figure) -> str:
    """Return a number of people as "dead 12"."""
    return f"{part.kind} {extent(part.value, part.low, part.high)}"


def materiel(part: Materiel) -> str:
    """Return an item as "24 howitzers"."""
    return f"{extent(part.count, part.low, part.high)} {part.designation}".strip()


def names(parties: Iterable[Party]) -> str:
    """Return names, apart by "; "."""
    return "; ".join(each.name for each in parties)


def countries(parties: Iterable[Party]) -> str:
    """Return the countries of parties, each once, apart by spaces."""
    return " ".join(dict.fromkeys(each.country for each in parties if each.country))


def _parties(role: str, parties: Iterable[Party]) -> Row:
    columns = (role, f"{role}_country", f"{role}_sectors", f"{role}_code")
    return dict(zip(columns, _side(tuple(parties)), strict=True))


def _side(found: Sequence[Party]) -> tuple[str, str, str, str]:
    """Return names, countries, sectors and codes of parties."""
    if len(found) == 1:
        # As most often: nothing is to be joined.
        one = found[0]
        return one.name, one.country or "", " ".join(one.sectors), one.code or one.id
    return (
        names(found),
        countries(found),
        " ".join(dict.fromkeys(sector for each in found for sector in each.sectors)),
        " ".join(each.code or each.id for each in found),
    )


def _citation(quote: Quoted) -> Row:
    return {
        "quote": quote.quote,
        "quote_start": quote.start,
        "quote_end": quote.end,
        "article": quote.article,
        "publisher": quote.publisher,
        "published": quote.published,
        "title": quote.title,
        "url": quote.url,
    }
