"""What goes over the wire to Spark's executors: functions whose code is sent, not their names.

In: the name of a function of ours. Out: a function for Spark that finds the package where the job has put it, and calls
it there. Spark sends this module by value (`spark.shipped`), so it may use nothing but Python at its top.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BUNDLE = "communique-bundle.zip"
"""The archive with the package that comes along with a job."""


def on_executors(module: str, name: str, *args: Any) -> Callable[[Any], Any]:
    """Return a function of one argument, batches or a table, that calls `module.name` with some arguments before it."""

    def call(given: Any) -> Any:
        # Imported there.
        import importlib  # noqa: PLC0415  # as above
        import os  # noqa: PLC0415  # as above
        import sys  # noqa: PLC0415  # as above

        from pyspark import SparkFiles  # noqa: PLC0415  # as above

        place = os.path.join(SparkFiles.getRootDirectory(), BUNDLE)  # noqa: PTH118  # pathlib isn't sent
        if place not in sys.path:
            sys.path.insert(0, place)
        return getattr(importlib.import_module(module), name)(*args, given)

    return call
