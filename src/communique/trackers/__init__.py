"""A tracker's own sheet beside the ledger: what the sheet lacks, tells otherwise, or has alone.

In: a sheet of the Kiel Ukraine Support Tracker or of SIPRI's register, and a ledger. Out: a `Comparison`. `compare` is
the door to this room.
"""

from __future__ import annotations

from communique.trackers.comparing import Comparison, Finding, Scope, compare

__all__ = ["Comparison", "Finding", "Scope", "compare"]
