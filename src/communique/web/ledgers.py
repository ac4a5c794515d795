"""The ledger for each thread that answers requests: connections of SQLite stay with the thread that made them."""

from __future__ import annotations

import threading
from pathlib import Path

from communique.ledger import Ledger


class Ledgers:
    """Opens the ledger in a file once for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def get(self) -> Ledger:
        """Return this thread's ledger.

        Raises:
            LedgerError: the file can't be used.
        """
        found: Ledger | None = getattr(self._local, "ledger", None)
        if found is None:
            found = self._local.ledger = Ledger.open(self.path, create=False)
        return found
