"""What an article has to do with those before it: copies, events told already, commitments known from elsewhere.

In: a reading that was just stored, in its transaction. Out: rows of `links` with reasons, and events and threads that
their reports share. `communique.linking` decides; this module finds who is to be compared, and keeps the outcome.
"""

from __future__ import annotations

import sqlite3

from communique.ledger.writing import Stored
from communique.records import Reading


class Linker:
    """Links what is stored in one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def link(self, reading: Reading, stored: Stored) -> None:
        """Link the records of a reading with those of other articles."""
