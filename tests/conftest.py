"""What the test modules hold when they are collected isn't gone through again by every collection of garbage.

Some of them hold the whole corpus, millions of objects, by which a test with a clock was charged 0.7 s for a pass over
what isn't its own.
"""

import gc


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
