"""Links over the Parquet on this machine: the functions of `copies` and `events`, bucket by bucket.

In: the folder with its readings. Out: its tables `copies`, `sources` and `reports`. What is held in memory: keys and
pairs of all articles (about 20 bytes a key, 41 keys an article), and the texts of those that are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from communique.bulk import copies, events
from communique.bulk.folder import Folder
from communique.bulk.groups import grouped
from communique.bulk.tables import arrow, part_of, schemas, write_table

BUCKET: Final = 1_000_000
"""Rows of keys that are worked on at a time, about."""
_BATCH: Final = 256


def link(folder: Folder) -> None:
    """Link what stands in a folder, and write the tables."""
    found = link_copies(folder)
    write_links(folder, found, copies.sources_of(found))
    link_events(folder)


def read(paths: Iterable[Path], columns: list[str]) -> Iterator[Any]:
    """Yield batches of some columns of a table's files."""
    for path in paths:
        with arrow().parquet.ParquetFile(path) as file:
            yield from file.iter_batches(_BATCH, columns=columns)


def link_copies(folder: Folder) -> Any:
    """Return the table `copies`, sorted."""
    pa = arrow()
    paths = folder.files("readings")
    keys = pa.Table.from_batches(copies.keys_of(read(paths, ["sketch"])), copies.key_schema())
    pairs = [copies.meetings(some) for some in buckets(keys, "key")]
    chosen = copies.chosen(pa.concat_tables(pairs)) if pairs else copies.pair_schema().empty_table()
    wanted = pa.chunked_array([*chosen["one"].chunks, *chosen["other"].chunks], pa.string())
    found = copies.compared(_beside(chosen, _texts(paths, wanted)))
    return sorted_by(pa.Table.from_batches(found, schemas()["copies"]), "one", "other")


def _texts(paths: list[Path], wanted: Any) -> dict[str, tuple[str, bytes]]:
    pa = arrow()
    wanted = wanted.unique()
    found: dict[str, tuple[str, bytes]] = {}
    for batch in read(paths, ["id", "reading", "sketch"]):
        some = batch.filter(pa.compute.is_in(batch["id"], wanted))
        for each in copies.texts_of([some]):
            found.update((row["id"], (row["text"], row["sketch"])) for row in each.to_pylist())
    return found


def _beside(pairs: Any, texts: dict[str, tuple[str, bytes]]) -> Iterator[Any]:
    """Yield batches of pairs with the texts of both."""
    for batch in pairs.to_batches(_BATCH):
        rows = [
            {
                "one": row["one"],
                "other": row["other"],
                **{f"{side}_text": texts[row[side]][0] for side in ("one", "other")},
                **{f"{side}_sketch": texts[row[side]][1] for side in ("one", "other")},
            }
            for row in batch.to_pylist()
        ]
        yield from arrow().Table.from_pylist(rows).to_batches()


def link_events(folder: Folder) -> None:
    """Write the table `reports`, part by part."""
    pa = arrow()
    columns = ["reading", "trigger_starts", "trigger_sketches"]
    reports = pa.Table.from_batches(events.reports_of(read(folder.files("readings"), columns)), events.report_schema())
    blocks = pa.Table.from_batches(events.blocks_of(reports.to_batches(_BATCH)), events.block_schema())
    pairs = [events.joins(some) for some in buckets(blocks, "block")]
    groups = grouped((row["one"], row["other"]) for each in pairs for row in each.to_pylist())
    placed = events.events_of(
        pa.table(
            {
                "group": [groups.get(ident, ident) for ident in reports["id"].to_pylist()],
                "id": reports["id"],
                "told": reports["told"],
            }
        )
    )
    whole = sorted_by(reports.drop_columns("told"), "id")
    for name in ("event", "probability", "reasons"):
        whole = whole.append_column(placed.schema.field(name), placed[name])
    write_parts(folder, "reports", whole, "article")


def buckets(table: Any, key: str) -> Iterator[Any]:
    """Yield the rows of a table in buckets, all rows of a key in one of them."""
    pa = arrow()
    count = table.num_rows // BUCKET + 1
    if count == 1:
        if table.num_rows:
            yield table
        return
    remainder = pa.compute.bit_wise_and(pa.compute.shift_right(table[key], 8), 0xFFFF)
    for number in range(count):
        least, end = (0x10000 * each // count for each in (number, number + 1))
        within = pa.compute.and_(pa.compute.greater_equal(remainder, least), pa.compute.less(remainder, end))
        yield table.filter(within)


def sorted_by(table: Any, *names: str) -> Any:
    """Return a table sorted by some columns."""
    return table.sort_by([(name, "ascending") for name in names])


def write_links(folder: Folder, found: Any, sources: Any) -> None:
    """Write the tables `copies` and `sources`."""
    write_parts(folder, "copies", found, "one")
    write_parts(folder, "sources", sources, "article")


def write_parts(folder: Folder, table: str, rows: Any, by: str) -> None:
    """Write the rows of a table to the parts of the articles that a column names; parts without rows are emptied."""
    places: dict[int, list[int]] = {}
    for at, ident in enumerate(rows[by].to_pylist()):
        places.setdefault(part_of(ident, folder.manifest.parts), []).append(at)
    kept = {path.parent.name for path in folder.files(table)}
    wanted = set(places) | {int(each.partition("=")[2]) for each in kept} or {0}
    for number in sorted(wanted):
        some = rows.take(arrow().array(places.get(number, []), "int64")).select(schemas()[table].names)
        write_table(folder.part_file(table, number), some.cast(schemas()[table]))
