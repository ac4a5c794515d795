"""Which reports tell of one event, over the Parquet, by the keys and the clustering of `linking.events`.

In: Arrow tables. Out: Arrow tables. Each function is pure; it gives the same rows however its input is divided, if only
a whole block (`joins`) or a whole group (`events_of`) is in one table. Both engines call these, one after the other:
`reports_of`, `blocks_of`, `joins`, then `events_of` on the groups that the joins make.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from communique.bulk.tables import arrow, schemas
from communique.ledger.ids import event_id, report_ids
from communique.linking.events import Told, blocks, cluster, compare, tell
from communique.records import Actor, Event, Reading

WINDOW: Final = 128
"""Reports of one block that are clustered together; of more, stretches that overlap by half, like beside like."""
LARGEST: Final = 512
"""Reports of one group that are clustered together at last; a larger one is cut in the order of days."""


def report_schema() -> Any:
    """Return the schema of reports before they are linked: the table's, with `told`, what they are compared by."""
    pa = arrow()
    fields = [each for each in schemas()["reports"] if each.name not in {"event", "probability", "reasons"}]
    return pa.schema([*fields, pa.field("told", pa.binary())])


def block_schema() -> Any:
    """Return the schema of blocks: a report under each of its keys."""
    pa = arrow()
    return pa.schema([("block", pa.int64()), ("id", pa.string()), ("told", pa.binary())])


def join_schema() -> Any:
    """Return the schema of joins: two reports that are together in a block."""
    pa = arrow()
    return pa.schema([("one", pa.string()), ("other", pa.string())])


def placed_schema() -> Any:
    """Return the schema of placed reports: report, event, and why it is with the event's first report."""
    pa = arrow()
    names = pa.list_(pa.string())
    return pa.schema([("id", pa.string()), ("event", pa.string()), ("probability", pa.float64()), ("reasons", names)])


def reports_of(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the reports of batches of readings with their triggers' sketches."""
    for batch in batches:
        rows = [report for row in batch.to_pylist() for report in _reports(row)]
        yield from arrow().Table.from_pylist(rows, report_schema()).to_batches()


def _reports(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    reading = Reading.loads(row["reading"])
    vectors = dict(zip(row["trigger_starts"] or (), row["trigger_sketches"] or (), strict=True))
    actors = {actor.id: actor for actor in reading.actors}
    for ident, event, told in zip(report_ids(reading), reading.events, tell(reading, vectors), strict=True):
        yield {
            "id": ident,
            "told": replace(told, id=ident).to_bytes(),
            **_said(event, actors),
            "article": reading.article.id,
            "published": reading.article.published,
            "publisher": reading.article.publisher,
            "url": reading.article.url,
        }


def _said(event: Event, actors: dict[str, Actor]) -> dict[str, Any]:
    date, place = event.date, event.place
    sides = {"actors": event.actors, "recipients": event.recipients}
    named = {name: [actors[each].name for each in side] for name, side in sides.items()}
    return {
        **named,
        **{f"{name[:-1]}_countries": _countries(actors[each] for each in side) for name, side in sides.items()},
        **{name: getattr(event, name) for name in ("type", "mode", "status", "quad", "score", "cameo")},
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "trigger": event.trigger.quote,
        "quote": event.evidence.quote,
        "quote_start": event.evidence.start,
        "quote_end": event.evidence.end,
    }


def _countries(actors: Iterable[Actor]) -> list[str]:
    return sorted({actor.country for actor in actors if actor.country})


def blocks_of(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the blocks of batches of reports."""
    pa = arrow()
    for batch in batches:
        rows = [
            (_number(key), ident, packed)
            for ident, packed in zip(batch["id"].to_pylist(), batch["told"].to_pylist(), strict=True)
            for key in blocks(Told.from_bytes(packed))
        ]
        columns = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(block_schema())]
        yield pa.RecordBatch.from_arrays(columns, schema=block_schema())


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def joins(table: Any) -> Any:
    """Return the joins of a table of blocks in which all rows of a block stand."""
    ordered = table.sort_by([("block", "ascending"), ("id", "ascending")])
    rows = zip(*(ordered[name].to_pylist() for name in ("block", "id", "told")), strict=True)
    pairs: set[tuple[str, str]] = set()
    for _, block in groupby(rows, itemgetter(0)):
        held = {ident: packed for _, ident, packed in block}
        if len(held) > 1:
            pairs.update(_joined([Told.from_bytes(packed) for packed in held.values()]))
    some = sorted(pairs)
    return arrow().table([[one for one, _ in some], [other for _, other in some]], schema=join_schema())


def _joined(tolds: list[Told]) -> Iterator[tuple[str, str]]:
    """Yield pairs of neighbours in the clusters of a block."""
    tolds.sort(key=lambda told: (told.place, told.trigger, told.story, told.id))
    starts = range(0, max(1, len(tolds) - WINDOW // 2), WINDOW // 2)
    for start in starts:
        some = tolds[start : start + WINDOW]
        for group in cluster(some):
            yield from pairwise(sorted(some[at].id for at in group))


def events_of(table: Any) -> Any:
    """Return the reports of a table of groups (`group`, `id`, `told`), in which groups are whole, with their events."""
    ordered = table.sort_by([("group", "ascending"), ("id", "ascending")])
    rows = zip(*(ordered[name].to_pylist() for name in ("group", "told")), strict=True)
    found: list[dict[str, Any]] = []
    for _, group in groupby(rows, itemgetter(0)):
        tolds = sorted((Told.from_bytes(packed) for _, packed in group), key=_by_day)
        for start in range(0, len(tolds), LARGEST):
            found += _placed(tolds[start : start + LARGEST])
    return arrow().Table.from_pylist(sorted(found, key=itemgetter("id")), placed_schema())


def _by_day(told: Told) -> tuple[datetime.date, str]:
    return told.published or told.start or datetime.date.min, told.id


def _placed(tolds: list[Told]) -> Iterator[dict[str, Any]]:
    for group in cluster(tolds) if len(tolds) > 1 else [[0]]:
        reports = sorted((tolds[at] for at in group), key=lambda told: told.id)
        event = event_id(report.id for report in reports)
        yield {"id": reports[0].id, "event": event, "probability": None, "reasons": []}
        for report in reports[1:]:
            why = compare(reports[0], report)
            yield {"id": report.id, "event": event, "probability": why.probability, "reasons": list(why.reasons)}
