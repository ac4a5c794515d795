"""What the ledger remembers of feeds, so that they are asked politely and nothing is read twice.

In: addresses of feeds, keys of items. Out: states, kept in the ledger's own file.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from communique.errors import FetchError, FetchTimeout
from communique.ledger.file.database import to_json, transaction
from communique.sources.watch import FeedState

TRIES = 20
"""How often an article is asked for that its server doesn't give, over all runs."""
_UNGIVEN = frozenset((FetchError.code, FetchTimeout.code))


class FeedStore:
    """The store of a `Watch`, in a ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, feed: str) -> FeedState:
        """Return the state of a feed; of one that isn't known, an empty one."""
        row = self._connection.execute("SELECT state FROM feeds WHERE url = ?", (feed,)).fetchone()
        return FeedState(**json.loads(row[0])) if row else FeedState()

    def put(self, feed: str, state: FeedState) -> None:
        """Keep the state of a feed."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO feeds (url, state) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET state = excluded.state",
                (feed, to_json(asdict(state))),
            )

    def seen(self, key: str) -> bool:
        """Return whether the item of a key is on record, be it as read or as failed.

        One that its server didn't give isn't: it is asked for again as long as its feed has it, after a stop as well.
        """
        query = "SELECT state, code, tries FROM inputs WHERE key = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        return row is not None and not (row["state"] == "failed" and row["code"] in _UNGIVEN and row["tries"] < TRIES)
