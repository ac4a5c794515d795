"""Near-duplicates over the Parquet, by the signatures and the comparison of `linking.duplicates`.

In: Arrow tables. Out: Arrow tables. Each function is pure; it gives the same rows however its input is divided, if only
all rows of a key (`meetings`) or of a later article (`chosen`) are in one table. Both engines call these, one after the
other: `keys_of`, `meetings`, `chosen`, then `compared` on the texts; `sources_of` makes groups of the outcome.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from communique.bulk.groups import grouped
from communique.bulk.tables import arrow, table_of
from communique.linking.duplicates import Kind, Sketch, bands, compare, estimate

DAYS: Final = 45
"""A copy is looked for among articles of so many days before and after; of an article without a date, among all."""
CANDIDATES: Final = 6
"""Earlier articles that an article is compared with: those with the most keys in common."""
NEIGHBOURS: Final = 50
"""Earlier articles under one key that an article meets: the latest. A key that more share is an empty phrase."""
LEAST: Final = 0.05
"""Share of common runs, by the sketches, under which two texts aren't compared: they share a phrase."""
UNDATED: Final = -1


def key_schema() -> Any:
    """Return the schema of keys: an article under each of its keys, with its day."""
    pa = arrow()
    return pa.schema([("key", pa.int64()), ("id", pa.string()), ("day", pa.int32())])


def pair_schema() -> Any:
    """Return the schema of pairs: two articles, the earlier first, and the number of keys that they share."""
    pa = arrow()
    return pa.schema([("one", pa.string()), ("other", pa.string()), ("shared", pa.int32())])


def keys_of(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the keys of batches of readings with `sketch`."""
    pa = arrow()
    for batch in batches:
        keys: list[int] = []
        ids: list[str] = []
        days: list[int] = []
        for packed in batch["sketch"].to_pylist():
            sketch = Sketch.unpack(packed)
            found = dict.fromkeys(bands(sketch))
            keys += found
            ids += [sketch.text_id] * len(found)
            days += [sketch.published.toordinal() if sketch.published else UNDATED] * len(found)
        yield pa.RecordBatch.from_arrays(
            [pa.array(keys, pa.int64()), ids, pa.array(days, pa.int32())], schema=key_schema()
        )


def meetings(table: Any) -> Any:
    """Return the pairs of a table of keys in which all rows of a key stand, and how many keys each shares."""
    pa = arrow()
    ordered = table.sort_by([("key", "ascending"), ("day", "ascending"), ("id", "ascending")])
    shared: Counter[tuple[str, str]] = Counter()
    key, before = None, list[tuple[int, str]]()
    for found, ident, day in zip(*(ordered[name].to_pylist() for name in ("key", "id", "day")), strict=True):
        if found != key:
            key, before = found, []
        for known, other in before[-NEIGHBOURS:]:
            if known == UNDATED or day - known <= DAYS:
                shared[other, ident] += 1
        before.append((day, ident))
    pairs = sorted(shared)
    columns = [[one for one, _ in pairs], [other for _, other in pairs], [shared[pair] for pair in pairs]]
    kinds = [field.type for field in pair_schema()]
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, kinds, strict=True)], schema=pair_schema())


def chosen(table: Any) -> Any:
    """Return the pairs worth comparing, of a table in which all pairs of a later article (`other`) stand.

    A pair may stand in several rows, each with some of the keys that it shares.
    """
    shared: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in table.to_pylist():
        shared[row["other"]][row["one"]] += row["shared"]
    pairs = []
    for other, counts in sorted(shared.items()):
        best = sorted(counts, key=lambda one: (-counts[one], one))[:CANDIDATES]
        pairs += [{"one": one, "other": other, "shared": counts[one]} for one in best]
    return arrow().Table.from_pylist(pairs, pair_schema())


def texts_of(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield id, text and sketch of batches of readings."""
    for batch in batches:
        texts = [json.loads(each)["article"]["text"] for each in batch["reading"].to_pylist()]
        yield arrow().RecordBatch.from_arrays([batch["id"], texts, batch["sketch"]], schema=text_schema())


def text_schema() -> Any:
    """Return the schema of texts."""
    pa = arrow()
    return pa.schema([("id", pa.string()), ("text", pa.string()), ("sketch", pa.binary())])


def compared(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield rows of the table `copies` for batches of pairs with text and sketch of both (`one_text`, `other_text`)."""
    for batch in batches:
        rows = [found for row in batch.to_pylist() if (found := _compared(row))]
        yield from table_of("copies", rows).to_batches()


def _compared(row: dict[str, Any]) -> dict[str, Any] | None:
    one, other = Sketch.unpack(row["one_sketch"]), Sketch.unpack(row["other_sketch"])
    if estimate(one, other) < LEAST:
        return None
    apart = abs((one.published - other.published).days) if one.published and other.published else None
    found = compare(row["one_text"], row["other_text"], days_apart=apart)
    if found.kind is None:
        return None
    said = {"one": row["one"], "other": row["other"], "kind": str(found.kind)}
    return {**said, "probability": found.score, "reasons": list(found.reasons)}


def sources_of(copies: Any) -> Any:
    """Return the table `sources` of a table of copies: which articles are one source, named by the first of their ids.

    An article that isn't in it is a source by itself.
    """
    copied = [row for row in copies.select(["one", "other", "kind"]).to_pylist() if Kind(row["kind"]).copied]
    groups = grouped((row["one"], row["other"]) for row in copied)
    return table_of("sources", [{"article": each, "source": groups[each]} for each in sorted(groups)])
