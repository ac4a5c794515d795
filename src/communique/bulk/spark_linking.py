"""Links over the Parquet as Spark jobs: the functions of `copies` and `events`, with Spark's shuffles between them.

In: the folder with its readings, which all machines see. Out: its tables `copies`, `sources` and `reports`, with the
rows that `linking` gives. On the driver are the pairs that hang together (two ids each),
whose groups are found there, and the rows of `copies`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from communique.bulk import copies, events
from communique.bulk.folder import Folder
from communique.bulk.groups import grouped
from communique.bulk.linking import write_links
from communique.bulk.spark import session, ship, shipped
from communique.bulk.tables import arrow, schemas, table_of, write_table

_USUAL: Final = "200"
BUCKETS: Final = 4
"""Buckets for each task slot: a bucket is what one call works on."""
_COPIES, _EVENTS, _HERE = "communique.bulk.copies", "communique.bulk.events", "communique.bulk.spark_linking"


def link(folder: Folder, master: str | None) -> None:
    """Link what stands in a folder, and write the tables."""
    if not folder.files("readings"):
        return
    spark = session(master)
    ship(spark)
    # Spark's 200 are for a cluster; what is given with the job stays.
    if spark.conf.get("spark.sql.shuffle.partitions") == _USUAL:
        spark.conf.set("spark.sql.shuffle.partitions", str(2 * spark.sparkContext.defaultParallelism))
    readings = spark.read.parquet(str((folder.path / "readings").resolve()))
    found = _copies(readings)
    write_links(folder, found, copies.sources_of(found))
    _reports(spark, readings, folder)


def _copies(readings: Any) -> Any:
    """Return the table `copies`, sorted."""
    keys = _mapped(readings.select("sketch"), _COPIES, "keys_of", copies.key_schema())
    pairs = _bucketed(keys, "key", _COPIES, "meetings", copies.pair_schema())
    chosen = _bucketed(pairs, "other", _COPIES, "chosen", copies.pair_schema())
    texts = _mapped(readings.select("id", "reading", "sketch"), _COPIES, "texts_of", copies.text_schema())
    beside = chosen
    for side in ("one", "other"):
        named = texts.selectExpr(f"id AS {side}", f"text AS {side}_text", f"sketch AS {side}_sketch")
        beside = beside.join(named, side)
    return _collected(_mapped(beside, _COPIES, "compared", schemas()["copies"]), schemas()["copies"], "one", "other")


def _reports(spark: Any, readings: Any, folder: Folder) -> None:
    """Write the table `reports`, each part by a task."""
    columns = ("reading", "trigger_starts", "trigger_sketches")
    reports = _mapped(readings.select(*columns), _EVENTS, "reports_of", events.report_schema()).persist()
    blocks = _mapped(reports.select("id", "told"), _EVENTS, "blocks_of", events.block_schema())
    joins = _bucketed(blocks, "block", _EVENTS, "joins", events.join_schema())
    pairs = _collected(joins.distinct(), events.join_schema(), "one", "other")
    groups = grouped((row["one"], row["other"]) for row in pairs.to_pylist())
    known = arrow().table({"id": list(groups), "group": list(groups.values())}, schema=_group_schema())
    grouping = spark.createDataFrame(known)
    whole = reports.select("id", "told").join(grouping, "id", "left")
    whole = whole.selectExpr("coalesce(group, id) AS group", "id", "told")
    placed = _bucketed(whole, "group", _EVENTS, "events_of", events.placed_schema())
    rows = reports.drop("told").join(placed, "id")
    for path in folder.files("reports"):
        # Parts that have no rows any more; the others are replaced.
        write_table(path, table_of("reports", []))
    # The part is that of the article's id, as `part_of` tells it.
    part = f"CAST(conv(substr(article, 1, 8), 16, 10) AS BIGINT) % {folder.manifest.parts} AS part"
    write = shipped(_HERE, "write_part", str(folder.path.resolve()))
    parts = rows.selectExpr("*", part).groupBy("part").applyInArrow(write, "part bigint, rows bigint")
    parts.collect()
    reports.unpersist()


def write_part(out: str, table: Any) -> Any:
    """Write the reports of one part, on an executor; return their number as a table."""
    pa = arrow()
    part = table["part"][0].as_py()
    rows = table.select(schemas()["reports"].names).sort_by("id").cast(schemas()["reports"])
    write_table(Path(out) / "reports" / f"part={part}" / "reports.parquet", rows)
    return pa.table({"part": pa.array([part], pa.int64()), "rows": pa.array([rows.num_rows], pa.int64())})


def _group_schema() -> Any:
    pa = arrow()
    return pa.schema([("id", pa.string()), ("group", pa.string())])


def _mapped(frame: Any, module: str, name: str, schema: Any) -> Any:
    """Return a frame through a function of batches."""
    return frame.mapInArrow(shipped(module, name), _spark_schema(schema))


def _bucketed(frame: Any, key: str, module: str, name: str, schema: Any) -> Any:
    """Return a frame through a function of tables, in buckets of which each holds all rows of its keys."""
    count = BUCKETS * frame.sparkSession.sparkContext.defaultParallelism
    bucket = frame.selectExpr("*", f"pmod(hash({key}), {count}) AS bucket").groupBy("bucket")
    return bucket.applyInArrow(shipped(module, name), _spark_schema(schema))


def _spark_schema(schema: Any) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  # an extra

    return from_arrow_schema(schema)


def _collected(frame: Any, schema: Any, *by: str) -> Any:
    """Return a frame's rows as a table, sorted."""
    return frame.toArrow().cast(schema).sort_by([(name, "ascending") for name in by])
