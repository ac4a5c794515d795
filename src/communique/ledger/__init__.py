"""The ledger: readings of many articles in one SQLite file, linked, searchable, with what people decided about them.

In: readings. Out: records with the sentences behind them. `Ledger` is the door to this room.
"""

from __future__ import annotations

from communique.ledger.ledger import Ledger
from communique.ledger.stored.adding import Failed, Input, Outcome

__all__ = ["Failed", "Input", "Ledger", "Outcome"]
