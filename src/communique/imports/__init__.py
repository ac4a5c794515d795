"""Rows of others' data sets as records of the ledger, beside one's own and told apart from them.

In: a file of POLECAT, ICEWS or ACLED, or of the Kiel Ukraine Support Tracker; or a folder of Parquet that a ledger was
exported to. Out: records whose article is the row itself, with its file and number. `open_data` and `store_rows` are
the door to this room, `restore` takes a ledger back.
"""

from __future__ import annotations

from communique.imports.opening import KINDS, DataFile, open_data
from communique.imports.restoring import is_exported, restore
from communique.imports.storing import RowOutcome, store_rows

__all__ = ["KINDS", "DataFile", "RowOutcome", "is_exported", "open_data", "restore", "store_rows"]
