"""The same thing told twice: duplicates, actors, events and commitments across articles.

In: readings. Out: links with the reasons for them. Nothing here keeps anything; the ledger does.
"""

from __future__ import annotations
