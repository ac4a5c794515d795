"""Archives of news into Parquet: the reader over many processes or a Spark cluster, and links between readings.

In: WARC, WET and JSON-lines files. Out: a folder of Parquet, in parts by the article's id (`docs/bulk.md`). An input is
cut into splits of some hundred documents (`splits`); a split is read by one pure function from record batches to record
batches (`documents`), in a process of its own that may die (`worker`, `guard`), and stands on disk whole or not at all.
`gather` makes the parts of the splits. Then `copies` and `events` find near-duplicates and the tellings of one event.
Everything is driven by an engine: `local` over processes, `spark` over a cluster; both call the same functions.
"""

from communique.bulk.run import Bulk, Summary, run_bulk

__all__ = ["Bulk", "Summary", "run_bulk"]
