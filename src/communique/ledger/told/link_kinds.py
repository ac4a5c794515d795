"""Kinds of links that more than one module of the ledger knows.

In: nothing. Out: their names, as the column `kind` of `links` has them; the others are those of `communique.linking`.
"""

from __future__ import annotations

from typing import Final

TOGETHER: Final = "together"
"""The kind of a link between records that were linked with one that was read anew: it keeps them together."""
CONTRADICTS: Final = "contradicts"
"""The kind of a link between records that would be one but for what they differ in."""
APART: Final = frozenset(("total_of", CONTRADICTS, "story"))
"""Kinds of links that don't make their records one."""
